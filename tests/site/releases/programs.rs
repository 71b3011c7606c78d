//! The programs in `docs/guide/re-acceptance.md`, which decide when users must accept again.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::acceptance::{example, policy};
use super::{on, two_releases};
use crate::driver::Site;

const PAGE: &str = include_str!("../../../docs/guide/re-acceptance.md");

/// The program on the page in a programming language.
fn program(language: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let mut parts = PAGE.split(&fence).skip(1);
    let (program, _) = parts.next().unwrap().split_once("```\n").unwrap();
    assert!(parts.next().is_none(), "two programs in {language}");
    program
}

/// The output of one of the programs on a day.
#[track_caller]
fn answers(site: &Site, language: &str, list: &str, today: &str, records: &Value) -> String {
    let (interpreter, file) = match language {
        "python" => ("python3", "accept.py"),
        _ => ("node", "accept.mjs"),
    };
    site.file(file, program(language));
    let child = Command::new(interpreter)
        .args([file, list, today])
        .current_dir(site.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = child.unwrap_or_else(|error| {
        panic!("can't run `{interpreter}`, which runs a program of docs/guide/re-acceptance.md; install it: {error}")
    });
    let mut input = child.stdin.take().unwrap();
    input.write_all(records.to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{interpreter} failed");
    String::from_utf8(output.stdout).unwrap()
}

/// Compares the answers of both programs with the expected one for each user's record.
#[track_caller]
fn decide(site: &Site, list: &str, today: &str, expected: &[(&str, Value, &str)]) {
    let records = expected.iter().map(|(user, record, _)| {
        let mut record = record.clone();
        record["user"] = json!(user);
        record
    });
    let records = records.collect();
    let lines = expected.iter();
    let wanted: String = lines
        .map(|(user, _, when)| format!("{user}: {when}\n"))
        .collect();
    for language in ["python", "js"] {
        let found = answers(site, language, list, today, &records);
        assert_eq!(found, wanted, "{language}, {today}");
    }
}

fn accepted(version: &str) -> Value {
    json!({"id": "privacy", "version": version})
}

#[test]
fn the_programs_of_the_page_decide_for_each_user() {
    let site = Site::new();
    let list = example(&site, "2026-06-01");
    let (privacy, terms) = (
        policy(&site, &list, "privacy"),
        policy(&site, &list, "terms"),
    );
    let versions = &privacy["releases"]["versions"];
    let digest = |of: &Value, id: &str| json!({"id": id, "digest": of, "digest_kind": "content/1"});
    let mut other_kind = digest(&terms["digest"], "terms");
    other_kind["digest_kind"] = json!("content/0");
    let of_terms = |version: &str| json!({"id": "terms", "version": version});
    let upcoming = "from 2026-09-01";
    decide(
        &site,
        &list,
        "2026-06-01",
        &[
            ("the current version", accepted("2.1"), upcoming),
            (
                "only an editorial and a minor one since",
                accepted("2.0"),
                upcoming,
            ),
            ("only a minor one since", accepted("2.0.1"), upcoming),
            ("before a material one", accepted("1.0"), "now"),
            ("the upcoming version", accepted("3.0"), "no"),
            ("an unknown version", accepted("0.9"), "now"),
            ("nothing", json!({"id": "privacy"}), "now"),
            (
                "the digest of the day",
                digest(&privacy["digest"], "privacy"),
                upcoming,
            ),
            (
                "a digest of a later day",
                digest(&versions[3]["digests"][1], "privacy"),
                upcoming,
            ),
            (
                "an old digest",
                digest(&versions[0]["digest"], "privacy"),
                "now",
            ),
            (
                "an unknown digest",
                digest(&terms["digest"], "privacy"),
                "now",
            ),
            (
                "terms, the same text",
                digest(&terms["digest"], "terms"),
                "no",
            ),
            (
                "terms, another text",
                digest(&privacy["digest"], "terms"),
                "now",
            ),
            ("terms, a digest of another kind", other_kind, "now"),
            ("terms, the same version", of_terms("1.0"), "no"),
            ("terms, another version", of_terms("0.9"), "now"),
            ("terms, nothing", json!({"id": "terms"}), "now"),
            (
                "another policy",
                json!({"id": "cookies", "version": "1.0"}),
                "unknown policy",
            ),
        ],
    );
    // The site need not be built on that day; building it changes nothing.
    let later = example(&site, "2026-09-01");
    for list in [list, later] {
        decide(
            &site,
            &list,
            "2026-09-01",
            &[
                ("the version before", accepted("2.1"), "now"),
                ("the current version", accepted("3.0"), "no"),
                ("an old version", accepted("1.0"), "now"),
            ],
        );
    }
}

#[test]
fn the_programs_of_the_page_know_versions_to_come_and_changes_without_weight() {
    let site = two_releases();
    on(&site, "2025-12-31", &["build"]).clean();
    let list = "public/policies.json";
    let expected = [
        (
            "nobody accepts before the first day",
            json!({"id": "privacy"}),
            "from 2026-01-01",
        ),
        ("ahead of time", accepted("1.0"), "from 2026-04-01"),
        ("far ahead of time", accepted("1.1"), "no"),
    ];
    decide(&site, list, "2025-12-31", &expected);
    // Only an editorial version follows.
    let facts = site.read(super::DATA);
    site.file(
        super::DATA,
        &facts.replace("We sell nothing", "We never sell"),
    );
    let arguments = "release privacy --version 1.2 --note Shorter. --editorial";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let run = on(&site, "2026-05-01", &arguments);
    assert_eq!(run.code, 0, "{}", run.text());
    on(&site, "2026-05-01", &["build"]).clean();
    let expected = [
        ("the current version", accepted("1.2"), "no"),
        ("the version before", accepted("1.1"), "no"),
        ("before a material one", accepted("1.0"), "now"),
    ];
    decide(&site, list, "2026-05-01", &expected);
}
