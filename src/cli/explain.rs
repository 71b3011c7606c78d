//! `policygen explain`

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use policygen::base::diagnostic::{Severity, did_you_mean};
use policygen::check::About;
use policygen::load;
use policygen::rules::{Became, Example, Law, Pack, Rule, RuleSet};
use textwrap::Options;

use super::streams::stdout;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Rule ID, or code of a build diagnostic
    #[arg(value_name = "ID")]
    id: String,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = super::root::find)]
    root: PathBuf,
}

/// The maximum line width.
const WIDTH: usize = 100;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let id = arguments.id.to_ascii_uppercase();
    let mut faults = Vec::new();
    let rules = load::rules(&arguments.root, &mut faults)?;
    super::report(&faults)?;
    let became = rules.became(&id);
    let current = match became {
        Some(Became::Rule(rule, _)) => rule.id.as_str(),
        Some(Became::Retired(retired)) => {
            let (since, why) = (&retired.since, retired.why.trim());
            let mut out = format!("{id}: retired in version {since}\n");
            paragraphs("", why, &mut out);
            stdout().write_all(out.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        None => &id,
    };
    let about = About::of(current, &rules).with_context(|| {
        let help = did_you_mean(&id, rules.ids())
            .unwrap_or_else(|| "`policygen rules` lists them all".to_owned());
        format!("there is no rule `{}`; {help}", arguments.id)
    })?;
    let mut out = String::new();
    if let Some(Became::Rule(rule, former)) = became {
        let _ = writeln!(
            out,
            "{id} has been {} since version {}; settings, comments and baselines may use either ID.\n",
            rule.id, former.since
        );
    }
    out.push_str(&text(&about, &rules));
    stdout().write_all(out.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The explanation of a rule.
fn text(about: &About<'_>, rules: &RuleSet) -> String {
    let mut out = format!("{}: {}\n\n", about.code.id, about.code.name);
    for (name, value) in facts(about, rules) {
        let indent = format!("{:14}", "");
        let options = Options::new(WIDTH)
            .initial_indent("")
            .subsequent_indent(&indent);
        let _ = writeln!(
            out,
            "{}",
            textwrap::fill(&format!("{name:14}{value}"), options)
        );
    }
    paragraphs("", &about.why(), &mut out);
    let fix: Vec<String> = about
        .fix()
        .into_iter()
        .filter(|help| !help.is_empty())
        .collect();
    if !fix.is_empty() {
        heading("How to fix it", &mut out);
    }
    for help in fix {
        item(&help, &mut out);
    }
    if let Some((_, rule)) = about.rule {
        laws(&rule.law, &mut out);
        example("Fails", rule.fails.first(), &mut out);
        example("Passes", rule.passes.first(), &mut out);
    }
    suppress(about, &mut out);
    out
}

/// The properties of a rule that fit on a line.
fn facts(about: &About<'_>, rules: &RuleSet) -> Vec<(&'static str, String)> {
    let severity = match about.level() {
        Some(severity) => severity.shown().to_owned(),
        None => format!("{}, off by default", about.code.severity.shown()),
    };
    let mut facts = vec![("severity", severity)];
    let Some((pack, rule)) = about.rule else {
        facts.push(("reported by", about.found_by().to_owned()));
        return facts;
    };
    facts.push(("certainty", rule.certainty.word().to_owned()));
    facts.push(("pack", format!("{} ({})", pack.name, pack.title)));
    facts.push(("documents", or_all(&rule.documents, "all")));
    facts.push(("regimes", or_all(regimes(pack, rule), "always on")));
    let dates: Vec<String> = [("from", rule.from), ("until", rule.until)]
        .into_iter()
        .filter_map(|(word, date)| Some(format!("{word} {}", date?)))
        .collect();
    if !dates.is_empty() {
        facts.push(("applies", dates.join(" ")));
    }
    let rests_on_law = rule.law.iter().any(|law| !law.url.is_empty());
    if let Some(day) = pack.checked.filter(|_| rests_on_law) {
        facts.push(("law checked", format!("on {day}")));
    }
    if let Some(before) = &rule.relevelled {
        let (was, since) = (before.was.shown(), &before.since);
        facts.push(("was", format!("{was} before version {since}")));
    }
    if !rule.formerly.is_empty() {
        let ids = rule.formerly.iter();
        let ids: Vec<String> = ids
            .map(|former| format!("{} before version {}", former.id, former.since))
            .collect();
        facts.push(("formerly", ids.join(", ")));
    }
    if let Some(subject) = rule.whole_subject() {
        let same = |other: &&Rule| other.whole_subject() == Some(subject) && other.id != rule.id;
        let others = rules.rules().map(|(_, other)| other).filter(same);
        let ids: Vec<&str> = others.map(|other| other.id.as_str()).collect();
        if !ids.is_empty() {
            facts.push(("reported with", ids.join(", ")));
        }
    }
    if rule.preview {
        let how = "runs with `check: {preview: true}` in `policygen.yaml`, or with `--preview`";
        facts.push(("preview", how.to_owned()));
    }
    if about.is_of_build {
        facts.push(("reported by", about.found_by().to_owned()));
    }
    facts
}

fn regimes<'a>(pack: &'a Pack, rule: &'a Rule) -> &'a [String] {
    rule.regimes.as_ref().unwrap_or(&pack.regimes)
}

fn or_all(words: &[String], none: &str) -> String {
    match words {
        [] => none.to_owned(),
        words => words.join(", "),
    }
}

fn heading(text: &str, out: &mut String) {
    let _ = writeln!(out, "\n{text}");
}

fn paragraphs(indent: &str, text: &str, out: &mut String) {
    for paragraph in text.split("\n\n") {
        let options = Options::new(WIDTH)
            .initial_indent(indent)
            .subsequent_indent(indent);
        let _ = writeln!(out, "\n{}", textwrap::fill(paragraph, options));
    }
}

fn item(text: &str, out: &mut String) {
    let options = Options::new(WIDTH)
        .initial_indent("  - ")
        .subsequent_indent("    ");
    let _ = writeln!(out, "{}", textwrap::fill(text, options));
}

fn laws(laws: &[Law], out: &mut String) {
    if laws.is_empty() {
        return;
    }
    heading("Law", out);
    for law in laws {
        item(&law.cite, out);
        // URLs are never wrapped.
        if !law.url.is_empty() {
            let _ = writeln!(out, "    {}", law.url);
        }
    }
}

fn example(title: &str, example: Option<&Example>, out: &mut String) {
    let Some(example) = example else {
        return;
    };
    heading(title, out);
    let mut lines = |text: &str| {
        for line in text.trim_end().lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    };
    match example {
        Example::Policy(text) => lines(text),
        Example::Site(files) => {
            for (path, text) in files {
                lines(&format!("{path}:"));
                lines(
                    &text
                        .lines()
                        .map(|line| format!("  {line}\n"))
                        .collect::<String>(),
                );
            }
        }
    }
}

fn suppress(about: &About<'_>, out: &mut String) {
    let id = about.code.id;
    heading("How to suppress it", out);
    if about.is_of_build && about.code.severity == Severity::Error {
        let why = match about.stops_build() {
            true => "You can't: a site with this error can't be built.",
            false => "You can't: fix it instead.",
        };
        item(why, out);
        return;
    }
    item(
        "For a single finding, with a reason: in Markdown, before a block or a clause call, or inside a paragraph",
        out,
    );
    let _ = writeln!(out, "        <!-- policygen: allow({id}) the reason -->");
    item("in YAML, at the end of the line or on the line before", out);
    let _ = writeln!(out, "        # policygen: allow({id}) the reason");
    item(
        "For one policy in its front matter, or for the whole site in policygen.yaml",
        out,
    );
    let _ = writeln!(out, "        check: {{levels: {{{id}: off}}}}");
    item("For a single run", out);
    let _ = writeln!(out, "        policygen check --ignore {id}");
}
