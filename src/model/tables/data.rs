//! Personal data: categories, purposes and retention.

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

/// The company's role in processing data (GDPR Art. 4(7) and (8)).
static ROLES: &[&str] = &["controller", "processor"];

pub(super) static DATA_SUBJECT_GROUP: Entity = Entity {
    name: "group of data subjects",
    fields: &[
        req("id", Id).says("The name by which other facts refer to it"),
        opt("label", Text)
            .says("The name in running text; lower-case first letter")
            .such_as("people with an account"),
        opt("role", OneOrMore(&Enum(ROLES)))
            .says("Whether you are controller, processor or both; default: controller"),
        opt("fides", Text)
            .says("The key in the Fides taxonomy")
            .such_as("customer"),
        opt("includes_children", Bool).says("Whether they may include children"),
    ],
    any_of: &[],
    short: Some("id"),
};

static ITEM: Entity = Entity {
    name: "item",
    fields: &[
        req("name", Text)
            .says("The name in running text")
            .such_as("email address"),
        opt("aliases", OneOrMore(&Text))
            .says("Other names by which `check` finds it in prose")
            .such_as("[email, e-mail]"),
        opt("fides", Text)
            .says("The key in the Fides taxonomy")
            .such_as("user.contact.email"),
        opt("dpv_pd", Text)
            .says("The term in the personal data extension of the W3C DPV")
            .such_as("EmailAddress"),
    ],
    any_of: &[],
    short: Some("name"),
};

pub(super) static DATA_CATEGORY: Entity = entity(
    "data category",
    &[
        req("id", Id).says("The name by which other facts refer to it"),
        req("label", Text)
            .says("The name in running text and tables")
            .such_as("Account data"),
        opt("role", OneOrMore(&Enum(ROLES)))
            .says("Whether you are controller, processor or both; default: controller"),
        opt("items", List(&Type::Entity(&ITEM)))
            .says("The individual data items in it")
            .such_as("[name, email address]"),
        opt("subjects", OneOrMore(&Ref("data_subjects"))).says("Whose data it is"),
        opt("source", OneOrMore(&Enum(SOURCES))).says("Where it comes from"),
        opt("source_detail", OneOrMore(&Text))
            .says("The names of the sources, if they are third parties or public")
            .such_as("[Ledgerpoint]"),
        opt("purposes", OneOrMore(&Ref("purposes"))).says("The purposes for which you process it"),
        opt("retention", Type::Entity(&RETENTION))
            .says("How long you keep it, unless the list `retention` states this"),
        opt("recipients", OneOrMore(&Text))
            .says("Who receives it: IDs of subprocessors, or names")
            .such_as("[hosting]"),
        opt(
            "provision",
            Enum(&["statutory", "contractual", "precontractual", "voluntary"]),
        )
        .says("Whether people have to provide it (GDPR Art. 13(2)(e))"),
        opt("provision_consequence", Markdown)
            .says("What happens if they do not; in a full sentence")
            .such_as("Without it you cannot have an account."),
        opt("special_category", Bool)
            .says("Whether it is a special category of data (GDPR Art. 9)"),
        opt("consumer_health", Bool)
            .says("Whether it is consumer health data (Washington, Nevada)"),
        opt("art9_condition", Enum(ART9_CONDITIONS))
            .says("What permits the use of special categories (GDPR Art. 9(2))"),
        opt("ccpa_category", OneOrMore(&Enum(CCPA_CATEGORIES)))
            .says("The letters in Cal. Civ. Code § 1798.140(v)(1)"),
        opt("sensitive_ccpa", Bool).says(
            "Whether it is sensitive personal information (Cal. Civ. Code § 1798.140(ae))",
        ),
        opt("sold", Bool)
            .says("Whether you sold it in the last 12 months, as the CCPA defines selling"),
        opt("shared", Bool).says(
            "Whether you shared it for advertising in the last 12 months, as the CCPA defines sharing",
        ),
        opt("disclosed_to", OneOrMore(&Text))
            .says("The kinds of recipients to whom you disclosed it in the last 12 months")
            .such_as("[hosting providers]"),
        opt("disclosure_purpose", Markdown)
            .says("Why you disclosed it; a phrase without a full stop")
            .such_as("hosting, and sending email"),
        opt("third_party_categories", OneOrMore(&Text))
            .says("The kinds of third parties to whom you sold or shared it")
            .such_as("[advertising networks]"),
        opt("sale_purpose", Markdown)
            .says("Why you sold or shared it; a phrase without a full stop")
            .such_as("showing ads on other websites"),
        opt("negative", OneOrMore(&Markdown))
            .says("What you do not collect or do; in full sentences")
            .such_as("We never receive full card numbers."),
        opt("fides", OneOrMore(&Text))
            .says("The keys in the Fides taxonomy")
            .such_as("[user.contact]"),
        opt("dpv", OneOrMore(&Text))
            .says("The terms in the W3C DPV")
            .such_as("[dpv:PersonalData]"),
    ],
);

