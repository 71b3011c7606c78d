//! Placeholders, which previews print for facts that are not known yet.

use std::io::{self, Write};

use super::literal;

/// The start and end of a placeholder. The brackets are those that [`literal`] protects: no source
/// can contain them, so no other text is mistaken for a placeholder.
const OPEN: &str = "\u{FDE6}to be confirmed: ";
const CLOSE: char = '\u{FDE8}';
/// The tags around a placeholder on a page.
const MARK: (&str, &str) = ("<mark>", "</mark>");

/// The placeholder for the fact at a dotted path.
pub fn of(path: &str) -> String {
    format!("{OPEN}{path}{CLOSE}")
}

/// Whether a text is the placeholder of a fact that is not known yet.
pub fn is(text: &str) -> bool {
    text.starts_with(OPEN) && text.find(CLOSE) == Some(text.len() - CLOSE.len_utf8())
}

/// Writes a fact as [`literal::escape`] does, and marks placeholders.
pub fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if literal::is_plain(text) {
        return literal::escape(text, out);
    }
    let mut rest = text;
    while let Some((before, from)) = rest.split_once(OPEN)
        && let Some((path, behind)) = from.split_once(CLOSE)
    {
        literal::escape(before, out)?;
        out.write_all(MARK.0.as_bytes())?;
        literal::escape(&of(path), out)?;
        out.write_all(MARK.1.as_bytes())?;
        rest = behind;
    }
    literal::escape(rest, out)
}

/// Whether merged Markdown contains a placeholder.
pub fn is_in(merged: &str) -> bool {
    merged.contains(OPEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_where_it_is_printed() {
        let text = of("contact.privacy.email");
        assert!(is(&text));
        let typed = "[to be confirmed: what you want]";
        assert!(!is(typed) && !is("[TODO]") && !is_in(&format!("<mark>{typed}</mark>")));
        for text in [text.clone(), format!("1 Main St, {text}, {text}")] {
            let mut printed = Vec::new();
            escape(&text, &mut printed).unwrap();
            let printed = String::from_utf8(printed).unwrap();
            assert!(is_in(&printed), "{printed:?}");
            assert_eq!(
                literal::reveal(&printed)
                    .replace("<mark>", "")
                    .replace("</mark>", ""),
                literal::reveal(&text)
            );
        }
    }
}
