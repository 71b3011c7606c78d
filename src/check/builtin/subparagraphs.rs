//! References to a numbered paragraph of a section that exists: “§ 9 Abs. 2”.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::numbers::{Part, headings};
use super::words::Lazy;
use crate::check::evaluate::Page;
use crate::check::prose::Kind;
use crate::rules::Pattern;

/// The number of a paragraph right after that of its section.
static SUB: Lazy =
    LazyLock::new(|| Pattern::new(r"^,?[ \x{A0}]?(?:Abs\.|Absatz)[ \x{A0}]?(?<sub>\d{1,2})\b"));

/// A number in brackets, also in the middle of a paragraph.
static INSIDE: Lazy = LazyLock::new(|| Pattern::new(r"\((?<number>\d{1,2})\)"));

/// The number of a paragraph in the text after the number of its section, and where it ends.
pub(super) fn after(text: &str) -> Option<(u32, usize)> {
    let sub = SUB.find_groups(text).next()?.name("sub")?;
    Some((sub.as_str().parse().ok()?, sub.end()))
}

/// The paragraphs of a section.
#[derive(Debug, Default)]
struct Section {
    count: usize,
    numbers: HashSet<u32>,
    /// Whether some paragraphs begin with a number.
    is_numbered: bool,
    /// Whether it has subsections, or another section has the same number.
    is_unclear: bool,
}

/// The paragraphs of the numbered sections of a page.
#[derive(Debug)]
pub(super) struct Sections(HashMap<(Part, u32), Section>);

/// The part whose number a heading has: “9.” and “Section 9” are the same.
fn kind(part: Part) -> Part {
    match part {
        Part::Section => Part::Plain,
        part => part,
    }
}

impl Sections {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let headings = headings(page);
        let mut keys: Vec<Option<(Part, u32)>> = Vec::new();
        let mut sections: HashMap<(Part, u32), Section> = HashMap::new();
        for (at, heading) in headings.iter().enumerate() {
            let number = heading.number.as_ref();
            let key = number.and_then(|number| match number.parts.as_slice() {
                [one] => Some((kind(number.part), *one)),
                _ => None,
            });
            keys.push(key);
            if let Some(key) = key {
                let next = headings.get(at + 1);
                let is_unclear = sections.contains_key(&key)
                    || next.is_some_and(|next| next.level > heading.level);
                sections.entry(key).or_default().is_unclear |= is_unclear;
            }
        }
        let prose = &page.prose;
        for block in &prose.blocks {
            let key = block.section.and_then(|at| keys.get(at).copied().flatten());
            let is_text = matches!(block.kind, Kind::Paragraph | Kind::Item);
            let Some(section) = key
                .filter(|_| is_text)
                .and_then(|key| sections.get_mut(&key))
            else {
                continue;
            };
            let text = prose.of_block(block);
            section.count += 1;
            let first = leading(text);
            section.is_numbered |= first.is_some();
            section.numbers.extend(first);
            let inside = INSIDE.find_groups(text);
            let inside = inside.filter_map(|found| found.name("number")?.as_str().parse().ok());
            section.numbers.extend::<Vec<u32>>(inside.collect());
        }
        Self(sections)
    }

    /// Whether a section has no paragraph with this number: too few paragraphs, if none of them
    /// has a number.
    pub(super) fn lacks(&self, part: Part, section: u32, sub: u32) -> bool {
        let Some(section) = self.0.get(&(kind(part), section)) else {
            return false;
        };
        let is_beyond = usize::try_from(sub).is_ok_and(|sub| sub > section.count);
        section.count > 0
            && !section.is_unclear
            && !section.numbers.contains(&sub)
            && (section.is_numbered || is_beyond)
    }
}

/// The number at the start of a paragraph: “(2) …”, “2. …”, “2) …”.
fn leading(text: &str) -> Option<u32> {
    let rest = text.trim_start().trim_start_matches('(');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_marked = rest[digits..].starts_with([')', '.']);
    rest[..digits].parse().ok().filter(|_| is_marked)
}
