//! Finds the standard clauses that read a fact, and the rules that require it.

use policygen::clauses::{Clause, Library};
use policygen::load;
use policygen::model::tables::FACTS;
use policygen::rules::RuleSet;
use policygen::schema::Type;

/// The clauses and rules that read facts.
pub(super) struct Readers {
    library: Library,
    /// The IDs of rules, each with the paths of the facts that it requires.
    rules: Vec<(String, Vec<String>)>,
}

impl Readers {
    pub(super) fn find() -> anyhow::Result<Self> {
        let mut faults = Vec::new();
        let library = load::standard_library(&mut faults)?;
        let rules = RuleSet::read(&[], &mut faults);
        super::super::report(&faults)?;
        let mut rules: Vec<(String, Vec<String>)> = rules
            .rules()
            .map(|(_, rule)| (rule.id.clone(), rule.required_facts()))
            .collect();
        rules.sort();
        Ok(Self { library, rules })
    }

    /// The names of the clauses that read the fact at `path`.
    pub(super) fn clauses(&self, path: &str) -> Vec<String> {
        let all = self.library.clauses().iter();
        let mut names: Vec<String> = all
            .filter(|clause| reads(clause, path))
            .map(|clause| clause.name.clone())
            .collect();
        names.sort();
        names
    }

    /// The IDs of the rules that require the fact at `path`, or a key below it.
    pub(super) fn rules(&self, path: &str) -> Vec<String> {
        let requires = |paths: &[String]| paths.iter().any(|one| is_at_or_below(one, path));
        let found = self.rules.iter().filter(|(_, paths)| requires(paths));
        found.map(|(id, _)| id.clone()).collect()
    }
}

fn is_at_or_below(path: &str, top: &str) -> bool {
    let rest = path.strip_prefix(top);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a clause declares a fact, or declares its parent and names the fact in its text.
fn reads(clause: &Clause, path: &str) -> bool {
    let mut declared = clause.uses.iter().chain(&clause.optional);
    if declared.clone().any(|fact| is_at_or_below(fact, path)) {
        return true;
    }
    declared.any(|fact| is_at_or_below(path, fact)) && names(clause.text(), path)
}

/// Whether the tags of a text read a key. For lists, only the last key is compared, because entries
/// have other names in tags; otherwise the whole path is, because filters may have the same names
/// as keys.
fn names(text: &str, path: &str) -> bool {
    let top = path.split('.').next().unwrap_or(path);
    let is_list = FACTS
        .field(top)
        .is_some_and(|field| matches!(field.ty, Type::List(_)));
    let key = match path.rsplit_once('.') {
        Some((_, key)) if is_list => key,
        _ => path,
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let has = |tag: &str| {
        let tag = tag.replace("?.", ".");
        tag.match_indices(key).any(|(at, found)| {
            let before = tag[..at].chars().next_back();
            let after = tag[at + found.len()..].chars().next();
            !before.is_some_and(|c| is_word(c) || (c == '.' && !is_list))
                && !after.is_some_and(is_word)
        })
    };
    ["{{", "{%"].into_iter().any(|open| {
        let tags = text.split(open).skip(1);
        tags.filter_map(|tag| tag.split(['}']).next()).any(has)
    })
}
