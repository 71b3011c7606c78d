//! The data embedded in the binary for `check`: every required rule, every
//! pattern, every data file.

use std::fs;
use std::path::{Path, PathBuf};

use policygen::rules::Pattern;
use policygen::rules::RuleSet;
use regex::Regex;
use serde_json::Value;

use crate::check::judgement::check;

/// The rules that every release must contain.
const CORE: &[&str] = &[
    "GDPR101", "GDPR102", "GDPR103", "GDPR104", "GDPR106", "GDPR107", "GDPR108", "GDPR109",
    "GDPR110", "GDPR111", "GDPR112", "GDPR113", "GDPR114", "GDPR115", "GDPR116", "GDPR117",
    "GDPR118", "GDPR119", "GDPR120", "GDPR121", "GDPR122", "GDPR124", "GDPR126", "GDPR127",
    "SUB201", "SUB202", "SUB203", "SUB204", "SUB205", "SUB207", "SUB208", "SUB209", "UKG301",
    "UKG302", "CKI401", "CKI402", "CKI403", "CKI404", "CKI405", "CCPA501", "CCPA502", "CCPA503",
    "CCPA504", "CCPA505", "CCPA506", "CCPA507", "CCPA509", "CCPA510", "CCPA513", "CCPA514",
    "OPPA521", "OPPA522", "OPPA523", "USS531", "COPPA546", "COPPA547", "LGPD601", "LGPD602",
    "FADP622", "IMP702", "IMP704", "TOS801", "TOS805", "TOS808", "TOS810", "DMCA831", "A11Y841",
    "SEC851", "SEC853", "SEC855", "LAW901", "LAW903", "LAW904", "LAW905", "LAW906", "LAW907",
    "DAT101", "DAT102", "DAT103", "DAT105", "DAT108", "REF101", "REF102", "REF104", "REF105",
    "REF109", "QUA101", "QUA102", "QUA105", "QUA106", "QUA107", "QUA108", "QUA113", "QUA119",
    "FAC101", "FAC102", "FAC103", "FAC104", "FAC107", "FAC108",
];

#[test]
fn every_core_rule_is_there() {
    let rules = RuleSet::default();
    let missing: Vec<&&str> = CORE.iter().filter(|id| rules.rule(id).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(CORE.len(), 100);
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    files
}

/// The keys of packs and data whose values are patterns or lists of patterns.
const PATTERNS: &[&str] = &["any", "pattern", "patterns", "text", "this", "unless"];

/// The patterns in a YAML file, except in examples.
fn patterns(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| patterns(item, found)),
        Value::Object(map) => {
            for (key, value) in map {
                if PATTERNS.contains(&key.as_str()) {
                    let several = value
                        .as_array()
                        .map_or(std::slice::from_ref(value), |all| all);
                    found.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                if !matches!(key.as_str(), "fails" | "passes" | "traps") {
                    patterns(value, found);
                }
            }
        }
        _ => {}
    }
}

/// The parts of a pattern that ignore case.
fn without_case(pattern: &str) -> String {
    let mut rest = pattern;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("(?-i") {
        out.push_str(before);
        // Up to the bracket that closes the group or the enclosing one.
        let (mut open, mut escaped, mut in_class) = (0_i32, false, false);
        rest = after.strip_prefix(')').unwrap_or(after);
        let end = rest.char_indices().find_map(|(at, c)| {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                _ if in_class => {}
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            (open < 0).then_some(at)
        });
        rest = end.map_or("", |end| &rest[end..]);
    }
    out + rest
}

/// Patterns that require a capital letter must not match a lower-case one.
fn assert_capitals(pattern: &str, place: &Path) {
    let without_case = without_case(pattern);
    for capitals in [r"\p{Lu}", r"\p{Uppercase}", "[A-Z", "A-Z0-9]", "[[:upper:]"] {
        assert!(
            !without_case.contains(capitals),
            "{}: `{capitals}` stands where case is ignored, in {pattern}",
            place.display()
        );
    }
}

#[test]
fn capitals_are_found_where_case_is_ignored() {
    assert_eq!(without_case(r"a(?:(?-i:\p{Lu})|b)c"), r"a(?:)|b)c");
    assert_eq!(without_case(r"(?-i)\p{Lu}(a)"), "");
    assert_eq!(without_case(r"(?-i:[.)]|\p{Lu})b"), ")b");
    assert!(without_case(r"\bwe are \p{Lu}|(?-i:A)").contains(r"\p{Lu}"));
}

