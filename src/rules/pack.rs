//! Packs and rules, as the files write them down.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::history::{self, Former, Relevelled, Retired};
use super::paths;
use super::schema;
use super::{Condition, Pattern, Requirement, Subject, Words};
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Code, Severity};

/// Rules on one subject, mostly of one law.
#[derive(Debug)]
pub struct Pack {
    /// The name used in settings and on the command line.
    pub name: String,
    /// Its display name.
    pub title: String,
    /// A description.
    pub about: String,
    /// The regimes that turn it on; one of them is enough. None: always on.
    pub regimes: Vec<String>,
    /// The day on which its law was last checked.
    pub checked: Option<Date>,
    /// The date on which its examples are valid.
    pub examples_as_of: Option<Date>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Retired rule IDs.
    pub retired: Vec<Retired>,
}

/// A pack without its rules, as files have it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// The name used in settings and on the command line.
    #[schemars(regex(pattern = "^[a-z][a-z0-9_-]*$"))]
    name: String,
    /// Its display name.
    title: String,
    /// A description.
    about: String,
    /// The regimes that turn it on; one of them is enough. Without any, it always applies.
    #[serde(default, deserialize_with = "paths::regimes")]
    #[schemars(schema_with = "schema::regimes")]
    regimes: Vec<String>,
    /// The day on which its law was last checked.
    #[serde(default, deserialize_with = "date")]
    #[schemars(schema_with = "schema::date")]
    checked: Option<Date>,
    /// The date on which its examples are run.
    #[serde(default, deserialize_with = "date")]
    #[schemars(schema_with = "schema::date")]
    examples_as_of: Option<Date>,
    /// Retired rule IDs.
    #[serde(default)]
    retired: Vec<Retired>,
    /// Its rules.
    // They are read one by one.
    #[serde(rename = "rules")]
    #[schemars(with = "Vec<Rule>")]
    _rules: IgnoredAny,
}

impl Head {
    /// The pack with these rules.
    pub(super) fn with(self, rules: Vec<Rule>) -> Pack {
        Pack {
            name: self.name,
            title: self.title,
            about: self.about,
            regimes: self.regimes,
            checked: self.checked,
            examples_as_of: self.examples_as_of,
            rules,
            retired: self.retired,
        }
    }
}

/// One thing that `check` verifies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = schema::bound_severity)]
pub struct Rule {
    /// The ID that is printed, stable across releases.
    #[schemars(regex(pattern = "^[A-Z][A-Z0-9]{2,7}[0-9]{3}$"))]
    pub id: String,
    /// Earlier IDs, which settings, comments and baselines may still have.
    #[serde(default)]
    pub formerly: Vec<Former>,
    /// Its former severity.
    #[serde(default)]
    pub relevelled: Option<Relevelled>,
    /// A name in words.
    pub name: String,
    /// The severity of a finding, unless settings change it.
    #[serde(deserialize_with = "history::severity")]
    #[schemars(schema_with = "schema::severity")]
    pub severity: Severity,
    /// The certainty of a finding.
    pub certainty: Certainty,
    /// Whether it is off by default.
    #[serde(default)]
    pub off: bool,
    /// Whether it is new, and runs only where previews are turned on.
    #[serde(default)]
    pub preview: bool,
    /// What it finds missing, by names that rules of several packs share.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// The document types that it applies to (default: all).
    #[serde(default)]
    #[schemars(schema_with = "schema::documents")]
    pub documents: Vec<String>,
    /// The regimes that turn it on, if different from the pack's.
    #[serde(default, deserialize_with = "paths::maybe_regimes")]
    #[schemars(schema_with = "schema::regimes")]
    pub regimes: Option<Vec<String>>,
    /// What must meet it: each page, or one page of the site.
    #[serde(default)]
    pub scope: Scope,
    /// The first day on which it applies.
    #[serde(default, deserialize_with = "date")]
    #[schemars(schema_with = "schema::date")]
    pub from: Option<Date>,
    /// The last day on which it applies.
    #[serde(default, deserialize_with = "date")]
    #[schemars(schema_with = "schema::date")]
    pub until: Option<Date>,
    /// When it applies to a page (default: always).
    #[serde(default)]
    pub when: Option<Condition>,
    /// What it requires.
    pub check: Requirement,
    /// What in prose is evidence for it, where there are no facts.
    #[serde(default)]
    pub prose: EvidencePatterns,
    /// The message of a finding.
    pub message: String,
    /// The message if neither facts nor words say anything at all, for rules
    /// whose message is about one entry of a list.
    #[serde(default)]
    pub absent: Option<String>,
    /// Why it does not apply where no entry of a list is one that it is about,
    /// for coverage.
    #[serde(default)]
    pub if_none: Option<String>,
    /// How to fix it.
    #[serde(default, deserialize_with = "one_or_more")]
    #[schemars(schema_with = "schema::one_or_more")]
    pub help: Vec<String>,
    /// Why it exists, for `explain`.
    pub why: String,
    /// Its legal basis.
    #[serde(default)]
    pub law: Vec<Law>,
    /// Texts with a finding.
    pub fails: Vec<Example>,
    /// Texts without a finding.
    pub passes: Vec<Example>,
    /// Texts without a finding that look like one.
    #[serde(default)]
    pub traps: Vec<Example>,
    /// As diagnostics name it.
    #[serde(skip)]
    pub(super) code: OnceLock<&'static Code>,
}

