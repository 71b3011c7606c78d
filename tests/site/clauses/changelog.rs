//! The changelog of the standard clauses, and the notes of `check` on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use policygen::base::diagnostic::human;
use policygen::base::source::Source;
use policygen::build;
use policygen::check::{Baseline, Checker, Selection};
use policygen::clauses::{Changelog, Library};
use policygen::load::{self, Options};

use crate::driver::Site;
use crate::snapshot;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/clauses/changelog.yaml")
}

fn read(text: &str) -> Changelog {
    Changelog::read(&Source::new("changelog.yaml", text)).unwrap()
}

/// A clause whose current wording is not in the changelog.
#[derive(Debug, PartialEq)]
struct Stale {
    name: String,
    /// The latest version with a different wording, and its digest.
    known: Option<(String, String)>,
    digest: String,
}

/// All stale clauses.
fn stale(library: &Library, changelog: &Changelog) -> Vec<Stale> {
    let clauses = library.clauses().iter();
    let stale = clauses.filter_map(|clause| {
        let digest = clause.words_digest();
        let known = changelog.latest(&clause.name);
        let known = known.map(|(version, digest)| (version.to_owned(), digest.to_owned()));
        let is_known = known.as_ref().is_some_and(|(_, known)| *known == digest);
        (!is_known).then(|| Stale {
            name: clause.name.clone(),
            known,
            digest,
        })
    });
    stale.collect()
}

/// How to add the missing entries.
fn advice(stale: &[Stale]) -> String {
    let lines = stale.iter().map(|Stale { name, known, digest }| match known {
        Some((version, _)) if version != "unreleased" => format!(
            "the words of `{name}` changed since {version}: add to content/clauses/changelog.yaml, under `version: unreleased`,\n    \
             {name}: {{digest: {digest}, change: \"says what changed, in a line\"}}\n"
        ),
        _ => format!("`{name}` is new, or changed again before its release: run this test with UPDATE=1\n"),
    });
    lines.collect()
}

/// The changelog with the digests of unreleased changes.
fn updated(text: &str, stale: &[Stale]) -> String {
    let mut text = text.to_owned();
    for Stale {
        name,
        known,
        digest,
    } in stale
    {
        match known {
            Some((version, old)) if version == "unreleased" => {
                // The latest entry is the first.
                let at = text.find(&format!("\n    {name}:")).unwrap();
                let line = text.split_off(at);
                text.push_str(&line.replacen(old.as_str(), digest, 1));
            }
            Some(_) => {}
            None => {
                let head = "- version: unreleased\n  clauses:\n";
                if !text.contains(head) {
                    let at = text.find("- version:").unwrap_or(text.len());
                    text.insert_str(at, head);
                }
                let start = text.find(head).unwrap() + head.len();
                let mut at = start;
                for line in text[start..].split_inclusive('\n') {
                    let is_before = |other: &str| other < name.as_str();
                    if !line.strip_prefix("    ").is_some_and(is_before) {
                        break;
                    }
                    at += line.len();
                }
                text.insert_str(at, &format!("    {name}: {digest}\n"));
            }
        }
    }
    text
}

#[test]
fn it_has_the_words_of_every_clause() {
    let mut faults = Vec::new();
    let library = load::standard_library(&mut faults).unwrap();
    assert_eq!(faults, []);
    let mut text = fs::read_to_string(path()).unwrap();
    if snapshot::update() {
        text = updated(&text, &stale(&library, &read(&text)));
        fs::write(path(), &text).unwrap();
    }
    let changelog = read(&text);
    let stale = stale(&library, &changelog);
    assert!(stale.is_empty(), "\n{}", advice(&stale));
    let is_gone = |name: &&str| !library.clauses().iter().any(|clause| clause.name == *name);
    let unreleased = text
        .split("- version: ")
        .find(|part| part.starts_with("unreleased"));
    let gone: Vec<&str> = changelog.names().filter(is_gone).collect();
    for name in gone {
        let line = format!("\n    {name}:");
        let is_new = unreleased.is_some_and(|part| part.contains(&line));
        assert!(
            !is_new,
            "remove `{name}` from content/clauses/changelog.yaml: no clause is called so"
        );
    }
}

#[test]
fn a_change_without_an_entry_is_found() {
    let clause = |words: &str| {
        let text = format!("---\nsummary: How long\n---\n{words}\n");
        let source = Source::new("<policygen>/clauses/privacy/keeping.md", text);
        Library::compile(&[source], &mut Vec::new()).unwrap()
    };
    let digest = clause("We keep data.").clauses()[0].words_digest();
    let released = format!("- version: 0.2.0\n  clauses:\n    keeping: {digest}\n");
    let found = |words: &str, text: &str| stale(&clause(words), &read(text));
    assert_eq!(found("We keep data.", &released), []);
    assert_eq!(found("We\nkeep  data.", &released), []);
    let changed = found("We delete data.", &released);
    let said = advice(&changed);
    assert!(
        said.contains("the words of `keeping` changed since 0.2.0"),
        "{said}"
    );
    assert!(said.contains("keeping: {digest: x"), "{said}");
    assert_eq!(updated(&released, &changed), released);
    // An unreleased change does not need a note.
    let unreleased = released.replace("0.2.0", "unreleased");
    let written = updated(&unreleased, &found("We delete data.", &unreleased));
    assert_eq!(found("We delete data.", &written), []);
    let other = released.replace("keeping", "looking");
    let written = updated(&other, &found("We keep data.", &other));
    assert!(
        written.starts_with("- version: unreleased\n  clauses:\n    keeping: x"),
        "{written}"
    );
    assert_eq!(found("We keep data.", &written), []);
}

