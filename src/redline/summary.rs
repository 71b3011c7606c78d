//! A summary of the changes.

use super::compare::{Diff, Redline, SectionDiff, Side};
use super::text::{Block, Kind, TextHeading, TextLink, Token, TokenKind};
use super::words::Op;

/// A summary of the changes between two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The sections that changed in any way, in the order of the redline. The title of the page,
    /// the text before the first heading, and the footnotes count as sections here.
    pub sections: Vec<SectionSummary>,
    /// The changes in all of them.
    pub count: Count,
}

/// The changes in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionSummary {
    /// The ID of the section in a redline.
    pub anchor: String,
    /// The part of the page.
    pub part: Part,
    /// Whether it was added or removed, or is in both texts.
    pub state: State,
    /// Whether it moved.
    pub moved: bool,
    /// The earlier heading, if it changed.
    pub renamed_from: Option<String>,
    /// The earlier number, if it changed.
    pub renumbered_from: Option<String>,
    /// The changes in it.
    pub count: Count,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The title of the page.
    Title,
    /// The text before the first heading.
    Beginning,
    /// A section, with its heading and number.
    Section(String, Option<String>),
    /// All footnotes.
    Footnotes,
}

/// Which of two texts has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Only the new one.
    Added,
    /// Only the old one.
    Removed,
    /// Both.
    Kept,
}

/// How much changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Words inserted.
    pub inserted: usize,
    /// Words deleted.
    pub deleted: usize,
    /// Links and images with a different address, and words that became a link or ceased to be one.
    pub links: usize,
    /// Other changes: to punctuation, to blocks without words, and to the form of blocks.
    pub others: usize,
    /// Blocks that moved.
    pub moved: usize,
}

impl Count {
    /// Whether nothing changed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, other: &Self) {
        self.inserted += other.inserted;
        self.deleted += other.deleted;
        self.links += other.links;
        self.others += other.others;
        self.moved += other.moved;
    }
}

impl SectionSummary {
    /// Whether its text changed, not only its place, number or heading.
    pub fn is_changed(&self) -> bool {
        self.state == State::Kept && !self.count.is_none()
    }

    fn is_worth_saying(&self) -> bool {
        self.state != State::Kept
            || self.moved
            || self.renamed_from.is_some()
            || !self.count.is_none()
    }
}

/// The earlier and the current target of a link or an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moved<'t> {
    pub(super) is_image: bool,
    pub(super) old: Option<&'t str>,
    pub(super) new: Option<&'t str>,
}

