//! Words and their changes.

use std::fmt::Write as _;

use super::super::compare::Diff;
use super::super::pieces::{Change, Word};
use super::super::text::{Style, TextLink, TokenKind};
use super::Writer;
use crate::base::escape;

impl Writer<'_> {
    /// Writes the words of a block, with their changes.
    pub(super) fn words(&mut self, diff: &Diff<'_>) {
        let report = self.report;
        let page = &report.language.words.page;
        let mut is_first = true;
        for piece in report.redline.pieces(diff) {
            let Some(first) = piece.words.first() else {
                continue;
            };
            if first.is_spaced && !is_first {
                self.html(" ");
            }
            is_first = false;
            let tag = match piece.change {
                Change::Same => None,
                Change::Deleted => Some(("del", &page.deleted)),
                Change::Inserted => Some(("ins", &page.inserted)),
            };
            // Most screen readers don't announce these elements.
            if let Some((tag, word)) = tag {
                let _ = write!(self.out, "<{tag}><span class=\"aloud\">[");
                self.text(word);
                self.html(": </span>");
            }
            self.run(&piece.words, piece.change);
            if let Some((tag, _)) = tag {
                let _ = write!(self.out, "<span class=\"aloud\">]</span></{tag}>");
            }
        }
    }

    /// Writes words with the same change, split where formatting changes.
    fn run(&mut self, words: &[Word<'_>], change: Change) {
        let look = |word: &Word<'_>| (word.token.style, word.link.map(std::ptr::from_ref));
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let beside = words[at..].iter();
            let length = beside
                .take_while(|word| look(word) == look(first) && word.moved == first.moved)
                .count();
            let group = &words[at..at + length];
            if at > 0 && first.is_spaced {
                self.html(" ");
            }
            self.group(group, change);
            at += length;
            // The note on a link is written once, at its end.
            let goes_on = words.get(at).is_some_and(|next| next.moved == first.moved);
            if let Some(moved) = first.moved.as_ref().filter(|_| !goes_on) {
                self.inline_note(&self.report.link_note(moved));
            }
        }
    }

    fn group(&mut self, words: &[Word<'_>], change: Change) {
        let Some(first) = words.first() else {
            return;
        };
        let href = first.link.and_then(|link| self.href(link, change));
        if let Some(href) = &href {
            self.html("<a href=\"");
            escape::href(href, self.out);
            self.html(if href.starts_with('#') {
                "\">"
            } else {
                "\" rel=\"external noopener\">"
            });
        }
        let style = first.token.style;
        let tags = [
            (Style::STRONG, "strong"),
            (Style::EMPHASIS, "em"),
            (Style::DELETED, "s"),
            (Style::INSERTED, "u"),
            (Style::RAISED, "sup"),
            (Style::LOWERED, "sub"),
            (Style::CODE, "code"),
        ];
        let tags = || tags.iter().filter(|(wanted, _)| style.has(*wanted));
        for (_, tag) in tags() {
            let _ = write!(self.out, "<{tag}>");
        }
        for (at, word) in words.iter().enumerate() {
            if at > 0 && word.is_spaced {
                self.html(" ");
            }
            self.word(word, change);
        }
        for (_, tag) in tags().rev() {
            let _ = write!(self.out, "</{tag}>");
        }
        if href.is_some() {
            self.html("</a>");
        }
    }

    fn word(&mut self, word: &Word<'_>, change: Change) {
        let text = &*word.token.text;
        match &word.token.kind {
            TokenKind::Word | TokenKind::Punctuation | TokenKind::Code | TokenKind::Page(_) => {
                self.text(text);
            }
            TokenKind::Break => self.html("<br>"),
            TokenKind::Item => {
                self.text(text);
                self.html(" ");
            }
            TokenKind::Image(_) => {
                self.html("[");
                self.text(&self.report.language.words.page.image);
                self.html(": ");
                self.text(text.trim());
                self.html("]");
            }
            TokenKind::Note(number) if change == Change::Deleted => {
                let _ = write!(self.out, "<sup>{number}</sup>");
            }
            TokenKind::Note(number) => {
                let _ = write!(
                    self.out,
                    "<sup class=\"footnote-reference\"><a href=\"#fn.{number}\">{number}</a></sup>"
                );
            }
        }
    }

    /// The address of a link in the redline, if it works there.
    fn href(&self, link: &TextLink, change: Change) -> Option<String> {
        let href = link.href.as_deref()?;
        if link.leaves {
            return Some(href.to_owned());
        }
        match (href.starts_with('#'), self.base) {
            (true, _) if change == Change::Deleted => None,
            (true, _) => Some(href.to_owned()),
            (false, Some(base)) => Some(format!("{base}{href}")),
            (false, None) => None,
        }
    }
}
