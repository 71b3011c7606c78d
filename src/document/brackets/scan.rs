//! Finds words in angle brackets.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::memmem;

use crate::document::html::names;

/// Words in angle brackets, or a `<` after which browsers would hide text.
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) is_reported: bool,
}

/// Text that starts with `<` or `</` and a letter.
pub(super) struct Bracket<'t> {
    pub(super) name: &'t str,
    is_end: bool,
    /// Whether it has no attributes.
    is_bare: bool,
    /// Whether it has an attribute that looks like a word of a sentence.
    pub(super) has_words: bool,
    /// The end, if there is one.
    pub(super) end: Option<usize>,
}

/// A construct other than an element that extends from one mark to another.
struct Skip {
    open: &'static str,
    close: &'static str,
    /// The position of the next closing mark, if known.
    next: Option<usize>,
}

impl Skip {
    fn new((open, close): (&'static str, &'static str)) -> Self {
        Self {
            open,
            close,
            next: Some(0),
        }
    }

    /// The end of the construct that begins at `at`, if any.
    fn end(&mut self, text: &str, at: usize) -> Option<usize> {
        let inside = at + self.open.len();
        if self.next? < inside {
            let found = memmem::find(&text.as_bytes()[inside..], self.close.as_bytes());
            self.next = found.map(|end| inside + end);
        }
        let end = self.next?;
        // Authors expect only comments to span several paragraphs.
        let is_one =
            self.open == "<!--" || memmem::find(&text.as_bytes()[inside..end], b"\n\n").is_none();
        is_one.then_some(end + self.close.len())
    }
}

/// Whether the text at `at` is parsed as a declaration other than `<!DOCTYPE>`.
pub(super) fn is_declaration(bytes: &[u8], at: usize) -> bool {
    let Some(rest) = bytes[at..].strip_prefix(b"<!") else {
        return false;
    };
    let is_doctype = rest
        .get(..7)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"doctype"));
    !is_doctype && !rest.starts_with(b"--") && !rest.starts_with(b"[CDATA[")
}

/// All places in a text, in order.
pub(super) fn places(text: &str) -> Vec<Place> {
    let bytes = text.as_bytes();
    let mut places: Vec<Place> = Vec::new();
    let mut ends: Option<HashMap<String, usize>> = None;
    // Elements whose start tags were reported.
    let mut begun: HashSet<String> = HashSet::new();
    let mut skips = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")].map(Skip::new);
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[from..]) {
        let at = from + found;
        from = at + 1;
        if let Some(skipped) = skips
            .iter_mut()
            .find(|skip| text[at..].starts_with(skip.open))
        {
            if let Some(end) = skipped.end(text, at) {
                from = end;
            }
            continue;
        }
        let Some(bracket) = bracket(text, at) else {
            // Browsers treat these as comments.
            let after = &bytes[from..];
            let is_declaration = is_declaration(bytes, at);
            if (after.starts_with(b"/") || is_declaration) && !is_protected(text, at) {
                let is_reported =
                    is_declaration && after.get(1).is_some_and(u8::is_ascii_alphabetic);
                let end = memchr::memchr3(b'>', b'\n', b'<', after);
                let end = end.filter(|end| after[*end] == b'>' && is_reported);
                places.push(Place {
                    range: at..end.map_or(at + 1, |end| from + end + 1),
                    is_reported: end.is_some(),
                });
            }
            continue;
        };
        let name = bracket.name.to_ascii_lowercase();
        let Some(end) = bracket.end else {
            if !is_protected(text, at) {
                let range = at..at + 1;
                places.push(Place {
                    range,
                    is_reported: false,
                });
            }
            continue;
        };
        let is_title = bracket.name.starts_with(|c: char| c.is_ascii_uppercase())
            && bracket.name.contains(|c: char| c.is_ascii_lowercase());
        let mut ends_later = || {
            let ends = ends.get_or_insert_with(|| last_ends(text));
            // `<Address>` is not an `address` element that ends with
            // `</address>`.
            let key = if is_title { bracket.name } else { &name };
            ends.get(key).copied().filter(|last| *last >= end)
        };
        // The contents of these elements are not parsed as HTML.
        let is_closed_block = matches!(&*name, "script" | "style" | "svg" | "math" | "template");
        let is_gap = !bracket.is_end && bracket.is_bare && names::is_word(&name, is_title);
        let is_element = names::is_element(&name) && !bracket.has_words;
        if is_element && !bracket.is_end && is_closed_block {
            let close = format!("</{name}");
            let rest = &bytes[end..];
            let found = match ends_later() {
                Some(_) => rest
                    .windows(close.len())
                    .position(|window| window.eq_ignore_ascii_case(close.as_bytes())),
                None => None,
            };
            if let Some(found) = found {
                from = end + found;
                continue;
            }
            if matches!(&*name, "svg" | "math") {
                from = end;
                continue;
            }
        } else if is_element && !(is_gap && ends_later().is_none()) {
            from = end;
            continue;
        }
        if is_protected(text, at) {
            continue;
        }
        let is_reported = !bracket.is_end || !begun.contains(&name);
        if !bracket.is_end {
            begun.insert(name);
        }
        places.push(Place {
            range: at..end,
            is_reported,
        });
    }
    places
}

