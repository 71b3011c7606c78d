//! Explains a rule or a build code.

use crate::base::diagnostic::sarif::{Citation, RuleData};
use crate::base::diagnostic::{Code, Severity, codes};
use crate::check::evaluate::{fill, is_name};
use crate::rules::RuleSet;
use crate::rules::{Pack, Rule};

/// Codes of problems that a build does not report.
const ONLY_BY_CHECK: &[&Code] = &[
    &codes::CHANGED_SINCE_RELEASE,
    &codes::CHANGED_SINCE_REVISION,
    &codes::CANNOT_VERIFY,
    &codes::UNUSED_ALLOW,
    &codes::ALLOW_WITHOUT_REASON,
    &codes::BAD_ALLOW,
    &codes::PREVIEW_IS_OFF,
    &codes::IDLE_REGIME,
    &codes::OLD_LAW,
    &codes::CLAUSE_CHANGED,
    &codes::COPIED_CLAUSE,
    &codes::MISSPELT_TYPE,
];

/// Whether a build does not report problems with this code.
pub(crate) fn is_only_by_check(code: &Code) -> bool {
    ONLY_BY_CHECK.iter().any(|known| known.id == code.id)
}

/// A rule, a build code, or both under one ID.
#[derive(Debug, Clone, Copy)]
pub struct About<'r> {
    /// The rule with its pack.
    pub rule: Option<(&'r Pack, &'r Rule)>,
    /// The code that diagnostics show.
    pub code: &'static Code,
    /// Whether the build also reports it.
    pub is_of_build: bool,
}

impl<'r> About<'r> {
    /// The rule or code with this ID.
    pub fn of(id: &str, rules: &'r RuleSet) -> Option<Self> {
        let rule = rules.rule(id);
        let built = codes::all().find(|code| code.id == id);
        Some(Self {
            rule,
            code: rule.map(|(_, rule)| rule.code()).or(built)?,
            is_of_build: built.is_some(),
        })
    }

    /// Its default severity; `None` if it is off.
    pub fn level(&self) -> Option<Severity> {
        match self.rule {
            Some((_, rule)) => rule.default_level(),
            None => Some(self.code.severity),
        }
    }

    /// Why it exists.
    pub fn why(&self) -> String {
        flowed(self.code.about)
    }

    /// How to fix its findings, one sentence each, without the values of a finding.
    pub fn fix(&self) -> Vec<String> {
        let open = |name: &str| is_name(name).then(|| "…".to_owned());
        match self.rule {
            Some((_, rule)) if !rule.help.is_empty() => {
                rule.help.iter().map(|help| fill(help, open)).collect()
            }
            _ => vec![self.code.fix.to_owned()],
        }
    }

    /// The commands that report it, if it is a build code.
    pub fn found_by(&self) -> &'static str {
        match self.code.id {
            id if id.starts_with("REL3") => "`policygen release`",
            _ if is_only_by_check(self.code) => "`policygen check`",
            _ => "`policygen build` and `check`",
        }
    }

    /// Whether a site with an error of this kind can't be built.
    pub fn stops_build(&self) -> bool {
        self.found_by().contains("build")
    }

    /// Its data for SARIF viewers.
    pub fn data(&self) -> RuleData {
        let laws = self.rule.map(|(_, rule)| rule.law.as_slice());
        let url = laws
            .unwrap_or_default()
            .iter()
            .find(|law| !law.url.is_empty());
        let tags = match self.rule {
            Some((pack, rule)) => {
                let mut tags = vec![pack.name.clone(), rule.certainty.word().to_owned()];
                tags.extend(rule.preview.then(|| "preview".to_owned()));
                tags
            }
            None => vec!["build".to_owned(), "certain".to_owned()],
        };
        let rule = self.rule.map(|(_, rule)| rule);
        let formerly = rule.map(|rule| rule.formerly.iter().map(|former| former.id.clone()));
        let law = laws.unwrap_or_default().iter().map(|law| Citation {
            cite: law.cite.clone(),
            url: law.url.clone(),
        });
        RuleData {
            certainty: rule.map_or("certain", |rule| rule.certainty.word()),
            preview: rule.is_some_and(|rule| rule.preview),
            formerly: formerly.into_iter().flatten().collect(),
            law: law.collect(),
            short: self.code.name.replace('-', " "),
            full: self.why(),
            help: self.fix().join("\n"),
            url: url.map(|law| law.url.clone()),
            level: self.level(),
            tags,
        }
    }
}

/// Joins the wrapped lines of a text into one line per paragraph.
fn flowed(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n");
    let flowed: Vec<String> = paragraphs
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    flowed.join("\n\n")
}
