//! Builds that fail at every possible point: each call that changes the output folder fails in
//! turn, alone or together with all later ones. Whatever happens, the next build produces the same
//! result as a clean one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::disk::Disk;
use super::{Record, Sink as _, Staging};

/// Calls that fail on purpose.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The call that fails, counted from 1; 0 for none.
    at: usize,
    /// Whether all later calls fail too, as if the program had been killed.
    kills: bool,
    calls: AtomicUsize,
    is_dead: AtomicBool,
}

impl Faults {
    /// Counts a call, and makes it fail if it should.
    pub(super) fn pass(&self) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if call == self.at {
            self.is_dead.store(self.kills, Ordering::SeqCst);
        }
        match call == self.at || self.is_dead.load(Ordering::SeqCst) {
            true => Err(io::Error::other("on purpose")),
            false => Ok(()),
        }
    }

    /// Whether the next call kills the program in the middle of a write.
    pub(super) fn tears(&self) -> bool {
        self.kills && self.calls.load(Ordering::SeqCst) + 1 == self.at
    }
}

/// The files of a build.
type Site = [(&'static str, &'static str)];

const BEFORE: &Site = &[
    ("index.html", "hub"),
    ("old/index.html", "removed later"),
    ("old/deep/page.html", "removed later"),
    ("privacy/index.html", "privacy"),
    ("terms", "becomes a folder"),
    ("turns/file.html", "becomes a file"),
];
const AFTER: &Site = &[
    ("index.html", "hub, changed"),
    ("new/index.html", "added"),
    ("new/other.html", "added"),
    ("privacy/index.html", "privacy"),
    ("privacy/more.html", "added to a folder that is there"),
    ("terms/index.html", "was a file"),
    ("turns", "was a folder"),
];
const EDITED: &Site = &[
    ("index.html", "hub, changed again"),
    ("old/index.html", "back"),
    ("privacy/more.html", "changed"),
    ("terms/other.html", "another"),
];

fn build(out: &Path, site: &Site, at: usize, kills: bool) -> (anyhow::Result<()>, usize) {
    let faults = Arc::new(Faults {
        at,
        kills,
        ..Faults::default()
    });
    let mut disk = Disk::open(out).unwrap();
    disk.faults = Arc::clone(&faults);
    let run = || {
        let staging = Staging::open_on(disk, false)?.sync(true);
        for (path, text) in site {
            staging.put(path, text.as_bytes())?;
        }
        staging.commit(Record::default())?;
        anyhow::Ok(())
    };
    (run(), faults.calls.load(Ordering::SeqCst))
}

/// All files below a folder, with their bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    files
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            (name(entry.path()), bytes)
        })
        .collect()
}

fn clean(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), site, 0, false).0.unwrap();
    tree(out.path())
}

/// Interrupts a build of `site` over that of `before` at every call, and then builds `next`.
fn ends_everywhere(before: Option<&Site>, site: &Site, next: &Site) {
    let expected = clean(next);
    for kills in [false, true] {
        for at in 1.. {
            let out = tempfile::tempdir().unwrap();
            if let Some(before) = before {
                build(out.path(), before, 0, false).0.unwrap();
            }
            let (_, calls) = build(out.path(), site, at, kills);
            if calls < at {
                assert!(at > 10, "only {calls} calls");
                break;
            }
            let (done, _) = build(out.path(), next, 0, false);
            if let Err(error) = done {
                panic!("after call {at} (kills: {kills}): {error:#}");
            }
            let found = tree(out.path());
            assert_eq!(found, expected, "after call {at} (kills: {kills})");
        }
    }
}

#[test]
fn over_none() {
    ends_everywhere(None, BEFORE, BEFORE);
    ends_everywhere(None, BEFORE, AFTER);
}

#[test]
fn over_an_old_output() {
    ends_everywhere(Some(BEFORE), AFTER, AFTER);
    ends_everywhere(Some(BEFORE), AFTER, BEFORE);
    ends_everywhere(Some(BEFORE), AFTER, EDITED);
}

/// Nothing is touched before the journal exists.
#[test]
fn before_the_journal_the_old_output_stays() {
    let after = clean(AFTER);
    for kills in [false, true] {
        for at in 1.. {
            let out = tempfile::tempdir().unwrap();
            build(out.path(), BEFORE, 0, false).0.unwrap();
            let before = tree(out.path());
            let (done, calls) = build(out.path(), AFTER, at, kills);
            if done.is_ok() && calls < at {
                break;
            }
            let mut found = tree(out.path());
            let is_committing = found.contains_key(super::JOURNAL);
            found.retain(|path, _| !path.starts_with(super::stage::PREFIX));
            let is_old_or_new = found == before || found == after;
            assert!(is_committing || is_old_or_new, "call {at}");
        }
    }
}

/// Two builds in a row are interrupted, and the staged files of the first are
/// lost.
#[test]
fn without_the_staged_files() {
    let expected = clean(EDITED);
    for first in 10..40 {
        for second in [5, 20, 30] {
            let out = tempfile::tempdir().unwrap();
            build(out.path(), BEFORE, 0, false).0.unwrap();
            let _ = build(out.path(), AFTER, first, true);
            for entry in fs::read_dir(out.path()).unwrap() {
                let entry = entry.unwrap();
                if super::stage::is_stage(Path::new(&entry.file_name())) {
                    fs::remove_dir_all(entry.path()).unwrap();
                }
            }
            let _ = build(out.path(), BEFORE, second, true);
            build(out.path(), EDITED, 0, false).0.unwrap();
            assert_eq!(tree(out.path()), expected, "calls {first} and {second}");
        }
    }
}
