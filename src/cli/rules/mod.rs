//! `policygen rules`

mod test;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use policygen::base::dates::Date;
use policygen::base::diagnostic::{Severity, codes, did_you_mean};
use policygen::check::About;
use policygen::load;
use policygen::rules::RuleSet;
use policygen::rules::{Pack, Rule};
use serde::Serialize;

use super::format::Listing;
use super::jobs::Jobs;
use super::{FAULTS, report};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
    /// List only the rules of this pack
    #[arg(long, value_name = "PACK")]
    pack: Option<String>,
    /// Run the examples of the site's own rules, or of the rules of --pack
    #[arg(long, conflicts_with = "format")]
    test: bool,
    /// Run examples as of this date [default: `examples_as_of` in their pack, SOURCE_DATE_EPOCH, or
    /// today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::date, requires = "test")]
    as_of: Option<Date>,
    #[command(flatten)]
    jobs: Jobs,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Listing,
}

#[derive(Serialize)]
struct PackData<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
    regimes: &'a [String],
    /// The day on which its law was last checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<String>,
    rules: Vec<RuleData<'a>>,
}

#[derive(Serialize)]
struct RuleData<'a> {
    id: &'a str,
    name: &'a str,
    severity: &'a str,
    certainty: &'a str,
    /// Whether it is off by default.
    off: bool,
    /// Whether it is a preview rule.
    preview: bool,
    /// Its earlier IDs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    formerly: Vec<&'a str>,
    documents: &'a [String],
    regimes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    law: Vec<LawData<'a>>,
}

#[derive(Serialize)]
struct LawData<'a> {
    cite: &'a str,
    url: &'a str,
}

/// The name of the group of build codes that no pack lists.
const BUILD: &str = "build";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut faults = Vec::new();
    let rules = load::rules(&arguments.root, &mut faults)?;
    report(&faults)?;
    let mut packs: Vec<PackData<'_>> = rules.packs().map(pack_data).collect();
    packs.push(build(&rules));
    if let Some(wanted) = &arguments.pack {
        let names: Vec<String> = packs.iter().map(|pack| pack.name.to_owned()).collect();
        packs.retain(|pack| pack.name == wanted);
        if packs.is_empty() {
            let known = did_you_mean(wanted, names.iter().map(String::as_str));
            let help = known.unwrap_or_else(|| format!("the packs are {}", names.join(", ")));
            anyhow::bail!("there is no pack `{wanted}`; {help}");
        }
    }
    let done = match arguments.test {
        true => {
            let pack = arguments.pack.as_deref();
            let as_of = arguments.as_of;
            arguments.jobs.run(|| test::run(&rules, pack, as_of))?
        }
        false => {
            let mut out = super::streams::stdout();
            match arguments.format {
                Listing::Text => table(&packs, &mut out)?,
                Listing::Json => {
                    serde_json::to_writer_pretty(&mut out, &packs)?;
                    writeln!(out)?;
                }
            }
            ExitCode::SUCCESS
        }
    };
    Ok(match faults.is_empty() {
        true => done,
        false => ExitCode::from(FAULTS),
    })
}

fn pack_data<'r>(pack: &'r Pack) -> PackData<'r> {
    let of_rule = |rule: &'r Rule| RuleData {
        id: &rule.id,
        name: &rule.name,
        severity: rule.severity.word(),
        certainty: rule.certainty.word(),
        off: rule.off,
        preview: rule.preview,
        formerly: rule
            .formerly
            .iter()
            .map(|former| former.id.as_str())
            .collect(),
        documents: &rule.documents,
        regimes: rule.regimes.as_ref().unwrap_or(&pack.regimes),
        from: rule.from.map(|date| date.to_string()),
        until: rule.until.map(|date| date.to_string()),
        law: rule
            .law
            .iter()
            .map(|law| LawData {
                cite: &law.cite,
                url: &law.url,
            })
            .collect(),
    };
    PackData {
        name: &pack.name,
        title: &pack.title,
        about: pack.about.trim(),
        regimes: &pack.regimes,
        checked: pack.checked.map(|date| date.to_string()),
        rules: pack.rules.iter().map(of_rule).collect(),
    }
}

fn build(rules: &RuleSet) -> PackData<'static> {
    let is_listed = |id: &str| About::of(id, rules).is_some_and(|about| about.rule.is_some());
    let codes = codes::all().filter(|code| !is_listed(code.id));
    PackData {
        name: BUILD,
        title: "Source files",
        about: "Also reported by `policygen build`. Build errors can't be turned off.",
        regimes: &[],
        checked: None,
        rules: codes
            .map(|code| RuleData {
                id: code.id,
                name: code.name,
                severity: code.severity.word(),
                certainty: "certain",
                off: false,
                preview: false,
                formerly: Vec::new(),
                documents: &[],
                regimes: &[],
                from: None,
                until: None,
                law: Vec::new(),
            })
            .collect(),
    }
}

fn table(packs: &[PackData<'_>], out: &mut impl Write) -> anyhow::Result<()> {
    let rules = || packs.iter().flat_map(|pack| &pack.rules);
    let width = |text: fn(&RuleData<'_>) -> usize| rules().map(text).max().unwrap_or_default();
    let id = width(|rule| rule.id.len());
    let name = width(|rule| rule.name.len());
    for pack in packs {
        let regimes =
            (!pack.regimes.is_empty()).then(|| format!("regimes: {}", pack.regimes.join(", ")));
        let checked = pack
            .checked
            .as_ref()
            .map(|day| format!("law checked on {day}"));
        let about: Vec<String> = regimes.into_iter().chain(checked).collect();
        let about = match about.as_slice() {
            [] => String::new(),
            about => format!(" ({})", about.join("; ")),
        };
        writeln!(out, "{}: {}{about}", pack.name, pack.title)?;
        for rule in &pack.rules {
            let severity = Severity::from_word(rule.severity).map_or("", Severity::shown);
            let certainty = rule.certainty;
            let state = match (rule.off, rule.preview) {
                (false, false) => "",
                (true, false) => "off",
                (false, true) => "preview",
                (true, true) => "off, preview",
            };
            let line = format!(
                "  {:id$}  {:name$}  {severity:7}  {certainty:9}  {state}",
                rule.id, rule.name,
            );
            let line = line.trim_end();
            match rule.formerly.as_slice() {
                [] => writeln!(out, "{line}")?,
                ids => writeln!(out, "{line}  (formerly {})", ids.join(", "))?,
            }
        }
        writeln!(out)?;
    }
    let off = rules().filter(|rule| rule.off).count();
    let preview = match rules().filter(|rule| rule.preview).count() {
        0 => String::new(),
        count => format!(", {count} in preview"),
    };
    writeln!(
        out,
        "{} rules, {off} of them off by default{preview}; `policygen explain ID` explains a rule",
        rules().count()
    )?;
    Ok(())
}
