//! Rules that are judgement, by the name that packs call them by.

mod across;
mod companies;
mod dates;
mod definitions;
mod durations;
mod laws;
mod names;
mod numbering;
mod places;
mod processors;
mod retention;
mod security;
mod service;
mod structure;
mod style;
mod transfers;
mod words;

use std::ops::Range;

pub(crate) use durations::Stated;

use super::evaluate::{Lack, Page, Question};

/// What such a rule says of a page.
pub(super) enum Verdict {
    /// What it found, if anything.
    Found(Vec<Lack>),
    /// What holds if the site has no answer to any of the questions.
    Ask(Vec<Question>, Vec<Lack>),
}

impl From<Option<Lack>> for Verdict {
    fn from(lack: Option<Lack>) -> Self {
        Self::Found(lack.into_iter().collect())
    }
}

/// A rule on one page.
pub(super) type OnPage = fn(&Page<'_>) -> Verdict;

/// The rule of a name, if it is one on single pages.
pub(super) fn on_page(name: &str) -> Option<OnPage> {
    Some(match name {
        "adequacy-valid" => transfers::adequacy_valid,
        "calendar-vs-business-days" => durations::calendar_vs_business_days,
        "changelog-entry" => dates::changelog_entry,
        "child-retention-policy" => retention::child_retention_policy,
        "cookie-lifetime" => service::cookie_lifetime,
        "credit-table" => service::credit_table,
        "dangling-intro" => structure::dangling_intro,
        "date-front-matter-vs-text" => dates::front_matter_vs_text,
        "date-order" => dates::order,
        "defined-once" => definitions::defined_once,
        "dpa-reachable" => processors::dpa_reachable,
        "dsa-machine-readable" => service::dsa_machine_readable,
        "empty-section" => structure::empty_section,
        "entity-name-drift" => names::entity_name_drift,
        "erasure-vs-retention" => retention::erasure_vs_retention,
        "foreign-domain" => names::foreign_domain,
        "future-date" => dates::future_date,
        "heading-order" => structure::heading_order,
        "label-style" => style::label_style,
        "law-named-not-covered" => laws::named_not_covered,
        "legal-basis-list-not-mapped" => laws::bases_not_mapped,
        "link-text" => style::link_text,
        "long-sentence" => style::long_sentence,
        "mentioned-not-listed" => companies::mentioned_not_listed,
        "location-contradiction" => places::location_contradiction,
        "mixed-numbering" => numbering::mixed,
        "notice-period-honoured" => processors::notice_period_honoured,
        "numbering-gap" => numbering::gap,
        "retention-contradiction" => retention::contradiction,
        "section-number-ref" => numbering::reference,
        "security-claims-agree" => security::claims_agree,
        "security-txt" => security::security_txt,
        "statement-fields" => service::statement_fields,
        "tcf-purpose-known" => service::tcf_purpose_known,
        "texas-notice" => service::texas_notice,
        "unnamed-recipient" => companies::unnamed_recipient,
        "we-undefined" => names::we_undefined,
        _ => return None,
    })
}

/// A statement of a page that others may contradict.
#[derive(Debug)]
pub(super) struct Said {
    /// On what.
    pub(super) key: String,
    /// What, to compare and to print; of several things, one a line.
    pub(super) value: String,
    /// Where.
    pub(super) place: crate::base::source::Place,
    /// Where in the merged text, if it is prose.
    pub(super) merged: Option<Range<usize>>,
}

/// What a page says on a matter.
pub(super) type OnSite = fn(&Page<'_>) -> Vec<Said>;

/// The rule of a name, if it compares what pages say.
pub(super) fn on_site(name: &str) -> Option<OnSite> {
    Some(match name {
        "age-threshold-conflict" => across::min_age,
        "breach-notice-time" => across::breach_notice,
        "date-format-mixed" => across::date_forms,
        "lists-agree" => across::subprocessors,
        "security-claims-agree" => across::algorithms,
        "uptime-agrees" => across::uptime,
        _ => return None,
    })
}
