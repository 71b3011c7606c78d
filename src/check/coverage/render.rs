//! Coverage as text, as JSON and as a page for counsel.

use std::fmt::Write as _;

use anyhow::Context as _;
use serde::Serialize;

use super::{Coverage, Row, Status};
use crate::base::dates::Date;
use crate::rules::RuleSet;
use crate::rules::{Law, Rule};

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    answered: usize,
    missing: usize,
    unknown: usize,
    not_applicable: usize,
    packs: Vec<PackData<'a>>,
}

#[derive(Serialize)]
struct PackData<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
    policies: Vec<PolicyData<'a>>,
}

#[derive(Serialize)]
struct PolicyData<'a> {
    path: &'a str,
    requirements: Vec<RequirementData<'a>>,
}

#[derive(Serialize)]
struct RequirementData<'a> {
    rule: &'a str,
    title: String,
    law: Vec<LawData<'a>>,
    status: &'static str,
    says: &'static str,
    answers: &'a [String],
}

#[derive(Serialize)]
struct LawData<'a> {
    cite: &'a str,
    url: &'a str,
}

impl Status {
    /// The name of the status in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// The text of a row, without its answers.
fn says(row: &Row) -> &'static str {
    match row.status {
        Status::Answered if row.answers.is_empty() => "nothing is missing",
        Status::Answered => "answered",
        Status::Missing => "not answered",
        Status::Unknown => "needs human review",
        Status::NotApplicable => "does not apply",
    }
}

/// The laws that require something on a page.
fn laws<'a>(row: &'a Row, rule: &'a Rule) -> impl Iterator<Item = &'a Law> {
    row.law.iter().filter_map(|index| rule.law.get(*index))
}

/// A requirement in words: its law and its subject.
fn named(row: &Row, rule: &Rule) -> String {
    let title = rule.name.replace('-', " ");
    match laws(row, rule).next() {
        Some(law) => format!("{}: {title}", law.cite),
        None => title,
    }
}

impl Coverage {
    fn count(&self, status: Status) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }

    /// Formats the coverage as a table for a terminal.
    pub fn to_text(&self, rules: &RuleSet) -> String {
        if self.rows.is_empty() {
            return "the `regimes` in policygen.yaml set no requirements for these pages\n"
                .to_owned();
        }
        let mut out = String::new();
        let id = self.rows.iter().map(|row| row.rule.len()).max();
        let title = self
            .rows
            .iter()
            .filter_map(|row| Some(named(row, rules.rule(&row.rule)?.1).chars().count()));
        let (id, title) = (id.unwrap_or_default(), title.max().unwrap_or_default());
        let mut last = ("", "");
        for row in &self.rows {
            let Some((pack, rule)) = rules.rule(&row.rule) else {
                continue;
            };
            if last.0 != row.pack {
                let gap = if out.is_empty() { "" } else { "\n" };
                let _ = writeln!(out, "{gap}{}: {}", pack.name, pack.title);
            }
            if last != (row.pack.as_str(), row.policy.as_str()) {
                let _ = writeln!(out, "  {}", row.policy);
            }
            last = (&row.pack, &row.policy);
            let said = match (row.status, row.answers.as_slice()) {
                (_, []) => says(row).to_owned(),
                (Status::Answered, answers) => answers.join(", "),
                (Status::Missing, missing) => missing.join("; "),
                (_, more) => format!("{}: {}", says(row), more.join(", ")),
            };
            let mark = match row.status {
                Status::Answered => "yes",
                Status::Missing => "no",
                Status::Unknown => "?",
                Status::NotApplicable => "-",
            };
            let _ = writeln!(
                out,
                "    {:id$}  {:title$}  {mark:3}  {said}",
                row.rule,
                named(row, rule)
            );
        }
        let requirements = match self.rows.len() {
            1 => "1 requirement".to_owned(),
            count => format!("{count} requirements"),
        };
        let _ = writeln!(
            out,
            "\n{requirements}: {} answered, {} not answered, {} for human review, {} not applicable",
            self.count(Status::Answered),
            self.count(Status::Missing),
            self.count(Status::Unknown),
            self.count(Status::NotApplicable),
        );
        out
    }

    /// Formats the coverage as JSON, for programs.
    pub fn to_json(&self, as_of: Date, rules: &RuleSet) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&self.document(as_of, rules)).map(|text| text + "\n")
    }

    /// Renders the coverage as a self-contained page for counsel that can be
    /// printed.
    pub fn to_html(&self, as_of: Date, rules: &RuleSet) -> anyhow::Result<String> {
        const NAME: &str = "coverage.html";
        let mut tera = tera::Tera::new();
        tera.autoescape_on([".html"]);
        tera.add_raw_template(NAME, include_str!("coverage.html"))
            .context("can't read the template of the coverage page")?;
        let context = tera::Context::from_serialize(&self.document(as_of, rules))
            .context("can't render the coverage page")?;
        tera.render(NAME, &context)
            .context("can't render the coverage page")
    }

    /// Whether a file is a page written by [`Self::to_html`].
    pub fn is_page(bytes: &[u8]) -> bool {
        let head = include_bytes!("coverage.html");
        let end = memchr::memmem::find(head, b"<title>").unwrap_or(head.len());
        bytes.starts_with(&head[..end])
    }

    fn document<'a>(&'a self, as_of: Date, rules: &'a RuleSet) -> Document<'a> {
        let mut packs: Vec<PackData<'_>> = Vec::new();
        for row in &self.rows {
            let Some((pack, rule)) = rules.rule(&row.rule) else {
                continue;
            };
            if packs.last().is_none_or(|last| last.name != pack.name) {
                packs.push(PackData {
                    name: &pack.name,
                    title: &pack.title,
                    about: pack.about.trim(),
                    policies: Vec::new(),
                });
            }
            let Some(data) = packs.last_mut() else {
                continue;
            };
            if data
                .policies
                .last()
                .is_none_or(|last| last.path != row.policy)
            {
                data.policies.push(PolicyData {
                    path: &row.policy,
                    requirements: Vec::new(),
                });
            }
            if let Some(policy) = data.policies.last_mut() {
                policy.requirements.push(requirement(row, rule));
            }
        }
        Document {
            as_of: as_of.to_string(),
            answered: self.count(Status::Answered),
            missing: self.count(Status::Missing),
            unknown: self.count(Status::Unknown),
            not_applicable: self.count(Status::NotApplicable),
            packs,
        }
    }
}

fn requirement<'a>(row: &'a Row, rule: &'a Rule) -> RequirementData<'a> {
    let law = |law: &'a Law| LawData {
        cite: &law.cite,
        url: &law.url,
    };
    RequirementData {
        rule: &row.rule,
        title: rule.name.replace('-', " "),
        law: laws(row, rule).map(law).collect(),
        status: row.status.word(),
        says: says(row),
        answers: &row.answers,
    }
}
