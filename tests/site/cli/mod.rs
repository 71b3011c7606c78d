//! The command line.

mod facts;
mod init;
mod options;
mod schema;
mod shell;
mod streams;
