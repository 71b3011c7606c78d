//! Findings of rules in code beyond the examples of the packs: their number, places and fixes.

use policygen::base::diagnostic::Diagnostic;
use policygen::check::Selection;
use policygen::{build, load};

/// The findings of a rule on a site on 20 June 2026, if only that rule runs.
pub(crate) fn check(rule: &str, files: &[(&str, String)]) -> Vec<Diagnostic> {
    let mut found = all_found(rule, files);
    found.retain(|diagnostic| diagnostic.code.id == rule);
    found
}

/// The findings of `check` on a site with one rule selected.
fn all_found(rule: &str, files: &[(&str, String)]) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let options = load::Options {
        root,
        out: None,
        base_url: None,
        as_of: "2026-06-20".parse().unwrap(),
        drafts: false,
        fragments: false,
        placeholders: false,
        unreleased: false,
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults).unwrap();
    let selection = Selection::new(&[rule.to_owned()], &[], true, &site.rules).unwrap();
    let mut found = build::check(&site, &selection, false, faults)
        .unwrap()
        .diagnostics;
    found.retain(|diagnostic| diagnostic.code.id == rule);
    found
}

/// A page's text after fixing a rule's findings.
fn mended(rule: &str, text: &str) -> String {
    let path = "content/policies/privacy.md";
    let mut fixes: Vec<_> = check(rule, &[(path, text.to_owned())])
        .into_iter()
        .flat_map(|diagnostic| diagnostic.fixes)
        .collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.place.range.start));
    let mut text = text.to_owned();
    for fix in fixes {
        assert_eq!(fix.place.source.path, path);
        text.replace_range(fix.place.range, &fix.text);
    }
    text
}

const BLOCK: &str = "Backups are made every day, kept in a second data centre for thirty days and then \
    overwritten, so that data which you delete is gone from all of our systems after that time.";

fn page(text: &str) -> String {
    format!("---\ntitle: Privacy policy\nupdated: 2026-05-15\n---\n{text}\n")
}

#[test]
fn only_what_is_selected_runs() {
    let text = page("We keep data for TBD days.\n\nLast updated: March 3, 2025");
    let found = all_found("DAT103", &[("content/policies/privacy.md", text)]);
    let ids: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.id).collect();
    assert_eq!(ids, ["DAT103"]);
}

#[test]
fn a_text_that_stands_everywhere_is_found_once() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| (format!("content/policies/p{n:02}.md"), page(BLOCK)))
        .collect();
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.clone()))
        .collect();
    let found = check("QUA113", &files);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file(), Some("content/policies/p01.md"));
    assert!(found[0].message.contains("content/policies/p00.md:5"));
    assert!(
        found[0]
            .help
            .iter()
            .any(|help| help.contains("38 more places"))
    );
}

#[test]
fn texts_that_differ_in_more_than_one_word_in_ten_are_two() {
    let other = BLOCK
        .replace("second data centre", "vault of the bank")
        .replace("every day", "each Sunday");
    let files = |other: String| {
        [
            ("content/policies/a.md", page(BLOCK)),
            ("content/policies/b.md", page(&other)),
        ]
    };
    assert_eq!(check("QUA113", &files(other)), []);
    let near = BLOCK.replace("thirty", "sixty");
    assert_eq!(check("QUA113", &files(near)).len(), 1);
}

#[test]
fn a_printed_fact_is_no_duplicate() {
    let text = page("{{ service.description }}");
    let files = [
        ("content/policies/a.md", text.clone()),
        ("content/policies/b.md", text),
        (
            "content/facts/service.yaml",
            format!("service: {{name: Paper, description: '{BLOCK}'}}\n"),
        ),
    ];
    assert_eq!(check("QUA113", &files), []);
}

#[test]
fn dates_are_mended_in_the_form_they_have() {
    let text = page("Last updated: March 3, 2025");
    let right = page("Last updated: May 15, 2026");
    assert_eq!(mended("DAT103", &text), right);
    let text = page("*This policy was last updated on 3 March 2025.*");
    let right = page("*This policy was last updated on 15 May 2026.*");
    assert_eq!(mended("DAT103", &text), right);
    // It is unclear whether that is March or May.
    let text = page("Last updated: 3/5/2025");
    assert_eq!(
        check("DAT103", &[("content/policies/privacy.md", text.clone())]).len(),
        1
    );
    assert_eq!(mended("DAT103", &text), text);
}

