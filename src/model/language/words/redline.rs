//! The words of redlines.

use tera::Map;

use super::text;
use crate::schema::{Entity, Type, entity, opt};

texts! {
    /// What redlines print: what changed between two versions of a text.
    #[derive(Debug, Clone, Default)]
    pub struct RedlineWords = "the words of redlines" {
        /// The title: "Changes: Privacy policy".
        pub title: String,
        /// Which versions are compared.
        pub versions: String,
        /// "version 2.0", in a sentence.
        pub version: String,
        /// What the text is called that has no version yet.
        pub working_text: String,
        /// Over the summary.
        pub summary: String,
        /// Where nothing changed.
        pub none: String,
        /// "12 words inserted, 3 words deleted"
        pub words: String,
        /// How many links point elsewhere.
        pub links: String,
        /// Before the sections that are new.
        pub added: String,
        /// Before the sections that are gone.
        pub removed: String,
        /// Before the sections whose text changed.
        pub changed: String,
        /// Before the sections that are elsewhere.
        pub moved: String,
        /// Before the sections with another heading.
        pub renamed: String,
        /// "“Old” is now “New”"
        pub renaming: String,
        /// What is before the first heading.
        pub beginning: String,
        /// Where a part was that moved: its number.
        pub moved_number: String,
        /// The same: after which section.
        pub moved_after: String,
        /// The same: before all sections.
        pub moved_first: String,
        /// The same: in which section.
        pub moved_from: String,
        /// Of a part that moved within a section.
        pub moved_within: String,
        /// What number a section had.
        pub renumbered: String,
        /// Of words whose link points elsewhere.
        pub link_changed: String,
        /// Of words that are a link now.
        pub link_added: String,
        /// Of words that were a link.
        pub link_removed: String,
        /// Of an image that is another one.
        pub image_changed: String,
        /// Of a block that is of another kind: a numbered list, a heading of another level.
        pub form_changed: String,
        /// Over the facts that changed.
        pub facts: String,
        /// A fact that is new, or an entry of a list.
        pub fact_added: String,
        /// A fact that is gone.
        pub fact_removed: String,
        /// `name`: the retention of a kind of data
        pub retention_of: String,
    }
}
