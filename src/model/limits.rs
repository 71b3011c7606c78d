//! The `limits` settings.

use crate::base::diagnostic::codes;
use crate::schema::read::Checker;
use crate::schema::{Entity, Type, entity, opt};
use crate::yaml::{Kind, Node};

/// `limits:` in settings.
pub static LIMITS: Entity = entity(
    "limits",
    &[opt("evaluation", Type::Int)
        .says("How much text the tags of one page may process, in MB; at most 1024; default: 64")
        .such_as("64")],
);

/// Limits on the work for a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How much text the tags of one page may read, produce or copy, in bytes.
    pub evaluation: u64,
}

const MB: u64 = 1024 * 1024;

/// The maximum size of a policy's merged text, and of the text of a release, in bytes. Larger texts
/// come from runaway loops.
pub(crate) const MAX_MERGED: usize = 2 * MB as usize;

/// The highest limit on an evaluation, in MB. A change to the settings may come from a stranger.
const MOST: u64 = 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            evaluation: 64 * MB,
        }
    }
}

impl Limits {
    /// Reads `limits` in the settings, whose types have been checked.
    pub(super) fn read(settings: &Node, checker: &mut Checker<'_>) -> Self {
        let evaluation = settings
            .get("limits")
            .and_then(|node| node.get("evaluation"));
        let megabytes = evaluation.and_then(|node| match &node.kind {
            Kind::Number(number) => Some((number.parse::<u64>().ok()?, node)),
            _ => None,
        });
        match megabytes {
            Some((megabytes, node)) if megabytes > MOST => {
                checker.report(
                    &codes::WRONG_TYPE,
                    format!("`limits.evaluation` can be at most {MOST}"),
                    &node.span,
                    None,
                );
                Self::default()
            }
            Some((megabytes, _)) => Self {
                evaluation: megabytes * MB,
            },
            None => Self::default(),
        }
    }
}
