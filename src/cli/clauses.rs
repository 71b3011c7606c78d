//! `policygen clauses`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use policygen::base::diagnostic::{did_you_mean, has_errors};
use policygen::build::{self, Call};
use policygen::clauses;
use policygen::clauses::{Changelog, Clause, Param};
use policygen::load::{self, Options, Site};
use policygen::model::settings;
use serde::Serialize;

use super::format::Listing;
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Show this clause instead of listing all
    name: Option<String>,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// Show the text for pages in this language [default: the site's language]
    #[arg(long, value_name = "TAG", requires = "name")]
    language: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Listing,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let options = Options {
        drafts: true,
        ..Options::new(&arguments.root, super::today()?)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    // Standard clauses can be listed without a site, and missing facts don't affect the list:
    // report only faults in the settings and in the site's own clauses.
    let clauses = format!("{}/", site.settings.paths.clauses);
    faults.retain(|fault| {
        let file = fault.file().unwrap_or_default();
        file == settings::FILE || file.starts_with(&clauses)
    });
    report(&faults)?;
    let standard = load::standard_clauses();
    let library = Library::new(&site, standard);
    let mut out = super::streams::stdout();
    match (&arguments.name, arguments.format) {
        (None, Listing::Text) => library.list(&mut out)?,
        (None, Listing::Json) => json(&mut out, &library.clauses)?,
        (Some(name), format) => {
            let language = arguments.language.as_ref();
            let clause = library.find(name, language.unwrap_or(&site.settings.language))?;
            match format {
                Listing::Text => library.show(clause, &mut out)?,
                Listing::Json => json(&mut out, clause)?,
            }
        }
    }
    Ok(ExitCode::from(if has_errors(&faults) { FAULTS } else { 0 }))
}

fn json(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// A site's clauses, sorted by subject and name.
struct Library<'a> {
    site: &'a Site,
    clauses: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    subject: &'a str,
    summary: &'a str,
    kind: Option<&'a str>,
    /// Its language; `None` if it fits every language or states none.
    language: Option<&'a str>,
    file: &'a str,
    standard: bool,
    /// For a standard clause, the first version that includes it.
    since: Option<&'a str>,
    changes: Vec<Changed<'a>>,
    uses: &'a [String],
    optional: &'a [String],
    params: Vec<Parameter<'a>>,
    calls: BTreeSet<&'a str>,
    called_by: Vec<Caller<'a>>,
    text: &'a str,
}

/// A version that changed a standard clause.
#[derive(Serialize)]
struct Changed<'a> {
    version: &'a str,
    change: &'a str,
}

#[derive(Serialize)]
struct Parameter<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    default: Option<&'a str>,
    help: Option<&'a str>,
}

/// A call in a policy that prints the clause.
#[derive(Serialize)]
struct Caller<'a> {
    file: String,
    line: usize,
    /// The clause called there, if it is another one that calls this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<&'a str>,
}

impl<'a> Library<'a> {
    fn new(site: &'a Site, standard: &'a Changelog) -> Self {
        let all = site.library.clauses();
        let calls = build::calls(site);
        let mut clauses: Vec<Listed<'a>> = all
            .iter()
            .map(|clause| Listed {
                name: &clause.name,
                subject: subject(clause, &site.settings.paths.clauses),
                summary: &clause.summary,
                kind: clause.kind.as_deref(),
                language: clause.language.as_deref(),
                file: &clause.source.path,
                standard: clause.is_standard(),
                since: standard
                    .since(&clause.name)
                    .filter(|_| clause.is_standard()),
                changes: changes(clause, standard),
                uses: &clause.uses,
                optional: &clause.optional,
                params: clause.params.iter().map(parameter).collect(),
                calls: clause.calls().collect(),
                called_by: callers(&clause.name, all, &calls),
                text: clause.text(),
            })
            .collect();
        clauses.sort_by_key(|entry| (entry.subject, entry.name));
        Self { site, clauses }
    }

