//! The files that a build writes, keeps and removes.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::driver::Site;

const PRIVACY: &str = "content/policies/privacy.md";
const TERMS: &str = "content/policies/terms.md";

/// Sets the times of all output files back, so that writes can be detected.
fn age(site: &Site) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in site.tree("public").keys() {
        let file = fs::File::options()
            .write(true)
            .open(site.path("public").join(path));
        file.unwrap().set_modified(long_ago).unwrap();
    }
    long_ago
}

/// The files written since the output was set back.
fn written(site: &Site, long_ago: SystemTime) -> Vec<String> {
    site.tree("public")
        .into_keys()
        .filter(|path| site.modified(&format!("public/{path}")) != long_ago)
        .collect()
}

#[test]
fn the_first_build() {
    let site = Site::small();
    site.build().clean().snapshot("build-first");
    let files: Vec<String> = site.tree("public").into_keys().collect();
    assert_eq!(
        files,
        [
            ".nojekyll",
            ".policygen.json",
            "404.html",
            "assets/hub.css",
            "assets/icon.svg",
            "assets/policygen.css",
            "index.html",
            "policies.json",
            "privacy/index.html",
            "robots.txt",
            "terms/index.html"
        ]
    );
}

#[test]
fn a_build_with_nothing_changed_writes_nothing() {
    let site = Site::small();
    site.build().clean();
    let long_ago = age(&site);
    let before = site.tree("public");
    site.build().clean().snapshot("build-unchanged");
    // This holds even if it can't be known before pages are built.
    site.file(
        PRIVACY,
        &site.read(PRIVACY).replace("little.\n", "little.\n\n"),
    );
    site.build().clean();
    assert_eq!(written(&site, long_ago), [".policygen.json"]);
    let without_manifest = |mut files: std::collections::BTreeMap<String, Vec<u8>>| {
        files.remove(".policygen.json");
        files
    };
    assert!(without_manifest(site.tree("public")) == without_manifest(before));
}

#[test]
fn warnings_come_again() {
    let site = Site::small();
    site.file(PRIVACY, "Text without a title.\n");
    let first = site.build();
    let long_ago = age(&site);
    let second = site.build();
    assert_eq!(first.stderr, second.stderr);
    assert!(first.stderr.contains("SRC110"));
    assert_eq!(written(&site, long_ago), [""; 0]);
}

#[test]
fn a_changed_policy_rewrites_its_own_files() {
    let site = Site::small();
    site.build().clean();
    let long_ago = age(&site);
    site.file(PRIVACY, &site.read(PRIVACY).replace("little", "nothing"));
    site.build().clean().snapshot("build-changed");
    assert_eq!(
        written(&site, long_ago),
        [".policygen.json", "policies.json", "privacy/index.html"]
    );
}

#[test]
fn a_changed_fact_rewrites_the_pages_that_print_it() {
    let site = Site::small();
    site.build().clean();
    let long_ago = age(&site);
    site.file(
        "content/facts/company.yaml",
        "company:\n  legal_name: Acme AG\n",
    );
    site.build().clean();
    assert_eq!(
        written(&site, long_ago),
        [
            ".policygen.json",
            "index.html",
            "policies.json",
            "privacy/index.html",
            "terms/index.html"
        ]
    );
    assert!(
        site.read("public/privacy/index.html")
            .contains("Acme AG keeps little.")
    );
}

#[test]
fn a_deleted_or_edited_page_comes_back() {
    let site = Site::small();
    site.build().clean();
    let before = site.tree("public");
    site.remove("public/privacy")
        .file("public/terms/index.html", "edited");
    site.build().clean();
    assert!(site.tree("public") == before);
}

