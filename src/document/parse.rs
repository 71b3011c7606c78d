//! Parses merged Markdown into a document.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use super::build::{Built, Heading, build};
use super::node::{Kind, Node};
use super::slug::Slugger;
use super::title::title;
use super::unpublished::{Unpublished, What};
use super::{
    Document, Labels, Outline, OutlineSection, Section, characters, labels, misread, notes,
    unpublished,
};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::template::Origin;
use crate::template::source_map::{CallId, SourceMap};

/// The input for parsing a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The merged Markdown.
    pub text: &'a str,
    /// The mapping back to the sources.
    pub origin: Origin<'a>,
    /// The title, if the front matter has one.
    pub title: Option<&'a str>,
    /// Whether sections are numbered.
    pub numbered: bool,
    /// The link labels that the text defines.
    pub labels: &'a Labels,
}

/// Parses merged Markdown.
///
/// `nodes` is an empty buffer with the capacity from the previous document.
pub(crate) fn parse<'a>(
    input: Input<'a>,
    nodes: Vec<Node<'a>>,
    faults: &mut Vec<Diagnostic>,
) -> Document<'a> {
    let Built {
        mut nodes,
        links,
        mut headings,
        labels,
        definitions,
        html_ids,
        mut undefined,
        unpublished: left_out,
    } = build(input.text, input.origin.map, input.labels, nodes);
    shift_clauses(&mut headings, input.origin.map);

    let (title, repeated) = title(&input, &headings, faults);
    if let Some(index) = repeated {
        let heading = headings.remove(index);
        nodes[heading.node as usize].kind = Kind::Title(heading.written);
    }
    for (index, heading) in headings.iter().enumerate() {
        nodes[heading.node as usize].kind = Kind::Heading(index as u32);
    }
    let mut unpublished = input.labels.hidden.clone();
    let remarks = left_out
        .iter()
        .filter(|found| matches!(found.what, What::Remark));
    unpublished.extend(remarks.map(|found| found.range.clone()));
    let (notes, shares_labels) = match definitions.is_empty() {
        true => (Vec::new(), false),
        false => {
            let definitions = notes::Definitions::of(&definitions, &nodes, input.origin.map);
            definitions.report(&nodes, &input, faults);
            let notes = definitions.number(&mut nodes, &labels, &input, &mut undefined);
            definitions.report_unused(&nodes, &input, &mut unpublished, faults);
            (notes, definitions.shares_labels())
        }
    };
    undefined.dedup_by(|one, other| one.range == other.range);
    let undefined = undefined.iter();
    faults.extend(undefined.map(|undefined| labels::report(undefined, input.origin)));
    let has_notes = !notes.is_empty();
    let (sections, listed) = sections(headings, &input, &html_ids, has_notes, faults);
    let hidden = hidden_words(input.text, &nodes, &unpublished, &left_out);
    // Hidden text may split a word, and each part counts as one.
    let words = count_words(input.text).saturating_sub(hidden);
    unpublished::report(left_out, &input, faults);
    characters::report(&nodes, &input, faults);
    misread::report(&nodes, &input, faults);
    let mut outline = Outline {
        title,
        numbered: input.numbered,
        sections: listed,
        html_ids: html_ids.into_iter().map(|(id, _)| id).collect(),
        ids: OnceLock::new(),
    };
    if outline.numbered {
        outline.number();
    }
    Document {
        outline,
        nodes,
        sections,
        links,
        notes,
        unpublished,
        shares_labels,
        words,
    }
}

/// The approximate number of words in a text.
fn count_words(text: &str) -> usize {
    count_spaced(text) + count_unspaced(text)
}

/// The number of words beyond those separated by white space, in scripts without spaces. On
/// average, two characters of Chinese or Japanese make a word, and four of Thai and similar
/// scripts.
fn count_unspaced(text: &str) -> usize {
    // No other script needs a check of each character. Without an early exit, this compiles to
    // vector instructions.
    let begins = |byte: u8| (byte == 0xE0) | (byte == 0xE1) | (0xE3..=0xE9).contains(&byte);
    if !text.bytes().fold(false, |found, byte| found | begins(byte)) {
        return 0;
    }
    let inside = |word: &str| {
        let (mut ideographs, mut letters) = (0_usize, 0_usize);
        for c in word.chars() {
            match c {
                '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => {
                    ideographs += 1
                }
                '\u{0E01}'..='\u{0EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17DD}' => {
                    letters += 1
                }
                _ => {}
            }
        }
        (ideographs.div_ceil(2) + letters.div_ceil(4)).saturating_sub(1)
    };
    text.split_ascii_whitespace().map(inside).sum()
}

/// The number of words separated by white space, excluding the markers of headings, lists and table
/// cells.
///
/// All text of a site passes through here, so this is written to compile to vector instructions:
/// slices of equal length, no branches, and counts per piece that fit into a byte. That is ten
/// times as fast.
fn count_spaced(text: &str) -> usize {
    const PIECE: usize = 192;
    let text = [b" ", text.as_bytes(), b" "].concat();
    let length = text.len() - 2;
    let before = text[..length].chunks(PIECE);
    let here = text[1..=length].chunks(PIECE);
    let after = text[2..].chunks(PIECE);
    before
        .zip(here)
        .zip(after)
        .map(|((before, here), after)| {
            let mut words = 0_u8;
            for ((before, here), after) in before.iter().zip(here).zip(after) {
                let begins = (*before <= b' ') & (*here > b' ');
                let is_mark = (*here == b'|')
                    | (*here == b'#')
                    | (*here == b'-')
                    | (*here == b'*')
                    | (*here == b'+')
                    | (*here == b'>');
                words += u8::from(begins & !(is_mark & (*after <= b' ')));
            }
            usize::from(words)
        })
        .sum()
}

