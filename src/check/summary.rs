//! The data of a page for the check of the whole site.

use serde::{Deserialize, Serialize};

use super::coverage;
use super::evaluate::Question;
use super::paragraphs::Paragraph;
use super::recognise::{Recognised, Source};
use super::record::Record;
use super::statements::Statement;
use super::suppress::ClauseComment;

/// The data that site-wide rules need from a page. It holds no text of the page
/// beyond the lines that findings may show, and can be serialised: a site can
/// be checked in parts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Summary {
    /// The page's ID.
    pub(super) page: String,
    /// The policy's file.
    pub(super) file: String,
    /// The document type.
    pub(super) document: String,
    pub(super) document_from: Source,
    /// The language, as a BCP 47 tag.
    pub(super) language: String,
    pub(super) language_from: Source,
    pub(super) address: String,
    /// Whether its front matter sets levels.
    pub(super) has_levels: bool,
    /// Texts of links that rules look for, and that the page has.
    pub(super) links: Vec<Vec<String>>,
    /// Rules that it meets, among those that a single page can meet.
    pub(super) met: Vec<Met>,
    /// Findings that depend on other pages.
    pub(super) pending: Vec<Pending>,
    /// Requirements that need human review.
    pub(super) reviews: Vec<NeedsReview>,
    /// Facts that are not known yet, and what needs them on the page.
    pub(super) unknown: Vec<NotKnown>,
    /// Statements that other pages may contradict.
    pub(super) statements: Vec<Statement>,
    /// Its longer paragraphs.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Clauses that it calls, among those that pages are searched for.
    pub(super) clauses: Vec<String>,
    /// Comments in the clauses that it calls.
    pub(super) comments: Vec<ClauseComment>,
    /// Comments in shared facts that suppress something on it, by position.
    pub(super) used_comments: Vec<(usize, usize)>,
    /// The requirements on it, if coverage is reported.
    pub(super) coverage: Vec<coverage::Open>,
}

impl Summary {
    /// The detected document type and language.
    pub fn recognised(&self) -> Recognised {
        Recognised {
            file: self.file.clone(),
            document: self.document.clone(),
            document_from: self.document_from,
            language: self.language.clone(),
            language_from: self.language_from,
        }
    }
}

/// A rule that a page meets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Met {
    pub(super) rule: String,
    /// Whether that is certain, or needs review.
    pub(super) certain: bool,
}

/// A finding that depends on other pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    /// It is valid if the site answers none of these.
    pub(super) questions: Vec<Question>,
    pub(super) finding: Record,
}

/// A fact that is marked as not known yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct NotKnown {
    /// Its dotted path.
    pub(super) fact: String,
    /// The rule that needs it, if one does.
    pub(super) rule: Option<String>,
    /// The finding, without the part on what needs the fact.
    pub(super) finding: Record,
}

/// Requirements of a pack that the prose of a page may meet, which needs human review.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct NeedsReview {
    pub(super) pack: String,
    /// The IDs of the rules, separated by spaces: pages have many.
    pub(super) rules: String,
    /// The missing facts of rules whose facts are not stated, although a clause of the page prints
    /// them.
    pub(super) not_stated: Vec<(String, Vec<String>)>,
    /// The note, without the part that depends on other pages.
    pub(super) note: Record,
}
