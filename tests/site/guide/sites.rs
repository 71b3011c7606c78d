//! The sites in which snippets run.

use std::fs;
use std::path::Path;

use super::repository;
use crate::driver::{self, Site, git};

/// The site for a comment `test: site NAME`.
pub(super) fn site(name: &str) -> Site {
    match name {
        "empty" => Site::new(),
        "small" => {
            let site = Site::small();
            let privacy = "---\ntitle: Privacy policy\nupdated: 2026-05-23\n---\nWe keep little.\n";
            site.file("content/policies/privacy.md", privacy);
            for year in [2023, 2025] {
                site.file(
                    &format!("old/privacy-{year}.md"),
                    &format!("We kept much in {year}.\n"),
                );
            }
            site
        }
        "folder" => Site::with(&[
            ("index.md", "# Legal\n\nSee [terms](sub/terms.md).\n"),
            ("sub/terms.md", "# Terms\n\nSee [the start](../index.md).\n"),
        ]),
        "kelpwell" => kelpwell(),
        "two" => {
            let site = Site::new();
            copy(self::site("small").root(), &site.path("legal"));
            site.file("docs/index.html", "<h1>Docs</h1>\n");
            let docs = site.path("docs");
            git(&docs, &["init", "--quiet"]);
            git(&docs, &["add", "--all"]);
            git(&docs, &["commit", "--quiet", "--message", "Docs"]);
            site
        }
        _ => panic!("there is no site `{name}` for snippets"),
    }
}

/// The example with releases, in a repository with some history.
fn kelpwell() -> Site {
    let site = Site::new();
    copy(&repository().join("examples/kelpwell"), site.root());
    git(
        site.root(),
        &["init", "--quiet", "--initial-branch", "work"],
    );
    for (at, tag) in [(1, "v1.0"), (2, "v2.0"), (3, "v3.0")] {
        let text = format!("---\ntitle: Notes\nupdated: 2026-05-0{at}\n---\nNote {at}.\n");
        site.file("content/policies/notes.md", &text);
        driver::commit(&site);
        git(site.root(), &["tag", tag]);
    }
    site.remove("content/policies/notes.md");
    driver::commit(&site);
    git(site.root(), &["branch", "--force", "main"]);
    git(
        site.root(),
        &["update-ref", "refs/remotes/origin/main", "HEAD"],
    );
    for (path, text) in [
        ("old.md", "One.\n"),
        ("new.md", "Two.\n"),
        ("old/privacy.md", "Old.\n"),
    ] {
        site.file(path, text);
    }
    site
}

fn copy(from: &Path, to: &Path) {
    for file in walkdir::WalkDir::new(from) {
        let file = file.unwrap();
        let inside = file.path().strip_prefix(from).unwrap();
        if inside.starts_with("public") {
            continue;
        }
        match file.file_type().is_dir() {
            true => fs::create_dir_all(to.join(inside)).unwrap(),
            false => _ = fs::copy(file.path(), to.join(inside)).unwrap(),
        }
    }
}
