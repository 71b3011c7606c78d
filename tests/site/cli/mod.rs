//! The command line.

mod options;
