//! The scripts in `integrations` that don't need a cluster.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{TENANTS, batch, packed_shard, row, site};
use crate::driver::Site;

/// A file of `integrations`, as its users run it.
fn definition(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("integrations")
        .join(path);
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Runs a script in the site's folder, with the program on `PATH`.
fn script(site: &Site, text: &str, variables: &[(&str, String)]) {
    let program = Path::new(env!("CARGO_BIN_EXE_policygen")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let done = Command::new("sh")
        .args(["-c", text])
        .current_dir(site.root())
        .env("PATH", format!("{}:{path}", program.display()))
        .env("SOURCE_DATE_EPOCH", "1779494400")
        .envs(variables.iter().map(|(name, value)| (*name, value)))
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

/// Tenants, one of which is bad: a shard that contains it must not fail the
/// job.
fn fleet() -> Site {
    let site = site();
    let rows: String = (0..12)
        .map(|at| row(&format!("shop-{at}"), "Shop", at % 2 == 0))
        .collect();
    site.file(TENANTS, &(rows + "{\"id\":\"bad\",\"facts\":{\"x\":1}}\n"));
    batch(&site, &["--out", "all.tar"]);
    site
}

/// The packs of four shards contain each tenant once.
#[track_caller]
fn is_whole(site: &Site) {
    let mut files = 0;
    for shard in 1..=4 {
        files += packed_shard(site, &format!("out/{shard}.tar"), &format!("{shard}/4")).len();
    }
    assert_eq!(files, super::packed(site, "all.tar").len());
}

#[test]
fn the_job_of_kubernetes() {
    let job = definition("kubernetes/job.yaml");
    assert_eq!(job["kind"], "Job");
    assert_eq!(job["spec"]["completionMode"], "Indexed");
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["command"], serde_json::json!(["sh", "-c"]));
    let text = container["args"][0].as_str().unwrap();
    let site = fleet();
    let shards = job["spec"]["completions"].as_u64().unwrap();
    let variables = container["env"].as_array().unwrap();
    let names: Vec<&str> = variables
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["SHARDS", "SITE", "TENANTS", "OUT"]);
    assert_eq!(variables[0]["value"], shards.to_string());
    for index in 0..shards {
        let variables = [
            ("JOB_COMPLETION_INDEX", index.to_string()),
            ("SHARDS", shards.to_string()),
            ("SITE", ".".to_owned()),
            ("TENANTS", TENANTS.to_owned()),
            ("OUT", "out".to_owned()),
        ];
        script(&site, text, &variables);
    }
    is_whole(&site);
}

#[test]
fn the_matrix_of_ci() {
    let workflow = definition("ci/fleet.yml");
    let jobs = &workflow["jobs"];
    let step = |job: &str, name: &str| {
        let steps = jobs[job]["steps"].as_array().unwrap().iter();
        let mut named = steps.filter(|step| step["name"] == name);
        named.next().unwrap()["run"].as_str().unwrap().to_owned()
    };
    let site = fleet();
    let shards = jobs["shard"]["strategy"]["matrix"]["shard"]
        .as_array()
        .unwrap();
    assert_eq!(jobs["shard"]["env"]["SHARDS"], shards.len());
    for shard in shards {
        let variables = [
            ("SHARD", shard.to_string()),
            ("SHARDS", shards.len().to_string()),
            ("SITE", ".".to_owned()),
            ("TENANTS", TENANTS.to_owned()),
        ];
        script(&site, &step("shard", "Build the shard"), &variables);
    }
    script(&site, &step("merge", "Join the manifests"), &[]);
    // The first line is about the site; the bad tenant also has a line.
    assert_eq!(site.read("out/manifest.jsonl").lines().count(), 1 + 12 + 1);
    is_whole(&site);
}
