//! What people can ask for, and how.

use super::party::ADDRESS;
use crate::schema::Type::{
    self, Bool, Date, Duration, Email, Enum, Id, Int, Markdown, OneOrMore, Phone, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

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
    "opt_out_targeted_ads",
    "opt_out_profiling",
    "third_parties",
    "appeal",
    "confirmation",
    "anonymization",
    "sharing_info",
    "consent_info",
];

pub(super) static RIGHTS_REQUEST: Entity = Entity {
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

pub(super) static RIGHT: Entity = Entity {
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

pub(super) static COMPLAINTS: Entity = entity(
    "complaints procedure",
    &[
        opt("form_url", Url),
        opt("email", Email),
        opt("acknowledge", Duration),
    ],
);

pub(super) static AUTOMATED_DECISION: Entity = entity(
    "automated decision",
    &[
        req("id", Id),
        req("logic", Markdown),
        opt("decision", Markdown),
        opt("data", OneOrMore(&Text)),
        opt("solely", Bool),
        // What permits it: GDPR Art. 22(2).
        opt("ground", Enum(&["contract", "law", "explicit_consent"])),
        opt("significance", Markdown),
        opt("consequences", Markdown),
        opt("human_review", Markdown),
        opt("opt_out", Url),
    ],
);

pub(super) static GPC: Entity = entity(
    "global privacy control",
    &[
        req("honored", Bool),
        opt("scope", Markdown),
        opt("frictionless", Bool),
        opt("status_displayed", Bool),
        opt("last_update", Date),
    ],
);

pub(super) static DNT: Entity = entity(
    "do not track",
    &[req("response", Markdown), opt("third_party_tracking", Bool)],
);

pub(super) static CHILDREN: Entity = entity(
    "children",
    &[
        opt("directed", Bool),
        req("min_age", Int),
        opt("on_discovery", Markdown),
        opt("parental_consent", Markdown),
        // A separate consent to disclosure that is not integral to the service.
        opt("separate_disclosure_consent", Markdown),
        opt("actual_knowledge", Bool),
        // 16 CFR § 312.4(d), as sentences.
        opt("data_collected", Markdown),
        opt("third_parties", Markdown),
        opt("public_disclosure", Markdown),
        opt("persistent_ids_internal", Bool),
        opt("internal_operations", Markdown),
    ],
);

pub(super) static GDPR: Entity = entity("GDPR statement", &[opt("art27_exempt", Markdown)]);
