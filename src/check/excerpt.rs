//! Places without their files. Summaries keep these so that findings can be shown when the text
//! of a page is no longer available.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::source::{Place, Source};

/// The number of lines kept with a place, from its first line on. Reports show the line between
/// two marked lines.
const LINES: usize = 2;

/// The maximum number of bytes kept from the start of a place. Reports cut long lines.
const BYTES: usize = 400;

/// A place in a file, with the lines that a report shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spot {
    pub(super) path: Box<str>,
    pub(super) excerpt: Excerpt,
}

impl Spot {
    /// The file and the first byte.
    pub(super) fn key(&self) -> (String, u32) {
        (self.path.to_string(), self.excerpt.start)
    }
}

/// A [`Spot`] without the file's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Excerpt {
    /// The start of the place's first line.
    line: Position,
    /// The text from there.
    text: Box<str>,
    /// The place's first byte.
    start: u32,
    /// The end of the place.
    end: Position,
}

/// A position in a file, counted from the start in all units that reports use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Position {
    bytes: u32,
    characters: u32,
    lines: u32,
    /// Characters from the start of its line.
    column: u32,
}

impl Position {
    /// The position after a text that begins here.
    fn after(self, text: &str) -> Self {
        let count = |text: &str| text.chars().count() as u32;
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32;
        let column = match text.rsplit_once('\n') {
            Some((_, last)) => count(last),
            None => self.column + count(text),
        };
        Self {
            bytes: self.bytes + text.len() as u32,
            characters: self.characters + count(text),
            lines: self.lines + lines,
            column,
        }
    }
}

impl Spot {
    /// Cuts the excerpt for a place.
    pub(super) fn of(place: &Place) -> Self {
        Self {
            path: place.source.path.as_str().into(),
            excerpt: Cutter::new(&place.source.text).cut(place.clamped()),
        }
    }

    /// The sort key: the file, then the first byte.
    pub(super) fn order(&self) -> (&str, u32) {
        (&self.path, self.excerpt.start)
    }
}

/// Cuts excerpts out of a file. Excerpts in ascending order need only one pass.
#[derive(Debug)]
pub(super) struct Cutter<'s> {
    text: &'s str,
    line: Position,
}

impl<'s> Cutter<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self {
            text,
            line: Position::default(),
        }
    }

    /// The excerpt for a range of whole characters.
    pub(super) fn cut(&mut self, range: Range<usize>) -> Excerpt {
        let text = self.text;
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        if start < self.line.bytes as usize {
            self.line = Position::default();
        }
        self.line = self.line.after(&text[self.line.bytes as usize..start]);
        let mut ends = memchr::memchr_iter(b'\n', &text.as_bytes()[range.start..]);
        let end = ends.nth(LINES - 1);
        let end = end.map_or(text.len(), |at| range.start + at);
        let mut end = end.min(range.start + BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Excerpt {
            line: self.line,
            text: text[start..end].into(),
            start: range.start as u32,
            end: self.line.after(&text[start..range.end]),
        }
    }
}

/// Files restored from excerpts.
#[derive(Debug, Default)]
pub(super) struct Restored(BTreeMap<Box<str>, Arc<Source>>);

impl Restored {
    /// Restores the files of these spots. The rest is filled with blanks, so
    /// that each place keeps its line, column and offsets.
    pub(super) fn of<'s>(spots: impl IntoIterator<Item = &'s Spot>) -> Self {
        let mut files: BTreeMap<&str, Vec<&Excerpt>> = BTreeMap::new();
        for spot in spots {
            files.entry(&spot.path).or_default().push(&spot.excerpt);
        }
        let restored = files.into_iter().map(|(path, excerpts)| {
            let text = text(excerpts);
            (Box::from(path), Source::new(path, text))
        });
        Self(restored.collect())
    }

    /// The place of a spot from which the files were restored.
    pub(super) fn place(&self, spot: &Spot) -> Option<Place> {
        let Excerpt { start, end, .. } = spot.excerpt;
        let source = self.0.get(&spot.path)?;
        Some(source.place(start as usize..end.bytes as usize))
    }
}

