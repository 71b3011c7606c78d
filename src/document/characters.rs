//! Characters that hide text, written as character references. On a page, `&#x202e;` is the same as
//! the character itself.

use std::ops::Range;

use memchr::memmem;

use super::node::{Kind, Node};
use super::parse::Input;
use crate::base::characters;
use crate::base::diagnostic::{Diagnostic, codes};

/// Reports the first character that hides text, if it is written as a reference.
pub(super) fn report(nodes: &[Node<'_>], input: &Input<'_>, faults: &mut Vec<Diagnostic>) {
    if memmem::find(input.text.as_bytes(), b"&#").is_none() {
        return;
    }
    let references = references(input.text, nodes);
    if references.is_empty() {
        return;
    }
    // Includes literal characters that hide text, because embeddings come in pairs.
    let mut text = String::with_capacity(input.text.len());
    let mut places = Vec::with_capacity(references.len());
    let mut done = 0;
    for (range, c) in references {
        text.push_str(&input.text[done..range.start]);
        done = range.end;
        places.push((text.len(), range));
        text.push(c);
    }
    text.push_str(&input.text[done..]);
    let Some((found, message)) = characters::hidden(&text) else {
        return;
    };
    // A literal character was reported when its file was read.
    if let Ok(place) = places.binary_search_by_key(&found.start, |(at, _)| *at) {
        let fault = Diagnostic::new(&codes::HIDDEN_CHARACTER, message);
        let fault = fault.help("remove the character reference");
        let (_, range) = places.swap_remove(place);
        faults.push(input.origin.point(fault, range, ""));
    }
}

/// The references to characters that may hide text, with these characters. References in code and
/// comments are ignored.
fn references(text: &str, nodes: &[Node<'_>]) -> Vec<(Range<usize>, char)> {
    let mut found: Vec<(Range<usize>, char)> = memmem::find_iter(text.as_bytes(), b"&#")
        .filter_map(|at| {
            let (length, c) = reference(&text[at + 2..])?;
            characters::may_hide(c).then_some((at..at + 2 + length, c))
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    let of = |wanted: fn(&Kind<'_>) -> bool| -> Vec<Range<usize>> {
        let nodes = nodes.iter().filter(|node| wanted(&node.kind));
        nodes.map(Node::range).collect()
    };
    let is_in = |ranges: &[Range<usize>], at: usize| {
        let next = ranges.partition_point(|range| range.start <= at);
        next.checked_sub(1)
            .is_some_and(|last| ranges[last].contains(&at))
    };
    let verbatim = of(|kind| matches!(kind, Kind::Code(_) | Kind::CodeBlock(_) | Kind::Comment(_)));
    let html = of(|kind| matches!(kind, Kind::HtmlBlock | Kind::Html(_)));
    found.retain(|(range, _)| {
        let before = text[..range.start].trim_end_matches('\\').len();
        let is_escaped = (range.start - before) % 2 == 1;
        let is_whole = text[..range.end].ends_with(';');
        let is_html = is_in(&html, range.start);
        !is_in(&verbatim, range.start) && (is_html || is_whole && !is_escaped)
    });
    found
}

/// The length and the character of a reference, after its `&#`. HTML allows the semicolon to be
/// omitted.
fn reference(text: &str) -> Option<(usize, char)> {
    let (radix, digits) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, text),
    };
    let length = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix));
    let length = length.count();
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    let start = text.len() - digits.len();
    let end = start + length + usize::from(digits[length..].starts_with(';'));
    Some((end, char::from_u32(code)?))
}
