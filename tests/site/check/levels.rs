//! Which rules run, the severity of their findings, and when a run fails.

use crate::driver::{Run, Site};

/// An error, a warning, and a warning of the build.
fn faulty() -> Site {
    Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\nlayout: page\n---\n\
         TODO: write.\n\nWe rely on the Safe Harbor framework.\n",
    )])
}

/// The findings with these settings.
fn with(settings: &str) -> Run {
    let site = faulty();
    site.file("policygen.yaml", settings);
    site.run(&["check"])
}

/// The codes of the findings, with their severities.
fn codes(run: &Run) -> Vec<&str> {
    let end = |line: &str| line.find("]:").unwrap_or_default();
    run.stderr
        .lines()
        .filter(|line| {
            ["error[", "warning[", "note["]
                .iter()
                .any(|word| line.starts_with(word))
        })
        .map(|line| &line[..=end(line)])
        .collect()
}

#[test]
fn by_default() {
    let run = faulty().run(&["check"]);
    assert_eq!(
        codes(&run),
        ["warning[FAC202]", "error[QUA101]", "warning[LAW902]"]
    );
    assert!(run.stderr.ends_with("\n1 error, 2 warnings in 1 policy\n"));
    assert_eq!(run.code, 1);
}

#[test]
fn levels_of_settings() {
    let run = with("check: {levels: {QUA101: info, LAW902: error, FAC202: off}}\n");
    assert_eq!(codes(&run), ["note[QUA101]", "error[LAW902]"]);
    let run = with("check: {levels: {quality: note, LAW: off}, ignore: FAC2}\n");
    assert_eq!(codes(&run), ["note[QUA101]"]);
    // A rule's own level overrides that of its pack.
    let run = with("check: {levels: {superseded-law: off, LAW902: info}, ignore: [quality]}\n");
    assert_eq!(codes(&run), ["warning[FAC202]", "note[LAW902]"]);
}

#[test]
fn levels_of_one_policy() {
    let site = faulty();
    site.file("policygen.yaml", "check: {levels: {LAW902: info}}\n");
    let text = site.read("content/policies/notes.md");
    let own = "check: {levels: {LAW902: error}, ignore: [QUA101, FAC202]}\n";
    let text = text.replace("layout:", &format!("{own}layout:"));
    site.file("content/policies/more.md", &text);
    let run = site.run(&["check"]);
    assert_eq!(
        codes(&run),
        [
            "error[LAW902]",
            "warning[FAC202]",
            "error[QUA101]",
            "note[LAW902]"
        ]
    );
    // The command line overrides the settings.
    let run = site.run(&["check", "--ignore", "LAW902,FAC202"]);
    assert_eq!(codes(&run), ["error[QUA101]"]);
}

/// A pack's level does not turn on rules that are off by default.
#[test]
fn rules_that_are_off() {
    let label = "---\ntitle: Notes\nupdated: 2026-05-01\n---\n- **One:** a\n- **Two** – b\n- **Three.** c\n";
    let site = Site::with(&[("content/policies/notes.md", label)]);
    let count = |arguments: &[&str]| codes(&site.run(arguments)).len();
    assert_eq!(count(&["check"]), 0);
    site.file("policygen.yaml", "check: {levels: {quality: error}}\n");
    assert_eq!(count(&["check"]), 0);
}

