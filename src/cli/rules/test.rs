//! `policygen rules --test`

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use policygen::base::dates::Date;
use policygen::base::diagnostic::human;
use policygen::base::text::counted;
use policygen::build::{Examples, Mismatch};
use policygen::rules::RuleSet;
use policygen::rules::{Pack, Rule};
use rayon::prelude::*;

use super::super::FAULTS;
use super::super::streams::{stderr, stdout};

/// Runs the examples of a pack, or of all the site's own packs.
pub(super) fn run(
    rules: &Arc<RuleSet>,
    pack: Option<&str>,
    as_of: Option<Date>,
) -> anyhow::Result<ExitCode> {
    let packs: Vec<&Pack> = match pack {
        Some(name) => rules.packs().filter(|pack| pack.name == name).collect(),
        None => rules.own_packs().iter().collect(),
    };
    let tested: Vec<(&Pack, &Rule)> = packs
        .into_iter()
        .flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
        .collect();
    let examples = Examples::new(rules)?;
    let mismatches: Vec<Vec<Mismatch>> = tested
        .par_iter()
        .map(|(pack, rule)| {
            let as_of = match as_of.or(pack.examples_as_of) {
                Some(date) => date,
                None => super::super::as_of(None)?,
            };
            examples.run(pack, rule, as_of)
        })
        .collect::<anyhow::Result<_>>()?;
    let mismatches: Vec<Mismatch> = mismatches.into_iter().flatten().collect();
    let mut err = stderr();
    for mismatch in &mismatches {
        writeln!(
            err,
            "{}: example {} of `{}`: {}",
            mismatch.rule,
            mismatch.number,
            mismatch.list,
            mismatch.reason.words()
        )?;
        for line in human::render(&mismatch.found, false).lines() {
            writeln!(err, "{}", format!("    {line}").trim_end())?;
        }
    }
    let count: usize = tested
        .iter()
        .map(|(_, rule)| rule.fails.len() + rule.passes.len() + rule.traps.len())
        .sum();
    let tested = format!(
        "{} of {}",
        counted(count, "example", "examples"),
        counted(tested.len(), "rule", "rules")
    );
    if count == 0 && mismatches.is_empty() {
        writeln!(stdout(), "this site has no rules of its own to test")?;
        return Ok(ExitCode::SUCCESS);
    }
    if mismatches.is_empty() {
        writeln!(stdout(), "{tested}: all pass")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(err, "{tested}: {} failed", mismatches.len())?;
    Ok(ExitCode::from(FAULTS))
}
