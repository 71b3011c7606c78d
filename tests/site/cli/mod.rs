//! The command line.

mod init;
mod options;
mod shell;
mod streams;
