//! Redlines for programs. `docs/guide/redlines.md` describes the format.

use serde_json::{Value, json};

use super::compare::{Diff, SectionDiff, Version};
use super::pieces::Change;
use super::report::Report;
use super::summary::{Count, Part, SectionSummary, State};
use super::text::TextSection;

/// The format and its version; the number changes with the format.
const FORMAT: &str = "redline/1";

/// The whole comparison.
pub fn json(report: &Report<'_>) -> Value {
    let summary = report.redline.summary();
    let sections = summary.sections.iter();
    let facts = report.facts.iter().map(|fact| {
        json!({
            "path": fact.path,
            "name": fact.name,
            "old": fact.old,
            "new": fact.new,
        })
    });
    let writer = Writer { report };
    let redline = report.redline;
    json!({
        "format": FORMAT,
        "title": report.title,
        "language": report.language.tag,
        "old": report.old,
        "new": report.new,
        "summary": {
            "count": count(&summary.count),
            "sections": sections.map(|section| about(report, section)).collect::<Vec<_>>(),
        },
        "facts": facts.collect::<Vec<_>>(),
        "heading": writer.block(&redline.title),
        "sections": redline.sections.iter().map(|section| writer.section(section)).collect::<Vec<_>>(),
        "footnotes": writer.blocks(&redline.notes),
    })
}

fn count(count: &Count) -> Value {
    json!({
        "inserted": count.inserted,
        "deleted": count.deleted,
        "links": count.links,
        "moved": count.moved,
        "others": count.others,
    })
}

fn about(report: &Report<'_>, section: &SectionSummary) -> Value {
    let part = match section.part {
        Part::Title => "title",
        Part::Beginning => "beginning",
        Part::Section(..) => "section",
        Part::Footnotes => "footnotes",
    };
    json!({
        "anchor": section.anchor,
        "part": part,
        "name": report.name(&section.part),
        "state": state(section.state),
        "changed": section.is_changed(),
        "moved": section.moved,
        "renamed_from": section.renamed_from,
        "renumbered_from": section.renumbered_from,
        "count": count(&section.count),
    })
}

fn state(state: State) -> &'static str {
    match state {
        State::Added => "added",
        State::Removed => "removed",
        State::Kept => "kept",
    }
}

struct Writer<'r> {
    report: &'r Report<'r>,
}

impl Writer<'_> {
    fn section(&self, section: &SectionDiff<'_>) -> Value {
        let about = self.report.redline.section(section);
        let side = |side: Option<(usize, &TextSection)>| {
            let (at, section) = side?;
            let heading = section.heading.as_ref();
            Some(json!({
                "at": at,
                "id": heading.map(|heading| &heading.id),
                "title": heading.map(|heading| &heading.title),
                "level": heading.map(|heading| heading.level),
                "number": heading.and_then(|heading| heading.number.as_ref()),
            }))
        };
        json!({
            "anchor": about.anchor,
            "state": state(about.state),
            "moved": section.is_moved,
            "old": side(section.old),
            "new": side(section.new),
            "heading": section.heading.as_ref().map(|heading| self.block(heading)),
            "blocks": self.blocks(&section.blocks),
        })
    }

    fn blocks(&self, blocks: &[Diff<'_>]) -> Vec<Value> {
        let blocks = blocks.iter().filter(|block| block.block().is_some());
        blocks.map(|block| self.block(block)).collect()
    }

    fn block(&self, diff: &Diff<'_>) -> Value {
        let version = |version: Option<Version<'_>>| {
            version.map(|version| {
                json!({
                    "section": version.section,
                    "at": version.at,
                })
            })
        };
        let kind = diff.block().map_or("", |block| block.kind.name());
        let mut block = json!({
            "kind": kind,
            "old": version(diff.old),
            "new": version(diff.new),
        });
        if diff.is_moved {
            block["moved"] = true.into();
        }
        if let Some((old, new)) = diff.form() {
            block["form"] = json!({"old": old, "new": new});
        }
        let words = self.words(diff);
        if !words.is_empty() {
            block["words"] = words.into();
        }
        if !diff.children.is_empty() {
            block["blocks"] = self.blocks(&diff.children).into();
        }
        block
    }

    fn words(&self, diff: &Diff<'_>) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        let mut is_first = true;
        for piece in self.report.redline.pieces(diff) {
            let change = match piece.change {
                Change::Same => "same",
                Change::Deleted => "deleted",
                Change::Inserted => "inserted",
            };
            let mut text = String::new();
            let mut links: Vec<Value> = Vec::new();
            for word in &piece.words {
                if word.is_spaced && !is_first {
                    text.push(' ');
                }
                is_first = false;
                match word.token.kind {
                    super::text::TokenKind::Break => text.push('\n'),
                    _ => text.push_str(&word.token.text),
                }
                if let Some(moved) = word.moved {
                    let link = json!({
                        "kind": if moved.is_image { "image" } else { "link" },
                        "old": moved.old,
                        "new": moved.new,
                    });
                    if links.last() != Some(&link) {
                        links.push(link);
                    }
                }
            }
            let mut words = json!({});
            words[change] = text.into();
            if !links.is_empty() {
                words["links"] = links.into();
            }
            all.push(words);
        }
        all
    }
}
