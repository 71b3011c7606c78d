//! Parts of a document's layout that were copied with its text: tables of contents, columns, page
//! numbers, divided words and headers of emails.

use std::ops::Range;

use super::Verdict;
use super::words::Lazy;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::check::prose::{Block, Kind, Line};
use crate::document::{Leaf, Step};
use crate::rules::Pattern;

/// A page number: a whole line, or the end of one after a dash, a bar or a tab.
static PAGE_NUMBER: Lazy = Lazy::new(|| {
    Pattern::new(
        r"^(?:[^\n]{1,80}[–—|•·\t] ?)?(?-i:Page|Seite|Página|Pagina|Pág\.|Strona|Sida|Side) \d{1,3} ?(?:of|von|sur|de|di|van|av|af|z|/) ?\d{1,3}$|^(?-i:Page|Seite|Página|Pagina|Pág\.) \d{1,3}$",
    )
});

/// The first line of an email's header, and the lines after it.
static FROM: Lazy = Lazy::new(|| Pattern::new(r"^(?-i:From|Von|De|Da|Van) ?: "));
static SENT: Lazy = Lazy::new(|| {
    Pattern::new(
        r"^(?-i:Sent|Gesendet|Envoyé|Enviado(?: el)?|Inviato|Verzonden|Date|Datum|Fecha) ?: ",
    )
});

/// Words after a hyphen that stands for a part of a compound: `lade- und Löschfristen`.
const JOINING: &[&str] = &[
    "und", "oder", "bzw", "sowie", "noch", "als", "bis", "and", "or", "nor", "to", "as", "et",
    "ou", "y", "o", "e", "en", "of", "through", "but", "und/oder", "and/or", "et/ou",
];

/// Finds all of them, in text order.
pub(super) fn pasted(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = contents(page);
    for block in &prose.blocks {
        if matches!(block.kind, Kind::Html | Kind::Heading(_)) {
            continue;
        }
        let lines: Vec<Line> = prose.lines(block).collect();
        findings.extend(columns(page, &lines));
        findings.extend(mail_header(page, block, &lines));
        for (at, line) in lines.iter().enumerate() {
            findings.extend(page_number(page, block, line));
            let next = lines.get(at + 1).filter(|next| next.flows);
            findings.extend(next.and_then(|next| divided(page, line, next)));
        }
    }
    findings.extend(drawn_tables(page));
    findings.extend(bullets(page));
    Verdict::Found(findings)
}

/// The text after a bullet of Word at the beginning of a paragraph, and whether it is clearly one: a
/// list leaves more than a space after it.
fn bullet(text: &str) -> Option<bool> {
    let (rest, is_dot) = match text.strip_prefix('·') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('o')?, false),
    };
    let words = rest.trim_start();
    let gap = &rest[..rest.len() - words.len()];
    let is_wide = gap.contains(['\t', '\u{a0}']) || gap.chars().count() > 1;
    (words.starts_with(char::is_alphanumeric) && (is_dot || is_wide)).then_some(is_dot && is_wide)
}

/// The first of the paragraphs in a row that begin with bullets of Word.
fn bullets(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut findings = Vec::new();
    // The first block of a row, the number of its blocks, and whether one of them is clearly an item.
    let mut row: Option<(Range<usize>, usize, bool)> = None;
    let mut end = |row: Option<(Range<usize>, usize, bool)>| {
        let row = row.filter(|(_, count, is_clear)| *count > 1 || *is_clear);
        if let Some((first, ..)) = row
            && prose.text[first.clone()].starts_with('·')
        {
            findings.push(finding(
                page,
                first,
                "an item of a list in Word, and a paragraph on the page",
                "begin each item with `- `",
            ));
        }
    };
    for block in &prose.blocks {
        let is_paragraph = matches!(block.kind, Kind::Paragraph | Kind::Html);
        match bullet(prose.of_block(block)).filter(|_| is_paragraph) {
            Some(is_clear) => {
                let (_, count, was_clear) =
                    row.get_or_insert_with(|| (block.text.clone(), 0, false));
                *count += 1;
                *was_clear |= is_clear;
            }
            None => end(row.take()),
        }
    }
    end(row);
    findings
}

