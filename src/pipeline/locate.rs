//! Where on the pages the words are that findings are about.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::draft;
use super::merge::merge;
use crate::address;
use crate::check::{Block, Origin, Prose};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::load::Site;
use crate::source::Place;

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The page's file, from the root of the output.
    pub file: String,
    /// The id of the section that it is in.
    pub section: Option<String>,
    /// Its text as readers see it; code is U+FFFC.
    pub text: String,
}

/// For each finding the block that it is about, if it is about one. Policies
/// with findings are read and merged again for it: a finding knows its place in
/// a file, not on a page.
pub fn locate(site: &Site, diagnostics: &[Diagnostic]) -> Vec<Option<Spot>> {
    let policies = site.tree.policies.iter().enumerate();
    let policies: HashMap<String, usize> = policies
        .map(|(policy, path)| (site.tree.shown(path), policy))
        .collect();
    // What stands in a clause has a second label where the policy calls it.
    let mut about: BTreeMap<usize, Vec<(usize, &Place)>> = BTreeMap::new();
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let mut paths = diagnostic.labels.iter().map(|label| &label.place.source);
        let policy = paths.find_map(|source| policies.get(&source.path));
        if let (Some(policy), Some(label)) = (policy, diagnostic.labels.first()) {
            about.entry(*policy).or_default().push((at, &label.place));
        }
    }
    let found: Vec<(usize, Spot)> = about
        .into_par_iter()
        .flat_map_iter(|(policy, places)| spots(site, policy, &places))
        .collect();
    let mut spots = vec![None; diagnostics.len()];
    for (at, spot) in found {
        spots[at] = Some(spot);
    }
    spots
}

/// The blocks of one page that places are in.
fn spots(site: &Site, policy: usize, places: &[(usize, &Place)]) -> Vec<(usize, Spot)> {
    let found = look_at(site, policy, |file, document, prose| {
        let blocks: Vec<(Place, &Block)> = prose
            .blocks
            .iter()
            .filter_map(|block| Some((prose.place(block.merged.clone())?, block)))
            .collect();
        let spot = |place: &Place| {
            let block = block_of(place, &blocks)?;
            let section = block
                .section
                .map(|section| &document.outline.sections[section]);
            Some(Spot {
                file: file.to_owned(),
                section: section.map(|section| section.id.to_string()),
                text: prose.of_block(block).trim().to_owned(),
            })
        };
        let spots = places.iter();
        spots
            .filter_map(|(at, place)| Some((*at, spot(place)?)))
            .collect()
    });
    found.unwrap_or_default()
}

/// The smallest block that holds the start of a place.
fn block_of<'a>(place: &Place, blocks: &[(Place, &'a Block)]) -> Option<&'a Block> {
    let start = place.range.start;
    blocks
        .iter()
        .filter(|(of, _)| of.source == place.source)
        .filter(|(of, _)| (of.range.start..=of.range.end).contains(&start))
        .min_by_key(|(of, _)| (of.range.end == start, of.range.len()))
        .map(|(_, block)| *block)
}

/// Merges a policy by itself, and shows its page's file, its document and its
/// words to `look`. `None` if it has no page.
fn look_at<T>(
    site: &Site,
    policy: usize,
    look: impl FnOnce(&str, &Document<'_>, &Prose<'_>) -> T,
) -> Option<T> {
    let draft = draft::read(site, policy);
    let parsed = draft.parsed.as_ref()?;
    // Whatever is wrong with it was found when its page was made.
    let mut faults = Vec::new();
    let merged = merge(site, parsed, &mut faults)?;
    let document = merged.document(site, Vec::new(), &mut faults);
    let prose = Prose::of(
        &document,
        Origin {
            map: &merged.map,
            policy: &parsed.source,
            clauses: site.library.clauses(),
        },
    );
    let slug = parsed.front_matter.slug.as_deref();
    let address = address::of_policy(&draft.path, slug);
    let file = address::file(&address, site.settings.urls);
    Some(look(&file, &document, &prose))
}
