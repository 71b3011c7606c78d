//! Values that YAML reads differently from what the author meant are reported.

use crate::driver::{Site, faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";

#[test]
fn texts_in_conditions() {
    warned(
        "values_in_conditions",
        &[(
            PRIVACY,
            "---\ntitle: T\nextra: {sells: no, fee: 19.90, country: NO, off: \"off\", on: true, n: 5}\n---\n\
             {% if extra.sells %}We sell.{% endif %}\n\n\
             {% if not extra.off and extra.on %}On.{% endif %}\n\n\
             {% if extra.fee == 19.9 %}Cheap.{% endif %}\n\n\
             {% if extra.on == \"true\" or extra.n != '5' or extra.country == true %}Never.{% endif %}\n\n\
             {{ \"We sell\" if extra.sells else \"We do not\" }}\n\n\
             {% if extra.fee == \"19.90\" and extra.country == \"NO\" %}Fine.{% endif %}\n",
        )],
    );
}

#[test]
fn commas_in_numbers_and_marks_in_titles() {
    faulty(
        "values_by_accident",
        &[(
            PRIVACY,
            "---\ntitle: Terms &amp; conditions #2\nsummary: We **sell** [x](y.md), R&D; and 2 & 3 # a comment\nslug: ../up\nextra: {fee: 1,000, list: [{a: 2,500.50}], who: Smith, Jones and Co, no: {b: ~}}\n---\nText.\n",
        )],
    );
}

#[test]
fn numbers_signs_between_brackets() {
    use crate::driver::Site;
    for (extra, place) in [
        ("{ticket: Case #5, x: a}", ":3:22"),
        ("[a, Case #5]", ":3:17"),
        ("\n  - {t: Jane's Case #5, b: c}\n  - x", ":4:21"),
        ("{a: 1, # first\n  b: Case #5}", ":4:11"),
    ] {
        let site = Site::with(&[(
            "content/policies/privacy.md",
            &format!("---\ntitle: T\nextra: {extra}\n---\nText.\n"),
        )]);
        let run = site.build();
        for words in ["SRC106", "is a comment, so a bracket is not closed", place] {
            assert!(
                run.stderr.contains(words),
                "{extra}: {words}\n{}",
                run.text()
            );
        }
    }
    for extra in [
        "{a: \"Case #5\", b: 'x #6]'}",
        "{a: 1, # first }\n  b: 2}",
        "[a, b] # all of them }",
        "{a: 1, b: [2 # two\n  ]}",
    ] {
        let site = Site::with(&[(
            "content/policies/privacy.md",
            &format!("---\ntitle: T\nextra: {extra}\n---\nText.\n"),
        )]);
        site.build().clean();
    }
    let site = Site::with(&[(
        "content/policies/privacy.md",
        "---\ntitle: T\nextra: {x: a # b\n---\nText.\n",
    )]);
    let run = site.build();
    assert!(!run.stderr.contains("is a comment"), "{}", run.text());
}

#[test]
fn tabs_and_quotation_marks() {
    faulty(
        "yaml_tab",
        &[(PRIVACY, "---\ntitle: T\nextra:\n\tfee: 1\n---\nText.\n")],
    );
    faulty(
        "yaml_quotation_mark",
        &[(
            PRIVACY,
            "---\ntitle: \"Terms\nupdated: 2026-01-01\nsummary: Ours\n---\nText.\n",
        )],
    );
}

#[test]
fn variables_of_the_policy_and_blocks_without_end() {
    faulty(
        "values_of_the_policy",
        &[
            (
                PRIVACY,
                "---\ntitle: T\n---\n{{ title }} of {{ updated }}\n",
            ),
            (
                "content/policies/a.md",
                "---\ntitle: T\n---\n{% if true %}\nText.\n",
            ),
            (
                "content/policies/b.md",
                "---\ntitle: T\n---\n{{ \"a\" | upcase }}\n",
            ),
            (
                "content/policies/c.md",
                "---\ntitle: T\n---\n{{ <children> }}\n",
            ),
            (
                "content/policies/d.md",
                "---\ntitle: T\n---\n{{ children() }}\n",
            ),
            ("content/policies/e.md", "---\ntitle: T\n---\n{{ now() }}\n"),
            (
                "content/policies/f.md",
                "---\ntitle: T\n---\n{{ include \"children\" }}\n",
            ),
        ],
    );
}

#[test]
fn conditions_on_texts_can_be_allowed() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\nupdated: 2026-01-01\nextra: {sells: no}\n---\n\
         Acme Ltd (“we”) is here.\n\n\
         <!-- policygen: allow(TPL112) it is always shown -->\n\
         {% if extra.sells %}We sell.{% endif %}\n",
    );
    let run = site.run(&["check", "--as-of", "2026-06-01"]);
    assert!(
        !run.text().contains("TPL112") && !run.text().contains("CHK102"),
        "{}",
        run.text()
    );
}
