//! The command line.

mod init;
mod options;
mod streams;
