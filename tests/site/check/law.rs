//! Law over time: rules that start on a date, regimes for which no rule runs, packs whose law was
//! checked long ago, and the page that lists them all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use policygen::model::tables::REGIMES;
use policygen::rules::{Example, RuleSet};
use serde_json::Value;

use crate::driver::Site;

/// Each rule finds nothing in its first example on the day before its start date, and something on
/// the start date.
#[test]
fn rules_apply_from_their_first_day_on() {
    let rules = RuleSet::default();
    for (id, before, first) in [
        ("AIA871", "2026-08-01", "2026-08-02"),
        ("AIA873", "2026-12-01", "2026-12-02"),
        ("ARL883", "2025-06-30", "2025-07-01"),
        ("AUS634", "2026-12-09", "2026-12-10"),
        ("CCPA518", "2026-12-31", "2027-01-01"),
        ("CHL661", "2026-11-30", "2026-12-01"),
        ("DAC861", "2027-01-11", "2027-01-12"),
        ("EUC891", "2026-09-26", "2026-09-27"),
        ("EUC892", "2026-06-18", "2026-06-19"),
        ("IND671", "2027-05-13", "2027-05-14"),
        ("LAW915", "2026-04-05", "2026-04-06"),
        ("LAW918", "2026-02-24", "2026-02-25"),
        ("UKG306", "2026-02-04", "2026-02-05"),
        ("USS541", "2026-06-30", "2026-07-01"),
        ("USS542", "2025-12-31", "2026-01-01"),
        ("USS544", "2026-12-31", "2027-01-01"),
    ] {
        let (pack, rule) = rules.rule(id).unwrap();
        assert_eq!(rule.from.unwrap().to_string(), first, "{id}");
        let Example::Policy(text) = &rule.fails[0] else {
            panic!("{id}: its first example is a site");
        };
        let site = Site::new();
        let document = rule.documents.first().map_or("page", String::as_str);
        let regimes = rule.regimes(pack).join(", ");
        site.file(&format!("content/policies/{document}.md"), text)
            .file("policygen.yaml", &format!("regimes: [{regimes}]\n"));
        let finds = |day: &str| {
            let run = site.run(&["check", "--preview", "--as-of", day, "--select", id]);
            run.stderr.contains(id)
        };
        assert_eq!((finds(before), finds(first)), (false, true), "{id}");
    }
}

/// A lowered threshold applies from its effective date on.
#[test]
fn thresholds_of_states_follow_the_day() {
    let site = Site::new();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy policy\nus_states: {consumers: [{state: CT, count: 40000}, {state: OK, count: 100000}]}\n---\nText.\n",
    )
    .file("policygen.yaml", "regimes: [us_states]\n");
    let named = |day: &str| {
        let run = site.run(&["check", "--preview", "--as-of", day, "--select", "USS546"]);
        let states = ["Connecticut", "Oklahoma"];
        states.map(|state| run.stderr.contains(state))
    };
    assert_eq!(named("2026-06-30"), [false, false]);
    assert_eq!(named("2026-07-01"), [true, false]);
    assert_eq!(named("2027-01-01"), [true, true]);
}

/// Common requirements of states apply from the date of the first listed one.
#[test]
fn common_duties_follow_the_states() {
    let finds = |states: &str, day: &str| {
        let site = Site::new();
        site.file(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy policy\n{states}contact: a@b.example\n---\n{{{{ contact.privacy | link }}}}\n"),
        )
        .file("policygen.yaml", "regimes: [us_states]\n");
        let run = site.run(&["check", "--preview", "--as-of", day, "--select", "USS534"]);
        run.stderr.contains("USS534")
    };
    let oklahoma = "us_states: {states: OK}\n";
    assert!(!finds(oklahoma, "2026-12-31") && finds(oklahoma, "2027-01-01"));
    assert!(finds("us_states: {states: [OK, VA]}\n", "2026-12-31"));
    assert!(finds("", "2026-12-31") && !finds("", "2022-12-31"));
    assert!(!finds("us_states: {states: none}\n", "2027-01-01"));
}

const TEXT: &str = "---\ntitle: Terms\n---\nText.\n";

#[test]
fn regimes_of_which_no_rule_runs() {
    let site = Site::with(&[
        ("policygen.yaml", "regimes: [gdpr, korea, india]\n"),
        ("content/policies/terms.md", TEXT),
        (
            "content/policies/more.md",
            "---\ntitle: More\nregimes: [chile]\n---\nText.\n",
        ),
    ]);
    let check =
        |arguments: &[&str]| site.run(&[&["check", "--select", "CHK113"], arguments].concat());
    check(&["--as-of", "2026-06-20"]).snapshot("check-idle-regime");
    let run = check(&["--as-of", "2026-12-01", "--preview"]);
    assert!(!run.stderr.contains("`korea`") && !run.stderr.contains("`chile`"));
    assert!(
        run.stderr.contains("`india` applies before 2027-05-14"),
        "{}",
        run.text()
    );
    check(&["--as-of", "2027-05-14", "--preview"]).clean();
}

