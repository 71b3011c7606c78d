//! Finds front matter at the start of a file, and reads that of policies.

mod edit;
mod foreign;
mod misplaced;
mod peek;
mod values;

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Map, Value};

use crate::base::dates::{self, Date};
use crate::base::diagnostic::{Diagnostic, codes, suggestion};
use crate::base::source::{Place, Source};
use crate::model::facts::Layer;
use crate::model::levels::{CHECK, Levels};
use crate::model::regimes::Regimes;
use crate::model::tables::{FACTS, REGIMES, SYNONYMS};
use crate::schema::read::Checker;
use crate::schema::{Entity, Type, entity, opt};
use crate::yaml::{Entry, Kind, Node};

pub use edit::{Changes, HistoryEntry, edit};
pub use peek::peek;
pub use values::copied_name;

/// A file split at its front matter.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The YAML between the lines `---`, if the file begins with one.
    pub yaml: Option<Range<usize>>,
    /// The text after the front matter.
    pub body: Range<usize>,
}

/// Splits a file at its front matter. Returns `None` and reports a fault if it is unterminated,
/// misplaced or in another format.
pub fn split(source: &Arc<Source>, faults: &mut Vec<Diagnostic>) -> Option<Parts> {
    let text = &source.text;
    let whole = Some(Parts {
        yaml: None,
        body: 0..text.len(),
    });
    let Some(first_line) = text.lines().next() else {
        return whole;
    };
    if first_line.trim_end() != "---" {
        return match misplaced::find(text, 0) {
            Some(found) => {
                faults.push(found.fault(source));
                None
            }
            None => whole,
        };
    }
    let start = line_end(text, 0);
    let mut at = start;
    while at < text.len() {
        let next = line_end(text, at);
        let line = text[at..next].trim_end();
        if line == "---" || line == "..." {
            let found = misplaced::find(text, next);
            if let Some(found) = found.or_else(|| misplaced::further_down(text, next)) {
                faults.push(found.fault(source));
                return None;
            }
            return Some(Parts {
                yaml: Some(start..at),
                body: next..text.len(),
            });
        }
        at = next;
    }
    // A thematic break at the start of plain text is not front matter.
    let looks_like_yaml = text[start..]
        .lines()
        .find(|line| !line.trim().is_empty())
        .and_then(|line| line.split_once(':'))
        .is_some_and(|(key, _)| {
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
        });
    if !looks_like_yaml {
        return whole;
    }
    faults.push(
        Diagnostic::new(&codes::FRONT_MATTER, "unterminated front matter")
            .label(source.place(0..3), "it begins here")
            .help("close it with a `---` line"),
    );
    None
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1)
}

/// How section numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbering {
    /// Sections have no numbers.
    #[default]
    None,
    /// `1`, `1.1`, `1.1.1`.
    Decimal,
}

impl Numbering {
    /// The names in settings and front matter.
    pub(crate) const WORDS: &'static [&'static str] = &["none", "decimal"];

    pub(crate) fn from_word(word: &str) -> Self {
        match word {
            "decimal" => Self::Decimal,
            _ => Self::None,
        }
    }
}

/// A policy's front matter.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    /// The title, if given.
    pub title: Option<String>,
    /// The document type; by default the file's stem.
    pub doc_type: Option<String>,
    /// The last part of the address, instead of the file's stem.
    pub slug: Option<String>,
    /// Old paths that redirect here.
    pub aliases: Vec<(String, Option<Place>)>,
    /// A one-line summary of the document.
    pub summary: Option<String>,
    /// The version, as text.
    pub version: Option<String>,
    /// The date of the last change.
    pub updated: Option<Date>,
    /// The effective date.
    pub effective: Option<Date>,
    /// Whether a key of another generator states a date.
    pub foreign_date: bool,
    /// The review date.
    pub review_by: Option<Date>,
    /// The language of the page as a BCP 47 tag, instead of the site's.
    pub language: Option<String>,
    /// The file of the same document in another language, as a path relative to this one.
    pub translation_of: Option<(String, Option<Place>)>,
    /// The date from which it no longer applies.
    pub retired: Option<Date>,
    /// The file of the document that replaces it, as a path relative to this one.
    pub replaced_by: Option<(String, Option<Place>)>,
    /// The regimes that apply, instead of the site's.
    pub regimes: Option<Regimes>,
    /// How sections are numbered, instead of the site's setting.
    pub numbering: Option<Numbering>,
    /// Whether the page is left out unless `--drafts` is given.
    pub draft: bool,
    /// Whether `draft` is stated.
    pub states_draft: bool,
    /// The position on the index page; documents without one come last.
    pub order: Option<i32>,
    /// The group on the index page, instead of the folder.
    pub group: Option<String>,
    /// Custom data for themes and texts.
    pub extra: Option<Value>,
    /// Levels of rules for this page.
    pub check: Option<Levels>,
}

