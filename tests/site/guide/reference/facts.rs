//! The reference of facts: a section for each, and a row for each key.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{cell, code, codes_of, compare, heading, json, list, text};

/// The keys of a mapping, which are the same in all mappings of one kind.
fn signature(fact: &Value) -> String {
    let keys = list(&fact["keys"]).iter();
    let keys = keys.map(|key| format!("{}: {}", last(key), text(&key["about"])));
    keys.collect::<Vec<_>>().join("\n")
}

/// The last part of a path.
fn last(fact: &Value) -> &str {
    text(&fact["path"]).rsplit('.').next().unwrap()
}

/// The rows of a fact's keys. Keys that were listed for another fact are not listed again: `seen`
/// records where they are.
fn rows(fact: &Value, seen: &mut BTreeMap<String, String>, page: &mut String) {
    for key in list(&fact["keys"]) {
        let mut about = cell(text(&key["about"]));
        let mut kind = cell(text(&key["type"]));
        let keys = signature(key);
        let listed = seen.get(&keys).filter(|_| list(&key["keys"]).len() > 2);
        if let Some(path) = listed {
            write!(kind, "; keys as for `{path}`").unwrap();
        }
        if key["required"] == true {
            about.push_str(" (required)");
        }
        let rules = codes_of(list(&key["rules"]));
        let [path, example] = ["path", "example"].map(|name| code(text(&key[name])));
        writeln!(page, "| {path} | {about} | {kind} | {example} | {rules} |").unwrap();
        if listed.is_none() {
            if !keys.is_empty() {
                seen.insert(keys, text(&key["path"]).to_owned());
            }
            rows(key, seen, page);
        }
    }
}

#[test]
fn facts() {
    let mut page = String::new();
    let mut seen = BTreeMap::new();
    for fact in list(&json(&["facts", "--format", "json"])) {
        let path = text(&fact["path"]);
        heading(&mut page, "##", path);
        let about = text(&fact["about"]).trim_end_matches('.');
        write!(
            page,
            "{}. Type: {}.\n\n",
            cell(about),
            cell(text(&fact["type"]))
        )
        .unwrap();
        for (what, key) in [("Read by", "clauses"), ("Required by", "rules")] {
            let names = list(&fact[key]);
            if !names.is_empty() {
                write!(page, "{what}: {}\n\n", codes_of(names)).unwrap();
            }
        }
        if !list(&fact["keys"]).is_empty() {
            page.push_str(
                "| key | meaning | value | example | required by |\n|---|---|---|---|---|\n",
            );
            rows(fact, &mut seen, &mut page);
            page.push('\n');
        }
    }
    compare("facts.md", &page);
}
