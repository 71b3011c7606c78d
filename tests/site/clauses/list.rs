//! `policygen clauses`

use serde_json::Value;

use crate::driver::Site;

fn site() -> Site {
    let site = Site::small();
    site.file(
        "content/clauses/offer.md",
        concat!(
            "---\nsummary: What we offer\nkind: introduction\nuses: company\noptional: [service]\nparams:\n",
            "  audience: {type: string, help: who may use it}\n  plans: {type: array, default: [free, pro]}\n---\n",
            "{{ company.legal_name }} offers {{ audience }}:\n\n{{ <plan_list plans={plans} /> }}\n",
        ),
    )
    .file(
        "content/clauses/shop/plan-list.md",
        "---\nsummary: Plans\nparams:\n  plans: {type: array}\n---\n{{ plans | list }}\n",
    )
    .file(
        "content/policies/eu/terms.md",
        "---\ntitle: Terms\n---\n{{ <offer audience=\"you\" /> }}\n\n{{ <plan_list plans={[\"free\"]} /> }}\n",
    );
    site
}

#[test]
fn one_of_the_site_s_own() {
    let run = site().run(&["clauses", "offer"]).clean();
    run.snapshot("clause-own");
}

#[test]
fn one_that_is_called_through_another_by_its_file_s_name() {
    let run = site().run(&["clauses", "plan-list"]).clean();
    run.snapshot("clause-nested");
}

#[test]
fn an_unknown_one() {
    let run = site().run(&["clauses", "ofer"]);
    assert_eq!(run.code, 2);
    run.snapshot("clause-unknown");
}

#[test]
fn the_list_has_a_part_for_each_subject() {
    let run = site().run(&["clauses"]).clean();
    for line in ["own", "shop", "privacy", "  offer ", "  retention_table "] {
        let found = run.stdout.lines().any(|found| found.starts_with(line));
        assert!(found, "{line}:\n{}", run.stdout);
    }
    assert!(run.stdout.contains("2 of them this site’s own"));
}

#[test]
fn a_faulty_clause_is_reported() {
    let site = site();
    site.file("content/clauses/odd.md", "---\nsumary: Odd\n---\n");
    let run = site.run(&["clauses", "offer"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("summary"), "{}", run.stderr);
    assert!(run.stdout.starts_with("offer: What we offer"));
}

/// Without a site, the standard clauses are listed in full.
#[test]
fn standard_clauses_say_what_they_are() {
    let run = Site::new().run(&["clauses", "--format", "json"]).clean();
    let clauses: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert!(clauses.len() > 20);
    for clause in &clauses {
        let name = clause["name"].as_str().unwrap();
        assert!(clause["standard"].as_bool().unwrap(), "{name}");
        assert!(clause["kind"].is_string(), "{name} has no kind");
        let summary = clause["summary"].as_str().unwrap();
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{name}");
        for param in clause["params"].as_array().unwrap() {
            assert!(param["help"].is_string(), "{name}: {}", param["name"]);
        }
    }
}
