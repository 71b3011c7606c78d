//! Markup that Markdown reads differently from what was meant.

use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page, Spot};
use crate::document::{Element, Leaf, Step};
use crate::model::language::primary;

/// The file's text at a place of the merged text.
fn written(page: &Page<'_>, merged: Range<usize>) -> Option<String> {
    let place = page.prose.place(merged)?;
    place
        .source
        .text
        .get(place.range.clone())
        .map(str::to_owned)
}

/// Links without an address.
pub(super) fn empty_link(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    for (step, range) in page.source.walk() {
        let Step::Enter(Element::Link(link)) = step else {
            continue;
        };
        // An address that a tag should have printed is missing for a reason
        // that has been reported.
        let destination = link.destination();
        let to = destination.trim();
        let is_written_so = match to.split_once(':') {
            // An address without the part that matters.
            Some(("mailto" | "tel" | "http" | "https", rest)) => rest.trim_matches('/').is_empty(),
            _ => {
                to.is_empty()
                    && written(page, range.clone()).is_some_and(|text| text.ends_with("()"))
            }
        };
        if is_written_so {
            findings.push(Finding {
                spot: Spot::Merged(range),
                ..Finding::default()
            });
        }
    }
    Verdict::Found(findings)
}

/// Links to other sites without a text or image, which nobody can see or hear. Links to the site's
/// own pages get the title of the page.
pub(super) fn nameless_link(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (step, range) in page.source.walk() {
        match step {
            Step::Enter(Element::Link(link)) => {
                // The title of a link, in quotation marks, names it.
                let is_titled = written(page, range.clone())
                    .is_some_and(|text| text.trim_end_matches(')').ends_with('"'));
                let leads_out = link.destination().contains("://");
                open = (leads_out && !is_titled).then_some(range);
            }
            Step::Leave(Element::Link(_)) => {
                findings.extend(open.take().map(|at| Finding {
                    spot: Spot::Merged(at),
                    ..Finding::default()
                }));
            }
            Step::Leaf(Leaf::Text(text)) if text.trim().is_empty() => {}
            Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => {}
            Step::Leaf(_) | Step::Enter(Element::Image(_)) => open = None,
            _ => {}
        }
    }
    Verdict::Found(findings)
}

/// The maximum number of letters of a heading; a longer one is read as a
/// sentence.
const LONG: usize = 120;

/// The minimum length of a line drawn below a heading on purpose.
const DRAWN: usize = 6;

/// Sentences that a line below them turns into headings.
pub(super) fn sentence_heading(page: &Page<'_>) -> Verdict {
    let sections = page.source.sections.iter();
    let mut findings = Vec::new();
    for (section, outline) in sections.zip(&page.source.outline.sections) {
        let title = outline.title.trim();
        let is_sentence = title.ends_with(['.', ';', ',', '。', '！'])
            && title.split_whitespace().count() > 2
            || title.ends_with('。')
            || title.chars().count() > LONG;
        let Some(text) = written(page, section.range.clone()) else {
            continue;
        };
        let text = text.trim_end();
        let lines = text.lines().count();
        if text.starts_with('#') || lines < 2 || !(is_sentence || lines > 2) {
            continue;
        }
        let under = text.lines().last().unwrap_or_default().trim().to_owned();
        if under.len() >= DRAWN {
            continue;
        }
        findings.push(
            Finding {
                spot: Spot::Merged(section.range.clone()),
                ..Finding::default()
            }
            .with("line", under),
        );
    }
    Verdict::Found(findings)
}

/// Indented paragraphs that are printed as code, on a page that has no other
/// indented code.
pub(super) fn prose_as_code(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut has_code = false;
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        let Step::Enter(Element::CodeBlock { .. }) = step else {
            continue;
        };
        let mut code = String::new();
        for (step, _) in walk.inside() {
            if let Step::Leaf(Leaf::Text(text)) = step {
                code.push_str(text);
            }
        }
        walk.skip_inside();
        let is_fenced = written(page, range.clone())
            .is_none_or(|text| text.trim_start().starts_with(['`', '~']));
        if !is_prose(&code) {
            has_code |= !is_fenced && is_command(&code);
            continue;
        }
        if !is_fenced {
            let head: Vec<&str> = code.split_whitespace().take(5).collect();
            findings.push(
                Finding {
                    spot: Spot::Merged(range),
                    ..Finding::default()
                }
                .with("value", head.join(" ")),
            );
        }
    }
    if has_code {
        findings.clear();
    }
    Verdict::Found(findings)
}

/// Whether a line is code or a command: short, with a first word in lower case, and without the end
/// of a sentence.
fn is_command(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        line.starts_with(|c: char| c.is_ascii_lowercase() || "$#./<{".contains(c))
            && !line.ends_with(['.', ';', ',', ':', '?', '!'])
            && line.split_whitespace().count() <= 8
    })
}

/// Whether a text consists of sentences, rather than code or aligned columns.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace();
    let (mut all, mut plain) = (0, 0);
    for word in words {
        all += 1;
        let word = word.trim_matches(['.', ',', ';', ':', '(', ')', '“', '”', '"', '?', '!']);
        plain += usize::from(
            !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || "’'-".contains(c)),
        );
    }
    all >= 5
        && plain * 10 >= all * 8
        && text.starts_with(char::is_uppercase)
        && text.ends_with(['.', ';', ':', '?', '!'])
        && !text.contains("  ")
        && !text.contains(['{', '}', '=', '<', '>'])
}

