//! A release, and the keys of its file.

use std::ops::Range;
use std::sync::Arc;

use tera::Map;

use super::days::Later;
use crate::base::dates::Date;
use crate::base::digest::Public;
use crate::base::source::Source;
use crate::model::front_matter::Numbering;
use crate::schema::{Entity, Type, entity, opt, req};

/// The weight of a release's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Rights or duties changed: readers must accept the text again.
    Material,
    /// The text changed in a way that needs no new acceptance.
    Minor,
    /// Wording or layout only.
    Editorial,
}

impl Weight {
    /// The names of the weights in files.
    pub const WORDS: &'static [&'static str] = &["material", "minor", "editorial"];

    /// The weight's name in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Material => "material",
            Self::Minor => "minor",
            Self::Editorial => "editorial",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "material" => Some(Self::Material),
            "minor" => Some(Self::Minor),
            "editorial" => Some(Self::Editorial),
            _ => None,
        }
    }
}

/// Where the text of a release came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The policy, with its facts and clauses.
    Policy,
    /// A text from before the first release.
    Imported,
}

impl Origin {
    const WORDS: &'static [&'static str] = &["policy", "imported"];

    /// The origin's name in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Imported => "imported",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "policy" => Some(Self::Policy),
            "imported" => Some(Self::Imported),
            _ => None,
        }
    }
}

/// The frozen text of a policy.
#[derive(Debug, Clone)]
pub struct Release {
    /// The release's file.
    pub source: Arc<Source>,
    /// The range of its text in the file, as of the release date.
    pub body: Range<usize>,
    /// The version.
    pub version: String,
    /// The build date on which it was frozen.
    pub released: Date,
    /// The date from which it applies.
    pub effective: Date,
    /// When the text was last changed.
    pub updated: Option<Date>,
    /// How much changed.
    pub weight: Weight,
    /// What changed.
    pub note: Option<String>,
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
    /// The changes to the text on later days.
    pub later: Vec<Later>,
    /// The digest of the content of its page on the release date.
    pub content: String,
    /// The format of the content that this digest covers.
    pub content_kind: String,
    /// The digest of the previous release.
    pub previous: Option<String>,
    /// The digest of the file itself, without the digest's own line.
    pub digest: Public,
}

impl Release {
    /// The text on the release date.
    pub fn text(&self) -> &str {
        &self.source.text[self.body.clone()]
    }

    /// The digests of the content of its page: on the release date, and on each later day on which
    /// it changes.
    pub fn days_with_content(&self) -> impl Iterator<Item = (Date, &str)> {
        let later = self.later.iter();
        let later = later.filter_map(|later| Some((later.on, later.content.as_deref()?)));
        std::iter::once((self.released, &*self.content)).chain(later)
    }

    /// The text on a day.
    pub fn text_on(&self, day: Date) -> std::borrow::Cow<'_, str> {
        super::days::on(self.text(), &self.later, day)
    }
}

/// Compares two versions: as numbers, part by part, if both have a form such as `2.1` or
/// `2026-05-01`. Returns `None` if the versions can't be compared.
pub fn compare(version: &str, other: &str) -> Option<std::cmp::Ordering> {
    let parts = |version: &str| -> Option<Vec<u64>> {
        let version = version.trim().trim_start_matches(['v', 'V']);
        let parts = version.split(['.', '-', '_']).map(|part| part.parse().ok());
        parts.collect()
    };
    let (mut a, mut b) = (parts(version)?, parts(other)?);
    let longest = a.len().max(b.len());
    // 2 and 2.0 are the same version.
    a.resize(longest, 0);
    b.resize(longest, 0);
    Some(a.cmp(&b))
}

/// The file name for a version, without the folder. Characters that are not allowed in file names
/// or addresses on all systems become hyphens.
pub fn file_name(version: &str) -> String {
    let mut name = String::with_capacity(version.len());
    for c in version.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' | '-' => name.push(c),
            'A'..='Z' => name.push(c.to_ascii_lowercase()),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    // A name that consists of dots is a folder, and a name with a leading dot is hidden.
    let name = name.trim_matches(['-', '.']);
    match name {
        "" => "version".to_owned(),
        name => name.to_owned(),
    }
}

/// The keys at the start of a release's file.
pub(crate) static RELEASE: Entity = entity(
    "release",
    &[
        req("release", Type::Int).says("The format version of the file: 1"),
        req("version", Type::Text).says("The version"),
        req("released", Type::Date).says("The build date on which the text was frozen"),
        req("effective", Type::Date).says("The day from which the text applies"),
        opt("updated", Type::Date).says("The day on which the text was last changed"),
        req("change", Type::Enum(Weight::WORDS)).says("The weight of the change"),
        opt("note", Type::Text).says("What changed"),
        req("from", Type::Enum(Origin::WORDS)).says("Where the text came from"),
        req("title", Type::Text).says("The title of the page"),
        req("type", Type::Text).says("The document type"),
        opt("summary", Type::Text).says("A one-line summary of the document"),
        req("language", Type::Text).says("The language of the text"),
        opt("numbering", Type::Enum(Numbering::WORDS)).says("How sections are numbered"),
        opt("clauses", Type::Map(&Type::Text))
            .says("The clauses in the text, each with a digest of its source"),
        opt("facts", Type::Free).says("The facts that the text prints"),
        opt("files", Type::List(&Type::Text))
            .says("The files linked from the text, by their paths below the policies folder"),
        opt("later", Type::List(&Type::Entity(&LATER)))
            .says("The text on later days, if it depends on the day"),
        req("content", Type::Text).says("The digest of the page’s content"),
        req("content_kind", Type::Text).says("The format of the content that the digest covers"),
        opt("previous", Type::Text).says("The digest of the release before this one"),
        req("digest", Type::Text).says("The digest of this file without this line"),
    ],
);

static LATER: Entity = entity(
    "text of a later day",
    &[
        req("on", Type::Date).says("The first day on which the text applies"),
        opt("changes", Type::List(&Type::Entity(&CHANGE)))
            .says("The changes that turn the release’s text into that day’s text"),
        opt("content", Type::Text).says("The digest of the page’s content from that day on"),
    ],
);

static CHANGE: Entity = entity(
    "change of a later day",
    &[
        req("line", Type::Int).says("The first line that changes, counted from 1 in the text"),
        req("lines", Type::Int).says("How many lines are replaced"),
        opt("text", Type::List(&Type::Text)).says("The lines that replace them"),
    ],
);

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{compare, file_name};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(compare("2.10", "2.9"), Some(Ordering::Greater));
        assert_eq!(compare("v2", "2.0"), Some(Ordering::Equal));
        assert_eq!(compare("2026-05-01", "2026-04-30"), Some(Ordering::Greater));
        assert_eq!(compare("spring", "2"), None);
    }

    #[test]
    fn versions_are_names_of_files() {
        assert_eq!(file_name("2.1"), "2.1");
        assert_eq!(file_name("May 2026 / EU"), "may-2026-eu");
        assert_eq!(file_name("../..\\x"), "x");
        assert_eq!(file_name("…"), "version");
    }
}
