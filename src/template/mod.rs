//! Templates: their tags, the markers that say where text came from, and the
//! map from merged text back to the sources.

pub mod instrument;
pub mod source_map;
