//! `--ahead`

use anyhow::Context as _;
use policygen::base::dates::{self, Date};
use policygen::base::diagnostic::Diagnostic;
use policygen::base::duration::Duration;
use policygen::check::{Baseline, is_of_build};
use policygen::rules::RuleSet;

/// Arguments on future days.
#[derive(Debug, clap::Args)]
pub(super) struct AheadArguments {
    /// Print only the additional findings that the site will have after this period, such as P90D
    #[arg(
        long,
        value_name = "DURATION",
        value_parser = duration,
        conflicts_with_all = ["fix", "diff", "coverage", "coverage_page", "write_baseline"]
    )]
    ahead: Option<Duration>,
}

fn duration(text: &str) -> Result<Duration, String> {
    Duration::parse(text).ok_or_else(|| match Duration::guess(text) {
        Some(guess) if Duration::parse(&guess).is_some() => {
            format!("write the duration as `{guess}`")
        }
        _ => "write a duration such as `P90D`, `P3M` or `P1Y`".to_owned(),
    })
}

impl AheadArguments {
    /// The day up to which to look ahead.
    pub(super) fn until(&self, as_of: Date) -> anyhow::Result<Option<Date>> {
        let Some(ahead) = &self.ahead else {
            return Ok(None);
        };
        let until = dates::after(as_of, ahead);
        (until > as_of)
            .then_some(Some(until))
            .context("`--ahead` needs a duration of at least a day, such as `P90D`")
    }
}

/// Keeps only findings that are not among today's, and adds from which day their rules apply.
pub(super) fn keep_new(
    today: &[Diagnostic],
    as_of: Date,
    rules: &RuleSet,
    diagnostics: &mut Vec<Diagnostic>,
) {
    Baseline::of(today).apply(rules, diagnostics);
    // Baselines don't contain diagnostics of the build.
    let faults: Vec<&Diagnostic> = today.iter().filter(|found| is_of_build(found)).collect();
    diagnostics.retain(|found| !(is_of_build(found) && faults.contains(&found)));
    for found in diagnostics {
        let from = rules.rule(found.code.id).and_then(|(_, rule)| rule.from);
        if let Some(from) = from.filter(|from| *from > as_of) {
            found.help.push(format!("applies from {from}"));
        }
    }
}
