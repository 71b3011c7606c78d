//! Numbers of the parts of a text, at the start of headings, paragraphs and
//! items: `2.1`, `Article 5 –`, `§ 3`, `Annex B`.

use std::ops::Range;

use crate::check::evaluate::Page;
use crate::document::{Element, Leaf, Step};

/// The kind of part that a number refers to, according to the word before it.
/// Synonyms in several languages share a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// No word before the number.
    Plain,
    Section,
    Clause,
    Article,
    Paragraph,
    Annex,
    Schedule,
    Exhibit,
    Appendix,
    Chapter,
}

impl Part {
    /// The name of the part in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Plain | Self::Section => "section",
            Self::Clause => "clause",
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Annex => "annex",
            Self::Schedule => "schedule",
            Self::Exhibit => "exhibit",
            Self::Appendix => "appendix",
            Self::Chapter => "chapter",
        }
    }

    /// Whether the part comes after the main text.
    pub(super) fn is_annexed(self) -> bool {
        matches!(
            self,
            Self::Annex | Self::Schedule | Self::Exhibit | Self::Appendix
        )
    }
}

/// Words that come before numbers, in lower case.
const WORDS: &[(&str, Part)] = &[
    ("section", Part::Section),
    ("sections", Part::Section),
    ("abschnitt", Part::Section),
    ("abschnitte", Part::Section),
    ("abschnitten", Part::Section),
    ("ziffer", Part::Section),
    ("ziffern", Part::Section),
    ("ziff.", Part::Section),
    ("punkt", Part::Section),
    ("sección", Part::Section),
    ("secciones", Part::Section),
    ("apartado", Part::Section),
    ("apartados", Part::Section),
    ("point", Part::Section),
    ("points", Part::Section),
    ("sezione", Part::Section),
    ("seção", Part::Section),
    ("secção", Part::Section),
    ("sectie", Part::Section),
    ("clause", Part::Clause),
    ("clauses", Part::Clause),
    ("klausel", Part::Clause),
    ("klauseln", Part::Clause),
    ("cláusula", Part::Clause),
    ("cláusulas", Part::Clause),
    ("clausola", Part::Clause),
    ("article", Part::Article),
    ("articles", Part::Article),
    ("art.", Part::Article),
    ("artikel", Part::Article),
    ("artikeln", Part::Article),
    ("artículo", Part::Article),
    ("artículos", Part::Article),
    ("articolo", Part::Article),
    ("articoli", Part::Article),
    ("artigo", Part::Article),
    ("artigos", Part::Article),
    ("artykuł", Part::Article),
    ("§", Part::Paragraph),
    ("§§", Part::Paragraph),
    ("paragraph", Part::Paragraph),
    ("paragraphs", Part::Paragraph),
    ("paragraphe", Part::Paragraph),
    ("paragraphes", Part::Paragraph),
    ("párrafo", Part::Paragraph),
    ("annex", Part::Annex),
    ("annexes", Part::Annex),
    ("annexe", Part::Annex),
    ("anhang", Part::Annex),
    ("anlage", Part::Annex),
    ("anlagen", Part::Annex),
    ("anexo", Part::Annex),
    ("anexos", Part::Annex),
    ("allegato", Part::Annex),
    ("bijlage", Part::Annex),
    ("załącznik", Part::Annex),
    ("schedule", Part::Schedule),
    ("schedules", Part::Schedule),
    ("exhibit", Part::Exhibit),
    ("exhibits", Part::Exhibit),
    ("appendix", Part::Appendix),
    ("appendices", Part::Appendix),
    ("chapter", Part::Chapter),
    ("kapitel", Part::Chapter),
    ("chapitre", Part::Chapter),
    ("capítulo", Part::Chapter),
];

/// The kind of part that a word denotes.
pub(super) fn part(word: &str) -> Option<Part> {
    let word = word.to_lowercase();
    let found = WORDS.iter().find(|(name, _)| *name == word);
    found.map(|(_, part)| *part)
}

