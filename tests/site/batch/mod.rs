//! Many tenants of one site: rows in, pages out.

mod again;
mod integrations;
mod rows;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::driver::{Run, Site};

const TENANTS: &str = "tenants.jsonl";

/// A site of two policies. Only some tenants print the clause on delivery.
fn site() -> Site {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "base_url: https://policies.example/\ntwins: [markdown]\n",
    )
    .file("content/facts/company.yaml", "company: Platform AG\n")
    .file(
        "content/clauses/delivery.md",
        "---\nsummary: Delivery\nuses: [company]\n---\n## Delivery {#delivery}\n\n{{ company.legal_name }} delivers.\n",
    )
    .file(
        "content/clauses/rest.md",
        "---\nsummary: The rest\n---\n## Rest {#rest}\n\nNothing else.\n",
    )
    .file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n{% if service.hosts_user_content %}{{ <delivery /> }}{% endif %}\n\n{{ <rest /> }}\n",
    );
    site
}

/// A tenant's row.
fn row(id: &str, name: &str, sells: bool) -> String {
    format!(
        "{{\"id\":\"{id}\",\"facts\":{{\"company\":{{\"legal_name\":\"{name}\"}},\"service\":{{\"name\":\"Shop\",\"hosts_user_content\":{sells}}}}}}}\n"
    )
}

fn three() -> String {
    [
        row("acme", "Acme Ltd", true),
        row("bolt", "Bolt GmbH", false),
        row("cafe", "Café \u{1f980} SARL", true),
    ]
    .concat()
}

fn batch(site: &Site, arguments: &[&str]) -> Run {
    let all = [&["batch", "--tenants", TENANTS], arguments].concat();
    site.run(&all)
}

/// The lines of a JSON Lines file.
fn lines(site: &Site, path: &str) -> Vec<Value> {
    let text = site.read(path);
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The files of a pack, located through its index.
fn packed(site: &Site, pack: &str) -> BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(site.path(pack)).unwrap();
    let lines = lines(site, &format!("{pack}.index.jsonl")).into_iter();
    lines
        .map(|line| {
            let number = |key: &str| line[key].as_u64().unwrap() as usize;
            let start = number("offset");
            let file = bytes[start..start + number("length")].to_vec();
            (line["path"].as_str().unwrap().to_owned(), file)
        })
        .collect()
}

/// The pages are those that `build` produces for the site with the tenant's
/// facts.
#[test]
fn a_tenant_has_the_pages_of_a_site_of_its_own() {
    let site = site();
    site.file(TENANTS, &three());
    batch(&site, &["--out", "out"]).clean();
    for (id, name, sells) in [("acme", "Acme Ltd", true), ("bolt", "Bolt GmbH", false)] {
        let own = self::site();
        own.file(
            "policygen.yaml",
            &format!("base_url: https://policies.example/{id}/\ntwins: [markdown]\n"),
        )
        .file(
            "content/facts/company.yaml",
            &format!("company: {name}\nservice: {{name: Shop, hosts_user_content: {sells}}}\n"),
        );
        own.build().clean();
        let mut expected = own.tree("public");
        let mut found = site.tree(&format!("out/{id}"));
        assert!(found.remove(".policygen.json").is_some());
        expected.remove(".policygen.json");
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>()
        );
        for (path, bytes) in expected {
            assert!(found[&path] == bytes, "{id}/{path}");
        }
    }
    let terms = site.read("out/cafe/terms/index.html");
    assert!(terms.contains("Café \u{1f980} SARL delivers."), "{terms}");
    assert!(!site.read("out/bolt/terms.md").contains("delivers"));
}

