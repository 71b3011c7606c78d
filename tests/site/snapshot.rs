//! Texts compared with files.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of these tests.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site")
}

/// Whether snapshots are updated with the actual texts.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// Compares a text with `snapshots/NAME.txt`.
#[track_caller]
pub(crate) fn compare(name: &str, actual: &str) {
    let path = folder().join(format!("snapshots/{name}.txt"));
    if update() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "\n{name}.txt says:\n{expected}\nfound:\n{actual}\n(UPDATE=1 to accept it)\n{}",
        difference(&expected, actual)
    );
}

/// The first line where two texts differ.
pub(crate) fn difference(expected: &str, actual: &str) -> String {
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    match lines.find(|(_, (expected, actual))| expected != actual) {
        Some((at, (expected, actual))) => {
            format!("line {}:\n- {expected}\n+ {actual}", at + 1)
        }
        None => format!(
            "{} lines expected, {} found",
            expected.lines().count(),
            actual.lines().count()
        ),
    }
}
