//! A fact is stated in one place: changing it changes every page that mentions
//! it, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::driver::Site;

/// The repository's own site.
pub(crate) fn starter() -> Site {
    let site = Site::new();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&repository.join("content"), &site, "content");
    site.file(
        "policygen.yaml",
        &fs::read_to_string(repository.join("policygen.yaml")).unwrap(),
    );
    site
}

fn copy(from: &Path, site: &Site, to: &str) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = format!("{to}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), site, &to);
        } else {
            site.bytes(&to, &fs::read(entry.path()).unwrap());
        }
    }
}

fn pages(site: &Site) -> BTreeMap<String, String> {
    site.build().clean();
    site.tree("public")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// Removes the digests: they only show that a text changed.
fn without_digests(page: &str) -> String {
    let mut parts = page.split("sha256:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    out
}

/// Changes a line of the facts. Pages may differ only in these words, and in the line in their
/// machine-readable data. Returns the pages that differ.
#[track_caller]
fn changed(file: &str, line: (&str, &str), words: (&str, &str)) -> Vec<String> {
    let site = starter();
    let before = pages(&site);
    let facts = site.read(file);
    assert_eq!(facts.matches(line.0).count(), 1, "{} in {file}", line.0);
    site.file(file, &facts.replace(line.0, line.1));
    let after = pages(&site);
    assert_eq!(before.len(), after.len());
    let mut changed = Vec::new();
    for (path, page) in &before {
        let value = |line: &str| format!("\"{}\"", line.rsplit(": ").next().unwrap_or(line));
        let page = page.replace(&value(line.0), &value(line.1));
        let expected = without_digests(&page.replace(words.0, words.1));
        let found = without_digests(&after[path]);
        assert!(expected == found, "{path}:\n{found}");
        if page.contains(words.0) {
            changed.push(path.clone());
        }
    }
    changed
}

#[test]
fn a_retention_period() {
    let changed = changed(
        "content/facts/data.yaml",
        ("period: P8Y", "period: P9Y"),
        ("8\u{a0}years", "9\u{a0}years"),
    );
    assert_eq!(changed, ["privacy/index.html"]);
}

#[test]
fn a_subprocessor() {
    let changed = changed(
        "content/facts/sharing.yaml",
        ("legal_name: Graniteyard", "legal_name: Basaltyard"),
        ("Graniteyard", "Basaltyard"),
    );
    assert_eq!(
        changed,
        [
            "dpa/index.html",
            "privacy/index.html",
            "security/index.html",
            "subprocessors/index.html"
        ]
    );
}

#[test]
fn the_company_s_name() {
    let changed = changed(
        "content/facts/company.yaml",
        (
            "legal_name: Northlight Software GmbH",
            "legal_name: Southlight Software GmbH",
        ),
        ("Northlight Software GmbH", "Southlight Software GmbH"),
    );
    assert!(changed.len() > 5, "{changed:?}");
}
