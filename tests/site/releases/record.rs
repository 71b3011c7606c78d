//! Releases as a record.

use super::{FIRST, SECOND, on, two_releases};

#[test]
fn every_byte_counts() {
    let site = two_releases();
    let text = site.read(FIRST);
    let bytes = text.as_bytes();
    for at in (0..bytes.len()).step_by(bytes.len() / 60) {
        let mut altered = bytes.to_vec();
        altered[at] = if altered[at] == b'x' { b'y' } else { b'x' };
        site.bytes(FIRST, &altered);
        let run = on(&site, "2026-04-01", &["build"]);
        assert_eq!(run.code, 1, "byte {at}: {}", run.text());
        assert!(
            run.stderr.contains("content/releases/privacy/1.0.md"),
            "{}",
            run.text()
        );
    }
    // Git may write other line ends.
    site.file(FIRST, &text.replace('\n', "\r\n"));
    on(&site, "2026-04-01", &["build"]).clean();
}

#[test]
fn releases_are_a_chain() {
    let site = two_releases();
    let second = site.read(SECOND);
    site.remove(FIRST);
    on(&site, "2026-04-01", &["build"]).snapshot("release_chain_first");
    let site = two_releases();
    site.file("content/releases/privacy/copy.md", &second);
    on(&site, "2026-04-01", &["build"]).snapshot("release_chain_twice");
}

#[test]
fn other_files_are_no_releases() {
    let site = two_releases();
    site.file("content/releases/privacy/notes.md", "# Notes\n")
        .file("content/releases/loose.md", "# Notes\n")
        .file("content/releases/gone/1.0.md", &site.read(FIRST));
    on(&site, "2026-04-01", &["build"]).snapshot("release_strange_files");
}

#[test]
fn a_policy_and_its_releases_are_renamed_together() {
    let site = two_releases();
    let rename = |from: &str, to: &str| std::fs::rename(site.path(from), site.path(to)).unwrap();
    rename("content/policies/privacy.md", "content/policies/data.md");
    let run = on(&site, "2026-04-01", &["build"]);
    assert!(run.stderr.contains("REL104"), "{}", run.text());
    rename("content/releases/privacy", "content/releases/data");
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n## Liability {#liability}\n\nText.\n",
    );
    on(&site, "2026-04-01", &["build"]).clean();
    assert!(site.exists("public/data/v/1.0/index.html"));
}
