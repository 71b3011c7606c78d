//! Baselines: the known findings of a site, so that only new ones count.
//!
//! An entry names a rule, a file and a message, not a line: it stays valid even if lines move.
//! Files of older versions can be read; their findings are matched by rule and file only, because
//! messages have since been reworded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::levels::is_of_build;
use crate::base::diagnostic::{Diagnostic, Severity, codes};
use crate::rules::RuleSet;

/// The version of the file format. Increment it when the meaning of a file changes.
const VERSION: u32 = 3;

/// The oldest file version that can be read.
const OLDEST: u32 = 1;

/// The number of known findings of each kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The version of the file it was read from.
    version: u32,
    kinds: BTreeMap<Kind, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    path: String,
    rule: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<KnownFinding>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFinding {
    path: String,
    rule: String,
    message: String,
    count: usize,
}

impl Baseline {
    /// Creates a baseline of all these findings except build errors: a site with those can't be
    /// built, whatever its baseline says.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut kinds = BTreeMap::new();
        for kind in diagnostics.iter().filter_map(kind) {
            *kinds.entry(kind).or_insert(0) += 1;
        }
        Self::new(kinds)
    }

    /// Parses the output of [`Self::to_text`]. The error describes the problem.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if (u64::from(OLDEST)..=u64::from(VERSION)).contains(&version) => {}
            Some(version) => {
                return Err(format!(
                    "it has version {version}, but this policygen reads versions {OLDEST} to {VERSION}"
                ));
            }
            None => return Err("it has no `version`".to_owned()),
        }
        let file: File = serde_json::from_value(value)
            .map_err(|error| format!("it is not a baseline: {error}"))?;
        let mut kinds = BTreeMap::new();
        for entry in file.findings {
            let kind = Kind {
                path: entry.path,
                rule: entry.rule,
                message: entry.message,
            };
            *kinds.entry(kind).or_insert(0) += entry.count;
        }
        Ok(Self {
            version: file.version,
            kinds,
        })
    }

    /// The contents of the baseline file: sorted JSON.
    pub fn to_text(&self) -> serde_json::Result<String> {
        let findings = self.kinds.iter().map(|(kind, count)| KnownFinding {
            path: kind.path.clone(),
            rule: kind.rule.clone(),
            message: kind.message.clone(),
            count: *count,
        });
        let file = File {
            version: VERSION,
            findings: findings.collect(),
        };
        serde_json::to_string_pretty(&file).map(|text| text + "\n")
    }

    /// The number of findings in the baseline.
    pub fn len(&self) -> usize {
        self.kinds.values().sum()
    }

    /// Whether the baseline has no findings.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes known findings.
    ///
    /// A finding is known under any current or former ID of its rule, and under the IDs of other
    /// rules that report the same finding.
    pub fn apply(&self, rules: &RuleSet, diagnostics: &mut Vec<Diagnostic>) -> Applied {
        let mut left = self.kinds.clone();
        let mut held = BTreeMap::new();
        let mut hold = |diagnostics: &mut Vec<Diagnostic>, known: &mut Lookup<'_>| {
            diagnostics.retain(|diagnostic| {
                let is_known = kind(diagnostic).filter(|kind| known(diagnostic, kind));
                let is_new = is_known.is_none();
                if let Some(kind) = is_known {
                    *held.entry(kind).or_insert(0) += 1;
                }
                is_new
            });
        };
        hold(diagnostics, &mut |diagnostic, kind| {
            let mut known = take(&mut left, kind);
            for also in &diagnostic.also {
                let also = Kind {
                    path: kind.path.clone(),
                    rule: also.code.id.to_owned(),
                    message: also.message.clone(),
                };
                known |= take(&mut left, &also);
            }
            known
        });
        // Messages and IDs may have changed since the file was written.
        hold(diagnostics, &mut |diagnostic, kind| {
            let codes = [diagnostic.code].into_iter();
            let codes = codes.chain(diagnostic.also.iter().map(|also| also.code));
            let mut ids: Vec<&str> = Vec::new();
            for code in codes {
                ids.extend(self.is_of_old_words().then_some(code.id));
                let rule = rules.rule(code.id);
                let formerly = rule.map_or(&[][..], |(_, rule)| &rule.formerly);
                ids.extend(formerly.iter().map(|former| former.id.as_str()));
            }
            let mut known = left.iter_mut().filter(|(known, count)| {
                **count > 0 && known.path == kind.path && ids.contains(&known.rule.as_str())
            });
            match known.next() {
                Some((_, count)) => {
                    *count -= 1;
                    true
                }
                None => false,
            }
        });
        left.retain(|_, count| *count > 0);
        Applied {
            gone: left.values().sum(),
            held: Self::new(held),
        }
    }

    /// Whether the file was written before messages were reworded.
    fn is_of_old_words(&self) -> bool {
        self.version < VERSION
    }

    fn new(kinds: BTreeMap<Kind, usize>) -> Self {
        Self {
            version: VERSION,
            kinds,
        }
    }
}

/// The result of applying a baseline.
#[derive(Debug)]
pub struct Applied {
    /// The number of findings that no longer occur.
    pub gone: usize,
    /// The findings that still occur, with their current messages.
    pub held: Baseline,
}

/// Whether a finding is known. Removes it from the list if so.
type Lookup<'l> = dyn FnMut(&Diagnostic, &Kind) -> bool + 'l;

fn take(left: &mut BTreeMap<Kind, usize>, kind: &Kind) -> bool {
    match left.get_mut(kind) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

fn kind(diagnostic: &Diagnostic) -> Option<Kind> {
    let is_error = is_of_build(diagnostic) && diagnostic.code.severity == Severity::Error;
    // Changes of standard clauses are acknowledged with `required_version`, one by one.
    if is_error || diagnostic.code == &codes::CLAUSE_CHANGED {
        return None;
    }
    Some(Kind {
        path: diagnostic.file().unwrap_or_default().to_owned(),
        rule: diagnostic.code.id.to_owned(),
        message: diagnostic.message.clone(),
    })
}
