//! When users must accept again: the version data in `policies.json`.

use std::path::Path;

use serde_json::{Value, json};

use super::{on, two_releases};
use crate::driver::Site;

/// A policy in a list, by its ID.
pub(super) fn policy(site: &Site, list: &str, id: &str) -> Value {
    let list: Value = serde_json::from_str(&site.read(list)).unwrap();
    let mut policies = list["policies"].as_array().unwrap().iter();
    policies.find(|policy| policy["id"] == id).unwrap().clone()
}

/// The example with releases, as built on a day.
pub(super) fn example(site: &Site, day: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kelpwell");
    let (root, out) = (root.to_str().unwrap(), site.path(day));
    let arguments = ["build", "--root", root, "--out", out.to_str().unwrap()];
    on(site, day, &arguments).clean();
    format!("{day}/policies.json")
}

#[test]
fn policies_json_states_which_versions_need_acceptance() {
    let site = two_releases();
    let milestone = |version: &str, effective: &str| json!({"version": version, "effective": effective, "material": true});
    let (first, second) = (
        milestone("1.0", "2026-01-01"),
        milestone("1.1", "2026-04-01"),
    );
    for (day, in_force, next, last_material, standings) in [
        (
            "2025-12-31",
            &Value::Null,
            &first,
            &Value::Null,
            ["upcoming", "upcoming"],
        ),
        (
            "2026-01-01",
            &first,
            &second,
            &first,
            ["in_force", "upcoming"],
        ),
        (
            "2026-03-31",
            &first,
            &second,
            &first,
            ["in_force", "upcoming"],
        ),
        (
            "2026-04-01",
            &second,
            &Value::Null,
            &second,
            ["superseded", "in_force"],
        ),
    ] {
        on(&site, day, &["build"]).clean();
        let policy = policy(&site, "public/policies.json", "privacy");
        let releases = &policy["releases"];
        assert_eq!(&releases["in_force"], in_force, "{day}");
        assert_eq!(&releases["next"], next, "{day}");
        assert_eq!(&releases["last_material"], last_material, "{day}");
        let versions = releases["versions"].as_array().unwrap();
        let found: Vec<_> = versions
            .iter()
            .map(|version| &version["standing"])
            .collect();
        assert_eq!(found, standings, "{day}");
        for version in versions {
            for key in ["html", "markdown", "text", "json"] {
                let path = format!("public/{}", version[key].as_str().unwrap());
                assert!(site.exists(&path), "{path}");
            }
        }
    }
    let found = policy(&site, "public/policies.json", "privacy");
    crate::snapshot::compare(
        "release_acceptance",
        &format!("{:#}\n", found["releases"]["versions"]),
    );
    let terms = policy(&site, "public/policies.json", "terms");
    assert!(terms.get("releases").is_none(), "{terms:#}");
}

#[test]
fn a_site_of_fragments_has_no_pages_of_versions() {
    let site = two_releases();
    on(&site, "2026-04-01", &["build", "--fragment"]).clean();
    let policy = policy(&site, "public/policies.json", "privacy");
    let versions = policy["releases"]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    for version in versions {
        for key in ["url", "html", "markdown", "text", "json"] {
            assert_eq!(version[key], Value::Null, "{key}");
        }
        assert!(version["digest"].is_string());
    }
}

#[test]
fn the_build_is_good_until_the_next_version_takes_effect() {
    let site = two_releases();
    on(&site, "2026-01-01", &["build"]).clean();
    on(&site, "2026-03-31", &["build", "--check"]).clean();
    let run = on(&site, "2026-04-01", &["build", "--check"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("policies.json"), "{}", run.text());
    let run = on(&site, "2025-12-31", &["build", "--check"]);
    assert!(run.stdout.contains("policies.json"), "{}", run.text());
}

/// The digest that an application records is one of the digests of the version in force, even if a
/// subprocessor has taken effect since the release.
#[test]
fn each_text_of_a_version_has_its_digest() {
    let site = Site::new();
    let mut seen = Vec::new();
    for (day, version) in [
        ("2026-02-15", "2.1"),
        ("2026-06-30", "2.1"),
        ("2026-07-01", "2.1"),
        ("2026-08-31", "2.1"),
        ("2026-09-01", "3.0"),
    ] {
        let policy = policy(&site, &example(&site, day), "privacy");
        assert_eq!(policy["version"], version);
        let versions = policy["releases"]["versions"].as_array().unwrap();
        let listing = versions.iter().filter(|version| {
            let digests = version["digests"].as_array().unwrap();
            digests.contains(&policy["digest"])
        });
        let listing: Vec<_> = listing.map(|version| &version["version"]).collect();
        assert_eq!(listing, [version], "{day}");
        seen.push(policy["digest"].clone());
    }
    assert!(seen[0] == seen[1] && seen[2] == seen[3]);
    assert!(seen[1] != seen[2] && seen[3] != seen[4]);
}
