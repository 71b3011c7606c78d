//! Findings that are less severe on some pages, and findings that have one cause.

use crate::driver::Site;

fn check(policy: &str, settings: &str, rules: &str) -> String {
    let site = Site::with(&[
        ("policygen.yaml", settings),
        ("content/policies/page.md", policy),
    ]);
    let run = site.run(&["check", "--select", rules]);
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn the_name_of_the_customer_in_a_contract() {
    let page = |kind: &str| {
        format!(
            "---\ntitle: Page\ntype: {kind}\nupdated: 2026-05-15\n---\n\
             between Acme Ltd and {{COMPANY_NAME_ADDRESS}} (“Customer”), for [insert purpose]\n"
        )
    };
    let of_contract = check(&page("dpa"), "", "QUA101");
    assert!(
        of_contract.contains("warning[QUA101]: placeholder `{COMPANY_NAME_ADDRESS}`"),
        "{of_contract}"
    );
    assert!(
        of_contract.contains("error[QUA101]: placeholder `[insert purpose]`"),
        "{of_contract}"
    );
    let of_policy = check(&page("privacy"), "", "QUA101");
    assert!(
        of_policy.contains("error[QUA101]: placeholder `{COMPANY_NAME_ADDRESS}`"),
        "{of_policy}"
    );
}

#[test]
fn children_under_the_gdpr_alone() {
    let page = "---\ntitle: Page\ntype: privacy\nupdated: 2026-05-15\n---\nWe keep little.\n";
    let under = |settings: &str| check(page, settings, "COPPA547");
    assert!(under("regimes: [gdpr]\n").contains("note[COPPA547]"));
    assert!(under("regimes: [gdpr, ccpa]\n").contains("warning[COPPA547]"));
    assert!(under("regimes: [coppa]\n").contains("warning[COPPA547]"));
    let raised = "regimes: [gdpr]\ncheck: {levels: {COPPA547: error}}\n";
    assert!(under(raised).contains("error[COPPA547]"));
    for set in ["coppa: error", "COPPA: error"] {
        let raised = format!("regimes: [gdpr]\ncheck: {{levels: {{{set}}}}}\n");
        assert!(under(&raised).contains("error[COPPA547]"), "{set}");
    }
    // The level of the rule is its own default, but it is set.
    let kept = "regimes: [gdpr]\ncheck: {levels: {COPPA547: warning}}\n";
    assert!(under(kept).contains("warning[COPPA547]"));
    // Without a level, words alone are no reason for an error.
    let words = check(page, "regimes: [gdpr]\n", "GDPR108");
    assert!(words.contains("warning[GDPR108]"), "{words}");
    let raised = "regimes: [gdpr]\ncheck: {levels: {GDPR108: error}}\n";
    assert!(check(page, raised, "GDPR108").contains("error[GDPR108]"));
}

#[test]
fn a_repealed_law_is_reported_once() {
    let page = "---\ntitle: Page\ntype: privacy\nupdated: 2026-05-15\n---\n\
        We comply with the EU-U.S. Privacy Shield.\n\nThe Privacy Shield protects you.\n\n\
        <!-- policygen: allow(LAW901) a quotation -->\n\nSee the Privacy Shield.\n\n\
        Disputes fall under the Privacy Shield.\n\n\
        Directive 95/46/EC applies. See § 5 TMG.\n\nSee 95/46/EC and § 6 TMG.\n";
    let said = check(page, "", "LAW901,LAW903,LAW905");
    assert_eq!(said.matches("[LAW901]").count(), 1, "{said}");
    assert!(
        said.contains("it also appears in 2 more places: lines 8 and 14"),
        "{said}"
    );
    assert_eq!(said.matches("[LAW903]").count(), 1, "{said}");
    assert!(said.contains("it also appears on line 18"), "{said}");
    assert_eq!(said.matches("[LAW905]").count(), 2, "{said}");
}

#[test]
fn a_comment_on_the_first_place_hides_no_other() {
    let page = "---\ntitle: Page\ntype: privacy\nupdated: 2026-05-15\n---\n\
        <!-- policygen: allow(LAW903) a quotation -->\n\nSee 95/46/EC.\n\nSee 95/46/EC too.\n";
    let said = check(page, "", "LAW903");
    assert!(said.contains("content/policies/page.md:10:"), "{said}");
    assert!(!said.contains("also appears"), "{said}");
}

#[test]
fn markers_around_a_tag_of_another_generator() {
    let page = |body: &str| format!("---\ntitle: Page\nupdated: 2026-05-15\n---\n{body}\n");
    let said = check(
        &page("You can **delete it {{< link \"x\" >}}** now."),
        "",
        "MRK102,TPL101",
    );
    assert!(
        said.contains("[TPL101]") && !said.contains("MRK102"),
        "{said}"
    );
    let said = check(
        &page("You can ** delete it ** now. {{< link \"x\" >}}"),
        "",
        "MRK102,TPL101",
    );
    assert!(
        said.contains("[TPL101]") && said.contains("[MRK102]"),
        "{said}"
    );
}

#[test]
fn a_title_in_capitals() {
    let said = check(
        "---\nTitle: Terms\nupdated: 2026-05-15\n---\nText.\n",
        "",
        "SRC110",
    );
    assert!(said.contains("content/policies/page.md:2:1"), "{said}");
    assert!(said.contains("write `title` instead of `Title`"), "{said}");
    let said = check(
        "---\nsubtitle: Terms\nupdated: 2026-05-15\n---\nText.\n",
        "",
        "SRC110",
    );
    assert!(
        said.contains("write `title: …` in the front matter"),
        "{said}"
    );
}

#[test]
fn letters_with_combining_accents() {
    let page = "---\ntitle: Datenschutz\ntype: privacy\nlanguage: de\nupdated: 2026-05-15\n---\n\
        Die Daten liegen hier.\n\nWir speichern die Daten, solange es no\u{308}tig ist.\n";
    let said = check(page, "regimes: [gdpr]\n", "GDPR119");
    assert!(
        said.contains("solange es nötig") && said.contains(":9:26"),
        "{said}"
    );
}
