//! Levels of rules in settings and front matter. `check`, which knows the rules, verifies that the
//! words name rules.

use std::sync::Arc;

use tera::Value;
use tera::value::Key;

use crate::base::diagnostic::Severity;
use crate::base::source::{Place, Source};
use crate::schema::{Entity, Field, Type, entity, opt};
use crate::yaml::{Kind, Node};

/// `check:` in front matter.
pub static CHECK: Entity = entity("check", &[LEVELS, IGNORE]);

/// `check:` in settings.
pub static SITE_CHECK: Entity = entity(
    "check",
    &[
        LEVELS,
        IGNORE,
        opt("preview", Type::Bool).says("Whether to run preview rules"),
    ],
);

const LEVELS: Field = opt("levels", Type::Map(&LEVEL))
    .says("The severity of findings, by rule ID, ID prefix or pack")
    .such_as("{LAW: error, CHK101: off}");

const IGNORE: Field = opt("ignore", Type::OneOrMore(&Type::Text))
    .says("Rules that are turned off, by ID, ID prefix or pack")
    .such_as("[CHK101]");

static LEVEL: Type = Type::Enum(WORDS);

static WORDS: &[&str] = &["error", "warning", "note", "info", "off"];

/// The contents of `check:`, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// Later ones override earlier ones.
    pub levels: Vec<Level>,
    /// Whether to run preview rules; set only for the whole site.
    pub preview: bool,
}

/// The level of one rule, pack or ID prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The ID, prefix or name.
    pub word: String,
    /// Where it is written.
    pub place: Place,
    /// Its level.
    pub setting: Setting,
}

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Findings have this severity.
    Severity(Severity),
    /// The rule is off.
    Off,
    /// The rule is in the list `ignore`.
    Ignored,
    /// The value is invalid, which was reported.
    Faulty,
}

impl Levels {
    /// Reads `check:`, whose form has already been checked.
    pub fn read(value: &Value, node: &Node, source: &Arc<Source>) -> Self {
        let mut levels = Vec::new();
        let values = value
            .as_map()
            .and_then(|map| map.get(&Key::Str("levels")))
            .and_then(Value::as_map);
        let entries = node.get("levels").and_then(Node::entries);
        for entry in entries.unwrap_or_default() {
            let value = values
                .and_then(|values| values.get(&Key::String(entry.key.as_str().into())))
                .and_then(Value::as_str);
            let setting = match value {
                None => Setting::Faulty,
                Some(word) => Severity::from_word(word).map_or(Setting::Off, Setting::Severity),
            };
            levels.push(Level {
                word: entry.key.clone(),
                place: source.place(entry.key_span.clone()),
                setting,
            });
        }
        let ignored = node.get("ignore").map(|node| match &node.kind {
            Kind::Seq(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        });
        for node in ignored.unwrap_or_default() {
            if let Kind::Text(word) = &node.kind {
                levels.push(Level {
                    word: word.clone(),
                    place: source.place(node.span.clone()),
                    setting: Setting::Ignored,
                });
            }
        }
        let preview = value
            .as_map()
            .and_then(|map| map.get(&Key::Str("preview")))
            .and_then(Value::as_bool);
        Self {
            levels,
            preview: preview.unwrap_or_default(),
        }
    }
}
