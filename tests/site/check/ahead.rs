//! `check --ahead`: what the same texts will lack on a future day.

use crate::driver::Site;

const PACK: &str = "\
name: house
title: House
about: Ours.
rules:
- id: ACME101
  name: now
  severity: warning
  certainty: likely
  check: {forbid: {pattern: '\\bshall\\b'}}
  message: found today
  why: Readers misunderstand it.
  fails: [You shall.]
  passes: [You must.]
- id: ACME102
  name: later
  severity: error
  certainty: certain
  from: 2027-01-01
  check: {forbid: {pattern: '\\bhereby\\b'}}
  message: found in spring
  why: A law forbids it then.
  fails: []
  passes: [We.]
";

fn site() -> Site {
    Site::with(&[
        ("content/rules/house.yaml", PACK),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\nupdated: 2026-05-01\nreview_by: 2026-12-15\n---\nYou shall pay.\n\nWe hereby agree.\n",
        ),
    ])
}

const RULES: &[&str] = &[
    "check",
    "--select",
    "ACME,DAT105",
    "--as-of",
    "2026-11-20",
    "--ahead",
];

#[test]
fn only_what_is_new_by_then() {
    let site = site();
    site.run(&[RULES, &["P90D"]].concat())
        .snapshot("check-ahead");
    // The rule applies from its start date, not before.
    let found = |ahead: &str| {
        let run = site.run(&[RULES, &[ahead]].concat());
        run.stderr.contains("ACME102")
    };
    assert!(!found("P41D"));
    assert!(found("P42D"));
    site.run(&[RULES, &["P20D"]].concat()).clean();
}

#[test]
fn days_are_durations() {
    let site = site();
    for (ahead, says) in [
        ("90 days", "write the duration as `P90D`"),
        ("spring", "write a duration such as `P90D`, `P3M` or `P1Y`"),
        ("P0D", "`--ahead` needs a duration of at least a day"),
    ] {
        let run = site.run(&[RULES, &[ahead]].concat());
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    let run = site.run(&["check", "--ahead", "P1D", "--fix"]);
    assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
}
