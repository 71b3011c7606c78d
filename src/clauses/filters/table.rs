//! The inputs and outputs of the filters for legal text.

/// A filter for legal text.
#[derive(Debug)]
pub struct FilterData {
    /// The name in tags.
    pub name: &'static str,
    /// A description of the input.
    pub input: &'static str,
    /// A description of the output.
    pub output: &'static str,
    /// An example tag, without the braces.
    pub example: &'static str,
    /// The output of the example on an English page with a build date of 1 June 2026.
    pub prints: &'static str,
}

/// The facts used by the examples, as front matter.
pub const EXAMPLE_FACTS: &str = "\
company: {legal_name: Acme GmbH, address: {street: Lindenhof 12, city: Berlin, country: DE}}
contact: {privacy: privacy@acme.example}
data_categories:
  - {id: account, label: Account data, subjects: people}
  - {id: content, label: Customer data, subjects: people, role: processor}
data_subjects: [{id: people, label: people with an account}]
retention: [{data: Server logs, until: account_closure, then: P90D}]
subprocessors:
  - {legal_name: Harrowgate Ltd, purpose: hosting, locations: IE}
  - {legal_name: Ternmail B.V., purpose: email, locations: NL, effective_on: 2026-07-01}
  - {legal_name: Gullpost Inc., purpose: email, locations: US, removed_on: 2026-05-01}
";

const fn filter(
    name: &'static str,
    input: &'static str,
    output: &'static str,
    example: &'static str,
    prints: &'static str,
) -> FilterData {
    FilterData {
        name,
        input,
        output,
        example,
        prints,
    }
}

/// Every filter for legal text.
pub static FILTERS: &[FilterData] = &[
    filter(
        "date",
        "a date",
        "the date in words, in the page's language (as for all text below)",
        "\"2026-05-23\" | date",
        "23 May 2026",
    ),
    filter(
        "duration",
        "a period",
        "the period in words",
        "\"P90D\" | duration",
        "90 days",
    ),
    filter(
        "retention",
        "an entry of `retention`",
        "how long the data is kept",
        "retention[0] | retention",
        "until 90 days after the account is closed",
    ),
    filter(
        "span",
        "the entries of `retention`",
        "a list of the shortest and the longest period in these entries",
        "retention | span | first | duration",
        "90 days",
    ),
    filter(
        "country",
        "a country code or a list of country codes",
        "the names of the countries, joined in words or with `sep=\", \"`",
        "[\"DE\", \"FR\"] | country",
        "Germany and France",
    ),
    filter(
        "list",
        "a list of text values or entries",
        "the list in words; entries are shown by their `label`, `name`, `legal_name` or `id`",
        "[\"a\", \"b\", \"c\"] | list",
        "a, b and c",
    ),
    filter(
        "term",
        "one of the fixed values of a fact, such as `scc`",
        "the value in words",
        "\"scc\" | term",
        "standard contractual clauses",
    ),
    filter(
        "address",
        "an address",
        "the address in one line",
        "company.address | address",
        "Lindenhof 12, Berlin, Germany",
    ),
    filter(
        "address_lines",
        "an address",
        "the lines of the address, for a loop",
        "company.address | address_lines | join(sep=\" / \")",
        "Lindenhof 12 / Berlin / Germany",
    ),
    filter(
        "link",
        "a contact",
        "a link to the contact's first channel",
        "contact.privacy | link",
        "privacy@acme.example",
    ),
    filter(
        "in_force",
        "`subprocessors`",
        "the subprocessors in use on the build date; `role=\"processor\"` selects one role, also in `upcoming` and `removed`",
        "subprocessors | in_force | list",
        "Harrowgate Ltd",
    ),
    filter(
        "having",
        "a list of entries",
        "the entries in which `field` has a value",
        "subprocessors | having(field=\"effective_on\") | list",
        "Ternmail B.V.",
    ),
    filter(
        "upcoming",
        "`subprocessors`",
        "the subprocessors whose use starts after the build date",
        "subprocessors | upcoming | list",
        "Ternmail B.V.",
    ),
    filter(
        "removed",
        "`subprocessors`",
        "the subprocessors that are no longer used on the build date",
        "subprocessors | removed | list",
        "Gullpost Inc.",
    ),
    filter(
        "as_controller",
        "`data_categories`, `purposes` or `retention`",
        "the entries with the `role` controller, and those without a `role`",
        "data_categories | as_controller | list",
        "Account data",
    ),
    filter(
        "as_processor",
        "`data_categories`, `purposes` or `retention`",
        "the entries with the `role` processor",
        "data_categories | as_processor | list",
        "Customer data",
    ),
    filter(
        "article",
        "an article of the GDPR",
        "a citation for the regimes of the page, under the law on the build date; `law=\"uk_gdpr\"` cites one law, `name=false` leaves out the law's name",
        "\"Art. 15\" | article",
        "GDPR Art. 15",
    ),
    filter(
        "applicable",
        "a list of regimes",
        "the regimes that are turned on for the page",
        "[\"gdpr\", \"ccpa\"] | applicable | join",
        "gdpr",
    ),
    filter(
        "reached",
        "a date",
        "whether the build date is on or after that date",
        "\"2026-07-01\" | reached",
        "false",
    ),
    filter(
        "consumers_in",
        "a list of `company.sells_to_consumers` and the company's country",
        "whether the company sells to consumers in an `area`: a country, `EU`, `EEA` or `UK`",
        "[true, \"DE\"] | consumers_in(area=\"EU\")",
        "true",
    ),
    filter(
        "enforcement_bodies",
        "a list of `company.sells_to_consumers` and the company's country",
        "the bodies that enforce accessibility there, as far as policygen knows them; `law` is `wad` or `eaa`",
        "[true, \"LU\"] | enforcement_bodies(law=\"wad\") | list",
        "the Information and Press Service (SIP)",
    ),
    filter(
        "slug",
        "text, an entry of `subprocessors`, or a list of entries",
        "the name as used in URLs, or a list of names if the input is a list; `slug(among=subprocessors)` numbers entries with the same name",
        "\"Ternmail B.V.\" | slug",
        "ternmail-b-v",
    ),
    filter(
        "capfirst",
        "text",
        "the text with its first letter capitalised",
        "\"account data\" | capfirst",
        "Account data",
    ),
];
