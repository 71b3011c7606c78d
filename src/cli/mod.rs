//! Arguments, and what becomes of them.

mod build;
mod clauses;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use policygen::diagnostic::{Diagnostic, human};

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
    /// List the clauses that policies can call, or show one.
    Clauses(clauses::Arguments),
}

/// Runs the program with the arguments that it was called with.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Clauses(arguments) => clauses::run(&arguments),
    }
}

/// Prints diagnostics to stderr, with their number.
pub(crate) fn report(diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    eprint!("{}", human::render(diagnostics, color));
    eprintln!("{}", human::summary(diagnostics));
}