/// The text of a file with these excerpts.
fn text(excerpts: Vec<&Excerpt>) -> String {
    // Known texts with their positions; of several at one position, the longest first.
    let mut known: Vec<(Position, &str)> = Vec::new();
    for excerpt in excerpts {
        known.push((excerpt.line, &excerpt.text));
        known.push((excerpt.end, ""));
    }
    known.sort_by_key(|(at, text)| (*at, std::cmp::Reverse(text.len())));
    let mut out = String::new();
    let mut here = Position::default();
    for (at, text) in known {
        if at.bytes > here.bytes {
            fill(here, at, &mut out);
            here = at;
        }
        // An earlier excerpt contains the beginning of this line.
        let shown = (here.bytes - at.bytes) as usize;
        if let Some(rest) = text.get(shown..) {
            out.push_str(rest);
            here = here.after(rest);
        }
    }
    out
}

/// Adds blanks from one position to another, with the same number of bytes, characters and
/// lines.
fn fill(from: Position, to: Position, out: &mut String) {
    let lines = to.lines - from.lines;
    let characters = to.characters - from.characters - lines;
    let bytes = to.bytes - from.bytes - lines;
    let last = match lines {
        0 => 0,
        _ => to.column,
    };
    let first = characters - last;
    // The last line has no more bytes than necessary.
    let last_bytes = last.max(bytes.saturating_sub(4 * first));
    blanks(bytes - last_bytes, first, out);
    out.extend((0..lines).map(|_| '\n'));
    blanks(last_bytes, last, out);
}

/// Adds white space with a given number of bytes and characters.
fn blanks(mut bytes: u32, characters: u32, out: &mut String) {
    for left in (0..characters).rev() {
        let blank = match bytes.saturating_sub(left) {
            0 | 1 => ' ',
            2 => '\u{A0}',
            3 => '\u{3000}',
            // There is no white space of four bytes.
            _ => '\u{1D173}',
        };
        out.push(blank);
        bytes = bytes.saturating_sub(blank.len_utf8() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Über uns\n\nWir – die Firma – speichern 𝄞 wenig.\nUnd das „nur“ kurz.\n\n- a\n- ééé\n\nEnde";

    /// Restored from excerpts, every place has the same line, column, offsets and first line as
    /// in the file.
    #[test]
    fn restored_places_are_where_they_were() {
        let source = Source::new("a.md", TEXT);
        let ends: Vec<usize> = TEXT.char_indices().map(|(at, _)| at).collect();
        for (n, start) in ends.iter().enumerate() {
            for end in &ends[n..] {
                let places = [source.place(*start..*end), source.place(20..31)];
                let spots: Vec<Spot> = places.iter().map(Spot::of).collect();
                let restored = Restored::of(&spots);
                for (place, spot) in places.iter().zip(&spots) {
                    let found = restored.place(spot).unwrap();
                    assert_eq!(found.range, place.range);
                    assert_eq!(found.line_col(), place.line_col());
                    let first = |place: &Place| place.text().lines().next().map(str::to_owned);
                    assert_eq!(first(&found), first(place));
                    for at in [found.range.start, found.range.end] {
                        let before = &found.source.text[..at];
                        assert_eq!(before.chars().count(), TEXT[..at].chars().count());
                        assert_eq!(before.lines().count(), TEXT[..at].lines().count());
                        let column =
                            |text: &str| text.rsplit('\n').next().map(|line| line.chars().count());
                        assert_eq!(column(before), column(&TEXT[..at]));
                    }
                }
            }
        }
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}\nend", "word ".repeat(200));
        let mut cutter = Cutter::new(&text);
        let excerpt = cutter.cut(0..990);
        assert_eq!(excerpt.text.len(), BYTES);
        assert_eq!((excerpt.end.bytes, excerpt.end.column), (990, 990));
    }
}