#[test]
fn laws_that_were_renamed_are_mended() {
    let text = page("Angaben nach § 5 TMG, Cookies nach § 25 TTDSG.");
    let text = mended("LAW905", &text);
    let text = mended("LAW906", &text);
    assert_eq!(text, page("Angaben nach § 5 DDG, Cookies nach § 25 TDDDG."));
    // The section numbers changed, so this is not fixed.
    let text = page("Nach § 7 TMG haften wir.");
    assert_eq!(mended("LAW905", &text), text);
}

#[test]
fn an_anchor_is_mended_if_only_one_is_near() {
    let text = page("See [below](#retetion).\n\n## Retention\n\nUntil you leave.");
    let right = page("See [below](#retention).\n\n## Retention\n\nUntil you leave.");
    assert_eq!(mended("REF102", &text), right);
    let text = page("See [below](#sectionc).\n\n## Section A\n\nA.\n\n## Section B\n\nB.");
    assert_eq!(mended("REF102", &text), text);
}

#[test]
fn countries_and_phone_numbers_are_mended() {
    let text = |country: &str, phone: &str| {
        format!(
            "---\ntitle: Privacy policy\ncompany: {{legal_name: Acme, country: {country}, phone: {phone}}}\n---\nText.\n"
        )
    };
    let wrong = text("Germany", "'+49 (0)30 12 34 56'");
    let right = text("\"DE\"", "\"+49 30 12 34 56\"");
    assert_eq!(mended("FAC101", &mended("FAC206", &wrong)), right);
    // It is unclear which country's number that is.
    let open = text("Europe", "\"030 123456\"");
    assert_eq!(mended("FAC101", &mended("FAC206", &open)), open);
}

#[test]
fn subprocessors_without_a_country_have_a_code_of_their_own() {
    let text = "---\ntitle: Privacy policy\nsubprocessors: [{legal_name: Acme, purpose: hosting, locations: [France]}]\n---\nText.\n";
    assert_eq!(mended("SUB202", text), text.replace("France", "\"FR\""));
}

/// Sentences that no rule may mistake for a contradiction.
#[test]
fn periods_of_other_things_are_left_alone() {
    let facts = "---\ntitle: Privacy policy\nretention: [{data: Server logs, period: P14D, after: collection}, {data: Account data, until: account_closure, then: P90D}]\n---\n";
    for sentence in [
        "We keep server logs for up to 30 days.",
        "Server logs are kept for two weeks.",
        "Server logs are kept for 30 days in backups.",
        "We keep server logs for 30 days if you report an attack.",
        "We keep aggregated server logs for 30 days.",
        "Server logs are kept for 14 to 30 days.",
        "Server logs used to be kept for 30 days.",
        "Account data is deleted within 30 days of your request.",
        "Account data is kept for three months after you close the account.",
        "Server logs are kept for 30 days or until the incident is closed.",
        "We keep server logs for no longer than 30 days.",
        "You may see server logs for 30 days.",
    ] {
        let file = (
            "content/policies/privacy.md",
            format!("{facts}{sentence}\n"),
        );
        assert_eq!(check("FAC102", &[file]), [], "{sentence}");
    }
    for sentence in [
        "We keep server logs for 30 days.",
        "Server logs will be automatically deleted after 90 days.",
        "Account data is deleted 30 days after you close the account.",
        "Account data is kept for 30 days after you close the account.",
    ] {
        let file = (
            "content/policies/privacy.md",
            format!("{facts}{sentence}\n"),
        );
        let found = check("FAC102", &[file]).len();
        // “deleted 30 days after” has no linking preposition, so nothing is
        // reported.
        let wanted = usize::from(!sentence.contains("deleted 30"));
        assert_eq!(found, wanted, "{sentence}");
    }
}

#[test]
fn references_to_sections_of_laws_are_left_alone() {
    let text = |sentence: &str| {
        page(&format!(
            "## 1. Scope\n\n{sentence}\n\n## 2. Fees\n\n### 2.1 Amount\n\nLow.\n\n### 2.2 Due\n\n1. Soon.\n2. Later.\n3. Now.\n"
        ))
    };
    for sentence in [
        "Section 230 of the Communications Decency Act applies.",
        "Under Clause 9(a) of the standard contractual clauses you agree.",
        "See section 12 of the order form.",
        "Section 8(a) of the Act applies.",
        "As Art. 6 GDPR and § 5 DDG say.",
        "See sections 2.1 and 2.2(a).",
        "See Section 2.3.",
        "The supplier’s terms, section 14, apply under section 3 of their agreement.",
        // With no-break spaces, as word processors set them.
        "Section\u{a0}5\u{a0}of\u{a0}the\u{a0}FTC\u{a0}Act applies.",
        "See section\u{a0}12\u{a0}of the order form.",
        "As in the\u{a0}Act,\u{a0}section\u{202f}8.",
    ] {
        let file = ("content/policies/privacy.md", text(sentence));
        let found: Vec<String> = check("REF104", &[file])
            .into_iter()
            .map(|d| d.message)
            .collect();
        assert_eq!(found, [] as [&str; 0], "{sentence}");
    }
    for (sentence, wanted) in [
        ("See Section 9.", 1),
        ("As sections 2 and 7 of these terms say.", 1),
        ("See section 4.2(b) below.", 1),
    ] {
        let file = ("content/policies/privacy.md", text(sentence));
        assert_eq!(check("REF104", &[file]).len(), wanted, "{sentence}");
    }
}