/// What must meet a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Each page that it applies to.
    #[default]
    Page,
    /// One of them.
    Site,
}

/// The certainty of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Facts or exact text decide.
    Certain,
    /// A phrase is present or absent, and that is seldom wrong.
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// As lawyers cite it.
    pub cite: String,
    /// Where it can be read.
    #[serde(default)]
    pub url: String,
    /// The regimes that it belongs to, if the rule belongs to others too: findings on a page
    /// cite the laws of its regimes.
    #[serde(default, deserialize_with = "paths::regimes")]
    #[schemars(schema_with = "schema::regimes")]
    pub regimes: Vec<String>,
}

/// A small site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected the text of a policy, or a mapping of paths to texts"
)]
pub enum Example {
    /// One policy.
    Policy(String),
    /// Files by path.
    Site(BTreeMap<String, String>),
}

/// What in the words of a page is evidence for a requirement: see
/// `docs/guide/evidence.md`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidencePatterns {
    /// What the words are about, for messages: `recipients`.
    #[serde(default)]
    pub about: Option<String>,
    /// Kinds of sections.
    #[serde(default)]
    #[schemars(schema_with = "schema::kinds")]
    pub sections: Vec<String>,
    /// What states it.
    #[serde(default)]
    pub text: Vec<Pattern>,
    /// Links that state it: patterns of `TEXT ADDRESS`.
    #[serde(default)]
    pub links: Vec<Pattern>,
    /// Facts whose values may stand there, typed by hand.
    #[serde(default, deserialize_with = "paths::facts")]
    #[schemars(schema_with = "schema::facts")]
    pub facts: Vec<String>,
    /// What speaks of it without stating it.
    #[serde(default)]
    pub mentions: Vec<Pattern>,
    /// What states each thing that a finding lists as missing.
    #[serde(default)]
    pub of: BTreeMap<String, Vec<Pattern>>,
    /// What makes a statement one on all entries of a list. Without any, those
    /// are that name none of them.
    #[serde(default)]
    pub general: Vec<Pattern>,
    /// Whether a denial states it, because the law requires a yes or a no.
    #[serde(default)]
    pub denial_states: bool,
    /// Whether it may complete facts that are printed, and not only stand in
    /// for them; then the words of clauses are none.
    #[serde(default)]
    pub completes: bool,
    /// The languages whose words the patterns know.
    #[serde(default = "english")]
    pub languages: Vec<String>,
}

impl EvidencePatterns {
    /// All of its patterns.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let lists = [&self.text, &self.links, &self.mentions, &self.general];
        lists.into_iter().chain(self.of.values()).flatten()
    }

    /// Whether it knows the words of a language, a BCP 47 tag.
    pub fn knows(&self, language: &str) -> bool {
        let language = language.split('-').next().unwrap_or(language);
        match self.languages.as_slice() {
            [] => language == "en",
            known => known.iter().any(|known| known == language),
        }
    }
}

fn english() -> Vec<String> {
    vec!["en".to_owned()]
}

impl Rule {
    /// The regimes that turn it on; none: it is always on.
    pub fn regimes<'a>(&'a self, pack: &'a Pack) -> &'a [String] {
        self.regimes.as_ref().unwrap_or(&pack.regimes)
    }

    /// Whether it looks at pages for the sake of a regime.
    pub fn is_of(&self, pack: &Pack, regime: &str) -> bool {
        self.regimes(pack).iter().any(|known| known == regime)
            || self.when.as_ref().is_some_and(|when| when.names(regime))
    }

    /// Its laws, without those that are of other regimes than these alone.
    pub(crate) fn laws_of(&self, regimes: &[String]) -> impl Iterator<Item = &Law> {
        let is_of = |law: &&Law| law.regimes.iter().any(|regime| regimes.contains(regime));
        self.law
            .iter()
            .filter(move |law| law.regimes.is_empty() || is_of(law))
    }

    /// Whether its law is in force on a day.
    pub(crate) fn is_in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether its law is a decision of the site's own counsel.
    pub(crate) fn is_house(&self) -> bool {
        let law = self.law.first();
        law.is_some_and(|law| law.cite.starts_with("house rule"))
    }
}

/// Reads a date that need not be there.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

/// Reads a date.
pub(crate) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let word = String::deserialize(deserializer)?;
    dates::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a date")))
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Words::deserialize(deserializer).map(|words| words.0)
}
