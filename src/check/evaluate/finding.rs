//! Findings: problems on a page, with the messages and help that describe them.

use std::ops::Range;

use super::{Evidence, Page};
use crate::base::diagnostic::Fix;
use crate::base::source::Place;
use crate::base::text::join_and;
use crate::check::view;
use crate::rules::{Requirement, Rule};

/// A problem on a page.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// The place of the problem.
    pub spot: Spot,
    /// The words to fill into the rule's message.
    pub words: Vec<(&'static str, String)>,
    /// The list and index of the entry, if the finding is about one.
    pub entry: Option<(String, usize)>,
    /// The list and its number of entries, if the finding is about all of them.
    pub shared: Option<(String, usize)>,
    /// Additional labels.
    pub labels: Vec<(Place, String)>,
    /// Additional help.
    pub help: Vec<String>,
    /// The fixes, if any.
    pub fixes: Vec<Fix>,
    /// The evidence in the page's words, if they were weighed.
    pub evidence: Option<Evidence>,
    /// Whether the finding is based on words and is therefore less certain than the rule.
    pub softened: bool,
    /// The missing fact, if it is marked as not known yet.
    pub unknown: Option<String>,
    /// Whether there are neither facts nor words on the subject.
    pub absent: bool,
    /// Whether the facts contain the missing parts, but the page does not print them.
    pub unprinted: bool,
}

/// The place of a problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Spot {
    /// On the page as a whole.
    #[default]
    Page,
    /// In a file of facts or in front matter.
    Place(Place),
    /// In the prose.
    Text(Range<usize>),
    /// In the merged text.
    Merged(Range<usize>),
}

impl Finding {
    /// A finding on something missing, in words.
    pub fn missing(what: impl Into<String>) -> Self {
        Self {
            words: vec![("missing", what.into())],
            ..Self::default()
        }
    }

    /// A finding in the prose.
    pub fn text(range: Range<usize>) -> Self {
        Self {
            spot: Spot::Text(range),
            ..Self::default()
        }
    }

    /// A finding in a file.
    pub fn place(place: Place) -> Self {
        Self {
            spot: Spot::Place(place),
            ..Self::default()
        }
    }

    /// A finding in a file, or on the page as a whole if there is no place.
    pub fn somewhere(place: Option<Place>) -> Self {
        place.map(Self::place).unwrap_or_default()
    }

    /// The missing parts, in words.
    pub fn missing_words(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().filter(|(name, _)| *name == "missing");
        words.map(|(_, word)| word.as_str())
    }

    /// Adds the missing parts of another finding on the same subject.
    pub fn add_missing(&mut self, other: &Self) {
        for word in &other.words {
            if word.0 == "missing" && !self.words.contains(word) {
                self.words.push(word.clone());
            }
        }
    }

    /// Removes missing parts that are reported elsewhere.
    pub fn retain_missing(&mut self, is_left: impl Fn(&str) -> bool) {
        self.words
            .retain(|(name, word)| *name != "missing" || is_left(word));
    }

    /// Adds a word to fill into the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, word: impl Into<String>) -> Self {
        self.words.push((name, word.into()));
        self
    }

    /// Adds a label at another place.
    #[must_use]
    pub fn label(mut self, place: Option<Place>, says: impl Into<String>) -> Self {
        self.labels.extend(place.map(|place| (place, says.into())));
        self
    }

    /// Adds help on how to fix the problem.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Merges the findings of two requirements at the same spot; findings in prose
/// and on list entries stay separate.
pub(super) fn merged(mut a: Vec<Finding>, b: Vec<Finding>) -> Vec<Finding> {
    let is_plain = |finding: &Finding| {
        matches!(finding.spot, Spot::Page | Spot::Place(_))
            && finding.entry.is_none()
            && finding.evidence.is_none()
            && finding.unknown.is_none()
            && finding.words.iter().all(|(name, _)| *name == "missing")
    };
    for finding in b {
        let mut others = a.iter_mut();
        match others.find(|other| is_plain(other) && other.spot == finding.spot) {
            Some(first) if is_plain(&finding) => {
                for word in finding.words {
                    if !first.words.contains(&word) {
                        first.words.push(word);
                    }
                }
                for help in finding.help {
                    if !first.help.contains(&help) {
                        first.help.push(help);
                    }
                }
            }
            _ => a.push(finding),
        }
    }
    a
}

