//! The site as shown: the last good build, and any errors since.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::files::{File, Files};
use super::problems::{Problems, hex};
use crate::base::address;
use crate::base::digest::{self, Digest};

/// The page shown while there is no site yet. It stays empty: errors appear in
/// an overlay.
const EMPTY: &[u8] = include_bytes!("assets/empty.html");
/// The page for unknown addresses.
const NOT_FOUND: &str = "404.html";

/// The site as shown.
#[derive(Debug)]
pub(super) struct Preview {
    /// The path below which the site is served, from the `base_url` in the settings: links on the
    /// page for unknown addresses begin with it.
    base: String,
    files: Arc<Files>,
    /// The digest of all stylesheets.
    styles: String,
    /// The digest of all images.
    pictures: String,
    /// The errors and findings.
    problems: Arc<Problems>,
    /// Whether these are from the previous site, while this one is being checked.
    checking: bool,
}

/// The state of a page, as digests: when one changes, the page is out of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct State<'a> {
    page: String,
    styles: &'a str,
    pictures: &'a str,
    problems: Cow<'a, str>,
}

impl<'a> State<'a> {
    /// The attributes of the script that keeps a page up to date.
    pub(super) fn attributes(&self) -> String {
        let Self {
            page,
            styles,
            pictures,
            ..
        } = self;
        format!("data-page=\"{page}\" data-styles=\"{styles}\" data-pictures=\"{pictures}\"")
    }
}

/// The result of looking up an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A file, by its path from the root.
    File(&'a str, &'a File),
    /// A redirect, to a folder requested without `/` or to the site.
    Elsewhere(String),
    /// No file; contains the page for unknown addresses.
    Missing(&'a [u8]),
    /// There is no site yet.
    NoSite(&'static [u8]),
}

impl Preview {
    /// The preview before the first build.
    pub(super) fn empty() -> Self {
        Self {
            base: "/".to_owned(),
            files: Arc::default(),
            styles: String::new(),
            pictures: String::new(),
            problems: Arc::default(),
            checking: false,
        }
    }

    /// The preview of a build without errors. `base` is the path of its `base_url`.
    pub(super) fn built(base: &str, files: Files, problems: Arc<Problems>) -> Self {
        let (styles, pictures) = digests(&files);
        Self {
            base: base.to_owned(),
            files: Arc::new(files),
            styles: hex(&styles),
            pictures: hex(&pictures),
            problems,
            checking: false,
        }
    }

    /// The same preview while it is being checked: the findings of the site `before` are kept until
    /// new ones are known.
    pub(super) fn being_checked(self, before: &Self) -> Self {
        let problems = match before.problems.are_findings() {
            true => Arc::clone(&before.problems),
            false => Arc::default(),
        };
        Self {
            problems,
            checking: true,
            ..self
        }
    }

    /// The same preview after a failed build. `base` is its future path, if known.
    pub(super) fn broken(&self, base: Option<&str>, problems: Problems) -> Self {
        // The site that is shown keeps its path.
        let base = base.filter(|_| self.files.is_empty());
        Self {
            base: base.unwrap_or(&self.base).to_owned(),
            files: Arc::clone(&self.files),
            styles: self.styles.clone(),
            pictures: self.pictures.clone(),
            problems: Arc::new(problems),
            checking: false,
        }
    }

    /// The same preview after a check.
    pub(super) fn checked(&self, findings: Problems) -> Self {
        self.broken(None, findings)
    }

    /// The path below which the site is served, with `/` at both ends.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The report for the page at the path of a URL, as JSON; `None` if there
    /// are no problems.
    pub(super) fn problems(&self, path: &str) -> Option<Vec<u8>> {
        let file = match self.find(path) {
            Found::File(file, _) => Some(file),
            _ => None,
        };
        self.problems.report(file, &self.base, self.checking)
    }

    /// Whether the problems are the same as in `other`.
    pub(super) fn has_problems_of(&self, other: &Self) -> bool {
        self.problems.digest() == other.problems.digest()
    }

    /// The files that differ from those in `other`, sorted; empty if there was no site.
    pub(super) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let (here, there) = (&self.files, &other.files);
        if there.is_empty() {
            return Vec::new();
        }
        let changed = here
            .iter()
            .filter(|(path, file)| !there.get(*path).is_some_and(|before| file.is(before)));
        let gone = there.iter().filter(|(path, _)| !here.contains_key(*path));
        let mut paths: Vec<&str> = changed.chain(gone).map(|(path, _)| path.as_str()).collect();
        paths.sort_unstable();
        paths
    }

    /// Looks up the path of a URL. Only paths of the site's own files are ever read, so no path can
    /// leave the site.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        if self.files.is_empty() {
            return Found::NoSite(EMPTY);
        }
        let Some(path) = decode(path) else {
            return self.missing();
        };
        let Some(below) = path.strip_prefix(self.base.as_str()) else {
            // `/` and `/legal` redirect to a site at `/legal/`.
            return match self.base.strip_prefix(&*path) {
                Some("" | "/") => Found::Elsewhere(address::encode(&self.base).into_owned()),
                _ if path == "/" => Found::Elsewhere(address::encode(&self.base).into_owned()),
                _ => self.missing(),
            };
        };
        let file = match below {
            "" => Cow::Borrowed("index.html"),
            folder if folder.ends_with('/') => format!("{folder}index.html").into(),
            file => file.into(),
        };
        if let Some((path, file)) = self.files.get_key_value(&*file) {
            return Found::File(path, file);
        }
        if self.files.contains_key(&format!("{file}/index.html")) {
            let to = format!("{}{file}/", self.base);
            return Found::Elsewhere(address::encode(&to).into_owned());
        }
        self.missing()
    }

    fn missing(&self) -> Found<'_> {
        match self.files.get(NOT_FOUND) {
            Some(File::Made(page)) => Found::Missing(page),
            _ => Found::NoSite(EMPTY),
        }
    }

    /// The state of the page at the path of a URL.
    pub(super) fn state(&self, path: &str) -> State<'_> {
        let page = match self.find(path) {
            Found::File(_, File::Made(bytes)) => hex(&digest::of(bytes)),
            Found::File(_, File::Copied { digest, .. }) => hex(digest),
            Found::Missing(page) | Found::NoSite(page) => hex(&digest::of(page)),
            Found::Elsewhere(_) => String::new(),
        };
        State {
            page,
            styles: &self.styles,
            pictures: &self.pictures,
            problems: match self.problems.digest() {
                digest if self.checking && !digest.is_empty() => format!("{digest}?").into(),
                digest => digest.into(),
            },
        }
    }
}

/// Decodes the path of a URL; `None` if it is not valid text.
fn decode(path: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(path).decode_utf8().ok()
}

/// The digests of all stylesheets and of all images.
fn digests(files: &Files) -> (Digest, Digest) {
    let (mut styles, mut pictures) = (Vec::new(), Vec::new());
    for (path, file) in files {
        match mime_guess::from_path(path).first_raw() {
            Some("text/css") => styles.push((path, file)),
            Some(kind) if kind.starts_with("image/") => pictures.push((path, file)),
            _ => {}
        }
    }
    (digest_of_all(styles), digest_of_all(pictures))
}

fn digest_of_all(mut files: Vec<(&String, &File)>) -> Digest {
    files.sort_unstable_by_key(|(path, _)| *path);
    let mut parts = digest::Parts::default();
    for (path, file) in files {
        parts.add(path.as_bytes());
        match file {
            File::Made(bytes) => parts.add(&digest::of(bytes)),
            File::Copied { digest, .. } => parts.add(digest),
        }
    }
    parts.finish()
}
