//! Links to sections of other pages, which are checked against the index when
//! all pages are known.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::index::Index;
use super::resolve::{Wanted, dead_anchor, unnamed_target};
use crate::base::diagnostic::{Diagnostic, Fix};
use crate::base::intern::Symbol;
use crate::base::page::PageId;
use crate::base::source::{Place, Source};
use crate::document::Outline;
use crate::template::Origin;

/// A link to another page. It is small, because the links of all pages are kept.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    /// The target page.
    pub target: PageId,
    /// The ID as written, if there is one.
    pub anchor: Option<Symbol>,
    /// Whether the page with the link was built trusting the ID.
    pub(super) trusted: bool,
    /// Whether the link has no text and is labelled by its target.
    pub(super) unnamed: bool,
    /// Where it is written.
    pub(super) written: Written,
}

/// Where a link is written, without the policy's source, which would keep the texts of all pages in
/// memory.
#[derive(Debug, Clone)]
pub(super) enum Written {
    /// Unknown; errors are about the policy file.
    Unknown,
    /// In the policy's own text.
    Here(u32, u32),
    /// In included text: its place, and the calls that included it, innermost first.
    Called(Box<(Spot, Vec<(String, Spot)>)>),
}

/// A place in a clause, or in the policy's own text.
#[derive(Debug, Clone)]
pub(super) enum Spot {
    Here(u32, u32),
    Clause(Place),
}

impl Spot {
    fn of(place: Place, policy: &Arc<Source>) -> Self {
        match Arc::ptr_eq(&place.source, policy) {
            true => Self::Here(place.range.start as u32, place.range.end as u32),
            false => Self::Clause(place),
        }
    }

    fn place(&self, policy: &Arc<Source>) -> Place {
        match self {
            Self::Here(start, end) => policy.place(*start as usize..*end as usize),
            Self::Clause(place) => place.clone(),
        }
    }
}

impl Written {
    /// Where a range of merged text is written.
    pub(super) fn of(merged: Range<usize>, origin: Origin<'_>) -> Self {
        let start = merged.start;
        let Some(place) = origin.place(merged) else {
            return Self::Unknown;
        };
        let spot = |place| Spot::of(place, origin.policy);
        let chain = origin.chain(start);
        let chain: Vec<_> = chain
            .map(|(name, place)| (name.to_owned(), spot(place)))
            .collect();
        match spot(place) {
            Spot::Here(start, end) if chain.is_empty() => Self::Here(start, end),
            place => Self::Called(Box::new((place, chain))),
        }
    }

    fn report(&self, wanted: Wanted, policy: &Arc<Source>) -> Diagnostic {
        let (place, chain) = match self {
            Self::Unknown => (None, Vec::new()),
            Self::Here(start, end) => {
                let range = *start as usize..*end as usize;
                (Some(policy.place(range)), Vec::new())
            }
            Self::Called(written) => {
                let (place, chain) = &**written;
                let chain = chain.iter();
                let chain = chain.map(|(name, spot)| (name.clone(), spot.place(policy)));
                (Some(place.place(policy)), chain.collect())
            }
        };
        report(wanted, place, chain, policy)
    }
}

impl Index<'_> {
    /// The dead links among these, with the other page's outline. A dead link names a missing
    /// section of another page, or has no text and a target that is not a heading. A link that
    /// differs from an ID only by slug rules is valid, unless the page was built trusting the ID as
    /// written.
    pub(crate) fn dead<'r>(
        &self,
        references: &'r [Reference],
    ) -> Vec<(&'r Reference, Arc<Outline>)> {
        let mut outlines: HashMap<PageId, Option<Arc<Outline>>> = HashMap::new();
        let mut dead = Vec::new();
        for reference in references {
            let (Some(outline), Some(anchor)) = (self.compact(reference.target), reference.anchor)
            else {
                continue;
            };
            let is_there = outline.has(anchor);
            if is_there && (!reference.unnamed || outline.has_section(anchor)) {
                continue;
            }
            let outline = outlines.entry(reference.target);
            let outline = outline.or_insert_with(|| self.outline(reference.target));
            let Some(outline) = outline else {
                continue;
            };
            let anchor = self.strings().text(anchor);
            if !is_there && outline.is_title(&anchor) {
                continue;
            }
            if is_there || reference.trusted || outline.find(&anchor).is_none() {
                dead.push((reference, Arc::clone(outline)));
            }
        }
        dead
    }

    /// Reports a dead link to another page. `shown` is the path of the other page, and `policy` is
    /// the file that contains the link.
    pub(crate) fn report(
        &self,
        reference: &Reference,
        outline: &Outline,
        shown: &str,
        policy: &Arc<Source>,
    ) -> Option<Diagnostic> {
        let anchor = self.strings().text(reference.anchor?);
        let wanted = match outline.find(&anchor) {
            Some((_, None)) => unnamed_target(&anchor),
            _ => dead_anchor(&anchor, outline, &format!("`{shown}`")),
        };
        Some(reference.written.report(wanted, policy))
    }
}

/// Reports a faulty link, with its place and the calls that included it.
pub(crate) fn report(
    wanted: Wanted,
    place: Option<Place>,
    chain: Vec<(String, Place)>,
    policy: &Arc<Source>,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(wanted.code, wanted.message);
    match place {
        Some(place) => {
            // Another page may call the same clause and have the section.
            if place.source.path == policy.path {
                diagnostic.fixes.extend(anchor_fix(&place, wanted.meant));
            }
            diagnostic = diagnostic.label(place, "");
        }
        None => diagnostic = diagnostic.path(&policy.path),
    }
    for (clause, place) in chain {
        diagnostic = diagnostic.label(place, format!("clause `{clause}` called here"));
    }
    diagnostic.maybe_help(wanted.help)
}

/// Replaces the ID as written with the intended one, if it occurs in the link exactly once.
fn anchor_fix(place: &Place, meant: Option<(String, String)>) -> Option<Fix> {
    let (written, meant) = meant?;
    let text = place.source.text.get(place.range.clone())?;
    let anchor = format!("#{written}");
    let mut found = text.match_indices(&anchor);
    let ((at, _), None) = (found.next()?, found.next()) else {
        return None;
    };
    let start = place.range.start + at + 1;
    Some(Fix {
        place: place.source.place(start..start + written.len()),
        text: meant,
    })
}
