//! Lines that look like list items but are not.

use std::borrow::Cow;
use std::ops::Range;

use super::Verdict;
use crate::check::evaluate::{Finding, Page};
use crate::check::prose::Kind;
use crate::model::language::primary;

/// A list marker at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    /// The form of a label (the characters before and after it), and its
    /// number.
    Letter(Form, u32),
    Roman(Form, u32),
    Number(Form, u32),
    /// The numbers before and after the full stop: `1.2`.
    Part(u32, u32),
    /// A number after the name of a part: `§ 1`, `Article 1`, `①`.
    Named(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Brackets,
    Bracket,
    Stop,
    /// `1.)`
    StopBracket,
    /// `[1]`
    Square,
}

/// Characters used as bullets; the last three are from a symbol font in Word.
const BULLETS: &[char] = &[
    '•', '·', '・', '※', '▪', '◦', '●', '○', '■', '□', '➢', '–', '—', '‣', '⁃', '∙', '►', '▶', '→',
    '⇒', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}',
];

/// The bullet that stands for all check marks, boxes and pictures: the lines of one list may begin
/// with different ones.
const PICTURE: char = '✓';

/// Whether a character is a check mark, a box or a picture that may begin the lines of a list.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B1B}'..='\u{2B1C}' | '\u{1F300}'..='\u{1FAFF}')
        && !BULLETS.contains(&c)
}

const ROMAN: &[&str] = &[
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
];

/// The marks that a line may begin with; a letter may also be a Roman numeral. `has_word_o` says
/// whether `o` is a word in the language, which may begin a line.
fn marks(line: &str, has_word_o: bool) -> Vec<Mark> {
    let line = line.trim_start();
    let mut letters = line.chars();
    let Some(first) = letters.next() else {
        return Vec::new();
    };
    if let Some(number) = named(line) {
        return vec![Mark::Named(number)];
    }
    if BULLETS.contains(&first) {
        let is_bullet = letters
            .next()
            .is_some_and(|c| c.is_whitespace() || !matches!(first, '–' | '—' | '·' | '→' | '⇒'));
        return is_bullet
            .then_some(Mark::Bullet(first))
            .into_iter()
            .collect();
    }
    let rest = &line[first.len_utf8()..];
    if let Some(bullet) = bullet(first, rest) {
        return vec![Mark::Bullet(bullet)];
    }
    let is_apart = rest.starts_with(['\t', '\u{a0}']);
    if first == 'o' && (is_apart || !has_word_o && line[1..].starts_with(' ')) {
        return vec![Mark::Bullet('o')];
    }
    let opened = line.chars().next().filter(|c| matches!(c, '(' | '['));
    let inside = opened.map_or(line, |_| &line[1..]);
    let length = inside
        .bytes()
        .take(6)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (label, behind) = inside.split_at(length);
    if let Some(part) = part(label, behind) {
        return vec![part];
    }
    let form = match (behind.chars().next(), opened) {
        (Some(')'), Some('(')) => Form::Brackets,
        (Some(']'), Some('[')) => Form::Square,
        (Some(')'), None) => Form::Bracket,
        (Some('.'), None) if behind.starts_with(".)") => Form::StopBracket,
        (Some('.'), None) => Form::Stop,
        _ => return Vec::new(),
    };
    let behind = behind[1..].trim_start_matches(')');
    // In the middle of a sentence, `[1]` is a citation.
    if form == Form::Square && !behind.trim_start().starts_with(char::is_uppercase) {
        return Vec::new();
    }
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

/// The bullet that begins a line, if it is one only in front of certain text: `-first`, `☐ first`,
/// or `#. first` and `| first` of Pandoc.
fn bullet(first: char, rest: &str) -> Option<char> {
    let is_it = match first {
        '-' | '*' => rest.starts_with(char::is_alphabetic),
        '#' => rest.starts_with(". "),
        '|' => rest.starts_with(' ') && !rest.contains('|'),
        c if is_picture(c) => {
            let rest = rest.trim_start_matches('\u{FE0F}');
            return rest.starts_with([' ', '\t', '\u{a0}']).then_some(PICTURE);
        }
        _ => false,
    };
    is_it.then_some(first)
}

/// Names of parts that precede a number.
const PARTS: &[&str] = &[
    "§",
    "Art.",
    "Article",
    "Artikel",
    "Artículo",
    "Articolo",
    "Section",
    "Clause",
    "第",
];

/// The number after the name of a part, or a number in a circle.
fn named(line: &str) -> Option<u32> {
    let first = line.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some(u32::from(first) - u32::from('①') + 1);
    }
    let rest = PARTS.iter().find_map(|name| line.strip_prefix(name))?;
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, behind) = rest.split_at(length);
    // “Article 13(1)” and “Article 13 of the law” continue a sentence.
    let is_label = behind
        .trim_start_matches("er")
        .starts_with([' ', '.', ':', '条', '\u{a0}'])
        && !behind.trim_start().starts_with(char::is_lowercase);
    digits.parse().ok().filter(|_| is_label)
}

