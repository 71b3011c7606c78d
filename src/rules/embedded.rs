//! The rules and reference data embedded in the binary: the files of
//! `content/rules`.

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use crate::base::diagnostic::{Diagnostic, human};
use crate::base::source::Source;
use crate::yaml;

static RULES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content/rules");

/// The prefix of the paths of embedded files.
const SHOWN: &str = "<policygen>/rules/";

/// The files of the packs: their names and texts.
fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = RULES
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file)));
    let packs = files.filter(|(name, _)| name.ends_with(".yaml"));
    packs.filter_map(|(name, file)| Some((name, file.contents_utf8()?)))
}

/// The packs, by the names of their files.
pub(crate) fn packs() -> Vec<Arc<Source>> {
    let sources = files().map(|(name, text)| Source::new(format!("{SHOWN}{name}"), text));
    let mut packs: Vec<Arc<Source>> = sources.collect();
    packs.sort_by(|a, b| a.path.cmp(&b.path));
    packs
}

/// The names of the packs, each with the IDs of its rules. They are found by searching for their
/// lines, so that a build that only needs to know whether a rule exists does not have to parse all
/// rules.
pub(super) fn names() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    files().filter_map(|(_, text)| {
        let name = text.lines().find_map(|line| line.strip_prefix("name: "))?;
        Some((
            name,
            text.lines().filter_map(|line| line.strip_prefix("- id: ")),
        ))
    })
}

/// Whether a text is that of the embedded pack in a file with this name.
pub(crate) fn is_pack(name: &str, text: &str) -> bool {
    let pack = RULES.get_file(name);
    pack.is_some_and(|file| file.contents() == text.as_bytes())
}

/// Reads a file of the reference data.
///
/// # Panics
///
/// If the file is missing or does not match `T`. A test reads all of these files.
pub(crate) fn data<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("data/{name}.yaml");
    let text = RULES.get_file(&path).and_then(|file| file.contents_utf8());
    let source = Source::new(format!("{SHOWN}{path}"), text.unwrap_or_default());
    let mut faults = Vec::new();
    let node = yaml::parse(&source, 0..source.text.len(), &mut faults);
    match node.map(|node| yaml::typed::read(&node)) {
        Some(Ok(value)) if faults.is_empty() => return value,
        Some(Err(misfit)) => {
            faults.push(Diagnostic::new(misfit.code, misfit.message).at(&source, misfit.span));
        }
        _ => {}
    }
    unreadable(&faults)
}

/// Panics, because embedded data can't be read.
pub(crate) fn unreadable(faults: &[Diagnostic]) -> ! {
    panic!(
        "embedded data can't be read:\n{}",
        human::render(faults, false)
    )
}
