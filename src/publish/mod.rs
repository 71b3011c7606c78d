//! What a site has beside its pages: the hub, redirects, and files for
//! programs.

pub(crate) mod addresses;
pub(crate) mod hub;
pub(crate) mod languages;
pub(crate) mod machines;
