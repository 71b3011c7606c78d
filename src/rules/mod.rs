//! Rules as data: the packs in `content/rules`, read into types, and the site's own packs.
//!
//! A rule requires something of facts, sections and words ([`Requirement`]), or
//! is implemented in code ([`Builtin`]). [`crate::check`] applies rules to
//! pages.

mod accessibility;
pub(crate) mod areas;
mod articles;
mod boundary;
mod builtin;
mod case;
mod classes;
mod code;
mod embedded;
mod forbid;
mod history;
mod own;
mod pack;
mod paths;
mod pattern;
mod pieces;
pub(crate) mod prefilter;
mod read;
mod requirement;
mod requires;
pub mod schema;
mod set;
mod subject;
pub(crate) mod vendors;
mod verify;
mod walk;
mod words;

pub(crate) use accessibility::EnforcementBody;
pub(crate) use articles::{Articles, Citation};
pub use builtin::Builtin;
pub(crate) use embedded::data;
pub use forbid::{Beside, Forbid, Near, Once, Replace, UnlessWithin};
pub use history::{Became, Former, Relevelled, Retired};
pub(crate) use pack::day;
pub use pack::{Certainty, EvidencePatterns, Example, Law, Pack, Rule, Scope};
pub(crate) use paths::ANY_STATE;
pub use pattern::{Pattern, Patterns};
pub use requirement::{
    AtLeast, Compare, Condition, CountryIs, DateIs, Each, Entries, Includes, Matcher, MaxAge, Need,
    Requirement, TextHas, ValueIs, Wanted,
};
pub use set::RuleSet;
pub use subject::Subject;
pub(crate) use verify::{fixed, unknown};
pub use words::Words;
