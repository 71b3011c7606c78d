//! Facts: their faults, and the pages they are printed on.

mod faults;
mod laws;
pub(crate) mod one_place;
mod sheets;
