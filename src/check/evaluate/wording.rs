//! How messages describe words that were found instead of an answer, and the names
//! that a text may use for an entry of a list.

use std::ops::Range;

use super::{Evidence, Finding, Page, Spot};
use crate::check::view;
use crate::rules::Rule;

/// The maximum number of characters quoted from a sentence.
const QUOTE: usize = 90;

impl Page<'_> {
    /// A finding's message with a description of the words that were found instead.
    pub(super) fn with_evidence(&self, message: String, rule: &Rule, finding: &Finding) -> String {
        let Some(evidence) = &finding.evidence else {
            return message;
        };
        let about = rule.prose.about.as_deref();
        let it = about.unwrap_or("it");
        match evidence {
            Evidence::Denied(range) => {
                let quote = self.quote(range);
                format!("{message}: the text mentions {it} only in a denial, “{quote}”")
            }
            Evidence::Mentioned(range) => {
                let quote = self.quote(range);
                format!("{message}: the text only mentions {it}, “{quote}”")
            }
            Evidence::Absent => match about {
                // Words were searched for only if the rule has patterns.
                Some(it) if self.is_read_for(rule) => {
                    format!("{message}: neither printed facts nor text about {it} was found")
                }
                _ => message,
            },
            Evidence::Stated(_) => message,
        }
    }

    /// The sentence around a range, cut to the length allowed in a message.
    fn quote(&self, range: &Range<usize>) -> String {
        let sentence = self.prose.sentence(range.clone());
        let text = self.prose.text[sentence].trim();
        let text = text.trim_end_matches(['.', ';', ':']);
        if text.chars().count() <= QUOTE {
            return text.to_owned();
        }
        let start = self.prose.text[range.clone()].trim();
        let from = match text.find(start) {
            Some(at) if text[..at].chars().count() > QUOTE / 2 => at,
            _ => 0,
        };
        let cut: String = text[from..].chars().take(QUOTE).collect();
        let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(cut, _)| cut);
        match from {
            0 => format!("{cut} …"),
            _ => format!("… {cut} …"),
        }
    }
}

impl Finding {
    /// Lowers the severity of the finding if words decide, and points it at the words
    /// that it quotes, unless it already has a place.
    pub fn soften(&mut self, is_certain: bool) {
        let quoted = match &self.evidence {
            Some(Evidence::Denied(range) | Evidence::Mentioned(range)) => Some(range.clone()),
            _ => None,
        };
        // A printed mapping that lacks a field is as certain as a finding on an entry.
        let is_printed = matches!(self.spot, Spot::Place(_)) && self.entry.is_none();
        // A denial of one thing does not weaken a finding about another.
        let is_mentioned = matches!(self.evidence, Some(Evidence::Mentioned(_)));
        let is_on_words = is_mentioned || quoted.is_some() && self.entry.is_none();
        self.softened = !is_printed && (!is_certain || is_on_words);
        if let (Spot::Page, Some(range)) = (&self.spot, quoted) {
            self.spot = Spot::Text(range);
        }
    }
}

/// The names that a text may use for an entry of a list, in lower case.
pub(super) fn names_of(value: &tera::Value) -> Vec<String> {
    const FIELDS: &[&str] = &[
        "label",
        "id",
        "name",
        "legal_name",
        "items",
        "items.name",
        "items.aliases",
        "aliases",
    ];
    let values = FIELDS.iter().flat_map(|field| view::inside(value, field));
    let words = values.filter_map(|value| value.as_str());
    let mut names: Vec<String> = words
        .map(|word| crate::base::literal::reveal(word).to_lowercase())
        .filter(|word| word.chars().count() > 2)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Whether a text contains a word or phrase, unchanged or in the plural.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    text.match_indices(word).any(|(at, _)| {
        let after = text[at + word.len()..].trim_start_matches('s');
        !text[..at].ends_with(is_part) && !after.starts_with(is_part)
    })
}