/// Backticks that are printed, the first of each text.
pub(super) fn stray_backtick(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        let (text, range) = match step {
            Step::Enter(Element::CodeBlock { .. } | Element::HtmlBlock) => {
                walk.skip_inside();
                continue;
            }
            Step::Leaf(Leaf::Text(text)) => (text, range),
            _ => continue,
        };
        let Some(at) = memchr::memchr(b'`', text.as_bytes()) else {
            continue;
        };
        // An escaped backtick starts a new text, with the backslash before it.
        let before = range.start.saturating_sub(1)..range.end;
        let is_escaped =
            at == 0 && written(page, before).is_some_and(|text| text.starts_with('\\'));
        if !is_escaped {
            let start = match range.len() == text.len() {
                true => range.start + at,
                false => range.start,
            };
            findings.push(Finding {
                spot: Spot::Merged(start..range.end.min(start + 1)),
                ..Finding::default()
            });
        }
    }
    Verdict::Found(findings)
}

/// A mark at the start of a line, as typed before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    /// The form of a label (the characters before and after it), and its
    /// number.
    Letter(Form, u32),
    Roman(Form, u32),
    Number(Form, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Brackets,
    Bracket,
    Stop,
}

/// Characters used as bullets; the last ones are from a symbol font of Word.
const BULLETS: &[char] = &[
    '•', '·', '▪', '◦', '●', '○', '■', '□', '➢', '–', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}',
];

const ROMAN: &[&str] = &[
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
];

/// The marks that a line can begin with: a letter may also be a Roman numeral. `has_word_o` means
/// that `o` is a word of the language, which can begin a line.
fn marks(line: &str, has_word_o: bool) -> Vec<Mark> {
    let line = line.trim_start();
    let mut letters = line.chars();
    let Some(first) = letters.next() else {
        return Vec::new();
    };
    if BULLETS.contains(&first) {
        let is_bullet = letters
            .next()
            .is_some_and(|c| c.is_whitespace() || first != '–' && first != '·');
        return is_bullet
            .then_some(Mark::Bullet(first))
            .into_iter()
            .collect();
    }
    let is_apart = line[first.len_utf8()..].starts_with(['\t', '\u{a0}']);
    if first == 'o' && (is_apart || !has_word_o && line[1..].starts_with(' ')) {
        return vec![Mark::Bullet('o')];
    }
    let (inside, opened) = match line.strip_prefix('(') {
        Some(inside) => (inside, true),
        None => (line, false),
    };
    let length = inside
        .bytes()
        .take(6)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (label, behind) = inside.split_at(length);
    let form = match (behind.chars().next(), opened) {
        (Some(')'), true) => Form::Brackets,
        (Some(')'), false) => Form::Bracket,
        (Some('.'), false) => Form::Stop,
        _ => return Vec::new(),
    };
    let behind = &behind[1..];
    let is_apart = behind.starts_with([' ', '\t', '\u{a0}']);
    let mut marks = Vec::new();
    if let Ok(number) = label.parse::<u32>() {
        // `1.One`, but not `1.5 GB`.
        if number < 100 && (is_apart || behind.starts_with(char::is_alphabetic)) {
            marks.push(Mark::Number(form, number));
        }
        return marks;
    }
    if !is_apart {
        return marks;
    }
    let lower = label.to_lowercase();
    if let Some(at) = ROMAN.iter().position(|roman| *roman == lower) {
        marks.push(Mark::Roman(form, at as u32 + 1));
    }
    if let [letter] = lower.as_bytes() {
        marks.push(Mark::Letter(form, u32::from(letter - b'a') + 1));
    }
    marks
}

/// Whether a mark belongs to the item after another. Letters and numbers must
/// start from the first: others may be at the start of a line because the text
/// was wrapped.
fn follows(before: Mark, after: Mark) -> bool {
    match (before, after) {
        (Mark::Bullet(a), Mark::Bullet(b)) => a == b,
        (Mark::Letter(form, a), Mark::Letter(other, b))
        | (Mark::Roman(form, a), Mark::Roman(other, b))
        | (Mark::Number(form, a), Mark::Number(other, b)) => form == other && (a, b) == (1, 2),
        _ => false,
    }
}

/// Lines that look like items but run together in one paragraph.
pub(super) fn lines_run_together(page: &Page<'_>) -> Verdict {
    let mut findings = Vec::new();
    // The marks of the line before, and where it is.
    let mut before: (Vec<Mark>, Range<usize>) = Default::default();
    // Whether the next text begins a line, and whether the line flows on from
    // the one before.
    let (mut begins, mut flows) = (true, false);
    let mut is_found = false;
    let language = primary(page.language);
    let has_word_o = !["en", "de", "fr", "nl", "da", "sv", "nb"].contains(&language);
    for (step, range) in page.source.walk() {
        match step {
            Step::Leaf(Leaf::SoftBreak) => (begins, flows) = (true, true),
            Step::Leaf(Leaf::HardBreak) => (begins, flows) = (true, false),
            Step::Leaf(Leaf::Text(text)) if begins => {
                let marks = marks(&crate::base::literal::reveal(text), has_word_o);
                let flow = flows
                    && before
                        .0
                        .iter()
                        .any(|a| marks.iter().any(|b| follows(*a, *b)));
                if flow && !is_found {
                    is_found = true;
                    let first = written(page, before.1.clone()).unwrap_or_default();
                    let head: Vec<&str> = first.split_whitespace().take(4).collect();
                    findings.push(
                        Finding {
                            spot: Spot::Merged(before.1.clone()),
                            ..Finding::default()
                        }
                        .with("value", head.join(" ")),
                    );
                }
                before = (marks, range);
                begins = false;
            }
            Step::Leaf(_) => begins = false,
            Step::Enter(
                Element::Emphasis | Element::Strong | Element::Deleted | Element::Link(_),
            )
            | Step::Leave(_) => {}
            // Code is not running text.
            Step::Enter(_) => {
                (begins, flows, is_found) = (true, false, false);
                before.0.clear();
            }
        }
    }
    Verdict::Found(findings)
}
