//! What single laws ask for, beside what is in the other parts of the model.

use super::party::ADDRESS;
use crate::schema::Entity;
use crate::schema::Type::{
    self, Bool, Date, Duration, Email, EmailOrUrl, Enum, Int, Language, Link, List, Markdown,
    OneOrMore, Phone, Text, Url,
};
use crate::schema::{entity, opt, req};

/// California: Cal. Civ. Code §1798.100 and following.
pub(super) static CCPA: Entity = entity(
    "CCPA statement",
    &[
        opt("is_business", Bool).says("Whether the CCPA applies: `false` below the thresholds of Cal. Civ. Code § 1798.140(d)"),
        opt("sensitive_pi_use", Markdown).says("How you use sensitive personal information; whole sentences").such_as("We use it only to sign you in."),
        opt("sensitive_beyond_7027m", Bool).says("Whether you use it beyond the purposes of Cal. Code Regs. tit. 11, § 7027(m)"),
        opt("limit_url", Link).says("The page “Limit the Use of My Sensitive Personal Information”"),
        opt("online_only_direct", Bool).says("Whether you meet people online only and directly, so that you need no toll-free number"),
        opt("sells_under_16", Bool).says("Whether you sell or share data of people under 16"),
        opt("opt_out_url", Link).says("The page “Do Not Sell or Share My Personal Information”"),
    ],
);

/// US states, other than California, with a law on consumers' data:
/// `content/rules/data/us-states.yaml`.
pub(crate) static STATES: &[&str] = &[
    "AL", "CO", "CT", "DE", "FL", "IA", "IN", "KY", "LA", "MD", "MN", "MT", "NE", "NH", "NJ", "OK",
    "OR", "RI", "TN", "TX", "UT", "VA", "VT",
];

static STATE_CONSUMERS: Entity = entity(
    "number of consumers in a state",
    &[
        req("state", Enum(STATES)).says("The state"),
        req("count", Int)
            .says("How many consumers’ data you process in a year")
            .such_as("120000"),
    ],
);

pub(super) static US_STATES: Entity = entity(
    "US states statement",
    &[
        opt("states", OneOrMore(&Enum(STATES)))
            .says("The states whose laws apply to you; all of them without it"),
        opt("consumers", List(&Type::Entity(&STATE_CONSUMERS)))
            .says("How many consumers you have by state, for the thresholds of the laws"),
    ],
);

/// Brazil: LGPD Art. 41.
pub(super) static ENCARREGADO: Entity = entity(
    "encarregado",
    &[
        opt("name", Text).says("The name").such_as("Ana Souza"),
        opt("email", Email).says("Email address"),
        opt("url", Url).says("The page with a form"),
        opt("phone", Phone).says("Phone number"),
    ],
);

/// Brazil: Res. CD/ANPD 2/2022.
pub(super) static LGPD: Entity = entity(
    "LGPD statement",
    &[opt("small_agent", Bool)
        .says("Whether you are a small processing agent (Res. CD/ANPD 2/2022)")],
);

/// Digital Services Act, Art. 11, 12, 16 and 20.
pub(super) static DSA: Entity = entity(
    "DSA contacts",
    &[
        opt("authority_contact", EmailOrUrl).says("Where authorities reach you (Art. 11)"),
        opt("user_contact", EmailOrUrl).says("Where users reach you (Art. 12)"),
        opt("languages", OneOrMore(&Language))
            .says("The languages in which authorities can write")
            .such_as("[en, de]"),
        opt("notice_url", Link).says("The form for notices of illegal content (Art. 16)"),
        opt("notice_email", Email).says("The email address for notices of illegal content"),
        opt("complaint_url", Link).says("The form for complaints about your decisions (Art. 20)"),
        opt("complaint_email", Email).says("The email address for complaints about your decisions"),
    ],
);

/// Consumers' right of withdrawal, Directive 2011/83/EU Art. 9 to 16.
pub(super) static WITHDRAWAL: Entity = entity(
    "right of withdrawal",
    &[
        opt("period", Duration)
            .says("How long consumers can withdraw; the law requires at least 14 days")
            .such_as("P14D"),
        opt("function_url", Link).says("The page on which consumers withdraw with a button"),
        opt("instructions", OneOrMore(&Markdown))
            .says("The model instructions in the words of your law, one text for each paragraph")
            .such_as("[You have the right to withdraw.]"),
    ],
);

/// The contract on processing, GDPR Art. 28(3).
pub(super) static DPA: Entity = entity(
    "data processing agreement",
    &[
        opt("url", Link).says("The page of the agreement"),
        opt("breach_notice", Duration)
            .says("How soon you tell customers of a breach of their data")
            .such_as("PT48H"),
    ],
);

