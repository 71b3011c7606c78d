//! Templates: their tags, the markers that record the origin of text, and the
//! mapping from merged text to the sources.

pub(crate) mod amounts;
pub(crate) mod beside;
pub(crate) mod budget;
pub(crate) mod counted;
pub(crate) mod instrument;
mod loops;
pub(crate) mod markers;
pub(crate) mod metered;
mod metering;
mod origin;
mod snippet;
pub(crate) mod source_map;
pub(crate) mod steps;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
mod tokens;
pub(crate) mod verbatim;

#[cfg(test)]
pub(crate) use metering::OFF as METERING_OFF;
pub(crate) use origin::Origin;
pub(crate) use snippet::{Snippet, end_segment};
