//! The header of a page in plain text: the page's metadata.

use super::{Writer, wrap};
use crate::render::data::PageData;
use crate::render::history;

impl Writer<'_> {
    pub(super) fn header(&mut self, page: &PageData) {
        self.out.underlined(&page.title, '=');
        if let Some(summary) = &page.summary {
            self.out.gap = true;
            self.out.paragraph(&wrap::folded(summary));
        }
        self.out.gap = true;
        let words = &self.input.words.theme;
        let applies = match page.in_force {
            true => &words.in_effect,
            false => &words.takes_effect,
        };
        let mut about = |text: &str, of: Option<&str>| {
            if let Some(of) = of {
                self.out.line(&format!("{text} {of}"));
            }
        };
        let (updated, effective) = (page.updated.as_ref(), page.effective.as_ref());
        about(&words.version, page.version.as_deref());
        about(&words.updated, updated.map(|date| &*date.text));
        about(applies, effective.map(|date| &*date.text));
        if let Some(canonical) = &page.canonical {
            self.out.line(canonical);
        }
        self.history(page);
        self.out.gap = true;
    }

    /// Writes the changes of each version.
    fn history(&mut self, page: &PageData) {
        let words = &self.input.words.theme;
        if !page.history.is_empty() {
            self.out.gap = true;
            self.out.line(&words.all_changes);
        }
        for change in &page.history {
            let text = history::in_words(change, words);
            self.out.indent("- ", "  ");
            self.out.paragraph(&wrap::folded(&text));
            self.out.outdent();
        }
    }
}
