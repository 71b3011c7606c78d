//! Articles of laws, and the replacements of those that are no longer in force:
//! `content/rules/data/articles.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded;
use crate::base::dates::{AsOf, Date};

/// The laws that texts cite, and their articles that are no longer in force.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Articles {
    laws: Vec<CitedLaw>,
    repealed: Vec<Repealed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CitedLaw {
    /// The regime.
    id: String,
    /// The name that texts use.
    name: String,
    /// Other names in texts.
    #[serde(default)]
    also: Vec<String>,
}

impl CitedLaw {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.also)
            .map(String::as_str)
    }
}

/// An article that is no longer in force.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repealed {
    law: String,
    article: String,
    /// The last day on which it was in force.
    #[serde(deserialize_with = "super::pack::day")]
    pub(crate) until: Date,
    /// Its replacement, with the name of the law.
    pub(crate) successor: String,
    /// The act that repealed it, and where to read it.
    #[serde(rename = "by")]
    _by: String,
    #[serde(rename = "url")]
    _url: String,
}

/// A cited article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Citation<'a> {
    /// It is in force, in the law of this name.
    InForce(&'a str),
    /// It was replaced.
    Replaced(&'a str),
}

impl Articles {
    /// The built-in data.
    pub(crate) fn get() -> &'static Self {
        static ARTICLES: LazyLock<Articles> = LazyLock::new(|| embedded::data("articles"));
        &ARTICLES
    }

    /// The names of the laws with repealed articles, as patterns.
    pub(crate) fn repealed_laws(&self) -> Vec<String> {
        let laws = self.laws.iter();
        let laws = laws.filter(|law| self.repealed.iter().any(|one| one.law == law.id));
        laws.flat_map(CitedLaw::names).map(regex::escape).collect()
    }

    /// The article with this number in the law with this name, if it is no longer in force on that
    /// day.
    pub(crate) fn repealed(&self, law: &str, number: &str, day: Date) -> Option<&Repealed> {
        let called = |one: &&CitedLaw| one.names().any(|name| name.eq_ignore_ascii_case(law));
        let law = &self.laws.iter().find(called)?.id;
        let of_law = self.repealed.iter().filter(|one| one.law == *law);
        of_law
            .filter(|one| {
                let article = one.article.trim_start_matches("Art. ");
                let rest = number.strip_prefix(article);
                one.until < day && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
            })
            .max_by_key(|one| one.article.len())
    }

    /// How to cite an article of a law, such as `Art. 22(3)`, on a day; `None` for
    /// laws that are not listed.
    pub(crate) fn cite(&self, law: &str, article: &str, as_of: &AsOf) -> Option<Citation<'_>> {
        let name = &self.laws.iter().find(|cited| cited.id == law)?.name;
        // First the article as given, then the article without its paragraph.
        let mut part = article;
        loop {
            let repealed = self.repealed.iter();
            let mut repealed = repealed.filter(|one| one.law == law && one.article == part);
            if let Some(repealed) = repealed.next() {
                return Some(match as_of.passed(repealed.until) {
                    true => Citation::Replaced(&repealed.successor),
                    false => Citation::InForce(name),
                });
            }
            match part.strip_suffix(')').and_then(|part| part.rfind('(')) {
                Some(end) => part = part[..end].trim_end(),
                None => return Some(Citation::InForce(name)),
            }
        }
    }
}
