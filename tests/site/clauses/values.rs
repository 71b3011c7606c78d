//! Values that are empty, compared or printed otherwise than their author meant.

use crate::driver::{Run, Site};

fn run(extra: &str, text: &str) -> Run {
    let site = Site::with(&[
        (
            "content/facts/company.yaml",
            "company: {legal_name: Acme GmbH, address: {street: Lindenhof 12, city: Berlin, country: DE}}\n",
        ),
        (
            "content/policies/privacy.md",
            &format!("---\ntitle: T\nupdated: 2026-05-01\nextra: {extra}\n---\nText {text}\n"),
        ),
    ]);
    site.build()
}

#[track_caller]
fn says(extra: &str, text: &str, words: &[&str]) {
    let run = run(extra, text);
    for words in words {
        assert!(
            run.stderr.contains(words),
            "{extra} {text}: {words}\n{}",
            run.text()
        );
    }
}

#[track_caller]
fn is_sound(extra: &str, text: &str) {
    let run = run(extra, text);
    assert!(
        run.code == 0 && run.faults() == 0,
        "{extra} {text}\n{}",
        run.text()
    );
}

#[test]
fn empty_values_that_are_printed() {
    for value in ["\"\"", "null", "~", "", "\" \""] {
        let extra = format!("{{p: {value}}}");
        says(
            &extra,
            "{{ extra.p }}",
            &["TPL104", "`extra.p` is empty", ":4:9", "needed here"],
        );
        is_sound(&extra, "{% if extra.p %}{{ extra.p }}{% endif %}");
        is_sound(&extra, "{{ extra.p | default(value=\"x\") }}");
    }
    says(
        "{a: {p: ~}}",
        "{{ extra.a.p | upper }}",
        &["`extra.a.p` is empty"],
    );
    is_sound(
        "{p: \"\"}",
        "{% if extra.p != \"\" %}{{ extra.p }}{% endif %}",
    );
    says(
        "{q: 1}",
        "{{ extra.p }}",
        &["TPL102", "there is no variable `extra.p`"],
    );
}

#[test]
fn empty_lists_that_are_printed() {
    let extra = "{langs: []}";
    for filter in ["list", "join(sep=\", \")", "sort | list"] {
        let text = format!("{{{{ extra.langs | {filter} }}}}");
        says(
            extra,
            &text,
            &["TPL104", "`extra.langs` is empty", ":4:9", "needed here"],
        );
    }
    for text in [
        "{% if extra.langs %}{{ extra.langs | list }}{% endif %}",
        "{% for lang in extra.langs %}{{ lang }}{% endfor %}",
        "{{ extra.langs | length }}",
        "{{ \"x\" if extra.langs | length == 0 else extra.langs | list }}",
    ] {
        is_sound(extra, text);
    }
    for (value, is_known) in [
        ("[]", false),
        ("none", true),
        ("[{name: A, purpose: b}]", true),
    ] {
        let extra = format!("{{}}\nrecipients: {value}");
        let text = "{{ recipients | list }}";
        match is_known {
            true => is_sound(&extra, text),
            false => says(
                &extra,
                text,
                &["TPL104", "`recipients` is not known", ":5:1"],
            ),
        }
        is_sound(
            &extra,
            "{% if recipients %}{{ recipients | list }}{% endif %}",
        );
    }
}

#[test]
fn empty_values_that_are_tested_and_printed() {
    // The rest of the text makes no difference.
    for other in [
        "",
        " \"\" ''",
        "{% if extra.q == \"\" %}x{% endif %}",
        " length",
    ] {
        for text in [
            "{{ extra.p }}",
            "{{ extra.p | upper }}",
            "{{ \"Dear \" ~ extra.p }}",
            "{% set x = extra.p %}{{ x }}",
            "{% for one in extra.list %}{{ one.p }}{% endfor %}",
        ] {
            let text = format!("{text}{other}");
            let extra = "{p: \"\", q: a, list: [{p: \"\"}]}";
            says(extra, &text, &["TPL104", "is empty, and the text needs it"]);
        }
        for text in [
            "{{ extra.p == \"\" }}",
            "{{ extra.p or \"x\" }}",
            "{{ extra.p if extra.p else \"x\" }}",
            "{{ extra.p | default(value=\"x\") }}",
            "{% if extra.p is defined and not extra.p %}x{% endif %}",
            "{% for one in extra.list %}{% if one.p %}{{ one.p }}{% endif %}{% endfor %}",
            "{% set between = \"\" %}{{ between }}",
        ] {
            let extra = "{p: \"\", q: a, list: [{p: \"\"}]}";
            is_sound(extra, &format!("{text}{other}"));
        }
    }
}

