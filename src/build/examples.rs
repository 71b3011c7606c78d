//! Runs the examples of rules. Each example is a small site on which `check` must report what the
//! rule promises.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::base::dates::Date;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::check::{Selection, is_name};
use crate::load::{self, Options, Site};
use crate::model::settings;
use crate::rules::{Example, Pack, Rule, RuleSet};
use anyhow::Context as _;

const NO_FOLDER: &str = "can't create a temporary folder";

/// An example that does not behave as expected.
#[derive(Debug)]
pub struct Mismatch {
    /// The rule's ID.
    pub rule: String,
    /// The list that the example is in: `fails`, `passes` or `traps`.
    pub list: &'static str,
    /// Its number in the list, from 1.
    pub number: usize,
    /// What is wrong.
    pub reason: Reason,
    /// The diagnostics from `check`.
    pub found: Vec<Diagnostic>,
}

/// Why an example does not behave as expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The rule should find something.
    FindsNothing,
    /// The rule should find nothing.
    FindsSomething,
    /// The message or help of a finding still contains a name in braces.
    Unfilled,
    /// The example itself has faults.
    Faulty,
}

impl Reason {
    /// The reason in words, printed after the name of the example.
    pub fn words(self) -> &'static str {
        match self {
            Self::FindsNothing => "expected a finding, but there is none",
            Self::FindsSomething => "expected no finding, but there is one",
            Self::Unfilled => "the message or help contains a name in braces that is not filled in",
            Self::Faulty => "the example itself has errors",
        }
    }
}

/// Runs examples of rules.
#[derive(Debug)]
pub struct Examples {
    rules: Arc<RuleSet>,
    /// An empty site, so that the standard clauses, interface text and theme are compiled once for
    /// all examples.
    empty: Site,
}

impl Examples {
    /// Prepares to run examples of `rules`.
    pub fn new(rules: &Arc<RuleSet>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context(NO_FOLDER)?;
        let options = Options::new(folder.path(), Date::UNIX_EPOCH);
        Ok(Self {
            rules: Arc::clone(rules),
            empty: load::load(&options, &mut Vec::new())?,
        })
    }

    /// Runs all examples of a rule as of a day or, if the rule does not apply then, the nearest day
    /// on which it does.
    pub fn run(&self, pack: &Pack, rule: &Rule, as_of: Date) -> anyhow::Result<Vec<Mismatch>> {
        let lists = [
            ("fails", &rule.fails, true),
            ("passes", &rule.passes, false),
            ("traps", &rule.traps, false),
        ];
        let as_of = rule.from.map_or(as_of, |from| as_of.max(from));
        let as_of = rule.until.map_or(as_of, |until| as_of.min(until));
        let mut mismatches = Vec::new();
        for (list, examples, wanted) in lists {
            for (example, number) in examples.iter().zip(1..) {
                let found = self.check(pack, rule, example, as_of)?;
                if let Some(reason) = judge(&self.rules, rule, wanted, &found) {
                    mismatches.push(Mismatch {
                        rule: rule.id.clone(),
                        list,
                        number,
                        reason,
                        found,
                    });
                }
            }
        }
        Ok(mismatches)
    }

    /// The findings of `check` on an example.
    fn check(
        &self,
        pack: &Pack,
        rule: &Rule,
        example: &Example,
        as_of: Date,
    ) -> anyhow::Result<Vec<Diagnostic>> {
        let folder = tempfile::tempdir().context(NO_FOLDER)?;
        let root = folder.path().canonicalize()?;
        for (path, text) in files(pack, rule, example) {
            write(&root, &path, &text)?;
        }
        let mut faults = Vec::new();
        let options = Options::new(root, as_of);
        let mut site = load::load_again(&options, Some(&self.empty), &mut faults)?;
        site.rules = Arc::clone(&self.rules);
        // Rules that are off by default must be selected; this hides the
        // example's own faults.
        let selected: Vec<String> = rule.off.then(|| rule.id.clone()).into_iter().collect();
        let selection = Selection::new(&selected, &[], true, &self.rules)
            .map_err(|fault| anyhow::anyhow!("can't select {}: {}", rule.id, fault.message))?;
        Ok(super::check(&site, &selection, false, faults)?.diagnostics)
    }
}

/// Judges the findings of an example.
fn judge(rules: &RuleSet, rule: &Rule, wanted: bool, found: &[Diagnostic]) -> Option<Reason> {
    // A finding that several rules share is reported once.
    let mut own = found.iter().filter(|found| {
        let mut also = found.also.iter();
        found.code.id == rule.id || also.any(|also| also.code.id == rule.id)
    });
    let unfilled = own.clone().any(|found| {
        let mut texts = found.help.iter().chain([&found.message]);
        texts.any(|text| has_name_in_braces(text, rule))
    });
    let is_broken = |found: &Diagnostic| {
        let is_harmless = [codes::CANNOT_VERIFY.id, codes::NO_TITLE.id].contains(&found.code.id);
        !rule.is_of_build() && rules.rule(found.code.id).is_none() && !is_harmless
    };
    match (own.next().is_some(), wanted) {
        (false, true) => Some(Reason::FindsNothing),
        (true, false) => Some(Reason::FindsSomething),
        _ if unfilled => Some(Reason::Unfilled),
        _ if found.iter().any(is_broken) => Some(Reason::Faulty),
        _ => None,
    }
}

/// Whether a text still contains a name in braces from the rule's message or help. Quoted text may
/// contain other names in braces.
fn has_name_in_braces(text: &str, rule: &Rule) -> bool {
    let templates = rule.help.iter().chain([&rule.message]);
    let names = templates.flat_map(|template| template.split('{').skip(1));
    let mut names = names.filter_map(|rest| Some(rest.split_once('}')?.0));
    names.any(|name| is_name(name) && text.contains(&format!("{{{name}}}")))
}

/// The files of an example. A single policy gets the rule's first document type. Without settings,
/// the rule's first regime is turned on.
fn files(pack: &Pack, rule: &Rule, example: &Example) -> BTreeMap<String, String> {
    let mut files = match example {
        Example::Policy(text) => {
            let name = rule.documents.first().map_or("page", String::as_str);
            BTreeMap::from([(format!("content/policies/{name}.md"), text.clone())])
        }
        Example::Site(files) => files.clone(),
    };
    let regimes = rule.regimes.as_ref().unwrap_or(&pack.regimes);
    files.entry(settings::FILE.to_owned()).or_insert_with(|| {
        let regime = regimes.first().map_or("", String::as_str);
        format!("regimes: [{regime}]\n")
    });
    files
}

fn write(root: &Path, path: &str, text: &str) -> anyhow::Result<()> {
    // Examples may come from an untrusted pull request.
    let is_inside = !path.is_empty()
        && path
            .split('/')
            .all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']));
    if !is_inside {
        anyhow::bail!("an example names the file `{path}`, which is outside its site");
    }
    let file = root.join(path);
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(&file, text).with_context(|| format!("can't write {}", file.display()))
}
