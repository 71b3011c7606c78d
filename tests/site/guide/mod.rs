//! The guide in `docs/guide` and the README: the guide is a site without findings, its reference
//! matches the program, and every snippet works.

mod reference;
mod sites;
mod snippets;

use std::fs;
use std::path::{Path, PathBuf};

use crate::driver::Site;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    repository().join("docs/guide")
}

/// The Markdown files of the guide, and the README.
fn pages() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder()).sort_by_file_name();
    let files = files.into_iter().map(|file| file.unwrap().into_path());
    let is_page = |path: &PathBuf| {
        let inside = path.strip_prefix(folder()).unwrap();
        path.extension().is_some_and(|kind| kind == "md") && !inside.starts_with("public")
    };
    let mut pages: Vec<_> = files.filter(is_page).collect();
    pages.push(repository().join("README.md"));
    assert!(pages.len() > 20, "{pages:?}");
    pages
}

/// Builds the guide, which reports every dead link, and checks it.
#[test]
fn the_guide_builds_without_findings() {
    let site = Site::new();
    let root = folder();
    let root = root.to_str().unwrap();
    let out = site.path("public");
    let build = ["build", "--root", root, "--out", out.to_str().unwrap()];
    site.run(&build).clean();
    assert!(site.read("public/index.html").contains("policygen guide"));
    let run = site.run(&["check", "--root", root, "--deny", "info"]);
    assert_eq!(run.code, 0, "\n{}", run.text());
}

/// Each page of the guide can be reached from its start page in at most two links, and the
/// reference in one.
#[test]
fn the_start_page_leads_everywhere() {
    let links = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let targets = text.split("](").skip(1);
        let targets = targets.filter_map(|rest| rest.split([')', '#']).next());
        let targets = targets.filter(|target| target.ends_with(".md"));
        let folder = path.parent().unwrap();
        let there = targets.filter_map(|target| folder.join(target).canonicalize().ok());
        there.collect::<Vec<_>>()
    };
    let first = links(&folder().join("index.md"));
    let second: Vec<_> = first.iter().flat_map(|page| links(page)).collect();
    for page in pages() {
        if page.starts_with(folder()) && !page.ends_with("index.md") {
            let page = page.canonicalize().unwrap();
            let is_reference = page.parent().unwrap().ends_with("reference");
            let is_near = first.contains(&page) || !is_reference && second.contains(&page);
            assert!(is_near, "no way from the start page to {}", page.display());
        }
    }
}

/// Relative links in the repository's pages, which no build checks.
#[test]
fn links_of_the_repository_s_pages_hold() {
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/ARCHITECTURE.md",
        "docs/SECURITY.md",
        "themes/README.md",
        "content/rules/README.md",
        "examples/kelpwell/README.md",
    ] {
        let path = repository().join(page);
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#']).next().unwrap();
            if !target.is_empty() && !target.contains([':', ' ', '`']) {
                let there = path.parent().unwrap().join(target);
                assert!(there.exists(), "{page} links to {target}");
            }
        }
    }
}
