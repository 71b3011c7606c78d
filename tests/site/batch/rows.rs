//! Faulty rows fail without affecting others.

use super::{TENANTS, batch, lines, row, site, three};
use crate::driver::Site;

#[test]
fn a_bad_tenant_fails_alone() {
    let site = site();
    let rows = [
        row("acme", "Acme Ltd", true),
        "{\"id\":\"typo\",\"facts\":{\"company\":{\"legl_name\":\"x\"}}}\n".to_owned(),
        "{\"id\":\"twice\",\"facts\":{\"company\":\"A\",\"company\":\"B\"}}\n".to_owned(),
        "{\"id\":\"acme\",\"facts\":{}}\n".to_owned(),
        "not json\n\n[1]\n{\"facts\":{}}\n{\"id\":\"../up\"}\n{\"id\":\"x\",\"fact\":{}}\n"
            .to_owned(),
        "{\"id\":\"laws\",\"regimes\":[\"gpdr\"],\"base_url\":\"here\"}\n".to_owned(),
        row("bolt", "Bolt GmbH", false),
    ];
    site.file(TENANTS, &rows.concat());
    let run = batch(&site, &["--out", "out"]);
    run.snapshot("batch-bad-rows");
    assert_eq!(run.code, 1);
    assert!(site.exists("out/acme/terms/index.html") && site.exists("out/bolt/terms/index.html"));
    assert!(!site.exists("up") && !site.exists("out/typo"));
    let findings = lines(&site, "out.findings.jsonl");
    let of_typo: Vec<_> = findings
        .iter()
        .filter(|finding| finding["tenant"] == "typo")
        .collect();
    assert_eq!(of_typo.len(), 1);
    assert_eq!(of_typo[0]["rule"], "FAC201");
    let manifest = lines(&site, "out.manifest.jsonl");
    let typo = manifest.iter().find(|line| line["id"] == "typo").unwrap();
    assert!(typo["pages"].is_null() && typo["errors"] == 1, "{typo}");
}

#[test]
fn a_row_may_set_what_differs_besides_facts() {
    let site = site();
    site.file(
        TENANTS,
        "{\"id\":\"acme\",\"title\":\"Acme\",\"base_url\":\"https://acme.example/legal\",\"regimes\":[\"gdpr\"],\"facts\":{\"company\":\"Acme \\ud83e\\udd80\",\"service\":{\"name\":\"Shop\",\"hosts_user_content\":false}}}\n",
    );
    batch(&site, &["--out", "out"]);
    let page = site.read("out/acme/privacy/index.html");
    for text in [
        "https://acme.example/legal/privacy/",
        " · Acme</title>",
        "Acme \u{1f980}",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let findings = lines(&site, "out.findings.jsonl");
    assert!(
        findings
            .iter()
            .any(|finding| finding["rule"].as_str().unwrap().starts_with("GDPR"))
    );
}

/// The findings include errors that a build finds only when it writes, and errors that a comment
/// suppresses.
#[test]
fn nothing_that_a_build_finds_is_left_out() {
    let site = site();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: T\n---\n<!-- policygen-allow REF102: later -->\n[Away](#nowhere) of {{ company.legal_name }}.\n",
    )
    .file(
        TENANTS,
        "{\"id\":\"acme\",\"facts\":{\"service\":{\"name\":\"S\",\"hosts_user_content\":false},\"security_txt\":{\"contact\":\"s@acme.example\",\"expires\":\"2026-01-01\"}}}\n",
    );
    let rules = |site: &Site| -> Vec<String> {
        let findings = lines(site, "out.findings.jsonl").into_iter();
        findings
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    let run = batch(&site, &["--out", "out"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        rules(&site).contains(&"REF102".to_owned()),
        "{:?}",
        rules(&site)
    );
    site.file("content/policies/privacy.md", "---\ntitle: T\n---\nText.\n");
    batch(&site, &["--out", "out"]);
    assert!(
        rules(&site).contains(&"OUT106".to_owned()),
        "{:?}",
        rules(&site)
    );
}

#[test]
fn what_no_batch_can_be_made_of() {
    let site = site();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out", "--shard", "3/2"]).snapshot("batch-shard");
    site.file("old.jsonl", "{}\n");
    batch(&site, &["--out", "out", "--previous", "old.jsonl"]).snapshot("batch-no-manifest");
    site.run(&["batch", "--tenants", "none.jsonl", "--out", "out"])
        .snapshot("batch-no-tenants");
    site.file(
        "content/clauses/rest.md",
        "---\nsummary: Rest\n---\n{% if %}\n",
    );
    let run = batch(&site, &["--out", "out"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(!site.exists("out") && !site.exists("out.manifest.jsonl"));
}

/// Releases are texts of one company.
#[test]
fn a_site_with_releases_has_no_tenants() {
    let site = Site::small();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\nversion: '1.0'\nupdated: 2026-05-01\neffective: 2026-05-01\n---\nText.\n",
    );
    site.run(&["release", "privacy", "--as-of", "2026-05-01"])
        .clean();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out"]).snapshot("batch-releases");
}

/// An empty column of a tenant is not filled with the site's facts.
#[test]
fn a_null_is_not_the_sites_value() {
    let site = site();
    site.file(
        TENANTS,
        "{\"id\":\"acme\",\"facts\":{\"company\":{\"legal_name\":null},\"service\":{\"name\":\"Shop\",\"hosts_user_content\":true}}}\n",
    );
    let run = batch(&site, &["--out", "out"]);
    assert!(
        run.code == 1 && run.text().contains("FAC213"),
        "{}",
        run.text()
    );
    assert!(!site.exists("out/acme"));
}

/// On some file systems, such tenants would share a folder.
#[test]
fn ids_that_differ_only_in_case() {
    let site = site();
    let rows = [
        row("acme", "Acme Ltd", true),
        row("Acme", "Other Ltd", true),
        row("bolt", "Bolt GmbH", false),
    ];
    site.file(TENANTS, &rows.concat());
    let run = batch(&site, &["--out", "out"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("duplicate tenant `Acme`"),
        "{}",
        run.text()
    );
    assert!(site.exists("out/acme") && !site.exists("out/Acme"));

    let manifest = site.read("out.manifest.jsonl");
    let renamed = [row("Acme", "Acme Ltd", true), rows[2].clone()];
    site.file(TENANTS, &renamed.concat());
    for _ in 0..2 {
        site.file("last.jsonl", &site.read("out.manifest.jsonl"));
        let run = batch(&site, &["--out", "out", "--previous", "last.jsonl"]);
        assert_eq!(run.code, 1);
        assert!(
            run.stderr
                .contains("the tenant `Acme` was `acme` in the last batch"),
            "{}",
            run.text()
        );
    }
    assert!(site.exists("out/acme/terms/index.html") && !site.exists("out/Acme"));
    assert_eq!(site.read("out.manifest.jsonl"), manifest);
}
