//! Changes keys in the front matter of a policy, and nothing else in its file.

use std::sync::Arc;

use super::{Parts, split};
use crate::base::dates::Date;
use crate::base::diagnostic::Diagnostic;
use crate::base::escape;
use crate::base::source::Source;
use crate::yaml::{Kind, Node};

/// Changes to front matter.
#[derive(Debug, Default)]
pub struct Changes {
    /// The version.
    pub version: Option<String>,
    /// The date of the last change.
    pub updated: Option<Date>,
    /// The date from which it applies.
    pub effective: Option<Date>,
    /// A new entry of `history`.
    pub entry: Option<HistoryEntry>,
}

/// An entry of `history`.
#[derive(Debug)]
pub struct HistoryEntry {
    /// The version.
    pub version: String,
    /// The day of the version.
    pub date: Date,
    /// The date from which it applies.
    pub effective: Date,
    /// What changed.
    pub summary: String,
    /// Whether the change is material.
    pub material: bool,
}

/// The text of a policy's file with these changes. Returns `None` if its front matter can't be
/// read, which was reported when the policy was read.
pub fn edit(source: &Arc<Source>, changes: &Changes) -> Option<String> {
    let mut unread: Vec<Diagnostic> = Vec::new();
    let parts = split(source, &mut unread)?;
    let (start, end) = head(&parts);
    let node = match &parts.yaml {
        Some(range) if !source.text[range.clone()].trim().is_empty() => {
            Some(crate::yaml::parse(source, range.clone(), &mut unread)?)
        }
        _ => None,
    };
    let line = if source.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut edits = Edits {
        text: &source.text,
        node: node.as_ref(),
        end,
        line,
        replaced: Vec::new(),
        added: String::new(),
    };
    if let Some(version) = &changes.version {
        edits.set("version", &escape::yaml(version));
    }
    if let Some(updated) = changes.updated {
        edits.set("updated", &updated.to_string());
    }
    if let Some(effective) = changes.effective {
        edits.set("effective", &effective.to_string());
    }
    if let Some(entry) = &changes.entry {
        edits.add_entry(entry);
    }
    let Edits {
        mut replaced,
        added,
        ..
    } = edits;
    replaced.push((end..end, added));
    replaced.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.text.len() + 256);
    if parts.yaml.is_none() {
        text.push_str("---");
        text.push_str(line);
    }
    let mut done = start;
    text.push_str(&source.text[..start]);
    for (range, by) in replaced {
        text.push_str(&source.text[done..range.start]);
        text.push_str(&by);
        done = range.end;
    }
    if parts.yaml.is_none() {
        text.push_str("---");
        text.push_str(line);
        text.push_str(line);
    }
    text.push_str(&source.text[done..]);
    Some(text)
}

/// The start and end of the keys in front matter.
fn head(parts: &Parts) -> (usize, usize) {
    match &parts.yaml {
        Some(range) => (range.start, range.end),
        None => (parts.body.start, parts.body.start),
    }
}

struct Edits<'a> {
    text: &'a str,
    node: Option<&'a Node>,
    /// The position at which keys are added.
    end: usize,
    line: &'a str,
    replaced: Vec<(std::ops::Range<usize>, String)>,
    added: String,
}

