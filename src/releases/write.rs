//! Writing the file of a release.

use serde::Serialize;
use tera::{Map, Value};

use super::days::{self, Later};
use super::digests;
use super::read::FORM;
use super::release::{Origin, Weight};
use crate::base::dates::Date;
use crate::model::front_matter::Numbering;

/// A release before it is written.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The version.
    pub version: &'a str,
    /// The build date.
    pub released: Date,
    /// The date from which it applies.
    pub effective: Date,
    /// When the text was last changed.
    pub updated: Option<Date>,
    /// How much changed.
    pub weight: Weight,
    /// What changed.
    pub note: Option<&'a str>,
    /// Where the text came from.
    pub origin: Origin,
    /// The title of the page.
    pub title: String,
    /// The document type.
    pub doc_type: String,
    /// A one-line summary of the document.
    pub summary: Option<String>,
    /// The language of the text.
    pub language: String,
    /// How sections are numbered.
    pub numbering: Numbering,
    /// The clauses in the text, by name, with a digest of each.
    pub clauses: Vec<(String, String)>,
    /// The facts that the text prints.
    pub facts: Map,
    /// The files that the text links to, by their paths below the policies’ folder.
    pub files: Vec<String>,
    /// The text on the release date.
    pub text: String,
    /// The texts that apply from later days on.
    pub later: Vec<LaterText>,
    /// The digest of the content of its page.
    pub content: String,
    /// The format of that content.
    pub content_kind: &'a str,
    /// The digest of the previous release.
    pub previous: Option<String>,
}

/// The text of a release from a later day on.
#[derive(Debug)]
pub struct LaterText {
    /// The first day.
    pub on: Date,
    /// The text.
    pub text: String,
    /// The digest of the content of its page.
    pub content: String,
}

#[derive(Serialize)]
struct Head<'a> {
    release: u64,
    version: &'a str,
    released: String,
    effective: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    change: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    from: &'a str,
    title: &'a str,
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbering: Option<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    clauses: Value,
    #[serde(skip_serializing_if = "is_empty")]
    facts: Value,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    files: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    later: Vec<Day>,
    content: &'a str,
    content_kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<&'a str>,
}

fn is_empty(map: &Value) -> bool {
    map.as_map().is_none_or(Map::is_empty)
}

#[derive(Serialize)]
struct Day {
    on: String,
    changes: Vec<Lines>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
}

#[derive(Serialize)]
struct Lines {
    line: usize,
    lines: usize,
    text: Vec<String>,
}

impl Day {
    fn of(later: Later) -> Self {
        let changes = later.changes.into_iter().map(|change| Lines {
            line: change.line + 1,
            lines: change.lines,
            text: change.text,
        });
        Self {
            on: later.on.to_string(),
            changes: changes.collect(),
            content: later.content,
        }
    }
}

/// Returns the contents of a release's file.
pub fn write(draft: &Draft<'_>) -> anyhow::Result<String> {
    let text = draft.text.trim_end_matches('\n').to_owned() + "\n";
    let mut last = text.clone();
    let mut later = Vec::new();
    for LaterText {
        on,
        text: other,
        content,
    } in &draft.later
    {
        let other = other.trim_end_matches('\n').to_owned() + "\n";
        // A day counts only if printed text changes on it.
        if other != last {
            later.push(Day::of(Later {
                on: *on,
                changes: days::between(&text, &other),
                content: Some(content.clone()),
            }));
            last = other;
        }
    }
    let head = Head {
        release: FORM,
        version: draft.version,
        released: draft.released.to_string(),
        effective: draft.effective.to_string(),
        updated: draft.updated.map(|date| date.to_string()),
        change: draft.weight.word(),
        note: draft.note,
        from: draft.origin.word(),
        title: &draft.title,
        r#type: &draft.doc_type,
        summary: draft.summary.as_deref(),
        language: &draft.language,
        numbering: match draft.numbering {
            Numbering::None => None,
            Numbering::Decimal => Some("decimal"),
        },
        clauses: draft
            .clauses
            .iter()
            .map(|(name, digest)| (name.clone().into(), digest.as_str().into()))
            .collect::<Map>()
            .into(),
        facts: draft.facts.clone().into(),
        files: &draft.files,
        later,
        content: &draft.content,
        content_kind: draft.content_kind,
        previous: draft.previous.as_deref(),
    };
    let yaml = serde_yaml::to_string(&head)?;
    let mut file = format!("---\n{}\n", yaml.trim_end());
    let at = file.len();
    file.push_str("---\n");
    file.push_str(&text);
    let digest = digests::of(&file, &(at..at));
    file.insert_str(at, &format!("{}{digest}\n", digests::KEY));
    Ok(file)
}
