//! Finds the pages that findings are about, and the blocks on them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::policy::Work;
use crate::base::address;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::check::{Block, Prose};
use crate::document::Document;
use crate::load::Site;

/// The part of a page that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The position of the finding among all findings.
    pub finding: usize,
    /// The page's file, relative to the root of the output.
    pub file: String,
    /// The block; `None` if the finding is about the whole page.
    pub block: Option<Words>,
}

/// A block of a page, identified by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The ID of the section that contains it.
    pub section: Option<String>,
    /// Its text as readers see it, with code replaced by U+FFFC.
    pub text: String,
}

/// The blocks of a page, with their words and the places where their text was written.
#[derive(Debug)]
pub(super) struct PageBlocks {
    /// The policy's file.
    policy: String,
    /// The page's file, relative to the root of the output.
    file: String,
    blocks: Vec<(Written, Words)>,
}

/// A place without its source, which would keep texts of earlier runs in memory.
#[derive(Debug)]
struct Written {
    /// The clause's file; `None` for the policy's own file.
    clause: Option<Box<str>>,
    range: Range<usize>,
}

impl PageBlocks {
    /// The blocks of a policy's page.
    pub(super) fn of(site: &Site, work: Work<'_>, document: &Document<'_>) -> Self {
        let origin = work.merged.origin(site);
        let prose = Prose::of(document, origin);
        let blocks = prose.blocks.iter().filter_map(|block| {
            let place = prose.place(block.merged.clone())?;
            let is_own = Arc::ptr_eq(&place.source, origin.policy);
            let written = Written {
                clause: (!is_own).then(|| place.source.path.as_str().into()),
                range: place.range,
            };
            Some((written, words(document, &prose, block)))
        });
        Self {
            policy: origin.policy.path.clone(),
            file: address::file(&work.header.address, site.settings.urls),
            blocks: blocks.collect(),
        }
    }

    /// Finds the blocks that findings are about. A finding in the policy's own file that matches no
    /// block is about the whole page.
    fn spots(&self, by_file: &HashMap<&str, Vec<Found<'_>>>, spots: &mut Vec<Spot>) {
        let own = by_file.get(self.policy.as_str());
        let clauses: BTreeSet<&str> = self
            .blocks
            .iter()
            .filter_map(|(written, _)| written.clause.as_deref())
            .collect();
        let shared = clauses.iter().filter_map(|file| by_file.get(file));
        let own = own.into_iter().flatten().map(|found| (found, true));
        let shared = shared.flatten().map(|found| (found, false));
        for (found, is_own) in own.chain(shared) {
            let held = found.place.map(|place| self.blocks_of(place));
            let mut about: Vec<Option<Words>> = Vec::new();
            for words in held.into_iter().flatten() {
                let words = Some(words.clone());
                if !about.contains(&words) {
                    about.push(words);
                }
            }
            if is_own && about.is_empty() {
                about.push(None);
            }
            spots.extend(about.into_iter().map(|block| Spot {
                finding: found.finding,
                file: self.file.clone(),
                block,
            }));
        }
    }

    /// The smallest blocks that contain the start of a place. There are several if a loop or
    /// repeated clause calls print a text more than once.
    fn blocks_of(&self, place: &Place) -> impl Iterator<Item = &Words> {
        let start = place.range.start;
        let holds = |of: &Written| {
            let file = of.clause.as_deref().unwrap_or(&self.policy);
            file == place.source.path && (of.range.start..=of.range.end).contains(&start)
        };
        let held: Vec<&(Written, Words)> = self.blocks.iter().filter(|(of, _)| holds(of)).collect();
        let order = move |of: &Written| (of.range.end == start, of.range.len());
        let best = held.iter().map(|(of, _)| order(of)).min();
        held.into_iter()
            .filter(move |(of, _)| Some(order(of)) == best)
            .map(|(_, words)| words)
    }
}

/// A finding, and its first place.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    finding: usize,
    place: Option<&'a Place>,
}

/// Locates findings on each page. A finding in a clause is on all pages that print the clause; one
/// in facts or settings is on none.
pub(super) fn locate<'p>(
    pages: impl Iterator<Item = &'p PageBlocks>,
    diagnostics: &[Diagnostic],
) -> Vec<Spot> {
    let mut by_file: HashMap<&str, Vec<Found<'_>>> = HashMap::new();
    for (finding, diagnostic) in diagnostics.iter().enumerate() {
        if let Some(file) = diagnostic.file() {
            let place = diagnostic.labels.first().map(|label| &label.place);
            by_file
                .entry(file)
                .or_default()
                .push(Found { finding, place });
        }
    }
    let mut spots = Vec::new();
    for page in pages {
        page.spots(&by_file, &mut spots);
    }
    spots
}

fn words(document: &Document<'_>, prose: &Prose<'_>, block: &Block) -> Words {
    let section = block
        .section
        .map(|section| &document.outline.sections[section]);
    Words {
        section: section.map(|section| section.id.to_string()),
        text: prose.of_block(block).trim().to_owned(),
    }
}