impl Edits<'_> {
    /// Sets a key to a scalar.
    fn set(&mut self, key: &str, value: &str) {
        let entries = self.node.and_then(Node::entries).unwrap_or_default();
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            self.add(key, value);
            return;
        };
        match entry.value.kind {
            // The value is missing, `null` or `~`. A missing value has no place in the text.
            Kind::Null => {
                let after = entry.key_span.end;
                let rest = &self.text[after..self.end];
                let line = rest.find('\n').map_or(rest.len(), |at| at);
                let is_written = ["null", "~"].iter().any(|word| {
                    rest[..line]
                        .trim_start_matches([':', ' '])
                        .starts_with(word)
                });
                let colon = rest.find(':').map_or(after, |at| after + at + 1);
                let end = match is_written {
                    true => after + line - usize::from(rest[..line].ends_with('\r')),
                    false => colon,
                };
                self.replaced.push((colon..end, format!(" {value}")));
            }
            _ => self
                .replaced
                .push((entry.value.span.clone(), value.to_owned())),
        }
    }

    fn add(&mut self, key: &str, value: &str) {
        let line = self.line;
        self.added.push_str(&format!("{key}: {value}{line}"));
    }

    /// Adds an entry at the start of `history`.
    fn add_entry(&mut self, entry: &HistoryEntry) {
        let entries = self.node.and_then(Node::entries).unwrap_or_default();
        let history = entries.iter().find(|entry| entry.key == "history");
        let fields = [
            ("version", escape::yaml(&entry.version)),
            ("date", entry.date.to_string()),
            ("effective", entry.effective.to_string()),
            ("summary", escape::yaml(&entry.summary)),
            ("material", entry.material.to_string()),
        ];
        let flow = fields
            .each_ref()
            .map(|(key, value)| format!("{key}: {value}"));
        let flow = format!("{{{}}}", flow.join(", "));
        let items = history.and_then(|entry| match &entry.value.kind {
            Kind::Seq(items) => Some((&entry.value, items)),
            _ => None,
        });
        match items {
            Some((list, items)) if self.text[list.span.clone()].starts_with('[') => {
                let at = list.span.start + 1;
                let rest = if items.is_empty() { "" } else { ", " };
                self.replaced.push((at..at, flow + rest));
            }
            Some((_, items)) if !items.is_empty() => {
                let first = items[0].span.start;
                let start = self.text[..first].rfind('\n').map_or(0, |at| at + 1);
                let dash = self.text[start..first].rfind('-').unwrap_or(0);
                let indent = &self.text[start..start + dash];
                let line = self.line;
                self.replaced
                    .push((start..start, block(&fields, indent, line)));
            }
            // `history` has no value, or is missing.
            _ => {
                let line = self.line;
                let list = block(&fields, "  ", line);
                match history {
                    Some(entry) => {
                        let after = entry.key_span.end;
                        let rest = &self.text[after..self.end];
                        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
                        self.replaced
                            .push((after..after + end, format!(":{line}{list}")));
                    }
                    None => self.added.push_str(&format!("history:{line}{list}")),
                }
            }
        }
    }
}

/// An item of a list in block style.
fn block(fields: &[(&str, String)], indent: &str, line: &str) -> String {
    let mut text = String::new();
    for (at, (key, value)) in fields.iter().enumerate() {
        let mark = if at == 0 { "- " } else { "  " };
        text.push_str(&format!("{indent}{mark}{key}: {value}{line}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Changes, HistoryEntry, edit};
    use crate::base::source::Source;
    use crate::model::front_matter;

    fn changes() -> Changes {
        let day = |day: &str| day.parse().unwrap();
        Changes {
            version: Some("2.0".into()),
            updated: Some(day("2026-05-01")),
            effective: Some(day("2026-06-01")),
            entry: Some(HistoryEntry {
                version: "2.0".into(),
                date: day("2026-05-01"),
                effective: day("2026-06-01"),
                summary: "Two \"new\" things".into(),
                material: true,
            }),
        }
    }

    #[test]
    fn only_the_keys_change() {
        let texts = [
            "# Privacy\n\nText\n",
            "---\n---\n# Privacy\n",
            "---\ntitle: Privacy # the name\nversion: '1.0'   # old\nupdated:\neffective: null\n---\nText\n",
            "---\nhistory:\n  - version: \"1.0\"\n    date: 2025-01-01\n    summary: First\ntitle: X\n---\nText\n",
            "---\nhistory:\n- {version: \"1.0\", date: 2025-01-01, summary: First}\n---\nText\n",
            "---\nhistory: [{version: \"1.0\", date: 2025-01-01, summary: First}]\n---\nText\n",
            "---\nhistory: []\n---\nText\n",
            "---\nhistory:\ntitle: X\n---\nText\n",
            "---\r\ntitle: X\r\nversion: \"1\"\r\n---\r\nText\r\n",
        ];
        for text in texts {
            let source = Source::new("x.md", text);
            let edited = edit(&source, &changes()).unwrap();
            let edited = Source::new("x.md", edited);
            let mut faults = Vec::new();
            let parts = front_matter::split(&edited, &mut faults).unwrap();
            let body = edited.text[parts.body].trim().to_owned();
            let (found, layer) =
                front_matter::read(&edited, parts.yaml.unwrap(), &mut faults).unwrap();
            assert_eq!(faults, [], "{}", edited.text);
            assert_eq!(found.version.as_deref(), Some("2.0"));
            assert_eq!(found.updated.unwrap().to_string(), "2026-05-01");
            assert_eq!(found.effective.unwrap().to_string(), "2026-06-01");
            let layer = layer.unwrap();
            let history = layer.values[&tera::value::Key::Str("history")]
                .as_array()
                .unwrap();
            let first = history[0].get_from_path("summary").unwrap();
            assert_eq!(
                first.as_str(),
                Some("Two \"new\" things"),
                "{}",
                edited.text
            );
            assert!(text.trim_end().ends_with(&body), "{body}");
            assert!(text.contains("# the name") <= edited.text.contains("# the name"));
            assert!(
                !edited.text.contains("\r\n") || !edited.text.replace("\r\n", "").contains('\n')
            );
        }
    }
}
