//! The input and output of an evaluation.

use std::ops::Range;
use std::sync::Arc;

use super::{FactSet, Printed};
use crate::base::source::Source;
use crate::model::facts::Facts;
use crate::model::front_matter::FrontMatter;
use crate::template::source_map::SourceMap;

/// The input of an evaluation.
#[derive(Debug)]
pub struct Input<'a> {
    /// The policy file.
    pub policy: &'a Arc<Source>,
    /// The text after the front matter.
    pub body: Range<usize>,
    /// The front matter.
    pub front_matter: &'a FrontMatter,
    /// The facts that apply to the policy, if they differ from the shared ones.
    pub own_facts: Option<&'a Facts>,
    /// The regimes that apply to the policy.
    pub regimes: &'a [String],
    /// The language of the policy.
    pub language: &'a str,
}

/// The output of an evaluation.
#[derive(Debug)]
pub struct Evaluated {
    /// The merged Markdown.
    pub text: String,
    /// The mapping back to the sources.
    pub map: SourceMap,
    /// The facts mentioned in the text.
    pub facts: FactSet,
    /// The facts printed by the text.
    pub printed: Printed,
}
