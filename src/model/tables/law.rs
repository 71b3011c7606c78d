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
        opt("is_business", Bool),
        opt("sensitive_pi_use", Markdown),
        // Whether sensitive personal information is used or disclosed beyond the
        // purposes of Cal. Code Regs. tit. 11, § 7027(m).
        opt("sensitive_beyond_7027m", Bool),
        opt("limit_url", Link),
        opt("online_only_direct", Bool),
        opt("sells_under_16", Bool),
        opt("opt_out_url", Link),
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
    &[req("state", Enum(STATES)), req("count", Int)],
);

pub(super) static US_STATES: Entity = entity(
    "US states statement",
    &[
        // Those whose laws apply; all of them without it.
        opt("states", OneOrMore(&Enum(STATES))),
        // How many people a year, for the thresholds of the laws.
        opt("consumers", List(&Type::Entity(&STATE_CONSUMERS))),
    ],
);

/// Brazil: LGPD Art. 41.
pub(super) static ENCARREGADO: Entity = entity(
    "encarregado",
    &[
        opt("name", Text),
        opt("email", Email),
        opt("url", Url),
        opt("phone", Phone),
    ],
);

/// Brazil: Res. CD/ANPD 2/2022.
pub(super) static LGPD: Entity = entity("LGPD statement", &[opt("small_agent", Bool)]);

/// Digital Services Act, Art. 11, 12, 16 and 20.
pub(super) static DSA: Entity = entity(
    "DSA contacts",
    &[
        opt("authority_contact", EmailOrUrl),
        opt("user_contact", EmailOrUrl),
        opt("languages", OneOrMore(&Language)),
        opt("notice_url", Link),
        opt("notice_email", Email),
        opt("complaint_url", Link),
        opt("complaint_email", Email),
    ],
);

/// Consumers' right of withdrawal, Directive 2011/83/EU Art. 9 to 16.
pub(super) static WITHDRAWAL: Entity = entity(
    "right of withdrawal",
    &[
        opt("period", Duration),
        opt("function_url", Link),
        // The statutory model instructions, as the site's own law words them: one
        // text for each paragraph.
        opt("instructions", OneOrMore(&Markdown)),
    ],
);

/// The contract on processing, GDPR Art. 28(3).
pub(super) static DPA: Entity = entity(
    "data processing agreement",
    &[opt("url", Link), opt("breach_notice", Duration)],
);

pub(super) static GOVERNING_LAW: Entity = Entity {
    name: "governing law",
    fields: &[req("law", Text), opt("venue", Text)],
    any_of: &[],
    short: Some("law"),
};

/// Data Act, Art. 23 to 31.
pub(super) static SWITCHING: Entity = entity(
    "switching",
    &[
        opt("notice_period", Duration),
        opt("transition_period", Duration),
        opt("retrieval_period", Duration),
        opt("export_register_url", Link),
    ],
);

/// How a contract runs and ends.
pub(super) static TERMINATION: Entity = entity(
    "termination",
    &[
        opt("term", Duration),
        opt("renews", Bool),
        opt("notice_period", Duration),
        // The notice that the provider itself has to give.
        opt("provider_notice", Duration),
        // How long before a renewal customers are reminded of it.
        opt("reminder", Duration),
        opt("cancel_url", Link),
    ],
);

/// GDPR Art. 26(2).
pub(super) static JOINT_ARRANGEMENT: Entity =
    entity("joint arrangement", &[req("summary", Markdown)]);

pub(super) static UK_GDPR: Entity = entity("UK GDPR statement", &[opt("art27_exempt", Markdown)]);

/// Switzerland: FADP Art. 14.
pub(super) static FADP: Entity = entity("FADP statement", &[opt("art14_applies", Bool)]);

/// Canada: PIPEDA Sch. 1, 4.1.
pub(super) static PRIVACY_OFFICER: Entity = entity(
    "privacy officer",
    &[
        opt("name", Text),
        opt("title", Text),
        opt("email", Email),
        opt("phone", Phone),
        opt("post", Type::Entity(&ADDRESS)),
    ],
);

/// Québec: Act P-39.1 (Law 25), s. 8 and 17.
pub(super) static LAW25: Entity = entity(
    "Law 25 statement",
    &[opt("outside_quebec_statement", Markdown)],
);

/// AI Act, Art. 50, beside training.
pub(super) static AI: Entity = entity(
    "use of AI",
    &[
        opt("trains_on_customer_data", Bool),
        opt("interacts", Bool),
        opt(
            "generates",
            OneOrMore(&Enum(&["text", "image", "audio", "video"])),
        ),
        opt(
            "recognises",
            OneOrMore(&Enum(&["emotions", "biometric_categories"])),
        ),
        opt(
            "publishes",
            OneOrMore(&Enum(&["deep_fakes", "public_interest_text"])),
        ),
        opt("on_market_since", Date),
    ],
);

/// Germany: § 36 VSBG.
pub(super) static DISPUTE_RESOLUTION: Entity =
    entity("dispute resolution", &[opt("vsbg", Markdown)]);
