//! The repository's own site and its examples build without any message.

use std::fs;
use std::path::Path;

use crate::driver::Site;

#[track_caller]
fn builds(root: &Path) {
    let work = Site::new();
    let out = work.path("out");
    let run = work.run(&[
        "build",
        "--root",
        root.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--as-of",
        "2026-06-01",
    ]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, ""),
        "{}: {}",
        root.display(),
        run.text()
    );
    assert!(out.join("index.html").is_file());
    assert!(out.join("privacy/index.html").is_file());
}

#[test]
fn the_starter() {
    builds(Path::new(env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn all_examples() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut count = 0;
    for entry in fs::read_dir(examples).unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            builds(&folder);
            count += 1;
        }
    }
    assert!(count > 0);
}
