//! Releases as a permanent record.

use sha2::{Digest as _, Sha256};

use super::{FIRST, SECOND, on, two_releases};
use crate::driver::{commit, git};

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
    // Git may write other line endings.
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

#[test]
fn a_release_is_verified_by_its_page() {
    let site = two_releases();
    let said = site.run(&["verify"]).clean();
    assert_eq!(said.stdout, "privacy: 2 releases, unaltered\n");
    // The rest of the site does not matter.
    site.file(
        "content/policies/terms.md",
        "---\ntitle: {{\n---\n[x](gone.md)\n",
    );
    site.run(&["verify"]).clean();
    let text = site
        .read(FIRST)
        .replace("We keep *little*", "We keep *much*");
    site.file(FIRST, &text);
    site.run(&["verify"]).snapshot("verify_altered");
}

/// On later days too, changes to the digest of a day and to the digest of the file are detected.
#[test]
fn a_release_is_verified_by_its_page_on_later_days() {
    let site = two_releases();
    let text = "---\ntitle: Partners\nversion: \"1\"\n---\n{{ <subprocessors_table /> }}\n";
    site.file("content/policies/partners.md", text).file(
        "content/facts/partners.yaml",
        "subprocessors:\n- {legal_name: New Ltd, purpose: mail, locations: DE, announced_on: 2026-01-01, effective_on: 2026-02-01}\n",
    );
    on(&site, "2026-01-15", &["release", "partners"]).clean();
    site.run(&["verify"]).clean();
    const PARTNERS: &str = "content/releases/partners/1.md";
    let text = site.read(PARTNERS);
    let (before, content) = text.split_once("  content: sha256:").unwrap();
    let (_, rest) = content.split_once('\n').unwrap();
    let altered = format!("{before}  content: sha256:{:064}\n{rest}", 0);
    let line = altered.lines().find(|line| line.starts_with("digest: "));
    let line = line.unwrap().to_owned();
    let unsigned = altered.replace(&format!("{line}\n"), "");
    let digest = Sha256::digest(unsigned.as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    site.file(
        PARTNERS,
        &altered.replace(&line, &format!("digest: sha256:{digest}")),
    );
    let run = site.run(&["verify"]);
    assert_eq!(run.code, 1, "{}", run.text());
    run.snapshot("verify_later");
}

#[test]
fn what_was_in_force_on_a_day() {
    let site = two_releases();
    let first = site.run(&["show", "privacy", "--on", "2026-03-31"]).clean();
    crate::snapshot::compare("show_first", &first.stdout);
    let second = site.run(&["show", "privacy", "--on", "2026-04-01"]).clean();
    assert!(second.stdout.contains("version: \"1.1\"") && second.stdout.contains("sell nothing"));
    let version = site.run(&["show", "privacy", "--version", "1.0"]).clean();
    assert!(!version.stdout.contains("sell nothing"));
    for arguments in [
        &["show", "privacy", "--on", "2025-12-31"][..],
        &["show", "terms"],
        &["show", "privacy", "--version", "3"],
    ] {
        let run = site.run(arguments);
        assert_eq!(run.code, 2, "{}", run.text());
    }
}

#[test]
fn older_texts_come_before_the_first_release() {
    let site = super::site();
    site.file(
        "old.md",
        "---\nlayout: page\ntitle: Privacy notice\n---\n# Privacy notice\n\nWe kept [more](gone.md).\n\n<!-- old -->\n- One\n",
    );
    let import = |version: &str, day: &str| {
        super::on(
            &site,
            "2026-01-01",
            &[
                "release",
                "privacy",
                "--from",
                "old.md",
                "--version",
                version,
                "--effective",
                day,
            ],
        )
    };
    let run = import("0.8", "2024-05-01");
    assert_eq!(run.code, 0, "{}", run.text());
    crate::snapshot::compare(
        "release_imported",
        &site.read("content/releases/privacy/0.8.md"),
    );
    assert_eq!(import("0.9", "2025-05-01").code, 1, "nothing changed");
    site.file("old.md", "We kept more.\n");
    assert_eq!(import("0.9", "2023-05-01").code, 1, "before the last one");
    assert_eq!(import("0.9", "2025-05-01").code, 0);
    site.file("old.md", "We keep {{ more }}.\n");
    import("0.9.1", "2025-06-01").snapshot("release_import_tags");
    // The current text may follow them, but an older text may not.
    let run = on(
        &site,
        "2026-01-01",
        &["release", "privacy", "--note", "Shorter."],
    );
    assert_eq!(run.code, 1, "notice is promised: {}", run.text());
    on(
        &site,
        "2026-01-01",
        &[
            "release",
            "privacy",
            "--note",
            "Shorter.",
            "--effective",
            "2026-01-15",
        ],
    )
    .clean();
    site.file("old.md", "We kept everything.\n");
    import("0.9.5", "2025-06-01").snapshot("release_import_late");
    // The version on that day lacks the section that another page links to.
    let notes = "---\ntitle: Notes\ntype: notes\n---\nLittle.\n";
    site.file("content/policies/terms.md", notes);
    let run = on(&site, "2026-01-10", &["build"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(
        site.read("public/privacy/index.html")
            .contains("We kept more.")
    );
    site.run(&["verify"]).clean();
}

#[test]
fn the_text_of_a_revision_comes_in() {
    let site = super::site();
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    git(site.root(), &["tag", "first"]);
    super::promise_more(&site);
    let import = |rev: &str| {
        on(
            &site,
            "2026-01-01",
            &[
                "release",
                "privacy",
                "--rev",
                rev,
                "--version",
                "0.9",
                "--effective",
                "2025-05-01",
            ],
        )
    };
    let run = import("gone");
    assert_eq!(run.code, 2, "{}", run.text());
    import("first").clean();
    let release = site.read("content/releases/privacy/0.9.md");
    assert!(release.contains("\nfrom: imported\n") && !release.contains("We sell nothing"));
    assert!(release.contains("\nfacts:\n"), "{release}");
    site.run(&["verify"]).clean();
    let said = site.run(&["diff", "privacy"]);
    assert!(
        said.stdout.contains("version 0.9 → working text"),
        "{}",
        said.text()
    );
}

/// A release keeps the facts that its text prints; other facts don't affect readers.
#[test]
fn facts_that_are_not_printed_are_no_part_of_a_release() {
    let site = super::site();
    let facts = "company: {legal_name: Acme GmbH, vat_id: DE123456789, employees_band: 11-49, address: {street: Weg 1, postal_code: \"10115\", city: Berlin, country: DE}}\n";
    site.file("content/facts/company.yaml", facts);
    super::on(&site, "2026-01-01", &["release", "privacy"]).clean();
    let release = site.read(super::FIRST);
    assert!(release.contains("legal_name: Acme GmbH"), "{release}");
    for unprinted in ["DE123456789", "11-49", "Berlin"] {
        assert!(!release.contains(unprinted), "{unprinted}: {release}");
    }
    // Neither the text nor the facts that it prints have changed.
    site.file(
        "content/facts/company.yaml",
        &facts.replace("11-49", "50-249"),
    );
    let run = super::on(&site, "2026-02-01", &["diff", "privacy", "--exit-code"]);
    assert_eq!(run.code, 0, "{}", run.text());
    super::on(&site, "2026-02-01", &["check"]).clean();
    site.file("content/facts/company.yaml", &facts.replace("Acme", "Acne"));
    let run = super::on(&site, "2026-02-01", &["diff", "privacy"]);
    assert!(
        run.stdout.contains("Acme GmbH → Acne GmbH"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("Berlin"), "{}", run.stdout);
}
