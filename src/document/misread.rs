//! Markdown that is parsed differently from what its author meant.

use std::cell::OnceCell;
use std::ops::Range;

use super::node::{Kind, Node};
use super::parse::Input;
use super::{backslashes, embeds, only_code, underscores, unintended};
use crate::base::diagnostic::{Code, Diagnostic, codes};
use crate::base::{literal, secrets};
use crate::template::tags;

/// Reports misread Markdown, in text order.
pub(super) fn report(nodes: &[Node<'_>], input: &Input<'_>, faults: &mut Vec<Diagnostic>) {
    let mut report = |found: Found| {
        let diagnostic = Diagnostic::new(found.code, found.message).help(found.help);
        faults.push(input.origin.point(diagnostic, found.range, ""));
    };
    let text = input.text;
    let mut tables = Tables::default();
    let (lazy, first_star) = (OnceCell::new(), OnceCell::new());
    // The node after the last list.
    let mut lists = 0;
    for (at, node) in nodes.iter().enumerate() {
        let written = || text.get(node.range()).unwrap_or_default();
        let found = match node.kind {
            Kind::List { start, .. } => {
                let is_after = lists == at;
                lists = node.end as usize;
                unintended::mark(text, nodes, at, &first_star).or_else(|| match start.is_some() {
                    true => renumbered(text, nodes, at, &lazy),
                    false => is_after.then(|| beside(text, node)).flatten(),
                })
            }
            Kind::Quote => unintended::mark(text, nodes, at, &first_star),
            Kind::Emphasis | Kind::Strong | Kind::Deleted => {
                mark_in_words(text, node).or_else(|| underscores::around_name(text, node))
            }
            Kind::Paragraph => broken_table(node, written(), tables.end == at),
            Kind::Row(0) => {
                tables.begin(written());
                None
            }
            Kind::Row(_) => tables.loose_row(node, written()),
            Kind::Table { .. } => {
                tables.end = node.end as usize;
                None
            }
            // Lines after a comment are not part of the table before it.
            Kind::HtmlBlock if tables.end == at && is_comment(nodes, at) => {
                tables.end = node.end as usize;
                None
            }
            Kind::Heading(_) => empty(nodes, at, "heading")
                .or_else(|| unintended::closing_marks(written(), node.start as usize)),
            Kind::HtmlBlock => embeds::in_block(text, node),
            Kind::Title(_) => unintended::closing_marks(written(), node.start as usize),
            Kind::Note(Some(_)) => empty(nodes, at, "footnote"),
            _ => None,
        };
        found.into_iter().for_each(&mut report);
    }
    let mut found = unintended::comments(text, nodes);
    // Comments that tags print without an end have a message of their own.
    let is_printed = |at: usize| input.origin.map.printed_until(at).is_some();
    found.retain(|it| it.code.id != codes::UNTERMINATED_COMMENT.id || !is_printed(it.range.start));
    backslashes::report(text, nodes, &mut found);
    found.into_iter().for_each(&mut report);
    if let Some(range) = secrets::find(text.as_bytes()) {
        let key = Diagnostic::new(&codes::PRIVATE_KEY, "the page contains a key or token");
        let help = "remove it, and replace the key: others may have read it";
        faults.push(input.origin.point(key.help(help), range, ""));
    }
    // For a text with tags, merging already reports an empty result, unless the tags have errors.
    let policy = input.origin.policy;
    faults.extend(only_code::report(nodes, input));
    if is_blank(nodes) && tags::next_braces(&policy.text, 0).is_none() {
        faults.push(no_text(&policy.path));
    }
}

/// Reports a policy without text.
pub(crate) fn no_text(path: &str) -> Diagnostic {
    Diagnostic::new(&codes::NO_TEXT, "the policy has no text")
        .path(path)
        .help("write the text below the front matter")
}

/// Whether nothing but the title is printed.
fn is_blank(nodes: &[Node<'_>]) -> bool {
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        at = match node.kind {
            Kind::Title(_) => node.end as usize,
            Kind::Comment(_) | Kind::Paragraph | Kind::HtmlBlock => at + 1,
            _ => return false,
        };
    }
    true
}

pub(super) struct Found {
    pub(super) code: &'static Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Whether a block of raw HTML contains only comments.
fn is_comment(nodes: &[Node<'_>], block: usize) -> bool {
    let inside = &nodes[block + 1..nodes[block].end as usize];
    inside
        .iter()
        .all(|node| matches!(node.kind, Kind::Comment(_)))
}

/// Finds the first item of an ordered list whose number on the page differs from the written one.
/// If most items have the same number, counting is left to the page.
fn renumbered(text: &str, nodes: &[Node<'_>], list: usize, lazy: &OnceCell<bool>) -> Option<Found> {
    let mut items: Vec<(u64, u64, usize)> = Vec::new();
    let mut at = list + 1;
    while at < nodes[list].end as usize {
        if let Kind::Item {
            number: Some(number),
            ..
        } = nodes[at].kind
        {
            let start = nodes[at].start as usize;
            let line = text.get(start..)?;
            let start = start + line.len() - line.trim_start().len();
            let digits = text[start..].split(|c: char| !c.is_ascii_digit()).next()?;
            items.push((digits.parse().ok()?, number, start));
        }
        at = nodes[at].end as usize;
    }
    let (first, _, first_at) = *items.first()?;
    // If most items have the same number, counting is left to the page.
    let same = items.iter().filter(|(written, ..)| *written == first);
    let is_lazy =
        same.clone().count() == items.len() && *lazy.get_or_init(|| counts_itself(text, nodes));
    let is_counted = is_lazy || items.len() > 2 && same.count() * 2 > items.len();
    let mut items = items
        .iter()
        .filter(|(written, number, _)| written != number);
    let (written, number, start) = *items.find(|(written, ..)| !is_counted || *written != first)?;
    let column = |at: usize| at - text[..at].rfind('\n').map_or(0, |line| line + 1);
    let indent = text[first_at..].find(|c: char| !c.is_ascii_digit())? + 2;
    let is_nested = column(start) > column(first_at) && written < number;
    Some(Found {
        code: &codes::RENUMBERED_ITEM,
        range: start..start + written.to_string().len() + 1,
        message: format!("the item `{written}` of this list is number {number} on the page"),
        help: match is_nested {
            true => format!(
                "if it belongs to the item above, indent it with {indent} spaces, to where the text of that item begins"
            ),
            false if written == 1 => "to begin another list, put a paragraph or `<!-- -->` between the two lists; otherwise, correct the number".to_owned(),
            false => format!(
                "lists count up from their first number: correct the numbers, or write `<ol>` and `<li value=\"{written}\">`"
            ),
        },
    })
}

/// Whether the text leaves counting to the page elsewhere: a list has the same number at each of at
/// least three items.
fn counts_itself(text: &str, nodes: &[Node<'_>]) -> bool {
    let number = |item: usize| {
        let written = text.get(nodes[item].range())?.trim_start();
        written.split(|c: char| !c.is_ascii_digit()).next()
    };
    (0..nodes.len()).any(|list| {
        if !matches!(nodes[list].kind, Kind::List { start: Some(_), .. }) {
            return false;
        }
        let end = nodes[list].end as usize;
        let next = |at: &usize| Some(nodes[*at].end as usize).filter(|next| *next < end);
        let mut items = std::iter::successors(Some(list + 1).filter(|at| *at < end), next);
        let first = items.next().and_then(number);
        let mut others = 0;
        items.all(|item| {
            others += 1;
            number(item) == first
        }) && others > 1
    })
}

/// Finds a list directly after another one that is not indented enough to be part of it.
fn beside(text: &str, node: &Node<'_>) -> Option<Found> {
    let start = node.start as usize;
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = start - line;
    (indent > 0 && text[line..start].bytes().all(|byte| byte == b' ')).then(|| Found {
        code: &codes::LIST_BESIDE,
        range: start..start + 1,
        message: "this list is not part of the item above, and ends the list".to_owned(),
        help: format!(
            "indent it to where the text of that item begins, by more than {indent} spaces"
        ),
    })
}

/// Finds characters that are parsed as formatting although they are part of the text: `5*3*2`,
/// `Nutzer*innen und Kund*innen`, `~5 to 10~`.
fn mark_in_words(text: &str, node: &Node<'_>) -> Option<Found> {
    let range = node.range();
    let written = &text[range.clone()];
    let mark = written.chars().next()?;
    let inside = written.trim_matches(mark);
    let length = written.len() - written.trim_start_matches(mark).len();
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '%');
    let (before, after) = (
        text[..range.start].chars().next_back(),
        text[range.end..].chars().next(),
    );
    let (first, last) = (inside.chars().next(), inside.chars().next_back());
    let is_in_words = is_part(before) && is_part(after);
    let has_digit = [before, first, last, after].into_iter().any(is_digit);
    // `_gat_*, _pk_id.*`
    let is_wildcard = mark == '*'
        && before.is_some_and(|c| matches!(c, '_' | '.' | '-') || c.is_alphanumeric())
        && first.is_some_and(|c| matches!(c, ',' | ';' | '.' | ')' | '|'));
    // `(*) … (*)`, `49€*. … 99€*`: a reference mark before punctuation.
    let is_reference = mark != '~'
        && length == 1
        && before.is_some_and(|c| !c.is_whitespace())
        && first.is_some_and(|c| "),.;:/!?]|".contains(c));
    let is_it = is_wildcard
        || is_reference
        || is_digit(before) && is_digit(first)
        || is_in_words && (has_digit || inside.contains(char::is_whitespace))
        || mark == '~' && length == 1;
    is_it.then(|| Found {
        code: &codes::MARK_IN_WORDS,
        range: range.start..range.start + length,
        message: match mark {
            '~' => "`~` strikes through the words after it".to_owned(),
            _ if is_reference && !is_wildcard => format!(
                "`{mark}` before punctuation is read as formatting and does not appear on the page"
            ),
            _ => format!(
                "`{mark}` within words is read as formatting and does not appear on the page"
            ),
        },
        help: match mark {
            '~' => {
                "write `–` for a range, `\\~` for the character, or `~~` to strike through words"
                    .to_owned()
            }
            _ if is_wildcard => format!("write `\\{mark}`, or put the name in backticks"),
            _ if is_reference => format!("write `\\{mark}` for the character"),
            _ => format!("write `\\{mark}` for the character, or `×` to multiply"),
        },
    })
}

/// Whether a line is the delimiter below the header of a table.
fn is_delimiter(line: &str) -> bool {
    let is_mark = |byte: u8| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'>');
    line.contains('|') && line.contains('-') && line.bytes().all(is_mark)
}

/// The cells of a table row.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_matches([' ', '\t', '>']);
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut before = ' ';
    line.split(|c| {
        let is_bar = c == '|' && before != '\\';
        before = c;
        is_bar
    })
    .collect()
}

/// Whether a line is a row enclosed in bars, with text in all cells.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    let cells = cells(line);
    line.starts_with('|')
        && line.ends_with('|')
        && cells.len() > 1
        && cells
            .iter()
            .all(|cell| cell.starts_with(' ') && !cell.trim().is_empty())
}

/// Finds a paragraph that consists of table rows. `is_below` states whether it is directly below a
/// table.
fn broken_table(node: &Node<'_>, written: &str, is_below: bool) -> Option<Found> {
    memchr::memchr(b'|', written.as_bytes())?;
    let lines: Vec<&str> = written.lines().collect();
    let delimiter = lines.iter().position(|line| is_delimiter(line));
    // In MediaWiki, `|-` begins a table row.
    let delimiter = delimiter.filter(|at| lines[*at].trim() != "|-");
    let are_rows = lines.iter().all(|line| is_row(line));
    let help = match delimiter {
        None if are_rows && is_below => {
            "put it right below the row above, without an empty line or a comment in between"
                .to_owned()
        }
        None if are_rows && lines.len() > 1 => {
            "write a line such as `|---|---|` below the header row".to_owned()
        }
        None => return None,
        Some(0) => "put a header row above it".to_owned(),
        Some(1) => {
            let (header, below) = (cells(lines[0]).len(), cells(lines[1]).len());
            if header == below {
                return None;
            }
            format!(
                "the header row has {header} cells, but the line below it has {below}: give both the same number of cells"
            )
        }
        Some(_) => "put an empty line above the table".to_owned(),
    };
    let line = delimiter.map_or(0, |at| at.saturating_sub(1));
    let start = node.start as usize + (lines[line].as_ptr() as usize - written.as_ptr() as usize);
    Some(Found {
        code: &codes::BROKEN_TABLE,
        range: start..start + lines[line].trim_end().len(),
        message: "this row of a table is printed as text".to_owned(),
        help,
    })
}

/// The last table.
#[derive(Default)]
struct Tables<'t> {
    /// The node after it.
    end: usize,
    header: &'t str,
    has_loose_row: bool,
}

