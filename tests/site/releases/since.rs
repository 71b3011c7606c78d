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
    // A different address or different spacing does not make a different text.
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
    // A policy with releases is compared with the last one.
    on(&site, "2026-02-01", &["release", "privacy"]).clean();
    site.file(PRIVACY, &text);
    let run = check();
    assert!(!run.stderr.contains("REL202"), "{}", run.text());
    assert!(site.exists(DATA));
    let run = on(&site, "2026-02-01", &["check", "--since", "gone"]);
    assert_eq!(run.code, 2, "{}", run.text());
}

#[test]
fn a_text_that_differs_from_its_published_page_is_found() {
    let site = site();
    on(&site, "2026-01-10", &["build"]).clean();
    let check = |day| on(&site, day, &["check", "--published", "public"]);
    check("2026-02-01").clean();
    let text = site.read(PRIVACY);
    site.file(PRIVACY, &text.replace("keeps little;", "keeps\nlittle;"));
    check("2026-02-01").clean();
    promise_more(&site);
    let run = check("2026-02-01");
    assert_eq!(run.code, 0);
    run.snapshot("published_text");
    // The pages may lack data; then no section is named.
    std::fs::remove_file(site.root().join("public/privacy.json")).unwrap();
    let run = check("2026-02-01");
    let message = "the text differs from the page in `public`, but `updated` is the same";
    assert!(run.stderr.contains(message), "{}", run.text());
    let dated = site
        .read(PRIVACY)
        .replace("updated: 2026-01-01", "updated: 2026-02-01")
        .replace("effective: 2026-01-01", "effective: 2026-02-01");
    site.file(PRIVACY, &dated);
    check("2026-02-01").clean();
    let run = on(&site, "2026-02-01", &["check", "--published", "content"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(
        run.stderr
            .contains("content is not the output of `policygen build`"),
        "{}",
        run.text()
    );
}

/// A subprocessor that has taken effect since then is not a change of the
/// sources.
#[test]
fn what_the_day_changed_is_no_change_of_the_sources() {
    let site = site();
    let list = "subprocessors:\n  - {id: a, legal_name: A GmbH, purpose: email, locations: DE, announced_on: 2026-01-05, effective_on: 2026-03-01}\n";
    site.file("content/facts/sharing.yaml", list);
    let text = site.read(PRIVACY);
    site.file(
        PRIVACY,
        &format!("{text}\n{{{{<subprocessors_table />}}}}\n"),
    );
    on(&site, "2026-01-10", &["build"]).clean();
    for day in ["2026-01-10", "2026-04-01"] {
        let run = on(&site, day, &["check", "--published", "public"]);
        assert!(!run.stderr.contains("REL202"), "{}", run.text());
    }
    // The date does make a difference: the page shows the subprocessor.
    let run = on(&site, "2026-04-01", &["build", "--check"]);
    assert_eq!(run.code, 1, "{}", run.text());
}
