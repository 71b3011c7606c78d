//! Reading one file.

use std::io;
use std::sync::Arc;

use crate::base::characters;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::{self, Digest};
use crate::base::folder::{Folder, LeadsOut};
use crate::base::literal;
use crate::base::source::Source;
use crate::base::text::io_error;

/// Texts larger than this are refused: a policy is not that long.
const MAX_TEXT: u64 = 1024 * 1024;

/// The result of reading a file.
#[derive(Debug)]
pub enum Read {
    /// The file was read.
    Source(Arc<Source>),
    /// The file does not exist.
    Missing,
    /// The file could not be read or is not text, which has been reported.
    Faulty,
}

/// Reads the text file `path` (relative to `root`, with `/`).
pub fn read_source(root: &Folder, path: &str, faults: &mut Vec<Diagnostic>) -> Read {
    read_up_to(MAX_TEXT, root, path, faults)
}

/// Reads a text file of at most `limit` bytes.
pub(super) fn read_up_to(
    limit: u64,
    root: &Folder,
    path: &str,
    faults: &mut Vec<Diagnostic>,
) -> Read {
    let bytes = match root.read(path, limit) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let megabytes = limit / 1024 / 1024;
            let message = format!("the file is larger than {megabytes} MB");
            faults.push(Diagnostic::new(&codes::TOO_LARGE, message).path(path));
            return Read::Faulty;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && !root.has_link(path) => {
            return Read::Missing;
        }
        Err(error) => {
            faults.push(cant_read(path, &error));
            return Read::Faulty;
        }
    };
    text(path, bytes, faults).map_or(Read::Faulty, Read::Source)
}

/// Reports a file of the site that can't be opened.
pub(crate) fn unreadable(root: &Folder, path: &str) -> Option<Diagnostic> {
    let error = root.open_file(path).err()?;
    Some(cant_read(path, &error))
}

/// Reports why a file of the site can't be read.
pub(super) fn cant_read(path: &str, error: &io::Error) -> Diagnostic {
    match LeadsOut::of(error) {
        Some(link) => leads_out(link).path(path),
        None => Diagnostic::new(
            &codes::UNREADABLE,
            format!("can't read the file: {}", io_error(error)),
        )
        .path(path),
    }
}

/// Reports a symbolic link that leaves the root.
pub(super) fn leads_out(link: &LeadsOut) -> Diagnostic {
    let LeadsOut { link, target } = link;
    Diagnostic::new(
        &codes::OUTSIDE,
        format!("the symbolic link `{link}` points outside the site's root, to `{target}`"),
    )
    .path(link)
    .help("replace the link with its target, or remove it")
}

/// The bytes of a file of the site, of any length.
pub(super) fn read_whole(root: &Folder, path: &str) -> io::Result<Vec<u8>> {
    Ok(root.read(path, u64::MAX)?.unwrap_or_default())
}

/// Decodes bytes as a source: UTF-8, without a byte order mark, reserved or hidden characters.
pub fn text(path: &str, bytes: Vec<u8>, faults: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let good = &error.as_bytes()[..valid];
            let line = memchr::memchr_iter(b'\n', good).count() + 1;
            faults.push(
                Diagnostic::new(
                    &codes::NOT_UTF8,
                    format!(
                        "the file is not UTF-8: byte {} on line {line} is invalid",
                        valid + 1
                    ),
                )
                .path(path)
                .help("save the file as UTF-8"),
            );
            return None;
        }
    };
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let source = Source::new(path, text);
    if literal::has_reserved(&source.text) {
        let at = source
            .text
            .char_indices()
            .find(|(_, c)| literal::is_reserved(*c))
            .map_or(0, |(at, _)| at);
        faults.push(
            Diagnostic::new(
                &codes::RESERVED_CHARACTER,
                "the text contains a Unicode noncharacter, which policygen reserves",
            )
            .at(&source, at..at + 3)
            .help("remove it; it is invisible and has no meaning in text"),
        );
        return None;
    }
    let has = |byte| memchr::memchr(byte, source.text.as_bytes()).is_some();
    if has(b'\r') && !has(b'\n') {
        faults.push(cr_only(path));
        return None;
    }
    if let Some((range, message)) = characters::hidden(&source.text) {
        let fault = Diagnostic::new(&codes::HIDDEN_CHARACTER, message).at(&source, range);
        faults.push(fault.help("remove the character"));
        return None;
    }
    Some(source)
}

/// Reports line ends that other tools don't recognise.
fn cr_only(path: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::LINE_ENDS,
        "the lines of the file end with carriage returns only (CR)",
    )
    .path(path)
    .help("save the file with LF or CRLF line endings")
}

/// The digest of the inputs that all pages share.
#[derive(Default)]
pub(super) struct SharedDigest(digest::Parts);

impl SharedDigest {
    pub(super) fn new() -> Self {
        let mut digest = Self::default();
        digest.text(env!("CARGO_PKG_VERSION"));
        digest.text(env!("POLICYGEN_BUILD"));
        digest
    }

    pub(super) fn add(&mut self, source: &Source) {
        self.bytes(&source.path, source.text.as_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes("", text.as_bytes());
    }

    pub(super) fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.0.add(name.as_bytes());
        self.0.add(bytes);
    }

    pub(super) fn finish(self) -> Digest {
        self.0.finish()
    }
}

/// The digest of a policy's text.
pub fn digest_source(source: &Source) -> Digest {
    digest::of(source.text.as_bytes())
}

/// The same digest, for a file that is not loaded as a source.
pub fn digest_text(root: &Folder, path: &str) -> io::Result<Digest> {
    let bytes = read_whole(root, path)?;
    Ok(digest::of(
        bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes),
    ))
}
