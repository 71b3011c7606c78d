use std::fs;

use super::{PRIVACY, site};
use crate::driver::Site;
use crate::driver::{commit, git};

#[test]
fn two_revisions_are_compared() {
    let site = site();
    commit(&site);
    site.file("content/policies/privacy.md", "# Something else\n");
    let run = site.run(&["diff", "privacy", "--rev", "v1..main"]).clean();
    assert!(run.stdout.contains("Compared: v1 → main"), "{}", run.text());
    assert!(run.stdout.contains("[-3-] {+5+}"), "{}", run.text());
    // Revisions that only Git understands.
    let run = site
        .run(&["diff", "privacy", "--rev", "main~1..main^0"])
        .clean();
    assert!(run.stdout.contains("[-3-] {+5+}"), "{}", run.text());
}

#[test]
fn a_site_below_the_top_of_its_repository() {
    let top = Site::new();
    let root = top.path("docs/legal");
    top.file("docs/legal/policygen.yaml", "twins: []\n");
    top.file(
        "docs/legal/content/policies/privacy.md",
        "# P\n\nWe keep it for 3 years.\n",
    );
    top.file("privacy.md", "# Another\n");
    git(top.root(), &["init", "-q", "-b", "main"]);
    commit(&top);
    top.file(
        "docs/legal/content/policies/privacy.md",
        "# P\n\nWe keep it for 5 years.\n",
    );
    let root = root.to_str().unwrap();
    let run = top
        .run(&["diff", "privacy", "--rev", "HEAD", "--root", root])
        .clean();
    assert!(run.stdout.contains("[-3-] {+5+}"), "{}", run.text());
}

#[test]
fn settings_clauses_and_facts_are_those_of_the_revision() {
    let site = Site::with(&[
        ("policygen.yaml", "numbering: decimal\n"),
        ("content/facts/company.yaml", "company: Acme GmbH\n"),
        (
            "content/clauses/own.md",
            "---\nsummary: Own\nuses: [company]\n---\nThe clause of {{ company.legal_name }}.\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: P\n---\n## A\n\n{{ <own /> }}\n",
        ),
    ]);
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    site.file("policygen.yaml", "{}\n");
    site.file("content/facts/company.yaml", "company: Zenith GmbH\n");
    site.file(
        "content/clauses/own.md",
        "---\nsummary: Own\nuses: [company]\n---\nThe words of {{ company.legal_name }}.\n",
    );
    let run = site.run(&["diff", "privacy", "--rev", "HEAD"]).clean();
    run.snapshot("diff-revision");
    // No file of the revision is written anywhere.
    assert_eq!(
        site.read("content/facts/company.yaml"),
        "company: Zenith GmbH\n"
    );
    assert!(!site.exists("public"));
}

#[test]
fn without_what_is_needed_of_git() {
    let outside = Site::small();
    let run = outside.run(&["diff", "privacy", "--rev", "HEAD"]);
    assert_eq!(run.code, 2);
    run.snapshot("diff-no-repository");

    let site = site();
    let run = site.run(&["diff", "privacy", "--rev", "v9"]);
    assert_eq!(run.code, 2);
    run.snapshot("diff-unknown-revision");

    let empty = site.path("empty");
    fs::create_dir(&empty).unwrap();
    let run = site.run_with(
        &["diff", "privacy", "--rev", "v1"],
        &[("PATH", empty.to_str().unwrap())],
    );
    assert_eq!(run.code, 2);
    run.snapshot("diff-no-git");
}

#[test]
fn a_shallow_clone_lacks_revisions() {
    let site = site();
    commit(&site);
    let url = format!("file://{}", site.root().display());
    let clone = Site::new();
    git(
        clone.root(),
        &["clone", "-q", "--depth", "1", "--branch", "main", &url, "."],
    );
    let run = clone.run(&["diff", "privacy", "--rev", "main~1"]);
    assert_eq!(run.code, 2);
    run.snapshot("diff-shallow");
    clone.run(&["diff", "privacy", "--rev", "main"]).clean();
}

/// Variables set by hooks and editors don't apply to the site's repository.
#[test]
fn the_environment_is_left_out() {
    let site = site();
    let other = Site::small();
    git(other.root(), &["init", "-q"]);
    let folder = other.path(".git");
    let folder = folder.to_str().unwrap();
    let variables = [
        ("GIT_DIR", folder),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_CONFIG_COUNT", "x"),
        ("SOURCE_DATE_EPOCH", "1780272000"),
    ];
    let run = site
        .run_with(&["diff", "privacy", "--rev", "v1"], &variables)
        .clean();
    assert_eq!(
        run.stdout,
        site.run(&["diff", "privacy", "--rev", "v1"]).stdout
    );
}

#[cfg(unix)]
#[test]
fn links_in_the_tree_are_not_followed() {
    let site = Site::with(&[
        ("policygen.yaml", "{}\n"),
        ("content/policies/terms.md", "# Terms\n"),
        ("secret.md", "# Secret\n"),
    ]);
    std::os::unix::fs::symlink("../../secret.md", site.path("content/policies/privacy.md"))
        .unwrap();
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    site.remove("content/policies/privacy.md");
    site.file("content/policies/privacy.md", PRIVACY);
    site.file("content/facts/sharing.yaml", super::SHARING);
    let run = site.run(&["diff", "privacy.md", "--rev", "HEAD"]);
    assert_eq!(run.code, 2);
    run.snapshot("diff-link");
}

#[test]
fn a_text_that_is_too_large_is_not_read() {
    let site = Site::with(&[("content/policies/terms.md", "# Terms\n")]);
    site.file("content/policies/privacy.md", &"word\n\n".repeat(1_500_000));
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    site.file("content/policies/privacy.md", "# P\n");
    let run = site.run(&["diff", "privacy", "--rev", "HEAD"]);
    assert_eq!(run.code, 2);
    run.snapshot("diff-too-large");
}