pub(super) static GOVERNING_LAW: Entity = Entity {
    name: "governing law",
    fields: &[
        req("law", Text)
            .says("The law, as it stands after “is governed by”")
            .such_as("German law"),
        opt("venue", Text)
            .says("The place whose courts decide")
            .such_as("Berlin"),
    ],
    any_of: &[],
    short: Some("law"),
};

/// Data Act, Art. 23 to 31.
pub(super) static SWITCHING: Entity = entity(
    "switching",
    &[
        opt("notice_period", Duration)
            .says("How long before a switch customers tell you; at most 2 months")
            .such_as("P2M"),
        opt("transition_period", Duration)
            .says("How long the switch takes; at most 30 days")
            .such_as("P30D"),
        opt("retrieval_period", Duration)
            .says("How long customers can fetch their data afterwards; at least 30 days")
            .such_as("P30D"),
        opt("export_register_url", Link)
            .says("The page that lists data structures and formats for export"),
    ],
);

/// How a contract runs and ends.
pub(super) static TERMINATION: Entity = entity(
    "termination",
    &[
        opt("term", Duration)
            .says("How long the contract runs at first")
            .such_as("P1Y"),
        opt("renews", Bool).says("Whether it renews unless someone cancels"),
        opt("notice_period", Duration)
            .says("The notice that customers give")
            .such_as("P30D"),
        opt("provider_notice", Duration)
            .says("The notice that you give, if it differs")
            .such_as("P60D"),
        opt("reminder", Duration)
            .says("How long before a renewal you remind customers")
            .such_as("P30D"),
        opt("cancel_url", Link).says("The page on which customers cancel"),
    ],
);

/// GDPR Art. 26(2).
pub(super) static JOINT_ARRANGEMENT: Entity = entity(
    "joint arrangement",
    &[req("summary", Markdown)
        .says("Who does what; whole sentences (GDPR Art. 26(2))")
        .such_as("We answer requests. Acme Cloud Ltd. runs the servers.")],
);

pub(super) static UK_GDPR: Entity = entity(
    "UK GDPR statement",
    &[opt("art27_exempt", Markdown)
        .says("Why you need no representative in the UK; a whole sentence")
        .such_as("We process data from the UK only occasionally.")],
);

/// Switzerland: FADP Art. 14.
pub(super) static FADP: Entity = entity(
    "FADP statement",
    &[opt("art14_applies", Bool)
        .says("Whether you need a representative in Switzerland (Art. 14)")],
);

/// Canada: PIPEDA Sch. 1, 4.1.
pub(super) static PRIVACY_OFFICER: Entity = entity(
    "privacy officer",
    &[
        opt("name", Text).says("The name").such_as("Ada Winter"),
        opt("title", Text)
            .says("The title")
            .such_as("Privacy officer"),
        opt("email", Email).says("Email address"),
        opt("phone", Phone).says("Phone number"),
        opt("post", Type::Entity(&ADDRESS)).says("Postal address"),
    ],
);

/// Québec: Act P-39.1 (Law 25), s. 8 and 17.
pub(super) static LAW25: Entity = entity(
    "Law 25 statement",
    &[opt("outside_quebec_statement", Markdown)
        .says("That data leave Québec; a whole sentence (s. 17)")
        .such_as("Your data are processed in Ontario.")],
);

/// AI Act, Art. 50, beside training.
pub(super) static AI: Entity = entity(
    "use of AI",
    &[
        opt("trains_on_customer_data", Bool).says("Whether models are trained on customers’ data"),
        opt("interacts", Bool).says("Whether people talk to an AI system (AI Act Art. 50(1))"),
        opt(
            "generates",
            OneOrMore(&Enum(&["text", "image", "audio", "video"])),
        )
        .says("What it generates (AI Act Art. 50(2))"),
        opt(
            "recognises",
            OneOrMore(&Enum(&["emotions", "biometric_categories"])),
        )
        .says("What it recognises in people (AI Act Art. 50(3))"),
        opt(
            "publishes",
            OneOrMore(&Enum(&["deep_fakes", "public_interest_text"])),
        )
        .says("What you publish that AI made or changed (AI Act Art. 50(4))"),
        opt("on_market_since", Date).says("The day on which the system came onto the market"),
    ],
);

/// Germany: § 36 VSBG.
pub(super) static DISPUTE_RESOLUTION: Entity = entity(
    "dispute resolution",
    &[opt("vsbg", Markdown)
        .says("Whether you take part (§ 36 VSBG); whole sentences")
        .such_as("We do not take part in dispute resolution before a consumer board.")],
);
