//! First characters of lines that Markdown takes for marks of quotations and lists, and text that
//! was meant as a comment.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::dashes;
use super::html::after_empty;
use super::misread::Found;
use super::node::{Kind, Node};
use crate::base::diagnostic::codes;
use crate::base::text::floor;

type Pattern = LazyLock<Option<Regex>>;

/// A comparison such as `> 250 employees`, which is read as a quotation.
static AMOUNT: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ (?:[€$£]\s?\d[\d.,]* | \d[\d.,]*\s?(?: %|€|\$|£|°
        |(?:euros?|eur|usd|gbp|chf|[kmg]b|months?|days?|years?|weeks?|hours?|minutes?|employees|users|people|persons|times
        |monate?n?|tagen?|jahren?|wochen?|stunden?|mitarbeite\w*|beschäftigten?|personen|nutzer\w*
        |mois|jours?|ans?|années?|semaines?|heures?|salariés|personnes|utilisateurs
        |mes(?:es)?|días?|años?|semanas?|horas?|empleados|personas|usuarios
        |mesi|giorni|anni|settimane|ore|dipendenti|utenti)\b))",
    )
    .ok()
});

/// The month and the year after a day at the beginning of a line.
static MONTH: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:jan(?:uary?|uar)?|janvier|enero|gennaio|feb(?:ruary?|ruar)?|février|febrero|febbraio|m(?:arch|ärz|ars|arzo)
        |apr(?:il)?|avril|abril|aprile|ma[iy]|mayo|maggio|june?|juni|juin|junio|giugno|july?|juli|juillet|julio|luglio
        |aug(?:ust)?|août|agosto|sep(?:tember|tembre|tiembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre
        |nov(?:ember|embre|iembre)?|d[eé][cz](?:ember|embre|iembre)?|dicembre|diciembre)\.?\s+(?:de\s+)?\d{4}\b",
    )
    .ok()
});

/// A telephone number without its `+`.
static PHONE: Pattern = LazyLock::new(|| Regex::new(r"^[1-9]\d{0,2}[\s(/-][\d\s()/–-]{6,}$").ok());

/// The beginning of a comment with a character too few, too many or of the wrong kind.
static COMMENT: Pattern = LazyLock::new(|| {
    Regex::new(r"<!-(?:[^-]|$)|<\s+!\s*--|<!\s+--|[<‹]![–—]|‹!--|<--[^-<>\n]{1,160}-->").ok()
});

fn matches(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|it| it.is_match(text))
}

/// The maximum number of bytes of a line that are read: blocks that begin on the same line must not
/// read all of it each time.
pub(super) const READ: usize = 200;

/// The first line of a text, or the part of it that is read.
fn head(text: &str) -> &str {
    let text = &text[..floor(text, READ)];
    text.lines().next().unwrap_or_default()
}

