//! Conditions and requirements, in the form of the packs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::Builtin;
use super::forbid::Forbid;
use super::pack;
use super::paths;
use super::pattern::Pattern;
use super::schema;
use super::words::Words;
use crate::base::dates::Date;
use crate::base::duration::Duration;

/// When a rule applies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All of these are true.
    All(Vec<Condition>),
    /// One of these is true.
    Any(Vec<Condition>),
    /// This is not true.
    Not(Box<Condition>),
    /// The fact is stated, and is neither false nor empty.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    Fact(String),
    /// The fact is stated, even if only as `none`.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    Stated(String),
    /// The fact is one of these.
    Value(ValueIs),
    /// A list has an entry like this.
    Some(Entries),
    /// A country is in an area, or outside it.
    Country(CountryIs),
    /// A date is before or after another.
    Date(DateIs),
    /// A regime is turned on.
    #[serde(deserialize_with = "paths::regime")]
    #[schemars(schema_with = "schema::regime")]
    Regime(String),
    /// The consumer privacy law of one of these US states, or of any state, is in force, unless the
    /// site states that the laws of other states apply.
    #[serde(deserialize_with = "paths::states")]
    #[schemars(schema_with = "schema::states")]
    StateLaw(Words),
    /// The page's prose contains this.
    Text(Pattern),
}

impl Condition {
    /// Whether it tests for a regime.
    pub(super) fn names(&self, regime: &str) -> bool {
        match self {
            Self::All(all) | Self::Any(all) => all.iter().any(|one| one.names(regime)),
            Self::Regime(named) => named == regime,
            _ => false,
        }
    }
}

/// The requirement of a rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// All of these.
    All(Vec<Requirement>),
    /// One of these.
    Any(Vec<Requirement>),
    /// A fact that the page prints.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    Fact(String),
    /// A fact that is stated, even if only as `none`.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    Stated(String),
    /// Fields of the entries of a list.
    Each(Each),
    /// A list with a minimum length.
    AtLeast(AtLeast),
    /// Values among the entries of a list.
    Includes(Includes),
    /// A section of this kind.
    Section(#[schemars(schema_with = "schema::kind")] String),
    /// Sections of these kinds.
    Sections(#[schemars(schema_with = "schema::kinds")] Vec<String>),
    /// A page of this type on the site.
    Document(#[schemars(schema_with = "schema::document")] String),
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
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    NotPast(String),
    /// A fact with one of these values.
    Value(ValueIs),
    /// The page's own date, in its text.
    Dated,
    /// A built-in rule in code with this name.
    Builtin(#[schemars(schema_with = "schema::builtin")] Builtin),
}

/// A fact and its allowed values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueIs {
    /// The path of the fact.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub fact: String,
    /// Its allowed values.
    pub is: Words,
}

/// A country and an area.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryIs {
    /// The path of the country.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub fact: String,
    /// The areas in which it must be.
    #[serde(default, rename = "in")]
    pub inside: Option<Words>,
    /// The areas in which it must not be.
    #[serde(default)]
    pub outside: Option<Words>,
}

/// A date and its bounds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateIs {
    /// The path of the date.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub fact: String,
    /// Earlier than this day.
    #[serde(default, deserialize_with = "pack::date")]
    #[schemars(schema_with = "schema::date")]
    pub before: Option<Date>,
    /// On this day or later.
    #[serde(default, deserialize_with = "pack::date")]
    #[schemars(schema_with = "schema::date")]
    pub from: Option<Date>,
}

/// The entries of a list for which a condition is true.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    /// The list, or several.
    #[serde(rename = "in", deserialize_with = "paths::lists")]
    #[schemars(schema_with = "schema::lists")]
    pub list: Words,
    /// The condition that the entry meets.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Matcher>,
}

/// The fields that each entry of a list must have.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// The list, or several.
    #[serde(rename = "in", deserialize_with = "paths::lists")]
    #[schemars(schema_with = "schema::lists")]
    pub list: Words,
    /// The condition for the entries to check.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Matcher>,
    /// The fields.
    pub needs: Vec<Need>,
    /// Whether the page must print them, rather than the facts merely state
    /// them.
    #[serde(default = "yes")]
    pub printed: bool,
}

fn yes() -> bool {
    true
}

/// A field that an entry needs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a field, a list of fields, `stated: FIELD`, or `field` with `is`"
)]
pub enum Need {
    /// This one.
    Field(String),
    /// One of these.
    OneOf(Vec<String>),
    /// This one, even if only as `none`.
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

/// The required value of a field of an entry.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a value, a list of values, or a mapping with `in`, `outside`, `present` or `not`"
)]
pub enum Matcher {
    /// One of these.
    Is(Words),
    /// Something else.
    More {
        /// A country in this area; one of several countries is enough.
        #[serde(default, rename = "in")]
        inside: Option<Words>,
        /// A country outside this area; one of several countries is enough.
        #[serde(default)]
        outside: Option<Words>,
        /// Present or absent.
        #[serde(default)]
        present: Option<bool>,
        /// None of these.
        #[serde(default)]
        not: Option<Words>,
    },
}

/// The minimum length of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// The list.
    #[serde(rename = "in", deserialize_with = "paths::lists")]
    #[schemars(schema_with = "schema::lists")]
    pub list: Words,
    /// The minimum number of entries.
    pub count: usize,
}

/// Values that must be among the entries of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Includes {
    /// The list.
    #[serde(rename = "in", deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub list: String,
    /// The field of its entries.
    pub field: String,
    /// The values.
    pub values: Vec<Wanted>,
}

/// A value that must be present, always or under a condition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a value, a list of values, or `value` with `when`"
)]
pub enum Wanted {
    /// Always.
    Always(Words),
    /// If a condition is true.
    When {
        /// The value.
        value: Words,
        /// The condition.
        when: Condition,
    },
}

/// Text that must be present.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextHas {
    /// The patterns, one of which must match.
    pub any: Vec<Pattern>,
    /// Search only in sections of this kind.
    #[serde(default)]
    #[schemars(schema_with = "schema::kind")]
    pub section: Option<String>,
    /// Whether a sentence that denies it also counts.
    #[serde(default)]
    pub or_denied: bool,
}

/// A duration with bounds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The path of the duration.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub fact: String,
    /// Not shorter than this.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "schema::duration")]
    pub at_least: Option<Duration>,
    /// Not longer than this.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "schema::duration")]
    pub at_most: Option<Duration>,
}

/// A date with a maximum age.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaxAge {
    /// The path of the date.
    #[serde(deserialize_with = "paths::fact")]
    #[schemars(schema_with = "schema::fact")]
    pub fact: String,
    /// The maximum age.
    #[serde(deserialize_with = "duration")]
    #[schemars(schema_with = "schema::duration")]
    pub period: Option<Duration>,
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let word = String::deserialize(deserializer)?;
    let duration = Duration::parse(&word);
    duration
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom(format!("`{word}` is not a duration")))
}
