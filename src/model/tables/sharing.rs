//! Who else gets data, where, and under which safeguards.

use super::party::{ADDRESS, PARTY_ROLES};
use crate::base::diagnostic::codes;
use crate::schema::Type::{
    self, Bool, Country, Date, Duration, EmailOrUrl, Enum, Id, Markdown, OneOrMore, Ref, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

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

/// GDPR Art. 49(1).
static DEROGATIONS: &[&str] = &[
    "explicit_consent",
    "contract",
    "third_party_contract",
    "public_interest",
    "legal_claims",
    "vital_interests",
    "public_register",
    "compelling_interests",
];

static SCC_MODULES: &[&str] = &["C2C", "C2P", "P2P", "P2C"];

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

/// What a vendor of artificial intelligence does with what it gets.
static VENDOR_AI: Entity = entity(
    "vendor's use of AI",
    &[opt("trains", Bool), opt("retention", Duration)],
);

pub(super) static SUBPROCESSOR: Entity = entity(
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
        opt("locations", OneOrMore(&Country)).invalid(&codes::SUBPROCESSOR_LOCATION),
        opt("region", Text),
        // From where it is accessed, other than where it is stored.
        opt("access_from", OneOrMore(&Country)),
        opt("ai", Type::Entity(&VENDOR_AI)),
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

pub(super) static SUBPROCESSOR_POLICY: Entity = entity(
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

pub(super) static RECIPIENT: Entity = Entity {
    name: "recipient",
    fields: &[
        opt("name", Text),
        opt("class", Text),
        opt("role", Enum(PARTY_ROLES)),
        req("purpose", Markdown),
        opt("country", OneOrMore(&Country)),
        opt("transfer_mechanism", Type::Entity(&TRANSFER_MECHANISM)),
        opt("dpf_participant", Bool),
        opt("privacy_url", Url),
    ],
    any_of: &["name", "class"],
    short: None,
};

pub(super) static TRANSFERS: Entity = entity(
    "transfers",
    &[
        opt("safeguards_copy", EmailOrUrl),
        opt("statement", Markdown),
        opt("mechanisms", OneOrMore(&Enum(TRANSFER_MECHANISMS))),
        opt("regional_hosting", OneOrMore(&Country)),
        // The countries from which we access what is stored there.
        opt("access_from", OneOrMore(&Country)),
        // Which exceptions: GDPR Art. 49(1).
        opt("derogations", OneOrMore(&Enum(DEROGATIONS))),
    ],
);

pub(super) static SALE: Entity = entity(
    "sale",
    &[
        req("sells", Bool),
        opt("shares", Bool),
        opt("targeted_advertising", Bool),
        opt("sensitive", Bool),
        opt("biometric", Bool),
        opt("third_party_categories", OneOrMore(&Text)),
        opt("third_parties", OneOrMore(&Text)),
        opt("purpose", Markdown),
    ],
);
