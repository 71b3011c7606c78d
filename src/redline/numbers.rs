//! Section numbers that are typed in a text.

use super::text::{Kind, Text, TextHeading};

impl Text {
    /// Reads numbers typed before headings as section numbers, if they match those that the
    /// sections would have, as in the Markdown version of a numbered page. `is_numbered` says
    /// whether the text is numbered in any case.
    pub(super) fn read_numbers(&mut self, is_numbered: bool) {
        let headings = self
            .sections
            .iter()
            .filter_map(|section| section.heading.as_ref());
        let numbered = headings.filter(|heading| heading.shown_number.is_some());
        let typed: Vec<Option<usize>> = numbered.map(typed).collect();
        let is_typed = !typed.is_empty() && typed.iter().all(Option::is_some);
        if is_typed {
            let headings = self.sections.iter_mut();
            let headings = headings.filter_map(|section| section.heading.as_mut());
            let numbered = headings.filter(|heading| heading.shown_number.is_some());
            for (heading, tokens) in numbered.zip(typed.into_iter().flatten()) {
                heading.strip(tokens);
            }
        } else if !is_numbered {
            let headings = self.sections.iter_mut();
            headings
                .filter_map(|section| section.heading.as_mut())
                .for_each(TextHeading::forget_number);
        }
    }
}

/// The number of words in a section number that is typed before its heading, if there is one.
fn typed(heading: &TextHeading) -> Option<usize> {
    let number = format!("{}.", heading.shown_number.as_ref()?);
    let mut said = String::new();
    for (at, token) in heading.block.tokens.iter().enumerate() {
        if at > 0 && token.is_spaced() {
            said.push(' ');
        }
        said.push_str(&token.text);
        if said == number {
            return Some(at + 1);
        }
        if !number.starts_with(&said) {
            return None;
        }
    }
    None
}

impl TextHeading {
    fn strip(&mut self, tokens: usize) {
        self.block.tokens.drain(..tokens);
        if let Some(first) = self.block.tokens.first_mut() {
            first
                .before
                .retain(|mark| *mark != super::text::Mark::Space);
        }
        let number = self.shown_number.clone().unwrap_or_default();
        let title = self.title.strip_prefix(&format!("{number}."));
        self.title = title.unwrap_or(&self.title).trim_start().to_owned();
    }

    fn forget_number(&mut self) {
        self.number = None;
        self.shown_number = None;
        if let Kind::Heading { number, .. } = &mut self.block.kind {
            *number = None;
        }
    }
}
