//! What a finding says of the words that were found instead of an answer.

use std::ops::Range;

use super::{Evidence, Finding, Page, Spot};
use crate::rules::Rule;

/// So many characters of a sentence are quoted.
const QUOTE: usize = 90;

impl Page<'_> {
    /// A finding's message, with what was found instead of what was looked for.
    pub(super) fn with_evidence(&self, message: String, rule: &Rule, finding: &Finding) -> String {
        let Some(evidence) = &finding.evidence else {
            return message;
        };
        let about = rule.prose.about.as_deref();
        let it = about.unwrap_or("it");
        match evidence {
            Evidence::Denied(range) => {
                let quote = self.quote(range);
                format!("{message}: the text mentions {it} only to deny something, “{quote}”")
            }
            Evidence::Mentioned(range) => {
                let quote = self.quote(range);
                format!("{message}: the text only mentions {it}, “{quote}”")
            }
            Evidence::Absent => match about {
                // Nobody looked for words that the rule does not know.
                Some(it) if self.is_read_for(rule) => {
                    format!("{message}: neither printed facts nor words on {it} were found")
                }
                _ => message,
            },
            Evidence::Stated(_) => message,
        }
    }

    /// The sentence around a place, cut to what a message can hold.
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
    /// Lowers its severity where words decide, and points it at those that it
    /// quotes, unless it has a place in facts.
    pub fn soften(&mut self, is_certain: bool) {
        let quoted = match &self.evidence {
            Some(Evidence::Denied(range) | Evidence::Mentioned(range)) => Some(range.clone()),
            _ => None,
        };
        // A printed mapping that lacks a field is as certain as an entry that does.
        let is_printed = matches!(self.spot, Spot::Place(_)) && self.entry.is_none();
        // A denial of one thing takes nothing from a fact that lacks another.
        let is_mentioned = matches!(self.evidence, Some(Evidence::Mentioned(_)));
        let is_on_words = is_mentioned || quoted.is_some() && self.entry.is_none();
        self.softened = !is_printed && (!is_certain || is_on_words);
        if let (Spot::Page, Some(range)) = (&self.spot, quoted) {
            self.spot = Spot::Text(range);
        }
    }
}
