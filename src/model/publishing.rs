//! The settings `exclude` and `publish`: which files are left out, and which are copied even if no
//! page links to them.

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::globs::Globs;
use crate::base::source::{Place, Source};
use crate::model::settings;
use crate::yaml::{Kind, Node};

/// The settings for files beside policies.
#[derive(Debug, Clone)]
pub struct Publishing {
    /// Files and policies that are left out.
    pub exclude: Globs,
    /// Files that are copied even if no page links to them.
    pub publish: Globs,
    /// The places of the patterns of `publish`.
    pub places: Vec<Place>,
    /// Whether `.nojekyll` is written, for GitHub Pages.
    pub nojekyll: bool,
}

impl Default for Publishing {
    fn default() -> Self {
        Self {
            exclude: Globs::default(),
            publish: Globs::default(),
            places: Vec::new(),
            nojekyll: true,
        }
    }
}

/// Reads a list of patterns and reports invalid ones.
fn patterns(
    node: Option<&Node>,
    source: &Arc<Source>,
    faults: &mut Vec<Diagnostic>,
) -> (Globs, Vec<Place>) {
    let mut patterns = Vec::new();
    let mut places = Vec::new();
    let nodes = match node.map(|node| &node.kind) {
        Some(Kind::Seq(nodes)) => nodes.as_slice(),
        _ => &[],
    };
    for node in nodes {
        let Kind::Text(text) = &node.kind else {
            continue;
        };
        match Globs::new(std::slice::from_ref(text)) {
            Ok(_) => {
                patterns.push(text.clone());
                places.push(source.place(node.span.clone()));
            }
            Err(error) => faults.push(
                Diagnostic::new(&codes::PATTERN, format!("`{text}` can't be used: {error}"))
                    .at(source, node.span.clone())
                    .help("write a path or a pattern such as `*.pdf` or `forms/**`"),
            ),
        }
    }
    (Globs::new(&patterns).unwrap_or_default(), places)
}

impl Publishing {
    /// Reads `exclude`, `publish` and `nojekyll`.
    pub(super) fn read(node: &Node, source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Self {
        let (exclude, _) = patterns(node.get("exclude"), source, faults);
        let (publish, places) = patterns(node.get("publish"), source, faults);
        let nojekyll = node.get("nojekyll").map(|node| &node.kind);
        Self {
            exclude,
            publish,
            places,
            nojekyll: !matches!(nojekyll, Some(Kind::Bool(false))),
        }
    }
}

/// Help for publishing Markdown that is about the repository.
pub(crate) fn set_aside_help(path: &str) -> String {
    format!(
        "`{path}` is treated as documentation of the repository; to publish it, add a `title` to its front matter, or `publish: [{path}]` to {}",
        settings::FILE
    )
}
