//! The text of redlines.

use tera::Map;

use super::text;
use crate::schema::{Entity, Type, entity, opt};

texts! {
    /// The text of redlines, which show the changes between two versions of a text.
    #[derive(Debug, Clone, Default)]
    pub struct RedlineWords = "the words of redlines" {
        /// The title: "Changes: Privacy policy".
        pub title: String,
        /// The versions that are compared.
        pub versions: String,
        /// "version 2.0", in a sentence.
        pub version: String,
        /// Name of a text that has no version yet.
        pub working_text: String,
        /// Heading above the summary.
        pub summary: String,
        /// Note that nothing changed.
        pub none: String,
        /// "Words inserted: 12; deleted: 3"
        pub words: String,
        /// The number of links with a new address.
        pub links: String,
        /// Label before new sections.
        pub added: String,
        /// Label before removed sections.
        pub removed: String,
        /// Label before sections whose text changed.
        pub changed: String,
        /// Label before sections that moved.
        pub moved: String,
        /// Label before sections with a new heading.
        pub renamed: String,
        /// "“Old” is now “New”"
        pub renaming: String,
        /// Name of the text before the first heading.
        pub beginning: String,
        /// The former place of a part that moved, by number.
        pub moved_number: String,
        /// The former place of a part that moved, by the section before it.
        pub moved_after: String,
        /// The former place of a part that moved, if it was before all sections.
        pub moved_first: String,
        /// The former place of a part that moved, by the section around it.
        pub moved_from: String,
        /// Note on a part that moved within a section.
        pub moved_within: String,
        /// The former number of a section.
        pub renumbered: String,
        /// Note on words whose link has a new address.
        pub link_changed: String,
        /// Note on words that have become a link.
        pub link_added: String,
        /// Note on words that are no longer a link.
        pub link_removed: String,
        /// Note on an image that was replaced.
        pub image_changed: String,
        /// Note on a block of another kind than before, such as a numbered list or a heading of
        /// another level.
        pub form_changed: String,
        /// Heading above the facts that changed.
        pub facts: String,
        /// A new fact, or a new entry of a list.
        pub fact_added: String,
        /// A removed fact, or a removed entry of a list.
        pub fact_removed: String,
        /// The retention of a kind of data, `name`.
        pub retention_of: String,
    }
}
