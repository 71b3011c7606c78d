//! Typed models of the YAML that users write: facts, front matter, settings, brand, levels of rules
//! and interface text.

pub mod brand;
pub mod color;
mod cut_short;
pub(crate) mod draft_names;
pub mod facts;
pub mod front_matter;
pub mod history;
mod inside;
pub mod language;
pub mod levels;
pub mod limits;
#[cfg(test)]
mod meanings;
mod normalise;
pub mod publishing;
pub mod record;
pub mod regimes;
pub mod required;
pub mod schemas;
pub mod settings;
pub mod tables;
pub mod tenant;
