//! Facts that individual laws require, in addition to the other parts of the model.

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
        opt("sensitive_pi_use", Markdown).says("How you use sensitive personal information; in full sentences").such_as("We use it only to sign you in."),
        opt("sensitive_beyond_7027m", Bool).says("Whether you use sensitive personal information beyond Cal. Code Regs. tit. 11, § 7027(m)"),
        opt("limit_url", Link).says("The page “Limit the Use of My Sensitive Personal Information”"),
        opt("online_only_direct", Bool).says("Whether you deal with people only online and directly, so that you need no toll-free number"),
        opt("sells_under_16", Bool).says("Whether you sell or share data of people under 16"),
        opt("opt_out_url", Link).says("The page “Do Not Sell or Share My Personal Information”"),
    ],
);

/// US states other than California that have a law on consumers' data: see
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
            .says("The states whose laws apply to you; default: all of them"),
        opt("consumers", List(&Type::Entity(&STATE_CONSUMERS)))
            .says("How many consumers you have in each state, for the laws’ thresholds"),
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

/// Digital Services Act, Art. 11, 12, 16, 20, 23, 24 and 27.
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
        opt("misuse", Markdown)
            .says("How you deal with repeated misuse, and for how long you suspend; in full sentences (Art. 23(4))")
            .such_as("We consider how often and how seriously it happened. We suspend for up to 3 months."),
        opt("recommender", OneOrMore(&Markdown))
            .says("The main parameters of recommendations, and why they matter; phrases without a full stop (Art. 27)")
            .such_as("[what you viewed before, because it shows your interests]"),
        opt("recommender_options", Markdown)
            .says("How users change these parameters; in full sentences (Art. 27(1))")
            .such_as("You can sort by date."),
        opt("recipients", Int)
            .says("The average number of active recipients a month in the Union (Art. 24(2))")
            .such_as("120000"),
        opt("recipients_on", Date).says("The day on which that number was published"),
    ],
);

/// Regulation (EU) 2019/1150 on fairness for business users of platforms.
pub(super) static P2B: Entity = entity(
    "terms for business users",
    &[
        opt("ranking", OneOrMore(&Markdown))
            .says("The main parameters of the ranking, and why they matter; phrases without a full stop (Art. 5(1))")
            .such_as("[reviews, because buyers rely on them]"),
        opt("ranking_payment", Markdown)
            .says("Whether payment influences the ranking, and how; in full sentences (Art. 5(3))")
            .such_as("Payment does not influence the ranking."),
        opt("differentiated", Markdown)
            .says("How you treat your own offers differently, and why; in full sentences (Art. 7)")
            .such_as("We offer nothing of our own on the marketplace."),
        opt("data_access", Markdown)
            .says("Which data you and business users can access; in full sentences (Art. 9)")
            .such_as("You see the orders of your own shop. We see all orders."),
        opt("complaint", EmailOrUrl).says("Where business users complain (Art. 11)"),
        opt("mediators", OneOrMore(&Text))
            .says("The mediators with whom you are willing to engage, at least two (Art. 12)")
            .such_as("[Acme Mediation, Centre for Mediation]"),
        opt("small", Bool).says("Whether you are a small enterprise, exempt from Arts. 11 and 12 (complaints, mediators)"),
    ],
);

/// Data Act, Art. 3(2): connected products.
pub(super) static CONNECTED_PRODUCT: Entity = entity(
    "connected product",
    &[
        req("name", Text).says("The product").such_as("Acme Lamp"),
        opt("data", OneOrMore(&Text))
            .says("The data that it can generate")
            .such_as("[brightness, hours of use]"),
        opt("format", Text).says("The format of the data").such_as("JSON"),
        opt("volume", Text)
            .says("The estimated volume of the data")
            .such_as("1 MB a month"),
        opt("continuous", Bool).says("Whether it generates data continuously and in real time"),
        opt("storage", OneOrMore(&Enum(&["device", "server"]))).says("Where it can store data"),
        opt("retention", Duration)
            .says("How long the data is kept")
            .such_as("P1Y"),
        opt("access", Markdown)
            .says("How users access, retrieve and erase the data, and on which terms; in full sentences")
            .such_as("Open the app to download or erase the data, free of charge."),
    ],
);

/// Cyber Resilience Act, Art. 13 and Annex II.
pub(super) static PRODUCT_SUPPORT: Entity = entity(
    "product support",
    &[
        req("product", Text)
            .says("The product with digital elements")
            .such_as("Acme Lamp"),
        opt("placed_on", Date).says("The day on which it was placed on the market"),
        opt("until", Date).says("The end of the support period (Art. 13(19))"),
        opt("shorter", Markdown)
            .says("Why the period is shorter than five years; in a full sentence (Art. 13(8))")
            .such_as("The product is used for one season."),
        opt("updates", Markdown)
            .says("How security updates are installed; in full sentences (Annex II no. 8)")
            .such_as("Updates are installed automatically."),
    ],
);

/// US laws on health, education and finance.
pub(super) static US_SECTORS: Entity = entity(
    "US sector laws",
    &[
        opt(
            "hipaa",
            Enum(&["covered_entity", "business_associate", "neither"]),
        )
        .says("Your status under HIPAA (45 CFR § 160.103)"),
        opt("hipaa_notice", Link).says("Your notice of privacy practices (45 CFR § 164.520)"),
        opt("health_records", Bool)
            .says("Whether you are a vendor of personal health records (16 CFR part 318)"),
        opt("ferpa", Enum(&["school_official", "neither"]))
            .says("Whether schools let you act as a school official (34 CFR § 99.31(a)(1)(i)(B))"),
        opt("glba", Enum(&["financial_institution", "neither"]))
            .says("Whether you are a financial institution under the Gramm-Leach-Bliley Act"),
        opt("glba_notice", Link)
            .says("Your privacy notice under the Gramm-Leach-Bliley Act (15 U.S.C. § 6803)"),
    ],
);