impl<'t> Tables<'t> {
    fn begin(&mut self, header: &'t str) {
        self.header = header;
        self.has_loose_row = false;
    }

    /// Finds the first line directly below a table that becomes a row of it.
    fn loose_row(&mut self, node: &Node<'_>, written: &str) -> Option<Found> {
        let line = written.trim_end();
        let is_loose = !line.contains('|') && self.header.contains('|') && !line.trim().is_empty();
        if !is_loose || std::mem::replace(&mut self.has_loose_row, true) {
            return None;
        }
        Some(Found {
            code: &codes::LOOSE_ROW,
            range: node.start as usize..node.start as usize + line.len(),
            message: "this line becomes a row of the table above it".to_owned(),
            help: "put an empty line before it, or write it as a row: `| … |`".to_owned(),
        })
    }
}

/// Finds a heading or a footnote without text.
fn empty(nodes: &[Node<'_>], at: usize, what: &str) -> Option<Found> {
    let inside = &nodes[at + 1..nodes[at].end as usize];
    let has_text = inside.iter().any(|node| match &node.kind {
        Kind::Text(text) | Kind::Code(text) => !literal::reveal(text).trim().is_empty(),
        Kind::Image(_) | Kind::Link(_) | Kind::Html(_) | Kind::NoteReference { .. } => true,
        Kind::CodeBlock(_) | Kind::Table { .. } => true,
        _ => false,
    });
    (!has_text).then(|| Found {
        code: &codes::EMPTY_BLOCK,
        range: nodes[at].range(),
        message: format!("this {what} has no text"),
        help: "write its text, or remove it".to_owned(),
    })
}
