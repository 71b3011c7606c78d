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
    /// The policy's file.
    pub policy: &'a Arc<Source>,
    /// Its text, after the front matter.
    pub body: Range<usize>,
    /// Its front matter.
    pub front_matter: &'a FrontMatter,
    /// The facts that apply to it, if some of them are its own.
    pub own_facts: Option<&'a Facts>,
    /// The regimes that apply to it.
    pub regimes: &'a [String],
    /// The language that it is written in.
    pub language: &'a str,
}

/// A text that was evaluated.
#[derive(Debug)]
pub struct Evaluated {
    /// The merged Markdown.
    pub text: String,
    /// The mapping back to the sources.
    pub map: SourceMap,
    /// The facts that it mentions.
    pub facts: FactSet,
    /// The facts that it prints.
    pub printed: Printed,
}
