//! policygen builds static sites of legal pages, and checks them.
pub mod address;
pub mod clauses;
pub mod dates;
pub mod diagnostic;
pub mod document;
pub mod facts;
pub mod front_matter;
pub mod link;
pub mod load;
pub mod markdown;
pub mod render;
pub mod settings;
pub mod source;
pub mod source_map;
pub mod words;
pub mod yaml;
