//! The fact model: the facts that a site can state about the company, the service and the
//! processing of personal data.
//!
//! Names follow the W3C Data Privacy Vocabulary and the GDPR's own terms. A
//! new fact is a row here; no other change is needed.

mod data;
mod law;
mod party;
mod rights;
mod service;
mod sharing;

use crate::base::diagnostic::codes;
use crate::schema::Type::{self, List, Markdown};
use crate::schema::read::Synonyms;
use crate::schema::{Entity, entity, opt};
use data::{DATA_CATEGORY, DATA_SUBJECT_GROUP, PURPOSE, RETENTION};
use party::{AUTHORITY, COMPANY, CONTACTS, CONTROLLER, DPO, REPRESENTATIVE};
use rights::{AUTOMATED_DECISION, CHILDREN, COMPLAINTS, DNT, GDPR, GPC, RIGHT, RIGHTS_REQUEST};
use service::{
    ACCESSIBILITY, CHANGES, CONSENT_MANAGER, COOKIE, DMCA_AGENT, HISTORY_ENTRY, SECURITY_MEASURE,
    SECURITY_TXT, SERVICE, SLA, TERM,
};
use sharing::{RECIPIENT, SALE, SUBPROCESSOR, SUBPROCESSOR_POLICY, TRANSFERS};

/// Laws and rule packs that can be turned on.
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
    "washington_health",
    "nevada",
    "auto_renewal",
    "australia",
    "chile",
    "india",
    "japan",
    "korea",
    "eu_consumer",
    "uk_consumer",
];

pub(crate) use law::STATES;