fn finding(page: &Page<'_>, range: Range<usize>, what: &str, help: &str) -> Finding {
    let text = &page.prose.text[range.clone()];
    let head: Vec<&str> = text.split_whitespace().take(8).collect();
    let range = range.start..range.start + text.trim_end().len();
    Finding::text(range)
        .with("value", head.join(" "))
        .with("what", what)
        .help(help)
}

/// An entry of a table of contents.
struct ContentsLine {
    page: u32,
    /// Whether dots lead from the title to the number.
    is_led: bool,
    /// Whether the title begins with a number.
    is_numbered: bool,
}

/// A line that ends with a page number after dots or a tab.
fn entry(line: &str) -> Option<ContentsLine> {
    let line = line.trim_end();
    let title = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &line[title.len()..];
    let page = digits.parse().ok().filter(|_| digits.len() <= 3)?;
    let is_leader = |c: char| matches!(c, '.' | '…' | '·' | '_' | ' ' | '\t' | '\u{a0}');
    let words = title.trim_end_matches(is_leader);
    let dots = title[words.len()..].chars().map(|c| match c {
        '.' | '·' | '_' => 1,
        '…' => 3,
        _ => 0,
    });
    let is_led = dots.sum::<usize>() > 3;
    let is_it = is_led || title.trim_end_matches(' ').ends_with('\t');
    (is_it && words.contains(char::is_alphabetic)).then(|| ContentsLine {
        page,
        is_led,
        is_numbered: words.starts_with(|c: char| c.is_ascii_digit() || c == '§'),
    })
}

/// The number of entries with a tab and without a number that make a table of contents; fewer may be
/// a table.
const ENTRIES: usize = 4;

/// The tables of contents: lines that end with page numbers, in ascending order.
fn contents(page: &Page<'_>) -> Vec<Finding> {
    let prose = &page.prose;
    let mut findings = Vec::new();
    let mut first: Option<Range<usize>> = None;
    let (mut last, mut count, mut is_clear) = (0, 0, true);
    let mut end = |first: Option<Range<usize>>, count: usize, is_clear: bool| {
        if let Some(first) = first.filter(|_| count > 1 && (is_clear || count >= ENTRIES)) {
            findings.push(finding(
                page,
                first,
                "the first line of a table of contents copied from a document",
                "remove it: pages get a table of contents automatically, and have no page numbers",
            ));
        }
    };
    for block in &prose.blocks {
        let has_lines = !matches!(block.kind, Kind::Html | Kind::Cell);
        for line in prose.lines(block) {
            let entry = entry(&prose.text[line.text.clone()]).filter(|_| has_lines);
            let entry = match entry {
                Some(entry) if first.is_none() || entry.page >= last => entry,
                other => {
                    end(first.take(), count, is_clear);
                    let Some(entry) = other else {
                        continue;
                    };
                    entry
                }
            };
            if first.is_none() {
                (first, count, is_clear) = (Some(line.text), 0, true);
            }
            (last, count) = (entry.page, count + 1);
            is_clear &= entry.is_led || entry.is_numbered || block.kind == Kind::Item;
        }
    }
    end(first, count, is_clear);
    findings
}

/// The number of cells between tabs, if the line does not begin with a label or a bullet.
fn cells(line: &str) -> Option<usize> {
    let (first, _) = line.trim_start().split_once('\t')?;
    let is_label = first.chars().count() < 3
        || first.chars().count() < 6 && first.trim_end().ends_with(['.', ')', ':'])
        || !first.contains(char::is_alphabetic);
    let cells = line.split('\t').filter(|cell| !cell.trim().is_empty());
    (!is_label)
        .then(|| cells.count())
        .filter(|count| *count > 1)
}

/// The first of several lines with the same number of cells between tabs.
fn columns(page: &Page<'_>, lines: &[Line]) -> Option<Finding> {
    let text = |line: &Line| &page.prose.text[line.text.clone()];
    let rows = lines.windows(2).find(|rows| {
        let count = cells(text(&rows[0]));
        let is_entry = entry(text(&rows[0])).is_some_and(|entry| entry.is_numbered);
        rows[1].flows && count.is_some() && count == cells(text(&rows[1])) && !is_entry
    })?;
    Some(finding(
        page,
        rows[0].text.clone(),
        "the first row of a table whose cells were separated by tabs: its rows and cells run together",
        "write the table as `| … | … |`, with `|---|---|` below its header row",
    ))
}

