//! Rules that are implemented in code, by the names that packs use.

mod across;
mod addressees;
mod amounts;
mod annexes;
mod articles;
mod authorities;
mod backticks;
mod charges;
mod companies;
mod copies;
mod crosses;
mod dates;
mod definitions;
mod domains;
mod drift;
mod durations;
mod endings;
mod figures;
mod foreign_blocks;
mod forum;
mod images;
mod keeping;
mod language;
mod last_dates;
mod laws;
mod markup;
mod merge_fields;
mod money;
mod names;
mod numbered;
mod numbering;
mod numbers;
mod numerals;
mod ordinals;
mod parts;
mod pasted;
mod periods;
mod placeholders;
mod places;
mod processors;
mod recipients;
mod references;
mod remarks;
mod repeats;
mod retention;
mod rows;
mod run_together;
mod security;
mod service;
mod sessions;
mod speaker;
mod spellings;
mod starter;
mod states;
mod storage;
mod structure;
mod style;
mod subjects;
mod subparagraphs;
mod symbol_fonts;
mod tariffs;
mod terms;
mod times;
mod transfers;
mod unbroken;
mod words;
mod wrapped_links;

use std::ops::Range;

pub(crate) use durations::StatedDuration;
pub(super) use recipients::recipients;
pub(super) use states::state_law;

use super::evaluate::{Finding, Page, Question};
use crate::rules::Builtin;

/// The result of a built-in rule on a page.
pub(super) enum Verdict {
    /// The findings, if any.
    Found(Vec<Finding>),
    /// Findings that apply only if the site answers none of the questions.
    Ask(Vec<Question>, Vec<Finding>),
}

impl From<Option<Finding>> for Verdict {
    fn from(finding: Option<Finding>) -> Self {
        Self::Found(finding.into_iter().collect())
    }
}

