//! The data for themes about the whole site and the hub.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{DateData, TranslationData};

/// `site`: the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteData {
    /// The site's title.
    pub title: String,
    /// BCP 47 tag of the site's language.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The base URL, ending with `/`.
    pub base_url: Option<String>,
    /// The documents as listed on the hub; empty on sites with too many documents for one page.
    pub documents: Vec<DocumentData>,
    /// Header, menu and footer, by page language: `site.frames[page.language]`.
    pub frames: BTreeMap<String, FrameData>,
    /// The company's own site.
    pub home: Option<LinkData>,
    /// The company whose pages these are.
    pub owner: Option<OwnerData>,
    /// Links for the header, from the settings.
    pub links: Vec<LinkData>,
    /// Links for the footer, from the settings.
    pub footer_links: Vec<LinkData>,
    /// The path from the root of a stylesheet that comes after the theme's, if there is one.
    pub extra_css: Option<&'static str>,
    /// The path from the root of the feed of all documents, on sites with a base URL and a date.
    pub feed: Option<&'static str>,
    /// The company's branding.
    pub brand: BrandData,
    /// The Content Security Policy, for a `meta` element; print it as is.
    pub csp: tera::Value,
    /// `extra` of the settings.
    pub extra: Option<tera::Value>,
}

/// Header, menu and footer of the pages in a language.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrameData {
    /// The path from the root of the hub in this language, or of the only document.
    pub hub: String,
    /// The documents for a menu, in this language where available; empty if there are too many for a menu.
    pub documents: Vec<LinkData>,
    /// The privacy policy, for `rel="privacy-policy"`.
    pub privacy: Option<LinkData>,
    /// The terms, for `rel="terms-of-service"`.
    pub terms: Option<LinkData>,
    /// The imprint.
    pub imprint: Option<LinkData>,
}

/// A link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkData {
    /// Its text.
    pub text: String,
    /// A path from the root, to be prefixed with `root`; links from the settings are complete URLs.
    pub href: String,
    /// BCP 47 tag of the page, if it is a page of the site.
    pub language: Option<String>,
}

/// The company whose pages these are.
#[derive(Debug, Clone, Serialize)]
pub struct OwnerData {
    /// The name, from the settings or the facts.
    pub name: String,
    /// The email address for questions, from the facts.
    pub email: Option<String>,
    /// The company's site: `home` of the settings, or its first domain, from the facts.
    pub url: Option<String>,
}

/// The parts of `brand` in the settings that templates print; colours and fonts are
/// in the stylesheet.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BrandData {
    /// The logo's path from the root.
    pub logo: Option<String>,
    /// The path from the root of the logo for dark backgrounds.
    pub logo_dark: Option<String>,
    /// The icon's path from the root.
    pub icon: Option<String>,
    /// The full URL of the image for link previews, if the site has a base URL.
    pub image: Option<String>,
    /// `light` or `dark`, if it does not follow the reader's settings.
    pub scheme: Option<&'static str>,
}

/// An entry of the hub.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentData {
    /// The title.
    pub title: String,
    /// The document type, such as `privacy`.
    #[serde(rename = "type")]
    pub doc_type: String,
    /// A one-line summary.
    pub summary: Option<String>,
    /// The page's path from the root; prefix it with `root`.
    pub href: String,
    /// BCP 47 tag.
    pub language: String,
    /// The same document in other languages.
    pub translations: Vec<TranslationData>,
    /// When it was last changed.
    pub updated: Option<DateData>,
    /// The changes on that date, in one sentence.
    pub change: Option<String>,
    /// The date from which it applies.
    pub effective: Option<DateData>,
    /// Whether that day has come; true if there is no date.
    pub in_force: bool,
}

/// `hub`: a page of the hub, besides its documents.
#[derive(Debug, Clone, Serialize)]
pub struct HubData {
    /// BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The documents in groups, in order; a group without a title holds documents in no group.
    pub groups: Vec<GroupData>,
    /// Whether there are so many documents that links to the groups are useful.
    pub long: bool,
    /// The most recently changed documents, newest first; empty on small sites.
    pub recent: Vec<DocumentData>,
    /// The hub in all its languages, including this one; empty if there is only one.
    pub translations: Vec<TranslationData>,
}

/// A group of documents.
#[derive(Debug, Clone, Serialize)]
pub struct GroupData {
    /// Its ID.
    pub id: String,
    /// Its title: from the settings, the page of its folder, or the folder's name; or a letter.
    pub title: Option<String>,
    /// The page of its folder, from the root; prefix it with `root`.
    pub href: Option<String>,
    /// Its documents.
    pub documents: Vec<DocumentData>,
}
