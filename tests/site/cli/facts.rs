//! `policygen facts`

use serde_json::Value;

use crate::driver::Site;

#[test]
fn all() {
    Site::new().run(&["facts"]).clean().snapshot("facts");
}

#[test]
fn one_with_its_keys() {
    let run = Site::new().run(&["facts", "company"]).clean();
    run.snapshot("facts-company");
}

#[test]
fn a_key_of_one() {
    let run = Site::new().run(&["facts", "contact.privacy"]).clean();
    run.snapshot("facts-key");
}

#[test]
fn an_unknown_one() {
    for (name, help) in [
        ("companie", "did you mean `company`?"),
        ("contact.privcy", "did you mean `contact.privacy`?"),
        (
            "contact.privacy.emial",
            "did you mean `contact.privacy.email`?",
        ),
        ("vat_id", "did you mean `company.vat_id`?"),
        ("sale.sells.x", "`sale.sells` has no keys"),
        ("gpc.zzz", "`gpc` has the keys `honored`"),
        ("zzz", "`policygen facts` lists them all"),
    ] {
        let run = Site::new().run(&["facts", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.stderr.contains(help), "{name}: {}", run.stderr);
    }
    Site::new()
        .run(&["facts", "companie"])
        .snapshot("facts-unknown");
}

#[test]
fn for_programs_there_is_all_of_it() {
    let run = Site::new().run(&["facts", "--format", "json"]).clean();
    let facts: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert!(facts.len() > 50);
    let company = facts.iter().find(|fact| fact["path"] == "company").unwrap();
    let keys = company["keys"].as_array().unwrap();
    let name = keys
        .iter()
        .find(|key| key["path"] == "company.legal_name")
        .unwrap();
    assert_eq!(name["required"], true);
    assert_eq!(name["example"], "Acme GmbH");
    let has = |fact: &Value, list: &str, word: &str| {
        let words = fact[list].as_array().unwrap();
        words.iter().any(|one| one == word)
    };
    assert!(has(name, "rules", "IMP702"));
    assert!(has(company, "clauses", "provider"));
    // This clause reads the fact, but not this key.
    assert!(has(name, "clauses", "provider") && !has(name, "clauses", "terms_fees"));
    let one = Site::new()
        .run(&["facts", "company", "--format", "json"])
        .clean();
    assert_eq!(
        &serde_json::from_str::<Value>(&one.stdout).unwrap(),
        company
    );
}
