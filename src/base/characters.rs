//! Characters that can hide text: control characters, and those that change the order in which a
//! line is shown.

use std::ops::Range;

use memchr::memmem;

/// Finds a character that hides text. Returns its range and a description.
pub(crate) fn hidden(text: &str) -> Option<(Range<usize>, String)> {
    let (at, message) = control(text.as_bytes()).or_else(|| reordered(text.as_bytes()))?;
    let length = text[at..].chars().next().map_or(1, char::len_utf8);
    Some((at..at + length, message))
}

/// Whether a character can hide text.
pub(crate) fn may_hide(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) => is_control(byte),
        Err(_) => matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    }
}

fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') & (byte != 0x0C)
        | (byte == 0x7F)
}

fn control(text: &[u8]) -> Option<(usize, String)> {
    // Test whole chunks, without a branch for each byte.
    let has = |piece: &[u8; 64]| {
        piece
            .iter()
            .fold(false, |has, byte| has | is_control(*byte))
    };
    let (pieces, _) = text.as_chunks();
    let clean = pieces.iter().take_while(|piece| !has(piece)).count() * 64;
    let at = clean + text[clean..].iter().position(|byte| is_control(*byte))?;
    Some((
        at,
        format!("the text contains a control character, U+{:04X}", text[at]),
    ))
}

/// Finds overrides, and embeddings and isolates that are not closed by the end of their paragraph.
fn reordered(text: &[u8]) -> Option<(usize, String)> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut last = 0;
    let unclosed = |open: &[(u8, usize)]| {
        let (_, at) = *open.first()?;
        let what = "a bidirectional embedding or isolate that is not closed";
        Some((at, format!("the text contains {what} in its paragraph")))
    };
    let ends = |text: &[u8]| {
        [&b"\n\n"[..], b"\n\r\n"]
            .iter()
            .any(|end| memmem::find(text, end).is_some())
    };
    for at in memchr::memchr_iter(0xE2, text) {
        // U+202A to U+202E, U+2066 to U+2069
        let kind = match text.get(at + 1..at + 3) {
            Some([0x80, last @ 0xAA..=0xAE] | [0x81, last @ 0xA6..=0xA9]) => *last,
            _ => continue,
        };
        if !open.is_empty() && ends(&text[last..at]) {
            return unclosed(&open);
        }
        last = at;
        match kind {
            0xAD | 0xAE => {
                let message =
                    "the text contains a character that reverses the order of the text after it";
                return Some((at, format!("{message}, U+20{:02X}", kind - 0x80)));
            }
            0xAC => drop(open.pop_if(|(opener, _)| *opener < 0xAC && *opener >= 0xAA)),
            0xA9 => {
                if let Some(isolate) = open.iter().rposition(|(opener, _)| *opener < 0xA9) {
                    // Closing an isolate also closes the embeddings in it.
                    if isolate + 1 < open.len() {
                        return unclosed(&open[isolate + 1..]);
                    }
                    open.truncate(isolate);
                }
            }
            opener => open.push((opener, at)),
        }
    }
    unclosed(&open)
}
