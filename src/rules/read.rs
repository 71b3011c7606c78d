//! Reads packs of rules.

use std::sync::Arc;

use super::pack::{Head, Pack, Rule};
use super::pieces::Pieces;
use super::verify;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::yaml::typed::{self, Misfit};
use crate::yaml::{self, Kind, Node};

/// A pack, and the YAML from which it was read.
pub(super) struct Parsed {
    pub(super) pack: Pack,
    /// The nodes of its rules, in the order of the rules.
    pub(super) nodes: Vec<Node>,
    /// The range of its name.
    pub(super) name: std::ops::Range<usize>,
}

/// Reads a pack. A rule that can't be read is reported and left out; so is a
/// pack without a usable header.
pub(super) fn pack(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Parsed> {
    let node = yaml::parse(source, 0..source.text.len(), faults)?;
    let head: Head = match typed::read(&node) {
        Ok(head) => head,
        Err(misfit) => {
            faults.push(report(source, misfit));
            return None;
        }
    };
    let name = node.get("name").map_or(0..0, |name| name.span.clone());
    let pieces = Pieces::of(&node);
    let mut items = Vec::new();
    for entry in take_entries(node) {
        if entry.key == "rules" {
            match entry.value.kind {
                Kind::Seq(rules) => items = rules,
                _ => faults.push(
                    Diagnostic::new(
                        &codes::WRONG_TYPE,
                        format!(
                            "expected a list of rules, found {}",
                            entry.value.type_name()
                        ),
                    )
                    .at(source, entry.key_span),
                ),
            }
        }
    }
    let mut rules = Vec::with_capacity(items.len());
    let mut nodes = Vec::with_capacity(items.len());
    for mut item in items {
        let known = faults.len();
        pieces.insert(&mut item, source, faults);
        if faults.len() > known {
            continue;
        }
        match typed::read::<Rule>(&item) {
            Ok(rule) => {
                if let Some(fault) = verify::severity(&rule, &item, source) {
                    faults.push(fault);
                    continue;
                }
                rules.push(rule);
                nodes.push(item);
            }
            Err(misfit) => faults.push(report(source, misfit)),
        }
    }
    Some(Parsed {
        pack: head.with(rules),
        nodes,
        name,
    })
}

fn take_entries(node: Node) -> Vec<yaml::Entry> {
    match node.kind {
        Kind::Map(entries) => entries,
        _ => Vec::new(),
    }
}

fn report(source: &Arc<Source>, misfit: Misfit) -> Diagnostic {
    Diagnostic::new(misfit.code, misfit.message)
        .at(source, misfit.span)
        .maybe_help(misfit.help)
}
