//! The fact model: what a site can state about the company, the service and
//! what happens to personal data.
//!
//! Names follow the W3C Data Privacy Vocabulary and the GDPR's own terms. A
//! new fact is a row here; nothing else has to know of it.

mod data;
mod law;
mod party;
mod rights;
mod service;
mod sharing;

use crate::base::diagnostic::codes;
use crate::schema::Type::{self, List, Markdown};
use crate::schema::read::Synonyms;
use crate::schema::{Entity, entity, opt};
use data::{DATA_CATEGORY, DATA_SUBJECT_GROUP, PURPOSE, RETENTION};
use party::{AUTHORITY, COMPANY, CONTACTS, CONTROLLER, DPO, REPRESENTATIVE};
use rights::{AUTOMATED_DECISION, CHILDREN, COMPLAINTS, DNT, GDPR, GPC, RIGHT, RIGHTS_REQUEST};
use service::{
    ACCESSIBILITY, CHANGES, CONSENT_MANAGER, COOKIE, DMCA_AGENT, HISTORY_ENTRY, SECURITY_MEASURE,
    SECURITY_TXT, SERVICE, SLA, TERM,
};
use sharing::{RECIPIENT, SALE, SUBPROCESSOR, SUBPROCESSOR_POLICY, TRANSFERS};

/// Laws and rule packs that can be switched on.
pub static REGIMES: &[&str] = &[
    "gdpr",
    "uk_gdpr",
    "eprivacy",
    "ccpa",
    "caloppa",
    "us_states",
    "coppa",
    "lgpd",
    "pipeda",
    "law25",
    "fadp",
    "ddg",
    "dsa",
    "p2b",
    "data_act",
    "eaa",
    "wad",
    "dmca",
    "ai_act",
    "washington_health",
    "nevada",
    "auto_renewal",
    "australia",
    "chile",
    "india",
    "japan",
    "korea",
    "eu_consumer",
    "uk_consumer",
];

pub(crate) use law::STATES;

/// Every top-level fact, by its key.
pub static FACTS: Entity = entity(
    "facts",
    &[
        opt("company", Type::Entity(&COMPANY)),
        opt("service", Type::Entity(&SERVICE)),
        opt("controllers", List(&Type::Entity(&CONTROLLER))),
        opt("contact", Type::Entity(&CONTACTS)),
        opt("dpo", Type::Entity(&DPO)),
        opt("representatives", List(&Type::Entity(&REPRESENTATIVE))),
        opt("authorities", List(&Type::Entity(&AUTHORITY))),
        opt("data_subjects", List(&Type::Entity(&DATA_SUBJECT_GROUP))),
        opt("data_categories", List(&Type::Entity(&DATA_CATEGORY))).orphan(&codes::ORPHAN_CATEGORY),
        opt("purposes", List(&Type::Entity(&PURPOSE))),
        opt("retention", List(&Type::Entity(&RETENTION))),
        opt("recipients", List(&Type::Entity(&RECIPIENT))),
        opt("subprocessors", List(&Type::Entity(&SUBPROCESSOR))),
        opt("subprocessor_policy", Type::Entity(&SUBPROCESSOR_POLICY)),
        opt("transfers", Type::Entity(&TRANSFERS)),
        opt("cookies", List(&Type::Entity(&COOKIE))),
        opt("consent_manager", Type::Entity(&CONSENT_MANAGER)),
        opt("rights", List(&Type::Entity(&RIGHT))),
        opt("rights_request", Type::Entity(&RIGHTS_REQUEST)),
        opt("complaints", Type::Entity(&COMPLAINTS)),
        opt("security_measures", List(&Type::Entity(&SECURITY_MEASURE))),
        opt("children", Type::Entity(&CHILDREN)),
        opt(
            "automated_decisions",
            List(&Type::Entity(&AUTOMATED_DECISION)),
        ),
        opt("sale", Type::Entity(&SALE)),
        opt("gpc", Type::Entity(&GPC)),
        opt("dnt", Type::Entity(&DNT)),
        opt("changes", Type::Entity(&CHANGES)),
        opt("sla", Type::Entity(&SLA)),
        opt("dmca_agent", Type::Entity(&DMCA_AGENT)),
        opt("accessibility", Type::Entity(&ACCESSIBILITY)),
        opt("security_txt", Type::Entity(&SECURITY_TXT)),
        opt("history", List(&Type::Entity(&HISTORY_ENTRY))),
        opt("defined_terms", List(&Type::Entity(&TERM))),
        opt("commitments", List(&Markdown)),
        opt("gdpr", Type::Entity(&GDPR)),
        opt("uk_gdpr", Type::Entity(&law::UK_GDPR)),
        opt("ccpa", Type::Entity(&law::CCPA)),
        opt("us_states", Type::Entity(&law::US_STATES)),
        opt("lgpd", Type::Entity(&law::LGPD)),
        opt("encarregado", Type::Entity(&law::ENCARREGADO)),
        opt("fadp", Type::Entity(&law::FADP)),
        opt("privacy_officer", Type::Entity(&law::PRIVACY_OFFICER)),
        opt("law25", Type::Entity(&law::LAW25)),
        opt("joint_arrangement", Type::Entity(&law::JOINT_ARRANGEMENT)),
        opt("dpa", Type::Entity(&law::DPA)),
        opt("dsa", Type::Entity(&law::DSA)),
        opt("withdrawal", Type::Entity(&law::WITHDRAWAL)),
        opt("switching", Type::Entity(&law::SWITCHING)),
        opt("termination", Type::Entity(&law::TERMINATION)),
        opt("governing_law", Type::Entity(&law::GOVERNING_LAW)),
        opt("dispute_resolution", Type::Entity(&law::DISPUTE_RESOLUTION)),
        opt("ai", Type::Entity(&law::AI)),
    ],
);

/// Names that are often written for those of the facts.
pub static SYNONYMS: Synonyms = &[
    ("name", &["legal_name", "label", "term"]),
    ("title", &["label", "role"]),
    ("description", &["text", "purpose", "detail"]),
    ("country", &["locations"]),
    ("countries", &["locations"]),
    ("url", &["privacy_url", "settings_url"]),
    ("since", &["effective_on"]),
    ("until", &["removed_on"]),
    ("security", &["security_measures"]),
    ("categories", &["data_categories"]),
    ("data", &["data_categories"]),
    ("period", &["duration"]),
    ("postcode", &["postal_code"]),
    ("zip", &["postal_code"]),
    ("tel", &["phone"]),
    ("telephone", &["phone"]),
];
