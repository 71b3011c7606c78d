//! The service itself, and what its other documents state.

use super::party::{ADDRESS, CONTACT};
use crate::schema::Type::{
    self, Bool, Country, Date, Duration, DurationOr, Email, EmailOrUrl, Enum, Id, Int, Link, List,
    Markdown, OneOrMore, Percent, Phone, Ref, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

pub(super) static SERVICE: Entity = Entity {
    name: "service",
    fields: &[
        req("name", Text),
        opt("description", Markdown),
        opt("url", Url),
        opt("roles", OneOrMore(&Enum(&["controller", "processor"]))),
        opt("hosts_user_content", Bool),
        opt("data_processing_service", Bool),
        opt("infrastructure_jurisdictions", OneOrMore(&Country)),
        opt("uses_ai", Bool),
        opt("min_age", Int),
        opt("plans", List(&Type::Entity(&PLAN))),
        opt("trial", Type::Entity(&TRIAL)),
    ],
    any_of: &[],
    short: Some("name"),
};

static PLAN: Entity = Entity {
    name: "plan",
    fields: &[
        req("id", Id),
        opt("label", Text),
        // With its currency, such as `EUR 29`.
        opt("price", Text),
        // What the price is for: `P1M` is a month.
        opt("per", Duration),
        opt("tax_included", Bool),
    ],
    any_of: &[],
    short: Some("id"),
};

static TRIAL: Entity = entity(
    "trial",
    &[
        req("period", Duration),
        // Whether it becomes a paid plan unless it is cancelled.
        req("converts", Bool),
    ],
);

static TCF: Entity = entity(
    "TCF entry",
    &[
        opt("purposes", List(&Int)),
        opt("special_purposes", List(&Int)),
        opt("features", List(&Int)),
        opt("special_features", List(&Int)),
    ],
);

pub(super) static COOKIE: Entity = entity(
    "cookie",
    &[
        req("name", Text),
        opt("provider", Text),
        req("purpose", Markdown),
        req(
            "category",
            Enum(&[
                "strictly_necessary",
                "preferences",
                "analytics",
                "marketing",
            ]),
        ),
        opt("duration", DurationOr(&["session"])),
        opt(
            "storage",
            Enum(&["cookie", "local_storage", "session_storage", "pixel", "sdk"]),
        ),
        opt("scope", OneOrMore(&Text)),
        opt("flags", OneOrMore(&Text)),
        opt("consent", Enum(&["not_needed", "opt_in", "opt_out"])),
        opt("uk_exempt", Bool),
        opt("tcf", Type::Entity(&TCF)),
        opt("data_categories", OneOrMore(&Ref("data_categories"))),
    ],
);

pub(super) static CONSENT_MANAGER: Entity = entity(
    "consent manager",
    &[req("settings_url", Url), opt("vendor", Text)],
);

static SECURITY_KINDS: &[&str] = &[
    "encryption_at_rest",
    "encryption_in_transit",
    "password_hashing",
    "mfa",
    "access_control",
    "pentest",
    "vulnerability_management",
    "secret_management",
    "isolation",
    "monitoring",
    "backup",
    "certification",
    "attestation",
];

pub(super) static SECURITY_MEASURE: Entity = entity(
    "security measure",
    &[
        req("kind", Enum(SECURITY_KINDS)),
        opt("detail", OneOrMore(&Markdown)),
        opt("algorithm", Text),
        opt("scope", OneOrMore(&Text)),
        opt("verified_on", Date),
        // An auditor's report: who made it, on which criteria, for which time.
        opt("auditor", Text),
        opt("criteria", OneOrMore(&Text)),
        opt("covers_from", Date),
        opt("covers_until", Date),
        opt("available", Markdown),
        opt("evidence", Url),
    ],
);

pub(super) static CHANGES: Entity = entity(
    "changes",
    &[
        opt(
            "notice_methods",
            OneOrMore(&Enum(&["page", "email", "in_app", "rss"])),
        ),
        opt("notice_period", Duration),
        opt("material_definition", Markdown),
        opt("archive_url", Link),
    ],
);

static SLA_TIER: Entity = entity("SLA tier", &[req("below", Percent), req("credit", Percent)]);

pub(super) static SLA: Entity = entity(
    "SLA",
    &[
        req("target", Percent),
        opt("period", Duration),
        opt("tiers", List(&Type::Entity(&SLA_TIER))),
        opt("claim_within", Duration),
        opt("exclusions", OneOrMore(&Markdown)),
        opt("status_url", Url),
        opt("max_credit", Percent),
    ],
);

pub(super) static DMCA_AGENT: Entity = entity(
    "DMCA agent",
    &[
        req("name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("phone", Phone),
        opt("email", Email),
        opt("registered_on", Date),
    ],
);

static NON_ACCESSIBLE: Entity = entity(
    "non-accessible content",
    &[
        req("what", Text),
        opt("reason", Text),
        opt("alternative", Text),
    ],
);

pub(super) static ACCESSIBILITY: Entity = entity(
    "accessibility",
    &[
        req("conformance", Enum(&["full", "partial", "none"])),
        opt(
            "standard",
            Enum(&["WCAG 2.1 AA", "WCAG 2.2 AA", "EN 301 549"]),
        ),
        opt("method", Enum(&["self", "external"])),
        opt("prepared_on", Date),
        opt("reviewed_on", Date),
        opt("non_accessible", List(&Type::Entity(&NON_ACCESSIBLE))),
        opt("feedback", Type::Entity(&CONTACT)),
        opt("enforcement_url", Url),
        // The national law that a public body's statement names.
        opt("law", Text),
        // An Accessibility Conformance Report, such as a completed VPAT.
        opt("report_url", Url),
    ],
);

pub(super) static SECURITY_TXT: Entity = entity(
    "security.txt",
    &[
        req("contact", OneOrMore(&EmailOrUrl)),
        req("expires", Date),
        opt("policy", Link),
        opt("encryption", Url),
        opt("canonical", Url),
    ],
);

pub(super) static HISTORY_ENTRY: Entity = entity(
    "history entry",
    &[
        req("version", Text),
        req("date", Date),
        opt("effective", Date),
        req("summary", Markdown),
        opt("material", Bool),
        opt("git_rev", Text),
    ],
);

pub(super) static TERM: Entity = entity(
    "defined term",
    &[
        req("term", Text),
        opt("aliases", OneOrMore(&Text)),
        opt("meaning", Markdown),
    ],
);
