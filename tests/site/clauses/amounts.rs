//! Numbers that tags compute, as decimal arithmetic gives them.

use crate::driver::{Run, Site};

fn run(extra: &str, text: &str) -> Run {
    let clause = "---\nsummary: A fee\nparams:\n  fee: {type: float, help: \"the fee\"}\n---\nFee {{ fee }}.\n";
    let site = Site::with(&[
        ("content/clauses/fee.md", clause),
        (
            "content/policies/fees.md",
            &format!("---\ntitle: Fees\nversion: \"1.0\"\nextra: {extra}\n---\n{text}\n"),
        ),
    ]);
    let mut run = site.build();
    if run.code == 0 {
        run.stdout = site.read("public/fees.txt");
    }
    run
}

#[track_caller]
fn prints(extra: &str, text: &str, words: &str) {
    let run = run(extra, text);
    assert!(
        run.stdout.contains(words) && run.faults() == 0,
        "{text}: {words}\n{}",
        run.text()
    );
}

#[track_caller]
fn fails(extra: &str, text: &str, words: &[&str]) {
    let run = run(extra, text);
    for words in words {
        assert!(
            run.stderr.contains(words),
            "{text}: {words}\n{}",
            run.text()
        );
    }
}

#[test]
fn fractions() {
    for (text, words) in [
        ("Pay {{ extra.fee * 3 }} euros.", "Pay 59.7 euros."),
        ("Pay {{ 0.1 + 0.2 }}.", "Pay 0.3."),
        ("Pay {{ 100 * 1.19 }}.", "Pay 119."),
        ("Pay {{ 100.1 - 100 }}.", "Pay 0.1."),
        ("Pay {{ 0.3 - 0.1 - 0.2 }}.", "Pay 0."),
        ("Pay {{ 3 * 4 }} or {{- 7 - 2.5 -}} .", "Pay 12 or4.5."),
        ("Pay {{ (100 / 12) * 12 }}.", "Pay 100."),
        ("Pay {{ \"EUR \" ~ (extra.fee * 3) }}.", "Pay EUR 59.7."),
        ("{% set m = extra.fee * 3 %}Pay {{ m }}.", "Pay 59.7."),
        ("{{ <fee fee={extra.fee * 3} /> }}", "Fee 59.7."),
        ("Version {{ policy.version }}.", "Version 1.0."),
        (
            "Pay {{ extra.fee * 2 if extra.fee else \"0\" }}.",
            "Pay 39.8.",
        ),
    ] {
        prints("{fee: 19.9}", text, words);
    }
}

#[test]
fn rounding() {
    for (text, words) in [
        (
            "Pay {{ (extra.fee / 12) | round(precision=2) }}.",
            "Pay 8.33.",
        ),
        ("Pay {{ 2.675 | round(precision=2) }}.", "Pay 2.68."),
        ("Pay {{ 12.5 | round }}.", "Pay 13."),
        ("Pay {{ 7.1 | round(method=\"ceil\") }}.", "Pay 8."),
        (
            "{% set m = extra.fee / 12 %}Pay {{ m | round(precision=2) }}.",
            "Pay 8.33.",
        ),
    ] {
        prints("{fee: 100}", text, words);
    }
}

#[test]
fn endless_digits() {
    for text in [
        "Pay {{ extra.fee / 12 }}.",
        "Pay {{ \"EUR \" ~ (extra.fee / 12) }}.",
        "{% set m = extra.fee / 12 %}Pay {{ m }}.",
        "{{ <fee fee={extra.fee / 12} /> }}",
    ] {
        fails(
            "{fee: 100}",
            text,
            &["TPL106", "8.333333…", "| round(precision=2)"],
        );
    }
}

#[test]
fn numbers_that_are_text() {
    let words = ["TPL106", ":6:8", "such as `19.90`, are text"];
    fails("{fee: 19.90}", "Pay {{ extra.fee * 12 }}.", &words);
}
