//! Characters that only a certain font has.

use super::Verdict;
use crate::base::text::counted;
use crate::check::evaluate::{Finding, Page};

/// The first character of a symbol font, with the number of such characters.
pub(super) fn symbol_font(page: &Page<'_>) -> Verdict {
    let text = &page.prose.text;
    // In UTF-8, they begin with these bytes.
    if memchr::memchr2(0xEE, 0xEF, text.as_bytes()).is_none() {
        return Verdict::Found(Vec::new());
    }
    let is_it = |(_, c): &(usize, char)| matches!(c, '\u{E000}'..='\u{F8FF}');
    let mut found = text.char_indices().filter(is_it);
    let Some((at, first)) = found.next() else {
        return Verdict::Found(Vec::new());
    };
    let count = counted(1 + found.count(), "character", "characters");
    let finding = Finding::text(at..at + first.len_utf8());
    let first = format!("U+{:04X}", u32::from(first));
    Verdict::Found(vec![finding.with("count", count).with("value", first)])
}
