//! A site's own rules.

use std::path::Path;

use policygen::base::diagnostic::json;
use policygen::base::diagnostic::sarif::RuleData;
use policygen::base::diagnostic::{Diagnostic, Report, Severity};
use policygen::check::{Checker, Selection, Summary};
use policygen::{build, load};

use crate::driver::{Run, Site};

/// The blocks of code in the guide, by language.
fn blocks(language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/rules.md");
    let guide = std::fs::read_to_string(path).unwrap();
    let fence = format!("```{language}\n");
    let parts = guide.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_owned())
        .collect()
}

const TERMS: &str = "---\ntitle: Terms\nupdated: 2026-05-01\n---\nYou shall pay.\n";

/// A site with the pack from the guide.
fn site() -> Site {
    Site::with(&[
        ("content/rules/house.yaml", &blocks("yaml")[0]),
        ("content/policies/terms.md", TERMS),
    ])
}

fn check(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["check", "--select", "house"], arguments].concat())
}

#[test]
fn the_guide_s_example_works() {
    let site = site();
    let session = &blocks("console")[0];
    let printed: Vec<&str> = session.lines().collect();
    assert_eq!(printed[0], "$ policygen rules --test");
    let run = site.run(&["rules", "--test"]).clean();
    assert_eq!(run.stdout, format!("{}\n", printed[1]));
    check(&site, &[]).snapshot("own-rules-check");
}

#[test]
fn own_rules_are_listed_and_explained() {
    let site = site();
    site.run(&["rules", "--pack", "house"])
        .clean()
        .snapshot("own-rules-list");
    site.run(&["explain", "ACME101"])
        .clean()
        .snapshot("own-rules-explain");
    let json = site.run(&["rules", "--format", "json"]).clean().stdout;
    assert!(json.contains("ACME102"));
}

/// A pack with one rule that forbids something.
fn forbids(what: &str, text: &str) -> Run {
    let rule = format!(
        "name: house\ntitle: House\nabout: House.\nrules:\n- id: ACME101\n  name: forbidden\n  severity: warning\n  certainty: likely\n  check: {{forbid: {what}}}\n  message: '“{{match}}” beside “{{other}}”'\n  why: Why.\n  fails: []\n  passes: []\n"
    );
    let policy = format!("---\ntitle: Terms\nupdated: 2026-05-01\n---\n{text}\n");
    let site = Site::with(&[
        ("content/rules/house.yaml", &rule),
        ("content/policies/terms.md", &policy),
    ]);
    check(&site, &[])
}

#[test]
fn sentences_contradict_each_other() {
    let rule =
        r"{pattern: ['no fees', 'keine Gebühren'], beside: {pattern: 'fee of', unless: '\bnot\b'}}";
    let found = |text: &str| forbids(rule, text).stderr;
    let both = found("There are no fees.\n\nWe charge a fee of two euros.");
    assert!(both.contains("“no fees” beside “fee of”"), "{both}");
    assert!(both.contains("and here"), "{both}");
    let german = found("Es gibt keine Gebühren. We charge a fee of two euros.");
    assert!(
        german.contains("“keine Gebühren” beside “fee of”"),
        "{german}"
    );
    for text in [
        "There are no fees.",
        "We charge a fee of two euros.",
        "There are no fees. We do not charge a fee of two euros.",
        "There are no fees and no fee of two euros.",
        "There are no fees. The old page said “a fee of two euros”.",
    ] {
        assert!(!found(text).contains("ACME101"), "{text}");
    }
}

/// A full stop of an ordinal or an abbreviation does not end a sentence.
#[test]
fn sentences_end_where_readers_think() {
    let found =
        |text: &str| forbids("{pattern: '\\bplatform', unless: '\\bclosed'}", text).faults();
    assert_eq!(found("The platform was, on 20. Juli 2025, closed."), 0);
    assert_eq!(found("The platform, acc. to the act, was closed."), 0);
    assert_eq!(found("The platform exists. The shop was closed."), 1);
    assert_eq!(
        found("The platform has version 20. The shop was closed."),
        1
    );
}

