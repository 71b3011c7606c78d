//! The languages of clauses: selects among clauses with the same name, and reports calls of clauses
//! in a language other than the page's.
//!
//! The template engine allows only one clause per name, so clauses in other languages get separate
//! names in the engine. These have the length of the original names, so that all positions stay the
//! same, and a leading underscore, which users can't write.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Library;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::model::language::{Language, primary};
use crate::template::instrument::{Instrumented, Tag};

/// The minimum length of a name that can have clauses in several languages, because the engine's
/// names would not fit into a shorter one.
pub(crate) const SHORTEST: usize = 4;

/// The `language` of a clause that suits every language.
pub(super) const ANY: &str = "any";

/// The folder of a site's clauses, and the languages that can have a folder in it.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    /// The folder of the site's clauses.
    pub clauses: String,
    /// The languages with interface text.
    pub languages: HashSet<String>,
}

impl Folders {
    /// The language of a clause according to its folder: `content/clauses/de/…`.
    pub fn language<'p>(&self, path: &'p str) -> Option<&'p str> {
        let below = path.strip_prefix(self.clauses.as_str())?;
        let (folder, _) = below.trim_start_matches('/').split_once('/')?;
        self.languages.contains(primary(folder)).then_some(folder)
    }
}

/// The clauses that exist in several languages.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// For each name, the languages and engine names of the clauses that do not keep the name.
    others: HashMap<String, Vec<(String, String)>>,
}

impl Versions {
    /// Returns the engine's names of clauses, in the order of their files, and the same names by
    /// clause name and language. A clause outside the language folders, or else the first one,
    /// keeps its name.
    pub(super) fn of(sources: &[Arc<Source>], folders: &Folders) -> (Vec<String>, Self) {
        let names: Vec<String> = sources.iter().map(|it| super::name(&it.path)).collect();
        let mut called: HashMap<&str, usize> = HashMap::new();
        for (at, (name, source)) in names.iter().zip(sources).enumerate() {
            let is_plain = folders.language(&source.path).is_none();
            let first = called.entry(name).or_insert(at);
            if is_plain {
                *first = at;
            }
        }
        let mut versions = Self::default();
        let mut components = names.clone();
        for (at, (name, source)) in names.iter().zip(sources).enumerate() {
            let Some(language) = folders.language(&source.path) else {
                continue;
            };
            if called.get(name.as_str()) == Some(&at) {
                continue;
            }
            components[at] = component(at, name.len());
            let others = versions.others.entry(name.clone()).or_default();
            others.push((language.to_owned(), components[at].clone()));
        }
        (components, versions)
    }

    /// The engine's name of the clause that a page in `language` calls as `name`.
    fn component<'a>(&'a self, name: &'a str, language: &str) -> &'a str {
        let Some(others) = self.others.get(name) else {
            return name;
        };
        let mut tag = language;
        loop {
            let mut found = others.iter().filter(|(of, _)| of.eq_ignore_ascii_case(tag));
            match (found.next(), tag.rsplit_once('-')) {
                (Some((_, component)), _) => return component,
                (None, Some((wider, _))) => tag = wider,
                (None, None) => return name,
            }
        }
    }

    /// Replaces the names in a text's clause calls with the engine's names for `language`.
    pub(super) fn resolve(&self, marked: &mut Instrumented, language: &str) {
        if self.others.is_empty() {
            return;
        }
        for tag in &mut marked.tags {
            for range in called(&marked.text[tag.range.clone()]) {
                let range = tag.range.start + range.start..tag.range.start + range.end;
                let component = self.component(&marked.text[range.clone()], language);
                if component.len() == range.len() {
                    let component = component.to_owned();
                    marked.text.replace_range(range, &component);
                }
            }
            if let Some(name) = &mut tag.clause {
                *name = self.component(name, language).to_owned();
            }
        }
    }
}

