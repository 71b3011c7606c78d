//! Weighs the words of a page as evidence for a requirement.
//!
//! `docs/guide/evidence.md` explains this to users.

use std::ops::Range;

use super::wording::{has_word, names_of};
use super::{Finding, Page, Spot};
use crate::check::prose::{Block, Kind};
use crate::check::view;
use crate::rules::{EvidencePatterns, Pattern, Requirement, Rule};
use crate::template::source_map::CallId;

/// How clearly a page's own words state something, weakest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Evidence {
    /// It is not mentioned.
    #[default]
    Absent,
    /// It is mentioned only in a denial.
    Denied(Range<usize>),
    /// It is mentioned, but the required statement is missing.
    Mentioned(Range<usize>),
    /// It seems to be stated, and needs human review.
    Stated(Range<usize>),
}

impl Evidence {
    fn rank(&self) -> u8 {
        match self {
            Self::Absent => 0,
            Self::Denied(_) => 1,
            Self::Mentioned(_) => 2,
            Self::Stated(_) => 3,
        }
    }

    fn or(self, other: impl FnOnce() -> Self) -> Self {
        if let Self::Stated(_) = self {
            return self;
        }
        let other = other();
        match other.rank() > self.rank() {
            true => other,
            false => self,
        }
    }

    /// The range of the words in the prose.
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Absent => None,
            Self::Denied(range) | Self::Mentioned(range) | Self::Stated(range) => {
                Some(range.clone())
            }
        }
    }
}

/// The findings of a rule after the page's words have been weighed.
#[derive(Debug, Default)]
pub struct Weighed {
    /// The findings that the words do not answer.
    pub findings: Vec<Finding>,
    /// The ranges of the words that seem to answer the others.
    pub stated: Vec<Range<usize>>,
}