    /// The clause that a page in `language` calls as `name`.
    fn find(&self, name: &str, language: &str) -> anyhow::Result<&Listed<'a>> {
        // File names, which have hyphens, are accepted too.
        let wanted = name.replace('-', "_");
        let library = &self.site.library;
        let called = library.find_in(&wanted, language);
        let file = called.map(|clause| &*library.clauses()[clause].source.path);
        if let Some(found) = self.clauses.iter().find(|entry| Some(entry.file) == file) {
            return Ok(found);
        }
        let help = did_you_mean(&wanted, self.clauses.iter().map(|entry| entry.name))
            .unwrap_or_else(|| "`policygen clauses` lists them all".to_owned());
        anyhow::bail!("there is no clause `{name}`; {help}")
    }

    fn list(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let width = self.clauses.iter().map(|entry| entry.name.len()).max();
        let mut subject = None;
        for entry in &self.clauses {
            if subject.replace(entry.subject) != Some(entry.subject) {
                writeln!(out, "{}", entry.subject)?;
            }
            let width = width.unwrap_or_default();
            writeln!(out, "  {:width$}  {}", entry.name, entry.summary)?;
        }
        let own = self.clauses.iter().filter(|entry| !entry.standard).count();
        writeln!(
            out,
            "\n{} clauses, {own} of them this site’s own; `policygen clauses NAME` shows one\nstandard clauses: version {}",
            self.clauses.len(),
            env!("CARGO_PKG_VERSION")
        )?;
        Ok(())
    }

    fn show(&self, entry: &Listed<'_>, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "{}: {}\n", entry.name, entry.summary)?;
        writeln!(out, "file        {}", entry.file)?;
        let others = self.clauses.iter();
        for other in others.filter(|other| other.name == entry.name && other.file != entry.file) {
            writeln!(out, "other text  {}", other.file)?;
        }
        if let Some(since) = entry.since {
            writeln!(out, "since       {since}")?;
        }
        for changed in &entry.changes {
            let Changed { version, change } = changed;
            writeln!(out, "changed     in {version}: {change}")?;
        }
        if let Some(kind) = entry.kind {
            writeln!(out, "section     {kind}")?;
        }
        if let Some(language) = entry.language {
            writeln!(out, "language    {language}")?;
        }
        let mut call = format!("{{{{ <{}", entry.name);
        for param in entry.params.iter().filter(|param| param.default.is_none()) {
            call.push_str(&format!(" {}={}", param.name, placeholder(param.ty)));
        }
        writeln!(out, "call        {call} /> }}}}")?;
        let facts = |names: &[String]| names.join(", ");
        if !entry.uses.is_empty() {
            writeln!(out, "needs       {}", facts(entry.uses))?;
        }
        if !entry.optional.is_empty() {
            writeln!(out, "may use     {}", facts(entry.optional))?;
        }
        let calls: Vec<&str> = entry.calls.iter().copied().collect();
        if !calls.is_empty() {
            writeln!(out, "calls       {}", calls.join(", "))?;
        }
        let mut label = "called by";
        for caller in &entry.called_by {
            write!(out, "{label:12}{}:{}", caller.file, caller.line)?;
            match caller.through {
                Some(through) => writeln!(out, ", through {through}")?,
                None => writeln!(out)?,
            }
            label = "";
        }
        if entry.called_by.is_empty() {
            writeln!(out, "called by   no policy in this site")?;
        }
        if !entry.params.is_empty() {
            writeln!(out, "\nparameters")?;
            let width = entry.params.iter().map(|param| param.name.len()).max();
            for param in &entry.params {
                let width = width.unwrap_or_default();
                write!(out, "  {:width$}  {}", param.name, param.ty)?;
                match param.default {
                    Some(default) => write!(out, ", default {default}")?,
                    None => write!(out, ", required")?,
                }
                match param.help {
                    Some(help) => writeln!(out, ": {help}")?,
                    None => writeln!(out)?,
                }
            }
        }
        writeln!(out, "\ntext\n\n{}", entry.text.trim())?;
        Ok(())
    }
}

/// The folder of a clause.
fn subject<'a>(clause: &'a Clause, own: &str) -> &'a str {
    let path = &clause.source.path;
    let below = path
        .strip_prefix(clauses::STANDARD)
        .or_else(|| path.strip_prefix(own)?.strip_prefix('/'))
        .unwrap_or(path);
    below.rsplit_once('/').map_or("own", |(folder, _)| folder)
}

fn changes<'a>(clause: &'a Clause, standard: &'a Changelog) -> Vec<Changed<'a>> {
    let of_standard = clause
        .is_standard()
        .then(|| standard.changes_of(&clause.name));
    let changes = of_standard.into_iter().flatten();
    let changed = changes.map(|change| Changed {
        version: change.version,
        change: change.note,
    });
    changed.collect()
}

fn parameter(param: &Param) -> Parameter<'_> {
    Parameter {
        name: &param.name,
        ty: &param.ty,
        default: param.default.as_deref(),
        help: param.help.as_deref(),
    }
}

/// A placeholder for a value of a type, as written in a call.
fn placeholder(ty: &str) -> &'static str {
    match ty {
        "string" => "\"…\"",
        "bool" => "{true}",
        "array" => "{[…]}",
        "map" => "{…}",
        _ => "{1}",
    }
}

/// The calls in policies that print the clause `name`, directly or through other clauses.
fn callers<'a>(name: &str, all: &'a [Clause], calls: &[Call]) -> Vec<Caller<'a>> {
    let called: BTreeMap<&str, Vec<&str>> = all
        .iter()
        .map(|clause| (clause.name.as_str(), clause.calls().collect()))
        .collect();
    // Collect the clauses that call this one, directly or indirectly, until there are no more.
    let mut leading = BTreeSet::from([name]);
    loop {
        let more: Vec<&str> = called
            .iter()
            .filter(|(from, to)| {
                !leading.contains(*from) && to.iter().any(|to| leading.contains(to))
            })
            .map(|(from, _)| *from)
            .collect();
        if more.is_empty() {
            break;
        }
        leading.extend(more);
    }
    calls
        .iter()
        .filter(|call| leading.contains(call.clause.as_str()))
        .map(|call| Caller {
            file: call.place.source.path.clone(),
            line: call.place.line_col().0,
            through: all
                .iter()
                .find(|clause| clause.name == call.clause && clause.name != name)
                .map(|clause| clause.name.as_str()),
        })
        .collect()
}
