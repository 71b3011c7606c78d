//! Packs and rules, in the form of their files.

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
use crate::model::language::primary;

/// Rules on one subject, usually of one law.
#[derive(Debug)]
pub struct Pack {
    /// The name used in settings and on the command line.
    pub name: String,
    /// Its display name.
    pub title: String,
    /// A description.
    pub about: String,
    /// The regimes that turn it on; one of them is enough. If empty, it is
    /// always on.
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

/// A pack without its rules, in the form of its file.
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
    /// Parts of patterns, by name; a pattern refers to one as `(?&name)`.
    #[serde(default, rename = "pieces")]
    #[schemars(with = "BTreeMap<String, String>")]
    _pieces: BTreeMap<String, String>,
    /// Retired rule IDs.
    #[serde(default)]
    retired: Vec<Retired>,
    /// Its rules.
    // Rules are read one by one.
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
    /// Earlier IDs, which settings, comments and baselines may still use.
    #[serde(default)]
    pub formerly: Vec<Former>,
    /// Its former severity.
    #[serde(default)]
    pub relevelled: Option<Relevelled>,
    /// A readable name.
    pub name: String,
    /// The severity of a finding, unless settings change it.
    #[serde(deserialize_with = "history::severity")]
    #[schemars(schema_with = "schema::severity")]
    pub severity: Severity,
    /// When a finding is only a note (default: never).
    #[serde(default)]
    pub note_when: Option<Condition>,
    /// The certainty of a finding.
    pub certainty: Certainty,
    /// Whether it is off by default.
    #[serde(default)]
    pub off: bool,
    /// Whether it is new, and runs only if preview rules are turned on.
    #[serde(default)]
    pub preview: bool,
    /// The subjects that it finds missing, by names shared between rules of several packs.
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
    /// Whether each page or only one page of the site must meet it.
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
    /// Its requirement.
    pub check: Requirement,
    /// Evidence for it in prose, if there are no facts.
    #[serde(default)]
    pub prose: EvidencePatterns,
    /// The message of a finding.
    pub message: String,
    /// The message if neither facts nor prose contain anything, for rules whose
    /// message is about a list entry.
    #[serde(default)]
    pub absent: Option<String>,
    /// The reason why it does not apply if no list entry is relevant to it, as shown in the
    /// coverage.
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
    /// Examples with a finding.
    pub fails: Vec<Example>,
    /// Examples without a finding.
    pub passes: Vec<Example>,
    /// Examples without a finding that look as if they should have one.
    #[serde(default)]
    pub traps: Vec<Example>,
    /// Its code in diagnostics.
    #[serde(skip)]
    pub(super) code: OnceLock<&'static Code>,
}

/// Which pages must meet a rule.
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
    /// A phrase is present or absent, which is seldom wrong.
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

/// A provision of a law, or a statement of courts or authorities about it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The citation, in the form that lawyers use.
    pub cite: String,
    /// A link to its text.
    #[serde(default)]
    pub url: String,
    /// The regimes to which it belongs, if the rule also belongs to others: findings on a page cite
    /// the laws of the page's regimes.
    #[serde(default, deserialize_with = "paths::regimes")]
    #[schemars(schema_with = "schema::regimes")]
    pub regimes: Vec<String>,
}

impl Law {
    /// Whether it is cited on pages with these regimes.
    pub(crate) fn is_cited(&self, regimes: &[String]) -> bool {
        self.regimes.is_empty() || self.regimes.iter().any(|regime| regimes.contains(regime))
    }
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

/// Evidence in the words of a page for a requirement: see
/// `docs/guide/evidence.md`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidencePatterns {
    /// The subject of the evidence, for messages, such as `recipients`.
    #[serde(default)]
    pub about: Option<String>,
    /// Kinds of sections.
    #[serde(default)]
    #[schemars(schema_with = "schema::kinds")]
    pub sections: Vec<String>,
    /// Kinds of sections whose lists and tables state it.
    #[serde(default)]
    #[schemars(schema_with = "schema::kinds")]
    pub lists: Vec<String>,
    /// Patterns that state it.
    #[serde(default)]
    pub text: Vec<Pattern>,
    /// Links that state it: patterns matched against the text and the address of a link, separated
    /// by a space.
    #[serde(default)]
    pub links: Vec<Pattern>,
    /// Whether `text` may also match in code, such as an email address in backticks.
    #[serde(default)]
    pub code: bool,
    /// Facts whose values may appear there, typed by hand.
    #[serde(default, deserialize_with = "paths::facts")]
    #[schemars(schema_with = "schema::facts")]
    pub facts: Vec<String>,
    /// Patterns that mention it without stating it.
    #[serde(default)]
    pub mentions: Vec<Pattern>,
    /// Patterns that state each thing that a finding lists as missing.
    #[serde(default)]
    pub of: BTreeMap<String, Vec<Pattern>>,
    /// Patterns that make a statement apply to all entries of a list. Without
    /// any, statements that name no entry apply to all.
    #[serde(default)]
    pub general: Vec<Pattern>,
    /// Patterns of denials that state it because they leave nothing open, such as “nobody else
    /// receives your data”.
    #[serde(default)]
    pub denials: Vec<Pattern>,
    /// Whether a denial counts as stating it, because the law requires a yes or a no.
    #[serde(default)]
    pub denial_states: bool,
    /// Whether it may complete printed facts, rather than only replace them;
    /// then the words of clauses don't count.
    #[serde(default)]
    pub completes: bool,
    /// The languages that the patterns cover.
    #[serde(default = "english")]
    pub languages: Vec<String>,
}

impl EvidencePatterns {
    /// All patterns of the evidence.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let lists = [
            &self.text,
            &self.links,
            &self.mentions,
            &self.general,
            &self.denials,
        ];
        lists.into_iter().chain(self.of.values()).flatten()
    }

    /// Whether its patterns cover a language, given as a BCP 47 tag.
    pub fn knows(&self, language: &str) -> bool {
        let language = primary(language);
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
    /// The regimes that turn it on; if there are none, it is always on.
    pub fn regimes<'a>(&'a self, pack: &'a Pack) -> &'a [String] {
        self.regimes.as_ref().unwrap_or(&pack.regimes)
    }

    /// Whether it checks pages for a regime.
    pub fn is_of(&self, pack: &Pack, regime: &str) -> bool {
        self.regimes(pack).iter().any(|known| known == regime)
            || self.when.as_ref().is_some_and(|when| when.names(regime))
    }

    /// Its laws, without those that belong only to other regimes.
    pub(crate) fn laws_of(&self, regimes: &[String]) -> impl Iterator<Item = &Law> {
        self.law.iter().filter(move |law| law.is_cited(regimes))
    }

    /// Whether its law is in force on a day.
    pub(crate) fn is_in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether its basis is a decision of the site's own counsel.
    pub(crate) fn is_house(&self) -> bool {
        let law = self.law.first();
        law.is_some_and(|law| law.cite.starts_with("house rule"))
    }
}

/// Reads an optional date.
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
