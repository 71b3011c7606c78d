//! Whole builds: sites, examples, folders, sources that can't be read.

pub(crate) mod determinism;
mod examples;
mod folders;
mod golden;
mod placeholders;
mod required;
mod sources;