#[test]
fn pages_that_are_no_longer_made_are_removed_with_their_folders() {
    let site = Site::small();
    site.file(
        "content/policies/eu/de/imprint.md",
        "# Imprint\n\n[a](../../forms/a.pdf)\n",
    )
    .file(
        PRIVACY,
        "---\ntitle: Privacy\naliases: [/old/data]\n---\nText.\n",
    )
    .bytes("content/policies/forms/a.pdf", b"%PDF");
    site.build().clean();
    assert!(site.exists("public/eu/de/imprint/index.html"));
    assert!(site.exists("public/old/data/index.html"));
    assert!(site.exists("public/forms/a.pdf"));
    site.file("public/forms/mine.txt", "mine");
    site.remove("content/policies/eu")
        .remove("content/policies/forms")
        .file(PRIVACY, "---\ntitle: Privacy\n---\nText.\n");
    site.build().clean().snapshot("build-removed");
    let files: Vec<String> = site.tree("public").into_keys().collect();
    assert_eq!(
        files,
        [
            ".nojekyll",
            ".policygen.json",
            "404.html",
            "assets/hub.css",
            "assets/icon.svg",
            "assets/policygen.css",
            "forms/mine.txt",
            "index.html",
            "policies.json",
            "privacy/index.html",
            "robots.txt",
            "terms/index.html"
        ]
    );
}

#[test]
fn a_stale_page_that_was_edited_is_kept() {
    let site = Site::small();
    site.build().clean();
    site.file("public/terms/index.html", "edited by hand")
        .remove(TERMS);
    let run = site.build();
    assert_eq!(run.code, 0);
    run.snapshot("build-kept");
    assert_eq!(site.read("public/terms/index.html"), "edited by hand");
    // From now on, it does not belong to policygen.
    site.build().clean();
    assert_eq!(site.read("public/terms/index.html"), "edited by hand");
}

#[test]
fn files_of_others_stay() {
    let site = Site::small();
    site.build().clean();
    site.file("public/CNAME", "legal.acme.example\n")
        .file("public/privacy/note.txt", "x")
        .file("public/.nojekyll", "")
        .remove(PRIVACY);
    site.build().clean();
    for path in ["CNAME", "privacy/note.txt", ".nojekyll"] {
        assert!(site.exists(&format!("public/{path}")), "{path}");
    }
    assert!(!site.exists("public/privacy/index.html"));
}

#[test]
fn a_page_can_become_a_folder_and_a_folder_a_page() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: []\npublish: [data]\n")
        .file("content/policies/data", "a file\n");
    site.build().clean();
    site.remove("content/policies/data")
        .file("content/policies/data/x.txt", "x\n");
    site.build().clean();
    assert_eq!(site.read("public/data/x.txt"), "x\n");
    site.remove("content/policies/data")
        .file("content/policies/data", "a file\n");
    site.build().clean();
    assert_eq!(site.read("public/data"), "a file\n");
}

#[test]
fn the_remains_of_an_aborted_build_are_cleared() {
    let site = Site::small();
    site.build().clean();
    let before = site.tree("public");
    site.file(
        "public/.policygen.tmp-a1b2c3/files/privacy/index.html",
        "half a pa",
    )
    .file("public/.policygen.tmp-a1b2c3/manifest", "{");
    site.build().clean();
    assert!(site.tree("public") == before);
}

#[test]
fn an_empty_output_folder_stays_when_a_build_fails() {
    let site = Site::small();
    site.file(PRIVACY, "# Privacy\n\n[x](nowhere.md)\n");
    assert_eq!(site.build().code, 1);
    assert!(!site.exists("public"), "a folder was left behind");
    fs::create_dir(site.path("public")).unwrap();
    assert_eq!(site.build().code, 1);
    assert!(
        site.exists("public"),
        "a folder was removed that policygen did not make"
    );
}

#[test]
fn the_manifest_names_all_files() {
    let site = Site::small();
    site.build().clean();
    let manifest = site.read("public/.policygen.json");
    for path in site
        .tree("public")
        .keys()
        .filter(|path| *path != ".policygen.json")
    {
        assert!(
            manifest.contains(&format!("\"{path}\": \"")),
            "{path} is not in {manifest}"
        );
    }
}