#[test]
fn lists_and_mappings_in_filters() {
    let fields = ["TPL108", "`extra.m` has fields", "`extra.m.a`, `extra.m.b`"];
    says("{m: {a: 1, b: x}}", "{{ extra.m | upper }}", &fields);
    says("{m: {a: 1, b: x}}", "{{ extra.m | date }}", &fields);
    says("{m: {a: 1, b: x}}", "{{ extra.m | list }}", &fields);
    says(
        "{m: [a, b]}",
        "{{ extra.m | upper }}",
        &["TPL108", "write `extra.m | list`"],
    );
    says(
        "{m: 1}",
        "{{ company.address | upper }}",
        &["TPL108", "write `company.address | address`"],
    );
}

#[test]
fn texts_that_are_not_what_conditions_expect() {
    let tested = |text: &str| format!("{{% if {text} %}}x{{% endif %}}");
    says(
        "{price: 0.00}",
        &tested("extra.price"),
        &["TPL112", "counts as true", "write `0`"],
    );
    says(
        "{plan: Pro}",
        &tested("extra.plan == \"pro\""),
        &[
            "TPL112",
            "`extra.plan` is `Pro`, which does not equal `pro`",
        ],
    );
}

#[test]
fn dates_and_numbers_that_are_compared_as_text() {
    let compared = |text: &str| format!("{{% if {text} %}}x{{% endif %}}");
    for (extra, text) in [
        ("{p: 23.05.2025}", "extra.p > \"2026-01-01\""),
        ("{p: 23 May 2025}", "\"2026-01-01\" <= extra.p"),
        ("{p: 23.05.2025}", "extra.p < policy.updated"),
        ("{p: 2025-05-23}", "extra.p > \"1.1.2026\""),
        ("{p: 23.05.2025}", "extra.p == \"2025-05-23\""),
        ("{p: 1}", "policy.updated >= '1. Januar 2026'"),
        ("{p: \"100\"}", "extra.p > \"20\""),
    ] {
        says(extra, &compared(text), &["TPL112", "letter by letter"]);
    }
    for (extra, text) in [
        ("{p: 2025-05-23}", "extra.p > \"2026-01-01\""),
        ("{p: 2025-05-23}", "\"2026-01-01\" < extra.p"),
        ("{p: 2025-05-23}", "policy.updated > \"2026-01-01\""),
        ("{p: 23.05.2025}", "extra.p == \"23.05.2025\""),
        ("{p: b}", "extra.p > \"a\""),
        ("{p: 5}", "extra.p > 3"),
        ("{p: \"2.0\"}", "extra.p == \"2.0\""),
    ] {
        is_sound(extra, &compared(text));
    }
}

#[test]
fn numbers_in_tags_that_lose_zeros() {
    says(
        "{p: 1}",
        "{{ 2.50 }}",
        &["TPL112", "`2.50` is printed as `2.5`", ":6:9"],
    );
    says(
        "{p: 1}",
        "{% set x = 19.90 %}{{ x }}",
        &["`19.90` is printed as `19.9`"],
    );
    is_sound(
        "{p: 1}",
        "{% set x = 19.90 %}{% if extra.p > x %}y{% endif %}",
    );
    is_sound(
        "{p: 19.90}",
        "{% set x = extra.p %}{{ x }} {{ 2.5 }} {{ \"2.50\" }}",
    );
}

#[test]
fn decimal_commas_in_lists() {
    says(
        "{p: [5,00, 6,50]}",
        "x",
        &["FAC101", "`5,00` is read as two numbers", ":4:13"],
    );
    says("{p: [1,000,2,000]}", "x", &["FAC101"]);
    is_sound("{p: [5, 10, 20]}", "x");
    is_sound("{p: [5,10,20]}", "x");
    is_sound("{p: [a,b, c]}", "x");
    is_sound("{p: [\"5,00\", \"6,50\"]}", "x");
}

#[test]
fn a_text_whose_only_tag_failed_is_not_empty() {
    let site = Site::with(&[(
        "content/policies/privacy.md",
        "---\ntitle: T\ncompany: {legal_name: A, phone: 030}\n---\n{{ company.phone }}\n",
    )]);
    let run = site.build();
    assert!(run.stderr.contains("FAC101"), "{}", run.text());
    assert!(!run.stderr.contains("SRC114"), "{}", run.text());
}

#[test]
fn values_of_several_lines() {
    let lines = "\n  addr: |\n    Kelp Ltd\n    1 Pier Road\n  fold: >\n    Kelp\n    Ltd\n  one: |\n    Kelp Ltd\n  prose: |\n    We keep personal data for as long as your account exists, and no\n    longer than that.\n  list: [Kelp Ltd, 1 Pier Road]";
    says(
        lines,
        "{{ extra.addr }}",
        &[
            "TPL112",
            "`extra.addr` has 2 lines, which are printed as one",
        ],
    );
    for text in [
        "{{ extra.fold }} {{ extra.one }} {{ extra.prose }}",
        "{{ extra.addr | replace(from=\"\\n\", to=\", \") }}",
        "{% for line in extra.list %}{{ line }}<br>{% endfor %}",
        "{% if extra.addr %}x{% endif %}",
    ] {
        is_sound(lines, text);
    }
}