/// Finds a quotation or a list that begins with a character of its text. `first_star` is the first
/// node with a `*` that refers to a note, found on demand.
pub(super) fn mark(
    text: &str,
    nodes: &[Node<'_>],
    at: usize,
    first_star: &OnceCell<usize>,
) -> Option<Found> {
    let written = text.get(nodes[at].range())?;
    let block = written.trim_start();
    let indent = written.len() - block.len();
    let line = head(block);
    let mark = line.chars().next()?;
    let inside = line[mark.len_utf8()..].trim();
    // A quotation of several lines is one.
    let is_line = || !block.trim_end().contains('\n');
    let (message, help) = match (&nodes[at].kind, mark) {
        (Kind::Quote, '>') if matches(&AMOUNT, inside) && is_line() => (
            "`>` at the beginning of a line begins a quotation and does not appear on the page",
            "write “more than”, or `\\>`",
        ),
        (Kind::List { start: None, .. }, '+') if matches(&PHONE, inside) => (
            "`+` at the beginning of a line begins a list and does not appear on the page",
            "write the number without a space after the `+`",
        ),
        (Kind::List { start: None, .. }, '+' | '-')
            if is_single(nodes, at)
                && matches(&AMOUNT, inside)
                && continues_sentence(&text[..nodes[at].start as usize]) =>
        {
            (
                "the sign at the beginning of this line begins a list and does not appear on the page",
                "move it to the line above, or put a backslash before it",
            )
        }
        (Kind::List { start: None, .. }, '-')
            if is_single(nodes, at)
                && dashes::is_wrapped(&text[..nodes[at].start as usize], block) =>
        {
            (
                "the dash at the beginning of this line begins a list",
                "move it to the line above, or write `–`",
            )
        }
        (Kind::List { start: None, .. }, '*')
            if is_single(nodes, at)
                && *first_star.get_or_init(|| first_reference(text, nodes)) < at =>
        {
            (
                "`*` at the beginning of this line begins a list, although `*` in the text above refers to it",
                "write `\\*` for the character, or use a footnote: `[^1]`",
            )
        }
        (Kind::List { start: Some(_), .. }, '0'..='9')
            if is_single(nodes, at)
                && matches(&MONTH, after_number(line))
                && continues_paragraph(&text[..nodes[at].start as usize]) =>
        {
            (
                "the day at the beginning of this line is read as the number of a list item",
                "move it to the line above, or write `\\.` after the day",
            )
        }
        _ => return None,
    };
    let start = nodes[at].start as usize + indent;
    Some(Found {
        code: &codes::LINE_MARK,
        range: start..start + mark.len_utf8(),
        message: message.to_owned(),
        help: help.to_owned(),
    })
}

/// Whether a list has only one item.
fn is_single(nodes: &[Node<'_>], list: usize) -> bool {
    let first = nodes.get(list + 1);
    first.is_some_and(|first| first.end == nodes[list].end)
}

/// The text after the number of a list item.
fn after_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.trim_start_matches(['.', ')']).trim_start()
}

/// Whether a line that begins after this text continues a paragraph.
fn continues_paragraph(before: &str) -> bool {
    let above = before.trim_end_matches([' ', '\t']).strip_suffix('\n');
    let above = above.and_then(|above| above.rsplit('\n').next());
    above.is_some_and(|line| !line.trim().is_empty())
}

/// Whether a line that begins after this text continues a sentence: the line above does not
/// announce a list.
pub(super) fn continues_sentence(before: &str) -> bool {
    let words = before.trim_end().trim_end_matches(['*', '_']);
    continues_paragraph(before) && !words.ends_with([':', '.', '!', '?', ';'])
}

/// The number of lists with `*` that make it a page's usual mark.
const USUAL: usize = 3;

/// The first text with a `*` directly after a word, which refers to a note below it.
fn first_reference(text: &str, nodes: &[Node<'_>]) -> usize {
    let has_star = |node: &Node<'_>| {
        if !matches!(&node.kind, Kind::Text(text) if text.contains('*')) {
            return false;
        }
        let Range { start, end } = node.range();
        let stars = text[start..end].match_indices('*');
        let mut stars = stars.map(|(at, _)| start + at);
        stars.any(|at| {
            let before = text[..at].trim_end_matches('\\').chars().next_back();
            let after = text[at + 1..].chars().next();
            before.is_some_and(|c| !c.is_whitespace() && c != '*')
                && after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '*' | '_'))
        })
    };
    // Authors who also write lists with `*` mean one.
    let is_usual = |(at, node): (usize, &Node<'_>)| {
        matches!(node.kind, Kind::List { start: None, .. })
            && !is_single(nodes, at)
            && text[node.range()].trim_start().starts_with('*')
    };
    let usual = nodes.iter().enumerate().filter(|one| is_usual(*one));
    match usual.take(USUAL).count() == USUAL {
        true => usize::MAX,
        false => nodes.iter().position(has_star).unwrap_or(usize::MAX),
    }
}

