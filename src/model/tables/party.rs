//! The company, its contacts, and those who represent it.

use super::REGIMES;
use crate::schema::Type::{
    self, Any, Bool, Country, CountryOrArea, Date, Email, Enum, Id, Language, List, OneOrMore,
    Phone, Text, Url,
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
        opt("name", Text)
            .says("A line before the street, such as a department")
            .such_as("Privacy team"),
        opt("street", Text)
            .says("Street and number")
            .such_as("Lindenhof 12"),
        opt("line2", Text)
            .says("A second line, such as a floor")
            .such_as("Floor 3"),
        opt("city", Text).says("Town or city").such_as("Berlin"),
        opt("region", Text)
            .says("State or province, where addresses have one")
            .such_as("Oregon"),
        opt("postal_code", Text)
            .says("Postal code, in quotes so that it stays text")
            .such_as("\"10115\""),
        opt("country", Country).says("Country"),
    ],
);

pub(super) static COMPANY: Entity = Entity {
    name: "company",
    fields: &[
        req("legal_name", Text)
            .says("The full registered name, with the legal form")
            .such_as("Acme GmbH"),
        opt("trading_names", OneOrMore(&Text))
            .says("Other names under which it trades")
            .such_as("[Acme]"),
        opt("former_names", List(&Type::Entity(&FORMER_NAME))).says("Its former names"),
        opt("legal_form", Text)
            .says("The legal form, unless it is part of the name")
            .such_as("GmbH"),
        opt("address", Type::Entity(&ADDRESS)).says("The registered address"),
        opt("country", Country).says("The country of its seat, if `address` does not state it"),
        opt("domains", OneOrMore(&Text))
            .says("The domains of its websites and email addresses")
            .such_as("[acme.example]"),
        opt("email", Email).says("The general email address"),
        opt("phone", Phone).says("The general phone number"),
        opt("register", Type::Entity(&REGISTER)).says("The entry in the company register"),
        opt("vat_id", Text)
            .says("The VAT identification number")
            .such_as("DE123456789"),
        opt("has_vat_id", Bool)
            .says("Whether it has a VAT identification number; `false` if it has none"),
        opt("business_id", Text)
            .says("The business identification number, such as the German Wirtschafts-ID")
            .such_as("DE123456789-00001"),
        opt("authorised_representatives", OneOrMore(&Text))
            .says("Its legal representatives, such as its directors")
            .such_as("[Ada Winter]"),
        opt("trade_authority", Text)
            .says("The authority that licenses or supervises its trade")
            .such_as("Berlin Trade Office"),
        opt("media_authority", Text)
            .says("For audiovisual media services: the state of establishment and the regulator")
            .such_as("Germany; Medienanstalt Berlin-Brandenburg"),
        opt("share_capital", Text)
            .says("The share capital, with its currency")
            .such_as("EUR 25,000"),
        opt("in_liquidation", Bool).says("Whether it is being wound up"),
        opt("sells_to_consumers", Any(&[Bool, List(&CountryOrArea)]))
            .says("Where it sells to consumers: countries, `EU` or `EEA`; `true` means its own country, `false` nowhere")
            .such_as("[EU, GB]"),
        opt("cross_border", Bool)
            .says("Whether it processes data in, or of people in, several EU member states (GDPR Art. 4(23))"),
        opt("employees_band", Enum(&["1-10", "11-49", "50-249", "250+"]))
            .says("How many people it employs"),
    ],
    any_of: &[],
    short: Some("legal_name"),
};

static FORMER_NAME: Entity = entity(
    "former name",
    &[
        req("name", Text)
            .says("The earlier name")
            .such_as("Acme Labs GmbH"),
        opt("until", Date).says("The last day on which it was used"),
    ],
);

