//! The fact model: what a site can state about the company, the service and
//! what happens to personal data.
//!
//! Names follow the W3C Data Privacy Vocabulary and the GDPR's own terms. A
//! new fact is a row here; nothing else has to know of it.

use super::schema::{Entity, Type, entity, opt, req};
use Type::{
    Any, Bool, Country, Date, Duration, DurationOr, Email, EmailOrUrl, Enum, Id, Int, Language,
    Link, List, Markdown, OneOrMore, Percent, Phone, Ref, Text, Url,
};

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
];

static PARTY_ROLES: &[&str] = &[
    "controller",
    "joint_controller",
    "processor",
    "sub_processor",
    "representative",
    "dpo",
    "third_party",
    "identity_provider",
    "integration",
    "authority",
];

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

/// GDPR Art. 45, 46 and 49 and their counterparts in the UK and Brazil.
static TRANSFER_MECHANISMS: &[&str] = &[
    "none_needed",
    "adequacy",
    "dpf",
    "scc",
    "bcr",
    "code_of_conduct",
    "certification",
    "adhoc_clauses",
    "derogation",
    "idta",
    "uk_addendum",
    "uk_bridge",
    "lgpd_scc",
];

static RIGHTS: &[&str] = &[
    "information",
    "access",
    "rectification",
    "erasure",
    "restriction",
    "notification",
    "portability",
    "objection",
    "no_solely_automated",
    "withdraw_consent",
    "complaint",
    "know",
    "delete",
    "correct",
    "opt_out_sale",
    "limit_sensitive",
    "non_retaliation",
    "opt_out_profiling",
    "appeal",
    "confirmation",
    "anonymization",
    "sharing_info",
    "consent_info",
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
    "withdrawal_of_consent",
];

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
];

