//! Reading the file of a release.

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use super::MAX_SIZE;
use super::days::{Change, Later};
use super::digests;
use super::release::{Origin, RELEASE, Release, Weight};
use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::model::front_matter::{self, Numbering};
use crate::model::limits::MAX_MERGED;
use crate::model::record::Record;
use crate::schema::read::Checker;

/// The format version that this program reads and writes.
pub(super) const FORM: u64 = 1;

/// Reads the file of a release. Returns `None` and reports a fault if it is not a release or has
/// been changed.
pub(crate) fn read(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Release> {
    let before = faults.len();
    let release = read_fields(source, faults);
    if release.is_none() && faults.len() == before {
        faults.push(
            Diagnostic::new(&codes::NOT_A_RELEASE, "the file is not a release")
                .path(&source.path)
                .help("only `policygen release` writes files into this folder; move the file elsewhere"),
        );
    }
    let release = release?;
    let line = digest_line(source, release.body.start)?;
    if digests::of(&source.text, &line) != release.digest {
        faults.push(altered(source, line));
        return None;
    }
    Some(release)
}

/// Reports that a release has changed since it was frozen.
fn altered(source: &Arc<Source>, line: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &codes::ALTERED_RELEASE,
        "the release was altered: its text does not match this digest",
    )
    .at(source, line)
    .help("restore the file from version control; to change the text, release a new version")
}

/// The digest's line, including its line break: the last line of the front matter.
fn digest_line(source: &Source, body: usize) -> Option<Range<usize>> {
    let head = source.text.get(..body)?;
    let at = head.rfind(&format!("\n{}", digests::KEY))? + 1;
    let end = head[at..].find('\n')? + at + 1;
    Some(at..end)
}

fn read_fields(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Release> {
    let parts = front_matter::split(source, faults)?;
    if source.text.len() as u64 > MAX_SIZE || parts.body.len() > MAX_MERGED {
        let message = format!(
            "the text of the release is larger than {} MB",
            MAX_MERGED / 1024 / 1024
        );
        faults.push(Diagnostic::new(&codes::TOO_LARGE, message).path(&source.path));
        return None;
    }
    let node = crate::yaml::parse(source, parts.yaml?, faults)?;
    let entries = node.top_entries(source, "a release as `key: value`", faults)?;
    let before = faults.len();
    let mut checker = Checker::new(source, faults);
    let map = checker.fields(entries, &RELEASE, |checker, entry| {
        checker.unknown_key(entry, &RELEASE);
    });
    if faults.len() > before {
        return None;
    }
    let get = |key: &'static str| map.get(&Key::Str(key));
    let text = |key: &'static str| get(key).and_then(Value::as_str).map(str::to_owned);
    let date = |key: &'static str| get(key).and_then(Value::as_str).and_then(dates::parse);
    let form = number(get("release")?)?;
    if form != FORM {
        faults.push(
            Diagnostic::new(
                &codes::NOT_A_RELEASE,
                format!("release format {form} is not supported by this version of policygen"),
            )
            .path(&source.path)
            .help("install the version of policygen that wrote it, or a later one"),
        );
        return None;
    }
    Some(Release {
        source: Arc::clone(source),
        body: parts.body,
        version: text("version")?,
        released: date("released")?,
        effective: date("effective")?,
        updated: date("updated"),
        weight: Weight::from_word(get("change")?.as_str()?)?,
        note: text("note"),
        origin: Origin::from_word(get("from")?.as_str()?)?,
        title: text("title")?,
        doc_type: text("type")?,
        summary: text("summary"),
        language: text("language")?,
        numbering: get("numbering")
            .and_then(Value::as_str)
            .map_or(Numbering::None, Numbering::from_word),
        clauses: texts(get("clauses")),
        facts: get("facts")
            .and_then(Value::as_map)
            .cloned()
            .unwrap_or_default(),
        files: Record::from(&map).texts("files").map(Into::into).collect(),
        later: get("later").map_or(Some(Vec::new()), later)?,
        content: text("content")?,
        content_kind: text("content_kind")?,
        previous: text("previous"),
        digest: text("digest")?.parse().ok()?,
    })
}

/// The text values of a mapping, with their keys.
fn texts(map: Option<&Value>) -> Vec<(String, String)> {
    let entries = map.and_then(Value::as_map).into_iter().flat_map(Map::iter);
    let texts =
        entries.filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value.as_str()?.into())));
    texts.collect()
}

fn number(value: &Value) -> Option<u64> {
    value.to_string().parse().ok()
}

fn later(list: &Value) -> Option<Vec<Later>> {
    let days = list.as_array()?.iter().map(|value| {
        let record = Record::of(value)?;
        let changes = record.list("changes").iter().map(change);
        Some(Later {
            on: day(record, "on")?,
            changes: changes.collect::<Option<_>>()?,
            content: record.word("content").map(str::to_owned),
        })
    });
    days.collect()
}

fn day(record: Record<'_>, key: &'static str) -> Option<Date> {
    record.word(key).and_then(dates::parse)
}

fn change(value: &Value) -> Option<Change> {
    let record = Record::of(value)?;
    let count = |key| usize::try_from(number(record.get(key)?)?).ok();
    Some(Change {
        line: count("line")?.checked_sub(1)?,
        lines: count("lines")?,
        text: record.texts("text").map(Into::into).collect(),
    })
}