impl Page<'_> {
    /// The evidence in the page's words for a rule.
    pub fn evidence(&self, rule: &Rule) -> Evidence {
        self.evidence_of(rule, rule.prose.completes)
    }

    /// Like [`Self::evidence`], optionally without the words of clauses, which are written to fit
    /// when facts are missing.
    fn evidence_of(&self, rule: &Rule, own: bool) -> Evidence {
        let known = &rule.prose;
        let typed = || {
            let values = known.facts.iter().flat_map(|path| self.view.values(path));
            let mut places = values.filter_map(|value| {
                let word = view::word(value);
                let at = self.prose.text.find(&word).filter(|_| !word.is_empty())?;
                Some(at..at + word.len())
            });
            places.next().map_or(Evidence::Absent, Evidence::Stated)
        };
        let by_link = || {
            let link = self.prose.links.iter().find(|link| {
                let words = format!("{} {}", &self.prose.text[link.text.clone()], link.to);
                known.links.iter().any(|pattern| pattern.is_in(&words))
            });
            link.map_or(Evidence::Absent, |link| Evidence::Stated(link.text.clone()))
        };
        self.said(known, own, &known.text, |_| true)
            .or(typed)
            .or(by_link)
            .or(|| self.in_code(known))
            .or(|| self.total(known, own))
            .or(|| self.listed(known, own))
            .or(|| self.mentioned(known, own))
            .or(|| self.denied(&rule.check))
    }

    /// A denial of the words that a requirement looks for. If it requires several things, there is
    /// no evidence, because the denied one may not be the missing one.
    fn denied(&self, requirement: &Requirement) -> Evidence {
        match requirement {
            Requirement::Any(any) => {
                let found = any.iter().map(|one| self.denied(one));
                found.fold(Evidence::Absent, |best, one| best.or(|| one))
            }
            Requirement::Text(wanted) if !wanted.or_denied => {
                let section = wanted.section.as_deref();
                let mut found = wanted
                    .any
                    .iter()
                    .flat_map(|pattern| self.matches(pattern, section))
                    .map(|(range, _)| range)
                    .filter(|range| self.only_denies(range));
                found.next().map_or(Evidence::Absent, Evidence::Denied)
            }
            _ => Evidence::Absent,
        }
    }

    /// The evidence that these patterns find in the blocks selected by `is_about`.
    fn said(
        &self,
        known: &EvidencePatterns,
        own: bool,
        text: &[Pattern],
        is_about: impl Fn(&Block) -> bool,
    ) -> Evidence {
        let mut denied = Evidence::Absent;
        for pattern in text {
            for (range, block) in self.matches(pattern, None) {
                // A heading only announces the text after it.
                let is_heading = matches!(block.kind, Kind::Heading(_));
                if is_heading || own && block.call != CallId::POLICY || !is_about(block) {
                    continue;
                }
                if known.denial_states {
                    return Evidence::Stated(range);
                }
                match self.affirmed(pattern, &range, block) {
                    Some(range) => return Evidence::Stated(range),
                    None => denied = denied.or(|| Evidence::Denied(range)),
                }
            }
        }
        denied
    }

    /// A match of a pattern that is not denied: the one in `range`, or one in a later clause of
    /// the block.
    fn affirmed(
        &self,
        pattern: &Pattern,
        range: &Range<usize>,
        block: &Block,
    ) -> Option<Range<usize>> {
        let mut range = range.clone();
        for _ in 0..CLAUSES {
            if !self.only_denies(&range) {
                return Some(range);
            }
            let from = self.end_of_clause(&range);
            let rest = &self.prose.text[from..block.text.end.max(from)];
            let found = pattern.find(rest).next()?;
            range = from + found.start()..from + found.end();
        }
        None
    }

    /// Evidence in an item or a cell of a section whose lists state what is required.
    fn listed(&self, known: &EvidencePatterns, own: bool) -> Evidence {
        let of_list = |block: &&Block| {
            let is_in = |kind: &String| self.prose.is_in(block, kind);
            matches!(block.kind, Kind::Item | Kind::Cell)
                && known.lists.iter().any(is_in)
                && !(own && block.call != CallId::POLICY)
                && !self.only_denies(&block.text)
        };
        let found = self.prose.blocks.iter().find(of_list);
        found.map_or(Evidence::Absent, |block| {
            Evidence::Stated(block.text.clone())
        })
    }

    /// Evidence that the page mentions the subject without stating what is required.
    fn mentioned(&self, known: &EvidencePatterns, own: bool) -> Evidence {
        let mut denied = Evidence::Absent;
        for pattern in &known.mentions {
            for (range, block) in self.matches(pattern, None) {
                let is_heading = matches!(block.kind, Kind::Heading(_));
                if is_heading || own && block.call != CallId::POLICY {
                    continue;
                }
                if !self.only_denies(&range) {
                    return Evidence::Mentioned(range);
                }
                denied = denied.or(|| Evidence::Denied(range));
            }
        }
        let headings = known.text.iter().chain(&known.mentions);
        let heading = headings
            .flat_map(|pattern| self.matches(pattern, None))
            .find(|(_, block)| matches!(block.kind, Kind::Heading(_)));
        let of_kind = |block: &&Block| {
            let is_own = block.call == CallId::POLICY && !matches!(block.kind, Kind::Heading(_));
            is_own
                && known
                    .sections
                    .iter()
                    .any(|kind| self.prose.is_in(block, kind))
        };
        let section = self.prose.blocks.iter().find(of_kind);
        let by_section = section.map(|block| match known.text.is_empty() {
            // The rule has no patterns for the required text.
            true => Evidence::Stated(block.text.clone()),
            false => Evidence::Mentioned(block.text.clone()),
        });
        let by_heading =
            || heading.map_or(Evidence::Absent, |(range, _)| Evidence::Mentioned(range));
        denied.or(|| by_section.unwrap_or_default()).or(by_heading)
    }

    /// Weighs the page's words against each finding. Anything that they state is no longer
    /// missing.
    pub fn weigh(&self, rule: &Rule, findings: Vec<Finding>) -> Weighed {
        let mut weighed = Weighed::default();
        for mut finding in findings {
            let evidence = match &finding.entry {
                Some((list, index)) => self.evidence_of_entry(rule, list, *index),
                None => {
                    let own = rule.prose.completes || matches!(finding.spot, Spot::Place(_));
                    self.each_missing(rule, own, &mut finding, &mut weighed.stated)
                        .unwrap_or_else(|| self.evidence_of(rule, own))
                }
            };
            match evidence {
                Evidence::Stated(range) => weighed.stated.push(range),
                evidence => {
                    finding.evidence = Some(evidence);
                    weighed.findings.push(finding);
                }
            }
        }
        weighed
    }

    /// Weighs the words on each part that a finding lists as missing, and keeps only the parts
    /// that they do not state. Returns `None` if the rule has no patterns for any of the parts.
    fn each_missing(
        &self,
        rule: &Rule,
        own: bool,
        finding: &mut Finding,
        stated: &mut Vec<Range<usize>>,
    ) -> Option<Evidence> {
        let known = &rule.prose;
        let is_missing = |(name, _): &(&str, String)| *name == "missing";
        let missing = finding.words.iter().filter(|word| is_missing(word));
        let patterns_of = |word: &str| known.of.get(word.trim_matches('`'));
        if known.of.is_empty() || !missing.clone().any(|(_, word)| patterns_of(word).is_some()) {
            return None;
        }
        let general = self.evidence_of(rule, own);
        let mut left = Vec::new();
        let mut found = Evidence::Absent;
        let mut last = None;
        for (_, word) in missing {
            let evidence = match patterns_of(word) {
                Some(patterns) => self.said(known, own, patterns, |_| true),
                None => general.clone(),
            };
            match evidence {
                Evidence::Stated(range) => {
                    last = Some(range.clone());
                    stated.push(range);
                }
                evidence => {
                    left.push(word.clone());
                    found = found.or(|| evidence);
                }
            }
        }
        finding.words.retain(|word| !is_missing(word));
        if left.is_empty() {
            return last.map(Evidence::Stated);
        }
        finding
            .words
            .extend(left.into_iter().map(|word| ("missing", word)));
        // Statements about other parts only mention the subject.
        match (found, general) {
            (Evidence::Absent | Evidence::Denied(_), Evidence::Stated(range)) => {
                Some(Evidence::Mentioned(range))
            }
            (Evidence::Absent, general) => Some(general),
            (found, _) => Some(found),
        }
    }

    /// The evidence in the page's own words for an entry of a list. Text that names other entries
    /// counts only for those.
    fn evidence_of_entry(&self, rule: &Rule, list: &str, index: usize) -> Evidence {
        let known = &rule.prose;
        let entries = self.view.list(list).unwrap_or_default();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for entry in &entries {
            let names = names_of(entry.value);
            match entry.index == index {
                true => own = names,
                false => others.extend(names),
            }
        }
        let is_named = |block: &Block, names: &[String]| {
            let around = self.around(block);
            names.iter().any(|name| has_word(&around, name))
        };
        let of_it = self.said(known, true, &known.text, |block| is_named(block, &own));
        let of_all = || {
            self.said(known, true, &known.text, |block| {
                let text = self.prose.of_block(block);
                match known.general.as_slice() {
                    [] => !is_named(block, &others),
                    general => general.iter().any(|pattern| pattern.is_in(text)),
                }
            })
        };
        let of_others = || match self.said(known, true, &known.text, |_| true) {
            Evidence::Stated(range) => Evidence::Mentioned(range),
            other => other,
        };
        of_it
            .or(of_all)
            .or(of_others)
            .or(|| self.mentioned(known, true))
    }

    /// The words of a block and of its context, in lower case: its section's heading and the cells
    /// before it in its row.
    fn around(&self, block: &Block) -> String {
        let heading = block
            .section
            .map(|section| self.source.outline.sections[section].title.clone());
        let mut text = format!(
            "{} {}",
            heading.unwrap_or_default(),
            self.prose.of_block(block)
        );
        if block.kind == Kind::Cell {
            let blocks = &self.prose.blocks;
            let at = blocks.partition_point(|other| other.text.start < block.text.start);
            let before = blocks[..at].iter().rev().take(ROW);
            for cell in before.take_while(|other| other.kind == Kind::Cell) {
                text.push(' ');
                text.push_str(self.prose.of_block(cell));
            }
        }
        text.to_lowercase()
    }

    /// Whether the page has any words besides those of clauses and headings.
    pub fn has_own_words(&self) -> bool {
        self.prose
            .blocks
            .iter()
            .any(|block| block.call == CallId::POLICY && !matches!(block.kind, Kind::Heading(_)))
    }
}

/// The maximum number of clauses examined in a sentence.
const CLAUSES: usize = 4;
/// The maximum number of cells examined in a row.
const ROW: usize = 6;