/// One note for all packs, from the day on which the first check is a year old.
#[test]
fn law_that_was_checked_long_ago() {
    let site = Site::with(&[
        ("policygen.yaml", "regimes: [gdpr, dsa]\n"),
        ("content/policies/terms.md", TEXT),
    ]);
    let check = |day: &str| site.run(&["check", "--select", "CHK114", "--as-of", day]);
    check("2027-11-28").clean();
    check("2027-11-29").snapshot("check-old-law");
    // Without a regime, no law is checked.
    site.file("policygen.yaml", "title: Acme\n");
    check("2030-01-01").clean();
}

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("docs/guide/law.md")).unwrap()
}

/// Words in backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_page_on_law_names_rules_that_exist() {
    let rules = RuleSet::default();
    let is_id = |word: &&str| {
        let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
        digits == 3 && word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.contains(' ')
    };
    let page = page();
    let named: BTreeSet<&str> = code(&page).filter(is_id).collect();
    let unknown: Vec<&&str> = named
        .iter()
        .filter(|id| !rules.ids().any(|known| known == **id))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // Rules that start or end on a date are listed on the page.
    let dated = rules
        .rules()
        .filter(|(_, rule)| rule.from.is_some() || rule.until.is_some());
    let missing: Vec<&str> = dated
        .map(|(_, rule)| rule.id.as_str())
        .filter(|id| !named.contains(id))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Each regime has a row with what is covered and what is not, and with all of its packs.
#[test]
fn the_page_on_law_has_every_regime() {
    let rules = RuleSet::default();
    let page = page();
    let (_, table) = page.split_once("## What is covered").unwrap();
    for regime in REGIMES {
        let start = format!("| `{regime}` |");
        let row = table.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("no row for {regime}"));
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        let packs: BTreeSet<&str> = rules
            .rules()
            .filter(|(pack, rule)| rule.is_of(pack, regime))
            .map(|(pack, _)| pack.name.as_str())
            .collect();
        assert_eq!(code(cells[1]).collect::<BTreeSet<_>>(), packs, "{regime}");
    }
}

/// Laws are distinguished from each other, and from words that look like them.
#[test]
fn laws_are_known_by_name() {
    let named = |text: &str| {
        let site = Site::new();
        site.file(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy policy\n---\nWe comply with {text}.\n"),
        );
        let run = site.run(&["check", "--preview", "--select", "QUA119,QUA135"]);
        let lines = run.stderr.lines().filter_map(|line| {
            let (_, rest) = line.split_once("the text names ")?;
            Some(
                rest.replace(", but the rules for it are turned off", "")
                    .replace(", but no pack covers it", " (no pack)"),
            )
        });
        lines.collect::<Vec<_>>().join("; ")
    };
    for (text, law) in [
        ("HIPAA", "HIPAA (no pack)"),
        (
            "the Personal Information Protection Law of China",
            "PIPL (no pack)",
        ),
        (
            "the Personal Information Protection Act of Korea",
            "Korean Personal Information Protection Act",
        ),
        (
            "the Personal Information Protection Act 2016",
            "Bermudian Personal Information Protection Act (no pack)",
        ),
        (
            "the PDPA of Singapore",
            "Personal Data Protection Act (several countries) (no pack)",
        ),
        (
            "Singapore’s Personal Data Protection Act",
            "Singaporean Personal Data Protection Act (no pack)",
        ),
        (
            "the Privacy Act 1988 and the Privacy Act 2020",
            "Privacy Act 1988; New Zealand Privacy Act 2020 (no pack)",
        ),
        ("APP 1.7", "Privacy Act 1988"),
        ("NRS 603A.340", "Nevada privacy law"),
        ("Ley 21.719", "Chilean Law 19.628"),
        ("Lei 15.211", "Brazilian ECA Digital (no pack)"),
        (
            "the Louisiana Data Privacy Act",
            "Louisiana Data Privacy Act",
        ),
        ("the rules of app 1.7 and of our privacy actions", ""),
    ] {
        assert_eq!(named(text), law, "{text}");
    }
}

/// Packs based on law state when it was checked.
#[test]
fn packs_say_when_their_law_was_checked() {
    let json = Site::new()
        .run(&["rules", "--format", "json"])
        .clean()
        .stdout;
    let packs: Value = serde_json::from_str(&json).unwrap();
    for pack in packs.as_array().unwrap() {
        let is_law = !pack["regimes"].as_array().unwrap().is_empty();
        assert!(!is_law || pack["checked"].is_string(), "{}", pack["name"]);
    }
}