#[test]
fn select_and_ignore() {
    let site = faulty();
    let found = |arguments: &[&str]| {
        let run = site.run(&[&["check"], arguments].concat());
        codes(&run).join(" ")
    };
    assert_eq!(found(&["--select", "QUA101"]), "error[QUA101]");
    assert_eq!(
        found(&["--select", "quality,FAC"]),
        "warning[FAC202] error[QUA101]"
    );
    assert_eq!(found(&["--select", "superseded-law"]), "warning[LAW902]");
    assert_eq!(found(&["--select", "LAW9"]), "warning[LAW902]");
    assert_eq!(
        found(&["--ignore", "quality", "--ignore", "FAC202"]),
        "warning[LAW902]"
    );
    assert_eq!(found(&["--select", "LAW", "--ignore", "LAW902"]), "");
    assert_eq!(
        found(&["--select", "LAW902", "--ignore", "LAW"]),
        "warning[LAW902]"
    );
    // Naming a rule turns it on even if settings turn it off; its level is unchanged.
    site.file(
        "policygen.yaml",
        "check: {levels: {LAW902: info}, ignore: [QUA101]}\n",
    );
    assert_eq!(
        found(&["--select", "QUA101,LAW902"]),
        "error[QUA101] note[LAW902]"
    );
    assert_eq!(found(&["--select", "quality"]), "");
    // Errors of the build are reported whatever is selected.
    site.file(
        "content/policies/more.md",
        "---\ntitle: More\n---\n[x](#nowhere)\n",
    );
    assert_eq!(
        found(&["--select", "QUA101"]),
        "error[REF102] error[QUA101]"
    );
}

#[test]
fn select_and_ignore_that_make_no_sense() {
    let site = faulty();
    let words: &[(&str, &[&str])] = &[
        ("unknown", &["--select", "LAW92"]),
        ("pack", &["--ignore", "qualty"]),
        ("both", &["--select", "QUA101,LAW", "--ignore", "LAW"]),
        ("fixed", &["--ignore", "REF102"]),
    ];
    for (name, arguments) in words {
        let run = site.run(&[&["check"], *arguments].concat());
        assert_eq!(run.code, 2);
        run.snapshot(&format!("check-select-{name}"));
    }
}

#[test]
fn deny() {
    let codes = |text: &str, deny: &str| {
        let site = Site::with(&[("content/policies/notes.md", text)]);
        let arguments: &[&str] = &["check", "--select", "LAW902,QUA101", "--deny", deny];
        let run = site.run(arguments);
        site.file("policygen.yaml", "check: {levels: {LAW902: info}}\n");
        [run.code, site.run(arguments).code]
    };
    let text = "---\ntitle: Notes\n---\nWe rely on the Safe Harbor framework.\n";
    assert_eq!(codes(text, "error"), [0, 0]);
    assert_eq!(codes(text, "errors"), [0, 0]);
    assert_eq!(codes(text, "warnings"), [1, 0]);
    for word in ["note", "notes", "info"] {
        assert_eq!(codes(text, word), [1, 1], "{word}");
    }
    let run = faulty().run(&["check", "--deny", "everything"]);
    run.snapshot("check-deny-unknown");
}

#[test]
fn settings_that_make_no_sense() {
    let texts = [
        (
            "unknown-rule",
            "check: {levels: {LAW92: off}, ignore: [qualty]}\n",
        ),
        (
            "conflict",
            "check:\n  levels: {LAW902: error}\n  ignore: [LAW902]\n",
        ),
        (
            "build-code",
            "check: {levels: {REF102: warning, THM: off}}\n",
        ),
        ("unknown-level", "check: {levels: {LAW902: fatal}}\n"),
        (
            "form",
            "check: {level: {LAW902: off}, ignore: {LAW902: off}}\n",
        ),
    ];
    for (name, settings) in texts {
        let site = Site::with(&[(
            "content/policies/notes.md",
            "---\ntitle: Notes\n---\nNone.\n",
        )]);
        site.file("policygen.yaml", settings);
        let run = site.run(&["check", "--select", "LAW902,CHK"]);
        assert_eq!(run.code, 1);
        run.snapshot(&format!("check-settings-{name}"));
    }
}

#[test]
fn front_matter_that_makes_no_sense() {
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\ncheck:\n  levels: {LAW92: off, LAW902: off}\n  ignore: LAW902\n---\nNone.\n",
    )]);
    site.run(&["check"]).snapshot("check-front-matter");
}
