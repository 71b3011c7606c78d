//! Searches copied files for content that must not be published.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::folder::Folder;
use crate::base::secrets;

/// Extensions of files in which browsers run scripts, and (`BINARY`) of files that are not text.
const PAGES: &[&str] = &["htm", "html", "svg", "xhtml"];
const BINARY: &[&str] = &[
    "apng", "avif", "bmp", "doc", "docx", "eot", "epub", "flac", "gif", "gz", "heic", "ico",
    "jpeg", "jpg", "m4a", "m4v", "mov", "mp3", "mp4", "odp", "ods", "odt", "oga", "ogg", "ogv",
    "opus", "otf", "pdf", "png", "ppt", "pptx", "tif", "tiff", "ttf", "wav", "webm", "webp",
    "woff", "woff2", "xls", "xlsx", "zip",
];

/// The maximum size of a file that is searched; text files are smaller.
const LARGEST: u64 = 8 * 1024 * 1024;

static SCRIPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)<script\b|<[a-z][^<>]*\son[a-z]+\s*=|=\s*["']?\s*javascript:"#).ok()
});

/// Reports private keys and scripts in a copied file.
pub(crate) fn faults(root: &Folder, path: &str) -> Vec<Diagnostic> {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    if BINARY.contains(&&*ending) {
        return Vec::new();
    }
    // A file that can't be read is reported when it is copied.
    let Ok(Some(bytes)) = root.read(path, LARGEST) else {
        return Vec::new();
    };
    let has_script = || {
        SCRIPT
            .as_ref()
            .is_some_and(|script| script.is_match(&bytes))
    };
    let mut faults = Vec::new();
    if secrets::find(&bytes).is_some() {
        let key = Diagnostic::new(&codes::PRIVATE_KEY, "the file contains a key or token");
        faults.push(
            key.path(path)
                .help("don't publish it: remove the links to it, and its entry under `publish`"),
        );
    }
    if PAGES.contains(&&*ending) && has_script() {
        let script = Diagnostic::new(&codes::SCRIPT, "the file contains scripts");
        let help = "remove `<script>`, attributes such as `onload`, and `javascript:`";
        faults.push(script.path(path).help(help));
    }
    faults
}
