//! The interface text of a language: the contents of `content/words/<language>.yaml`.

use std::collections::HashMap;

use serde::Serialize;
use tera::Map;
use tera::value::Key;

use crate::schema::{Entity, Type, entity, opt};

/// The interface text of a language.
#[derive(Debug, Clone)]
pub struct Words {
    /// The native name of the language.
    pub name: String,
    /// The text that themes print around a page.
    pub theme: ThemeWords,
    /// The text that is inserted into the body of a page.
    pub page: PageWords,
    /// The text of redlines.
    pub redline: RedlineWords,
    /// The names of facts, by their keys.
    pub facts: HashMap<&'static str, String>,
    /// The text of the notice of changes to subprocessors.
    pub notice: NoticeWords,
    /// The default titles of callouts.
    pub callouts: CalloutWords,
    /// How the items of lists are joined.
    pub lists: ListWords,
    /// The wording of retention periods.
    pub retention: RetentionWords,
    /// The events that periods run from or end with, by their names in the fact model.
    pub events: HashMap<&'static str, EventWords>,
    /// Units of time and of text, by name.
    pub units: HashMap<&'static str, Forms>,
    /// The terms of the fact model as they appear in prose.
    pub terms: HashMap<&'static str, String>,
}

/// Defines structs of texts, each with the schema for its part of a file.
macro_rules! texts {
    ($(
        $(#[$about:meta])*
        pub struct $name:ident = $part:literal {
            $($(#[$doc:meta])* pub $field:ident: String,)*
        }
    )*) => {$(
        $(#[$about])*
        pub struct $name {
            $($(#[$doc])* pub $field: String,)*
        }

        impl $name {
            pub(super) const SCHEMA: Entity = entity($part, &[$(opt(stringify!($field), Type::Text)),*]);

            pub(super) fn of(words: Option<&Map>) -> Self {
                Self { $($field: text(words, stringify!($field)),)* }
            }
        }
    )*};
}

mod names;
mod notice;
mod redline;

use names::{EVENTS, FACTS, TERMS, UNITS};
pub use notice::NoticeWords;
pub use redline::RedlineWords;

texts! {
    /// `words`: the text that themes print around a page, in the page's language, or in the site's if there is no page.
    #[derive(Debug, Clone, Default, Serialize)]
    pub struct ThemeWords = "the words of themes" {
        /// Link before the page header: "Skip to the text".
        pub skip: String,
        /// Title of the table of contents.
        pub contents: String,
        /// Name of the list of documents.
        pub documents: String,
        /// Name of the links between pages of the hub.
        pub pages: String,
        /// "Page", before a number.
        pub page: String,
        /// "of", between two numbers.
        pub of: String,
        /// Link to the previous page.
        pub previous: String,
        /// Link to the next page.
        pub next: String,
        /// "There are no documents here yet."
        pub no_documents: String,
        /// Link to the hub.
        pub all_documents: String,
        /// Title of the list of recently changed documents.
        pub recent: String,
        /// Label before the address for questions.
        pub contact: String,
        /// Link to the host's home page, if the hub's address is unknown.
        pub home_page: String,
        /// "To hear about changes, follow the", before the link to the feed.
        pub follow: String,
        /// The link to the feed.
        pub feed: String,
        /// Label before the version.
        pub version: String,
        /// Label before the date of the last change.
        pub updated: String,
        /// Label before the date since which it has applied.
        pub in_effect: String,
        /// Label before the date from which it will apply.
        pub takes_effect: String,
        /// "Draft."
        pub draft: String,
        /// Note on a draft.
        pub draft_note: String,
        /// Label before the names of other languages.
        pub also_in: String,
        /// Name of the links to alternate formats.
        pub other_formats: String,
        /// Link to the plain text.
        pub plain_text: String,
        /// Label before what changed.
        pub what_changed: String,
        /// Label before the date when a list last changed.
        pub list_changed: String,
        /// Link to a list as CSV.
        pub as_table: String,
        /// Title of the collapsible list of changes.
        pub all_changes: String,
        /// Title of the collapsible digest and other formats.
        pub verify: String,
        /// Label before the digest.
        pub digest: String,
        /// Link to the page with all versions.
        pub history: String,
        /// Note on a version that another has replaced.
        pub version_superseded: String,
        /// Note on a future version.
        pub version_not_yet: String,
        /// Link to the version in force.
        pub read_current: String,
        /// Label before the date on which the next version takes effect.
        pub new_version: String,
        /// Link to the changes of a version.
        pub what_changes: String,
        /// Link to the changes since a version.
        pub changes_since: String,
        /// Link to a version's own page.
        pub permanent_link: String,
        /// Label before the date from which the document no longer applies.
        pub retired: String,
        /// Label before the date from which the document will no longer apply.
        pub retires: String,
        /// Label before the link to the document that replaced it.
        pub replaced_by: String,
        /// Label before the date from which a version applies.
        pub valid_from: String,
        /// Label before the date from which another version replaces it.
        pub valid_until: String,
        /// Status of a version that is in force.
        pub status_in_force: String,
        /// Status of a version that is no longer in force.
        pub status_superseded: String,
        /// Status of a version that will be in force.
        pub status_upcoming: String,
        /// A change of rights or duties.
        pub change_material: String,
        /// A change that is neither material nor editorial.
        pub change_minor: String,
        /// A change of wording or layout only.
        pub change_editorial: String,
        /// Label before the link to a page's new address.
        pub moved: String,
        /// Title of the page for unknown addresses.
        pub not_found: String,
        /// Possible reasons why the page was not found.
        pub not_found_note: String,
    }

    /// The text that is inserted into the body of a page.
    #[derive(Debug, Clone, Default)]
    pub struct PageWords = "the words of pages" {
        /// "5 minutes to read (1100 words)"
        pub reading_time: String,
        /// Label of a permalink, before the title of its heading.
        pub permalink: String,
        /// Label before the number of a table.
        pub table: String,
        /// Name of the footnotes.
        pub footnotes: String,
        /// Label before the number of a footnote.
        pub footnote: String,
        /// Label of the links from footnotes back to the text.
        pub back_to_text: String,
        /// Label of an image in plain text.
        pub image: String,
        /// Label of deleted words in text without formatting.
        pub deleted: String,
        /// Label of inserted words in text without formatting.
        pub inserted: String,
        /// "section 6", in links without text.
        pub section: String,
        /// "section 6 of Terms", for links to another page.
        pub section_of: String,
        /// "Annex A", before the heading of an annex and in links without text.
        pub annex: String,
    }

    /// The default titles of callouts.
    #[derive(Debug, Clone, Default)]
    pub struct CalloutWords = "the words of callouts" {
        /// `[!NOTE]`
        pub note: String,
        /// `[!TIP]`
        pub tip: String,
        /// `[!IMPORTANT]`
        pub important: String,
        /// `[!WARNING]`
        pub warning: String,
        /// `[!CAUTION]`
        pub caution: String,
        /// `[!SUMMARY]`
        pub summary: String,
    }

    /// How the items of lists are joined.
    #[derive(Debug, Clone, Default)]
    pub struct ListWords = "the words of lists" {
        /// Separator between items.
        pub between: String,
        /// Separator before the last item.
        pub last: String,
    }

    /// The wording of retention periods.
    #[derive(Debug, Clone, Default)]
    pub struct RetentionWords = "the words of retention" {
        /// The duration `session`.
        pub session: String,
        /// The duration `custom`.
        pub custom: String,
        /// A duration of zero.
        pub at_once: String,
        /// A period that begins with an event.
        pub after: String,
        /// A period that ends some time after an event.
        pub until_after: String,
        /// How much longer data stays in backups.
        pub backups: String,
        /// Anonymisation at the end of the period.
        pub anonymised: String,
    }

    /// An event that periods run from or end with.
    #[derive(Debug, Clone, Default)]
    pub struct EventWords = "an event" {
        /// "after the account is closed"
        pub after: String,
        /// "until the account is closed"
        pub until: String,
    }
}

/// The forms of a counted noun, by the plural categories of the Unicode CLDR.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    forms: [Option<String>; 6],
}

/// The plural categories. Every language has the last one.
pub(super) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

impl Forms {
    /// The form for a category, by its index in [`CATEGORIES`].
    pub(super) fn of(&self, category: usize) -> &str {
        let form = self.forms[category].as_deref();
        form.or(self.forms[5].as_deref()).unwrap_or_default()
    }

    /// All existing forms.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().filter_map(Option::as_deref)
    }
}

/// The schema of `content/words/<language>.yaml`.
pub(super) static WORDS: Entity = entity(
    "words",
    &[
        opt("name", Type::Text),
        opt("theme", Type::Entity(&ThemeWords::SCHEMA)),
        opt("page", Type::Entity(&PageWords::SCHEMA)),
        opt("redline", Type::Entity(&RedlineWords::SCHEMA)),
        opt("facts", Type::Entity(&FACTS)),
        opt("notice", Type::Entity(&NoticeWords::SCHEMA)),
        opt("callouts", Type::Entity(&CalloutWords::SCHEMA)),
        opt("lists", Type::Entity(&ListWords::SCHEMA)),
        opt("retention", Type::Entity(&RetentionWords::SCHEMA)),
        opt("events", Type::Entity(&EVENTS)),
        opt("units", Type::Entity(&UNITS)),
        opt("terms", Type::Entity(&TERMS)),
    ],
);

impl Words {
    /// The interface text from a file that was read with the schema [`WORDS`].
    pub(super) fn of(words: &Map) -> Self {
        let words = Some(words);
        Self {
            name: text(words, "name"),
            theme: ThemeWords::of(part(words, "theme")),
            page: PageWords::of(part(words, "page")),
            redline: RedlineWords::of(part(words, "redline")),
            facts: each(&FACTS, part(words, "facts"), text),
            notice: NoticeWords::of(part(words, "notice")),
            callouts: CalloutWords::of(part(words, "callouts")),
            lists: ListWords::of(part(words, "lists")),
            retention: RetentionWords::of(part(words, "retention")),
            events: each(&EVENTS, part(words, "events"), |words, name| {
                EventWords::of(part(words, name))
            }),
            units: each(&UNITS, part(words, "units"), |words, name| {
                let forms = part(words, name);
                Forms {
                    forms: CATEGORIES.map(|category| value(forms, category)),
                }
            }),
            terms: each(&TERMS, part(words, "terms"), text),
        }
    }
}

fn each<T>(
    schema: &'static Entity,
    words: Option<&Map>,
    read: impl Fn(Option<&Map>, &'static str) -> T,
) -> HashMap<&'static str, T> {
    let names = schema.names();
    names.map(|name| (name, read(words, name))).collect()
}

fn part<'m>(words: Option<&'m Map>, key: &'static str) -> Option<&'m Map> {
    words?.get(&Key::Str(key))?.as_map()
}

fn value(words: Option<&Map>, key: &'static str) -> Option<String> {
    words?.get(&Key::Str(key))?.as_str().map(str::to_owned)
}

/// A text by its key; empty if it is missing. Once the words are merged with the English ones,
/// which are complete, no text is missing.
fn text(words: Option<&Map>, key: &'static str) -> String {
    value(words, key).unwrap_or_default()
}
