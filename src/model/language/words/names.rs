//! The parts of a file with interface text whose keys are names in the fact model.

use super::EventWords;
use crate::schema::{Entity, Type, entity, opt};

static FORMS: Entity = entity(
    "the forms of a unit",
    &[
        opt("zero", Type::Text),
        opt("one", Type::Text),
        opt("two", Type::Text),
        opt("few", Type::Text),
        opt("many", Type::Text),
        opt("other", Type::Text),
    ],
);

/// Defines a schema with these keys, all of one type.
macro_rules! alike {
    ($(#[$about:meta])* $name:ident = $part:literal, $ty:expr; $($field:literal)*) => {
        $(#[$about])*
        pub(super) static $name: Entity = entity($part, &[$(opt($field, $ty)),*]);
    };
}

alike! {
    /// The triggers of the fact model.
    EVENTS = "the words of events", Type::Entity(&EventWords::SCHEMA);
    "collection" "last_activity" "account_closure" "contract_end" "request" "event"
    "fiscal_year_end" "calendar_year_end" "withdrawal_of_consent"
}

alike! {
    UNITS = "the words of units", Type::Entity(&FORMS);
    "second" "minute" "hour" "day" "business_day" "week" "month" "year" "word"
}

alike! {
    TERMS = "the words of terms", Type::Text;
    "gdpr" "uk_gdpr" "ccpa" "lgpd" "fadp"
    "controller" "joint_controller" "processor" "sub_processor" "representative" "dpo"
    "authority" "identity_provider"
    "consent" "contract" "legal_obligation" "vital_interests" "public_task"
    "legitimate_interests"
    "none_needed" "adequacy" "dpf" "scc" "bcr" "code_of_conduct" "certification"
    "adhoc_clauses" "derogation" "idta" "uk_addendum" "uk_bridge" "lgpd_scc"
    "data_subject" "automatic" "customer" "derived" "third_party" "public"
    "information" "access" "rectification" "erasure" "restriction" "notification"
    "portability" "objection" "no_solely_automated" "withdraw_consent" "complaint"
    "opt_out_sale" "non_retaliation"
    "encryption_at_rest" "encryption_in_transit" "password_hashing" "mfa" "access_control"
    "pentest" "vulnerability_management" "secret_management" "isolation" "monitoring" "backup"
    "strictly_necessary" "preferences" "analytics" "marketing"
    "cookie" "local_storage" "session_storage" "pixel"
    "page" "email" "in_app" "rss"
}

alike! {
    FACTS = "the names of facts", Type::Text;
    "company" "service" "controller" "controllers" "contact" "dpo" "representative"
    "representatives" "authority" "authorities" "data_subjects" "data_category"
    "data_categories" "purpose" "purposes" "legal_basis" "basis" "retention" "recipients"
    "subprocessor" "subprocessors" "subprocessor_policy" "transfers" "cookie" "cookies"
    "rights" "rights_request" "complaints" "security_measure" "security_measures" "children"
    "automated_decision" "automated_decisions" "sale" "changes" "sla" "accessibility"
    "commitments" "termination" "governing_law" "ai" "former_names" "name" "legal_name"
    "trading_name" "address" "city" "country" "locations" "access_from" "email" "phone"
    "url" "role" "data" "source" "period" "notice_period" "objection_period" "response"
    "min_age" "announced_on" "effective_on" "removed_on" "backups" "optional" "scope"
    "duration" "price" "plan" "plans" "subjects" "transfer_mechanism" "certifications"
}
