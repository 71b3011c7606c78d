//! Every rule of every pack on its own examples, which are also its
//! documentation.

use std::collections::BTreeMap;
use std::path::Path;

use policygen::base::diagnostic::{Diagnostic, human};
use policygen::check::rule::{Example, Pack, Requirement, Rule};
use policygen::check::{Checker, Levels, registry};
use policygen::{build, load};
use rayon::prelude::*;
use regex::Regex;

/// The day that examples are checked for.
const AS_OF: &str = "2026-06-20";

/// The files of an example.
fn files(pack: &Pack, rule: &Rule, example: &Example) -> BTreeMap<String, String> {
    let mut files = match example {
        Example::Policy(text) => {
            let name = rule.documents.first().map_or("page", String::as_str);
            BTreeMap::from([(format!("content/policies/{name}.md"), text.clone())])
        }
        Example::Site(files) => files.clone(),
    };
    let regimes = rule.regimes.as_ref().unwrap_or(&pack.regimes);
    files.entry("policygen.yaml".to_owned()).or_insert_with(|| {
        let regime = regimes.first().map_or("", String::as_str);
        format!("regimes: [{regime}]\n")
    });
    files
}

/// What `check` says of an example.
fn check(pack: &Pack, rule: &Rule, example: &Example) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (path, text) in files(pack, rule, example) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    check_site(&root, rule)
}

fn check_site(root: &Path, rule: &Rule) -> Vec<Diagnostic> {
    let options = load::Options {
        root: root.to_owned(),
        out: None,
        base_url: None,
        as_of: AS_OF.parse().unwrap(),
        drafts: false,
        fragments: false,
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults).unwrap();
    // Rules that are off run when they are asked for; then faults of the
    // example itself are not seen.
    let asked = if rule.off {
        vec![rule.id.clone()]
    } else {
        Vec::new()
    };
    let levels = Levels::asked(&asked, &[]).unwrap();
    let checker = Checker::new(&site, levels, false);
    build::check(&site, checker, faults).unwrap().diagnostics
}

/// What the examples of a rule do that they should not.
fn faults(pack: &Pack, rule: &Rule) -> Vec<String> {
    let mut found = Vec::new();
    let word_in_braces = Regex::new(r"\{[a-z_]+\}").unwrap();
    let is_of_build = matches!(&rule.check, Requirement::Builtin(name) if name == "build");
    let cases = [
        ("fails", &rule.fails, true),
        ("passes", &rule.passes, false),
        ("traps", &rule.traps, false),
    ];
    for (kind, examples, wanted) in cases {
        for (number, example) in examples.iter().enumerate() {
            let diagnostics = check(pack, rule, example);
            let says = |what: &str| {
                let shown = human::render(&diagnostics, false);
                format!("{} {kind}[{number}]: {what}\n{shown}", rule.id)
            };
            let fires = diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code.id == rule.id);
            let unfilled = diagnostics.iter().any(|diagnostic| {
                diagnostic.code.id == rule.id
                    && (diagnostic.message.contains('{')
                        || diagnostic
                            .help
                            .iter()
                            .any(|help| word_in_braces.is_match(help)))
            });
            if fires != wanted {
                found.push(says(if wanted {
                    "finds nothing"
                } else {
                    "finds something"
                }));
            } else if unfilled {
                found.push(says("has braces in its message or help"));
            }
            let is_broken = diagnostics.iter().any(|diagnostic| {
                !is_of_build
                    && registry().rule(diagnostic.code.id).is_none()
                    && diagnostic.code.id != "CHK101"
                    && diagnostic.code.id != "SRC110"
            });
            if is_broken {
                found.push(says("is faulty"));
            }
        }
    }
    if rule.fails.is_empty() || rule.passes.is_empty() {
        found.push(format!("{} lacks examples", rule.id));
    }
    found
}

#[test]
fn packs_can_be_read() {
    assert_eq!(registry().faults(), &[] as &[String]);
}

/// `RULES=GDPR1 cargo test …` looks at rules whose ids begin so.
#[test]
fn every_rule_does_what_its_examples_say() {
    let only = std::env::var("RULES").unwrap_or_default();
    let rules: Vec<_> = registry()
        .rules()
        .filter(|(_, rule)| rule.id.starts_with(&only))
        .collect();
    let found: Vec<String> = rules
        .into_par_iter()
        .flat_map_iter(|(pack, rule)| faults(pack, rule))
        .collect();
    assert!(
        found.is_empty(),
        "{} faults\n\n{}",
        found.len(),
        found.join("\n")
    );
}
