//! `policygen theme`

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use policygen::base::diagnostic::did_you_mean;
use policygen::load::{self, SiteTheme};

use super::streams::stdout;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Folder of the site
    #[arg(long, global = true, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a built-in file of the theme, such as `layout.html`.
    Show {
        /// The file to print
        file: String,
    },
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let theme = load::site_theme(&arguments.root)?;
    match &arguments.command {
        None => list(&theme)?,
        Some(Command::Show { file }) => show(&theme, file)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists the files and marks the site's own.
fn list(theme: &SiteTheme) -> anyhow::Result<()> {
    let mut out = stdout();
    let built_in = load::theme_names().join(", ");
    writeln!(out, "theme `{}`; built in: {built_in}\n", theme.name)?;
    let width = theme.built_in.iter().map(|(path, _)| path.len()).max();
    let width = width.unwrap_or_default();
    for (path, _) in &theme.built_in {
        match theme.own.iter().find(|own| *own == path) {
            Some(_) => writeln!(out, "{path:width$}  overridden by {}/{path}", theme.folder)?,
            None => writeln!(out, "{path}")?,
        }
    }
    let is_built_in = |own: &&String| theme.built_in.iter().any(|(path, _)| path == *own);
    for own in theme.own.iter().filter(|own| !is_built_in(own)) {
        writeln!(out, "{own:width$}  added by {}/{own}", theme.folder)?;
    }
    Ok(())
}

fn show(theme: &SiteTheme, file: &str) -> anyhow::Result<()> {
    let mut files = theme.built_in.iter();
    let is_meant = |path: &str| path == file || path.rsplit('/').next() == Some(file);
    let Some((_, bytes)) = files.find(|(path, _)| is_meant(path)) else {
        let names = theme.built_in.iter().map(|(path, _)| path.as_str());
        let names = names.map(|path| path.rsplit('/').next().unwrap_or(path));
        let help = did_you_mean(file, names)
            .unwrap_or_else(|| "`policygen theme` lists the files".to_owned());
        anyhow::bail!(
            "the theme `{}` has no built-in file `{file}`; {help}",
            theme.name
        );
    };
    Ok(stdout().write_all(bytes)?)
}
