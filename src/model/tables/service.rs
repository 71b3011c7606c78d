//! The service itself, and facts for its other documents.

use super::party::{ADDRESS, CONTACT};
use crate::schema::Type::{
    self, Bool, Country, Date, Duration, DurationOr, Email, EmailOrUrl, Enum, Id, Int, Link, List,
    Markdown, OneOrMore, Percent, Phone, Ref, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

pub(super) static SERVICE: Entity = Entity {
    name: "service",
    fields: &[
        req("name", Text)
            .says("The name of the service")
            .such_as("Acme"),
        opt("description", Markdown)
            .says("What it is, worded to follow “… is”: lower-case first letter, no full stop")
            .such_as("a service that stores files"),
        opt("url", Url).says("Its website"),
        opt("roles", OneOrMore(&Enum(&["controller", "processor"])))
            .says("Whether you are controller, processor or both for the data in it"),
        opt("hosts_user_content", Bool).says("Whether users publish or store content in it (DSA)"),
        opt("data_processing_service", Bool)
            .says("Whether it is a data processing service (Data Act Art. 2(8))"),
        opt("infrastructure_jurisdictions", OneOrMore(&Country))
            .says("The countries whose law applies to the infrastructure (Data Act Art. 28)")
            .such_as("[DE]"),
        opt("uses_ai", Bool).says("Whether it uses artificial intelligence"),
        opt("min_age", Int)
            .says("The minimum age in years")
            .such_as("16"),
        opt("plans", List(&Type::Entity(&PLAN))).says("The plans that customers can choose"),
        opt("trial", Type::Entity(&TRIAL)).says("The trial, if there is one"),
    ],
    any_of: &[],
    short: Some("name"),
};

static PLAN: Entity = Entity {
    name: "plan",
    fields: &[
        req("id", Id).says("The name by which other facts refer to it"),
        opt("label", Text)
            .says("The name in running text")
            .such_as("Team"),
        opt("price", Text)
            .says("The price, with its currency")
            .such_as("EUR 29"),
        opt("per", Duration)
            .says("The period that the price covers: `P1M` is a month")
            .such_as("P1M"),
        opt("tax_included", Bool).says("Whether the price includes tax"),
    ],
    any_of: &[],
    short: Some("id"),
};

static TRIAL: Entity = entity(
    "trial",
    &[
        req("period", Duration)
            .says("How long it lasts")
            .such_as("P14D"),
        req("converts", Bool).says("Whether it becomes a paid plan unless it is cancelled"),
    ],
);

static TCF: Entity = entity(
    "TCF entry",
    &[
        opt("purposes", List(&Int))
            .says("The numbers of the purposes")
            .such_as("[1, 2]"),
        opt("special_purposes", List(&Int))
            .says("The numbers of the special purposes")
            .such_as("[1]"),
        opt("features", List(&Int))
            .says("The numbers of the features")
            .such_as("[1]"),
        opt("special_features", List(&Int))
            .says("The numbers of the special features")
            .such_as("[1]"),
    ],
);

pub(super) static COOKIE: Entity = entity(
    "cookie",
    &[
        req("name", Text)
            .says("The name of the cookie or other stored item; `*` stands for variable parts")
            .such_as("acme_session"),
        opt("provider", Text)
            .says("`first_party`, or who sets it")
            .such_as("first_party"),
        req("purpose", Markdown)
            .says("What it does, as a phrase with a lower-case first letter and no full stop")
            .such_as("keeps you signed in"),
        req(
            "category",
            Enum(&[
                "strictly_necessary",
                "preferences",
                "analytics",
                "marketing",
            ]),
        )
        .says("Its purpose category; strictly necessary cookies need no consent"),
        opt("duration", DurationOr(&["session"])).says("How long it lasts"),
        opt(
            "storage",
            Enum(&["cookie", "local_storage", "session_storage", "pixel", "sdk"]),
        )
        .says("How it is stored"),
        opt("scope", OneOrMore(&Text))
            .says("Where it is set: hosts, or parts of the product")
            .such_as("[app.acme.example]"),
        opt("flags", OneOrMore(&Text))
            .says("Flags of the cookie")
            .such_as("[Secure, HttpOnly]"),
        opt("consent", Enum(&["not_needed", "opt_in", "opt_out"]))
            .says("Whether and how people are asked for consent"),
        opt("uk_exempt", Bool)
            .says("Whether an exception in the UK rules covers it (PECR Sch. A1)"),
        opt("tcf", Type::Entity(&TCF)).says("Its entry in the IAB TCF"),
        opt("data_categories", OneOrMore(&Ref("data_categories")))
            .says("The data categories that it collects"),
    ],
);

pub(super) static CONSENT_MANAGER: Entity = entity(
    "consent manager",
    &[
        req("settings_url", Url).says("The page on which people change their choices"),
        opt("vendor", Text)
            .says("The vendor of the consent manager")
            .such_as("Acme Consent"),
    ],
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
        req("kind", Enum(SECURITY_KINDS)).says("Which measure"),
        opt("detail", OneOrMore(&Markdown))
            .says("What you do; phrases without a full stop")
            .such_as("[keys in a key management system]"),
        opt("algorithm", Text)
            .says("The algorithm")
            .such_as("AES-256"),
        opt("scope", OneOrMore(&Text))
            .says("What it covers")
            .such_as("[all staff accounts]"),
        opt("verified_on", Date).says("The day on which it was last verified"),
        opt("auditor", Text)
            .says("Who audited it")
            .such_as("Acme Audit LLP"),
        opt("criteria", OneOrMore(&Text))
            .says("The criteria of the audit")
            .such_as("[Security, Availability]"),
        opt("covers_from", Date).says("The first day that the audit covers"),
        opt("covers_until", Date).says("The last day that the audit covers"),
        opt("available", Markdown)
            .says("Who gets the report, and how; a phrase without a full stop")
            .such_as("to customers on request"),
        opt("evidence", Url).says("The page with the certificate or report"),
    ],
);