/// A misspelt key is reported as such; its value is then not also reported as
/// missing.
#[test]
fn what_a_misspelt_key_says_is_not_missing() {
    let found = |rule: &str, facts: &str| {
        let policy = "---\ntitle: Privacy policy\nupdated: 2026-05-15\n---\n{{ <controller /> }}\n";
        let files = [
            ("content/policies/privacy.md", policy.to_owned()),
            ("content/facts/company.yaml", facts.to_owned()),
            ("policygen.yaml", "regimes: [gdpr]\n".to_owned()),
        ];
        check(rule, &files).len()
    };
    let company = |more: &str| format!("company: {{legal_name: Acme GmbH, {more}}}\n");
    let misspelt = company("adress: {city: Berlin, country: DE}");
    assert_eq!(found("FAC201", &misspelt), 1);
    assert_eq!(found("GDPR101", &misspelt), 0);
    // Without a similar key, or if the fact is unknown, it is missing.
    assert_eq!(found("GDPR101", &company("phone: '+4930123456'")), 1);
    assert_eq!(found("GDPR101", &company("address: null")), 1);
    let there = company("address: {city: Berlin, country: DE}");
    assert_eq!(found("GDPR101", &there), 0);
    assert_eq!(found("GDPR102", &there), 1);
    let misspelt = format!("{there}contakt: privacy@acme.example\n");
    assert_eq!(found("FAC201", &misspelt), 1);
    assert_eq!(found("GDPR102", &misspelt), 0);
    // A value of the wrong kind was also reported.
    let wrong = format!("{there}contact: {{privacy: {{email: not an address}}}}\n");
    assert_eq!(found("GDPR102", &wrong), 0);
}

/// A regular expression that ignores case treats the long s as an s.
#[test]
fn letters_that_are_cases_of_others_are_found() {
    let text = page("## Security\n\nOur service is completely \u{17f}ecure.");
    let found = check("SEC856", &[("content/policies/privacy.md", text)]);
    assert_eq!(found.len(), 1);
}

#[test]
fn what_is_placeholder_is_named_as_it_stands() {
    let text = page("## Fees\n\nTODO write this.");
    let found = check("QUA101", &[("content/policies/privacy.md", text)]);
    assert_eq!(found[0].message, "placeholder `TODO`");
}

#[test]
fn a_date_for_another_generator_is_said_once() {
    let keys = [
        "date: 2025-04-11",
        "lastmod: 2025-04-11",
        "last_modified_at: 2025-04-11 10:00:00 +0200",
        "last_update: {date: 2025-04-11}",
        "effective_date: 11 April 2025",
        "reviewed: 2025-04-11 12:41:14",
        "description: Version 2.1 · Updated June 10, 2026",
        "subtitle: Berlin, 24. Mai 2018",
    ];
    for key in keys {
        let text = format!("---\ntitle: Privacy policy\n{key}\n---\nText.\n");
        let policy = [("content/policies/privacy.md", text)];
        assert!(check("DAT101", &policy).is_empty(), "{key}");
        assert_eq!(check("FAC202", &policy).len(), 1, "{key}");
    }
    for line in [
        "date: soon",
        "description: How Acme, founded in 1984, handles what it knows of you",
    ] {
        let text = format!("---\ntitle: Privacy policy\n{line}\n---\nText.\n");
        let found = check("DAT101", &[("content/policies/privacy.md", text)]);
        assert_eq!(found.len(), 1, "{line}");
    }
}

#[test]
fn a_file_s_name_tells_the_document_type() {
    let undated = "---\ntitle: A page\n---\nWords.\n".to_owned();
    let found = |path: &str| !check("DAT101", &[(path, undated.clone())]).is_empty();
    assert!(found("content/policies/acme-privacy-policy.md"));
    assert!(!found("content/policies/invasion-of-privacy.md"));
}
