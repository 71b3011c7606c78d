//! Which pages findings are about, and where on them.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::draft::{self, Draft};
use super::merge::merge;
use crate::base::address;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Place;
use crate::check::{Block, Prose};
use crate::document::Document;
use crate::load::Site;

/// What a finding is about on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The finding, by its position among all.
    pub finding: usize,
    /// The page's file, from the root of the output.
    pub file: String,
    /// The block; without one it is about the page.
    pub block: Option<Words>,
}

/// A block of a page, by its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The id of the section that it is in.
    pub section: Option<String>,
    /// Its text as readers see it; code is U+FFFC.
    pub text: String,
}

/// Where findings are, page by page. What is found in a clause is on all pages
/// that it is part of; what is found in facts or settings is on none. Policies
/// are read and merged again for it: a finding knows its place in a file, not on
/// a page.
pub fn locate(site: &Site, diagnostics: &[Diagnostic]) -> Vec<Spot> {
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
    let clauses = site.library.clauses().iter();
    let clauses: BTreeSet<&str> = clauses
        .map(|clause| clause.source.path.as_str())
        .filter(|path| by_file.contains_key(path))
        .collect();
    (0..site.tree.policies.len())
        .into_par_iter()
        .flat_map_iter(|policy| {
            let own = by_file.get(site.tree.shown(&site.tree.policies[policy]).as_str());
            // Where no clause is at fault, most policies need not be read.
            if own.is_none() && clauses.is_empty() {
                return Vec::new();
            }
            let Some(draft) = draft::read(site, policy).draft else {
                return Vec::new();
            };
            let shared: Vec<Found<'_>> = match clauses.is_empty() {
                true => Vec::new(),
                false => {
                    let files = site.library.files(&draft.calls());
                    let files = clauses.iter().filter(|path| files.contains(*path));
                    files.flat_map(|path| &by_file[path]).copied().collect()
                }
            };
            let own = own.map_or(&[][..], Vec::as_slice);
            match own.is_empty() && shared.is_empty() {
                true => Vec::new(),
                false => spots(site, draft, own, &shared),
            }
        })
        .collect()
}

/// A finding, and its first place.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    finding: usize,
    place: Option<&'a Place>,
}

/// Where on its page a policy's own findings are, and those of clauses that it
/// may show.
fn spots(site: &Site, draft: Draft, own: &[Found<'_>], shared: &[Found<'_>]) -> Vec<Spot> {
    if draft.front_matter.draft && !site.drafts {
        return Vec::new();
    }
    let slug = draft.front_matter.slug.as_deref();
    let address = address::of_policy(&draft.path, slug);
    let file = address::file(&address, site.settings.urls);
    // Whatever is wrong with it was found when its page was made.
    let mut faults = Vec::new();
    let Some(merged) = merge(site, draft, &mut faults) else {
        return Vec::new();
    };
    let document = merged.document(site, Vec::new(), &mut faults);
    let prose = Prose::of(&document, merged.origin(site));
    let blocks: Vec<(Place, &Block)> = prose
        .blocks
        .iter()
        .filter_map(|block| Some((prose.place(block.merged.clone())?, block)))
        .collect();
    let mut spots = Vec::new();
    let own = own.iter().map(|found| (found, true));
    let shared = shared.iter().map(|found| (found, false));
    for (found, is_own) in own.chain(shared) {
        let held = found.place.map(|place| blocks_of(place, &blocks));
        let mut about: Vec<Option<Words>> = Vec::new();
        for block in held.into_iter().flatten() {
            let words = Some(words(&document, &prose, block));
            if !about.contains(&words) {
                about.push(words);
            }
        }
        if is_own && about.is_empty() {
            about.push(None);
        }
        spots.extend(about.into_iter().map(|block| Spot {
            finding: found.finding,
            file: file.clone(),
            block,
        }));
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

/// The smallest blocks that hold the start of a place: several where a text
/// stands more than once, by a loop or by two calls of a clause.
fn blocks_of<'a>(
    place: &Place,
    blocks: &'a [(Place, &'a Block)],
) -> impl Iterator<Item = &'a Block> {
    let start = place.range.start;
    let holds = |of: &Place| {
        of.source.path == place.source.path && (of.range.start..=of.range.end).contains(&start)
    };
    let held: Vec<&(Place, &Block)> = blocks.iter().filter(|(of, _)| holds(of)).collect();
    let order = move |of: &Place| (of.range.end == start, of.range.len());
    let best = held.iter().map(|(of, _)| order(of)).min();
    held.into_iter()
        .filter(move |(of, _)| Some(order(of)) == best)
        .map(|(_, block)| *block)
}