pub(super) static CHANGES: Entity = entity(
    "changes",
    &[
        opt(
            "notice_methods",
            OneOrMore(&Enum(&["page", "email", "in_app", "rss"])),
        ).says("How you announce changes"),
        opt("notice_period", Duration).says("How long before a change you announce it").such_as("P30D"),
        opt("material_definition", Markdown).says("What a material change is, worded to follow “A change is material if”: no full stop").such_as("it adds a purpose"),
        opt("archive_url", Link).says("The page with earlier versions"),
    ],
);

static SLA_TIER: Entity = entity(
    "SLA tier",
    &[
        req("below", Percent)
            .says("The availability in percent below which the credit applies")
            .such_as("99.5"),
        req("credit", Percent)
            .says("The credit as a percentage of the fee")
            .such_as("10"),
    ],
);

pub(super) static SLA: Entity = entity(
    "SLA",
    &[
        req("target", Percent)
            .says("The availability that you promise, in percent")
            .such_as("99.9"),
        opt("period", Duration)
            .says("The period over which it is measured")
            .such_as("P1M"),
        opt("tiers", List(&Type::Entity(&SLA_TIER))).says("The credits by availability"),
        opt("claim_within", Duration)
            .says("How soon customers must claim a credit")
            .such_as("P30D"),
        opt("exclusions", OneOrMore(&Markdown))
            .says("What does not count as downtime; phrases without a full stop")
            .such_as("[planned maintenance]"),
        opt("status_url", Url).says("The status page"),
        opt("max_credit", Percent)
            .says("The highest credit as a percentage of the fee")
            .such_as("50"),
    ],
);

pub(super) static DMCA_AGENT: Entity = entity(
    "DMCA agent",
    &[
        req("name", Text)
            .says("The name of the agent")
            .such_as("Ada Winter"),
        opt("address", Type::Entity(&ADDRESS)).says("Postal address"),
        opt("phone", Phone).says("Phone number"),
        opt("email", Email).says("Email address"),
        opt("registered_on", Date)
            .says("The day of the last registration with the US Copyright Office"),
    ],
);

static NON_ACCESSIBLE: Entity = entity(
    "non-accessible content",
    &[
        req("what", Text)
            .says("The content; a phrase")
            .such_as("Response time charts"),
        opt("reason", Text)
            .says("Why it is not accessible; a phrase")
            .such_as("individual points cannot be reached with the keyboard"),
        opt("alternative", Text)
            .says("The accessible alternative; a phrase")
            .such_as("each chart has a table"),
    ],
);

pub(super) static ACCESSIBILITY: Entity = entity(
    "accessibility",
    &[
        req("conformance", Enum(&["full", "partial", "none"]))
            .says("How fully the service meets the standard"),
        opt(
            "standard",
            Enum(&["WCAG 2.1 AA", "WCAG 2.2 AA", "EN 301 549"]),
        )
        .says("The standard")
        .such_as("WCAG 2.2 AA"),
        opt("method", Enum(&["self", "external"])).says("Who assessed it"),
        opt("prepared_on", Date).says("The day of the statement"),
        opt("reviewed_on", Date).says("The day of the last review"),
        opt("non_accessible", List(&Type::Entity(&NON_ACCESSIBLE)))
            .says("The content that does not meet the standard"),
        opt("feedback", Type::Entity(&CONTACT)).says("Where people report barriers"),
        opt("enforcement_url", Url).says("The page of the enforcement body"),
        opt("law", Text)
            .says("The national law that a public body’s statement names")
            .such_as("BITV 2.0"),
        opt("report_url", Url).says("The conformance report, such as a completed VPAT"),
    ],
);

pub(super) static SECURITY_TXT: Entity = entity(
    "security.txt",
    &[
        req("contact", OneOrMore(&EmailOrUrl)).says("Where to report vulnerabilities"),
        req("expires", Date).says("The day on which the file expires; at most a year ahead"),
        opt("policy", Link).says("The page with your vulnerability disclosure policy"),
        opt("encryption", Url).says("The file with your public key"),
        opt("canonical", Url).says("The address of the file itself"),
    ],
);

pub(super) static HISTORY_ENTRY: Entity = entity(
    "history entry",
    &[
        req("version", Text).says("The version").such_as("\"2.1\""),
        req("date", Date).says("The day of the version"),
        opt("effective", Date).says("The day from which the version applies"),
        req("summary", Markdown)
            .says("What changed")
            .such_as("New subprocessor for email"),
        opt("material", Bool).says("Whether the change is material"),
        opt("git_rev", Text)
            .says("The commit that contains the text")
            .such_as("4f2a91c"),
    ],
);

pub(super) static TERM: Entity = entity(
    "defined term",
    &[
        req("term", Text).says("The term").such_as("Customer data"),
        opt("aliases", OneOrMore(&Text))
            .says("Other forms of the term")
            .such_as("[customers’ data]"),
        opt("meaning", Markdown)
            .says("What it means")
            .such_as("data that you store in the service"),
    ],
);
