//! People's rights and how to exercise them.

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
        opt("email", Email).says("Email address for requests"),
        opt("url", Url).says("The form for requests"),
        opt("in_app", Markdown)
            .says("How to make a request in the product; in a full sentence")
            .such_as("Open “Account” to export your data or delete your account."),
        opt("post", Type::Entity(&ADDRESS)).says("Postal address for requests"),
        opt("toll_free", Phone).says("The toll-free phone number (CCPA)"),
        opt("response", Duration)
            .says("How soon you answer")
            .such_as("P1M"),
        opt("fee", Markdown)
            .says("What a request costs; in a full sentence")
            .such_as("Requests are free of charge."),
        opt("verification", Markdown)
            .says("How you verify who is asking; in full sentences")
            .such_as("We ask you to confirm a request by email."),
        opt("authorized_agent", Markdown)
            .says("How others can make requests on a person’s behalf; in full sentences")
            .such_as("An agent needs your signed permission."),
        opt("appeal", Markdown)
            .says("How people appeal a refusal; in full sentences")
            .such_as("Write to us again, and someone else decides within 45 days."),
    ],
    any_of: &["email", "url", "in_app"],
    short: None,
};

pub(super) static RIGHT: Entity = Entity {
    name: "right",
    fields: &[
        req("kind", Enum(RIGHTS)).says("Which right"),
        opt(
            "how",
            OneOrMore(&Enum(&["self_service", "email", "form", "post"])),
        )
        .says("How people exercise it"),
        opt("text", Markdown)
            .says("What it means on this site, instead of the standard text; in full sentences")
            .such_as("You can export your data at any time."),
        opt("limits", Markdown)
            .says("The limits of the right; in full sentences")
            .such_as("We cannot delete invoices before the law permits it."),
        opt("format", Text)
            .says("The file format in which data is provided")
            .such_as("JSON"),
    ],
    any_of: &[],
    short: Some("kind"),
};

pub(super) static COMPLAINTS: Entity = entity(
    "complaints procedure",
    &[
        opt("form_url", Url).says("The form for complaints"),
        opt("email", Email).says("Email address for complaints"),
        opt("acknowledge", Duration)
            .says("How soon you acknowledge receipt")
            .such_as("P30D"),
    ],
);

pub(super) static AUTOMATED_DECISION: Entity = entity(
    "automated decision",
    &[
        req("id", Id).says("The name by which other facts refer to it"),
        req("logic", Markdown)
            .says("How the decision is made; in full sentences")
            .such_as("We compare the number of failed payments with a limit."),
        opt("decision", Markdown)
            .says("The decision; in full sentences")
            .such_as("Accounts over the limit are blocked."),
        opt("data", OneOrMore(&Text))
            .says("The data on which it is based")
            .such_as("[failed payments]"),
        opt("solely", Bool).says("Whether no human is involved"),
        opt("ground", Enum(&["contract", "law", "explicit_consent"]))
            .says("What permits it (GDPR Art. 22(2))"),
        opt("significance", Markdown)
            .says("How significant it is for people; in full sentences")
            .such_as("You cannot sign in while the account is blocked."),
        opt("consequences", Markdown)
            .says("What the consequences can be; in full sentences")
            .such_as("A blocked account is closed after 30 days."),
        opt("human_review", Markdown)
            .says("How a human reviews it; in full sentences")
            .such_as("Write to us, and a person will review the decision."),
        opt("opt_out", Url).says("The page on which people opt out"),
    ],
);

pub(super) static GPC: Entity = entity(
    "global privacy control",
    &[
        req("honored", Bool).says("Whether you honour the signal"),
        opt("scope", Markdown)
            .says("How you treat the signal; in a full sentence")
            .such_as("We treat it as a refusal of all optional cookies."),
        opt("frictionless", Bool)
            .says("Whether you honour it without charge, pop-up or change to the service"),
        opt("status_displayed", Bool).says("Whether pages show that the signal was honoured"),
        opt("last_update", Date).says("The day on which this was last changed"),
    ],
);

pub(super) static DNT: Entity = entity(
    "do not track",
    &[
        req("response", Markdown)
            .says("How you respond to the signal; in a full sentence")
            .such_as("We treat this signal in the same way."),
        opt("third_party_tracking", Bool)
            .says("Whether third parties track people across websites"),
    ],
);

pub(super) static CHILDREN: Entity = entity(
    "children",
    &[
        opt("directed", Bool).says("Whether the service is directed to children"),
        req("min_age", Int).says("The minimum age in years").such_as("16"),
        opt("on_discovery", Markdown).says("What you do if you learn that a younger child has signed up; in a full sentence").such_as("We delete the account."),
        opt("parental_consent", Markdown).says("How parents consent; in full sentences").such_as("We ask a parent to confirm by card payment."),
        opt("separate_disclosure_consent", Markdown).says("How parents consent to disclosures that the service does not need; in full sentences").such_as("A parent can agree to the service alone."),
        opt("actual_knowledge", Bool).says("Whether you know that you have data of children under 13"),
        opt("data_collected", Markdown).says("Which children’s data you collect, and how you use it (16 CFR § 312.4(d)); in full sentences").such_as("We collect a first name and an age."),
        opt("third_parties", Markdown).says("To whom you disclose children’s data, and why; in full sentences").such_as("We disclose it to no one."),
        opt("public_disclosure", Markdown).says("Whether children can publish data; in a full sentence").such_as("Children cannot publish anything."),
        opt("persistent_ids_internal", Bool).says("Whether persistent identifiers are used only for internal operations"),
        opt("internal_operations", Markdown).says("What these internal operations are; in full sentences").such_as("We use them to keep sessions open."),
    ],
);

pub(super) static GDPR: Entity = entity(
    "GDPR statement",
    &[opt("art27_exempt", Markdown)
        .says("Why you need no representative in the EU; in a full sentence")
        .such_as("We process data from the EU only occasionally.")],
);
