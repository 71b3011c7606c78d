//! Incremental batches: only changed tenants are built.

use super::{TENANTS, batch, lines, packed, row, site, three};
use crate::driver::Site;

/// A previous batch, with its manifest moved aside for the next one.
fn before() -> Site {
    let site = site();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out.tar"]).clean();
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"));
    site
}

/// The tenants whose pages the next batch builds, and all tenants in its manifest.
fn next(site: &Site, arguments: &[&str]) -> (Vec<String>, Vec<String>) {
    let always = ["--out", "out.tar", "--previous", "before.jsonl"];
    let run = batch(site, &[&always, arguments].concat());
    assert_eq!(run.stderr, "");
    let mut made: Vec<String> = packed(site, "out.tar")
        .keys()
        .map(|path| path.split_once('/').unwrap().0.to_owned())
        .collect();
    made.dedup();
    let manifest = lines(site, "out.tar.manifest.jsonl");
    let named = manifest.iter().skip(1);
    let named = named.map(|line| line["id"].as_str().unwrap().to_owned());
    (made, named.collect())
}

#[test]
fn nothing_changed() {
    let site = before();
    let (made, named) = next(&site, &[]);
    assert!(made.is_empty(), "{made:?}");
    assert_eq!(named, ["acme", "bolt", "cafe"]);
    assert_eq!(
        site.read("out.tar.manifest.jsonl"),
        site.read("before.jsonl")
    );
}

#[test]
fn facts_of_one() {
    let site = before();
    let rows = three().replace("Bolt GmbH", "Bolt AG");
    site.file(TENANTS, &rows);
    assert_eq!(next(&site, &[]).0, ["bolt"]);
}

/// A changed clause rebuilds the tenants that print it, even through another clause, and no others;
/// a new clause that nobody prints rebuilds none.
#[test]
fn a_clause_that_some_print() {
    let site = before();
    let path = "content/clauses/delivery.md";
    let clause = site.read(path);
    site.file(path, &clause.replace("delivers", "sends"));
    assert_eq!(next(&site, &[]).0, ["acme", "cafe"]);
    site.file(path, &clause).file(
        "content/clauses/a-new-one.md",
        "---\nsummary: New\n---\nNew.\n",
    );
    let (made, _) = next(&site, &[]);
    assert!(made.is_empty(), "{made:?}");
    // The positions of clauses then differ.
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"));
    site.file(path, &clause.replace("delivers", "sends"));
    assert_eq!(next(&site, &[]).0, ["acme", "cafe"]);
}

/// An ID may be a number. A tenant with such an ID is the same tenant in the next batch.
#[test]
fn ids_that_are_numbers() {
    let site = site();
    site.file(
        TENANTS,
        &row("12", "Twelve Ltd", true).replace("\"12\"", "12"),
    );
    batch(&site, &["--out", "out"]).clean();
    site.file("before.jsonl", &site.read("out.manifest.jsonl"));
    let run = batch(&site, &["--out", "out", "--previous", "before.jsonl"]).clean();
    assert_eq!(
        run.stdout,
        "out: 1 tenant, 0 files (0 built, 1 unchanged, 0 failed)\n"
    );
    assert!(site.exists("out/12/terms/index.html"));
}

/// Replacing a clause with another changes positions, although the number of clauses stays the
/// same.
#[test]
fn a_clause_that_has_another_name() {
    let site = site();
    let (other, renamed) = ("content/clauses/zone.md", "content/clauses/area.md");
    site.file(other, "---\nsummary: Zone\n---\nZone.\n")
        .file(TENANTS, &three());
    batch(&site, &["--out", "out.tar"]).clean();
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"))
        .file(renamed, &site.read(other))
        .remove(other);
    let (made, _) = next(&site, &[]);
    assert!(made.is_empty(), "{made:?}");
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"));
    let path = "content/clauses/delivery.md";
    site.file(path, &site.read(path).replace("delivers", "sends"));
    assert_eq!(next(&site, &[]).0, ["acme", "cafe"]);
}

/// A clause that is called but prints nothing yet may print something tomorrow.
#[test]
fn a_clause_that_prints_nothing() {
    let site = site();
    site.file(
        "content/clauses/rest.md",
        "---\nsummary: The rest\nuses: [service]\n---\n{% if service.min_age %}Old.{% endif %}\n",
    )
    .file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\nText.\n\n{% if service.hosts_user_content %}{{ <rest /> }}{% endif %}\n",
    )
    .file(TENANTS, &three());
    batch(&site, &["--out", "out.tar"]);
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"))
        .file(
            "content/clauses/rest.md",
            "---\nsummary: The rest\n---\nNews.\n",
        );
    assert_eq!(next(&site, &[]).0, ["acme", "cafe"]);
}

#[test]
fn a_day_on_which_something_changes() {
    let site = site();
    let rows = three()
        + "{\"id\":\"later\",\"facts\":{\"company\":\"Later AG\",\"service\":{\"name\":\"Shop\",\"hosts_user_content\":false},\"subprocessors\":[{\"legal_name\":\"Host Inc.\",\"purpose\":\"hosting\",\"effective_on\":\"2026-07-01\"}]}}\n";
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\n---\n{% for one in subprocessors | in_force %}\n- {{ one.legal_name }}\n{% endfor %}\n",
    )
    .file("content/facts/none.yaml", "subprocessors: []\n")
    .file(TENANTS, &rows);
    batch(&site, &["--out", "out.tar", "--as-of", "2026-06-01"]);
    site.file("before.jsonl", &site.read("out.tar.manifest.jsonl"));
    let (made, _) = next(&site, &["--as-of", "2026-06-20"]);
    assert!(made.is_empty(), "{made:?}");
    let (made, _) = next(&site, &["--as-of", "2026-07-01"]);
    assert_eq!(made, ["later"]);
}

