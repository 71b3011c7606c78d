//! Prints facts literally, wherever they appear in Markdown.
//!
//! Backslash escapes would be right in a paragraph, but wrong in a code span, a link target or raw
//! HTML, and a template can't know where it prints. So each ASCII punctuation character of a fact
//! that Markdown could read as markup is replaced with its counterpart among the 32 Unicode
//! noncharacters U+FDD0 to U+FDEF. The Markdown parser treats these as letters; they are turned
//! back after parsing. Sources that contain noncharacters are rejected, so there is no ambiguity.

use std::io::{self, Write};

use super::escape;

const PUNCTUATION: &[u8; 32] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
/// U+FDD0 in UTF-8 is EF B7 90; U+FDEF is EF B7 AF.
const LEAD: [u8; 2] = [0xEF, 0xB7];
const FIRST: u8 = 0x90;

/// Whether a text contains a noncharacter that policygen reserves: one that this module uses, or
/// one from U+1FFFE to U+3FFFE, which the source map uses.
pub fn has_reserved(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    // All reserved characters start with one of these two bytes.
    memchr::memchr2_iter(0xEF, 0xF0, text.as_bytes())
        .any(|at| text[at..].chars().next().is_some_and(is_reserved))
}

/// Whether a character is reserved by policygen.
pub fn is_reserved(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}')
        || matches!(c as u32, 0x1FFFE | 0x1FFFF | 0x2FFFE | 0x2FFFF | 0x3FFFE)
}

/// The escape function for Markdown templates: writes a fact so that it prints literally. White
/// space is collapsed to single spaces, as in HTML, because a line break in a fact would end a
/// table row or a list item.
pub fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut only_digits = true;
    let mut index = 0;
    while index < bytes.len() {
        let byte = bytes[index];
        if byte.is_ascii_whitespace() {
            let end = bytes[index..]
                .iter()
                .position(|b| !b.is_ascii_whitespace())
                .map_or(bytes.len(), |n| index + n);
            if end - index > 1 || byte != b' ' {
                out.write_all(&bytes[done..index])?;
                out.write_all(b" ")?;
                done = end;
            }
            index = end;
            only_digits = false;
            continue;
        }
        if byte.is_ascii_punctuation() && is_special(bytes, index, only_digits) {
            out.write_all(&bytes[done..index])?;
            out.write_all(&protected(byte))?;
            done = index + 1;
        }
        only_digits &= byte.is_ascii_digit();
        index += 1;
    }
    out.write_all(&bytes[done..])
}

/// Whether Markdown could read the punctuation at `index` as markup. Other punctuation is left
/// unchanged, so that `<{{ contact.privacy.email }}>` is still parsed as an autolink.
fn is_special(bytes: &[u8], index: usize, only_digits: bool) -> bool {
    match bytes[index] {
        b'@' | b'/' | b',' | b';' | b'?' | b'%' | b'$' => false,
        // `!` before a bracket makes an image, `^` after one a footnote.
        b'!' => index + 1 == bytes.len(),
        b'^' => index == 0,
        // `1.` and `1)` start lists, even if the number comes before the tag.
        b'.' => only_digits,
        // These are bullets, heading underlines and definitions at the start of a line.
        b'-' | b'+' | b'=' | b':' => index == 0,
        b'_' => {
            let beside = |at: Option<usize>| {
                at.and_then(|at| bytes.get(at))
                    .is_some_and(u8::is_ascii_alphanumeric)
            };
            !(beside(index.checked_sub(1)) && beside(Some(index + 1)))
        }
        _ => true,
    }
}

fn protected(byte: u8) -> [u8; 3] {
    // `is_ascii_punctuation` and the table cover the same 32 characters.
    let index = PUNCTUATION.iter().position(|p| *p == byte).unwrap_or(0) as u8;
    [LEAD[0], LEAD[1], FIRST + index]
}

/// Makes a Markdown fact safe to print within a line: white space is collapsed, and `|` can't end a
/// table cell.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.contains('|') {
        out = out.replace('|', "\u{FDED}");
    }
    out
}

/// Whether a text certainly has no protected characters.
pub fn is_plain(text: &str) -> bool {
    memchr::memchr(LEAD[0], text.as_bytes()).is_none()
}

/// The positions of a text's protected characters after they are restored.
pub fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    for at in memchr::memchr_iter(LEAD[0], bytes) {
        if is_protected(bytes, at) {
            // Each earlier one becomes two bytes shorter.
            places.push(at - 2 * places.len());
        }
    }
    places
}

/// Whether the lead byte at `at` begins a protected character.
fn is_protected(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&LEAD[1]) && matches!(bytes.get(at + 2), Some(0x90..=0xAF))
}

/// Turns protected characters back into plain text.
pub fn reveal(text: &str) -> std::borrow::Cow<'_, str> {
    replace(text, |byte, out| out.push(byte as char))
}

/// Turns protected characters back in Markdown outside code, each after a backslash.
pub fn reveal_markdown(text: &str) -> std::borrow::Cow<'_, str> {
    replace(text, |byte, out| {
        out.push('\\');
        out.push(byte as char);
    })
}

/// Turns protected characters back in a page's content, with a backslash before those that would be
/// read as markup.
pub fn reveal_content(content: &str) -> std::borrow::Cow<'_, str> {
    replace(content, |byte, out| {
        if matches!(byte, b'\\' | b'{' | b'}') {
            out.push('\\');
        }
        out.push(byte as char);
    })
}

/// Turns protected characters back in JSON.
pub fn reveal_json(json: &str) -> std::borrow::Cow<'_, str> {
    replace(json, |byte, out| {
        if matches!(byte, b'"' | b'\\') {
            out.push('\\');
        }
        out.push(byte as char);
    })
}

/// Turns protected characters back in HTML.
pub fn reveal_html(html: &str) -> std::borrow::Cow<'_, str> {
    replace(html, |byte, out| {
        escape::html((byte as char).encode_utf8(&mut [0; 4]), out);
    })
}

fn replace(text: &str, put: impl Fn(u8, &mut String)) -> std::borrow::Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut found = memchr::memchr_iter(LEAD[0], bytes)
        .filter(|at| is_protected(bytes, *at))
        .peekable();
    if found.peek().is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for at in found {
        out.push_str(&text[done..at]);
        put(PUNCTUATION[(bytes[at + 2] - FIRST) as usize], &mut out);
        done = at + 3;
    }
    out.push_str(&text[done..]);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_punctuation_character_comes_back() {
        let mut out = Vec::new();
        let text: String = PUNCTUATION.iter().map(|b| *b as char).collect();
        escape(&text, &mut out).unwrap();
        let escaped = String::from_utf8(out).unwrap();
        assert_eq!(reveal(&escaped), text);
        assert!(!escaped.contains(['*', '<', '|', '`', '[', '{', '&', '#']));
        assert_eq!(inline("a | b"), "a \u{FDED} b");
        assert_eq!(reveal(&inline("a | b")), "a | b");
    }
}
