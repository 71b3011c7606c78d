//! Identifies the build by a digest of everything that shapes pages, so that a
//! site is rebuilt when the program has changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for folder in [
        "src",
        "content/clauses",
        "content/rules",
        "content/words",
        "content/templates",
        "themes",
    ] {
        println!("cargo:rerun-if-changed={folder}");
        add(Path::new(folder), &mut hasher);
    }
    println!("cargo:rustc-env=POLICYGEN_BUILD={:016x}", hasher.finish());
}

fn add(folder: &Path, hasher: &mut DefaultHasher) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(&path, hasher);
        } else if let Ok(bytes) = std::fs::read(&path) {
            path.to_string_lossy().replace('\\', "/").hash(hasher);
            bytes.hash(hasher);
        }
    }
}