/// A pack has the same files as folders; they can be read with `tar` and
/// through the index.
#[test]
fn a_pack_is_an_archive_with_an_index() {
    let site = site();
    site.file(TENANTS, &three())
        .file(
            "content/policies/terms.md",
            &format!(
                "---\ntitle: Terms\n---\n[Form](form.pdf), [long]({0}.pdf)\n",
                "x".repeat(140)
            ),
        )
        .file("content/policies/form.pdf", "form")
        .file(&format!("content/policies/{}.pdf", "x".repeat(140)), "long");
    batch(&site, &["--out", "folders"]).clean();
    batch(&site, &["--out", "pack.tar"])
        .clean()
        .snapshot("batch-pack");
    let mut folders = site.tree("folders");
    folders.retain(|path, _| !path.ends_with(".policygen.json"));
    assert!(packed(&site, "pack.tar") == folders);
    let status = std::process::Command::new("tar")
        .args(["-xf", "pack.tar", "--one-top-level=unpacked"])
        .current_dir(site.root())
        .status();
    assert!(status.unwrap().success());
    assert!(site.tree("unpacked") == folders);
    // The manifest does not depend on where pages are.
    assert_eq!(
        site.read("pack.tar.manifest.jsonl"),
        site.read("folders.manifest.jsonl")
    );
}

/// The same rows produce the same bytes, whatever their order and the number of threads.
#[test]
fn bytes_depend_neither_on_shards_nor_on_order_nor_on_threads() {
    let site = site();
    let rows: Vec<String> = (0..40)
        .map(|at| row(&format!("shop-{at}"), &format!("Shop {at}"), at % 3 == 0))
        .collect();
    site.file(TENANTS, &rows.concat());
    batch(&site, &["--out", "all.tar"]).clean();
    batch(&site, &["--out", "one.tar", "-j", "1"]).clean();
    for what in ["", ".index.jsonl", ".manifest.jsonl", ".findings.jsonl"] {
        let [all, one] = ["all.tar", "one.tar"].map(|pack| site.path(&format!("{pack}{what}")));
        assert!(
            std::fs::read(all).unwrap() == std::fs::read(one).unwrap(),
            "{what}"
        );
    }
    let turned: Vec<String> = rows.iter().rev().cloned().collect();
    site.file(TENANTS, &turned.concat());
    let mut parts = BTreeMap::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let name = format!("{}.tar", shard.replace('/', "-"));
        batch(&site, &["--out", &name, "--shard", shard]).clean();
        let part = packed_shard(&site, &name, shard);
        assert!(!part.is_empty());
        parts.extend(part);
    }
    assert!(parts == packed(&site, "all.tar"));
    let manifests = ["1-3.tar.1-of-3", "2-3.tar.2-of-3", "3-3.tar.3-of-3"];
    let manifests = manifests.map(|name| format!("{name}.manifest.jsonl"));
    let merge =
        |parts: &[&str], out: &str| site.run(&[&["batch", "merge", "--out", out], parts].concat());
    let parts: Vec<&str> = manifests.iter().map(String::as_str).collect();
    merge(&parts, "merged.jsonl").clean();
    merge(&["all.tar.manifest.jsonl"], "sorted.jsonl").clean();
    assert_eq!(site.read("merged.jsonl"), site.read("sorted.jsonl"));
    assert_eq!(lines(&site, "merged.jsonl").len(), 41);
    // Shards that overlap, or belong to another site, are not merged.
    merge(&[parts[0], "all.tar.manifest.jsonl"], "no.jsonl").snapshot("batch-merge-twice");
    site.file("policygen.yaml", "base_url: https://other.example/\n");
    batch(&site, &["--out", "other.tar"]).clean();
    let run = merge(&[parts[0], "other.tar.manifest.jsonl"], "no.jsonl");
    run.snapshot("batch-merge-other");
    assert!(!site.exists("no.jsonl"));
}

fn packed_shard(site: &Site, pack: &str, shard: &str) -> BTreeMap<String, Vec<u8>> {
    let suffix = shard.replace('/', "-of-");
    let index = site.read(&format!("{pack}.{suffix}.index.jsonl"));
    site.file(&format!("{pack}.index.jsonl"), &index);
    packed(site, pack)
}
