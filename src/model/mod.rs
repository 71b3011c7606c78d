//! What users write in YAML, typed: facts, front matter, settings, brand and
//! levels of rules and the interface texts of languages.

pub mod brand;
pub mod color;
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
