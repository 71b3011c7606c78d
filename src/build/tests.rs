//! Tests with stages that are broken on purpose: whatever goes wrong, every policy ends up with a
//! page or a fault.

use std::path::Path;

use super::header::ReadHeader;
use super::prepare::Prepared;
use super::{READERS, Readers, Wanted, header, prepare, stages_with};
use crate::base::dates;
use crate::load::{self, Options};
use crate::output::Nowhere;

/// The codes and files that a build of two policies reports if its first stages are `readers`.
fn reported(readers: Readers) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "privacy", "Text.");
    write(root.path(), "terms", "As in [](privacy.md).");
    let options = Options {
        root: root.path().to_owned(),
        out: None,
        base_url: None,
        as_of: dates::parse("2026-07-01").unwrap(),
        drafts: false,
        fragments: false,
        placeholders: false,
        unreleased: false,
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults).unwrap();
    let wanted = Wanted {
        sink: Some(&Nowhere),
        ..Wanted::default()
    };
    let done = stages_with(readers, &site, wanted, faults, None).unwrap();
    let faults = done.built.diagnostics.iter();
    faults
        .map(|fault| format!("{} {}", fault.code.id, fault.file().unwrap_or_default()))
        .collect()
}

fn write(root: &Path, name: &str, text: &str) {
    let folder = root.join("content/policies");
    std::fs::create_dir_all(&folder).unwrap();
    let text = format!("---\ntitle: {name}\nupdated: 2026-01-01\n---\n{text}\n");
    std::fs::write(folder.join(format!("{name}.md")), text).unwrap();
}

const BOTH: [&str; 2] = [
    "SRC111 content/policies/privacy.md",
    "SRC111 content/policies/terms.md",
];

#[test]
fn stages_that_work_report_nothing() {
    assert_eq!(reported(READERS), <[&str; 0]>::default());
}

#[test]
fn a_policy_that_merging_loses_is_a_fault() {
    let readers = Readers {
        prepare: |site, page, announced| Prepared {
            merged: None,
            ..prepare(site, page, announced)
        },
        ..READERS
    };
    assert_eq!(reported(readers), BOTH);
}

#[test]
fn a_policy_without_header_is_a_fault() {
    let readers = Readers {
        header: |site, page, strings| ReadHeader {
            header: None,
            ..header::read(site, page, strings)
        },
        ..READERS
    };
    assert_eq!(reported(readers), BOTH);
}

#[test]
fn a_policy_at_another_address_than_announced_is_a_fault() {
    let readers = Readers {
        header: |site, page, strings| {
            let mut read = header::read(site, page, strings);
            if let Some(header) = &mut read.header {
                header.address = format!("{}-elsewhere", header.address).into();
            }
            read
        },
        ..READERS
    };
    assert_eq!(reported(readers), BOTH);
}