impl Rule {
    /// Whether the rule is about the value that a page states, not about whether it
    /// states one.
    pub fn judges_value(&self) -> bool {
        let compares = matches!(
            self.check,
            Requirement::Compare(_) | Requirement::MaxAge(_) | Requirement::NotPast(_)
        );
        compares && self.names_value()
    }

    fn names_value(&self) -> bool {
        self.message.contains("{value}")
    }

    /// The message for a finding.
    pub fn message_for(&self, finding: &Finding, page: &Page<'_>) -> String {
        if let Some((list, count)) = &finding.shared {
            let fields: Vec<&str> = finding.missing_words().collect();
            let (entries, fields) = (counted(list, *count), fields.join(" or "));
            let message = match finding.unprinted {
                true => format!("the page prints {fields} for none of the {entries}"),
                false => format!("none of the {entries} has {fields}"),
            };
            return page.with_evidence(message, self, finding);
        }
        let value = || word_for("value", finding, page);
        if self.names_value() && !finding.absent && value().is_none() {
            let missing: Vec<&str> = finding.missing_words().collect();
            let message = format!("the page does not print {}", join_and(&missing));
            return page.with_evidence(message, self, finding);
        }
        let message = match &self.absent {
            Some(absent) if finding.absent => absent,
            _ => &self.message,
        };
        let message = fill(message, |name| {
            word_for(name, finding, page).or_else(|| unknown(name, finding))
        });
        page.with_evidence(message, self, finding)
    }

    /// The help on how to fix a finding.
    pub fn help_for(&self, finding: &Finding, page: &Page<'_>) -> Vec<String> {
        // Help that names an entry is useless if there is no entry.
        let is_alone = finding.absent || finding.shared.is_some();
        let names_entry = |help: &&String| {
            ["{id}", "{name}", "{label}"]
                .iter()
                .any(|name| help.contains(name))
        };
        let help = self
            .help
            .iter()
            .filter(|help| !(is_alone && names_entry(help)));
        help.map(|help| {
            fill(help, |name| {
                word_for(name, finding, page).or_else(|| unknown(name, finding))
            })
        })
        .collect()
    }
}

/// Entries of a list in words, such as “9 subprocessors”.
fn counted(list: &str, count: usize) -> String {
    match list.ends_with('s') && !list.contains('.') {
        true => format!("{count} {}", list.replace('_', " ")),
        false => format!("{count} entries of `{list}`"),
    }
}

/// The replacement for an unknown name in braces: the entry's number instead of
/// its name. Braces of YAML and tags are not names.
fn unknown(name: &str, finding: &Finding) -> Option<String> {
    if !is_name(name) {
        return None;
    }
    match (&finding.entry, name) {
        (Some((_, index)), "id" | "name") => Some((index + 1).to_string()),
        _ => Some(format!("unknown {}", name.replace('_', " "))),
    }
}

/// Whether this text in braces is a name to fill in.
pub(crate) fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn word_for(name: &str, finding: &Finding, page: &Page<'_>) -> Option<String> {
    let words: Vec<&str> = finding
        .words
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, word)| word.as_str())
        .collect();
    if !words.is_empty() {
        return Some(join_and(&words));
    }
    let (list, index) = finding.entry.as_ref()?;
    let entry = page
        .view
        .list(list)?
        .into_iter()
        .find(|entry| entry.index == *index)?;
    let field = |path: &str| {
        let values: Vec<String> = view::inside(entry.value, path)
            .into_iter()
            .map(view::word)
            .collect();
        (!values.is_empty()).then(|| join_and(&values))
    };
    match name {
        // Short entries have no `id`, or are known by another name.
        "id" | "name" => field(name)
            .or_else(|| field("id"))
            .or_else(|| field("legal_name"))
            .or_else(|| field("name"))
            .or_else(|| field("class"))
            .or_else(|| field("label")),
        "country" => field("locations").or_else(|| field("country")),
        _ => field(name),
    }
}

/// Replaces the names in braces. Unknown names are left unchanged.
pub(crate) fn fill(template: &str, word: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                match word(name) {
                    Some(word) => out.push_str(&word),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                }
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
