//! `policygen init` and `policygen new`

mod ask;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use policygen::base::text::{counted, join_and};
use policygen::load::{self, Options};
use policygen::output;
use policygen::start::{self, Answers, Place, Users, Vendor};

use super::streams::{stderr, stdout};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the new site, created if it does not exist
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// The company's legal name
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// Name of the service, if different from the company's
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Country in which the company is based, such as DE
    #[arg(long, value_name = "CODE", value_parser = start::country)]
    country: Option<String>,
    /// Email address for privacy questions
    #[arg(long, value_name = "EMAIL", value_parser = start::email)]
    contact: Option<String>,
    /// URL of the company's website
    #[arg(long, value_name = "URL", value_parser = start::url)]
    website: Option<String>,
    /// The URL at which the pages will be published
    #[arg(long, value_name = "URL", value_parser = start::url)]
    base_url: Option<String>,
    /// Who uses the service; `children` if it is directed to children [default: businesses]
    #[arg(long, value_name = "WHO", value_delimiter = ',', value_parser = one_of(Users::NAMES, Users::parse))]
    users: Vec<Users>,
    /// What the company sells [default: services]
    #[arg(long, value_name = "WHAT", value_parser = ["services", "goods"])]
    sells: Option<String>,
    /// Where users are, besides the company's own country; `california` if the company meets a CCPA threshold
    #[arg(long, value_name = "WHERE", value_delimiter = ',', value_parser = one_of(Place::NAMES, Place::parse))]
    places: Vec<Place>,
    /// The documents, by type; `policygen new --help` lists the types
    #[arg(long, value_name = "TYPES", value_delimiter = ',', value_parser = start::document)]
    documents: Vec<String>,
    /// Companies that process personal data for the company, such as AWS
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = Vendor::parse)]
    vendors: Vec<Vendor>,
    /// Don't ask questions; leave anything not set by an option as `null`
    #[arg(long)]
    yes: bool,
}

/// An argument parser for the names in a list.
fn one_of<T: Clone + Send + Sync + 'static>(
    names: &'static [(&'static str, T)],
    parse: fn(&str) -> Result<T, String>,
) -> impl TypedValueParser<Value = T> {
    let known = PossibleValuesParser::new(names.iter().map(|(name, _)| *name));
    known.try_map(move |name| parse(&name))
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let dir = arguments.dir.clone();
    if dir.join("policygen.yaml").exists() {
        anyhow::bail!(
            "{} is already a site; `policygen new TYPE` adds a document",
            dir.display()
        );
    }
    let ask = !arguments.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut answers = Answers {
        company: arguments.company,
        service: arguments.service,
        country: arguments.country,
        contact: arguments.contact,
        website: arguments.website,
        base_url: arguments.base_url,
        users: arguments.users,
        goods: arguments.sells.as_deref() == Some("goods"),
        places: arguments.places,
        documents: arguments.documents,
        vendors: arguments.vendors,
    };
    if ask {
        ask::fill_in(&mut answers, arguments.sells.is_none())?;
    }
    let files = start::site(&answers.settled(), super::as_of(None)?)?;
    output::create(&dir, &files)?;
    tell(&dir, &files)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the created files and the next steps.
fn tell(dir: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    let mut out = stdout();
    for (path, _) in files {
        writeln!(out, "{}", dir.join(path).display())?;
    }
    let root = match dir == Path::new(".") {
        true => String::new(),
        false => format!(" --root {}", dir.display()),
    };
    let options = Options {
        placeholders: true,
        ..Options::new(dir, super::as_of(None)?)
    };
    let site = load::load(&options, &mut Vec::new())?;
    let unknown = site.facts.unknown().len();
    writeln!(out)?;
    if unknown > 0 {
        let facts = counted(unknown, "fact", "facts");
        writeln!(out, "{facts} to fill in: they are `null` in content/facts")?;
    }
    writeln!(
        out,
        "policygen serve{root}    previews the site, with missing facts marked"
    )?;
    writeln!(out, "policygen check{root}    reports what is missing")?;
    writeln!(
        out,
        "policygen build{root}    writes the pages once nothing is missing"
    )?;
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// The document type
    #[arg(value_name = "TYPE", value_parser = PossibleValuesParser::new(start::documents()))]
    document: String,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
}

/// Implements `policygen new`.
pub(super) fn run_new(arguments: &NewArguments) -> anyhow::Result<ExitCode> {
    super::root::require(&arguments.root)?;
    let today = super::as_of(None)?;
    let options = Options {
        drafts: true,
        placeholders: true,
        ..Options::new(&arguments.root, today)
    };
    let mut faults = Vec::new();
    let site = load::load(&options, &mut faults)?;
    let mut answers = Answers::of(&site.facts, &site.settings.regimes);
    let known = site
        .tree
        .policies
        .iter()
        .filter_map(|path| path.strip_suffix(".md"));
    answers.documents = known.map(str::to_owned).collect();
    let document = &arguments.document;
    answers.documents.push(document.clone());
    let text = start::policy(document, &answers, today)?;
    let path = format!("{}/{document}.md", site.settings.paths.policies);
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    output::create(&arguments.root, &[(path.clone(), text.clone())])?;
    writeln!(stdout(), "{}", arguments.root.join(&path).display())?;
    let called = site.library.called_in(&text);
    let lacks: Vec<String> = called
        .iter()
        .flat_map(|clause| &clause.uses)
        .filter(|fact| !site.facts.has(fact))
        .map(|fact| format!("`{fact}`"))
        .collect();
    let mut lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
    lacks.sort_unstable();
    lacks.dedup();
    if !lacks.is_empty() {
        writeln!(
            stderr(),
            "the document's clauses need {}: state them in {}",
            join_and(&lacks),
            site.settings.paths.facts
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