/// The line with full-width digits, stops and brackets converted to ASCII.
fn narrow(line: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '０'..='９' | '．' | '（' | '）');
    if !line.contains(is_wide) {
        return line.into();
    }
    let narrow = |c: char| match c {
        '．' => '.',
        '（' => '(',
        '）' => ')',
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        c => c,
    };
    line.chars().map(narrow).collect()
}

/// The mark of a part such as `1.2`, if white space separates it from the text.
fn part(label: &str, behind: &str) -> Option<Mark> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number < 100);
    let rest = behind.strip_prefix('.')?;
    let (last, text) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
    let text = text.strip_prefix('.').unwrap_or(text);
    let is_text = text.starts_with([' ', '\t', '\u{a0}'])
        && text.trim_start().starts_with(char::is_uppercase);
    is_text.then_some(Mark::Part(number(label)?, number(last)?))
}

/// Whether one mark directly follows another. Unless the list is introduced, the first of them
/// must be the first of the list: other numbers may only be at the start of a line because the
/// text was wrapped.
fn follows(before: Mark, after: Mark, is_introduced: bool) -> bool {
    match (before, after) {
        (Mark::Bullet(a), Mark::Bullet(b)) => a == b,
        (Mark::Letter(form, a), Mark::Letter(other, b))
        | (Mark::Roman(form, a), Mark::Roman(other, b)) => form == other && (a, b) == (1, 2),
        (Mark::Number(form, a), Mark::Number(other, b)) => {
            form == other && b == a + 1 && (a == 1 || is_introduced)
        }
        (Mark::Named(a), Mark::Named(b)) => b == a + 1 && (a == 1 || is_introduced),
        (Mark::Part(of, a), Mark::Part(other, b)) => {
            of == other && b == a + 1 && (a == 1 || is_introduced)
        }
        _ => false,
    }
}

/// The maximum length of a line that is only a title.
const TITLE: usize = 50;

/// Whether a line with the number of a part has nothing else but its title: `Article 1 – Prices`.
fn is_title(line: &str) -> bool {
    line.chars().count() <= TITLE && !line.trim_end().ends_with(['.', ',', ';', ':'])
}

/// Lines that look like items but run together in one paragraph.
pub(super) fn lines_run_together(page: &Page<'_>) -> Verdict {
    let prose = &page.prose;
    let mut findings = Vec::new();
    // Whether the last line ends with a colon, and whether the line before followed such a line.
    let (mut has_colon, mut is_introduced) = (false, false);
    let language = primary(page.language);
    let has_word_o = !["en", "de", "fr", "nl", "da", "sv", "nb"].contains(&language);
    for block in prose.blocks.iter().filter(|block| block.kind != Kind::Html) {
        // The marks and the place of the previous line, and the last title of a part.
        let mut before: (Vec<Mark>, Range<usize>) = Default::default();
        let mut title: Option<(Mark, Range<usize>)> = None;
        let mut is_found = false;
        for line in prose.lines(block) {
            let text = &prose.text[line.text.clone()];
            let marks = marks(&narrow(text), has_word_o);
            let follows = |a: &Mark| marks.iter().any(|b| follows(*a, *b, is_introduced));
            let flow = line.flows && before.0.iter().any(follows);
            title = title.filter(|_| line.flows);
            let first = match &title {
                _ if flow => Some(before.1.clone()),
                Some((mark, first)) if is_title(text) && follows(mark) => Some(first.clone()),
                _ => None,
            };
            if let Some(first) = first.filter(|_| !std::mem::replace(&mut is_found, true)) {
                let head = prose.text[first.clone()].split_whitespace().take(4);
                let head: Vec<&str> = head.collect();
                findings.push(Finding::text(first).with("value", head.join(" ")));
            }
            is_introduced = has_colon || flow && is_introduced;
            has_colon = text.trim_end().ends_with(':');
            if let [mark @ Mark::Named(_)] = marks[..]
                && is_title(text)
            {
                title = Some((mark, line.text.clone()));
            }
            before = (marks, line.text);
        }
    }
    Verdict::Found(findings)
}