/// An engine name of this length: an underscore and base-36 digits.
fn component(number: usize, length: usize) -> String {
    let digits: Vec<char> = std::iter::successors(Some(number), |rest| Some(rest / 36))
        .take(length.saturating_sub(1))
        .filter_map(|rest| char::from_digit((rest % 36) as u32, 36))
        .collect();
    std::iter::once('_')
        .chain(digits.into_iter().rev())
        .collect()
}

/// The ranges of the clause names that a tag calls, outside string literals.
fn called(tag: &str) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut quote) = (Vec::new(), None);
    for (at, c) in tag.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if c == '<' => {
                let rest = tag[at + 1..].trim_start_matches(['/', ' ']);
                let start = tag.len() - rest.len();
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                found.push(start..start + end.unwrap_or(rest.len()));
            }
            None => {}
        }
    }
    found
}

impl Library {
    /// The index of the clause that a page in `language` calls as `name`.
    pub fn find_in(&self, name: &str, language: &str) -> Option<usize> {
        self.find(self.versions.component(name, language))
    }

    /// Reports calls of clauses in a language other than the page's.
    pub(super) fn foreign(
        &self,
        policy: &Arc<Source>,
        marked: &Instrumented,
        language: &Language,
        faults: &mut Vec<Diagnostic>,
    ) {
        let place = |tag: &Tag| {
            let (start, end) = (tag.range.start, tag.range.end);
            policy.place_within(marked.original(start)..marked.original(end))
        };
        for tag in &marked.tags {
            let mut seen = HashSet::new();
            let text = &marked.text[tag.range.clone()];
            self.foreign_in(tag, text, &place(tag), None, language, &mut seen, faults);
        }
    }

    /// Reports these calls in one tag and in the site's own clauses that it calls.
    #[allow(clippy::too_many_arguments, reason = "it calls itself")]
    fn foreign_in(
        &self,
        tag: &Tag,
        text: &str,
        place: &Place,
        from: Option<&Place>,
        language: &Language,
        seen: &mut HashSet<usize>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let called = tag.clause.as_deref().and_then(|name| self.find(name));
        let Some(called) = called.filter(|called| seen.insert(*called)) else {
            return;
        };
        let clause = &self.clauses[called];
        let is_same = |of: &str| main(of) == main(&language.tag);
        let name = &clause.name;
        let report = |message: String, help: String| {
            let found = Diagnostic::new(&codes::FOREIGN_CLAUSE, message).label(place.clone(), "");
            match from {
                Some(from) => found.label(from.clone(), "called here"),
                None => found,
            }
            .help(help)
        };
        let page = &language.tag;
        if let Some(of) = clause.language.as_deref().filter(|of| !is_same(of)) {
            faults.push(report(
                format!("the clause `{name}` is in `{of}`, but the page is in `{page}`"),
                format!(
                    "write the clause in the page's language, as `{}/{}.md` in the clauses folder, or write the section in the page itself",
                    main(page),
                    name.replace('_', "-")
                ),
            ));
            return;
        }
        if clause.is_standard() {
            let is_worded = |default: &&str| default.contains(|c: char| c.is_ascii_alphabetic());
            let left = clause.params.iter().find(|param| {
                let default = param.default.as_deref().filter(is_worded);
                default.is_some_and(|text| text.starts_with('"'))
                    && !text.contains(&format!("{}=", param.name))
            });
            if let Some(param) = left.filter(|_| clause.language.is_none() && !is_same("en")) {
                let param = &param.name;
                faults.push(report(
                    format!("the default of `{param}` in the clause `{name}` is in `en`, but the page is in `{page}`"),
                    format!("pass `{param}` in the page's language, or as empty text"),
                ));
            }
            return;
        }
        for inner in &clause.instrumented.tags {
            let text = &clause.instrumented.text[inner.range.clone()];
            let at = clause.place(inner.range.clone());
            let from = from.or(Some(place));
            self.foreign_in(inner, text, &at, from, language, seen, faults);
        }
    }
}

/// A language without its region: `de` for `de-AT`.
fn main(tag: &str) -> String {
    primary(tag).to_ascii_lowercase()
}