impl Redline<'_> {
    /// A summary of the changes.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let plain = |anchor: &str, part, count| SectionSummary {
            anchor: anchor.to_owned(),
            part,
            state: State::Kept,
            moved: false,
            renamed_from: None,
            renumbered_from: None,
            count,
        };
        let mut notes = Count::default();
        self.notes
            .iter()
            .for_each(|note| self.count(note, &mut notes));
        let mut title = Count::default();
        self.count(&self.title, &mut title);
        let before = [plain("page.title", Part::Title, title)];
        let after = [plain("redline.notes", Part::Footnotes, notes)];
        let sections = self.sections.iter().map(|section| self.section(section));
        for section in before.into_iter().chain(sections).chain(after) {
            summary.count.add(&section.count);
            if section.is_worth_saying() {
                summary.sections.push(section);
            }
        }
        summary
    }

    /// Whether a section, by its ID in the redline, is in both texts with the same words.
    pub fn has_same_text(&self, anchor: &str) -> bool {
        let words = |section: &super::text::TextSection| {
            let text = super::Text {
                sections: vec![super::text::TextSection {
                    heading: None,
                    blocks: section.blocks.clone(),
                }],
                ..super::Text::default()
            };
            text.content()
        };
        let mut sections = self.sections.iter();
        let found = sections.find(|section| section.anchor() == anchor);
        let sides = found.and_then(|section| section.old.zip(section.new));
        sides.is_some_and(|((_, old), (_, new))| words(old) == words(new))
    }

    pub(super) fn section(&self, section: &SectionDiff<'_>) -> SectionSummary {
        let mut count = Count::default();
        let blocks = section.heading.iter().chain(&section.blocks);
        blocks.for_each(|block| self.count(block, &mut count));
        let heading = |side: Option<(usize, &'_ super::text::TextSection)>| {
            side.and_then(|(_, section)| section.heading.clone())
        };
        let (old, new) = (heading(section.old), heading(section.new));
        let changed = |part: fn(&TextHeading) -> Option<String>| {
            let (old, new) = (part(old.as_ref()?), part(new.as_ref()?));
            old.filter(|old| Some(old) != new.as_ref())
        };
        let renumbered_from = changed(|heading| heading.number.clone());
        let renamed_from = changed(|heading| Some(heading.title.clone()));
        let part = match new.as_ref().or(old.as_ref()) {
            Some(heading) => Part::Section(heading.title.clone(), heading.shown_number.clone()),
            None => Part::Beginning,
        };
        SectionSummary {
            anchor: section.anchor(),
            part,
            state: match (section.old, section.new) {
                (None, _) => State::Added,
                (_, None) => State::Removed,
                _ => State::Kept,
            },
            moved: section.is_moved,
            renamed_from,
            renumbered_from,
            count,
        }
    }

    pub(super) fn count(&self, diff: &Diff<'_>, count: &mut Count) {
        if diff.is_moved {
            count.moved += 1;
        }
        let (deleted, inserted) = (count.deleted, count.inserted);
        let is_word = |token: &&Token| token.is_word();
        for op in &diff.ops {
            match op {
                Op::Same(..) => count.links += self.moved_links(diff, op).count(),
                Op::Deleted(_) => {
                    count.deleted += diff.tokens(Side::Old, op).iter().filter(is_word).count();
                }
                Op::Inserted(_) => {
                    count.inserted += diff.tokens(Side::New, op).iter().filter(is_word).count();
                }
            }
        }
        let has_changes = diff.ops.iter().any(|op| !matches!(op, Op::Same(..)));
        let is_one_sided = diff.old.is_some() != diff.new.is_some();
        let says_nothing = (deleted, inserted) == (count.deleted, count.inserted);
        if says_nothing && (has_changes || is_one_sided && diff.children.is_empty())
            || diff.form().is_some()
        {
            count.others += 1;
        }
        diff.children
            .iter()
            .for_each(|child| self.count(child, count));
    }

    /// The links and images in unchanged words that now point elsewhere, each once.
    fn moved_links<'r>(
        &'r self,
        diff: &'r Diff<'_>,
        op: &'r Op,
    ) -> impl Iterator<Item = Moved<'r>> {
        let (olds, news) = (diff.tokens(Side::Old, op), diff.tokens(Side::New, op));
        // If only one side fills in a name, words don't match one by one.
        let olds = if olds.len() == news.len() { olds } else { &[] };
        let mut last = None;
        olds.iter().zip(news).filter_map(move |(old, new)| {
            let found = self.moved(old, new);
            let links = found.map(|_| (old.link, new.link, &new.kind));
            let is_first = links != last;
            last = links;
            found.filter(|_| is_first)
        })
    }

    /// The old and new target of the link or image of an unchanged word, if they differ.
    pub(super) fn moved<'r>(&'r self, old: &Token, new: &Token) -> Option<Moved<'r>> {
        let own = |link: Option<u32>, links: &'r [TextLink]| links.get(link? as usize);
        let image = |token: &Token| match token.kind {
            TokenKind::Image(link) => link,
            _ => None,
        };
        let pairs = [(image(old), image(new), true), (old.link, new.link, false)];
        pairs.into_iter().find_map(|(from, to, is_image)| {
            let (from, to) = (own(from, &self.old.links), own(to, &self.new.links));
            let address = |link: &'r TextLink| link.outside().or(Some(&*link.written));
            let (old, new) = (from.and_then(address), to.and_then(address));
            // The addresses of pages next to a file are unknown.
            let is_unknown = |link: Option<&TextLink>| link.is_some_and(|link| !link.leaves);
            let hidden = [old, new].contains(&Some("")) && is_unknown(from) && is_unknown(to);
            let shown = |address: Option<&'r str>, link: Option<&'r TextLink>| match address {
                Some("") => link.and_then(|link| link.href.as_deref()),
                address => address,
            };
            (old != new && !hidden).then(|| Moved {
                is_image,
                old: shown(old, from),
                new: shown(new, to),
            })
        })
    }
}

impl SectionDiff<'_> {
    /// The ID of the section in a redline: its ID in the new text. IDs of removed sections contain
    /// a dot, which those of headings never do.
    pub(super) fn anchor(&self) -> String {
        let id = |side: Option<(usize, &super::text::TextSection)>| {
            let heading = side?.1.heading.as_ref()?;
            Some(heading.id.clone())
        };
        match (id(self.new), id(self.old)) {
            (Some(id), _) => id,
            (None, Some(id)) => format!("removed.{id}"),
            (None, None) => "redline.beginning".to_owned(),
        }
    }
}

impl Diff<'_> {
    /// The earlier and the current form of the block, if it changed.
    pub(super) fn form(&self) -> Option<(String, String)> {
        let (old, new) = (form(self.old?.block), form(self.new?.block));
        (old != new).then_some((old, new))
    }
}

/// The form of a block in content digests.
fn form(block: &Block) -> String {
    match &block.kind {
        Kind::Heading { level, .. } => format!("h{level}"),
        Kind::Callout { kind, .. } => kind.class().to_owned(),
        Kind::List { start: None, .. } => "ul".to_owned(),
        Kind::List { start: Some(1), .. } => "ol".to_owned(),
        Kind::List {
            start: Some(first), ..
        } => format!("ol {first}"),
        // The position of a row, and whether a text was written as HTML, are not part of the form.
        Kind::Row { .. } | Kind::Html | Kind::Paragraph => String::new(),
        Kind::Cell { head: true, .. } => "th".to_owned(),
        kind => kind.name().to_owned(),
    }
}
