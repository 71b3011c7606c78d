//! IDs are a contract: earlier ones are recognised forever.

use policygen::base::diagnostic::codes;
use policygen::rules::{Became, RuleSet};
use serde_json::Value;

use crate::driver::{Run, Site};

const PACK: &str = "\
name: house
title: House
about: Ours.
retired:
- {id: ACME109, since: 2.0.0, why: Nobody needed it.}
rules:
- id: ACME101
  formerly: [{id: ACME100, since: 2.0.0}, {id: ACME102, since: 3.0.0}]
  relevelled: {was: error, since: 3.0.0}
  name: no-shall
  severity: warning
  certainty: likely
  check: {forbid: {pattern: '\\bshall\\b'}}
  message: '`{match}` reads like a contract'
  why: Readers misunderstand it.
  fails: [You shall.]
  passes: [You must.]
";

const TERMS: &str = "---\ntitle: Terms\n---\nYou shall pay.\n";

fn site(settings: &str, terms: &str) -> Site {
    Site::with(&[
        ("policygen.yaml", settings),
        ("content/rules/house.yaml", PACK),
        ("content/policies/terms.md", terms),
    ])
}

fn check(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["check"], arguments].concat())
}

/// The findings as JSON.
fn findings(run: &Run) -> Vec<Value> {
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

/// The severity of the rule's finding.
fn level(settings: &str, terms: &str) -> Option<String> {
    let run = check(&site(settings, terms), &["--format", "json"]);
    let findings = findings(&run);
    let own = findings.iter().find(|found| found["rule"] == "ACME101");
    assert!(
        !findings.iter().any(|found| found["rule"] == "CHK102"),
        "{}",
        run.stdout
    );
    Some(own?["severity"].as_str().unwrap().to_owned())
}

#[test]
fn earlier_ids_in_levels_and_comments() {
    let level_of = |settings: &str| level(settings, TERMS);
    assert_eq!(level_of("").as_deref(), Some("warning"));
    for id in ["ACME100", "ACME101", "ACME102"] {
        let settings = |says: &str| format!("check: {{levels: {{house: off, {id}: {says}}}}}\n");
        assert_eq!(level_of(&settings("info")).as_deref(), Some("info"), "{id}");
        assert_eq!(level_of(&settings("off")), None, "{id}");
        assert_eq!(level_of(&format!("check: {{ignore: {id}}}\n")), None);
        let comment = format!("<!-- policygen: allow({id}) as agreed -->\n\nYou shall");
        assert_eq!(
            level("", &TERMS.replace("You shall", &comment)),
            None,
            "{id}"
        );
        let run = check(&site("", TERMS), &["--select", id]);
        assert_eq!(run.faults(), 1, "{}", run.text());
    }
    // A retired ID has no effect and is not an error; an ID that never existed
    // is.
    assert_eq!(
        level_of("check: {ignore: ACME109}\n").as_deref(),
        Some("warning")
    );
    let comment = "<!-- policygen: allow(ACME109) as agreed -->\n\nYou shall";
    assert!(level("", &TERMS.replace("You shall", comment)).is_some());
    let run = check(
        &site("check: {ignore: ACME103}\n", TERMS),
        &["--select", "CHK"],
    );
    run.snapshot("check-ids-unknown");
}

#[test]
fn earlier_ids_are_explained_and_listed() {
    let site = site("", TERMS);
    let explain = |id: &str| site.run(&["explain", id]).clean().stdout;
    let text = [explain("ACME100"), explain("ACME109")].join("---\n");
    crate::snapshot::compare("check-ids-explain", &text);
    site.run(&["rules", "--pack", "house"])
        .clean()
        .snapshot("check-ids-rules");
    let json = site.run(&["rules", "--pack", "house", "--format", "json"]);
    let packs: Value = serde_json::from_str(&json.clean().stdout).unwrap();
    let earlier = &packs[0]["rules"][0]["formerly"];
    assert_eq!(*earlier, serde_json::json!(["ACME100", "ACME102"]));
    let sarif = check(&site, &["--select", "house", "--format", "sarif"]).stdout;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!(rule["deprecatedIds"], *earlier);
    assert_eq!(rule["properties"]["certainty"], "likely");
}

/// A file of an older version, with different IDs and messages.
#[test]
fn baselines_migrate() {
    let site = site("", &TERMS.replace("pay.", "pay.\n\nAnd you shall go."));
    let old = |ids: [&str; 2], version: u32| {
        let entry = |id: &str| {
            format!(
                r#"{{"path": "content/policies/terms.md", "rule": "{id}", "message": "no shall, please", "count": 1}}"#
            )
        };
        let findings = ids.map(entry).join(", ");
        format!(r#"{{"version": {version}, "findings": [{findings}]}}"#)
    };
    let with = |arguments: &[&str]| {
        check(
            &site,
            &[
                &["--select", "house", "--baseline", "known.json"],
                arguments,
            ]
            .concat(),
        )
    };
    site.file("known.json", &old(["ACME100", "ACME101"], 1));
    with(&[]).clean();
    // Rewriting the file updates the IDs and messages.
    with(&["--write-baseline", "known.json"]).clean();
    crate::snapshot::compare("check-ids-baseline", &site.read("known.json"));
    with(&[]).clean();
    // In a current file, messages count; an earlier ID is still recognised.
    site.file("known.json", &old(["ACME102", "ACME101"], 3));
    assert_eq!(with(&[]).faults(), 1);
    site.file("known.json", &old(["ACME100", "ACME109"], 1));
    assert_eq!(with(&[]).faults(), 1);
}

#[test]
fn earlier_ids_are_no_ids_of_today() {
    let site = site("", TERMS);
    let pack = PACK.replace("id: ACME100", "id: QUA101");
    site.file("content/rules/house.yaml", &pack);
    check(&site, &["--select", "CHK"]).snapshot("check-ids-taken");
    let rules = RuleSet::default();
    let mut known: Vec<&str> = rules.ids().collect();
    known.extend(codes::all().map(|code| code.id));
    for (pack, rule) in rules.rules() {
        let earlier = rule.formerly.iter().map(|former| &former.id);
        for id in earlier.chain(pack.retired.iter().map(|retired| &retired.id)) {
            assert!(!known.contains(&id.as_str()), "{id}");
            let became = rules.became(id);
            assert!(
                match became {
                    Some(Became::Rule(now, _)) => known.contains(&now.id.as_str()),
                    Some(Became::Retired(_)) => true,
                    None => false,
                },
                "{id}"
            );
        }
    }
}

/// All regimes with rules on privacy policies.
const REGIMES: &str = "regimes: [gdpr, uk_gdpr, ccpa, caloppa, lgpd, fadp, us_states, coppa, pipeda, law25, eprivacy]\n";

const ALMOST_EMPTY: &str =
    "---\ntitle: Privacy policy\npurposes: [{id: a, label: Billing}]\n---\n{{ <purposes /> }}\n";

fn privacy(settings: &str, text: &str) -> Site {
    Site::with(&[
        ("policygen.yaml", &format!("{REGIMES}{settings}")),
        ("content/policies/privacy.md", text),
    ])
}

/// A requirement of several laws is reported once, with all of them.
#[test]
fn one_finding_for_each_lack() {
    let site = privacy("", ALMOST_EMPTY);
    let found = findings(&check(&site, &["--format", "json"]));
    let ids = |found: &Value| {
        let also = found["also"].as_array().cloned().unwrap_or_default();
        let ids = [found["rule"].clone()].into_iter().chain(also);
        ids.map(|id| id.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for same in [
        ["DAT101", "CCPA502", "OPPA521", "USS533"].as_slice(),
        &["GDPR112", "FADP621", "CAN612", "LGPD601"],
        &["GDPR120", "CCPA507", "LGPD604", "LGPD601"],
        &["GDPR102", "USS533"],
        &["GDPR122", "UKG301"],
        &["GDPR118", "CCPA513", "LGPD601", "USS533"],
    ] {
        let all: Vec<&Value> = found
            .iter()
            .filter(|found| ids(found)[0] == same[0])
            .collect();
        assert_eq!(all.len(), 1, "{same:?}");
        let mut named = ids(all[0]);
        named.sort();
        let mut wanted = same.to_vec();
        wanted.sort_unstable();
        assert_eq!(named, wanted);
        let cited = all[0]["law"].as_array().unwrap().len();
        assert!(cited >= same.len(), "{same:?}: {cited}");
    }
    for id in [
        "CCPA502", "OPPA521", "USS533", "FADP621", "CAN612", "LGPD604",
    ] {
        assert!(!found.iter().any(|found| found["rule"] == id), "{id}");
    }
    // A requirement that belongs to no other rule is reported by this one.
    let lgpd: Vec<&Value> = found
        .iter()
        .filter(|found| found["rule"] == "LGPD601")
        .collect();
    assert!(lgpd.iter().all(|found| {
        found["message"]
            .as_str()
            .unwrap()
            .contains("missing: security")
    }));
    check(&site, &["--select", "DAT101,CCPA502,OPPA521,USS533"]).snapshot("check-ids-date");
    let run = check(
        &site,
        &["--select", "dates,ccpa,caloppa", "--format", "github"],
    );
    assert!(
        run.stdout
            .contains("title=DAT101%2C CCPA502%2C OPPA521 date-missing::"),
        "{}",
        run.stdout
    );
    let sarif = check(&site, &["--select", "DAT101,CCPA502", "--format", "sarif"]).stdout;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["properties"]["also"], serde_json::json!(["CCPA502"]));
}

#[test]
fn any_id_of_a_lack_suppresses_it() {
    // Uses prefixes, because a rule that is selected by its ID runs even if it
    // is off.
    let rules = ["--select", "DAT10,CCPA50,OPPA52,CHK102"];
    let found = |settings: &str, text: &str| {
        let run = check(
            &privacy(settings, text),
            &[&rules, ["--format", "json"].as_slice()].concat(),
        );
        let found = findings(&run);
        let is_date = |found: &&Value| {
            ["DAT101", "CCPA502", "OPPA521", "CHK102"]
                .iter()
                .any(|id| found["rule"] == *id)
        };
        let ids = found.iter().filter(is_date).map(|found| {
            let also = found["also"].as_array().map_or(0, Vec::len);
            format!("{}+{also}", found["rule"].as_str().unwrap())
        });
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found("", ALMOST_EMPTY), "DAT101+2");
    for id in ["DAT101", "CCPA502", "OPPA521"] {
        let comment = format!("title: Privacy policy # policygen: allow({id}) dated elsewhere");
        let text = ALMOST_EMPTY.replace("title: Privacy policy", &comment);
        assert_eq!(found("", &text), "", "{id}");
        // A level applies to one rule.
        let off = found(&format!("check: {{levels: {{{id}: off}}}}\n"), ALMOST_EMPTY);
        assert!(off.ends_with("+1") && !off.starts_with(id), "{off}");
    }
    let off = "check: {ignore: [DAT101, CCPA502, OPPA521]}\n";
    assert_eq!(found(off, ALMOST_EMPTY), "");
    // A baseline that lists each of them separately covers the combined
    // finding.
    let site = privacy("", ALMOST_EMPTY);
    let entry = |rule: &str, message: &str| {
        format!(
            r#"{{"path": "content/policies/privacy.md", "rule": "{rule}", "message": "{message}", "count": 1}}"#
        )
    };
    let entries = [
        entry(
            "CCPA502",
            "the policy does not show when it was last updated",
        ),
        entry("OPPA521", "the policy has no effective date"),
    ];
    site.file(
        "known.json",
        &format!(r#"{{"version": 1, "findings": [{}]}}"#, entries.join(", ")),
    );
    let rules = ["--select", "DAT101,CCPA502,OPPA521"];
    let baseline = ["--baseline", "known.json"];
    check(&site, &[rules, baseline].concat()).clean();
}
