//! `policygen release`

use super::{DATA, FIRST, PRIVACY, SECOND, on, site, two_releases};
use crate::driver::Site;

#[test]
fn the_first_release_holds_the_text_its_facts_and_its_dates() {
    let site = site();
    let said = on(&site, "2026-01-01", &["release", "privacy"]).clean();
    assert_eq!(
        said.stdout,
        "content/releases/privacy/1.0.md: version 1.0, in effect from 2026-01-01\n"
    );
    crate::snapshot::compare("release_first", &site.read(FIRST));
    // The policy already stated all of this.
    assert!(
        site.read(PRIVACY)
            .starts_with("---\ntitle: Privacy policy\nversion: \"1.0\"\nupdated: 2026-01-01\n")
    );
}

#[test]
fn flags_fill_the_front_matter() {
    let site = two_releases();
    crate::snapshot::compare("release_front_matter", &site.read(PRIVACY));
    crate::snapshot::compare("release_second", &site.read(SECOND));
    on(&site, "2026-03-02", &["check"]).clean();
}

#[test]
fn a_release_may_not_be_made() {
    let site = two_releases();
    let mut said = String::new();
    let mut refused = |site: &Site, day: &str, arguments: &[&str]| {
        let before = site.read(PRIVACY);
        let run = on(site, day, &[&["release", "privacy"], arguments].concat());
        assert_eq!(run.code, 1, "{}", run.text());
        said.push_str(&format!(
            "$ policygen release privacy {} --as-of {day}\n{}\n",
            arguments.join(" "),
            run.stderr
        ));
        assert_eq!(
            site.read(PRIVACY),
            before,
            "a refused release changes nothing"
        );
        assert!(!site.exists("content/releases/privacy/1.2.md"));
    };
    refused(&site, "2026-03-02", &["--version", "1.2"]);
    let facts = site
        .read(super::DATA)
        .replace("We sell nothing", "We sell little");
    site.file(super::DATA, &facts);
    refused(&site, "2026-03-02", &[]);
    refused(&site, "2026-03-02", &["--version", "1.0"]);
    refused(&site, "2026-03-02", &["--version", "1.0.9"]);
    refused(&site, "2026-03-02", &["--version", "1.2"]);
    refused(&site, "2026-02-28", &["--version", "1.2", "--note", "x"]);
    refused(
        &site,
        "2026-03-02",
        &[
            "--version",
            "1.2",
            "--note",
            "x",
            "--effective",
            "2026-03-20",
        ],
    );
    refused(
        &site,
        "2026-05-02",
        &[
            "--version",
            "1.2",
            "--note",
            "x",
            "--effective",
            "2026-05-10",
        ],
    );
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\nSee [this](gone.md).\n",
    );
    refused(
        &site,
        "2026-05-02",
        &["--version", "1.2", "--note", "x", "--editorial"],
    );
    crate::snapshot::compare("release_refused", &said);
}

