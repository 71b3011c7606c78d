//! Every rule of every built-in pack on its own examples, which are also its
//! documentation.

use std::path::Path;
use std::sync::Arc;

use policygen::base::diagnostic::human;
use policygen::build::{Examples, Mismatch};
use policygen::rules::RuleSet;
use rayon::prelude::*;

/// Every file is a pack; an example that does not fit fails the test.
#[test]
fn packs_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/rules");
    let files = std::fs::read_dir(folder).unwrap();
    let is_pack = |path: &Path| path.extension().is_some_and(|ending| ending == "yaml");
    let count = files
        .filter(|file| is_pack(&file.as_ref().unwrap().path()))
        .count();
    let rules = RuleSet::default();
    assert_eq!(rules.packs().count(), count);
    for (_, rule) in rules.rules() {
        assert!(
            !rule.fails.is_empty() && !rule.passes.is_empty(),
            "{}",
            rule.id
        );
    }
}

/// `RULES=GDPR1 cargo test …` tests only rules whose IDs begin with `GDPR1`.
#[test]
fn every_rule_does_what_its_examples_say() {
    let only = std::env::var("RULES").unwrap_or_default();
    let rules = Arc::new(RuleSet::default());
    let tested: Vec<_> = rules
        .rules()
        .filter(|(_, rule)| rule.id.starts_with(&only))
        .collect();
    let examples = Examples::new(&rules).unwrap();
    let mismatches: Vec<Mismatch> = tested
        .into_par_iter()
        .flat_map_iter(|(pack, rule)| {
            let as_of = pack.examples_as_of.expect("a day for the examples");
            examples.run(pack, rule, as_of).unwrap()
        })
        .collect();
    let shown: Vec<String> = mismatches
        .iter()
        .map(|one| {
            let found = human::render(&one.found, false);
            let (rule, list, number) = (&one.rule, one.list, one.number);
            format!("{rule} {list} {number}: {}\n{found}", one.reason.words())
        })
        .collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}