const CHANGES: &str = "\
- version: unreleased
  clauses:
    report_channels: {digest: x2, change: names a postal address}
- version: 0.3.0
  clauses:
    retention_table: {digest: x3, change: backups have a column of their own}
    cookies: {digest: x3, change: nothing that this site prints}
- version: 0.2.0
  clauses:
    retention: {digest: x4, change: the heading is shorter}
    retention_table: {digest: x4, change: the first column is narrower}
- version: 0.1.0
  clauses:
    cookies: x1
    report_channels: x1
    retention: x1
    retention_table: x1
";

#[test]
fn check_names_what_changed_since_the_version_that_settings_require() {
    let site = Site::with(&[
        (
            "policygen.yaml",
            "title: Legal\nrequired_version: \">=0.0.1\"\n",
        ),
        (
            "content/facts/data.yaml",
            "company: Acme\nretention: [{data: logs, period: P30D, after: collection}]\n",
        ),
        (
            "content/clauses/report-channels.md",
            "---\nsummary: Ours\n---\nWrite to us.\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\n---\n{{ <retention /> }}\n\n## Reports\n\n{{ <report_channels /> }}\n",
        ),
    ]);
    let mut said = String::new();
    for lowest in ["0.0.1", "0.2", "1"] {
        site.file(
            "policygen.yaml",
            &format!("title: Legal\nrequired_version: \">={lowest}, <9\"\n"),
        );
        said.push_str(&format!("since {lowest}\n{}", notes(&site, &read(CHANGES))));
    }
    snapshot::compare("clause-changes", &said);
}

/// The notes of a check with this changelog.
fn notes(site: &Site, changelog: &Changelog) -> String {
    let text = fs::read_to_string(site.path("policygen.yaml")).unwrap();
    // This program is older than the changes, so the site is read without the range.
    site.file("policygen.yaml", "title: Legal\n");
    let options = Options {
        root: site.root().to_owned(),
        out: None,
        base_url: None,
        as_of: "2026-06-01".parse().unwrap(),
        drafts: false,
        fragments: false,
        placeholders: false,
        unreleased: false,
    };
    let mut faults = Vec::new();
    let mut loaded = load::load(&options, &mut faults).unwrap();
    loaded.settings =
        policygen::model::settings::read(&Source::new("policygen.yaml", text), &mut faults).into();
    let selection = Selection::default();
    let checker = Checker::new(build::context(&loaded, changelog), &selection, false);
    let (summaries, found) = build::check_pages(&loaded, &checker, faults).unwrap();
    let found = checker.site(&summaries, found, &|_: &str| None::<Arc<Source>>);
    let changed = found.diagnostics.into_iter();
    let changed: Vec<_> = changed.filter(|found| found.code.id == "CHK115").collect();
    // A change is acknowledged with `required_version`, so that the next one is noted.
    assert!(Baseline::of(&changed).is_empty());
    human::render(&changed, false)
}

#[test]
fn copies_of_standard_clauses_are_noted() {
    let library = load::standard_library(&mut Vec::new()).unwrap();
    let clause = |name: &str| {
        let mut clauses = library.clauses().iter();
        clauses
            .find(|clause| clause.name == name)
            .unwrap()
            .source
            .text
            .clone()
    };
    let site = Site::with(&[
        (
            "content/policies/privacy.md",
            "# Privacy\n\n{{ <we_you /> }}\n\n{{ <ours /> }}\n\n{{ <complaint /> }}\n",
        ),
        (
            "content/facts/company.yaml",
            "company: Acme\nservice: Paper\n",
        ),
        // The same clause, with other line breaks and its own summary, and with a different
        // wording.
        ("content/clauses/we-you.md", &clause("we_you")),
        (
            "content/clauses/ours.md",
            &clause("we_you")
                .replace("summary: ", "summary: Ours, ")
                .replace("\n\n", "\n\n\n"),
        ),
        (
            "content/clauses/complaint.md",
            "---\nsummary: Complaints\n---\nComplain to us.\n",
        ),
    ]);
    let run = site.run(&["check"]);
    let found = run
        .stderr
        .split("\n\n")
        .filter(|found| found.contains("CHK116"));
    snapshot::compare("clause-copies", &found.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn the_list_says_the_version_of_the_library() {
    let run = Site::small().run(&["clauses"]).clean();
    let version = concat!(
        "standard clauses: version ",
        env!("CARGO_PKG_VERSION"),
        "\n"
    );
    assert!(run.stdout.ends_with(version), "{}", run.stdout);
    let run = Site::small().run(&["clauses", "retention"]).clean();
    assert!(run.stdout.contains("\nsince       "), "{}", run.stdout);
}

#[test]
fn what_is_unreleased_is_named_when_it_is_released() {
    let text = fs::read_to_string(path()).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let log = fs::read_to_string(root.join("CHANGELOG.md")).unwrap();
    let versions = text
        .lines()
        .filter_map(|line| line.strip_prefix("- version: "));
    for version in versions {
        match version {
            "unreleased" => {
                let (_, rest) = log.split_once("## [Unreleased]").unwrap();
                let section = rest.split("\n## ").next().unwrap();
                assert!(
                    section.contains("\n- "),
                    "all of CHANGELOG.md is released: write its version for `unreleased` in content/clauses/changelog.yaml"
                );
            }
            version => assert!(log.contains(&format!("\n## [{version}]")), "{version}"),
        }
    }
}
