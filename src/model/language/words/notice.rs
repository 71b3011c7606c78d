//! The text of the notice of changes to subprocessors.

use tera::Map;

use super::text;
use crate::schema::{Entity, Type, entity, opt};

texts! {
    /// The text of the notice of changes to subprocessors, and of their feed.
    #[derive(Debug, Clone, Default)]
    pub struct NoticeWords = "the words of the notice" {
        /// The title: “Changes to our subprocessors”.
        pub title: String,
        /// Introduction to the changes.
        pub intro: String,
        /// Heading above new subprocessors.
        pub added: String,
        /// Heading above subprocessors that are used on new conditions.
        pub changed: String,
        /// Heading above subprocessors that are no longer used.
        pub removed: String,
        /// Label before the first day.
        pub from: String,
        /// Label before the last day.
        pub until: String,
        /// Label before the purpose.
        pub purpose: String,
        /// Label before the categories of data.
        pub data: String,
        /// Label before the countries in which data is processed.
        pub places: String,
        /// Label before the countries from which data is accessed.
        pub access_from: String,
        /// Label before the safeguard of a transfer.
        pub safeguard: String,
        /// Label before the subprocessor that is replaced.
        pub replaces: String,
        /// A new value, with the previous one.
        pub before: String,
        /// Note after the name of a subprocessor that is used only for an optional feature.
        pub optional: String,
        /// Label before the last day to object.
        pub object_until: String,
        /// Label before the address for objections.
        pub object_to: String,
        /// The meaning of a specific authorisation.
        pub authorisation: String,
        /// Label before the link to the page with the list.
        pub list: String,
        /// Label before the link to the feed.
        pub feed: String,
        /// Label before the link to announcements.
        pub subscribe: String,
        /// Note that nothing has changed since a date.
        pub none: String,
    }
}
