//! The index of the page data that other pages need, which grows with the site.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::directory::{Addresses, Directory, Header, Translations, position};
use super::reference::Reference;
use crate::base::digest;
use crate::base::intern::{Interner, Symbol};
use crate::base::page::PageId;
use crate::document::{Counting, Outline, OutlineSection};

/// The data of a parsed page that other pages need.
#[derive(Debug, Clone)]
pub(crate) struct Left {
    /// The title and sections; `None` if the page could not be merged, so that its IDs are unknown.
    pub outline: Option<Compact>,
    /// The links to other pages.
    pub references: Box<[Reference]>,
    /// The files that the page links to, by their position in the tree.
    pub files: Box<[u32]>,
    /// The digest of the page's content, if there is a page.
    pub digest: Option<Box<digest::Public>>,
}

impl Left {
    /// Returns this data for a later run, in which no ID is trusted.
    pub(crate) fn distrusting(&self) -> Self {
        let mut left = self.clone();
        for reference in &mut left.references {
            reference.trusted = false;
        }
        left
    }
}

/// An [`Outline`] whose strings are shared between all pages.
#[derive(Debug, Clone)]
pub(crate) struct Compact {
    title: Symbol,
    numbered: bool,
    sections: Box<[(Symbol, Symbol, u8, Counting)]>,
    html_ids: Box<[Symbol]>,
}

impl Compact {
    /// Converts an outline, with its strings in `strings`.
    pub(crate) fn new(outline: &Outline, strings: &Interner) -> Self {
        let sections = &outline.sections;
        let ids = sections.iter().map(|section| &*section.id);
        let titles = sections.iter().map(|section| &*section.title);
        let html_ids = outline.html_ids.iter().map(String::as_str);
        let all = strings.all(
            std::iter::once(&*outline.title)
                .chain(ids)
                .chain(titles)
                .chain(html_ids),
        );
        let (ids, rest) = all[1..].split_at(sections.len());
        let (titles, html_ids) = rest.split_at(sections.len());
        let levels = sections
            .iter()
            .map(|section| (section.level, section.counting));
        let listed = ids.iter().zip(titles).zip(levels);
        Self {
            title: all[0],
            numbered: outline.numbered,
            sections: listed
                .map(|((id, title), (level, counting))| (*id, *title, level, counting))
                .collect(),
            html_ids: html_ids.into(),
        }
    }

    pub(super) fn title(&self) -> Symbol {
        self.title
    }

    /// A digest that is the same as long as nothing in the outline changes. The symbols must be
    /// from the same [`Interner`].
    pub(crate) fn digest(&self) -> digest::Digest {
        let mut parts = digest::Parts::default();
        parts.add(&self.title.number().to_be_bytes());
        parts.add(&[u8::from(self.numbered)]);
        for (id, title, level, counting) in &self.sections {
            parts.add(&id.number().to_be_bytes());
            parts.add(&title.number().to_be_bytes());
            parts.add(&[*level, *counting as u8]);
        }
        for id in &self.html_ids {
            parts.add(&id.number().to_be_bytes());
        }
        parts.finish()
    }

    /// Whether the page has exactly this ID.
    pub(super) fn has(&self, id: Symbol) -> bool {
        self.has_section(id) || self.html_ids.contains(&id)
    }

    /// Whether a heading of the page has exactly this ID.
    pub(super) fn has_section(&self, id: Symbol) -> bool {
        self.sections.iter().any(|(found, ..)| *found == id)
    }

    /// Restores the original outline.
    pub(crate) fn expand(&self, strings: &Interner) -> Outline {
        let text = |symbol: &Symbol| strings.text(*symbol).as_ref().to_owned();
        let mut outline = Outline {
            title: text(&self.title),
            numbered: self.numbered,
            sections: Vec::with_capacity(self.sections.len()),
            html_ids: self.html_ids.iter().map(text).collect(),
            ids: OnceLock::new(),
        };
        let listed = self
            .sections
            .iter()
            .map(|(id, title, level, counting)| OutlineSection {
                id: text(id),
                title: text(title),
                level: *level,
                number: None,
                counting: *counting,
            });
        outline.sections.extend(listed);
        if self.numbered {
            outline.number();
        }
        outline
    }
}

