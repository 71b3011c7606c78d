//! The front matter of each page, known before any text is merged.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::base::dates::Date;
use crate::base::intern::Symbol;
use crate::base::page::PageId;
use crate::model::history::PastVersion;

/// A page's front matter. It is small, because it is kept for every page.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The address without extension: `terms/eu`.
    pub address: Box<str>,
    /// The page's metadata.
    pub about: About,
    /// The date of the last change.
    pub updated: Option<Date>,
    /// The date from which the policy applies.
    pub effective: Option<Date>,
    /// Metadata that few policies have.
    pub rare: Option<Box<Rare>>,
    /// The IDs that the page's own text gives to sections, regardless of facts.
    pub ids: Box<[Symbol]>,
}

/// The IDs that a policy's own text gives to sections with `{#id}`, regardless of what tags print.
/// A text with conditions or loops guarantees none.
pub(crate) fn promised_ids(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut ids = Vec::new();
    // Nothing after the first code fence is certain.
    let mut fence = memchr::memmem::find(bytes, b"~~~");
    for at in memchr::memchr3_iter(b'{', b'<', b'`', bytes) {
        match &bytes[at..] {
            [b'{', b'%', ..] | [b'<', b'!', b'-', b'-', ..] => return Vec::new(),
            [b'`', b'`', b'`', ..] if fence.is_none_or(|fence| at < fence) => fence = Some(at),
            [b'{', b'#', ..] if fence.is_none_or(|fence| at < fence) => {
                ids.extend(heading_id(text, at));
            }
            _ => {}
        }
    }
    ids
}

/// The ID that `{#id}` at the end of a heading sets.
fn heading_id(text: &str, at: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    let id = text[at + 2..end].trim_end().strip_suffix('}')?;
    let is_id = !id.is_empty() && !id.contains(['{', '}', ' ', '#', '.', '=']);
    (is_id && bytes[start] == b'#').then_some(id)
}

/// The metadata of a policy, in one string: four would take twice the memory.
#[derive(Debug, Clone)]
pub(crate) struct About(Box<str>);

/// The separator between the parts; sources can't contain it.
const SEPARATOR: char = '\u{1FFFF}';

impl About {
    /// Joins the parts. The title is empty if it is stated only in the text.
    pub(crate) fn new(
        title: &str,
        doc_type: &str,
        version: Option<&str>,
        summary: Option<&str>,
    ) -> Self {
        let parts = [
            title,
            doc_type,
            version.unwrap_or_default(),
            summary.unwrap_or_default(),
        ];
        Self(parts.join(SEPARATOR.encode_utf8(&mut [0; 4])).into())
    }

    fn part(&self, at: usize) -> &str {
        self.0.split(SEPARATOR).nth(at).unwrap_or_default()
    }

    pub(crate) fn title(&self) -> &str {
        self.part(0)
    }

    pub(crate) fn doc_type(&self) -> &str {
        self.part(1)
    }

    pub(crate) fn version(&self) -> Option<&str> {
        Some(self.part(2)).filter(|version| !version.is_empty())
    }

    /// A one-line summary.
    pub(crate) fn summary(&self) -> Option<&str> {
        Some(self.part(3)).filter(|summary| !summary.is_empty())
    }

    /// Returns this metadata with another title.
    pub(crate) fn with_title(&self, title: &str) -> Self {
        Self::new(title, self.doc_type(), self.version(), self.summary())
    }
}

/// Metadata that few policies have, stored separately so that the others don't use memory for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rare {
    /// Old paths that redirect to the policy.
    pub aliases: Vec<String>,
    /// The position on the index page.
    pub order: Option<i32>,
    /// The group on the index page, if it is not the folder.
    pub group: Option<String>,
    /// The language, if it is not the site's.
    pub language: Option<String>,
    /// The latest change.
    pub change: Option<String>,
    /// The changes in each version, newest first.
    pub history: Vec<PastVersion>,
    /// Whether it is a draft, which is built only on demand.
    pub draft: bool,
    /// The policy that this one is a translation of.
    pub translation_of: Option<PageId>,
    /// Whether the policy no longer applies.
    pub retired: bool,
}

impl Header {
    /// Old paths that redirect to the policy.
    pub(crate) fn aliases(&self) -> &[String] {
        self.rare.as_ref().map_or(&[], |rare| &rare.aliases)
    }

