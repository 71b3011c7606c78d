//! Whole sites: the output tree of a build, compared with the expected tree, byte for byte. They
//! have a custom theme, so that they show policygen's output rather than the look of the default
//! theme.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::driver::Site;
use crate::snapshot::{difference, folder, update};

#[track_caller]
fn golden(name: &str) {
    let folder = folder().join("golden").join(name);
    let site = Site::new();
    copy(&folder.join("site"), site.root());
    site.build().snapshot(&format!("golden_{name}"));
    let mut found = site.tree("public");
    // The manifest contains a digest of the program.
    found.remove(".policygen.json");
    let expected_folder = folder.join("expected");
    if update() {
        let _ = fs::remove_dir_all(&expected_folder);
        for (path, bytes) in &found {
            let path = expected_folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return;
    }
    let expected = read(&expected_folder);
    let mut faults = String::new();
    for (path, bytes) in &found {
        match expected.get(path) {
            None => faults.push_str(&format!("{path}: not expected\n")),
            Some(wanted) if wanted != bytes => {
                let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
                let difference = difference(&text(wanted), &text(bytes));
                faults.push_str(&format!("{path}: {difference}\n"));
            }
            Some(_) => {}
        }
    }
    for path in expected.keys().filter(|path| !found.contains_key(*path)) {
        faults.push_str(&format!("{path}: missing\n"));
    }
    assert!(faults.is_empty(), "\n{faults}(UPDATE=1 to accept it)");
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in read(from) {
        let to = to.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries =
            fs::read_dir(&current).unwrap_or_else(|error| panic!("{}: {error}", current.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// All Markdown features, numbered, in two languages.
#[test]
fn markdown() {
    golden("markdown");
}

/// A folder of Markdown that was not written for policygen.
#[test]
fn handbook() {
    golden("handbook");
}
