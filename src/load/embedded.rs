//! The data embedded in the binary: the standard clauses, interface text, and built-in themes.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::base::source::Source;
use crate::clauses::STANDARD;
use crate::render::ThemeFile;

static CLAUSES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content/clauses");
static WORDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content/words");
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The standard clauses, sorted by path.
pub(super) fn clauses() -> Vec<Arc<Source>> {
    texts(&CLAUSES, ".md", STANDARD)
}

/// The changelog of the standard clauses.
pub(super) fn clause_changes() -> Arc<Source> {
    let file = CLAUSES.get_file("changelog.yaml");
    let text = file.and_then(|file| file.contents_utf8());
    Source::new(
        format!("{STANDARD}changelog.yaml"),
        text.unwrap_or_default(),
    )
}

/// The files of interface text, sorted by path.
pub(super) fn words() -> Vec<Arc<Source>> {
    texts(&WORDS, ".yaml", "<policygen>/words/")
}

fn texts(dir: &'static Dir<'static>, ending: &str, shown: &str) -> Vec<Arc<Source>> {
    let mut sources = Vec::new();
    walk(dir, &mut |path, bytes| {
        if path.ends_with(ending)
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            sources.push(Source::new(format!("{shown}{path}"), text));
        }
    });
    sources.sort_by(|a: &Arc<Source>, b| a.path.cmp(&b.path));
    sources
}

/// The files of a built-in theme.
pub(super) fn theme(name: &str) -> Option<Vec<ThemeFile>> {
    let folder = THEMES.get_dir(name)?;
    let mut files = Vec::new();
    walk(folder, &mut |path, bytes| {
        let path = path
            .strip_prefix(name)
            .unwrap_or(path)
            .trim_start_matches('/');
        files.push(ThemeFile {
            path: path.to_owned(),
            bytes: bytes.to_vec(),
            shown: format!("<policygen>/themes/{name}/{path}"),
        });
    });
    Some(files)
}

/// The stylesheets of all built-in themes.
pub(super) fn stylesheets() -> Vec<&'static [u8]> {
    let mut sheets = Vec::new();
    walk(&THEMES, &mut |path, bytes| {
        if path.ends_with(".css") {
            sheets.push(bytes);
        }
    });
    sheets
}

/// The sorted names of the built-in themes.
pub(super) fn theme_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES
        .dirs()
        .filter_map(|dir| dir.path().to_str())
        .collect();
    names.sort_unstable();
    names
}

fn walk(dir: &'static Dir<'static>, visit: &mut impl FnMut(&str, &'static [u8])) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str() {
            visit(&path.replace('\\', "/"), file.contents());
        }
    }
    for dir in dir.dirs() {
        walk(dir, visit);
    }
}
