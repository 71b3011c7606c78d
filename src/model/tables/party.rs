//! Who is who: the company, its contacts, and those who speak for it.

use super::REGIMES;
use crate::schema::Type::{
    self, Any, Bool, Country, Date, Email, Enum, Id, Language, List, OneOrMore, Phone, Text, Url,
};
use crate::schema::{Entity, entity, opt, req};

pub(super) static PARTY_ROLES: &[&str] = &[
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

pub(super) static ADDRESS: Entity = entity(
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

pub(super) static COMPANY: Entity = Entity {
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
        opt("has_vat_id", Bool),
        opt("business_id", Text),
        opt("authorised_representatives", OneOrMore(&Text)),
        opt("trade_authority", Text),
        opt("share_capital", Text),
        opt("in_liquidation", Bool),
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

pub(super) static CONTROLLER: Entity = entity(
    "controller",
    &[
        req("id", Id),
        opt("role", Enum(PARTY_ROLES)),
        req("legal_name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("contact", Type::Entity(&CONTACTS)),
    ],
);

pub(super) static CONTACT: Entity = Entity {
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
pub(super) static CONTACTS: Entity = Entity {
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

pub(super) static DPO: Entity = entity(
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

pub(super) static REPRESENTATIVE: Entity = entity(
    "representative",
    &[
        req("regime", Enum(&["gdpr", "uk_gdpr", "fadp", "dsa", "korea"])),
        req("legal_name", Text),
        opt("address", Type::Entity(&ADDRESS)),
        opt("email", Email),
        opt("phone", Phone),
    ],
);

pub(super) static AUTHORITY: Entity = entity(
    "authority",
    &[
        req("regime", Enum(REGIMES)),
        req("name", Text),
        opt("url", Url),
        opt("lead", Bool),
    ],
);