/// Whether the text at `at` can't be a tag, because it is escaped with a
/// backslash or is the address of a link.
fn is_protected(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let slashes = before.len() - before.trim_end_matches('\\').len();
    let before = before.trim_end_matches([' ', '\t']);
    slashes % 2 == 1 || before.ends_with("](") || before.ends_with("]:")
}

/// The position of the last end tag of each name.
fn last_ends(text: &str) -> HashMap<String, usize> {
    let mut ends = HashMap::new();
    for at in memmem::find_iter(text.as_bytes(), "</") {
        let rest = &text[at + 2..];
        let name = name(rest);
        ends.insert(name.to_owned(), at);
        ends.insert(name.to_ascii_lowercase(), at);
    }
    ends
}

/// The tag name at the start of a text.
fn name(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let end = text.bytes().position(|byte| !is_part(&byte));
    &text[..end.unwrap_or(text.len())]
}

/// Prefixes of elements in the exports of Confluence and Word. Before a colon, other words are
/// schemes of addresses, as in `<tel:…>`.
const PREFIXES: &[&str] = &["ac", "ri", "at", "o", "v", "w", "m", "st1"];

/// The name of an element with such a prefix, at the start of a text.
fn prefixed(text: &str) -> Option<&str> {
    let prefix = PREFIXES.iter().find(|prefix| {
        let rest = text.strip_prefix(**prefix);
        rest.is_some_and(|rest| rest.starts_with(':'))
    })?;
    let local = name(&text[prefix.len() + 1..]);
    (!local.is_empty()).then(|| &text[..prefix.len() + 1 + local.len()])
}

/// Parses the text at `at`. Returns `None` if it is not a bracket.
pub(super) fn bracket(text: &str, at: usize) -> Option<Bracket<'_>> {
    let rest = text[at..].strip_prefix('<')?;
    let (is_end, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let name = prefixed(rest).unwrap_or_else(|| name(rest));
    let bytes = text.as_bytes();
    let mut next = text.len() - rest.len() + name.len();
    let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(*byte, b'>' | b'/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !bytes.get(next).is_none_or(ends_name)
    {
        return None;
    }
    let mut bracket = Bracket {
        name,
        is_end,
        is_bare: true,
        has_words: false,
        end: None,
    };
    while let Some(byte) = bytes.get(next) {
        match byte {
            b'>' => {
                bracket.end = Some(next + 1);
                return Some(bracket);
            }
            // The paragraph ends here, and the tag with it.
            b'\n' if is_blank_line(&bytes[next + 1..]) => return Some(bracket),
            b'<' => return Some(bracket),
            b'/' => next += 1,
            byte if byte.is_ascii_whitespace() => next += 1,
            _ => {
                let start = next;
                let ends = |byte: &u8| ends_name(byte) || *byte == b'=' || *byte == b'<';
                next += until(&bytes[next..], ends).max(1);
                let key = start..next;
                let gap = until(&bytes[next..], |byte| !byte.is_ascii_whitespace());
                bracket.is_bare = false;
                if bytes.get(next + gap) != Some(&b'=') {
                    bracket.has_words |= names::is_foreign_flag(&text[key]);
                    continue;
                }
                next += gap + 1;
                next += until(&bytes[next..], |byte| !byte.is_ascii_whitespace());
                match bytes.get(next) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let Some(end) = value_end(&bytes[next + 1..], *quote) else {
                            return Some(bracket);
                        };
                        next += end + 2;
                    }
                    _ => {
                        next += until(&bytes[next..], |byte| {
                            byte.is_ascii_whitespace() || matches!(*byte, b'>' | b'<')
                        });
                    }
                }
            }
        }
    }
    Some(bracket)
}

/// The end of a quoted value, which can't extend beyond its paragraph.
fn value_end(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr2(quote, b'\n', &bytes[from..])?;
        if bytes[at] == quote {
            return Some(at);
        }
        if is_blank_line(&bytes[at + 1..]) {
            return None;
        }
        from = at + 1;
    }
}

fn until(bytes: &[u8], stop: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().position(stop).unwrap_or(bytes.len())
}

fn is_blank_line(bytes: &[u8]) -> bool {
    let end = until(bytes, |byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    bytes.get(end).is_none_or(|byte| *byte == b'\n')
}
