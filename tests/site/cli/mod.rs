//! The command line.

mod options;
mod streams;
