//! Others who receive data, their locations, and the safeguards that apply.

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
        opt("gdpr", Enum(TRANSFER_MECHANISMS)).says("What protects the data under the GDPR"),
        opt("uk_gdpr", Enum(TRANSFER_MECHANISMS)).says("What protects the data under the UK GDPR"),
        opt("fadp", Enum(TRANSFER_MECHANISMS)).says("What protects the data under the FADP"),
        opt("lgpd", Enum(TRANSFER_MECHANISMS)).says("What protects the data under the LGPD"),
    ],
    any_of: &[],
    short: Some("gdpr"),
};

/// How an AI vendor uses the data that it receives.
static VENDOR_AI: Entity = entity(
    "vendor's use of AI",
    &[
        opt("trains", Bool).says("Whether the vendor trains models on your data"),
        opt("retention", Duration)
            .says("How long the vendor keeps the data it receives")
            .such_as("P30D"),
    ],
);

pub(super) static SUBPROCESSOR: Entity = entity(
    "subprocessor",
    &[
        opt("id", Id).says("The name by which other facts refer to it"),
        req("legal_name", Text)
            .says("The full registered name")
            .such_as("Postbrook, Inc."),
        opt("trading_name", Text)
            .says("The name by which people know it, if different")
            .such_as("Postbrook"),
        opt("address", Type::Entity(&ADDRESS)).says("Its address"),
        opt("contact", EmailOrUrl).says("How to reach its privacy team"),
        req("purpose", Markdown)
            .says(
                "What it does for you, as a phrase with a lower-case first letter and no full stop",
            )
            .such_as("delivery of email"),
        opt("services", OneOrMore(&Text))
            .says("Its products that you use")
            .such_as("[Postbrook Mail]"),
        opt("data_categories", OneOrMore(&Ref("data_categories")))
            .says("The data categories that it receives"),
        opt("locations", OneOrMore(&Country))
            .says("The countries in which it processes data")
            .such_as("[DE, US]")
            .invalid(&codes::SUBPROCESSOR_LOCATION),
        opt("region", Text)
            .says("The region in words, in addition to `locations`")
            .such_as("Frankfurt am Main"),
        opt("access_from", OneOrMore(&Country))
            .says("The countries from which it accesses data stored elsewhere")
            .such_as("[US]"),
        opt("ai", Type::Entity(&VENDOR_AI))
            .says("How it uses data, if it provides artificial intelligence"),
        opt("role", Enum(&["sub_processor", "processor"]))
            .says("`sub_processor` for customers’ data, `processor` for your own data only"),
        opt("affiliate", Bool).says("Whether it belongs to your group of companies"),
        opt("optional", Bool).says("Whether it is used only if customers turn a feature on"),
        opt("transfer_mechanism", Type::Entity(&TRANSFER_MECHANISM))
            .says("What protects data that it receives in another country"),
        opt("scc_module", Enum(SCC_MODULES)).says("The module of the standard contractual clauses"),
        opt("dpf_participant", Bool)
            .says("Whether it participates in the EU-US Data Privacy Framework"),
        opt("dpa_url", Url).says("The page of its data processing agreement"),
        opt("privacy_url", Url).says("Its privacy policy"),
        opt("certifications", OneOrMore(&Text))
            .says("Its certificates")
            .such_as("[ISO/IEC 27001]"),
        opt("announced_on", Date).says("The day on which you announced it"),
        opt("effective_on", Date).says("The day from which you use it"),
        opt("removed_on", Date).says("The last day on which you used it"),
        opt("replaces", Ref("subprocessors")).says("The subprocessor that it replaces"),
    ],
);

pub(super) static SUBPROCESSOR_POLICY: Entity = entity(
    "subprocessor policy",
    &[
        opt("authorisation", Enum(&["general", "specific"])).says(
            "Whether customers authorise subprocessors in general or individually (GDPR Art. 28(2))",
        ),
        opt("notice_period", Duration)
            .says("How long before a change you announce it")
            .such_as("P30D"),
        opt("objection_period", Duration)
            .says("How long customers can object")
            .such_as("P14D"),
        opt(
            "channel",
            OneOrMore(&Enum(&["email", "rss", "webhook", "page"])),
        )
        .says("How you announce it"),
        opt("subscribe_url", Url).says("The page on which customers subscribe to announcements"),
    ],
);

pub(super) static RECIPIENT: Entity = Entity {
    name: "recipient",
    fields: &[
        opt("name", Text).says("Its name").such_as("Acme Audit LLP"),
        opt("class", Text)
            .says("The kind of recipient, if you do not name a specific one")
            .such_as("Tax advisers"),
        opt("role", Enum(PARTY_ROLES)).says("Its role in processing the data"),
        req("purpose", Markdown)
            .says(
                "Why it receives data, as a phrase with a lower-case first letter and no full stop",
            )
            .such_as("bookkeeping and annual accounts"),
        opt("country", OneOrMore(&Country))
            .says("The countries in which it is located")
            .such_as("[DE]"),
        opt("transfer_mechanism", Type::Entity(&TRANSFER_MECHANISM))
            .says("What protects data that it receives in another country"),
        opt("dpf_participant", Bool)
            .says("Whether it participates in the EU-US Data Privacy Framework"),
        opt("privacy_url", Url).says("Its privacy policy"),
    ],
    any_of: &["name", "class"],
    short: None,
};

pub(super) static TRANSFERS: Entity = entity(
    "transfers",
    &[
        opt("safeguards_copy", EmailOrUrl).says("Where people can get a copy of the safeguards"),
        opt("statement", Markdown)
            .says("Further information on transfers; in full sentences")
            .such_as("We assess each transfer before it begins."),
        opt("mechanisms", OneOrMore(&Enum(TRANSFER_MECHANISMS)))
            .says("The safeguards that you use"),
        opt("regional_hosting", OneOrMore(&Country))
            .says("The countries in which data is stored")
            .such_as("[DE]"),
        opt("access_from", OneOrMore(&Country))
            .says("The countries from which you access data stored elsewhere")
            .such_as("[US]"),
        opt("derogations", OneOrMore(&Enum(DEROGATIONS)))
            .says("The exceptions on which you rely (GDPR Art. 49(1))"),
    ],
);

pub(super) static SALE: Entity = entity(
    "sale",
    &[
        req("sells", Bool).says("Whether you sell personal data"),
        opt("shares", Bool).says("Whether you share it for cross-context behavioural advertising"),
        opt("targeted_advertising", Bool).says("Whether you use it for targeted advertising"),
        opt("sensitive", Bool).says("Whether you sell sensitive personal data"),
        opt("biometric", Bool).says("Whether you sell biometric data"),
        opt("third_party_categories", OneOrMore(&Text))
            .says("The kinds of third parties that receive it")
            .such_as("[advertising networks]"),
        opt("third_parties", OneOrMore(&Text))
            .says("The third parties that receive it")
            .such_as("[Acme Ads Inc.]"),
        opt("purpose", Markdown)
            .says("The purpose, worded to follow “The purpose is”: no full stop")
            .such_as("showing ads on other websites"),
    ],
);
