//! Footnotes, numbered in the order of their first mention.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Input;
use super::labels::{self, Undefined};
use super::node::{Kind, Node};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::source_map::{CallId, SourceMap};
use crate::template::tags;

/// A footnote that the text refers to.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    /// The number on the page, from 1.
    pub(crate) number: usize,
    /// The number of mentions.
    pub(crate) mentions: usize,
    /// The node of the paragraph at its end, if there is one.
    pub(crate) last_paragraph: Option<usize>,
    /// The node of its definition.
    pub(super) node: u32,
}

/// The footnotes of a text. Labels belong to a single call of their file,
/// because a clause that is called twice has its footnotes twice.
pub(super) struct Definitions {
    /// The first definition of each label.
    known: HashMap<(CallId, String), u32>,
    /// All other definitions, each with the first one.
    repeated: Vec<(u32, u32)>,
    /// The label and node of each definition.
    all: Vec<(String, u32)>,
}

/// The labels of footnotes to which the blocks of a file's text refer.
fn labels_in_blocks(text: &str) -> HashSet<String> {
    let parts = tags::in_blocks(text).into_iter();
    let marks = parts.flat_map(|part| part.split("[^").skip(1));
    let labels = marks.filter_map(|rest| rest.split_once(']'));
    let referring = labels.filter(|(_, after)| !after.starts_with(':'));
    referring.map(|(label, _)| labels::fold(label)).collect()
}

impl Definitions {
    /// Groups definitions, given as label and node, by file and label.
    pub(super) fn of(
        definitions: &[(CowStr<'_>, u32)],
        nodes: &[Node<'_>],
        map: &SourceMap,
    ) -> Self {
        let mut found = Self {
            known: HashMap::new(),
            repeated: Vec::new(),
            all: Vec::new(),
        };
        for (label, node) in definitions {
            let frame = map.frame_at(nodes[*node as usize].range().start);
            match found.known.entry((frame, labels::fold(label))) {
                Entry::Vacant(entry) => {
                    entry.insert(*node);
                }
                Entry::Occupied(first) => found.repeated.push((*node, *first.get())),
            }
            found.all.push((label.to_string(), *node));
        }
        found
    }

    /// Whether two files define the same label.
    pub(super) fn shares_labels(&self) -> bool {
        let labels: HashSet<&str> = self.known.keys().map(|(_, label)| label.as_str()).collect();
        labels.len() < self.known.len()
    }

    /// Reports labels that are defined twice in a file, unless both definitions are the same.
    pub(super) fn report(
        &self,
        nodes: &[Node<'_>],
        input: &Input<'_>,
        faults: &mut Vec<Diagnostic>,
    ) {
        for (again, first) in &self.repeated {
            let (again, first) = (
                nodes[*again as usize].range(),
                nodes[*first as usize].range(),
            );
            if input.text[again.clone()].trim() != input.text[first.clone()].trim() {
                let label = input.text[again.clone()].split_inclusive(']').next();
                let label = label.unwrap_or_default().to_owned();
                faults.push(labels::repeated(&label, again, first, input.origin));
            }
        }
    }

    /// Reports unused footnotes and adds them to `unpublished`.
    pub(super) fn report_unused(
        &self,
        nodes: &[Node<'_>],
        input: &Input<'_>,
        unpublished: &mut Vec<Range<usize>>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let repeated: HashSet<u32> = self.repeated.iter().map(|(again, _)| *again).collect();
        // The labels in blocks of each file, which its conditions may leave out of the page.
        let mut in_blocks: HashMap<*const u8, HashSet<String>> = HashMap::new();
        for (label, node) in &self.all {
            let found = &nodes[*node as usize];
            if !matches!(found.kind, Kind::Note(None)) {
                continue;
            }
            let range = found.range();
            unpublished.push(range.clone());
            let is_left_out = input.origin.text_of(range.start).is_some_and(|text| {
                let labels = in_blocks.entry(text.as_ptr());
                let labels = labels.or_insert_with(|| labels_in_blocks(text));
                labels.contains(&labels::fold(label))
            });
            if !repeated.contains(node) && !is_left_out {
                let fault = Diagnostic::new(
                    &codes::UNUSED_FOOTNOTE,
                    format!("nothing refers to the footnote `[^{label}]`, so it is not published"),
                );
                let start = range.start..range.start + label.len() + 3;
                let fault = input.origin.point(fault, start, "");
                faults.push(fault.help("refer to it in the same file, or remove it"));
            }
        }
    }

    /// Numbers footnotes and their references. `references` contains the labels of the references.
    /// Footnotes are read after the text, so that those mentioned only in footnotes come last. A
    /// reference to an undefined footnote becomes text.
    pub(super) fn number<'a>(
        &self,
        nodes: &mut [Node<'a>],
        references: &[CowStr<'_>],
        input: &Input<'a>,
        undefined: &mut Vec<Undefined>,
    ) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        let mut numbers: HashMap<u32, usize> = HashMap::new();
        let mut to_read: VecDeque<Range<usize>> = VecDeque::new();
        to_read.push_back(0..nodes.len());
        while let Some(range) = to_read.pop_front() {
            let mut at = range.start;
            while at < range.end {
                let node = &mut nodes[at];
                match &mut node.kind {
                    // Neither the title nor image descriptions show references.
                    Kind::Note(_) | Kind::Title(_) | Kind::Image(_) => {
                        at = node.end as usize;
                        continue;
                    }
                    Kind::NoteReference { number, mention } => {
                        let label = references.get(*number as usize);
                        let frame = input.origin.map.frame_at(node.start as usize);
                        let definition = label.and_then(|label| {
                            self.known.get(&(frame, labels::fold(label))).copied()
                        });
                        (*number, *mention) = (0, 0);
                        if let (None, Some(label)) = (definition, label) {
                            let range = node.range();
                            undefined.push(Undefined {
                                range: range.clone(),
                                label: label.to_string(),
                                is_note: true,
                            });
                            node.kind = Kind::Text(input.text[range].into());
                        } else if let Some(definition) = definition {
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
        // A reference without a number, as in a title, prints nothing.
        for node in nodes {
            if let Kind::NoteReference { number, mention: 0 } = &mut node.kind {
                *number = 0;
            }
        }
        notes
    }
}
