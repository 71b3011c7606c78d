//! Files that policygen writes and later reads, and that anyone may have changed meanwhile.

use std::fs;
use std::path::Path;

use super::Target;
use crate::check::Baseline;
use crate::output::{Manifest, Record, Sink as _, Staging};

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "0",
    "-1",
    "1e9",
    "18446744073709551616",
    "\\u0000",
    "\\ud800",
    "\\",
    "..",
    "/",
    "../",
    "\"files\"",
    "\"sources\"",
    "\"stage\"",
    "\"version\"",
    "\"findings\"",
    "\"count\"",
    "\"manifest\"",
    "\"earlier\"",
    "a.html",
    "index.html",
    "outside.txt",
    "/outside.txt",
    "..\\\\outside.txt",
    "\n",
    " ",
    "é",
];

const fn target(name: &'static str, cases: u32) -> Target {
    Target {
        name,
        bits: JSON,
        cases,
        texts: 1,
    }
}

#[test]
fn fuzz_baseline() {
    target("baseline", 400).run(|texts| {
        if let Ok(baseline) = Baseline::parse(&texts[0]) {
            // A file of an older version becomes one of the current version,
            // which is stable.
            let text = baseline.to_text().unwrap();
            let again = Baseline::parse(&text).unwrap();
            assert_eq!(Baseline::parse(&again.to_text().unwrap()), Ok(again));
        }
    });
}

/// A file next to the output folder, which no build may touch.
const OUTSIDE: &str = "outside.txt";

/// Adds the file `name` to the output folder of a build and calls `run`; everything outside must
/// stay unchanged.
fn output(name: &str, text: &str, run: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join(OUTSIDE);
    fs::write(&outside, "mine").unwrap();
    let out = folder.path().join("public");
    build(&out, "before").unwrap();
    fs::write(out.join("own.txt"), "mine too").unwrap();
    let stage = out.join(".policygen.tmp-aaaaaa/files");
    fs::create_dir_all(&stage).unwrap();
    fs::write(stage.join("a.html"), "staged").unwrap();
    fs::write(out.join(name), text).unwrap();
    run(&out);
    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
    let own = fs::read_to_string(out.join("own.txt"));
    assert_eq!(own.unwrap(), "mine too");
    let around = fs::read_dir(folder.path()).unwrap();
    assert_eq!(around.count(), 2);
}

fn build(out: &Path, text: &str) -> anyhow::Result<()> {
    let staging = Staging::open(out)?;
    staging.put("a.html", text.as_bytes())?;
    staging.put("b/index.html", text.as_bytes())?;
    staging.commit(Record::default())?;
    Ok(())
}

#[test]
fn fuzz_manifest() {
    target("manifest", 40).run(|texts| {
        output(crate::output::MANIFEST, &texts[0], |out| {
            if let Ok(Some(manifest)) = Manifest::read(out) {
                let bytes = manifest.to_bytes().unwrap();
                fs::write(out.join(crate::output::MANIFEST), &bytes).unwrap();
                let again = Manifest::read(out).unwrap().unwrap();
                assert_eq!(again.to_bytes().unwrap(), bytes);
            }
            if build(out, "after").is_ok() {
                assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "after");
            }
        });
    });
}

#[test]
fn fuzz_journal() {
    target("journal", 40).run(|texts| {
        output(".policygen.journal", &texts[0], |out| {
            if build(out, "after").is_ok() {
                assert_eq!(fs::read_to_string(out.join("a.html")).unwrap(), "after");
                assert!(!out.join(".policygen.journal").exists());
            }
        });
    });
}
