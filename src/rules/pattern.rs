//! Regular expressions of rules.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::{Captures, Match, Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

use super::boundary;
use super::case;
use super::classes;
use super::prefilter::{Needles, Prefilter};
use super::words::Words;

/// A regular expression, compiled on first use.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
    needles: OnceLock<Needles>,
    /// The bytes of text in which its words were looked up without finding them.
    ruled_out: AtomicUsize,
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(String::deserialize(deserializer)?))
    }
}

impl Pattern {
    /// Creates a pattern in the syntax of the `regex` crate, which matches in linear time.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            compiled: OnceLock::new(),
            needles: OnceLock::new(),
            ruled_out: AtomicUsize::new(0),
        }
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The compiled pattern; `None` if it can't be compiled, which a test rules
    /// out for built-in packs.
    pub fn regex(&self) -> Option<&Regex> {
        let compile = || {
            // A site's own patterns are verified when they are read.
            debug_assert_eq!(case::dropped(&self.text), None, "{}", self.text);
            builder(&classes::narrowed(&boundary::fast(&self.text)))
                .build()
                .ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Compiles it with a size limit, for patterns that are not built in; the
    /// error states why it can't be compiled.
    pub fn compile_bounded(&self) -> Result<(), String> {
        match builder(&boundary::fast(&self.text))
            .size_limit(MAX_SIZE)
            .build()
        {
            Ok(regex) => {
                self.compiled.get_or_init(|| Some(regex));
                Ok(())
            }
            Err(regex::Error::CompiledTooBig(_)) => {
                Err("the regular expression is too large when compiled".to_owned())
            }
            Err(error) => {
                let words = error.to_string();
                let last = words.lines().last().unwrap_or_default();
                let last = last.trim_start_matches("error: ");
                Err(format!("invalid regular expression: {last}"))
            }
        }
    }

    /// The literals that a text must contain for a match.
    pub(crate) fn needles(&self) -> &Needles {
        self.needles
            .get_or_init(|| Needles::of(&classes::shortened(&self.text)))
    }

    /// The compiled pattern, if a text may have a match: most patterns are never needed, and
    /// compiling one takes longer than looking up its words, except in many texts.
    fn regex_for(&self, text: &str) -> Option<&Regex> {
        let is_needed = || {
            let before = self
                .ruled_out
                .fetch_add(text.len() + FILTER, Ordering::Relaxed);
            before > MANY || self.needles().may_be_in(&Prefilter::of(text))
        };
        (self.compiled.get().is_some() || is_needed()).then(|| self.regex())?
    }

    /// All matches in a text.
    pub fn find<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let regex = self.regex_for(text);
        regex
            .into_iter()
            .flat_map(move |regex| regex.find_iter(text))
    }

    /// All matches in a text, with their groups.
    pub fn find_groups<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let regex = self.regex_for(text);
        regex
            .into_iter()
            .flat_map(move |regex| regex.captures_iter(text))
    }

    /// Whether a text has a match.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex_for(text)
            .is_some_and(|regex| regex.is_match(text))
    }
}

/// What it takes to prepare a filter, as a number of bytes to look up.
const FILTER: usize = 64;
/// The number of bytes whose lookup takes as long as compiling a pattern.
const MANY: usize = 128 * 1024;

/// Alternative patterns, such as one for each language. In packs, a single pattern or a list.
#[derive(Debug, Default)]
pub struct Patterns(pub Vec<Pattern>);

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Words::deserialize(deserializer)?.0;
        Ok(Self(words.into_iter().map(Pattern::new).collect()))
    }
}

/// The maximum size in bytes of a site's compiled pattern.
const MAX_SIZE: usize = 1 << 20;

fn builder(pattern: &str) -> RegexBuilder {
    let mut builder = RegexBuilder::new(pattern);
    builder.case_insensitive(true);
    builder
}
