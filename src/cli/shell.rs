//! `policygen completions` and `policygen man`

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Command};
use clap_complete::Shell;

use super::streams::stdout;

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// Show this command, such as `check`, instead of an overview
    command: Option<String>,
}

/// Prints a completion script.
pub(super) fn completions(
    arguments: &Completions,
    mut command: Command,
) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "policygen", &mut script);
    stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a manual page.
pub(super) fn man(arguments: &Man, mut command: Command) -> anyhow::Result<ExitCode> {
    command.build();
    let page = match &arguments.command {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name);
            let found = found.with_context(|| format!("there is no command `{name}`"))?;
            let name: &'static str = Box::leak(format!("policygen-{name}").into_boxed_str());
            found.clone().name(name)
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    stdout().write_all(&text)?;
    Ok(ExitCode::SUCCESS)
}
