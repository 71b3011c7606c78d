//! Command-line arguments and commands.

mod batch;
mod build;
mod check;
mod clauses;
mod diff;
mod explain;
mod facts;
mod format;
mod git;
mod init;
mod jobs;
mod notice;
mod policy;
mod progress;
mod release;
mod root;
mod rules;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod show;
mod signals;
pub(crate) mod streams;
mod theme;
mod verify;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::SystemTime;

use anyhow::Context as _;
use clap::{ColorChoice, CommandFactory as _, Parser, Subcommand};
use policygen::base::dates::{self, Date, InvalidDate};
use policygen::base::diagnostic::{Counts, Diagnostic, human};

use streams::{stderr, stdout};

/// Exit code for errors in the sources.
pub(crate) const FAULTS: u8 = 1;
/// Exit code for usage errors and for work that could not be done.
pub(crate) const TROUBLE: u8 = 2;

/// Build and check static sites of legal pages, from policies written as code.
#[derive(Debug, Parser)]
#[command(name = "policygen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colors
    #[arg(long, global = true, value_name = "WHEN", default_value_t)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a site for many tenants, each with its own facts.
    Batch(Box<batch::Arguments>),
    /// Build the site.
    Build(build::Arguments),
    /// Report what is missing, wrong or contradictory in the policies.
    Check(check::Arguments),
    /// List the clauses that policies can call, or show one.
    Clauses(clauses::Arguments),
    /// Print a completion script for a shell.
    Completions(shell::Completions),
    /// Show what changed between two versions of a policy, word by word.
    Diff(diff::Arguments),
    /// Explain a rule: why it exists, the law behind it, and how to fix or suppress its findings.
    Explain(explain::Arguments),
    /// List the facts that a site can state, or show one.
    Facts(facts::Arguments),
    /// Create a new site.
    Init(Box<init::Arguments>),
    /// Print the manual page of policygen, or of one of its commands.
    Man(shell::Man),
    /// Add a document to a site.
    New(init::NewArguments),
    /// Print a notice to customers, ready to send.
    Notice(notice::Arguments),
    /// Freeze the text of a policy as a version, with its dates and a note on what changed.
    Release(release::Arguments),
    /// List the rules of `check` by pack.
    Rules(rules::Arguments),
    /// Print the JSON Schema for a kind of file, for use in editors.
    Schema(schema::Arguments),
    /// Print the text of a policy that was in force on a given day.
    Show(show::Arguments),
    /// List the files of the theme, or print one as a starting point.
    Theme(theme::Arguments),
    /// Verify that no release was altered, and that each follows the previous one.
    Verify(verify::Arguments),
    /// Preview the site in a browser, with live updates.
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
}

/// Runs the program with its command-line arguments.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return usage(&answer),
    };
    COLOR.get_or_init(|| arguments.color);
    match arguments.command {
        Command::Completions(arguments) => shell::completions(&arguments, Arguments::command()),
        Command::Man(arguments) => shell::man(&arguments, Arguments::command()),
        Command::Batch(arguments) => batch::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Clauses(arguments) => clauses::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Facts(arguments) => facts::run(&arguments),
        Command::Init(arguments) => init::run(*arguments),
        Command::New(arguments) => init::run_new(&arguments),
        Command::Notice(arguments) => notice::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Theme(arguments) => theme::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
    }
}

/// Prints clap's answer: help, the version, or a usage error.
fn usage(answer: &clap::Error) -> anyhow::Result<ExitCode> {
    let printed = answer.print();
    match answer.use_stderr() {
        true => stderr().settle(printed, ())?,
        false => stdout().settle(printed, ())?,
    }
    Ok(u8::try_from(answer.exit_code()).unwrap_or(TROUBLE).into())
}

/// Parses a date argument.
fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|error: InvalidDate| error.to_string())
}

/// The build date: `given`, or else the date that `SOURCE_DATE_EPOCH` sets, or else today.
fn as_of(given: Option<Date>) -> anyhow::Result<Date> {
    if let Some(date) = given {
        return Ok(date);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse()
            .ok()
            .and_then(dates::from_epoch)
            .with_context(|| format!("SOURCE_DATE_EPOCH is not a number of seconds: `{text}`")),
        Err(_) => today(),
    }
}

/// Today in UTC. Only the command line reads the clock; for the library, the date is an input.
fn today() -> anyhow::Result<Date> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since
        .ok()
        .and_then(|since| dates::from_epoch(since.as_secs().cast_signed()))
        .context("the system clock is set to a time before 1970; set the date with `--as-of`")
}

/// Prints diagnostics to stderr, followed by their counts.
pub(crate) fn report(diagnostics: &[Diagnostic]) -> io::Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    print(diagnostics)?;
    writeln!(stderr(), "{}", Counts::of(diagnostics).in_words())
}

/// The color setting from the arguments.
static COLOR: OnceLock<ColorChoice> = OnceLock::new();

/// Whether output to a stream is colored.
fn has_colors(stream: &impl io::IsTerminal) -> bool {
    let is = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match COLOR.get() {
        Some(ColorChoice::Always) => true,
        Some(ColorChoice::Never) => false,
        _ if is("NO_COLOR") => false,
        _ if is("CLICOLOR_FORCE") => true,
        _ => stream.is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether stderr supports only plain lines: it is not a terminal, or the terminal can't move the
/// cursor.
fn is_plain() -> bool {
    !io::stderr().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Prints diagnostics to stderr, in color if enabled.
fn print(diagnostics: &[Diagnostic]) -> io::Result<()> {
    let color = has_colors(&io::stderr());
    let text = human::render(diagnostics, color);
    match color {
        true => write!(stderr().styled(), "{text}"),
        false => write!(stderr(), "{text}"),
    }
}