/// A tenant that failed is tried again; one that is no longer among the rows loses its pages.
#[test]
fn those_that_failed_and_those_that_are_gone() {
    let site = site();
    site.file(
        TENANTS,
        &(three() + "{\"id\":\"bad\",\"facts\":{\"company\":{\"legl_name\":\"x\"}}}\n"),
    );
    let run = batch(&site, &["--out", "out"]);
    assert_eq!(run.code, 1);
    site.file("before.jsonl", &site.read("out.manifest.jsonl"))
        .file("out/bolt/notes.txt", "ours")
        .file(
            TENANTS,
            &[row("acme", "Acme Ltd", true), row("bad", "Good Ltd", true)].concat(),
        );
    let again = batch(&site, &["--out", "out", "--previous", "before.jsonl"]);
    again.snapshot("batch-gone");
    assert!(site.exists("out/bad/terms/index.html") && site.exists("out/acme/terms/index.html"));
    assert!(!site.exists("out/cafe/terms/index.html"));
    assert!(!site.exists("out/bolt/terms/index.html"));
    assert!(site.exists("out/bolt/notes.txt"), "the user's own file");
}

/// Rows of only a few tenants are probably incomplete: the pages of the others are kept.
#[test]
fn rows_without_most_tenants() {
    let site = site();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out"]).clean();
    let manifest = site.read("out.manifest.jsonl");
    site.file("before.jsonl", &manifest)
        .file(TENANTS, &row("acme", "Acme Ltd", true));
    let previous = ["--out", "out", "--previous", "before.jsonl"];
    let run = batch(&site, &previous);
    assert_eq!(run.code, 2);
    run.snapshot("batch-most-gone");
    assert!(site.exists("out/cafe/terms/index.html") && site.exists("out/bolt/terms/index.html"));
    assert_eq!(site.read("out.manifest.jsonl"), manifest);
    batch(&site, &[&previous[..], &["--max-gone", "2"]].concat()).clean();
    assert!(!site.exists("out/cafe/terms/index.html"));
}

/// A lost folder is recreated; an edited page is kept when its tenant is removed, and the findings
/// report it.
#[test]
fn folders_that_are_not_as_they_were() {
    let site = site();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out"]).clean();
    let page = "out/cafe/terms/index.html";
    site.file("before.jsonl", &site.read("out.manifest.jsonl"))
        .remove("out/bolt")
        .file(page, "edited")
        .file(
            TENANTS,
            &[
                row("acme", "Acme Ltd", true),
                row("bolt", "Bolt GmbH", false),
            ]
            .concat(),
        );
    let run = batch(&site, &["--out", "out", "--previous", "before.jsonl"]);
    assert_eq!(
        run.stdout,
        "out: 2 tenants, 14 files (1 built, 1 unchanged, 0 failed), 1 gone\n"
    );
    assert!(site.exists("out/bolt/terms/index.html"));
    assert_eq!(site.read(page), "edited");
    let findings = lines(&site, "out.findings.jsonl");
    let of_cafe = findings
        .iter()
        .filter(|finding| finding["tenant"] == "cafe");
    let rules: Vec<_> = of_cafe.map(|finding| finding["rule"].clone()).collect();
    assert_eq!(rules, ["OUT103"]);
}

#[test]
fn a_plan_writes_nothing() {
    let site = before();
    let path = "content/clauses/delivery.md";
    // Different sources, same pages.
    let clause = site.read(path);
    site.file(
        path,
        &clause.replace("summary: Delivery", "summary: Deliveries"),
    );
    let plan = |site: &Site| batch(site, &["--plan", "--previous", "before.jsonl"]);
    plan(&site).clean().snapshot("batch-plan-same");
    site.file(path, &clause.replace("delivers", "sends"));
    let rows = row("new", "New Ltd", false) + &three().replace("bolt", "bolt-2");
    site.file(TENANTS, &(rows + "{\"id\":\"bad\",\"facts\":{\"x\":1}}\n"));
    let tree = site.tree("");
    plan(&site).snapshot("batch-plan");
    assert!(site.tree("") == tree);
}

/// Pages without checks have no findings of rules; a batch with checks builds them again, and not
/// the other way round.
#[test]
fn pages_without_checks() {
    let site = before();
    let (made, _) = next(&site, &["--no-check"]);
    assert!(made.is_empty(), "{made:?}");

    let run = batch(&site, &["--out", "bare.tar", "--no-check"]);
    assert!(run.stderr.is_empty(), "{}", run.text());
    assert_eq!(packed(&site, "bare.tar"), {
        batch(&site, &["--out", "all.tar"]).clean();
        packed(&site, "all.tar")
    });
    let of_rules = |path: &str| {
        let findings = lines(&site, path).into_iter();
        findings.filter(|found| found["group"] != "build").count()
    };
    assert!(of_rules("all.tar.findings.jsonl") > 0);
    assert_eq!(of_rules("bare.tar.findings.jsonl"), 0);

    site.file("before.jsonl", &site.read("bare.tar.manifest.jsonl"));
    assert_eq!(next(&site, &[]).0, ["acme", "bolt", "cafe"]);
    let header = site.run(&["batch", "header", "--no-check"]);
    let manifest = site.read("bare.tar.manifest.jsonl");
    assert_eq!(header.stdout.lines().next(), manifest.lines().next());
}
