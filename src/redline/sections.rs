//! Compares sections, and decides which of their blocks are compared with each
//! other.

use std::collections::{HashMap, HashSet, VecDeque};

use super::align;
use super::compare::{Diff, SectionDiff, Spot, diff};
use super::keyed::KeyedSection;

/// A block to compare.
#[derive(Debug, Clone, Copy)]
struct Planned {
    old: Option<Spot>,
    new: Option<Spot>,
    is_moved: bool,
}

/// Blocks with fewer words are not searched for elsewhere: they may be the same by chance.
const MOVABLE: usize = 6;

/// The sections of both texts.
pub(super) struct Sides<'t> {
    pub(super) old: Vec<KeyedSection<'t>>,
    pub(super) new: Vec<KeyedSection<'t>>,
}

impl<'t> Sides<'t> {
    /// Compares the sections.
    pub(super) fn compare(&self) -> Vec<SectionDiff<'t>> {
        let matched = align::sections(&self.old, &self.new);
        let stays = align::staying(&matched, &self.new);
        let mut came: Vec<Option<(usize, bool)>> = vec![None; self.new.len()];
        let mut went: Vec<Option<usize>> = vec![None; self.old.len()];
        for ((a, b), stays) in matched.iter().zip(&stays) {
            came[*b] = Some((*a, !stays));
            went[*a] = stays.then_some(*b);
        }
        let is_matched = |at: usize| matched.binary_search_by_key(&at, |pair| pair.0).is_ok();
        // A removed section is shown after the one that it followed.
        let mut removed: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        let mut last = None;
        for (at, stayed) in went.iter().enumerate() {
            last = stayed.or(last);
            if !is_matched(at) {
                removed.entry(last).or_default().push(at);
            }
        }
        let mut order: Vec<(Option<usize>, Option<usize>, bool)> = Vec::new();
        let gone = |last| removed.get(&last).into_iter().flatten();
        order.extend(gone(None).map(|at| (Some(*at), None, false)));
        for (at, from) in came.iter().enumerate() {
            let is_moved = from.is_some_and(|(_, is_moved)| is_moved);
            order.push((from.map(|(old, _)| old), Some(at), is_moved));
            order.extend(gone(Some(at)).map(|at| (Some(*at), None, false)));
        }
        let plans = self.plan(&order);
        let sections = order.into_iter().zip(plans);
        sections
            .map(|((a, b, is_moved), plan)| {
                let old = a.map(|at| (at, &self.old[at]));
                let new = b.map(|at| (at, &self.new[at]));
                let heading = diff(
                    old.and_then(|(at, section)| Some((section.heading.as_ref()?, (at, 0)))),
                    new.and_then(|(at, section)| Some((section.heading.as_ref()?, (at, 0)))),
                );
                SectionDiff {
                    old: old.map(|(at, section)| (at, section.section)),
                    new: new.map(|(at, section)| (at, section.section)),
                    heading: heading.block().is_some().then_some(heading),
                    blocks: plan.into_iter().map(|plan| self.diff(plan)).collect(),
                    is_moved,
                }
            })
            .collect()
    }

    fn diff(&self, planned: Planned) -> Diff<'t> {
        let old = planned
            .old
            .map(|spot| (&self.old[spot.0].blocks[spot.1], spot));
        let new = planned
            .new
            .map(|spot| (&self.new[spot.0].blocks[spot.1], spot));
        Diff {
            is_moved: planned.is_moved,
            ..diff(old, new)
        }
    }

    /// Plans which blocks of each section to compare, including blocks that moved from one section
    /// to another.
    fn plan(&self, order: &[(Option<usize>, Option<usize>, bool)]) -> Vec<Vec<Planned>> {
        let mut plans: Vec<Vec<Planned>> = Vec::with_capacity(order.len());
        for (a, b, _) in order {
            let blocks = |sections: &[KeyedSection<'_>], at: Option<usize>| {
                at.map_or(0, |at| sections[at].blocks.len())
            };
            let pairs = match (a, b) {
                (Some(a), Some(b)) => align::blocks(&self.old[*a].blocks, &self.new[*b].blocks),
                _ => {
                    let old = (0..blocks(&self.old, *a)).map(|at| (Some(at), None));
                    let new = (0..blocks(&self.new, *b)).map(|at| (None, Some(at)));
                    old.chain(new).collect()
                }
            };
            let plan = pairs.into_iter().map(|(at, beside)| Planned {
                old: a.zip(at),
                new: b.zip(beside),
                is_moved: false,
            });
            plans.push(plan.collect());
        }
        let mut gone: HashMap<u32, VecDeque<Spot>> = HashMap::new();
        for planned in plans.iter().flatten() {
            if let (Some(spot), None) = (planned.old, planned.new) {
                let block = &self.old[spot.0].blocks[spot.1];
                if block.words >= MOVABLE {
                    gone.entry(block.id).or_default().push_back(spot);
                }
            }
        }
        let mut taken = HashSet::new();
        for planned in plans.iter_mut().flatten() {
            if let (None, Some(spot)) = (planned.old, planned.new) {
                let id = self.new[spot.0].blocks[spot.1].id;
                planned.old = gone.get_mut(&id).and_then(VecDeque::pop_front);
                planned.is_moved = planned.old.is_some();
                taken.extend(planned.old);
            }
        }
        for plan in &mut plans {
            plan.retain(|planned| {
                planned.new.is_some() || planned.old.is_none_or(|spot| !taken.contains(&spot))
            });
        }
        plans
    }
}