/// The keys of front matter.
pub(crate) static FRONT_MATTER: Entity = entity(
    "front matter",
    &[
        opt("title", Type::Text)
            .says("The title of the page")
            .such_as("Privacy policy"),
        opt("type", Type::Text)
            .says("The document type (default: the file’s name)")
            .such_as("privacy"),
        opt("slug", Type::Text)
            .says("The last part of the address (default: the file’s name)")
            .such_as("privacy"),
        opt("aliases", Type::OneOrMore(&Type::Text))
            .says("Old paths that redirect here")
            .such_as("[/old-privacy/]"),
        opt("summary", Type::Text)
            .says("A one-line summary of the document")
            .such_as("What we do with personal data"),
        opt("version", Type::Text)
            .says("The version of the text, in quotes")
            .such_as("\"2.1\""),
        opt("updated", Type::Date).says("The day on which the text was last changed"),
        opt("effective", Type::Date).says("The day from which the text applies"),
        opt("review_by", Type::Date).says("The day by which the text is due for review"),
        opt("language", Type::Language).says("The language of this page, instead of the site’s"),
        opt("translation_of", Type::Text)
            .says("The path from this file to the same document in another language")
            .such_as("../privacy.md"),
        opt("retired", Type::Date).says(
            "The day from which the document no longer applies; its page and its releases remain",
        ),
        opt("replaced_by", Type::Text)
            .says("The path from this file to the document that replaces this one")
            .such_as("terms.md"),
        opt("regimes", Type::List(&Type::Enum(REGIMES)))
            .says("The laws whose rule packs apply, instead of the site’s")
            .such_as("[gdpr]"),
        opt("numbering", Type::Enum(Numbering::WORDS))
            .says("The numbering of sections, instead of the site’s"),
        opt("draft", Type::Bool).says("Whether the page is left out unless `--drafts` is passed"),
        opt("order", Type::Integer)
            .says("The position on the index page")
            .such_as("1"),
        opt("group", Type::Text)
            .says("The group on the index page, instead of the folder")
            .such_as("Security"),
        opt("extra", Type::Free)
            .says("Custom data for themes and texts")
            .such_as("{audience: customers}"),
        opt("check", Type::Entity(&CHECK))
            .says("Which rules run on this page, and how severe their findings are"),
    ],
);

/// The front matter of a policy that has none.
pub fn absent(source: &Source, faults: &mut Vec<Diagnostic>) -> FrontMatter {
    values::draft_name(source, faults);
    FrontMatter::default()
}