/// The number that a text begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) part: Part,
    pub(super) parts: Vec<u32>,
    /// Whether it can't be anything else, as with `1.2` or `1.`, unlike the 3
    /// in “3 Plans”.
    pub(super) is_sure: bool,
    /// Whether a letter continues it: `2.a`, `3(i)`, `Annex 3B`.
    pub(super) is_lettered: bool,
}

impl Number {
    pub(super) fn text(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(u32::to_string).collect();
        parts.join(".")
    }

    /// Whether another number directly follows it: `2.2` after `2.1`.
    pub(super) fn is_followed_by(&self, next: &Self) -> bool {
        match (self.parts.split_last(), next.parts.split_last()) {
            (Some((last, prefix)), Some((next, same))) => prefix == same && *next == last + 1,
            _ => false,
        }
    }

    /// Whether it is a subdivision of another number: `2.1` of `2`.
    pub(super) fn is_inside(&self, outer: &Self) -> bool {
        self.parts.len() > outer.parts.len() && self.parts.starts_with(&outer.parts)
    }
}

/// Units that a heading may count.
const COUNTED: &[&str] = &["day", "week", "month", "year", "hour", "minute", "gb", "tb"];

/// The number at the start of a text, including the word before it, if any.
pub(super) fn number(title: &str) -> Option<Number> {
    // Ignore emphasis marks that had no effect: `2****.`.
    match title.contains('*') {
        true => read(&title.replace('*', "")),
        false => read(title),
    }
}

fn read(title: &str) -> Option<Number> {
    let is_unseen = |c: char| {
        matches!(
            c,
            '\u{200B}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
        )
    };
    let is_mark =
        |c: char| c.is_whitespace() || is_unseen(c) || matches!(c, '_' | '#' | '\u{FFFC}');
    let mut rest = title.trim_start_matches(is_mark);
    let mut is_sure = false;
    let mut of = Part::Plain;
    if let Some(sign) = rest.strip_prefix('§') {
        (of, is_sure, rest) = (Part::Paragraph, true, sign.trim_start());
    } else if rest.starts_with(char::is_alphabetic)
        && let Some((word, after)) = rest.split_once([' ', '\u{a0}'])
        && let Some(found) = part(word)
    {
        (of, is_sure, rest) = (found, true, after.trim_start());
    }
    let mut parts = Vec::new();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 {
            return None;
        }
        parts.push(rest[..digits].parse().ok()?);
        rest = &rest[digits..];
        match rest.strip_prefix('.') {
            Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    is_sure |= parts.len() > 1;
    if let Some(after) = rest.strip_prefix(['.', ')', ':', '/', '．', '、']) {
        is_sure = true;
        rest = after.strip_prefix(['-', '–', ')', '°']).unwrap_or(after);
    } else if let Some(after) = rest.strip_prefix(['°', 'º']) {
        rest = after;
    } else if is_sure && rest.starts_with(['-', '–', '—']) {
        rest = rest.trim_start_matches(['-', '–', '—']);
    }
    // `3D` is a word.
    let is_lettered = (is_sure || rest.starts_with('(')) && is_letter(rest);
    if is_lettered {
        rest = "";
        is_sure = true;
    }
    let word = rest.strip_prefix([' ', '\u{a0}', '\t']).unwrap_or(rest);
    if !rest.is_empty() && word.len() == rest.len() {
        // `1.Title` is a number, `1st` and `24/7` are not.
        let runs_on =
            is_sure && word.starts_with(|c: char| c.is_alphabetic() || "*_(“\"".contains(c));
        if !runs_on {
            return None;
        }
    }
    let dash = word.trim_start().strip_prefix(['-', '–', '—']);
    let word = dash.unwrap_or(word).trim_start();
    let first = word.split_whitespace().next().unwrap_or_default();
    let counts = COUNTED.contains(&first.to_lowercase().trim_end_matches('s'));
    if !is_sure && (counts || !first.starts_with(char::is_uppercase)) {
        return None;
    }
    Some(Number {
        part: of,
        parts,
        is_sure,
        is_lettered,
    })
}

/// Whether the text after a number begins with a letter or Roman numeral that
/// belongs to it: `a.`, `(ii)`, `B`.
fn is_letter(text: &str) -> bool {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let letters = inside.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &inside[..letters];
    let is_number = letters == 1
        || (letters > 1 && letters < 5 && word.bytes().all(|byte| b"ivx".contains(&byte)));
    is_number && !inside[letters..].starts_with(|c: char| c.is_alphanumeric() || "'’".contains(c))
}

/// A number at the start of a line.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) number: Number,
    /// Its position in the merged text.
    pub(super) at: usize,
}