#[test]
fn combined_patterns_contradict_each_other() {
    let rule = r"{combined: [['\boutside', '\bdata', '\bnever\b']], beside: {combined: [['\bUSA\b', '\bserver']], unless: '\bno\b'}}";
    let found = |text: &str| forbids(rule, text).stderr;
    for (text, said) in [
        (
            "Data never goes outside the EU.\n\nOur servers are in the USA.",
            "“Data never goes outside” beside “servers are in the USA”",
        ),
        (
            "We never send it outside: your data.\n\nOur servers are:\n\n- one in the USA",
            "“never send it outside: your data” beside “USA”",
        ),
    ] {
        let both = found(text);
        assert!(both.contains(said), "{both}");
    }
    for text in [
        "Data never goes outside the EU. Our office is in the USA.",
        "Data goes outside the EU. Our servers are in the USA.",
        "Data never goes outside the EU. We have no servers in the USA.",
        "Data never goes outside the EU to servers in the USA.",
    ] {
        assert!(!found(text).contains("ACME101"), "{text}");
    }
}

#[test]
fn exceptions_count_in_the_section() {
    let rule = r"{pattern: 'depends on the plan', unless: ['\d+ days', '\d+ Tage'], in: section}";
    let faults = |text: &str| forbids(rule, text).faults();
    let asks = "## Storage\n\nHow long depends on the plan.\n";
    assert_eq!(faults(asks), 1);
    assert_eq!(faults(&format!("{asks}\n- Free: 30 days\n")), 0);
    assert_eq!(faults(&format!("{asks}\n- Frei: 30 Tage\n")), 0);
    assert_eq!(faults(&format!("{asks}\n## Notice\n\nIt is 30 days.\n")), 1);
    assert_eq!(faults(&format!("It is 30 days.\n\n{asks}")), 1);
}

#[test]
fn patterns_combine_within_a_sentence() {
    let rule = r"{combined: [['\bintent', '\bliab', '\bnot\b'], ['\bVorsatz', '\bHaftung']], unless: '\bexcept\b'}";
    let found = |text: &str| forbids(rule, text).stderr;
    let english = found("For intent we are not liable, and for this intent neither.");
    assert_eq!(english.matches("ACME101").count(), 1, "{english}");
    assert!(english.contains("“intent”"), "{english}");
    let listed = found("We are not liable for:\n\n- fire\n- acts with intent");
    assert!(listed.contains("terms.md:8:"), "{listed}");
    assert!(found("Die Haftung für Vorsatz entfällt.").contains("“Vorsatz”"));
    for text in [
        "We are liable for intent.",
        "We are not liable. Intent is another matter.",
        "We are not liable, except for intent.",
        "Vorsatz bleibt unberührt. Die Haftung auch.",
    ] {
        assert!(!found(text).contains("ACME101"), "{text}");
    }
}

#[test]
fn links_and_quotations_excuse() {
    let linked = |text: &str| forbids("{pattern: 'see our cookie policy', unlinked: true}", text);
    assert_eq!(linked("For more, see our cookie policy.").faults(), 1);
    let other = "For more, see our cookie policy.\n\n[Refund policy](https://acme.example/a).";
    assert_eq!(linked(other).faults(), 1);
    for text in [
        "For more, see our [cookie policy](https://acme.example/c).",
        "For more, see our cookie policy at www.acme.example/c.",
        "For more, see our cookie policy.\n\n[Cookies](https://acme.example/c) are listed.",
    ] {
        assert_eq!(linked(text).faults(), 0, "{text}");
    }
    let quoted = |text: &str| forbids("{pattern: 'no fees', outside_quotes: true}", text).faults();
    assert_eq!(quoted("There are no fees."), 1);
    assert_eq!(
        quoted("The button reads “no fees”.\n\n> There are no fees."),
        0
    );
}

