//! What a page is: its document type and its language, and what says so.

mod kind;
mod language;
mod unknown;

use serde::{Deserialize, Serialize};

pub(super) use kind::kind;
pub(super) use language::{Guess, differs, guess, of_paragraph};
pub(super) use unknown::unknown_type;

/// What says of which type a page is, or in which language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The front matter.
    #[default]
    FrontMatter,
    /// The name of its file.
    File,
    /// Its title.
    Title,
    /// Its text.
    Text,
    /// The site's settings.
    Site,
}

impl Source {
    /// It, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::File => "file name",
            Self::Title => "title",
            Self::Text => "text",
            Self::Site => "site",
        }
    }
}

/// What a page was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Its file.
    pub file: String,
    /// Its document type.
    pub document: String,
    /// What says so.
    pub document_from: Source,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// What says so.
    pub language_from: Source,
}
