//! The data passed to themes. Templates depend on these names and on nothing else in the program,
//! so the names change only with a note in the changelog.

use serde::Serialize;

mod site;

use crate::base::address;
use crate::base::dates::Date;
use crate::model::language::{Language, primary};
use crate::model::settings::Twins;

pub(crate) use site::{
    BrandData, DocumentData, FrameData, GroupData, HubData, LinkData, OwnerData, SiteData,
};

/// A date.
#[derive(Debug, Clone, Serialize)]
pub struct DateData {
    /// `2026-05-23`
    pub iso: String,
    /// In words, in the page's language.
    pub text: String,
}

impl DateData {
    /// A date for a page in `language`.
    pub fn new(date: Date, language: &Language) -> Self {
        Self {
            iso: date.to_string(),
            text: language.date(date),
        }
    }
}

/// `page`: the page itself.
#[derive(Debug, Clone, Serialize)]
pub struct PageData {
    /// The title.
    pub title: String,
    /// The document type, such as `privacy`.
    #[serde(rename = "type")]
    pub doc_type: String,
    /// A one-line summary.
    pub summary: Option<String>,
    /// The summary, or otherwise the beginning of the text, for previews and search engines.
    pub description: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// When it was last changed.
    pub updated: Option<DateData>,
    /// The date from which it applies.
    pub effective: Option<DateData>,
    /// Whether that day has come; true if there is no date.
    pub in_force: bool,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether search engines should leave it out, as with drafts and old versions.
    pub noindex: bool,
    /// The page's path from the root.
    pub href: String,
    /// The page's full URL, if the site has a base URL.
    pub canonical: Option<String>,
    /// The document in all its languages, including this one; empty if there is only one.
    pub translations: Vec<TranslationData>,
    /// The table of contents; templates have it as `toc` and `sections`.
    #[serde(skip)]
    pub toc: Vec<TocEntry>,
    /// Whether sections are numbered.
    pub numbered: bool,
    /// The changes in this version, in one sentence.
    pub change: Option<String>,
    /// The date from which the document no longer applies, if known.
    pub retired: Option<RetiredData>,
    /// The changes in each version, newest first: the releases of the document, then entries of its
    /// `history` for versions without a release. Empty on a version’s own page.
    pub history: Vec<ChangeData>,
    /// The path from the root of the feed with the document’s changes, if it has one.
    pub feed: Option<String>,
    /// The feed with changes of subprocessors, on a page of the type `subprocessors`, if there is one.
    pub subprocessors_feed: Option<FeedData>,
    /// The list of subprocessors as data, on a page of the type `subprocessors`.
    pub subprocessors: Option<SubprocessorsData>,
    /// The versions of the document, if it has releases.
    pub versions: Option<VersionsData>,
    /// SHA-256 of the page's content, as `sha256:…`: `docs/guide/content-digest.md`.
    pub digest: Option<String>,
    /// The page as JSON-LD; print it as is, in a `script` element.
    pub json_ld: tera::Value,
    /// The paths of the alternate formats from the root.
    pub twins: TwinsData,
    /// Number of words.
    pub words: usize,
    /// Reading time in minutes.
    pub minutes: usize,
    /// Reading time and number of words as text, in the page's language; empty on pages without a policy text.
    pub reading_time: String,
    /// `extra` of the front matter.
    pub extra: Option<tera::Value>,
}

/// The end of a document.
#[derive(Debug, Clone, Serialize)]
pub struct RetiredData {
    /// The date from which it no longer applies.
    pub date: DateData,
    /// Whether that day has come.
    pub reached: bool,
    /// The document that replaced it.
    pub successor: Option<SuccessorData>,
}

/// A document that replaced another.
#[derive(Debug, Clone, Serialize)]
pub struct SuccessorData {
    /// Its title; empty if only its text has one.
    pub title: String,
    /// Its page’s path from the root; prefix it with `root`.
    pub href: String,
}

impl PageData {
    /// Removes data about the policy's text, for a page about the policy that does not show it.
    pub(crate) fn about_no_text(&mut self) {
        self.summary = None;
        self.description = None;
        self.version = None;
        self.updated = None;
        self.effective = None;
        self.translations = Vec::new();
        self.toc = Vec::new();
        self.change = None;
        self.history = Vec::new();
        self.versions = None;
        self.subprocessors = None;
        self.retired = None;
        self.digest = None;
        self.reading_time = String::new();
        self.twins = TwinsData::default();
    }
}

/// A feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedData {
    /// Its title.
    pub title: String,
    /// Its path from the root; prefix it with `root`.
    pub href: String,
}

