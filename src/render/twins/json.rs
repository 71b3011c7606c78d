//! The data twin of a page: JSON.

use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use tera::Value;

use super::texts::{Text, Texts};
use super::{Input, Twins};
use crate::base::literal;
use crate::render::content::KIND;
use crate::render::data::{ChangeData, PageData};

/// The data twin. Programs depend on its keys, so they change only with a note in the changelog.
#[derive(serde::Serialize)]
struct Data<'a> {
    title: &'a str,
    #[serde(rename = "type")]
    doc_type: &'a str,
    summary: Option<&'a str>,
    version: Option<&'a str>,
    language: &'a str,
    updated: Option<&'a str>,
    effective: Option<&'a str>,
    draft: bool,
    /// The changes of each version, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<Change<'a>>,
    url: Option<&'a str>,
    /// The digest of `content`.
    digest: Option<&'a str>,
    digest_kind: Option<&'static str>,
    words: usize,
    minutes: usize,
    facts: &'a RawValue,
    /// The text before the first section.
    preamble: Text<'a>,
    sections: Vec<Section<'a>>,
    /// Words and structure in the form that the digest covers.
    content: Text<'a>,
}

#[derive(serde::Serialize)]
struct Change<'a> {
    version: &'a str,
    date: &'a str,
    effective: Option<&'a str>,
    change: Option<&'static str>,
    summary: Option<&'a str>,
    /// The path of its own page from the root, if it was released.
    html: Option<&'a str>,
}

impl<'a> From<&'a ChangeData> for Change<'a> {
    fn from(change: &'a ChangeData) -> Self {
        Self {
            version: &change.version,
            date: &change.date.iso,
            effective: change.effective.as_ref().map(|date| &*date.iso),
            change: change.weight,
            summary: change.text.as_deref(),
            html: change.href.as_deref(),
        }
    }
}

#[derive(serde::Serialize)]
struct Section<'a> {
    id: &'a str,
    number: Option<&'a str>,
    level: u8,
    kind: Option<&'a str>,
    title: &'a str,
    text: Text<'a>,
}

/// The serialised facts, shared by pages with the same facts.
#[derive(Debug)]
pub(crate) struct Facts(Box<RawValue>);

impl Facts {
    /// Serialises facts, by name.
    pub(crate) fn new(facts: &[(&'static str, Value)]) -> serde_json::Result<Self> {
        struct Entries<'a>(&'a [(&'static str, Value)]);
        impl Serialize for Entries<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }
        let json = serde_json::to_string_pretty(&Entries(facts))?;
        // Indent the facts by one level. Line breaks occur only between values.
        let json = json.replace('\n', "\n  ");
        // Facts that are Markdown still contain protected characters.
        let json = literal::reveal_json(&json).into_owned();
        RawValue::from_string(json).map(Self)
    }
}

/// Writes the data twin of a page: its metadata, the facts that it mentions,
/// its text by section, and its content.
pub(crate) fn json(
    page: &PageData,
    input: Input<'_>,
    buffers: &mut Twins,
    facts: &Facts,
) -> serde_json::Result<()> {
    let Twins {
        plain,
        content,
        data: out,
        ..
    } = buffers;
    let headings = input.linked.document.headings();
    let sections =
        headings
            .zip(plain.titles().zip(plain.sections()))
            .map(|(heading, (title, text))| Section {
                id: heading.id(),
                number: heading.number(),
                level: heading.level(),
                kind: heading.kind(),
                title,
                text: Text(text),
            });
    let data = Data {
        title: &page.title,
        doc_type: &page.doc_type,
        summary: page.summary.as_deref(),
        version: page.version.as_deref(),
        language: &page.language,
        updated: page.updated.as_ref().map(|date| &*date.iso),
        effective: page.effective.as_ref().map(|date| &*date.iso),
        draft: page.draft,
        history: page.history.iter().map(Change::from).collect(),
        url: page.canonical.as_deref(),
        digest: page.digest.as_deref(),
        digest_kind: page.digest.as_ref().map(|_| KIND),
        words: page.words,
        minutes: page.minutes,
        facts: &facts.0,
        preamble: Text(plain.preamble()),
        sections: sections.collect(),
        content: Text(content),
    };
    out.clear();
    data.serialize(&mut serde_json::Serializer::with_formatter(
        &mut *out,
        Texts::default(),
    ))?;
    out.push(b'\n');
    Ok(())
}