#[test]
fn every_pattern_compiles() {
    let mut faults = Vec::new();
    let mut count = 0;
    let mut yaml = files("content/rules", "yaml");
    yaml.extend(files("content/rules/data", "yaml"));
    for path in yaml {
        let text = fs::read_to_string(&path).unwrap();
        let value: Value = serde_yaml::from_str(&text).unwrap();
        let mut found = Vec::new();
        patterns(&value, &mut found);
        count += found.len();
        // Patterns with pieces are verified as rules below.
        for pattern in found.iter().filter(|pattern| !pattern.contains("(?&")) {
            assert_capitals(pattern, &path);
            if Pattern::new(pattern.as_str()).regex().is_none() {
                faults.push(format!("{}: {pattern}", path.display()));
            }
        }
    }
    assert!(count > 300, "only {count} patterns were found");
    for (_, rule) in RuleSet::default().rules() {
        for pattern in rule.patterns() {
            assert_capitals(pattern.text(), Path::new(&rule.id));
            if pattern.regex().is_none() {
                faults.push(format!("{}: {}", rule.id, pattern.text()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_pattern_in_code_compiles() {
    let literal = Regex::new(r##"Pattern::new\(\s*r(#?)"((?s:.*?))"#?,?\s*\)"##).unwrap();
    let mut count = 0;
    for path in files("src/check/builtin", "rs") {
        let text = fs::read_to_string(&path).unwrap();
        for found in literal.captures_iter(&text) {
            let pattern = &found[2];
            count += 1;
            assert_capitals(pattern, &path);
            assert!(
                Pattern::new(pattern).regex().is_some(),
                "{}: {pattern}",
                path.display()
            );
        }
    }
    assert!(count > 30, "only {count} patterns were found");
}

/// The number of findings of a rule on a page with this front matter and text.
fn findings(rule: &str, front_matter: &str, text: &str) -> usize {
    let page =
        format!("---\ntitle: Privacy policy\nupdated: 2026-05-01\n{front_matter}---\n{text}\n");
    let regimes = "regimes: [fadp, coppa]\n".to_owned();
    let files = [
        ("content/policies/acme-privacy-policy.md", page),
        ("policygen.yaml", regimes),
    ];
    check(rule, &files).len()
}

/// Each file affects whether a rule finds something; an unknown file fails the test.
#[test]
fn every_file_of_data_is_read() {
    let names: Vec<String> = files("content/rules/data", "yaml")
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let known = [
        // Read by a clause: see `clauses::national`.
        "accessibility",
        "adequacy",
        "articles",
        "authorities",
        "documents",
        "jurisdictions",
        "laws",
        "placeholders",
        "sections",
        "starter",
        "us-states",
        "vendors",
    ];
    assert_eq!(names, known);

    let goes_to = |country: &str| {
        format!("subprocessors: [{{legal_name: Host, purpose: hosting, locations: [{country}]}}]\n")
    };
    let table = "{{ <subprocessors_table /> }}";
    // authorities
    for (country, wanted) in [("FR", 0), ("DE", 1), ("SE", 1)] {
        let company = format!("company: {{legal_name: Acme, address: {{country: {country}}}}}\n");
        let found = findings(
            "GDPR133",
            &company,
            "Our supervisory authority is the CNIL.",
        );
        assert_eq!(found, wanted, "{country}");
    }
    // adequacy, and documents: the rule is about privacy policies.
    for (country, wanted) in [("UY", 0), ("MC", 0), ("NO", 0), ("US", 1), ("BR", 1)] {
        let found = findings("FADP622", &goes_to(country), table);
        assert_eq!(found, wanted, "{country}");
    }
    let consumers = |count: u32| {
        format!("regimes: [us_states]\nus_states: {{consumers: [{{state: VA, count: {count}}}]}}\n")
    };
    for (count, wanted) in [(99_999, 0), (100_000, 1)] {
        assert_eq!(findings("USS546", &consumers(count), "Text."), wanted);
    }
    assert_eq!(
        findings("LAW914", "", "You can complain (UK GDPR Art. 77)."),
        1
    );
    assert_eq!(findings("QUA119", "", "We comply with the LGPD."), 1);
    assert_eq!(findings("QUA101", "", "We are [nom de la société]."), 1);
    let vat = "company: {legal_name: Acme GmbH, country: DE, vat_id: DE298765430}\n";
    assert_eq!(findings("FAC114", vat, "{{ company.legal_name }}"), 1);
    let directed = "children: {directed: true, min_age: 6}\n";
    let parents = "{{ <children /> }}\n\n## Rights of parents\n\nWrite to us.";
    assert_eq!(findings("COPPA544", directed, parents), 0);
    assert_eq!(findings("COPPA544", directed, "{{ <children /> }}"), 1);
    let mailchimp = format!("{table}\n\nNewsletters go out through Mailchimp.");
    assert_eq!(findings("SUB205", &goes_to("FR"), &mailchimp), 1);
}
