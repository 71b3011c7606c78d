//! The data of a page.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use tera::Value;

use super::{Input, Plain};
use crate::markdown::literal;
use crate::render::data::PageData;

/// The data twin. Its keys are what programs depend on: they change only with
/// a note in the changelog.
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
    url: Option<&'a str>,
    /// Of the Markdown twin's bytes.
    digest: Option<&'a str>,
    words: usize,
    minutes: usize,
    facts: Facts<'a>,
    sections: Vec<Section<'a>>,
}

#[derive(serde::Serialize)]
struct Section<'a> {
    id: &'a str,
    number: Option<&'a str>,
    level: u8,
    kind: Option<&'a str>,
    title: &'a str,
    text: &'a str,
}

struct Facts<'a>(&'a [(&'static str, &'a Value)]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The data twin of a page: what it says about itself, the facts that it
/// speaks of, and its sections.
pub fn data(
    page: &PageData,
    input: Input<'_>,
    plain: &Plain,
    facts: &[(&'static str, &Value)],
) -> serde_json::Result<String> {
    let document = input.document;
    let sections = document
        .sections
        .iter()
        .zip(&document.outline.sections)
        .zip(&plain.sections)
        .map(|((section, heading), text)| Section {
            id: &heading.id,
            number: heading.number.as_deref(),
            level: section.level,
            kind: section.kind.as_deref(),
            title: &heading.title,
            text,
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
        url: page.canonical.as_deref(),
        digest: page.digest.as_deref(),
        words: page.words,
        minutes: page.minutes,
        facts: Facts(facts),
        sections: sections.collect(),
    };
    let mut json = Vec::with_capacity(2 * input.merged.len() + 4096);
    serde_json::to_writer_pretty(&mut json, &data)?;
    json.push(b'\n');
    // The library writes UTF-8.
    let json = String::from_utf8(json).unwrap_or_default();
    // Facts that are Markdown keep what is protected in them.
    Ok(match literal::reveal_json(&json) {
        std::borrow::Cow::Owned(revealed) => revealed,
        std::borrow::Cow::Borrowed(_) => json,
    })
}
