//! The `limits` settings.

use tera::value::Key;
use tera::{Map, Value};

use crate::schema::{Entity, Type, entity, opt};

/// `limits:` in settings.
pub static LIMITS: Entity = entity(
    "limits",
    &[opt("evaluation", Type::Int)
        .says("How much text the tags of one page may process, in MB; default: 64")
        .such_as("64")],
);

/// Limits on the work for a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How much text the tags of one page may read, produce or copy, in bytes.
    pub evaluation: u64,
}

const MB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            evaluation: 64 * MB,
        }
    }
}

impl Limits {
    /// Reads `limits`.
    pub(super) fn read(settings: &Map) -> Self {
        let limits = settings.get(&Key::Str("limits")).and_then(Value::as_map);
        let evaluation = limits.and_then(|limits| limits.get(&Key::Str("evaluation"))?.as_i128());
        let megabytes = evaluation.and_then(|megabytes| u64::try_from(megabytes).ok());
        match megabytes {
            Some(megabytes) => Self {
                evaluation: megabytes.saturating_mul(MB),
            },
            None => Self::default(),
        }
    }
}