static REGISTER: Entity = entity(
    "register entry",
    &[
        opt("court", Text)
            .says("The court or office that keeps the register")
            .such_as("Amtsgericht Charlottenburg"),
        req("number", Text)
            .says("The number in the register")
            .such_as("HRB 123456 B"),
        opt("registered_in", Text)
            .says("The country or state of the register")
            .such_as("England and Wales"),
    ],
);

pub(super) static CONTROLLER: Entity = entity(
    "controller",
    &[
        req("id", Id).says("The name by which other facts refer to it"),
        opt("role", Enum(PARTY_ROLES)).says("Its role in processing the data"),
        req("legal_name", Text)
            .says("Its full registered name")
            .such_as("Acme Cloud Ltd."),
        opt("address", Type::Entity(&ADDRESS)).says("Its address"),
        opt("contact", Type::Entity(&CONTACTS)).says("How people can contact it"),
    ],
);

pub(super) static CONTACT: Entity = Entity {
    name: "contact",
    fields: &[
        opt("role", Text)
            .says("The role of the person or team")
            .such_as("Legal team"),
        opt("name", Text)
            .says("The name of the person or team")
            .such_as("Ada Winter"),
        opt("email", Email).says("Email address"),
        opt("url", Url).says("The page with a form"),
        opt("phone", Phone).says("Phone number"),
        opt("post", Type::Entity(&ADDRESS)).says("Postal address"),
        opt("languages", OneOrMore(&Language))
            .says("The languages in which people can write")
            .such_as("[en, de]"),
    ],
    any_of: &["email", "url", "phone", "post"],
    short: Some("email"),
};

/// Contacts by kind. A bare address, or the fields of a single contact, is the privacy contact.
pub(super) static CONTACTS: Entity = Entity {
    name: "contacts",
    fields: &[
        opt("privacy", Type::Entity(&CONTACT))
            .says("Privacy questions, and requests about personal data"),
        opt("security", Type::Entity(&CONTACT)).says("Reports of vulnerabilities"),
        opt("legal", Type::Entity(&CONTACT)).says("Legal notices"),
        opt("support", Type::Entity(&CONTACT)).says("Help with the service"),
        opt("abuse", Type::Entity(&CONTACT)).says("Reports of illegal content and misuse"),
        opt("dmca", Type::Entity(&CONTACT)).says("Notices of copyright infringement"),
        opt("press", Type::Entity(&CONTACT)).says("Questions from journalists"),
        opt("billing", Type::Entity(&CONTACT)).says("Questions about invoices"),
    ],
    any_of: &[],
    short: Some("privacy"),
};

pub(super) static DPO: Entity = entity(
    "data protection officer",
    &[
        req("status", Enum(&["appointed", "voluntary", "not_required"]))
            .says("Whether the law requires one, you appointed one voluntarily, or you need none"),
        opt("name", Text)
            .says("The name of the person or firm")
            .such_as("Ada Winter"),
        opt("email", Email).says("Email address"),
        opt("url", Url).says("The page with a form"),
        opt("phone", Phone).says("Phone number"),
        opt("post", Type::Entity(&ADDRESS)).says("Postal address"),
    ],
);

pub(super) static REPRESENTATIVE: Entity = entity(
    "representative",
    &[
        req("regime", Enum(&["gdpr", "uk_gdpr", "fadp", "dsa", "korea"]))
            .says("The law that requires the representative"),
        req("legal_name", Text)
            .says("The full name")
            .such_as("Acme Ireland Ltd."),
        opt("address", Type::Entity(&ADDRESS)).says("Postal address"),
        opt("email", Email).says("Email address"),
        opt("phone", Phone).says("Phone number"),
    ],
);

pub(super) static AUTHORITY: Entity = entity(
    "authority",
    &[
        req("regime", Enum(REGIMES)).says("The law that it enforces"),
        req("name", Text)
            .says("Its name")
            .such_as("Berlin Commissioner for Data Protection"),
        opt("url", Url).says("Its website"),
        opt("lead", Bool).says("Whether it is your lead authority (GDPR Art. 56), which needs `company.cross_border: true`"),
    ],
);
