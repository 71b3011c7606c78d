//! The command line.

mod facts;
mod init;
mod options;
mod shell;
mod schema;
mod streams;
