//! The outcome of a requirement, and how two outcomes combine.

use serde::{Deserialize, Serialize};

use super::Finding;
use super::finding::merged;

/// The outcome of a requirement.
#[derive(Debug)]
pub enum Outcome {
    /// The requirement is met by these answers.
    Pass(Vec<Answer>),
    /// The requirement is not met.
    Fail(Vec<Finding>),
    /// Nothing on the page answers the requirement; these are the findings unless
    /// something else does.
    Open(Vec<Finding>),
    /// The requirement is about list entries, and there are none, for this reason.
    Nothing(String),
    /// The fact that the requirement needs has an error, which has been reported.
    Lost,
    /// The requirement depends on other pages; it is not met if none of them
    /// answers a question.
    Site(Vec<Question>, Vec<Finding>),
}

/// A question that only the rest of the site can answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// Whether the site has a document of this type.
    Document(String),
    /// Whether some page has a link with one of these texts.
    Link(Vec<String>),
    /// Whether another page meets the rule with this ID.
    Met(String),
    /// Whether the page with this ID is of a document type.
    IsOf(String, String),
    /// Whether there is a page at this address.
    Page(String),
}

/// The content that meets a requirement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// A fact, by its path.
    Fact(String),
    /// A section of a kind, by the position of its first words in the merged text.
    Section(String, usize),
    /// Words in the merged text.
    Text(usize),
}

impl Outcome {
    /// Combines two requirements that must both be met.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing(a), Self::Nothing(_)) => Self::Nothing(a),
            (other, Self::Nothing(_)) | (Self::Nothing(_), other) => other,
            (Self::Pass(mut a), Self::Pass(b)) => {
                a.extend(b);
                Self::Pass(a)
            }
            (Self::Fail(a), Self::Fail(b) | Self::Open(b)) | (Self::Open(a), Self::Fail(b)) => {
                Self::Fail(merged(a, b))
            }
            (Self::Open(a), Self::Open(b)) => Self::Open(merged(a, b)),
            (other, Self::Pass(_)) | (Self::Pass(_), other) => other,
            (other, Self::Lost) | (Self::Lost, other) => other,
            (site @ Self::Site(..), Self::Open(_)) | (Self::Open(_), site @ Self::Site(..)) => site,
            (fail @ Self::Fail(_), Self::Site(..)) | (Self::Site(..), fail @ Self::Fail(_)) => fail,
            (Self::Site(mut a, findings), Self::Site(b, _)) => {
                a.extend(b);
                Self::Site(a, findings)
            }
        }
    }

    /// Combines two requirements of which one is enough.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing(a), Self::Nothing(_)) => Self::Nothing(a),
            (other, Self::Nothing(_)) | (Self::Nothing(_), other) => other,
            (pass @ Self::Pass(_), _) | (_, pass @ Self::Pass(_)) => pass,
            (Self::Lost, _) | (_, Self::Lost) => Self::Lost,
            (Self::Site(mut a, findings), Self::Site(b, _)) => {
                a.extend(b);
                Self::Site(a, findings)
            }
            (site @ Self::Site(..), _) | (_, site @ Self::Site(..)) => site,
            (fail @ Self::Fail(_), _) | (_, fail @ Self::Fail(_)) => fail,
            // An alternative marked as not known yet is the intended one.
            (Self::Open(a), Self::Open(b)) => {
                let is_unknown = |found: &Finding| found.unknown.is_some();
                match !a.iter().any(is_unknown) && b.iter().any(is_unknown) {
                    true => Self::Open(b),
                    false => Self::Open(a),
                }
            }
        }
    }
}
