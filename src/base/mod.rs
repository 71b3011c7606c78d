//! The foundation: modules that every other module may use, and that use none of them.

pub mod address;
pub(crate) mod characters;
pub mod dates;
pub mod diagnostic;
pub mod digest;
pub mod duration;
pub mod escape;
pub mod folder;
pub mod globs;
pub(crate) mod inputs;
pub mod intern;
pub mod literal;
pub(crate) mod markdown;
pub mod page;
pub mod phone;
pub mod placeholder;
pub(crate) mod secrets;
pub mod source;
pub mod text;
pub mod tree;
