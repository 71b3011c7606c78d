//! The first words of a text, for previews of pages without a summary.

use crate::base::literal;
use crate::document::{Document, Element, Leaf, Step};

/// The number of characters that search engines and previews show.
const MOST: usize = 160;
/// The number of characters that suffices to describe a text; a date alone is too short.
const ENOUGH: usize = 60;

/// The first paragraphs of a text, up to the length shown in previews.
pub(crate) fn opening(document: &Document<'_>) -> Option<String> {
    let mut text = String::new();
    let mut walk = document.walk();
    let mut in_paragraph = false;
    while let Some((step, _)) = walk.next() {
        match step {
            Step::Enter(Element::Title(_) | Element::Heading(_) | Element::Note { .. }) => {
                walk.skip_inside();
            }
            Step::Enter(Element::Table { .. } | Element::CodeBlock { .. }) => walk.skip_inside(),
            Step::Enter(Element::Paragraph) => in_paragraph = true,
            Step::Leave(Element::Paragraph) => {
                in_paragraph = false;
                if text.chars().count() >= ENOUGH {
                    break;
                }
                text.push(' ');
            }
            Step::Leaf(Leaf::Text(part) | Leaf::Code(part)) if in_paragraph => text.push_str(part),
            Step::Leaf(Leaf::SoftBreak | Leaf::HardBreak) if in_paragraph => text.push(' '),
            _ => {}
        }
    }
    let text = literal::reveal(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let Some((end, _)) = text.char_indices().nth(MOST) else {
        return (!text.is_empty()).then_some(text);
    };
    let whole = text[..end].rfind(' ').unwrap_or(end);
    Some(format!(
        "{}…",
        text[..whole].trim_end_matches([',', ';', ':'])
    ))
}
