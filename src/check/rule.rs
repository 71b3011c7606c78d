//! What a rule is, as the packs write it down.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use super::pattern::Pattern;
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Code, Severity};
use crate::base::duration::Duration;

/// Rules on one subject, mostly of one law.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// The name that settings and the command line know it by.
    pub name: String,
    /// Its name in words.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The regimes that switch it on; one of them is enough. None: always on.
    #[serde(default)]
    pub regimes: Vec<String>,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// One thing that `check` looks at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The code that is printed, stable across releases.
    pub id: String,
    /// A name in words.
    pub name: String,
    /// How bad a finding is, unless settings say otherwise.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// How sure a finding is.
    pub certainty: Certainty,
    /// Whether it is off unless asked for.
    #[serde(default)]
    pub off: bool,
    /// The document types that it is about; none: all.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The regimes that switch it on, where they are not the pack's.
    #[serde(default)]
    pub regimes: Option<Vec<String>>,
    /// Who has to meet it: each page, or one page of the site.
    #[serde(default)]
    pub scope: Scope,
    /// The first day that it holds on.
    #[serde(default, deserialize_with = "date")]
    pub from: Option<Date>,
    /// The last day that it holds on.
    #[serde(default, deserialize_with = "date")]
    pub until: Option<Date>,
    /// When it applies to a page; always, if nothing is said.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What it asks for.
    pub check: Requirement,
    /// What in prose may answer it, where there are no facts.
    #[serde(default)]
    pub prose: Evidence,
    /// What is said of a finding.
    pub message: String,
    /// How to mend it.
    #[serde(default, deserialize_with = "one_or_more")]
    pub help: Vec<String>,
    /// Why it exists, for `explain`.
    pub why: String,
    /// The law behind it.
    #[serde(default)]
    pub law: Vec<Law>,
    /// Texts in which it finds something.
    pub fails: Vec<Example>,
    /// Texts that it leaves alone.
    pub passes: Vec<Example>,
    /// Texts that look as if it should find something.
    #[serde(default)]
    pub traps: Vec<Example>,
    /// As diagnostics name it.
    #[serde(skip)]
    pub(super) code: OnceLock<Code>,
}

/// Who has to meet a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Each page that it applies to.
    #[default]
    Page,
    /// One of them.
    Site,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Facts or exact text decide.
    Certain,
    /// A phrase is there, or is not, and that is seldom wrong.
    Likely,
    /// A judgement on language.
    Heuristic,
}

impl Certainty {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Heuristic => "heuristic",
        }
    }
}

/// A place in a law, or in what courts and authorities say of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// As lawyers cite it.
    pub cite: String,
    /// Where it can be read.
    #[serde(default)]
    pub url: String,
}

/// A small site.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Example {
    /// One policy.
    Policy(String),
    /// Files by path.
    Site(BTreeMap<String, String>),
}

/// What in prose may answer a requirement. Whether it does, nobody can tell
/// without reading: the result is neither pass nor fail.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Kinds of sections.
    #[serde(default)]
    pub sections: Vec<String>,
    /// Patterns.
    #[serde(default)]
    pub text: Vec<Pattern>,
    /// Facts whose values may stand there, typed by hand.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Whether it may complete facts that are printed, and not only stand in
    /// for them; then the words of clauses are none.
    #[serde(default)]
    pub completes: bool,
}

/// When a rule applies.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The fact is there, and is neither false nor empty.
    Fact(String),
    /// The fact was written down, if only as `none`.
    Stated(String),
    /// The fact is one of these.
    Value(ValueIs),
    /// A list has an entry like this.
    Some(Entries),
    /// A country lies in an area, or outside.
    Country(CountryIs),
    /// A regime is switched on.
    Regime(String),
    /// The page's prose has this.
    Text(Pattern),
}

/// What a rule asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// All of these.
    All(Vec<Requirement>),
    /// One of these.
    Any(Vec<Requirement>),
    /// A fact that the page prints.
    Fact(String),
    /// A fact that was written down, if only as `none`.
    Stated(String),
    /// Fields of the entries of a list.
    Each(Each),
    /// A list of some length.
    AtLeast(AtLeast),
    /// Values among the entries of a list.
    Includes(Includes),
    /// A section of this kind.
    Section(String),
    /// Sections of these kinds.
    Sections(Vec<String>),
    /// A page of this type on the site.
    Document(String),
    /// A link on some page, with one of these texts.
    Link(Vec<String>),
    /// One of these patterns in the prose.
    Text(TextHas),
    /// No text like this.
    Forbid(Box<Forbid>),
    /// A duration that is not too short or too long.
    Compare(Compare),
    /// A date that is not too old.
    MaxAge(MaxAge),
    /// A date that has not passed.
    NotPast(String),
    /// A fact with one of these values.
    Value(ValueIs),
    /// Judgement, in code of this name.
    Builtin(String),
}

