//! Named pieces of patterns: `(?&company_form)` stands for the piece of that name in its pack.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::yaml::{Entry, Kind, Node};

/// The beginning and the end of a reference to a piece.
const OPEN: &str = "(?&";
const CLOSE: char = ')';

/// Keys of a rule whose values contain no patterns.
const WORDS: &[&str] = &[
    "message", "absent", "if_none", "help", "why", "law", "fails", "passes", "traps",
];

/// The pieces of a pack, by name.
pub(super) struct Pieces(Vec<(String, String)>);

impl Pieces {
    /// The pieces that the header of a pack defines.
    pub(super) fn of(node: &Node) -> Self {
        let entries = match node.get("pieces").map(|pieces| &pieces.kind) {
            Some(Kind::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        let mut pieces = Self(Vec::new());
        for Entry { key, value, .. } in entries {
            if let Kind::Text(text) = &value.kind {
                // An unknown name is reported where the piece is used.
                let whole = pieces.expanded(text).unwrap_or_else(|_| text.clone());
                pieces.0.push((key.clone(), whole));
            }
        }
        pieces
    }

    /// Replaces the references in all patterns of a rule. Unknown names are reported.
    pub(super) fn insert(
        &self,
        node: &mut Node,
        source: &Arc<Source>,
        faults: &mut Vec<Diagnostic>,
    ) {
        match &mut node.kind {
            Kind::Map(entries) => {
                let patterns = entries
                    .iter_mut()
                    .filter(|entry| !WORDS.contains(&entry.key.as_str()));
                patterns.for_each(|entry| self.insert(&mut entry.value, source, faults));
            }
            Kind::Seq(items) => {
                for item in items {
                    self.insert(item, source, faults);
                }
            }
            Kind::Text(text) if text.contains(OPEN) => match self.resolved(text) {
                Ok(whole) => *text = whole,
                Err(unknown) => {
                    let names = self.0.iter().map(|(name, _)| name.as_str());
                    let help = match self.0.iter().any(|(name, _)| *name == unknown) {
                        true => Some("define it before the pieces that refer to it".to_owned()),
                        false => did_you_mean(&unknown, names),
                    };
                    let help =
                        help.unwrap_or_else(|| "define it under `pieces` in the pack".to_owned());
                    faults.push(
                        Diagnostic::new(
                            &codes::UNKNOWN_KEY,
                            format!("unknown piece `{unknown}` in a pattern"),
                        )
                        .at(source, node.span.clone())
                        .help(help),
                    );
                }
            },
            _ => {}
        }
    }

    /// A pattern without references, or the first unknown name.
    fn resolved(&self, text: &str) -> Result<String, String> {
        let whole = self.expanded(text)?;
        match whole.split_once(OPEN) {
            // A piece refers to an unknown or a later one.
            Some((_, after)) => Err(after.split(CLOSE).next().unwrap_or(after).to_owned()),
            None => Ok(whole),
        }
    }

    /// A pattern with its pieces inserted, or the first unknown name.
    fn expanded(&self, text: &str) -> Result<String, String> {
        let mut whole = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (name, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            let piece = self.0.iter().find(|(known, _)| known == name);
            let (_, piece) = piece.ok_or_else(|| name.to_owned())?;
            whole.push_str(before);
            whole.push_str("(?:");
            whole.push_str(piece);
            whole.push(CLOSE);
            rest = after;
        }
        whole.push_str(rest);
        Ok(whole)
    }
}