/// The number of words in a text that are not on the page: those in comments, removed elements,
/// excess table cells, unused footnotes and link definitions.
fn hidden_words(
    text: &str,
    nodes: &[Node<'_>],
    unpublished: &[Range<usize>],
    left_out: &[Unpublished],
) -> usize {
    let mut hidden = unpublished.to_vec();
    let left_out = left_out.iter().filter(|found| found.is_hidden());
    hidden.extend(left_out.map(|found| found.range.clone()));
    if memmem::find(text.as_bytes(), b"<!--").is_some() {
        let comments = nodes
            .iter()
            .filter(|node| matches!(node.kind, Kind::Comment(_)));
        hidden.extend(comments.map(Node::range));
    }
    hidden.sort_by_key(|range| range.start);
    let mut done = 0;
    let mut words = 0;
    for range in hidden {
        let start = range.start.max(done);
        if start < range.end {
            words += count_words(&text[start..range.end]);
            done = range.end;
        }
    }
    words
}

/// Shifts the headings of clauses to the level at which they are called: under a heading of level
/// 3, a clause that begins at level 2 is shifted down by one, unless the call has `level={2}`.
fn shift_clauses(headings: &mut [Heading], map: &SourceMap) {
    // The shift of each call, and the level of its last heading.
    let mut calls: BTreeMap<CallId, (i8, u8)> = BTreeMap::new();
    for heading in headings {
        let parent = map.parent(heading.call);
        let above = calls.get(&parent).map_or(0, |(_, level)| *level);
        let (shift, last) = calls.entry(heading.call).or_insert_with(|| {
            let wanted = match (heading.call, map.level(heading.call)) {
                (CallId::POLICY, _) => heading.level,
                (_, Some(level)) => level,
                (_, None) => above.max(heading.level),
            };
            (wanted as i8 - heading.level as i8, 0)
        });
        heading.level = heading.level.saturating_add_signed(*shift).clamp(1, 6);
        *last = heading.level;
    }
}

fn sections(
    headings: Vec<Heading>,
    input: &Input<'_>,
    html_ids: &[(String, Range<usize>)],
    has_notes: bool,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Section>, Vec<OutlineSection>) {
    // The page title is the only heading of level 1.
    let top = headings
        .iter()
        .map(|heading| heading.level)
        .min()
        .unwrap_or(2);
    let level = |heading: &Heading| (heading.level + 2 - top).min(6);

    let mut slugger = Slugger::default();
    let mut given: HashMap<&str, &Range<usize>> = HashMap::new();
    let in_html = html_ids.iter().map(|(id, range)| (id, range));
    let in_headings = headings.iter().filter_map(|heading| {
        let id = heading.id.as_ref()?;
        Some((id, &heading.range))
    });
    for (id, range) in in_html.chain(in_headings) {
        report_reserved(id, range, has_notes, input, faults);
        if !slugger.reserve(id) {
            report_duplicate(id, range, &given, input, faults);
        }
        given.entry(id).or_insert(range);
    }
    let mut sections = Vec::with_capacity(headings.len());
    let mut listed = Vec::with_capacity(headings.len());
    for heading in headings {
        let level = level(&heading);
        let id = match heading.id {
            Some(id) => id,
            None => slugger.slug(&heading.title),
        };
        let kind = input.origin.kind(heading.call).map(str::to_owned);
        sections.push(Section {
            node: heading.node,
            level,
            written: heading.written,
            kind,
            call: heading.call,
            range: heading.range,
        });
        listed.push(OutlineSection {
            id,
            title: heading.title,
            level,
            number: None,
            counting: heading.counting,
        });
    }
    (sections, listed)
}

/// Reports an ID that the page itself may use.
fn report_reserved(
    id: &str,
    range: &Range<usize>,
    has_notes: bool,
    input: &Input<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some((prefix, _)) = id.split_once('.') else {
        return;
    };
    if prefix == "page" || has_notes && matches!(prefix, "fn" | "fnref") {
        let message = format!("IDs that begin with `{prefix}.` are reserved");
        let diagnostic = Diagnostic::new(&codes::RESERVED_ID, message).help("choose another ID");
        faults.push(input.origin.point(diagnostic, range.clone(), ""));
    }
}

fn report_duplicate(
    id: &str,
    again: &Range<usize>,
    given: &HashMap<&str, &Range<usize>>,
    input: &Input<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let mut diagnostic = Diagnostic::new(
        &codes::DUPLICATE_SECTION_ID,
        format!("two elements of the page have the ID `{id}`"),
    );
    let first = given.get(id).map(|range| (*range, "first used here"));
    for (range, words) in [Some((again, "used again")), first].into_iter().flatten() {
        diagnostic = input.origin.point(diagnostic, range.clone(), words);
    }
    let same_clause = match diagnostic
        .labels
        .iter()
        .filter(|label| label.text.ends_with("used here") || label.text == "used again")
        .collect::<Vec<_>>()
        .as_slice()
    {
        [again, first] => again.place == first.place,
        _ => false,
    };
    faults.push(diagnostic.help(if same_clause {
        "call the clause only once, or remove `{#id}` from its heading"
    } else {
        "give one of them another ID"
    }));
}
