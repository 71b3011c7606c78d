//! The data that the check of the whole site needs from a page.

use serde::{Deserialize, Serialize};

use super::coverage;
use super::evaluate::Question;
use super::paragraphs::Paragraph;
use super::recognise::{Recognised, Source};
use super::record::Record;
use super::statements::Statement;
use super::suppress::ClauseComment;

/// The data that site-wide rules need from a page. It contains no text of the page except the
/// lines that findings may show, and can be serialised, so that a site can be checked in parts.
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
    /// Link texts that rules look for and that the page has.
    pub(super) links: Vec<Vec<String>>,
    /// Rules that the page meets, among those that one page can meet for the whole site.
    pub(super) met: Vec<Met>,
    /// Findings that depend on other pages.
    pub(super) pending: Vec<Pending>,
    /// Requirements that need human review.
    pub(super) reviews: Vec<NeedsReview>,
    /// Facts that are not known yet, with the rules that need them on the page.
    pub(super) unknown: Vec<NotKnown>,
    /// Statements that other pages may contradict.
    pub(super) statements: Vec<Statement>,
    /// Its longer paragraphs.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Clauses that the page calls, among those that pages are searched for.
    pub(super) clauses: Vec<String>,
    /// Comments in the clauses that the page calls.
    pub(super) comments: Vec<ClauseComment>,
    /// Comments in shared facts that suppress something on the page, as indices.
    pub(super) used_comments: Vec<(usize, usize)>,
    /// The requirements on the page, if coverage is reported.
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
    /// Whether this is certain, rather than in need of review.
    pub(super) certain: bool,
}

/// A finding that depends on other pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The finding is valid if the site answers none of these questions.
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
    /// The finding, without the part on the rules that need the fact.
    pub(super) finding: Record,
}

/// Requirements of a pack that the prose of a page may meet, which needs human review.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct NeedsReview {
    pub(super) pack: String,
    /// The IDs of the rules, separated by spaces, because pages have many.
    pub(super) rules: String,
    /// The facts that each rule requires and that are not stated, although the page's text reads
    /// the facts to which they belong.
    pub(super) not_stated: Vec<(String, Vec<String>)>,
    /// The note, without the part that depends on other pages.
    pub(super) note: Record,
}