/// Job applicants.
pub(super) static APPLICANTS: Entity = entity(
    "applicants",
    &[
        opt("data", OneOrMore(&Text))
            .says("The applicants’ data that you use")
            .such_as("[curriculum vitae, references]"),
        opt("retention", Duration)
            .says("How long you keep it after the decision, if there is no contract")
            .such_as("P6M"),
        opt("retention_law", Text)
            .says("The law on which claims could be based")
            .such_as("§ 15 AGG"),
        opt("pool", Duration)
            .says("How long you keep it with consent, for later jobs")
            .such_as("P1Y"),
        opt("contact", Email).says("Where applicants can write"),
    ],
);

/// Newsletters and other email marketing.
pub(super) static NEWSLETTER: Entity = entity(
    "newsletter",
    &[
        req("basis", Enum(&["consent", "existing_customers"]))
            .says("The basis for sending it: consent, or a purchase of similar products"),
        opt("confirmed", Bool)
            .says("Whether subscribers confirm their subscription through a link in an email"),
        opt("tracking", Bool).says("Whether you measure opens and clicks"),
        opt("proof", Duration)
            .says("How long you keep the proof of consent after people unsubscribe")
            .such_as("P3Y"),
        opt("unsubscribe_url", Link).says("The page on which people unsubscribe"),
    ],
);

/// Consumers' right of withdrawal, Directive 2011/83/EU Art. 9 to 16.
pub(super) static WITHDRAWAL: Entity = entity(
    "right of withdrawal",
    &[
        opt("period", Duration)
            .says("How long consumers have to withdraw; the law requires at least 14 days")
            .such_as("P14D"),
        opt("function_url", Link).says("The page on which consumers withdraw with a button"),
        opt("instructions", OneOrMore(&Markdown))
            .says("The model instructions in the words of your law, one entry for each paragraph")
            .such_as("[You have the right to withdraw.]"),
    ],
);

/// The data processing agreement, GDPR Art. 28(3).
pub(super) static DPA: Entity = entity(
    "data processing agreement",
    &[
        opt("url", Link).says("The page of the agreement"),
        opt("breach_notice", Duration)
            .says("How soon you notify customers of a breach of their data")
            .such_as("PT48H"),
    ],
);

pub(super) static GOVERNING_LAW: Entity = Entity {
    name: "governing law",
    fields: &[
        req("law", Text)
            .says("The law, worded to follow “is governed by”")
            .such_as("German law"),
        opt("venue", Text)
            .says("The place whose courts have jurisdiction")
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
            .says("How long before a switch customers must notify you; at most 2 months")
            .such_as("P2M"),
        opt("transition_period", Duration)
            .says("How long the switch takes; at most 30 days")
            .such_as("P30D"),
        opt("retrieval_period", Duration)
            .says("How long customers can retrieve their data afterwards; at least 30 days")
            .such_as("P30D"),
        opt("export_register_url", Link)
            .says("The page that lists data structures and formats for export"),
    ],
);

/// The term and termination of a contract.
pub(super) static TERMINATION: Entity = entity(
    "termination",
    &[
        opt("term", Duration)
            .says("The initial term of the contract")
            .such_as("P1Y"),
        opt("renews", Bool).says("Whether it renews automatically unless cancelled"),
        opt("notice_period", Duration)
            .says("The notice that customers must give")
            .such_as("P30D"),
        opt("provider_notice", Duration)
            .says("The notice that you must give, if different")
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
    &[
        req("summary", Markdown)
            .says("Who does what; in full sentences (GDPR Art. 26(2))")
            .such_as("We answer requests. Acme Cloud Ltd. runs the servers."),
        opt("duties", List(&Type::Entity(&JOINT_DUTY)))
            .says("Who fulfils which duty (GDPR Art. 26(1))"),
        opt("contact_point", EmailOrUrl).says("The contact point for data subjects"),
    ],
);

static JOINT_DUTY: Entity = entity(
    "duty of a joint controller",
    &[
        req("duty", Text)
            .says("The duty; a phrase")
            .such_as("Information of data subjects (Art. 13 and 14)"),
        req("by", OneOrMore(&Text))
            .says("Who fulfils it")
            .such_as("[Acme Cloud Ltd.]"),
    ],
);

pub(super) static UK_GDPR: Entity = entity(
    "UK GDPR statement",
    &[opt("art27_exempt", Markdown)
        .says("Why you need no representative in the UK; in a full sentence")
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
        .says("A statement that data is transferred outside Québec; in a full sentence (s. 17)")
        .such_as("Your data is processed in Ontario.")],
);

/// AI Act, Art. 50, and the training of models.
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
        .says("The published content that AI generated or changed (AI Act Art. 50(4))"),
        opt("on_market_since", Date).says("The day on which the system was placed on the market"),
    ],
);

/// Germany: § 36 VSBG.
pub(super) static DISPUTE_RESOLUTION: Entity = entity(
    "dispute resolution",
    &[opt("vsbg", Markdown)
        .says("Whether you take part in dispute resolution (§ 36 VSBG); in full sentences")
        .such_as("We do not take part in dispute resolution before a consumer board.")],
);
