//! What is known about people: categories of data, purposes and retention.

use crate::schema::Type::{
    self, Bool, Duration, DurationOr, Enum, Id, Int, List, Markdown, OneOrMore, Ref, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

/// GDPR Art. 6(1), UK GDPR Art. 6(1)(ea), LGPD Art. 7.
static LEGAL_BASES: &[&str] = &[
    "consent",
    "contract",
    "legal_obligation",
    "vital_interests",
    "public_task",
    "legitimate_interests",
    "recognised_legitimate_interests",
    "public_policy",
    "research",
    "legal_claims",
    "life",
    "health",
    "credit",
];

/// GDPR Art. 9(2).
static ART9_CONDITIONS: &[&str] = &[
    "explicit_consent",
    "employment",
    "vital",
    "nonprofit",
    "made_public",
    "legal_claims",
    "substantial_public_interest",
    "health_care",
    "public_health",
    "research",
];

static SOURCES: &[&str] = &[
    "data_subject",
    "automatic",
    "third_party",
    "public",
    "customer",
    "derived",
];

static TRIGGERS: &[&str] = &[
    "collection",
    "last_activity",
    "account_closure",
    "contract_end",
    "request",
    "event",
    "fiscal_year_end",
    "calendar_year_end",
    "withdrawal_of_consent",
];

/// Cal. Civ. Code §1798.140(v)(1)(A)–(L).
static CCPA_CATEGORIES: &[&str] = &["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

/// What the company can be with regard to data (GDPR Art. 4(7) and (8)).
static ROLES: &[&str] = &["controller", "processor"];

pub(super) static DATA_SUBJECT_GROUP: Entity = Entity {
    name: "group of data subjects",
    fields: &[
        req("id", Id),
        opt("label", Text),
        // Whether the company is controller, processor or both; controller
        // without it.
        opt("role", OneOrMore(&Enum(ROLES))),
        opt("fides", Text),
        opt("includes_children", Bool),
    ],
    any_of: &[],
    short: Some("id"),
};

static ITEM: Entity = Entity {
    name: "item",
    fields: &[
        req("name", Text),
        opt("aliases", OneOrMore(&Text)),
        opt("fides", Text),
        opt("dpv_pd", Text),
    ],
    any_of: &[],
    short: Some("name"),
};

pub(super) static DATA_CATEGORY: Entity = entity(
    "data category",
    &[
        req("id", Id),
        req("label", Text),
        // Whether the company is controller, processor or both; controller
        // without it.
        opt("role", OneOrMore(&Enum(ROLES))),
        opt("items", List(&Type::Entity(&ITEM))),
        opt("subjects", OneOrMore(&Ref("data_subjects"))),
        opt("source", OneOrMore(&Enum(SOURCES))),
        opt("source_detail", OneOrMore(&Text)),
        opt("purposes", OneOrMore(&Ref("purposes"))),
        opt("retention", Type::Entity(&RETENTION)),
        opt("recipients", OneOrMore(&Text)),
        opt(
            "provision",
            Enum(&["statutory", "contractual", "precontractual", "voluntary"]),
        ),
        opt("provision_consequence", Markdown),
        opt("special_category", Bool),
        opt("consumer_health", Bool),
        opt("art9_condition", Enum(ART9_CONDITIONS)),
        opt("ccpa_category", OneOrMore(&Enum(CCPA_CATEGORIES))),
        opt("sensitive_ccpa", Bool),
        opt("sold", Bool),
        opt("shared", Bool),
        opt("disclosed_to", OneOrMore(&Text)),
        opt("disclosure_purpose", Markdown),
        opt("third_party_categories", OneOrMore(&Text)),
        opt("sale_purpose", Markdown),
        opt("negative", OneOrMore(&Markdown)),
        opt("fides", OneOrMore(&Text)),
        opt("dpv", OneOrMore(&Text)),
    ],
);

static LEGAL_BASIS: Entity = Entity {
    name: "legal basis",
    fields: &[
        req("basis", Enum(LEGAL_BASES)),
        opt("law", Text),
        opt("legitimate_interest", Markdown),
    ],
    any_of: &[],
    short: Some("basis"),
};

pub(super) static PURPOSE: Entity = entity(
    "purpose",
    &[
        req("id", Id),
        req("label", Text),
        // Whether the company is controller, processor or both; controller
        // without it.
        opt("role", OneOrMore(&Enum(ROLES))),
        opt("text", Markdown),
        opt("legal_basis", OneOrMore(&Type::Entity(&LEGAL_BASIS))),
        opt("legitimate_interest", Markdown),
        opt("subjects", OneOrMore(&Ref("data_subjects"))),
        opt("ai_training", Bool),
        opt("opt_out", Url),
        opt("fides", Text),
        opt("dpv", Text),
        opt("tcf", Int),
    ],
);

static PLAN_PERIOD: Entity = entity(
    "plan's period",
    &[req("plan", Text), req("period", DurationOr(&["custom"]))],
);

/// How long data are kept, in one of four shapes: a period after an event,
/// until an event (and then a while), by plan, or criteria in words.
pub(super) static RETENTION: Entity = Entity {
    name: "retention",
    fields: &[
        opt("period", Duration),
        opt("after", Enum(TRIGGERS)),
        opt("until", Enum(TRIGGERS)),
        opt("then", Duration),
        opt("criteria", Markdown),
        opt("by_plan", List(&Type::Entity(&PLAN_PERIOD))),
        opt("backups", Duration),
        opt("anonymise", Bool),
        opt(
            "reason",
            Enum(&["legal_obligation", "claims", "security", "contract"]),
        ),
        opt("law", Text),
        opt("purpose", Markdown),
        // Only in the list `retention`: the category's id, or the data in words.
        opt("data", Text),
    ],
    any_of: &["period", "until", "criteria", "by_plan"],
    short: None,
};