/// Every top-level fact, by its key.
pub static FACTS: Entity = entity(
    "facts",
    &[
        opt("company", Type::Entity(&COMPANY)).says("The company whose pages these are"),
        opt("service", Type::Entity(&SERVICE)).says("The service that the pages cover"),
        opt("controllers", List(&Type::Entity(&CONTROLLER)))
            .says("Companies that jointly determine with you why and how personal data is processed (joint controllers)"),
        opt("contact", Type::Entity(&CONTACTS)).says("How people can contact you, by subject"),
        opt("dpo", Type::Entity(&DPO))
            .says("Your data protection officer, or a statement that you need none"),
        opt("representatives", List(&Type::Entity(&REPRESENTATIVE)))
            .says("Your representatives in places where you have no office"),
        opt("authorities", List(&Type::Entity(&AUTHORITY)))
            .says("The supervisory authorities to which people can complain"),
        opt("data_subjects", List(&Type::Entity(&DATA_SUBJECT_GROUP)))
            .says("Groups of people whose personal data you process"),
        opt("data_categories", List(&Type::Entity(&DATA_CATEGORY)))
            .says("The personal data that you process, its sources, purposes and retention")
            .orphan(&codes::ORPHAN_CATEGORY),
        opt("purposes", List(&Type::Entity(&PURPOSE)))
            .says("The purposes for which you process personal data, and their legal bases"),
        opt("retention", List(&Type::Entity(&RETENTION)))
            .says("How long you keep data: an entry for each data category without `retention`, and for other data"),
        opt("recipients", List(&Type::Entity(&RECIPIENT)))
            .says("Others who receive personal data, apart from subprocessors"),
        opt("subprocessors", List(&Type::Entity(&SUBPROCESSOR)))
            .says("Companies that process personal data for you"),
        opt("subprocessor_policy", Type::Entity(&SUBPROCESSOR_POLICY))
            .says("How customers learn of new subprocessors and can object to them"),
        opt("transfers", Type::Entity(&TRANSFERS))
            .says("How data sent to other countries is protected"),
        opt("cookies", List(&Type::Entity(&COOKIE))).says("What you store on people’s devices"),
        opt("consent_manager", Type::Entity(&CONSENT_MANAGER))
            .says("Where people change their cookie choices"),
        opt("rights", List(&Type::Entity(&RIGHT))).says("The rights that people have"),
        opt("rights_request", Type::Entity(&RIGHTS_REQUEST))
            .says("How people exercise their rights"),
        opt("complaints", Type::Entity(&COMPLAINTS))
            .says("How people complain to you about the use of their data"),
        opt("security_measures", List(&Type::Entity(&SECURITY_MEASURE)))
            .says("How you protect data"),
        opt("children", Type::Entity(&CHILDREN))
            .says("Whether children may use the service, and what you do with their data"),
        opt(
            "automated_decisions",
            List(&Type::Entity(&AUTOMATED_DECISION)),
        )
        .says("Decisions about people that are made by software"),
        opt("sale", Type::Entity(&SALE))
            .says("Whether you sell or share personal data, as US laws define it"),
        opt("gpc", Type::Entity(&GPC))
            .says("How you treat the Global Privacy Control browser signal"),
        opt("dnt", Type::Entity(&DNT)).says("How you treat the Do Not Track browser signal"),
        opt("changes", Type::Entity(&CHANGES)).says("How you announce changes to your documents"),
        opt("sla", Type::Entity(&SLA)).says("The availability that you promise"),
        opt("dmca_agent", Type::Entity(&DMCA_AGENT)).says(
            "The agent who receives notices of copyright infringement (17 U.S.C. § 512(c)(2))",
        ),
        opt("accessibility", Type::Entity(&ACCESSIBILITY))
            .says("How accessible the service is to people with disabilities"),
        opt("security_txt", Type::Entity(&SECURITY_TXT))
            .says("The contents of `security.txt` (RFC 9116)"),
        opt("history", List(&Type::Entity(&HISTORY_ENTRY))).says("The versions of a document"),
        opt("defined_terms", List(&Type::Entity(&TERM))).says("Terms that a document defines"),
        opt("commitments", List(&Markdown))
            .says("What you promise; in full sentences")
            .such_as("[We do not read your files.]"),
        opt("gdpr", Type::Entity(&GDPR)).says("Facts required only by the GDPR"),
        opt("uk_gdpr", Type::Entity(&law::UK_GDPR)).says("Facts required only by the UK GDPR"),
        opt("ccpa", Type::Entity(&law::CCPA)).says("Facts required only by California’s CCPA"),
        opt("us_states", Type::Entity(&law::US_STATES))
            .says("Facts required only by the consumer privacy laws of other US states"),
        opt("lgpd", Type::Entity(&law::LGPD)).says("Facts required only by Brazil’s LGPD"),
        opt("encarregado", Type::Entity(&law::ENCARREGADO))
            .says("The person in charge of personal data under Brazilian law (LGPD Art. 41)"),
        opt("fadp", Type::Entity(&law::FADP)).says("Facts required only by Switzerland’s FADP"),
        opt("privacy_officer", Type::Entity(&law::PRIVACY_OFFICER))
            .says("The person accountable for personal data under Canadian law (PIPEDA Sch. 1, 4.1)"),
        opt("law25", Type::Entity(&law::LAW25)).says("Facts required only by Québec’s Law 25"),
        opt("joint_arrangement", Type::Entity(&law::JOINT_ARRANGEMENT))
            .says("The arrangement between joint controllers (GDPR Art. 26)"),
        opt("dpa", Type::Entity(&law::DPA))
            .says("Your data processing agreement with customers (GDPR Art. 28)"),
        opt("dsa", Type::Entity(&law::DSA)).says("Contacts under the Digital Services Act"),
        opt("p2b", Type::Entity(&law::P2B))
            .says("Terms for business users of a platform (Regulation (EU) 2019/1150)"),
        opt(
            "connected_products",
            List(&Type::Entity(&law::CONNECTED_PRODUCT)),
        )
        .says("Products that generate data (Data Act Art. 3)"),
        opt(
            "product_support",
            List(&Type::Entity(&law::PRODUCT_SUPPORT)),
        )
        .says("How long products get security updates (Cyber Resilience Act Art. 13)"),
        opt("us_sectors", Type::Entity(&law::US_SECTORS))
            .says("Your status under US health, education and finance laws"),
        opt("applicants", Type::Entity(&law::APPLICANTS)).says("What you do with applicants’ data"),
        opt("newsletter", Type::Entity(&law::NEWSLETTER)).says("Your newsletter"),
        opt("withdrawal", Type::Entity(&law::WITHDRAWAL))
            .says("The right of consumers to withdraw from a contract (Directive 2011/83/EU)"),
        opt("switching", Type::Entity(&law::SWITCHING))
            .says("Moving to another provider (Data Act Art. 23 to 31)"),
        opt("termination", Type::Entity(&law::TERMINATION))
            .says("The term of the contract and how it ends"),
        opt("governing_law", Type::Entity(&law::GOVERNING_LAW))
            .says("The law that governs the contract"),
        opt("dispute_resolution", Type::Entity(&law::DISPUTE_RESOLUTION))
            .says("Whether you take part in dispute resolution before a consumer board"),
        opt("ai", Type::Entity(&law::AI)).says("How you use artificial intelligence"),
    ],
);

/// Names that people often use in place of the names of facts.
pub static SYNONYMS: Synonyms = &[
    ("name", &["legal_name", "label", "term"]),
    ("title", &["label", "role"]),
    ("description", &["text", "purpose", "detail"]),
    ("country", &["locations"]),
    ("countries", &["locations"]),
    ("url", &["privacy_url", "settings_url"]),
    ("since", &["effective_on"]),
    ("until", &["removed_on"]),
    ("security", &["security_measures"]),
    ("categories", &["data_categories"]),
    ("data", &["data_categories"]),
    ("period", &["duration"]),
    ("postcode", &["postal_code"]),
    ("zip", &["postal_code"]),
    ("tel", &["phone"]),
    ("telephone", &["phone"]),
];