/// A heading with its number.
#[derive(Debug)]
pub(super) struct Heading<'a> {
    pub(super) level: u8,
    pub(super) title: &'a str,
    pub(super) range: Range<usize>,
    pub(super) number: Option<Number>,
}

/// The headings of a page, with their numbers.
pub(super) fn headings<'a>(page: &'a Page<'_>) -> Vec<Heading<'a>> {
    let sections = page.source.sections.iter();
    sections
        .zip(&page.source.outline.sections)
        .map(|(section, outline)| Heading {
            level: section.level,
            title: &outline.title,
            range: section.range.clone(),
            number: number(&outline.title),
        })
        .collect()
}

/// The number of bytes at the start of a line that are enough to read its
/// number.
const LEAD: usize = 40;

/// The state of reading a page line by line.
#[derive(Default)]
struct Lines {
    marks: Vec<Mark>,
    line: String,
    start: usize,
    /// The number and position of the item that has just begun.
    item: Option<(u64, usize)>,
    /// Whether it is the first item of a list that continues an earlier one.
    goes_on: bool,
}

impl Lines {
    fn begin(&mut self, at: usize) {
        if let Some(number) = number(&self.line) {
            let at = self.start;
            self.marks.push(Mark { number, at });
        }
        self.line.clear();
        self.start = at;
    }

    /// Adds the number of the item, if it counts.
    fn item(&mut self, counts: impl Fn(u64) -> bool) {
        if let Some((number, at)) = self.item.take()
            && counts(number)
        {
            let number = Number {
                part: Part::Plain,
                parts: vec![u32::try_from(number).unwrap_or(u32::MAX)],
                is_sure: true,
                is_lettered: false,
            };
            self.marks.push(Mark { number, at });
        }
    }
}

/// The lines of a page that begin with a number: headings, paragraphs, items,
/// cells, and text after a line break. An item of an ordered list counts, with
/// its visible number, if it begins with a title or its list continues an
/// earlier one.
pub(super) fn marks(page: &Page<'_>) -> Vec<Mark> {
    let mut lines = Lines::default();
    let mut walk = page.source.walk();
    while let Some((step, range)) = walk.next() {
        match step {
            Step::Enter(Element::List { start, .. }) => {
                lines.goes_on = start.is_some_and(|start| start > 1);
            }
            Step::Enter(Element::Item { number, .. }) => {
                lines.begin(range.start);
                lines.item = number.map(|number| (number, range.start));
            }
            Step::Enter(Element::Heading(_)) => {
                lines.item(|_| true);
                lines.begin(range.start);
            }
            Step::Enter(
                Element::Title(_)
                | Element::Paragraph
                | Element::Cell { .. }
                | Element::Term
                | Element::Definition,
            )
            | Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) => lines.begin(range.start),
            Step::Enter(Element::Strong) => lines.item(|_| true),
            Step::Enter(Element::CodeBlock { .. }) => {
                lines.begin(range.start);
                walk.skip_inside();
            }
            Step::Leaf(Leaf::Text(text)) => {
                let goes_on = std::mem::take(&mut lines.goes_on);
                lines.item(|number| goes_on || (number > 1 && is_capitals(text)));
                if lines.line.len() < LEAD {
                    lines.line.push_str(text);
                }
            }
            _ => {}
        }
    }
    lines.begin(0);
    lines.marks.sort_by_key(|mark| mark.at);
    lines.marks
}

/// Whether a text is in capitals.
fn is_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() > 2 && letters().all(char::is_uppercase)
}
