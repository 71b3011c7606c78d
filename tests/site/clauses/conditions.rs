//! Conditions on facts that can never be true.

use crate::driver::{Run, Site};

fn run(text: &str) -> Run {
    let site = Site::with(&[
        (
            "content/facts/facts.yaml",
            "recipients: [{name: A, role: processor, country: DE, purpose: mail}]\nservice: {name: Acme}\n",
        ),
        (
            "content/policies/privacy.md",
            &format!(
                "---\ntitle: T\nversion: \"2\"\nregimes: [ccpa]\nextra: {{langs: [de], role: any}}\n---\nText {text}\n"
            ),
        ),
    ]);
    site.build()
}

#[track_caller]
fn warns(condition: &str, words: &str) {
    for text in [
        format!("{{% for r in recipients %}}{{% if {condition} %}}x{{% endif %}}{{% endfor %}}"),
        format!(
            "{{% for r in recipients %}}{{{{ \"x\" if {condition} else \"y\" }}}}{{% endfor %}}"
        ),
    ] {
        let run = run(&text);
        assert!(
            run.code == 0 && run.faults() == 1 && run.stderr.contains("warning[TPL112]"),
            "{text}\n{}",
            run.text()
        );
        assert!(run.stderr.contains(words), "{words}\n{}", run.text());
    }
}

#[track_caller]
fn is_sound(text: &str) {
    let run = run(text);
    assert!(run.code == 0 && run.faults() == 0, "{text}\n{}", run.text());
}

#[test]
fn lists_that_are_compared_with_text() {
    let words = "`policy.regimes` is a list, which never equals a text";
    warns("policy.regimes == \"ccpa\"", words);
    warns("policy.regimes != 'ccpa'", words);
    warns(
        "\"ccpa\" == policy.regimes",
        "write `\"ccpa\" in policy.regimes`",
    );
    warns("r.country == \"DE\"", "`r.country` is a list");
    warns("extra.langs == \"de\"", "`extra.langs` is a list");
}

#[test]
fn words_that_a_fact_never_has() {
    warns("\"gdrp\" in policy.regimes", "did you mean `gdpr`?");
    warns("\"gdrp\" not in policy.regimes", "never contains `gdrp`");
    warns("r.role == \"controler\"", "`r.role` is never `controler`");
    warns(
        "r.role in [\"processor\", \"controler\"]",
        "did you mean `controller`?",
    );
    warns("\"Germany\" in r.country", "countries are codes");
    warns(
        "policy.version == 2",
        "compare with text: `policy.version == \"2\"`",
    );
}

#[test]
fn conditions_that_can_be_true() {
    for condition in [
        "\"ccpa\" in policy.regimes",
        "\"gdpr\" not in policy.regimes and policy.regimes",
        "policy.regimes | length == 1",
        "policy.version == \"2\"",
        "extra.role == \"controler\"",
        "\"de\" in extra.langs",
        "service.name == \"Acme\"",
        "\"cm\" in service.name",
    ] {
        is_sound(&format!("{{% if {condition} %}}x{{% endif %}}"));
    }
    for condition in [
        "r.role == \"processor\"",
        "\"DE\" in r.country",
        "r.name == \"B\"",
    ] {
        is_sound(&format!(
            "{{% for r in recipients %}}{{% if {condition} %}}x{{% endif %}}{{% endfor %}}"
        ));
    }
    // A variable of the text may have any value.
    is_sound("{% for role in [\"a\"] %}{% if role == \"a\" %}x{% endif %}{% endfor %}");
    is_sound("{% set recipients = \"a\" %}{% if recipients == \"a\" %}x{% endif %}");
}
