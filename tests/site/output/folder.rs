//! Output folders that can't be used.

use std::fs;

use crate::driver::{Site, mode, modes_are_ignored, refused};

const SETTINGS: &str = "policygen.yaml";

#[test]
fn a_file() {
    let site = Site::small();
    site.file("public", "mine\n");
    let run = site.build();
    assert_eq!(run.code, 2);
    run.snapshot("output-is-file");
    assert_eq!(site.read("public"), "mine\n");
}

#[test]
fn below_a_file() {
    let site = Site::small();
    site.file("dist", "mine\n")
        .file(SETTINGS, "output: dist/legal\n");
    let run = site.build();
    assert_eq!(run.code, 2);
    run.snapshot("output-below-file");
}

#[test]
fn read_only() {
    if modes_are_ignored() {
        return;
    }
    refused("output-read-only", 2, |site| {
        site.file("content/policies/more.md", "# More\n\nText.\n");
        mode(&site.path("public"), 0o555);
    });
}

#[test]
fn with_files_of_others_in_the_way() {
    let site = Site::small();
    site.file("public/index.html", "my start page\n")
        .file("public/privacy/index.html", "my privacy\n")
        .file("public/terms", "a file where a folder should be\n")
        .file(
            "public/assets/policygen.css/x",
            "a folder where a file should be\n",
        )
        .file("public/other.html", "not in the way\n");
    let before = site.tree("public");
    let run = site.build();
    assert_eq!(run.code, 2);
    run.snapshot("output-foreign");
    assert!(site.tree("public") == before);
}

#[test]
fn with_a_file_of_others_in_the_way_of_a_new_page() {
    let site = Site::small();
    site.build().clean();
    site.file("public/dpa/index.html", "mine\n")
        .file("content/policies/dpa.md", "# DPA\n\nText.\n")
        .file("content/policies/terms.md", "# New terms\n\nText.\n");
    let before = site.tree("public");
    let run = site.build();
    assert_eq!(run.code, 2, "{}", run.text());
    run.snapshot("output-foreign-new");
    assert!(site.tree("public") == before);
}

#[test]
fn inside_the_sources() {
    for folder in [
        "content/policies/public",
        "content/facts",
        "content/clauses/out",
    ] {
        let name = format!("output-inside-{}", folder.replace('/', "-"));
        refused(&name, 2, |site| {
            site.file(SETTINGS, &format!("output: {folder}\n"));
        });
    }
}

#[test]
fn that_holds_the_sources() {
    for (name, folder) in [
        ("dot", "."),
        ("content", "content"),
        ("root", "/"),
        ("up", ".."),
    ] {
        let site = Site::small();
        let before = site.tree("");
        let run = site.run(&["build", "--out", folder]);
        assert_eq!(run.code, 2, "{}", run.text());
        // The parent of all temporary folders has a different name each time.
        if name != "up" {
            run.snapshot(&format!("output-holds-{name}"));
        }
        assert!(site.tree("") == before);
    }
}

#[test]
fn that_holds_other_sources() {
    refused("output-holds-theme", 2, |site| {
        site.file("design/default/templates/404.html", "x\n").file(
            SETTINGS,
            "output: design\npaths: {themes: design/default}\n",
        );
    });
}

#[test]
fn with_a_damaged_manifest() {
    for (name, manifest) in [
        ("cut", "{\n  \"generator\": \"policygen\",\n  \"fil"),
        ("empty", ""),
        ("conflict", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n"),
        (
            "outside",
            "{\"files\": {\"../content/policies/terms.md\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}}",
        ),
    ] {
        let site = Site::small();
        site.build().clean();
        site.file("public/.policygen.json", manifest)
            .file("content/policies/more.md", "# More\n\nText.\n");
        let before = site.tree("");
        let run = site.build();
        assert_eq!(run.code, 2, "{}", run.text());
        run.snapshot(&format!("manifest-{name}"));
        assert!(site.tree("") == before);
    }
}

#[cfg(unix)]
#[test]
fn with_links_to_elsewhere() {
    use std::os::unix::fs::symlink;
    let site = Site::small();
    site.file("content/policies/dpa.md", "# DPA\n\nText.\n");
    site.build().clean();
    // A folder and a file of ours were moved away, with a link in their place.
    site.file("elsewhere/privacy/index.html", "precious\n")
        .file("elsewhere/terms.html", "precious\n");
    site.remove("public/privacy")
        .remove("public/terms/index.html");
    symlink(site.path("elsewhere/privacy"), site.path("public/privacy")).unwrap();
    symlink(
        site.path("elsewhere/terms.html"),
        site.path("public/terms/index.html"),
    )
    .unwrap();
    let before = site.tree("public");
    let run = site.build();
    assert_eq!(run.code, 2, "{}", run.text());
    run.snapshot("output-links");
    assert!(site.tree("public") == before);
    // Links are not followed when pages are removed either.
    site.remove("content/policies/privacy.md")
        .remove("content/policies/terms.md");
    site.build();
    assert_eq!(site.read("elsewhere/privacy/index.html"), "precious\n");
    assert_eq!(site.read("elsewhere/terms.html"), "precious\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_fine() {
    let site = Site::small();
    fs::create_dir(site.path("real")).unwrap();
    std::os::unix::fs::symlink(site.path("real"), site.path("public")).unwrap();
    site.build().clean();
    assert!(site.exists("real/privacy/index.html"));
}

#[cfg(unix)]
#[test]
fn links_don_t_hide_that_the_output_is_inside_the_sources() {
    let site = Site::small();
    std::os::unix::fs::symlink(site.path("content/policies"), site.path("alias")).unwrap();
    let run = site.run(&["build", "--out", "alias/out"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(!site.exists("content/policies/out"));
}