/// A page in the index.
#[derive(Debug)]
pub(crate) struct IndexEntry {
    header: Header,
    left: Left,
}

impl Deref for IndexEntry {
    type Target = Header;

    fn deref(&self) -> &Header {
        &self.header
    }
}

impl IndexEntry {
    /// The data that other pages need.
    pub(crate) fn left(&self) -> &Left {
        &self.left
    }

    /// The links to other pages.
    pub(crate) fn references(&self) -> &[Reference] {
        &self.left.references
    }

    /// The digest of the page's content, if there is a page.
    pub(crate) fn digest(&self) -> Option<&digest::Public> {
        self.left.digest.as_deref()
    }
}

/// All pages of a site: their front matter, and the data for other pages.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    /// Sorted by ID. Excluded drafts have no entry.
    entries: Vec<(PageId, Option<IndexEntry>)>,
    translations: Translations,
    addresses: Addresses,
    strings: &'a Interner,
}

impl<'a> Index<'a> {
    /// Creates the index of the pages in `directory`. `left` contains the data of each page for the
    /// others, in the same order.
    pub(crate) fn new(
        directory: Directory,
        left: impl Iterator<Item = Left>,
        strings: &'a Interner,
    ) -> Self {
        let Directory {
            headers,
            translations,
            addresses,
        } = directory;
        let entries = headers.into_iter().zip(left).map(|((page, header), left)| {
            let entry = header.map(|mut header| {
                if let Some(outline) = &left.outline
                    && header.about.title().is_empty()
                {
                    header.about = header.about.with_title(&strings.text(outline.title()));
                }
                // The outline contains these and all other IDs.
                header.ids = Box::default();
                IndexEntry { header, left }
            });
            (page, entry)
        });
        Self {
            entries: entries.collect(),
            translations,
            addresses,
            strings,
        }
    }

    /// All language versions of a page, including itself; empty if there is only one.
    pub(crate) fn translations(&self, page: PageId) -> &[PageId] {
        self.translations.of_page(page)
    }

    /// Whether any document exists in several languages.
    pub(crate) fn has_translations(&self) -> bool {
        !self.translations.is_empty()
    }

    /// The page at an address, or the page that the address redirects to.
    pub(crate) fn at(&self, address: &str) -> Option<PageId> {
        let pages = self.iter().map(|(page, entry)| (page, &**entry));
        self.addresses.page(address, pages)
    }

    /// The entry of a page; `None` for excluded drafts.
    pub(crate) fn get(&self, page: PageId) -> Option<&IndexEntry> {
        self.entries[position(&self.entries, page)?].1.as_ref()
    }

    /// All entries, in the order of their IDs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PageId, &IndexEntry)> {
        let entries = self.entries.iter();
        entries.filter_map(|(page, entry)| Some((*page, entry.as_ref()?)))
    }

    /// The headers of all pages, in the order of their IDs.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (PageId, &Header)> + Clone {
        let entries = self.entries.iter();
        entries.filter_map(|(page, entry)| Some((*page, &entry.as_ref()?.header)))
    }

    /// The outline of a page; `None` if the page could not be merged.
    pub(crate) fn outline(&self, page: PageId) -> Option<Arc<Outline>> {
        let outline = self.get(page)?.left.outline.as_ref()?;
        Some(Arc::new(outline.expand(self.strings)))
    }

    pub(super) fn compact(&self, page: PageId) -> Option<&Compact> {
        self.get(page)?.left.outline.as_ref()
    }

    pub(super) fn strings(&self) -> &'a Interner {
        self.strings
    }

    /// Adds the IDs of a page to a digest.
    pub(crate) fn add_ids(&self, page: PageId, parts: &mut digest::Parts) {
        let Some(outline) = self.compact(page) else {
            return;
        };
        let sections = outline.sections.iter().map(|(id, ..)| *id);
        for id in sections.chain(outline.html_ids.iter().copied()) {
            parts.add(self.strings.text(id).as_ref().as_bytes());
        }
    }

    /// Sets the digest of a page's content.
    pub(crate) fn set_digest(&mut self, page: PageId, digest: Option<Box<digest::Public>>) {
        if let Some(at) = position(&self.entries, page)
            && let Some(entry) = &mut self.entries[at].1
        {
            entry.left.digest = digest;
        }
    }
}