/// The list of subprocessors as data.
#[derive(Debug, Clone, Serialize)]
pub struct SubprocessorsData {
    /// When the list last changed, by the dates in the facts, if there are any.
    pub changed: Option<DateData>,
    /// The path from the root of the list as CSV; prefix it with `root`.
    pub csv: &'static str,
}

/// The changes in a version of a document.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeData {
    /// The version.
    pub version: String,
    /// The day on which it was released, or the date in `history`.
    pub date: DateData,
    /// The date from which it applies, if known.
    pub effective: Option<DateData>,
    /// `material`, `minor` or `editorial`, if known.
    pub weight: Option<&'static str>,
    /// The changes, as HTML without paragraphs; print it as is.
    pub summary: Option<tera::Value>,
    /// The changes, as plain text.
    pub text: Option<String>,
    /// Its own page’s path from the root, if it was released; prefix it with `root`.
    pub href: Option<String>,
}

/// The versions of a document, as shown on the page of one of them.
#[derive(Debug, Clone, Serialize)]
pub struct VersionsData {
    /// The version that the page shows.
    pub this: VersionData,
    /// Whether the page is this version’s own, rather than the document’s.
    pub permanent: bool,
    /// The version in force, if there is one.
    pub current: Option<VersionData>,
    /// The next version to take effect, if one has been released.
    pub next: Option<VersionData>,
    /// The version before the one that the page shows.
    pub previous: Option<VersionData>,
    /// The path from the root to the document’s own page; prefix it with `root`.
    pub document: String,
    /// The path from the root to the page with the history of the document; prefix it with `root`.
    pub history: String,
}

/// A version of a document.
#[derive(Debug, Clone, Serialize)]
pub struct VersionData {
    /// The version.
    pub version: String,
    /// The version as an ID, and as the last part of its address.
    pub id: String,
    /// Its page’s path from the root; prefix it with `root`.
    pub href: String,
    /// The date from which it applies.
    pub effective: DateData,
    /// The date from which another version replaces it, if known.
    pub until: Option<DateData>,
    /// `superseded`, `in_force` or `upcoming`, on the build date.
    pub standing: &'static str,
    /// `material`, `minor` or `editorial`.
    pub weight: &'static str,
    /// Whether it is the first version.
    pub first: bool,
    /// The changes, in one sentence.
    pub note: Option<String>,
    /// SHA-256 of the content of its page on the day of its release, as `sha256:…`.
    pub digest: String,
    /// The path, from the root, of the page that shows its changes; prefix it with `root`.
    pub redline: Option<String>,
    /// The page that shows the changes since then, for a superseded version.
    pub since: Option<String>,
}

/// `page` of a redline: the changes between two versions of a policy.
#[derive(Debug, Clone, Serialize)]
pub struct RedlineData {
    /// The title, such as "Changes: Privacy policy".
    pub title: String,
    /// The versions compared, in one line.
    pub versions: String,
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The redline's path from the root; empty if it is not a page of the site.
    pub href: String,
    /// The document's page, from the root, if the redline is a page of the site.
    pub document: Option<String>,
    /// The page with the document's history, from the root, if the redline is a page of the site.
    pub history: Option<String>,
    /// The stylesheet, if the redline is not a page of the site; print it as is, in a `style`
    /// element.
    pub styles: Option<tera::Value>,
}

/// A document in one of its languages.
#[derive(Debug, Clone, Serialize)]
pub struct TranslationData {
    /// BCP 47 tag.
    pub language: String,
    /// The language's own name for itself.
    pub name: String,
    /// The page's title.
    pub title: String,
    /// The page's path from the root; prefix it with `root`.
    pub href: String,
    /// The page's full URL, if the site has a base URL.
    pub canonical: Option<String>,
}

/// The paths from the root of the page's alternate formats, if they are written.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TwinsData {
    /// Its Markdown.
    pub markdown: Option<String>,
    /// Its plain text.
    pub text: Option<String>,
    /// Its data.
    pub json: Option<String>,
}

impl TwinsData {
    /// The twins of the page at an address.
    pub fn of(address: &str, wanted: Twins) -> Self {
        let path = |wanted: bool, ending: &str| wanted.then(|| address::twin(address, ending));
        Self {
            markdown: path(wanted.markdown, "md"),
            text: path(wanted.text, "txt"),
            json: path(wanted.json, "json"),
        }
    }
}

/// A section in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct TocEntry {
    /// The section's ID.
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its heading as plain text.
    pub title: String,
    /// The sections inside it.
    pub children: Vec<TocEntry>,
}

/// The direction of a language's script.
pub(crate) fn direction(language: &str) -> &'static str {
    match primary(language) {
        "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}
