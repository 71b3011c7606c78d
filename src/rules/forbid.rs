//! Text that must not occur, as packs define it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::pattern::{Pattern, Patterns};
use super::schema;

/// Text that must not occur.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// What is looked for: one of these.
    pub pattern: Patterns,
    /// What excuses a match if it is near.
    #[serde(default)]
    pub unless: Patterns,
    /// How near.
    #[serde(default, rename = "in")]
    pub near: Near,
    /// What excuses a match if it is in the same block, however near the rest has
    /// to be.
    #[serde(default)]
    pub unless_block: Patterns,
    /// What excuses all matches of a section, if it is in the sentence of one.
    #[serde(default)]
    pub unless_section: Option<Pattern>,
    /// Whether the destinations of links are looked at too.
    #[serde(default)]
    pub in_links: bool,
    /// Only in sections of this kind.
    #[serde(default)]
    #[schemars(schema_with = "schema::kind")]
    pub section: Option<String>,
    /// Whether the texts of links are left out.
    #[serde(default)]
    pub outside_links: bool,
    /// Whether quotations are left out.
    #[serde(default)]
    pub outside_quotes: bool,
    /// Whether a match is left out if its paragraph, item or cell has a link,
    /// or a link of the page has one of its longer words.
    #[serde(default)]
    pub unlinked: bool,
    /// What a match contradicts. If the page lacks that, it is no finding.
    #[serde(default)]
    pub beside: Option<Beside>,
    /// Replacements for a match that are certain to be right.
    #[serde(default)]
    pub replace: Vec<Replace>,
}

/// Text that another one contradicts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// What is looked for: one of these.
    pub pattern: Patterns,
    /// What excuses a match in the same sentence.
    #[serde(default)]
    pub unless: Patterns,
}

/// A replacement for a match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// What in the match, or around it in its words, is wrong.
    pub this: Pattern,
    /// The replacement; `$1` is a group of the pattern.
    pub by: String,
}

/// How near to a match an exception must be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Near {
    /// In the same sentence.
    #[default]
    Sentence,
    /// In the same paragraph, list item or cell.
    Block,
    /// In the same section, without those inside it.
    Section,
}
