//! Footnotes, numbered in the order of their first mention.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::node::{Kind, Node};

/// A footnote that the text refers to.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// Its number on the page, from 1.
    pub(crate) number: usize,
    /// How often it is mentioned.
    pub(crate) mentions: usize,
    /// The node of the paragraph that ends it, if one does.
    pub(crate) last_paragraph: Option<usize>,
    /// The node of its definition.
    pub(super) node: u32,
}

/// Gives footnotes and what refers to them their numbers. `labels` are those of
/// the references; `definitions` have label and node. Footnotes are read after
/// the text, so that what only they mention comes last.
pub(super) fn number(
    nodes: &mut [Node<'_>],
    labels: &[CowStr<'_>],
    definitions: &[(CowStr<'_>, u32)],
) -> Vec<Note> {
    let mut known: HashMap<String, u32> = HashMap::new();
    for (label, node) in definitions {
        known.entry(label.to_lowercase()).or_insert(*node);
    }
    let mut notes: Vec<Note> = Vec::new();
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    let mut to_read: VecDeque<Range<usize>> = VecDeque::new();
    to_read.push_back(0..nodes.len());
    while let Some(range) = to_read.pop_front() {
        let mut at = range.start;
        while at < range.end {
            let node = &mut nodes[at];
            match &mut node.kind {
                // Neither the title nor a picture's description shows them.
                Kind::Note(_) | Kind::Title(_) | Kind::Image(_) => {
                    at = node.end as usize;
                    continue;
                }
                Kind::NoteReference { number, mention } => {
                    let label = labels
                        .get(*number as usize)
                        .map(|label| label.to_lowercase());
                    let definition = label.and_then(|label| known.get(&label).copied());
                    (*number, *mention) = (0, 0);
                    if let Some(definition) = definition {
                        let index = *numbers.entry(definition).or_insert_with(|| {
                            notes.push(Note {
                                number: notes.len() + 1,
                                mentions: 0,
                                last_paragraph: None,
                                node: definition,
                            });
                            notes.len() - 1
                        });
                        notes[index].mentions += 1;
                        *number = index as u32 + 1;
                        *mention = notes[index].mentions as u32;
                        if notes[index].mentions == 1 {
                            let start = definition as usize;
                            to_read.push_back(start + 1..nodes[start].end as usize);
                        }
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
    for note in &mut notes {
        let start = note.node as usize;
        nodes[start].kind = Kind::Note(Some(note.number as u32));
        let end = nodes[start].end as usize;
        let mut at = start + 1;
        while at < end {
            note.last_paragraph = matches!(nodes[at].kind, Kind::Paragraph).then_some(at);
            at = nodes[at].end as usize;
        }
    }
    // What refers to nothing, as in a title, prints nothing.
    for node in nodes {
        if let Kind::NoteReference { number, mention: 0 } = &mut node.kind {
            *number = 0;
        }
    }
    notes
}