static SCC_MODULES: &[&str] = &["C2C", "C2P", "P2P", "P2C"];
/// Cal. Civ. Code §1798.140(v)(1)(A)–(L).
static CCPA_CATEGORIES: &[&str] = &["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

static ADDRESS: Entity = entity(
    "address",
    &[
        opt("name", Text),
        opt("street", Text),
        opt("line2", Text),
        opt("city", Text),
        opt("region", Text),
        opt("postal_code", Text),
        opt("country", Country),
    ],
);

static COMPANY: Entity = Entity {
    name: "company",
    fields: &[
        req("legal_name", Text),
        opt("trading_names", OneOrMore(&Text)),
        opt("former_names", List(&Type::Entity(&FORMER_NAME))),
        opt("legal_form", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("country", Country),
        opt("domains", OneOrMore(&Text)),
        opt("email", Email),
        opt("phone", Phone),
        opt("register", Type::Entity(&REGISTER)),
        opt("vat_id", Text),
        opt("business_id", Text),
        opt("authorised_representatives", OneOrMore(&Text)),
        opt("trade_authority", Text),
        opt("sells_to_consumers", Any(&[Bool, List(&Country)])),
        opt("employees_band", Enum(&["1-10", "11-49", "50-249", "250+"])),
    ],
    any_of: &[],
    short: Some("legal_name"),
};

static FORMER_NAME: Entity = entity("former name", &[req("name", Text), opt("until", Date)]);

static REGISTER: Entity = entity(
    "register entry",
    &[
        opt("court", Text),
        req("number", Text),
        opt("registered_in", Text),
    ],
);

static SERVICE: Entity = Entity {
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
    ],
    any_of: &[],
    short: Some("name"),
};

static PLAN: Entity = Entity {
    name: "plan",
    fields: &[req("id", Id), opt("label", Text)],
    any_of: &[],
    short: Some("id"),
};

static CONTROLLER: Entity = entity(
    "controller",
    &[
        req("id", Id),
        opt("role", Enum(PARTY_ROLES)),
        req("legal_name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("contact", Type::Entity(&CONTACTS)),
    ],
);

static CONTACT: Entity = Entity {
    name: "contact",
    fields: &[
        opt("role", Text),
        opt("name", Text),
        opt("email", Email),
        opt("url", Url),
        opt("phone", Phone),
        opt("post", Type::Entity(&ADDRESS)),
        opt("languages", OneOrMore(&Language)),
    ],
    any_of: &["email", "url", "phone", "post"],
    short: Some("email"),
};

/// Contacts by kind. A bare address, or one contact's fields, means privacy.
static CONTACTS: Entity = Entity {
    name: "contacts",
    fields: &[
        opt("privacy", Type::Entity(&CONTACT)),
        opt("security", Type::Entity(&CONTACT)),
        opt("legal", Type::Entity(&CONTACT)),
        opt("support", Type::Entity(&CONTACT)),
        opt("abuse", Type::Entity(&CONTACT)),
        opt("dmca", Type::Entity(&CONTACT)),
        opt("press", Type::Entity(&CONTACT)),
        opt("billing", Type::Entity(&CONTACT)),
    ],
    any_of: &[],
    short: Some("privacy"),
};

static DPO: Entity = entity(
    "data protection officer",
    &[
        req("status", Enum(&["appointed", "voluntary", "not_required"])),
        opt("name", Text),
        opt("email", Email),
        opt("url", Url),
        opt("phone", Phone),
        opt("post", Type::Entity(&ADDRESS)),
    ],
);

static REPRESENTATIVE: Entity = entity(
    "representative",
    &[
        req("regime", Enum(&["gdpr", "uk_gdpr", "fadp", "dsa"])),
        req("legal_name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("email", Email),
    ],
);

static AUTHORITY: Entity = entity(
    "authority",
    &[
        req("regime", Enum(REGIMES)),
        req("name", Text),
        opt("url", Url),
        opt("lead", Bool),
    ],
);

static DATA_SUBJECT_GROUP: Entity = Entity {
    name: "group of data subjects",
    fields: &[
        req("id", Id),
        opt("label", Text),
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

static DATA_CATEGORY: Entity = entity(
    "data category",
    &[
        req("id", Id),
        req("label", Text),
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
        opt("art9_condition", Enum(ART9_CONDITIONS)),
        opt("ccpa_category", OneOrMore(&Enum(CCPA_CATEGORIES))),
        opt("sensitive_ccpa", Bool),
        opt("sold", Bool),
        opt("shared", Bool),
        opt("disclosed_to", OneOrMore(&Text)),
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

static PURPOSE: Entity = entity(
    "purpose",
    &[
        req("id", Id),
        req("label", Text),
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
static RETENTION: Entity = Entity {
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

static TRANSFER_MECHANISM: Entity = Entity {
    name: "transfer mechanism",
    fields: &[
        opt("gdpr", Enum(TRANSFER_MECHANISMS)),
        opt("uk_gdpr", Enum(TRANSFER_MECHANISMS)),
        opt("fadp", Enum(TRANSFER_MECHANISMS)),
        opt("lgpd", Enum(TRANSFER_MECHANISMS)),
    ],
    any_of: &[],
    short: Some("gdpr"),
};

static SUBPROCESSOR: Entity = entity(
    "subprocessor",
    &[
        opt("id", Id),
        req("legal_name", Text),
        opt("trading_name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("contact", EmailOrUrl),
        req("purpose", Markdown),
        opt("services", OneOrMore(&Text)),
        opt("data_categories", OneOrMore(&Ref("data_categories"))),
        opt("locations", OneOrMore(&Country)),
        opt("region", Text),
        opt("role", Enum(&["sub_processor", "processor"])),
        opt("affiliate", Bool),
        opt("optional", Bool),
        opt("transfer_mechanism", Type::Entity(&TRANSFER_MECHANISM)),
        opt("scc_module", Enum(SCC_MODULES)),
        opt("dpf_participant", Bool),
        opt("dpa_url", Url),
        opt("privacy_url", Url),
        opt("certifications", OneOrMore(&Text)),
        opt("announced_on", Date),
        opt("effective_on", Date),
        opt("removed_on", Date),
        opt("replaces", Ref("subprocessors")),
    ],
);

static SUBPROCESSOR_POLICY: Entity = entity(
    "subprocessor policy",
    &[
        opt("authorisation", Enum(&["general", "specific"])),
        opt("notice_period", Duration),
        opt("objection_period", Duration),
        opt(
            "channel",
            OneOrMore(&Enum(&["email", "rss", "webhook", "page"])),
        ),
        opt("subscribe_url", Url),
    ],
);

static RECIPIENT: Entity = Entity {
    name: "recipient",
    fields: &[
        opt("name", Text),
        opt("class", Text),
        opt("role", Enum(PARTY_ROLES)),
        req("purpose", Markdown),
        opt("country", OneOrMore(&Country)),
        opt("transfer_mechanism", Type::Entity(&TRANSFER_MECHANISM)),
    ],
    any_of: &["name", "class"],
    short: None,
};

static RIGHTS_REQUEST: Entity = Entity {
    name: "way to make a request",
    fields: &[
        opt("email", Email),
        opt("url", Url),
        opt("in_app", Markdown),
        opt("post", Type::Entity(&ADDRESS)),
        opt("toll_free", Phone),
        opt("response", Duration),
        opt("fee", Markdown),
        opt("verification", Markdown),
        opt("authorized_agent", Markdown),
        opt("appeal", Markdown),
    ],
    any_of: &["email", "url", "in_app"],
    short: None,
};

static RIGHT: Entity = Entity {
    name: "right",
    fields: &[
        req("kind", Enum(RIGHTS)),
        opt(
            "how",
            OneOrMore(&Enum(&["self_service", "email", "form", "post"])),
        ),
        opt("text", Markdown),
        opt("limits", Markdown),
        opt("format", Text),
    ],
    any_of: &[],
    short: Some("kind"),
};

static COMPLAINTS: Entity = entity(
    "complaints procedure",
    &[
        opt("form_url", Url),
        opt("email", Email),
        opt("acknowledge", Duration),
    ],
);

static AUTOMATED_DECISION: Entity = entity(
    "automated decision",
    &[
        req("id", Id),
        req("logic", Markdown),
        opt("significance", Markdown),
        opt("consequences", Markdown),
        opt("human_review", Markdown),
        opt("opt_out", Url),
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

static COOKIE: Entity = entity(
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

static CONSENT_MANAGER: Entity = entity(
    "consent manager",
    &[req("settings_url", Url), opt("vendor", Text)],
);

static SALE: Entity = entity(
    "sale",
    &[
        req("sells", Bool),
        opt("shares", Bool),
        opt("sensitive", Bool),
        opt("biometric", Bool),
        opt("third_party_categories", OneOrMore(&Text)),
        opt("purpose", Markdown),
    ],
);

static GPC: Entity = entity(
    "global privacy control",
    &[
        req("honored", Bool),
        opt("scope", Markdown),
        opt("frictionless", Bool),
        opt("status_displayed", Bool),
        opt("last_update", Date),
    ],
);

static DNT: Entity = entity(
    "do not track",
    &[req("response", Markdown), opt("third_party_tracking", Bool)],
);

static CHILDREN: Entity = entity(
    "children",
    &[
        opt("directed", Bool),
        req("min_age", Int),
        opt("on_discovery", Markdown),
        opt("parental_consent", Markdown),
    ],
);

static TRANSFERS: Entity = entity(
    "transfers",
    &[
        opt("safeguards_copy", EmailOrUrl),
        opt("statement", Markdown),
        opt("mechanisms", OneOrMore(&Enum(TRANSFER_MECHANISMS))),
        opt("regional_hosting", OneOrMore(&Country)),
    ],
);

static SECURITY_MEASURE: Entity = entity(
    "security measure",
    &[
        req("kind", Enum(SECURITY_KINDS)),
        opt("detail", OneOrMore(&Markdown)),
        opt("algorithm", Text),
        opt("scope", OneOrMore(&Text)),
        opt("verified_on", Date),
        opt("evidence", Url),
    ],
);

static CHANGES: Entity = entity(
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

static SLA: Entity = entity(
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

static DMCA_AGENT: Entity = entity(
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

static ACCESSIBILITY: Entity = entity(
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
    ],
);

static SECURITY_TXT: Entity = entity(
    "security.txt",
    &[
        req("contact", OneOrMore(&EmailOrUrl)),
        req("expires", Date),
        opt("policy", Link),
        opt("encryption", Url),
        opt("canonical", Url),
    ],
);

static HISTORY_ENTRY: Entity = entity(
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

static GDPR: Entity = entity("GDPR statement", &[opt("art27_exempt", Markdown)]);

static TERM: Entity = entity(
    "defined term",
    &[
        req("term", Text),
        opt("aliases", OneOrMore(&Text)),
        opt("meaning", Markdown),
    ],
);

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
        opt("data_categories", List(&Type::Entity(&DATA_CATEGORY))),
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
    ],
);
