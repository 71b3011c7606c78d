//! The rules of a site: the built-in packs and its own.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use super::Builtin;
use super::{Became, Pack, Requirement, Rule};
use super::{embedded, own, read};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;

/// All rules for checking a site.
#[derive(Debug, Default)]
pub struct RuleSet {
    own: Packs,
}

/// Packs by name, and their rules by ID.
#[derive(Debug, Default)]
pub(super) struct Packs {
    pub(super) packs: Vec<Pack>,
    pub(super) rules: HashMap<String, (usize, usize)>,
    /// The earlier and retired IDs, with their places.
    former: HashMap<String, Place>,
}

/// The place of an ID's history in a pack.
#[derive(Debug, Clone, Copy)]
enum Place {
    Rule(usize, usize, usize),
    Retired(usize, usize),
}

impl Packs {
    fn new(mut packs: Vec<Pack>) -> Self {
        packs.sort_by(|a, b| a.name.cmp(&b.name));
        let mut rules = HashMap::new();
        let mut places = HashMap::new();
        for (at, pack) in packs.iter().enumerate() {
            for (rule, found) in pack.rules.iter().enumerate() {
                rules.insert(found.id.clone(), (at, rule));
                for (nth, former) in found.formerly.iter().enumerate() {
                    places.insert(former.id.clone(), Place::Rule(at, rule, nth));
                }
            }
            for (nth, retired) in pack.retired.iter().enumerate() {
                places.insert(retired.id.clone(), Place::Retired(at, nth));
            }
        }
        Self {
            packs,
            rules,
            former: places,
        }
    }

    fn became(&self, id: &str) -> Option<Became<'_>> {
        Some(match *self.former.get(id)? {
            Place::Rule(pack, rule, nth) => {
                let rule = &self.packs[pack].rules[rule];
                Became::Rule(rule, &rule.formerly[nth])
            }
            Place::Retired(pack, nth) => Became::Retired(&self.packs[pack].retired[nth]),
        })
    }

    fn rule(&self, id: &str) -> Option<(&Pack, &Rule)> {
        let (pack, rule) = *self.rules.get(id)?;
        let pack = &self.packs[pack];
        Some((pack, &pack.rules[rule]))
    }
}

/// The built-in packs, read on first use.
pub(super) fn built_in() -> &'static Packs {
    static PACKS: LazyLock<Packs> = LazyLock::new(|| {
        let mut faults = Vec::new();
        let read = |source| Some(read::pack(source, &mut faults)?.pack);
        let packs = embedded::packs().iter().filter_map(read).collect();
        if !faults.is_empty() {
            embedded::unreadable(&faults);
        }
        Packs::new(packs)
    });
    &PACKS
}

/// The packs of the built-in rules, by rule ID.
fn built_in_ids() -> &'static BTreeMap<&'static str, &'static str> {
    static IDS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let packs = embedded::names();
        packs
            .flat_map(|(pack, ids)| ids.map(move |id| (id, pack)))
            .collect()
    });
    &IDS
}

impl RuleSet {
    /// The built-in rules and those of the site's own packs.
    pub fn read(sources: &[Arc<Source>], faults: &mut Vec<Diagnostic>) -> Self {
        Self {
            own: Packs::new(own::read(sources, faults)),
        }
    }

    /// All packs: the built-in ones by name, then the site's own by name.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        built_in().packs.iter().chain(self.own_packs())
    }

    /// The site's own packs, by name.
    pub fn own_packs(&self) -> &[Pack] {
        &self.own.packs
    }

    /// All rules with their packs, in the order of the packs.
    pub fn rules(&self) -> impl Iterator<Item = (&Pack, &Rule)> {
        self.packs()
            .flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
    }

    /// The rule with this ID.
    pub fn rule(&self, id: &str) -> Option<(&Pack, &Rule)> {
        built_in().rule(id).or_else(|| self.own.rule(id))
    }

    /// The rule implemented by this code. Only built-in packs have these rules.
    pub(crate) fn builtin(&self, builtin: Builtin) -> Option<&Rule> {
        let mut rules = built_in().packs.iter().flat_map(|pack| &pack.rules);
        rules.find(|rule| matches!(&rule.check, Requirement::Builtin(code) if *code == builtin))
    }

    /// The history of an ID that no rule has any longer.
    pub fn became(&self, id: &str) -> Option<Became<'_>> {
        let is_current = || {
            let own = self.own.rules.contains_key(id);
            own || built_in_ids().contains_key(id) || codes::all().any(|code| code.id == id)
        };
        // Read all packs only if an earlier ID is named.
        if !is_id(id) || is_current() {
            return None;
        }
        built_in().became(id).or_else(|| self.own.became(id))
    }

    /// Whether a word is the ID `id` of a rule, or an earlier ID of that rule.
    pub(crate) fn is(&self, word: &str, id: &str) -> bool {
        word == id || matches!(self.became(word), Some(Became::Rule(rule, _)) if rule.id == id)
    }

    /// Whether a word can select findings: the ID of a rule, a code of the build, an earlier ID, an
    /// ID prefix, or a pack.
    pub fn knows(&self, word: &str) -> bool {
        self.ids().any(|id| id == word)
            || self.pack_names().any(|pack| pack == word)
            || (is_prefix(word) && self.ids().any(|id| id.starts_with(word)))
            || self.became(word).is_some()
    }

    /// All IDs: those of rules, and the codes of the build.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let own = self.own.packs.iter().flat_map(|pack| &pack.rules);
        let rules = built_in_ids().keys().copied();
        let rules = rules.chain(own.map(|rule| rule.id.as_str()));
        rules.chain(codes::all().map(|code| code.id))
    }

    /// The names of all packs.
    pub(super) fn pack_names(&self) -> impl Iterator<Item = &str> {
        let built_in = embedded::names().map(|(name, _)| name);
        built_in.chain(self.own.packs.iter().map(|pack| pack.name.as_str()))
    }

    /// The name of a rule's pack.
    pub fn pack_of(&self, id: &str) -> Option<&str> {
        let own = || Some(self.own.rule(id)?.0.name.as_str());
        built_in_ids().get(id).copied().or_else(own)
    }

    /// Whether a word that the set [knows](Self::knows) names the code `id`.
    pub(crate) fn names(&self, word: &str, id: &str) -> bool {
        word == id
            || self.pack_of(id) == Some(word)
            || (is_prefix(word) && id.starts_with(word))
            || self.is(word, id)
    }
}

/// Whether a word has the form of an ID: a prefix and three digits.
fn is_id(word: &str) -> bool {
    let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 3 && is_prefix(word)
}

/// Whether a word has the form of an ID prefix: `GDPR` and `GDPR1` select all IDs that begin with
/// them.
fn is_prefix(word: &str) -> bool {
    word.len() >= 3 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_found_by_lines_are_those_of_the_packs() {
        let packs = built_in().packs.iter();
        let read = packs.flat_map(|pack| {
            let rules = pack.rules.iter();
            rules.map(|rule| (rule.id.as_str(), pack.name.as_str()))
        });
        assert_eq!(*built_in_ids(), read.collect());
    }
}