/// A rule that checks a single page.
pub(super) type OnPage = fn(&Page<'_>) -> Verdict;

/// The kind of work that a built-in rule does.
pub(super) enum Work {
    /// None: the build reports the findings.
    Build,
    /// Checks each page.
    Page(OnPage),
    /// Compares the statements of pages.
    Site(OnSite),
    /// Does both.
    PageAndSite(OnPage, OnSite),
    /// Compares paragraphs.
    Paragraphs,
    /// Checks clauses.
    Clauses,
}

impl Builtin {
    /// The findings of the rule on a page, if it is one of several requirements.
    pub(super) fn findings(self, page: &Page<'_>) -> Vec<Finding> {
        match self.work() {
            Work::Page(judge) => match judge(page) {
                Verdict::Found(found) => found,
                Verdict::Ask(..) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The kind of work that the rule does.
    pub(super) fn work(self) -> Work {
        match self {
            Self::AdequacyValid => Work::Page(transfers::adequacy_valid),
            Self::AgeThresholdConflict => Work::Site(across::min_age),
            Self::AmountsDiffer => Work::Page(amounts::differing),
            Self::AmbiguousDate => Work::Page(dates::ambiguous),
            Self::AnnouncementDated => Work::Page(processors::announcement_dated),
            Self::AnswerTooLate => Work::Page(times::late),
            Self::AnswerTimesDiffer => Work::Page(times::answers),
            Self::BreachNoticeTime => Work::Site(across::breach_notice),
            Self::Build => Work::Build,
            Self::CalendarVsBusinessDays => Work::Page(durations::calendar_vs_business_days),
            Self::ChangelogEntry => Work::Page(dates::changelog_entry),
            Self::ChildRetentionPolicy => Work::Page(retention::child_retention_policy),
            Self::CompanySpellings => Work::Page(spellings::company),
            Self::CookieLifetime => Work::Page(service::cookie_lifetime),
            Self::CreditTable => Work::Page(service::credit_table),
            Self::DanglingIntro => Work::Page(structure::dangling_intro),
            Self::DateFormatMixed => Work::Site(across::date_forms),
            Self::DateFrontMatterVsText => Work::Page(dates::front_matter_vs_text),
            Self::DateOrder => Work::Page(dates::order),
            Self::DatesInText => Work::Page(dates::order_in_text),
            Self::DefinedOnce => Work::Page(definitions::defined_once),
            Self::DomainSpellings => Work::Page(domains::domain),
            Self::DoubledNumber => Work::Page(numbering::doubled),
            Self::DpaReachable => Work::Page(processors::dpa_reachable),
            Self::DsaMachineReadable => Work::Page(service::dsa_machine_readable),
            Self::DuplicateClause => Work::Paragraphs,
            Self::EmptyLink => Work::Page(markup::empty_link),
            Self::EmptySection => Work::Page(structure::empty_section),
            Self::EntityNameDrift => Work::Page(names::entity_name_drift),
            Self::ErasureVsRetention => Work::Page(retention::erasure_vs_retention),
            Self::FiguresDiffer => Work::Page(figures::differ),
            Self::ForeignAuthority => Work::Page(authorities::foreign),
            Self::ForeignBlock => Work::Page(foreign_blocks::foreign_block),
            Self::ForeignDomain => Work::Page(names::foreign_domain),
            Self::ForeignParagraph => Work::Page(language::of_paragraphs),
            Self::ForumDiffers => Work::Page(forum::differing),
            Self::FutureDate => Work::Page(dates::future_date),
            Self::HeadingOrder => Work::Page(structure::heading_order),
            Self::LabelStyle => Work::Page(style::label_style),
            Self::LanguageDiffers => Work::Page(language::differs),
            Self::LawNamedNotCovered => Work::Page(laws::named_not_covered),
            Self::LawWithoutPack => Work::Page(laws::without_pack),
            Self::LegalBasisListNotMapped => Work::Page(laws::bases_not_mapped),
            Self::LinesRunTogether => Work::Page(run_together::lines_run_together),
            Self::LinkText => Work::Page(style::link_text),
            Self::ListsAgree => Work::Site(across::subprocessors),
            Self::LocationContradiction => Work::Page(places::location_contradiction),
            Self::LongSentence => Work::Page(style::long_sentence),
            Self::MentionedNotListed => Work::Page(companies::mentioned_not_listed),
            Self::ImageDescription => Work::Page(images::image_description),
            Self::MergeField => Work::Page(merge_fields::merge_field),
            Self::MissingDefinitions => Work::Page(definitions::missing),
            Self::MissingPart => Work::Page(parts::missing),
            Self::MixedNumbering => Work::Page(numbering::mixed),
            Self::NameVaries => Work::Page(speaker::name_varies),
            Self::NamelessLink => Work::Page(markup::nameless_link),
            Self::NoticePeriodHonoured => Work::Page(processors::notice_period_honoured),
            Self::NumberingGap => Work::Page(numbering::gap),
            Self::PastedLayout => Work::Page(pasted::pasted),
            Self::Placeholder => Work::Page(placeholders::certain),
            Self::PossiblePlaceholder => Work::Page(placeholders::possible),
            Self::ProseAsCode => Work::Page(markup::prose_as_code),
            Self::RefundOrNoticeTimesDiffer => Work::Page(times::refunds_and_notices),
            Self::RepealedArticle => Work::Page(articles::repealed),
            Self::RepeatedPassage => Work::Page(copies::twice),
            Self::RepeatedWords => Work::Page(repeats::repeated),
            Self::ReviewerRemark => Work::Page(remarks::reviewer_remark),
            Self::RetentionContradiction => Work::Page(retention::contradiction),
            Self::SectionNumberRef => Work::Page(references::reference),
            Self::SecurityClaimsAgree => {
                Work::PageAndSite(security::claims_agree, across::algorithms)
            }
            Self::SecurityTxt => Work::Page(security::security_txt),
            Self::SessionCookieRows => Work::Page(sessions::in_rows),
            Self::SentenceHeading => Work::Page(markup::sentence_heading),
            Self::ShortWithdrawal => Work::Page(times::short_withdrawal),
            Self::StarterLeftOver => Work::Page(starter::left_over),
            Self::StateLawApplies => Work::Page(states::law_applies),
            Self::StatementFields => Work::Page(service::statement_fields),
            Self::StoragePeriodsDiffer => Work::Page(storage::differing),
            Self::StrayBacktick => Work::Page(backticks::stray_backtick),
            Self::SymbolFont => Work::Page(symbol_fonts::symbol_font),
            Self::TcfPurposeKnown => Work::Page(service::tcf_purpose_known),
            Self::TexasNotice => Work::Page(service::texas_notice),
            Self::UnbrokenLines => Work::Page(unbroken::unbroken_lines),
            Self::UndefinedTerm => Work::Page(terms::undefined),
            Self::UnfinishedSentence => Work::Page(endings::unfinished),
            Self::UnnamedRecipient => Work::Page(companies::unnamed_recipient),
            Self::UnusedSnippet => Work::Clauses,
            Self::UnusedTerm => Work::Page(definitions::unused),
            Self::UptimeAgrees => Work::Site(across::uptime),
            Self::WeUndefined => Work::Page(speaker::we_undefined),
            Self::WrappedLink => Work::Page(wrapped_links::wrapped_link),
        }
    }
}

/// A statement on a page that other pages may contradict.
#[derive(Debug)]
pub(super) struct Stated {
    /// The subject of the statement.
    pub(super) key: String,
    /// The value, for comparison and for messages; several values are on
    /// separate lines.
    pub(super) value: String,
    pub(super) place: crate::base::source::Place,
    /// Its range in the merged text, if it is prose.
    pub(super) merged: Option<Range<usize>>,
}

/// A rule that collects a page's statements on a subject.
pub(super) type OnSite = fn(&Page<'_>) -> Vec<Stated>;