/// Reads the front matter of a policy: its metadata, and the facts in it, if any.
pub fn read(
    source: &Arc<Source>,
    range: Range<usize>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(FrontMatter, Option<Layer>)> {
    let node = crate::yaml::parse(source, range, faults)?;
    let entries = node.top_entries(source, "front matter as `key: value`", faults)?;
    let mut checker = Checker::new(source, faults).with_synonyms(SYNONYMS);
    let mut facts = Map::new();
    let about = checker.fields(entries, &FRONT_MATTER, |checker, entry| {
        match FACTS.field(&entry.key) {
            Some(field) => {
                if let Some(value) = checker.partial_field(&entry.value, field) {
                    facts.insert(Key::Str(field.name), value);
                }
            }
            None => unknown(checker, entry, entries),
        }
    });
    let page_kind = entries.iter().find(|entry| {
        let is_kind =
            |node: &Node| matches!(&node.kind, Kind::Text(text) if foreign::is_page_kind(text));
        entry.key == "type" && is_kind(&entry.value)
    });
    if let Some(entry) = page_kind {
        checker.report(
            &codes::UNKNOWN_FRONT_MATTER_KEY,
            "`type` is a kind of page here, not of document, and is ignored".to_owned(),
            &entry.value.span,
            Some("remove it, or write the document type, such as `type: privacy`".to_owned()),
        );
    }
    let (references, misspelt) = (checker.references, checker.misspelt);
    let has_languages = checker.has_languages;
    values::check(&node, source, faults);
    let mut front_matter = assemble(&about, &node, source);
    front_matter.doc_type = front_matter.doc_type.filter(|_| page_kind.is_none());
    front_matter.foreign_date = entries.iter().any(foreign::is_date);
    if let (Some(value), Some(node)) = (about.get(&Key::Str("check")), node.get("check")) {
        front_matter.check = Some(Levels::read(value, node, source));
    }
    // Null facts count too: they state that something is not known yet.
    let has_facts = entries
        .iter()
        .any(|entry| FACTS.field(&entry.key).is_some())
        || !misspelt.is_empty();
    let layer = has_facts.then(|| Layer {
        source: Arc::clone(source),
        node,
        values: facts,
        references,
        misspelt,
        has_languages,
    });
    Some((front_matter, layer))
}

/// Reports an unknown key with a warning. Keys of other generators are harmless, but typos are not,
/// so only typos get a suggestion.
fn unknown(checker: &mut Checker<'_>, entry: &Entry, all: &[Entry]) {
    let names = || FRONT_MATTER.names().chain(FACTS.names());
    // A key of another generator is not a typo.
    let meant = match foreign::is_foreign(&entry.key) {
        true => None,
        false => suggestion(&entry.key, names()),
    };
    checker.misspelt(entry, meant);
    checker.report(
        &codes::UNKNOWN_FRONT_MATTER_KEY,
        format!("unknown key `{}` in front matter", entry.key),
        &entry.key_span,
        Some(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => foreign::help(entry, all),
        }),
    );
    if let (None, Some(own)) = (meant, foreign::renamed(entry, all)) {
        checker.fix(&entry.key_span, own);
    }
}

fn assemble(map: &Map, node: &Node, source: &Arc<Source>) -> FrontMatter {
    let value = |key: &'static str| map.get(&Key::Str(key));
    let text = |key: &'static str| value(key).and_then(Value::as_str).map(str::to_owned);
    let date = |key: &'static str| value(key).and_then(Value::as_str).and_then(dates::parse);
    let texts = |key: &'static str| -> Option<Vec<String>> {
        let items = value(key)?.as_array()?;
        Some(
            items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect(),
        )
    };
    let aliases = texts("aliases").unwrap_or_default();
    let alias_place = |index: usize| {
        let node = node.get("aliases")?;
        let node = match &node.kind {
            Kind::Seq(items) => items.get(index)?,
            _ => node,
        };
        Some(source.place(node.span.clone()))
    };
    FrontMatter {
        // A title of the wrong type has been reported and is not missing.
        title: match text("title") {
            Some(title) => Some(title.trim().to_owned()).filter(|title| !title.is_empty()),
            None => {
                let node = node.get("title").filter(|node| node.kind != Kind::Null);
                node.map(|_| "Untitled".to_owned())
            }
        },
        doc_type: text("type"),
        slug: text("slug"),
        aliases: aliases
            .into_iter()
            .enumerate()
            .map(|(index, alias)| (alias, alias_place(index)))
            .collect(),
        summary: text("summary"),
        version: text("version"),
        updated: date("updated"),
        effective: date("effective"),
        foreign_date: false,
        review_by: date("review_by"),
        language: text("language"),
        translation_of: text("translation_of").map(|path| {
            let node = node.get("translation_of");
            (path, node.map(|node| source.place(node.span.clone())))
        }),
        retired: date("retired"),
        replaced_by: text("replaced_by").map(|path| {
            let node = node.get("replaced_by");
            (path, node.map(|node| source.place(node.span.clone())))
        }),
        regimes: value("regimes")
            .and(node.get("regimes"))
            .map(|regimes| Regimes::read(regimes, source)),
        numbering: text("numbering").map(|word| Numbering::from_word(&word)),
        draft: value("draft").and_then(Value::as_bool).unwrap_or(false),
        states_draft: value("draft").is_some(),
        order: value("order").and_then(Value::as_i64).map(|n| n as i32),
        group: text("group"),
        extra: value("extra").cloned(),
        check: None,
    }
}
