//! Findings as SARIF 2.1.0, the interchange format of static analysis
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>).

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::lines::Lines;
use super::report::{Report, fingerprint, is_built_in};
use super::{Code, Diagnostic, Fix, Severity};
use crate::base::address;
use crate::base::source::Place;

/// A rule's description for viewers.
#[derive(Debug, Default)]
pub struct RuleData {
    /// One sentence.
    pub short: String,
    /// Why the rule exists.
    pub full: String,
    /// How to fix its findings.
    pub help: String,
    /// A link to its legal basis.
    pub url: Option<String>,
    /// Its default severity.
    pub level: Option<Severity>,
    /// Its pack and certainty.
    pub tags: Vec<String>,
    /// The certainty of its findings.
    pub certainty: &'static str,
    /// Whether it is in preview.
    pub preview: bool,
    /// Its earlier IDs.
    pub formerly: Vec<String>,
    /// The laws on which it is based.
    pub law: Vec<Citation>,
}

/// A citation of a law.
#[derive(Debug, Clone, Serialize)]
pub struct Citation {
    /// The citation in legal form.
    pub cite: String,
    /// A link to the law; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deprecated_ids: Vec<String>,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    help: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Tags,
}

/// The other rules with the same finding.
#[derive(Serialize)]
struct Others<'a> {
    also: Vec<&'a str>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Tags {
    tags: Vec<String>,
    certainty: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    preview: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    law: Vec<Citation>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Others<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    /// The symbol for the root of the sources, wherever they are checked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// A range in a file. SARIF's character offsets do not count a byte order mark, and neither do
/// ours. Its byte offsets do, so they are omitted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_changes: Vec<FileChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// Renders a report as a SARIF log. `about` describes the rules with findings.
pub fn render(
    report: &Report<'_>,
    about: impl Fn(&'static Code) -> RuleData,
) -> serde_json::Result<String> {
    let others =
        |found: &'_ Diagnostic| found.also.iter().map(|also| also.code).collect::<Vec<_>>();
    let mut codes: Vec<&'static Code> = report
        .diagnostics
        .iter()
        .flat_map(|found| [vec![found.code], others(found)].concat())
        .collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup_by_key(|code| code.id);
    let mut lines = Lines::default();
    let mut alike: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let results = report.diagnostics.iter().map(|diagnostic| {
        let file = diagnostic.file().unwrap_or_default();
        let nth = alike
            .entry((diagnostic.code.id, file, &diagnostic.message))
            .or_default();
        *nth += 1;
        finding(diagnostic, *nth, &codes, report, &mut lines)
    });
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            results: results.collect(),
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    rules: codes
                        .iter()
                        .map(|code| descriptor(code, about(code)))
                        .collect(),
                },
            },
        }],
    };
    serde_json::to_string_pretty(&log).map(|text| text + "\n")
}

fn descriptor(code: &'static Code, about: RuleData) -> Descriptor<'static> {
    Descriptor {
        id: code.id,
        name: code.name,
        short_description: Message { text: about.short },
        full_description: Message { text: about.full },
        help: Message { text: about.help },
        help_uri: about.url,
        default_configuration: Configuration {
            level: about.level.map_or("none", level),
        },
        deprecated_ids: about.formerly,
        properties: Tags {
            tags: about.tags,
            certainty: about.certainty,
            preview: about.preview,
            law: about.law,
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn finding<'a>(
    diagnostic: &'a Diagnostic,
    nth: usize,
    codes: &[&'static Code],
    report: &Report<'_>,
    lines: &mut Lines,
) -> Finding<'a> {
    let mut labels = diagnostic.labels.iter();
    let mut locations: Vec<Location> = labels
        .next()
        .map(|label| location(None, &label.place, &label.text, report, lines))
        .into_iter()
        .collect();
    if let (true, Some(path)) = (locations.is_empty(), &diagnostic.path) {
        locations.push(Location {
            id: None,
            physical_location: Physical {
                artifact_location: artifact(path, report),
                region: None,
            },
            message: None,
        });
    }
    let mut text = diagnostic.message.clone();
    for help in &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    Finding {
        rule_id: diagnostic.code.id,
        rule_index: codes
            .binary_search_by_key(&diagnostic.code.id, |code| code.id)
            .unwrap_or_default(),
        level: level(diagnostic.severity),
        message: Message { text },
        locations,
        related_locations: labels
            .enumerate()
            .map(|(id, label)| location(Some(id), &label.place, &label.text, report, lines))
            .collect(),
        partial_fingerprints: BTreeMap::from([(
            "policygenFinding/v1",
            fingerprint(diagnostic, nth),
        )]),
        properties: (!diagnostic.also.is_empty()).then(|| Others {
            also: diagnostic.also.iter().map(|also| also.code.id).collect(),
        }),
        fixes: change(&diagnostic.fixes, report, lines)
            .into_iter()
            .collect(),
    }
}

fn location(
    id: Option<usize>,
    place: &Place,
    says: &str,
    report: &Report<'_>,
    lines: &mut Lines,
) -> Location {
    Location {
        id,
        physical_location: Physical {
            artifact_location: artifact(&place.source.path, report),
            region: Some(region(place, lines)),
        },
        message: (!says.is_empty()).then(|| Message {
            text: says.to_owned(),
        }),
    }
}

fn artifact(path: &str, report: &Report<'_>) -> Artifact {
    if is_built_in(path) {
        let inside = path.split_once('/').map_or(path, |(_, inside)| inside);
        return Artifact {
            uri: format!("policygen:{}", address::encode(inside)),
            uri_base_id: None,
        };
    }
    Artifact {
        uri: address::encode(&report.path(path)).into_owned(),
        uri_base_id: Some("%SRCROOT%"),
    }
}

fn region(place: &Place, lines: &mut Lines) -> Region {
    let found = lines.region(place);
    Region {
        start_line: found.start.line,
        start_column: found.start.column,
        end_line: found.end.line,
        end_column: found.end.column,
        char_offset: found.characters.start,
        char_length: found.characters.len(),
    }
}

/// Combines all edits of a finding into one change.
fn change(fixes: &[Fix], report: &Report<'_>, lines: &mut Lines) -> Option<Change> {
    let mut files: BTreeMap<&str, Vec<Replacement>> = BTreeMap::new();
    for fix in fixes {
        let path = fix.place.source.path.as_str();
        files.entry(path).or_default().push(Replacement {
            deleted_region: region(&fix.place, lines),
            inserted_content: Message {
                text: fix.text.clone(),
            },
        });
    }
    (!files.is_empty()).then(|| Change {
        artifact_changes: files
            .into_iter()
            .map(|(path, replacements)| FileChange {
                artifact_location: artifact(path, report),
                replacements,
            })
            .collect(),
    })
}
