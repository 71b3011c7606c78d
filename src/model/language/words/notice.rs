//! The words of the notice on subprocessors.

use tera::Map;

use super::text;
use crate::schema::{Entity, Type, entity, opt};

texts! {
    /// The notice on changes of subprocessors, and their feed.
    #[derive(Debug, Clone, Default)]
    pub struct NoticeWords = "the words of the notice" {
        /// The title: “Changes to our subprocessors”.
        pub title: String,
        /// Before the changes.
        pub intro: String,
        /// Over subprocessors that are added.
        pub added: String,
        /// Over those that go on under other conditions.
        pub changed: String,
        /// Over those that are removed.
        pub removed: String,
        /// Before the first day.
        pub from: String,
        /// Before the last day.
        pub until: String,
        /// Before the purpose.
        pub purpose: String,
        /// Before categories of data.
        pub data: String,
        /// Before the countries where data are processed.
        pub places: String,
        /// Before the countries from which data are accessed.
        pub access_from: String,
        /// Before what protects a transfer.
        pub safeguard: String,
        /// Before the subprocessor that is replaced.
        pub replaces: String,
        /// What is new, and what was before.
        pub before: String,
        /// After the name of a subprocessor that only a feature needs.
        pub optional: String,
        /// Before the last day to object.
        pub object_until: String,
        /// Before the address for objections.
        pub object_to: String,
        /// What a specific authorisation means.
        pub authorisation: String,
        /// Before the link to the page with the list.
        pub list: String,
        /// Before the link to the feed.
        pub feed: String,
        /// Before the link to announcements.
        pub subscribe: String,
        /// Nothing has changed since a day.
        pub none: String,
    }
}