/// A fact and what it may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueIs {
    /// The path of the fact.
    pub fact: String,
    /// Values, of which it has to be one.
    pub is: Words,
}

/// A country and an area.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryIs {
    /// The path of the country.
    pub fact: String,
    /// It has to lie in here.
    #[serde(default, rename = "in")]
    pub inside: Option<Words>,
    /// It must not lie in here.
    #[serde(default)]
    pub outside: Option<Words>,
}

/// The entries of a list for which something holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    /// The list, or several.
    #[serde(rename = "in")]
    pub list: Words,
    /// What holds for the entry.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Matcher>,
}

/// What each entry of a list needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// The list, or several.
    #[serde(rename = "in")]
    pub list: Words,
    /// For which entries.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Matcher>,
    /// The fields.
    pub needs: Vec<Need>,
}

/// A field that an entry needs.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Need {
    /// This one.
    Field(String),
    /// One of these.
    OneOf(Vec<String>),
    /// This one, if only as `none`.
    Stated {
        /// The field.
        stated: String,
    },
    /// This one, with one of these values.
    Is {
        /// The field.
        field: String,
        /// The values.
        is: Words,
    },
}

/// What a field of an entry has to be.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Matcher {
    /// One of these.
    Is(Words),
    /// Something else.
    More {
        /// A country of this area; of several countries, one.
        #[serde(default, rename = "in")]
        inside: Option<Words>,
        /// A country outside this area; of several countries, one.
        #[serde(default)]
        outside: Option<Words>,
        /// There, or not there.
        #[serde(default)]
        present: Option<bool>,
        /// None of these.
        #[serde(default)]
        not: Option<Words>,
    },
}

/// How long a list has to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// The list.
    #[serde(rename = "in")]
    pub list: Words,
    /// How many entries.
    pub count: usize,
}

/// Values that have to be among the entries of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Includes {
    /// The list.
    #[serde(rename = "in")]
    pub list: String,
    /// The field of its entries.
    pub field: String,
    /// The values.
    pub values: Vec<Wanted>,
}

/// A value that has to be there, perhaps only sometimes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Wanted {
    /// Always.
    Always(Words),
    /// When something holds.
    When {
        /// The value.
        value: Words,
        /// When.
        when: Condition,
    },
}

/// Text that has to be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextHas {
    /// One of these patterns.
    pub any: Vec<Pattern>,
    /// Only in sections of this kind.
    #[serde(default)]
    pub section: Option<String>,
}

/// Text that must not be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// What is looked for.
    pub pattern: Pattern,
    /// What near it makes it all right.
    #[serde(default)]
    pub unless: Option<Pattern>,
    /// How near.
    #[serde(default, rename = "in")]
    pub near: Near,
    /// Only in sections of this kind.
    #[serde(default)]
    pub section: Option<String>,
    /// Whether the texts of links are left out.
    #[serde(default)]
    pub outside_links: bool,
    /// What mends a match for certain.
    #[serde(default)]
    pub replace: Vec<Replace>,
}

/// What a match is mended with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// What in the match, or around it in its words, is wrong.
    pub this: Pattern,
    /// What belongs there; `$1` is a group of the pattern.
    pub by: String,
}

/// How near to a match an exception has to stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Near {
    /// In the same sentence.
    #[default]
    Sentence,
    /// In the same paragraph, list item or cell.
    Block,
}

/// A duration with bounds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The path of the duration.
    pub fact: String,
    /// Not shorter than this.
    #[serde(default, deserialize_with = "duration")]
    pub at_least: Option<Duration>,
    /// Not longer than this.
    #[serde(default, deserialize_with = "duration")]
    pub at_most: Option<Duration>,
}

/// A date with an age.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxAge {
    /// The path of the date.
    pub fact: String,
    /// How old it may be.
    #[serde(deserialize_with = "duration")]
    pub period: Option<Duration>,
}

/// One word or several, as YAML has them: numbers and truth values too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Word {
            Bool(bool),
            Number(i64),
            Text(String),
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Several(Vec<Word>),
            One(Word),
        }
        let word = |word| match word {
            Word::Bool(value) => value.to_string(),
            Word::Number(value) => value.to_string(),
            Word::Text(value) => value,
        };
        Ok(Self(match Either::deserialize(deserializer)? {
            Either::One(one) => vec![word(one)],
            Either::Several(several) => several.into_iter().map(word).collect(),
        }))
    }
}

impl Words {
    /// Whether it is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let word = String::deserialize(deserializer)?;
    Severity::from_word(&word)
        .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a severity")))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let word = String::deserialize(deserializer)?;
    let date = dates::parse(&word);
    date.map(Some)
        .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a date")))
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let word = String::deserialize(deserializer)?;
    let duration = Duration::parse(&word);
    duration
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a duration")))
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Words::deserialize(deserializer).map(|words| words.0)
}