    /// Whether the policy no longer applies.
    pub(crate) fn is_retired(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.retired)
    }

    /// The position on the index page.
    pub(crate) fn order(&self) -> Option<i32> {
        self.rare.as_ref()?.order
    }

    /// The group on the index page, if it is not the folder.
    pub(crate) fn group(&self) -> Option<&str> {
        self.rare.as_ref()?.group.as_deref()
    }

    /// The latest change, if the history states it.
    pub(crate) fn change(&self) -> Option<&str> {
        self.rare.as_ref()?.change.as_deref()
    }

    /// The changes in each version according to the policy's `history`, newest first.
    pub(crate) fn history(&self) -> &[PastVersion] {
        self.rare.as_ref().map_or(&[], |rare| &rare.history)
    }

    /// Whether it is a draft.
    pub(crate) fn is_draft(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.draft)
    }

    /// The policy that this one is a translation of.
    pub(crate) fn translation_of(&self) -> Option<PageId> {
        self.rare.as_ref()?.translation_of
    }

    /// The language, if it is not the site's.
    pub(crate) fn language(&self) -> Option<&str> {
        self.rare.as_ref()?.language.as_deref()
    }
}

/// The headers of all pages.
#[derive(Debug)]
pub(crate) struct Directory {
    /// Sorted by ID. Excluded drafts have no header.
    pub(super) headers: Vec<(PageId, Option<Header>)>,
    pub(super) translations: Translations,
    pub(super) addresses: Addresses,
}

impl Directory {
    /// Creates the directory of a site's pages, which must be sorted by ID.
    pub(crate) fn new(headers: Vec<(PageId, Option<Header>)>) -> Self {
        Self {
            translations: Translations::of(&headers),
            addresses: Addresses::default(),
            headers,
        }
    }

    /// The header of a page; `None` for excluded drafts.
    pub(crate) fn get(&self, page: PageId) -> Option<&Header> {
        let at = position(&self.headers, page)?;
        self.headers[at].1.as_ref()
    }

    /// The headers of all pages except excluded drafts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PageId, &Header)> {
        let headers = self.headers.iter();
        headers.filter_map(|(page, header)| Some((*page, header.as_ref()?)))
    }

    /// The page at an address, or the page that the address redirects to.
    pub(crate) fn at(&self, address: &str) -> Option<PageId> {
        self.addresses.page(address, self.iter())
    }

    /// See [`Translations::of_page`].
    pub(crate) fn translations(&self, page: PageId) -> &[PageId] {
        self.translations.of_page(page)
    }
}

/// The position of a page in a list sorted by ID.
pub(super) fn position<T>(pages: &[(PageId, T)], page: PageId) -> Option<usize> {
    pages.binary_search_by_key(&page, |(id, _)| *id).ok()
}

/// Pages by address. Most links refer to files, so this is built only when one does not.
#[derive(Debug, Default)]
pub(super) struct Addresses(OnceLock<HashMap<Box<str>, PageId>>);

impl Addresses {
    /// The page at an address, or the page that the address redirects to, among `pages`.
    pub(super) fn page<'h>(
        &self,
        address: &str,
        pages: impl Iterator<Item = (PageId, &'h Header)>,
    ) -> Option<PageId> {
        let by_address = self.0.get_or_init(|| {
            let mut by_address = HashMap::new();
            let mut aliases = Vec::new();
            for (page, header) in pages {
                by_address.insert(header.address.clone(), page);
                aliases.extend(header.aliases().iter().map(|alias| (alias, page)));
            }
            for (alias, page) in aliases {
                let alias = alias.trim().trim_matches('/');
                let alias = alias.strip_suffix("/index.html").unwrap_or(alias);
                by_address.entry(alias.into()).or_insert(page);
            }
            by_address
        });
        by_address.get(address).copied()
    }
}

/// Policies that exist in several languages. Most sites have few.
#[derive(Debug, Default)]
pub(super) struct Translations(HashMap<PageId, Arc<[PageId]>>);

impl Translations {
    /// Groups originals with their translations.
    fn of(headers: &[(PageId, Option<Header>)]) -> Self {
        let header = |page| headers[position(headers, page)?].1.as_ref();
        let mut groups: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
        for (page, found) in headers {
            let original = found.as_ref().and_then(Header::translation_of);
            if let Some(original) = original.filter(|original| header(*original).is_some()) {
                let group = groups.entry(original).or_insert_with(|| vec![original]);
                group.push(*page);
            }
        }
        let mut translations = HashMap::new();
        for mut group in groups.into_values() {
            group.sort_by_key(|page| header(*page).map(|header| (header.language(), *page)));
            let group: Arc<[PageId]> = group.into();
            translations.extend(group.iter().map(|page| (*page, Arc::clone(&group))));
        }
        Self(translations)
    }

    /// All language versions of a page, including itself; empty if there is only one.
    pub(super) fn of_page(&self, page: PageId) -> &[PageId] {
        self.0.get(&page).map_or(&[], |all| all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