#[test]
fn own_rules_take_levels_comments_and_baselines() {
    let site = site();
    site.file("policygen.yaml", "check: {levels: {ACME102: off}}\n");
    assert_eq!(check(&site, &[]).faults(), 1);
    assert_eq!(check(&site, &["--ignore", "ACME"]).faults(), 0);
    assert_eq!(check(&site, &["--write-baseline", "known.json"]).code, 0);
    assert_eq!(check(&site, &["--baseline", "known.json"]).faults(), 0);
    let sarif = check(&site, &["--format", "sarif"]).stdout;
    assert!(sarif.contains("\"id\": \"ACME101\"") && sarif.contains("Readers misunderstand"));
    let comment = "<!-- policygen: allow(ACME101) quoted from the statute -->\n\n";
    site.file(
        "content/policies/terms.md",
        &TERMS.replace("You shall", &format!("{comment}You shall")),
    );
    check(&site, &[]).clean();
    // A misspelt ID of the site's own rule gets a suggestion.
    site.file("policygen.yaml", "check: {ignore: ACNE101}\n");
    let run = site.run(&["build"]);
    assert!(
        run.stderr.contains("did you mean `ACME101`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_own_pack_follows_its_regimes() {
    let site = site();
    let pack = blocks("yaml")[0].replace("rules:\n", "regimes: [gdpr]\nrules:\n");
    site.file("content/rules/house.yaml", &pack);
    assert_eq!(check(&site, &[]).faults(), 0);
    site.file("policygen.yaml", "regimes: [gdpr]\n");
    assert_eq!(check(&site, &[]).faults(), 2);
    let coverage = check(&site, &["--coverage"]).stdout;
    assert!(coverage.contains("ACME102"), "{coverage}");
}

#[test]
fn examples_that_fail_are_named() {
    let site = site();
    let pack = blocks("yaml")[0]
        .replace("You must pay", "You shall pay")
        .replace(
            "Our support answers quickly",
            "Our support is there from 9 to 17",
        );
    site.file("content/rules/house.yaml", &pack);
    let run = site.run(&["rules", "--test"]);
    run.snapshot("own-rules-test-fails");
    assert_eq!(run.code, 1);
    // The built-in packs can also be run.
    site.run(&["rules", "--test", "--pack", "dmca"]).clean();
}

#[test]
fn examples_hold_on_the_day_that_the_pack_names() {
    let site = site();
    let pack = "\
name: house
title: House rules
about: What the house has decided.
examples_as_of: 2026-06-20
rules:
- id: ACME101
  name: review-soon
  severity: warning
  certainty: certain
  when: {fact: page.review_by}
  check: {not_past: page.review_by}
  message: the review was due on {value}
  help: review it
  why: Reviews are promises.
  fails:
  - |
    ---
    title: Terms
    review_by: 2026-06-19
    ---
    You must pay within 30 days.
  passes:
  - |
    ---
    title: Terms
    review_by: 2026-06-21
    ---
    You must pay within 30 days.
";
    site.file("content/rules/house.yaml", pack);
    site.run(&["rules", "--test"]).clean();
    let later = site.run(&["rules", "--test", "--as-of", "2026-06-22"]);
    assert_eq!(later.code, 1, "{}", later.stderr);
    assert!(
        later.stderr.contains("example 1 of `passes`"),
        "{}",
        later.stderr
    );
}

/// One bad input for each thing that can be wrong with a pack.
#[test]
fn faults_of_packs() {
    let rule = |text: &str| {
        format!(
            "name: house\ntitle: House\nabout: Ours.\nrules:\n- id: ACME101\n  name: a\n  severity: error\n  \
             certainty: certain\n  check: {text}\n  message: m\n  why: w\n  fails: []\n  passes: []\n"
        )
    };
    let with = |from: &str, to: &str| {
        let text = rule("{section: rights}");
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    let second = |id: &str| {
        let text = rule("{section: rights}");
        let (_, first) = text.split_once("rules:\n").unwrap();
        format!("{text}{}", first.replace("ACME101", id))
    };
    for (name, pack) in [
        ("key", with("certainty:", "certanty:")),
        ("missing", with("  why: w\n", "")),
        ("severity", with("severity: error", "severity: bad")),
        (
            "severity-likely",
            with("certainty: certain", "certainty: likely"),
        ),
        ("type", with("message: m", "message: [m]")),
        ("requirement", rule("{secton: rights}")),
        ("fact", rule("{fact: company.legal_nam}")),
        ("regime", with("rules:\n", "regimes: [gdrp]\nrules:\n")),
        ("pattern", rule("{text: {any: ['(open']}}")),
        (
            "pattern-large",
            rule(r"{text: {any: ['(\w{1000}){1000}']}}"),
        ),
        (
            "builtin",
            rule("{any: [{section: rights}, {builtin: label-style}]}"),
        ),
        ("builtin-unknown", rule("{builtin: label-stile}")),
        ("name", with("name: house", "name: gdpr")),
        ("name-form", with("name: house", "name: House")),
        ("id", with("ACME101", "acme-1")),
        ("id-built-in", with("ACME101", "GDPR101")),
        ("prefix-near", with("ACME101", "GDP101")),
        ("prefix-build", with("ACME101", "SRC999")),
        ("id-twice", second("ACME101")),
        ("prefix-other", second("OTHER102")),
    ] {
        let site = Site::small();
        site.file("content/rules/house.yaml", &pack);
        let run = site.run(&["check", "--select", "CHK"]);
        run.snapshot(&format!("own-rules-bad-{name}"));
        assert_eq!(run.code, 1, "{name}");
        assert_eq!(site.run(&["build"]).code, 1, "{name}");
    }
    let site = Site::small();
    site.file("content/rules/a.yaml", &rule("{section: rights}"));
    site.file("content/rules/b.yaml", &rule("{section: rights}"));
    site.file(
        "content/rules/c.yaml",
        &with("name: house", "name: other").replace("ACME101", "ACMES101"),
    );
    site.run(&["check", "--select", "CHK"])
        .snapshot("own-rules-bad-two");
}

/// The packs of this repository are the built-in ones, and are read only once.
#[test]
fn copies_of_built_in_packs_are_no_packs_of_the_site() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/rules");
    let site = Site::small();
    for pack in ["gdpr.yaml", "quality.yaml"] {
        let text = std::fs::read_to_string(folder.join(pack)).unwrap();
        site.file(&format!("content/rules/{pack}"), &text);
    }
    site.run(&["build"]).clean();
    let rules = site.run(&["rules"]).clean().stdout;
    assert_eq!(rules, Site::new().run(&["rules"]).clean().stdout);
    let mut faults = Vec::new();
    let rules = load::rules(Path::new(env!("CARGO_MANIFEST_DIR")), &mut faults).unwrap();
    assert_eq!((faults.len(), rules.own_packs().len()), (0, 0));
}

fn options(root: &Path) -> load::Options {
    load::Options {
        root: root.to_owned(),
        out: None,
        base_url: None,
        as_of: "2026-06-20".parse().unwrap(),
        drafts: true,
        fragments: false,
        placeholders: false,
        unreleased: false,
    }
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    let report = Report {
        diagnostics,
        policies: &[],
        folder: "",
        deny: Severity::Error,
    };
    json::render(&report, |_| RuleData::default()).unwrap()
}

/// A site can be checked in parts: summaries that went through JSON produce the same findings.
#[test]
fn summaries_survive_serialisation() {
    let block = "Backups are made every day, kept in a second data centre for thirty days and then \
        overwritten, so that data which you delete is gone from all of our systems after that time.";
    let made = Site::with(&[
        ("policygen.yaml", "regimes: [gdpr, caloppa]\n"),
        ("content/clauses/unused.md", "Nobody calls this.\n"),
        (
            "content/policies/privacy.md",
            &format!(
                "---\ntitle: Datenschutz für Häuser\n---\nÜber uns: 3 März\n\n{block}\n\nLast updated: March 3, 2025\n\nWrite to us for our security policy.\n"
            ),
        ),
        (
            "content/policies/terms.md",
            &format!("---\ntitle: Terms\n---\nÄ text.\n\n{block}\n\nLast updated: 3 March 2025\n"),
        ),
    ]);
    let starter = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (root, least) in [(made.root(), 4), (starter, 0)] {
        let mut faults = Vec::new();
        let site = load::load(&options(root), &mut faults).unwrap();
        let selection = Selection::default();
        let standard = load::standard_clauses();
        let context = build::context(&site, standard);
        let checker = Checker::new(context, &selection, true);
        let (summaries, found) = build::check_pages(&site, &checker, faults).unwrap();
        let text = serde_json::to_string(&summaries).unwrap();
        let mut read: Vec<Summary> = serde_json::from_str(&text).unwrap();
        // The order does not matter.
        read.reverse();
        let file = |path: &str| {
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            Some(policygen::base::source::Source::new(path, text))
        };
        let whole = checker.site(&summaries, found.clone(), &file);
        let parts = checker.site(&read, found, &file);
        assert_eq!(shown(&whole.diagnostics), shown(&parts.diagnostics));
        let rows = |coverage: Option<policygen::check::Coverage>| coverage.unwrap().rows;
        assert_eq!(rows(whole.coverage), rows(parts.coverage));
        assert!(
            whole.diagnostics.len() >= least,
            "{}",
            shown(&whole.diagnostics)
        );
    }
}

#[test]
fn letters_of_one_case_in_a_pattern_that_ignores_case() {
    let rule = |pattern: &str| {
        format!(
            "name: house\ntitle: House\nabout: Ours.\nrules:\n- id: ACME101\n  name: short\n  severity: warning\n  certainty: likely\n  \
             check: {{forbid: {{pattern: '{pattern}'}}}}\n  message: no\n  why: no\n  fails: []\n  passes: []\n"
        )
    };
    let said = |pattern: &str| {
        let site = Site::with(&[
            ("content/rules/house.yaml", &rule(pattern)),
            ("content/policies/terms.md", TERMS),
        ]);
        check(&site, &[]).text()
    };
    crate::snapshot::compare(
        "own-rules-case",
        &[said(r"\b[A-Z]{2}\d+"), said(r"the \p{Lu}\w+")].concat(),
    );
    for sound in [r"(?-i:[A-Z])\d", r"[A-Za-z]{9}", r"(?-i)\p{Lu}{9}"] {
        let said = said(sound);
        assert!(!said.contains("CHK108"), "{said}");
    }
}

/// The output of `check` with a pack that has pieces and this pattern.
fn with_pieces(pattern: &str) -> String {
    let pack = format!(
        "name: house\ntitle: House\nabout: House.\npieces:\n  form: 'Ltd|GmbH'\n  verb: (?-i:pays|owes)\n  both: (?&form) (?&verb)\n  early: (?&late)\n  late: Ltd\nrules:\n- id: ACME101\n  name: forbidden\n  severity: warning\n  certainty: likely\n  check: {{forbid: {{pattern: '{pattern}'}}}}\n  message: '“{{match}}” (?&form)'\n  why: Why.\n  fails: []\n  passes: []\n"
    );
    let policy = "---\ntitle: Terms\nupdated: 2026-05-01\n---\nAcme Ltd pays. Acme GmbH owes.\n";
    let site = Site::with(&[
        ("content/rules/house.yaml", &pack),
        ("content/policies/terms.md", policy),
    ]);
    check(&site, &[]).text()
}

#[test]
fn pieces_of_patterns() {
    let said = with_pieces("Acme (?&form) (?&verb)");
    for found in ["“Acme Ltd pays” (?&form)", "“Acme GmbH owes” (?&form)"] {
        assert!(said.contains(found), "{said}");
    }
    let said = with_pieces("Acme (?&from)");
    assert!(said.contains("unknown piece `from` in a pattern"), "{said}");
    assert!(said.contains("did you mean `form`"), "{said}");
    assert!(said.contains("house.yaml:15:29"), "{said}");
    assert!(!said.contains("invalid regular expression"), "{said}");
    let said = with_pieces("Acme (?&both)");
    assert!(said.contains("“Acme Ltd pays”"), "{said}");
    let said = with_pieces("Acme (?&early)");
    assert!(said.contains("unknown piece `late`"), "{said}");
    assert!(
        said.contains("define it before the pieces that refer to it"),
        "{said}"
    );
    let said = with_pieces("Acme (?&");
    assert!(said.contains("unknown piece"), "{said}");
}
