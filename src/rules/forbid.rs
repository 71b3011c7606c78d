//! Text that must not occur, as packs define it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::pattern::{Pattern, Patterns};
use super::schema;

/// Text that must not occur.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// The patterns to search for; one match is enough.
    #[serde(default)]
    pub pattern: Patterns,
    /// Lists of patterns: where a sentence, with the introduction of its list, has matches of all
    /// patterns of one, the first is a match.
    #[serde(default)]
    pub combined: Vec<Patterns>,
    /// Patterns that excuse a match if they occur nearby.
    #[serde(default)]
    pub unless: Patterns,
    /// The required proximity.
    #[serde(default, rename = "in")]
    pub near: Near,
    /// Patterns that excuse a match if they occur in the same sentence, or later in the same block,
    /// whatever the required proximity.
    #[serde(default)]
    pub unless_block: Patterns,
    /// Patterns that excuse all matches in a section if they occur in the same sentence as one of
    /// them.
    #[serde(default)]
    pub unless_section: Option<Pattern>,
    /// Text in the sections of a kind that excuses all matches outside them.
    #[serde(default)]
    pub unless_within: Option<UnlessWithin>,
    /// Whether the destinations of links are also searched.
    #[serde(default)]
    pub in_links: bool,
    /// Search only in sections of this kind.
    #[serde(default)]
    #[schemars(schema_with = "schema::kind")]
    pub section: Option<String>,
    /// Whether link text is left out.
    #[serde(default)]
    pub outside_links: bool,
    /// Whether quotations are left out.
    #[serde(default)]
    pub outside_quotes: bool,
    /// Whether a match is left out if its paragraph, item or cell has a link,
    /// or if a link on the page has one of its longer words.
    #[serde(default)]
    pub unlinked: bool,
    /// The text that a match contradicts. If the page lacks it, a match is not
    /// a finding.
    #[serde(default)]
    pub beside: Option<Beside>,
    /// Whether matches after a backslash are left out.
    #[serde(default)]
    pub unescaped: bool,
    /// More help on matches in a block of HTML.
    #[serde(default)]
    pub html_help: Option<String>,
    /// Safe replacements for a match.
    #[serde(default)]
    pub replace: Vec<Replace>,
    /// Whether repeated matches are one finding, which names the other lines (default: each match is
    /// a finding).
    #[serde(default)]
    pub once: Option<Once>,
}

/// Which matches are one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Once {
    /// Those with the same message.
    Text,
    /// All on a page.
    Page,
}

/// Text that a match may contradict.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The patterns to search for; one match is enough.
    #[serde(default)]
    pub pattern: Patterns,
    /// Lists of patterns that a sentence, with the introduction of its list, must all match.
    #[serde(default)]
    pub combined: Vec<Patterns>,
    /// Patterns that excuse a match in the same sentence.
    #[serde(default)]
    pub unless: Patterns,
    /// Whether the companies that, according to the text, receive data count as matches.
    #[serde(default)]
    pub recipients: bool,
    /// Words such as “else”: a match with one of them contradicts only text after it.
    #[serde(default)]
    pub only_after: Patterns,
}

/// Text in the sections of a kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlessWithin {
    /// The kind of section.
    #[schemars(schema_with = "schema::kind")]
    pub section: String,
    /// The patterns to search for; one match is enough.
    pub pattern: Patterns,
}

/// A replacement for a match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// The wrong part of the match, or of the words around it.
    pub this: Pattern,
    /// The replacement; `$1` is a group of the pattern.
    pub by: String,
}

/// The required proximity of an exception to a match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Near {
    /// In the same sentence.
    #[default]
    Sentence,
    /// In the same paragraph, list item or cell.
    Block,
    /// In the same section, without its subsections.
    Section,
}
