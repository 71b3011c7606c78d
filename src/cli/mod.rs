//! Arguments, and what becomes of them.

mod build;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Exit code when the sources have faults.
pub(crate) const FAULTS: u8 = 1;
/// Exit code for wrong usage, or work that could not be done.
pub(crate) const TROUBLE: u8 = 2;

/// Static sites of legal pages, from policies written as code.
#[derive(Debug, Parser)]
#[command(name = "policygen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site.
    Build(build::Arguments),
}

/// Runs the program with the arguments that it was called with.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments),
    }
}
