//! `check --format`: the same findings for people and for programs.

use serde_json::Value;

use crate::driver::{Run, Site};

/// Findings of all severities: in prose, in one of the site's own clauses, in a
/// built-in one, in facts and in front matter; characters that formats escape.
fn faulty() -> Site {
    Site::with(&[
        ("policygen.yaml", "regimes: [gdpr]\n"),
        (
            "content/facts/company.yaml",
            "company: {legal_name: \"Ä & <Ö>, Inc: 100%\", address: {city: Berlin, country: DE}}\n",
        ),
        (
            "content/clauses/house.md",
            "---\nsummary: A house rule\n---\nWe rely on the EU-U.S. Privacy Shield.\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy policy\nupdated: 2026-05-01\nlayout: page\n---\n\
             “Ünïcode” first. TODO: name the officer.\n\n{{ <house /> }}\n\n\
             Read [the rest](#dta).\n\n## Data {#data}\n\n{{ company.legal_name }} keeps little. Write to privacy@acme.example.\n",
        ),
        (
            "content/policies/a folder/terms, of: use.md",
            "---\ntitle: Notes\nupdated: 2026-05-01\n---\n## Price {#price}\n\nWe charge [insert amount] a month.\n",
        ),
    ])
}

/// Enough rules for a finding of each kind.
const RULES: &str = "QUA101,LAW901,REF102,FAC202,FAC112,GDPR102,CHK101";

fn run(format: &str) -> Run {
    faulty().run(&["check", "--select", RULES, "--format", format])
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn human() {
    run("human").snapshot("check-format-human");
}

#[test]
fn json() {
    let run = run("json");
    run.snapshot("check-format-json");
    let findings = parsed(&run)["findings"].as_array().unwrap().len();
    let human = self::run("human").stderr;
    assert_eq!(findings, human.matches(" --> ").count());
}

#[test]
fn sarif() {
    run("sarif").snapshot("check-format-sarif");
}

#[test]
fn github() {
    run("github").snapshot("check-format-github");
}

#[test]
fn junit() {
    run("junit").snapshot("check-format-junit");
}

/// The faults of a SARIF log, according to the OASIS schema.
fn faults_of_sarif(log: &Value) -> Option<String> {
    let schema = include_str!("../schemas/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let compiled = compiler.compile("sarif.json", &mut schemas).unwrap();
    let result = schemas.validate(log, compiled);
    result.err().map(|error| format!("{error:#}"))
}

#[test]
fn sarif_is_valid() {
    let log = parsed(&run("sarif"));
    assert_eq!(faults_of_sarif(&log), None);
    let empty = Site::small();
    empty.file(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\n---\n## Price\n\nNone.\n",
    );
    empty.remove("content/policies/privacy.md");
    empty.remove("content/policies/terms.md");
    let run = empty
        .run(&["check", "--format", "sarif", "--ignore", "CHK101"])
        .clean();
    assert_eq!(faults_of_sarif(&parsed(&run)), None);
    // The check works: a log without its version is not valid.
    let mut broken = log;
    broken.as_object_mut().unwrap().remove("version");
    assert!(faults_of_sarif(&broken).is_some());
}

#[test]
fn sarif_names_findings_alike_when_lines_move() {
    let prints = |log: &Value| -> Vec<String> {
        let results = log["runs"][0]["results"].as_array().unwrap();
        let print = |result: &Value| result["partialFingerprints"].to_string();
        results.iter().map(print).collect()
    };
    let site = faulty();
    let before = prints(&parsed(&site.run(&["check", "--format", "sarif"])));
    let text = site.read("content/policies/privacy.md");
    site.file(
        "content/policies/privacy.md",
        &text.replace("---\n“", "---\n\nAll is well.\n\n“"),
    );
    let after = prints(&parsed(&site.run(&["check", "--format", "sarif"])));
    assert_eq!(before, after);
    let unique: std::collections::BTreeSet<&String> = before.iter().collect();
    assert_eq!(unique.len(), before.len());
}

#[test]
fn paths_lead_from_the_working_folder() {
    let site = Site::new();
    site.file(
        "legal/content/policies/notes.md",
        "---\ntitle: Notes\n---\nTODO: write.\n",
    );
    let run = site.run(&["check", "--root", "./legal", "--format", "github"]);
    assert!(
        run.stdout
            .contains("file=legal/content/policies/notes.md,line="),
        "{}",
        run.text()
    );
    let root = site.path("legal");
    let run = site.run(&[
        "check",
        "--root",
        root.to_str().unwrap(),
        "--format",
        "sarif",
    ]);
    assert!(
        run.stdout
            .contains("\"uri\": \"legal/content/policies/notes.md\""),
        "{}",
        run.text()
    );
}

#[test]
fn nothing_found() {
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\n---\n## Price\n\nNone.\n",
    )]);
    site.run(&["check"]).snapshot("check-nothing");
    assert_eq!(site.run(&["check", "--quiet"]).clean().stdout, "");
    for format in ["json", "github", "junit"] {
        let run = site.run(&["check", "--format", format]).clean();
        run.snapshot(&format!("check-nothing-{format}"));
    }
}

#[test]
fn unknown_format() {
    Site::small()
        .run(&["check", "--format", "xml"])
        .snapshot("check-format-unknown");
}