static LEGAL_BASIS: Entity = Entity {
    name: "legal basis",
    fields: &[
        req("basis", Enum(LEGAL_BASES)).says("The legal basis (GDPR Art. 6(1), LGPD Art. 7)"),
        opt("law", Text)
            .says("The law, if the basis is a legal obligation")
            .such_as("§ 147 AO"),
        opt("legitimate_interest", Markdown)
            .says("The interest, if the legal basis is a legitimate interest; a phrase without a full stop")
            .such_as("keeping the service safe"),
    ],
    any_of: &[],
    short: Some("basis"),
};

pub(super) static PURPOSE: Entity = entity(
    "purpose",
    &[
        req("id", Id).says("The name by which other facts refer to it"),
        req("label", Text)
            .says("The name in running text and tables")
            .such_as("Support"),
        opt("role", OneOrMore(&Enum(ROLES)))
            .says("Whether you are controller, processor or both; default: controller"),
        opt("text", Markdown)
            .says("What you do, worded to follow a colon: lower-case first letter, full stop at the end")
            .such_as("we answer your questions."),
        opt("legal_basis", OneOrMore(&Type::Entity(&LEGAL_BASIS))).says("The legal basis for it"),
        opt("legitimate_interest", Markdown)
            .says("The interest, if the legal basis is a legitimate interest; a phrase without a full stop")
            .such_as("answering people who write to us"),
        opt("subjects", OneOrMore(&Ref("data_subjects"))).says("Whose data you process for it"),
        opt("ai_training", Bool).says("Whether data is used to train AI models"),
        opt("opt_out", Url).says("The page on which people opt out"),
        opt("fides", Text)
            .says("The key in the Fides taxonomy")
            .such_as("essential.service"),
        opt("dpv", Text)
            .says("The term in the W3C DPV")
            .such_as("dpv:ServiceProvision"),
        opt("tcf", Int)
            .says("The number of the purpose in the IAB TCF")
            .such_as("1"),
    ],
);

static PLAN_PERIOD: Entity = entity(
    "plan's period",
    &[
        req("plan", Text)
            .says("The plan, by its ID in `service.plans`")
            .such_as("team"),
        req("period", DurationOr(&["custom"])).says("How long data is kept under this plan"),
    ],
);

/// How long data is kept, in one of four forms: a period after an event, until an event (and
/// optionally longer), by plan, or criteria in words.
pub(super) static RETENTION: Entity = Entity {
    name: "retention",
    fields: &[
        opt("period", Duration).says("How long the data is kept, counted from `after`"),
        opt("after", Enum(TRIGGERS)).says("The event from which `period` counts"),
        opt("until", Enum(TRIGGERS)).says("The event until which the data is kept"),
        opt("then", Duration).says("How much longer the data is kept after `until`"),
        opt("criteria", Markdown)
            .says("The criteria for the period, if none can be stated (GDPR Art. 13(2)(a))")
            .such_as("as long as the claim can be enforced"),
        opt("by_plan", List(&Type::Entity(&PLAN_PERIOD))).says("The periods for each plan, if they differ"),
        opt("backups", Duration).says("How much longer the data stays in backups"),
        opt("anonymise", Bool).says("Whether the data is anonymised instead of deleted"),
        opt(
            "reason",
            Enum(&["legal_obligation", "claims", "security", "contract"]),
        )
        .says("Why the data is kept that long"),
        opt("law", Text)
            .says("The law that requires it")
            .such_as("§ 147 AO"),
        opt("purpose", Markdown)
            .says("The purpose of keeping the data; a phrase (16 CFR § 312.10)")
            .such_as("keeping the account safe"),
        opt("data", Text)
            .says("The ID of a data category, or the data in words; required in `retention`, and only there")
            .such_as("logs"),
    ],
    any_of: &["period", "until", "criteria", "by_plan"],
    short: None,
};
