//! `check --since`: texts that changed while their dates did not.

use super::{DATA, PRIVACY, on, promise_more, site};
use crate::driver::{commit, git};

#[test]
fn a_text_that_changed_without_its_date_is_found() {
    let site = site();
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    let check = || on(&site, "2026-02-01", &["check", "--since", "HEAD"]);
    check().clean();
    // Another address is no other text, and neither are other spaces.
    let text = site.read(PRIVACY);
    site.file(PRIVACY, &text.replace("keeps little;", "keeps\nlittle;"));
    check().clean();
    promise_more(&site);
    let run = check();
    assert_eq!(run.code, 0);
    run.snapshot("since_fact");
    assert_eq!(
        on(
            &site,
            "2026-02-01",
            &["check", "--since", "HEAD", "--deny", "warning"]
        )
        .code,
        1
    );
    let dated = text
        .replace("updated: 2026-01-01", "updated: 2026-02-01")
        .replace("effective: 2026-01-01", "effective: 2026-02-01");
    site.file(PRIVACY, &dated);
    check().clean();
    // A policy with releases is held against the last of them.
    on(&site, "2026-02-01", &["release", "privacy"]).clean();
    site.file(PRIVACY, &text);
    let run = check();
    assert!(!run.stderr.contains("REL202"), "{}", run.text());
    assert!(site.exists(DATA));
    let run = on(&site, "2026-02-01", &["check", "--since", "gone"]);
    assert_eq!(run.code, 2, "{}", run.text());
}