#[test]
fn a_policy_without_version_and_one_that_is_not_there() {
    let site = site();
    let run = on(&site, "2026-01-01", &["release", "terms"]);
    assert!(
        run.stderr.contains("the release has no version"),
        "{}",
        run.text()
    );
    let run = on(&site, "2026-01-01", &["release", "term"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no policy `term`"),
        "{}",
        run.text()
    );
}

#[test]
fn an_editorial_release_needs_no_notice() {
    let site = two_releases();
    let facts = site
        .read(super::DATA)
        .replace("We sell nothing", "We never sell anything");
    site.file(super::DATA, &facts);
    // Declaring changed facts editorial skips the notice, with a warning.
    let run = on(
        &site,
        "2026-05-01",
        &[
            "release",
            "privacy",
            "--version",
            "1.1.1",
            "--note",
            "Plainer words.",
            "--editorial",
        ],
    );
    assert_eq!(run.code, 0);
    run.snapshot("release_editorial_facts");
    let release = site.read("content/releases/privacy/1.1.1.md");
    assert!(release.contains("\nchange: editorial\n"), "{release}");
    assert!(
        release.contains("\neffective: \"2026-05-01\"\n"),
        "{release}"
    );
}

/// A release that no build could read would block the whole site.
#[test]
fn a_text_with_too_many_days_or_facts_is_refused() {
    let site = site();
    let text = "---\ntitle: Partners\nversion: \"1\"\n---\n{{ <subprocessors_table /> }}\n";
    site.file("content/policies/partners.md", text);
    let partners = |count: u32, days: u32| {
        let partner = |at: u32| {
            let day = at % days;
            let (month, day) = (2 + day / 28, 1 + day % 28);
            format!(
                "- {{legal_name: Firm {at} Ltd, purpose: mail, locations: DE, announced_on: 2026-01-01, effective_on: 2026-{month:02}-{day:02}}}\n"
            )
        };
        let list: String = (0..count).map(partner).collect();
        site.file(
            "content/facts/partners.yaml",
            &format!("subprocessors:\n{list}"),
        );
    };
    // No day is omitted silently.
    partners(102, 102);
    let run = on(&site, "2026-01-15", &["release", "partners"]);
    assert_eq!(run.code, 1, "{}", run.text());
    let message = "error[REL105]: the text changes on more than 100 later days\n";
    assert!(run.stderr.contains(message), "{}", run.text());
    partners(850, 1);
    let run = on(&site, "2026-01-15", &["release", "partners"]);
    assert_eq!(run.code, 1, "{}", run.text());
    run.snapshot("release_too_large");
    assert!(!site.exists("content/releases"));
    partners(20, 20);
    on(&site, "2026-01-15", &["release", "partners"]).clean();
    on(&site, "2026-02-15", &["build"]).clean();
}

#[test]
fn the_notice_is_that_of_the_policy_in_days_of_any_kind() {
    let site = two_releases();
    let policy = site.read(PRIVACY).replacen(
        "---\n",
        "---\nchanges:\n  notice_period: {days: 20, unit: business}\n",
        1,
    );
    let policy = policy.replace("keeps little", "keeps very little");
    site.file(PRIVACY, &policy);
    let release = |effective: &str| {
        let arguments = ["release", "privacy", "--version", "1.2", "--note", "Less."];
        let arguments = [&arguments[..], &["--effective", effective]].concat();
        on(&site, "2026-05-01", &arguments)
    };
    // The other policies promise two weeks.
    release("2026-05-20").snapshot("release_business_days");
    release("2026-05-29").clean();
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = site();
    let said = on(&site, "2026-01-01", &["release", "privacy", "--dry-run"]).clean();
    assert!(
        said.stdout
            .starts_with("---\nrelease: 1\nversion: \"1.0\"\n"),
        "{}",
        said.text()
    );
    assert!(!site.exists("content/releases"));
}

#[test]
fn only_a_release_to_come_is_withdrawn() {
    let site = two_releases();
    let run = on(
        &site,
        "2026-04-01",
        &["release", "privacy", "--withdraw", "1.1"],
    );
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(
        run.stderr.contains("has been in effect since 2026-04-01"),
        "{}",
        run.text()
    );
    let run = on(
        &site,
        "2026-03-31",
        &["release", "privacy", "--withdraw", "1.0"],
    );
    assert_eq!(run.code, 2, "{}", run.text());
    on(
        &site,
        "2026-03-31",
        &["release", "privacy", "--withdraw", "1.1"],
    )
    .clean();
    assert!(!site.exists(SECOND) && site.exists(FIRST));
}

#[test]
fn markdown_of_all_kinds_is_frozen_as_it_is() {
    let site = site();
    let text = "---\ntitle: All kinds\nversion: 1\nnumbering: decimal\n---\n\
        # All kinds\n\n{{ company.legal_name }} & *Söhne* \\<b> a\\*b `{{ raw }}`\n\n\
        > [!NOTE]\n> Mind *this*.\n\n## One {.unnumbered}\n\n1. a\n2. b\n   - c\n\n\
        | A | B |\n|---|--:|\n| x \\| y | [](#annex) |\n\nText[^1] and <b>bold</b> <kbd>x</kbd>.\n\n\
        [^1]: A *note*.\n\nTerm\n: Meaning\n\n```\n{% raw %}{{ code }}{% endraw %}\n```\n\n\
        See [ref], <https://example.org/> and mail@acme.example.\n\n[ref]: terms.md#liability \"T\"\n\n\
        {{ <promise /> }}\n\n## Annex {#annex .annex}\n\n- [x] ~~gone~~\n- [ ] there\n\n<details><summary>S</summary>\n\nInside.\n\n</details>\n";
    site.file(
        "content/policies/all.md",
        &text.replace("`{{ raw }}`", "`raw`"),
    );
    on(&site, "2026-01-01", &["release", "all"]).clean();
    on(&site, "2026-01-02", &["check"]).clean();
    site.run(&["build", "--as-of", "2026-01-02"]).clean();
    let released = site.read("public/all/index.html");
    site.remove("content/releases");
    site.run(&["build", "--as-of", "2026-01-02"]).clean();
    let page = site.read("public/all/index.html");
    let content = |page: &str| {
        let start = page.find("<div class=\"content\">").unwrap();
        page[start..page.find("<footer class=\"page-footer\">").unwrap()].to_owned()
    };
    assert_eq!(content(&released), content(&page));
}

#[test]
fn a_release_to_come_says_when_to_build_and_what_withdrawing_leaves() {
    let site = two_releases();
    let run = on(
        &site,
        "2026-03-10",
        &["release", "privacy", "--withdraw", "1.1"],
    );
    assert_eq!(run.code, 0);
    run.snapshot("release_withdrawn");
    let words = [
        "release",
        "privacy",
        "--effective",
        "2026-04-01",
        "--material",
        "--note",
        "More.",
    ];
    let run = on(&site, "2026-03-10", &words);
    assert_eq!(run.code, 0);
    run.snapshot("release_to_come");
    // The error for a release that would come before it explains how to withdraw it.
    let facts = site.read(DATA);
    site.file(DATA, &facts.replace("nothing.]", "nothing., We answer.]"));
    let words = [
        "release",
        "privacy",
        "--version",
        "1.2",
        "--effective",
        "2026-03-26",
        "--note",
        "Even more.",
    ];
    let run = on(&site, "2026-03-11", &words);
    assert_eq!(run.code, 1);
    run.snapshot("release_before_another");
}
