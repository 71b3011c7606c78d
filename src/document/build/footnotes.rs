//! References to undefined footnotes.

use super::Builder;
use crate::document::labels::Undefined;
use crate::document::node::Kind;

impl Builder<'_, '_> {
    /// Records a reference to an undefined footnote, which is printed as text.
    pub(super) fn undefined_note(&mut self, start: usize) {
        let in_code = self
            .open
            .last()
            .is_some_and(|top| matches!(self.built.nodes[*top as usize].kind, Kind::CodeBlock(_)));
        let is_escaped = self.text[..start].ends_with('\\');
        if let Some(label) = note_label(&self.text[start..])
            && !(in_code || is_escaped)
        {
            self.built.undefined.push(Undefined {
                range: start..start + label.len() + 3,
                label: label.to_owned(),
                is_note: true,
            });
        }
    }
}

/// The label of the footnote reference with which a text appears to begin.
fn note_label(text: &str) -> Option<&str> {
    let text = text.strip_prefix("[^")?;
    // Stops at the first character that no label contains, so that a text of many brackets is not
    // read to its end from each of them.
    let end = text.find(|c: char| c == ']' || c == '[' || c.is_whitespace())?;
    let is_label = end > 0 && text[end..].starts_with(']');
    is_label.then(|| &text[..end])
}