/// Finds text that was meant as a comment, and is printed.
pub(super) fn comments(text: &str, nodes: &[Node<'_>]) -> Vec<Found> {
    let malformed = COMMENT
        .as_ref()
        .into_iter()
        .flat_map(|it| it.find_iter(text));
    let malformed = malformed.map(|found| {
        let line = head(&text[found.start()..]);
        found_comment(
            found.start()..found.start() + line.trim_end().len(),
            "this is not a comment, and is printed",
            "begin comments with `<!--` and end them with `-->`",
        )
    });
    let mut found: Vec<Found> = malformed.chain(nested(text)).collect();
    if !found.is_empty() {
        let code = nodes
            .iter()
            .filter(|node| matches!(node.kind, Kind::Code(_) | Kind::CodeBlock(_)));
        let code: Vec<Range<usize>> = code.map(Node::range).collect();
        found.retain(|found| {
            let next = code.partition_point(|code| code.start <= found.range.start);
            let before = next.checked_sub(1).map(|at| &code[at]);
            !before.is_some_and(|code| code.contains(&found.range.start))
        });
    }
    let blocks = nodes.iter().filter_map(|node| indented(text, node));
    found.extend(blocks);
    found.extend(split_by_cells(text, nodes));
    found
}

fn found_comment(range: Range<usize>, message: &str, help: &str) -> Found {
    Found {
        code: &codes::PRINTED_COMMENT,
        range,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

/// Finds comments that contain another one: the inner one ends both, and if nothing follows that
/// would end the outer one, its end was forgotten.
fn nested(text: &str) -> impl Iterator<Item = Found> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memmem::find(&text.as_bytes()[at..], b"<!--")?;
            let inside = start + "<!--".len();
            if let Some(after) = after_empty(&text[inside..]) {
                at = text.len() - after.len();
                return Some(found_comment(
                    start..at,
                    "this is a whole comment, so the text after it is printed",
                    "begin comments with `<!--` and end them with `-->`",
                ));
            }
            let end = inside + memmem::find(&text.as_bytes()[inside..], b"-->")?;
            at = end + "-->".len();
            if !text[inside..end].contains("<!--") {
                continue;
            }
            let rest = &text[at..];
            let close = rest.find("-->");
            if let Some(close) = close.filter(|close| !rest[..*close].contains("<!--")) {
                return Some(found_comment(
                    at..at + close + "-->".len(),
                    "the comment ends at the first `-->`, and the text after it is printed",
                    "don't put a comment inside another",
                ));
            }
            return Some(Found {
                code: &codes::UNTERMINATED_COMMENT,
                range: start..inside,
                message: "this comment ends only with the next one, so the text between them is not published".to_owned(),
                help: "end it with `-->` before the next comment begins".to_owned(),
            });
        }
    })
}

/// Finds comments in a table that a `|` splits, so that their beginning is printed.
fn split_by_cells(text: &str, nodes: &[Node<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        at += 1;
        if !matches!(node.kind, Kind::Cell { .. }) {
            continue;
        }
        let inside = &nodes[at..node.end as usize];
        // A comment that ends in the cell is text for another reason.
        let cell = text.get(node.range()).unwrap_or_default();
        let last = cell.rfind("-->").map(|end| node.start as usize + end);
        let texts = inside
            .iter()
            .filter(|node| matches!(node.kind, Kind::Text(_)));
        for range in texts.map(Node::range) {
            let written = text.get(range.clone()).unwrap_or_default();
            let Some(start) = written.find("<!--").map(|start| range.start + start) else {
                continue;
            };
            let is_closed = last.is_some_and(|last| last > start);
            if !is_closed && !text[..start].ends_with('\\') {
                found.push(found_comment(
                    start..start + "<!--".len(),
                    "a `|` ends this cell, so the comment is not closed and is printed",
                    "remove the `|` from the comment, or put the comment outside the table",
                ));
            }
        }
        at = node.end as usize;
    }
    found
}

/// Finds a comment that is code, because it is indented.
fn indented(text: &str, node: &Node<'_>) -> Option<Found> {
    let Kind::CodeBlock(_) = node.kind else {
        return None;
    };
    let written = text.get(node.range())?;
    let start = node.start as usize + written.len() - written.trim_start().len();
    text[start..].starts_with("<!--").then(|| {
        found_comment(
            start..start + "<!--".len(),
            "a comment that is indented by four spaces is printed as code",
            "remove the spaces before it",
        )
    })
}

/// Finds `#` at the end of a heading that its author meant as text: `## Use of C #`. Authors who
/// close headings write as many as at the beginning.
pub(super) fn closing_marks(written: &str, start: usize) -> Option<Found> {
    let line = written.trim_end();
    let opening = line.len() - line.trim_start_matches('#').len();
    let title = line.trim_end_matches('#');
    let closing = line.len() - title.len();
    let title = title.get(opening..)?;
    let ends_in_letter = title
        .split_whitespace()
        .last()
        .is_some_and(|word| word.len() == 1);
    let is_mark = opening > 0 && closing > 0 && title.ends_with([' ', '\t']);
    let is_text = closing != opening || ends_in_letter;
    (is_mark && is_text && !title.trim().is_empty()).then(|| Found {
        code: &codes::MARK_IN_WORDS,
        range: start + line.len() - closing..start + line.len(),
        message: format!(
            "the `{}` at the end of the heading does not appear on the page",
            "#".repeat(closing)
        ),
        help: "put a backslash before it to print it; otherwise, remove it".to_owned(),
    })
}
