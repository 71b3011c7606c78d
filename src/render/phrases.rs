//! Keeps together words that must not be split between lines, or reordered in right-to-left text.
//! The words themselves don't change: only spaces become no-break spaces, and only on the page.
//! Twins and digests keep the text as written.

use std::borrow::Cow;

use crate::base::escape;
use crate::model::language::Together;

/// The no-break space.
const NO_BREAK: &str = "\u{a0}";

/// Abbreviations that precede a number.
const BEFORE_NUMBERS: &[&str] = &[
    "§", "§§", "Art.", "Arts.", "art.", "arts.", "Artt.", "artt.", "Abs.", "Anm.", "Bd.", "cap.",
    "Ch.", "ch.", "cl.", "cls.", "lit.", "n.", "N.º", "n.º", "nº", "n°", "N°", "No.", "Nos.",
    "Nr.", "no.", "nos.", "nr.", "núm.", "num.", "p.", "par.", "para.", "paras.", "pp.", "Rec.",
    "rec.", "Reg.", "reg.", "regs.", "S.", "Satz", "Sch.", "Sec.", "sec.", "Secs.", "secs.", "ss.",
    "ust.", "Ziff.", "€", "$", "£", "EUR", "USD", "GBP", "CHF",
];

/// Words inside a date, between day, month and year.
const IN_DATES: &[&str] = &["de", "del", "ta’"];

/// A text with no-break spaces in references to provisions, between numbers and
/// units, and in dates.
pub(super) fn tied<'t>(text: &'t str, together: &Together) -> Cow<'t, str> {
    let says = |byte: u8| byte.is_ascii_digit() | (byte == SECTION);
    if !text.bytes().fold(false, |found, byte| found | says(byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut done = 0;
    // The start of the word before the next space, and the word before that.
    let (mut start, mut earlier) = (0, "");
    for space in memchr::memchr_iter(b' ', text.as_bytes()) {
        let before = &text[start..space];
        let here = word_at(text, space + 1);
        start = space + 1;
        let words = Words {
            earlier,
            before,
            here,
            text,
            end: space + 1 + here.len(),
        };
        if may_be_tied(before, here) && words.are_tied(together) {
            out.push_str(&text[done..space]);
            out.push_str(NO_BREAK);
            done = space + 1;
        }
        earlier = before;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The last byte of `§`.
const SECTION: u8 = 0xA7;

/// The word that begins at a position.
fn word_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let end = memchr::memchr(b' ', rest.as_bytes());
    &rest[..end.unwrap_or(rest.len())]
}

/// Whether two words are worth a closer look: one is a number or may precede one. This rules out
/// most words cheaply, because every word of a site is tested.
fn may_be_tied(before: &str, here: &str) -> bool {
    let (Some(last), Some(first)) = (before.bytes().last(), here.bytes().next()) else {
        return false;
    };
    if first.is_ascii_digit() || last.is_ascii_digit() || last == SECTION {
        return true;
    }
    let begun = match before.as_bytes()[0].is_ascii_alphanumeric() {
        true => before,
        false => begun(before),
    };
    begins_with_digit(begun)
        || begun == "lit."
        || IN_DATES.contains(&here)
        || IN_DATES.contains(&before)
}

/// A word with its neighbours.
struct Words<'t> {
    earlier: &'t str,
    before: &'t str,
    here: &'t str,
    text: &'t str,
    /// The end of `here` in `text`.
    end: usize,
}

impl Words<'_> {
    /// Whether a word is tied to the previous one.
    fn are_tied(&self, together: &Together) -> bool {
        let &Self {
            earlier,
            before,
            here,
            ..
        } = self;
        let next = word_at(self.text, self.end + 1);
        let is_month = |word: &str| together.is_month(ended(word));
        let begun = begun(before);
        // Lookups in lists come last.
        let refers = (begins_with_digit(here) || begun.starts_with('§') || begun == "lit.")
            && BEFORE_NUMBERS.contains(&begun);
        // `6(1) (f)`
        let goes_on = before.ends_with([')', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            && begins_with_digit(begun)
            && here
                .strip_prefix('(')
                .and_then(|rest| rest.split_once(')'))
                .is_some_and(|(inside, _)| inside.len() <= 4);
        let measures = is_number(begun) && together.is_unit(ended(here));
        let in_date = is_day(begun) && is_month(here)
            || (is_day(here) || is_year(here)) && is_month(before)
            || is_year(here) && is_day(before) && is_month(earlier)
            || IN_DATES.contains(&here)
                && (is_day(begun) && is_month(next) || is_year(next) && is_month(before))
            || IN_DATES.contains(&before)
                && (is_day(earlier) && is_month(here) || is_year(here) && is_month(earlier));
        refers || goes_on || measures || in_date
    }
}

/// A word without opening brackets, quotation marks or signs such as `~` and `<`.
fn begun(word: &str) -> &str {
    word.trim_start_matches(['(', '[', '“', '„', '«', '"', '‘', '~', '≈', '±', '<', '>'])
}

/// A word without closing brackets or punctuation at its end.
fn ended(word: &str) -> &str {
    let short = word.trim_end_matches([',', ';', ':', ')', ']', '”', '“', '»', '?', '!']);
    match short {
        "a.m." | "p.m." => short,
        _ => short.trim_end_matches('.'),
    }
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    begins_with_digit(word)
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '’' | '–' | '-' | '/'))
}

/// `5`, `5.`, `5,` or `1er`.
fn is_day(word: &str) -> bool {
    let day = word.trim_end_matches([',', '.']);
    let day = day.strip_suffix("er").unwrap_or(day);
    matches!(day.len(), 1 | 2) && day.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    let year = word.bytes().take_while(u8::is_ascii_digit).count();
    year == 4 && !word[year..].starts_with(|c: char| c.is_alphanumeric())
}

/// Writes text for a right-to-left page so that runs of Latin words and numbers keep their order.
pub(super) fn isolated(text: &str, out: &mut String) {
    let mut done = 0;
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_left).map(|at| rest + at) {
        let start = match text[..start].strip_suffix('+') {
            Some(before) => before.len(),
            None => start,
        };
        let end = run(text, start);
        rest = end;
        // A single word or number can't be reordered.
        if text[start..end].chars().all(char::is_alphanumeric) {
            continue;
        }
        escape::html_text(&text[done..start], out);
        out.push_str("<bdi>");
        escape::html_text(&text[start..end], out);
        out.push_str("</bdi>");
        done = end;
    }
    escape::html_text(&text[done..], out);
}

/// The end of the run of left-to-right words and numbers that begins at `start`.
fn run(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut open = 0_usize;
    for (at, c) in text[start..].char_indices().map(|(at, c)| (start + at, c)) {
        match c {
            // Letters of other scripts end the run, whatever their direction.
            c if is_left(c) => end = at + c.len_utf8(),
            c if c.is_alphabetic() => break,
            '(' | '[' => open += 1,
            ')' | ']' if open > 0 => {
                open -= 1;
                end = at + 1;
            }
            ')' | ']' | '\n' => break,
            _ => {}
        }
    }
    end
}

/// Whether a character is a digit or a letter of the Latin script.
fn is_left(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}') && c.is_alphabetic()
}
