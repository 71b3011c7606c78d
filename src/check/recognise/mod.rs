//! Detects a page's document type and language, and records how they were
//! determined.

mod kind;
mod language;
mod unknown;

use serde::{Deserialize, Serialize};

pub(super) use kind::kind;
pub(super) use language::{Guess, differs, guess, of_paragraph};
pub(super) use unknown::unknown_type;

/// How a page's type or language was determined.
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
    /// A description of the source.
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

/// A page's detected type and language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Its file.
    pub file: String,
    /// Its document type.
    pub document: String,
    /// How it was determined.
    pub document_from: Source,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// How it was determined.
    pub language_from: Source,
}
