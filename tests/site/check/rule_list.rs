//! `explain` and `rules`: rules explained to users.

use policygen::check::About;
use policygen::rules::RuleSet;
use serde_json::Value;

use crate::driver::Site;

#[test]
fn explain() {
    let site = Site::new();
    for id in ["GDPR102", "QUA117", "REF102", "FAC202", "SRC106", "LAW906"] {
        site.run(&["explain", id])
            .clean()
            .snapshot(&format!("explain-{}", id.to_lowercase()));
    }
    assert_eq!(
        site.run(&["explain", "gdpr102"]).clean().stdout,
        site.run(&["explain", "GDPR102"]).stdout
    );
    site.run(&["explain", "GDPR1002"])
        .snapshot("explain-unknown");
    site.run(&["explain", "nothing-like-it"])
        .snapshot("explain-unlike");
}

/// Every rule ID has an explanation.
#[test]
fn every_id_is_explained() {
    let rules = RuleSet::default();
    for id in rules.ids() {
        let about = About::of(id, &rules).unwrap();
        let mend = about.fix();
        assert!(about.why().len() > 15, "{id}");
        assert!(
            !mend.is_empty() && mend.iter().all(|help| help.len() > 10),
            "{id}"
        );
    }
}

#[test]
fn rules_of_a_pack() {
    let site = Site::new();
    site.run(&["rules", "--pack", "caloppa"])
        .clean()
        .snapshot("rules-caloppa");
    site.run(&["rules", "--pack", "build"])
        .clean()
        .snapshot("rules-build");
    site.run(&["rules", "--pack", "calopa"])
        .snapshot("rules-unknown");
}

#[test]
fn rules_list_all() {
    let run = Site::new().run(&["rules"]).clean();
    let json = Site::new()
        .run(&["rules", "--format", "json"])
        .clean()
        .stdout;
    let packs: Value = serde_json::from_str(&json).unwrap();
    let mut ids = Vec::new();
    for pack in packs.as_array().unwrap() {
        assert!(
            run.stdout
                .contains(&format!("\n{}: ", pack["name"].as_str().unwrap()))
                || ids.is_empty()
        );
        for rule in pack["rules"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            let line = run
                .stdout
                .lines()
                .find(|line| line.trim_start().starts_with(&format!("{id} ")));
            assert_eq!(
                line.unwrap().contains("  off"),
                rule["off"].as_bool().unwrap(),
                "{id}"
            );
            ids.push(id.to_owned());
        }
    }
    let rules = RuleSet::default();
    let mut known: Vec<&str> = rules.ids().collect();
    known.sort_unstable();
    known.dedup();
    ids.sort_unstable();
    assert_eq!(ids, known);
}