/// A page number at the top or the bottom of a document's pages.
fn page_number(page: &Page<'_>, block: &Block, line: &Line) -> Option<Finding> {
    let text = page.prose.text[line.text.clone()].trim_end();
    let is_it = block.kind == Kind::Paragraph
        && text.len() < 120
        && text.ends_with(|c: char| c.is_ascii_digit())
        && PAGE_NUMBER.is_in(text);
    is_it.then(|| {
        finding(
            page,
            line.text.clone(),
            "the page number of a document",
            "remove it, with the rest of the document’s header or footer",
        )
    })
}

/// The number of lines after its first in which the header of an email states its date.
const HEADER: usize = 3;

fn mail_header(page: &Page<'_>, block: &Block, lines: &[Line]) -> Option<Finding> {
    let text = |line: &Line| &page.prose.text[line.text.clone()];
    let has = |pattern: &Lazy, line: &Line| pattern.is_in(text(line));
    let first = (0..lines.len()).find(|at| {
        let from = text(&lines[*at]);
        from.len() > 5
            && from.as_bytes()[..6.min(from.len())].contains(&b':')
            && has(&FROM, &lines[*at])
            && lines[at + 1..]
                .iter()
                .take(HEADER)
                .any(|next| has(&SENT, next))
    });
    let first = first.filter(|_| block.kind != Kind::Cell)?;
    Some(finding(
        page,
        lines[first].text.clone(),
        "the beginning of an email’s header",
        "remove the header",
    ))
}

/// A word that a hyphen divides at the end of a line.
fn divided(page: &Page<'_>, line: &Line, next: &Line) -> Option<Finding> {
    let (text, next) = (
        &page.prose.text[line.text.clone()],
        &page.prose.text[next.text.clone()],
    );
    let before = text.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
    let space = before.char_indices().rfind(|(_, c)| c.is_whitespace());
    let start = space.map_or(0, |(at, c)| at + c.len_utf8());
    let word = &before[floor_word(before, start)..];
    let rest = next
        .split(|c: char| !(c.is_alphanumeric() || c == '/'))
        .next()?;
    let is_word = word.ends_with(char::is_alphabetic) && !word.contains(['/', '@', ':']);
    let is_rest = rest.starts_with(char::is_alphabetic)
        && !JOINING.contains(&rest.to_lowercase().as_str())
        // `vor-, neben- und nachgelagert`
        && !next[rest.len()..].starts_with('-');
    (is_word && is_rest).then(|| {
        let from = line.text.end - (text.len() - (before.len() - word.len()));
        let mut found = finding(
            page,
            from..line.text.end,
            "the first part of a word that is divided at the end of a line: a space appears within the word",
            "write the word on one line",
        );
        found.words[0].1 = format!("{word}-");
        found
    })
}

/// The maximum length of the part of a word before a hyphen.
const WORD: usize = 60;

/// The start of a word, or a later position if the word is too long.
fn floor_word(text: &str, start: usize) -> usize {
    let least = text.len().saturating_sub(WORD);
    let least = (least..=text.len()).find(|at| text.is_char_boundary(*at));
    start.max(least.unwrap_or(start))
}

/// Lines of dashes that draw the columns of a table.
fn drawn_tables(page: &Page<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (step, range) in page.source.walk() {
        let Step::Leaf(Leaf::Rule) = step else {
            continue;
        };
        let Some(place) = page.prose.place(range.clone()) else {
            continue;
        };
        let text = &place.source.text;
        let rule = text[place.range.clone()].trim();
        let mut groups = rule.split_whitespace();
        let is_drawn = rule.contains(' ')
            && groups.all(|group| group.len() > 1 && group.bytes().all(|byte| byte == b'-'));
        let above = text[..place.range.start].trim_end_matches([' ', '\t']);
        let above = above
            .strip_suffix('\n')
            .and_then(|above| above.lines().next_back());
        let has_columns = above.is_some_and(|line| line.trim().contains("  "));
        if is_drawn && has_columns {
            findings.push(
                Finding {
                    spot: Spot::Merged(range),
                    ..Finding::default()
                }
                .with("value", rule.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
                .with("what", "a line of a table drawn with spaces and dashes: its rows and cells run together")
                .help("write the table as `| … | … |`, with `|---|---|` below its header row"),
            );
        }
    }
    findings
}
