//! Faults in facts, settings and front matter.

use crate::driver::{Site, faulty, plain, warned};

const PRIVACY: &str = "content/policies/privacy.md";
const COMPANY: &str = "content/facts/company.yaml";
const FACTS: &str = "content/facts/more.yaml";
const SETTINGS: &str = "policygen.yaml";

#[test]
fn unknown_keys() {
    faulty(
        "unknown-key",
        &[
            (
                SETTINGS,
                "base-url: https://acme.example/\npaths:\n  policy: legal\ncolour: blue\n",
            ),
            (
                COMPANY,
                "company:\n  legal-name: Acme\n  adress: {}\n  mascot: a bear\n",
            ),
            (
                FACTS,
                "subprocesors: none\ncontact:\n  privcy: a@acme.example\nzebra: 1\n",
            ),
            (
                "content/clauses/hello.md",
                "---\nsummary: x\nuse: [company]\nparams:\n  a: {typ: string}\n---\nHello.\n",
            ),
        ],
    );
}

#[test]
fn unknown_keys_in_front_matter_are_a_warning() {
    warned(
        "unknown-key-front-matter",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\nsumary: All of it\nlayout: legal\npermalink: /p/\n---\nText.\n",
        )],
    );
}

#[test]
fn unknown_keys_inside_a_fact_of_the_front_matter() {
    faulty(
        "unknown-key-in-own-fact",
        &[(
            PRIVACY,
            "---\ntitle: Privacy\ncompany:\n  legal_name: Acme\n  trading_name: A\n---\nText.\n",
        )],
    );
}

#[test]
fn wrong_types() {
    let run = faulty(
        "wrong-type",
        &[
            (
                SETTINGS,
                "title: [Acme]\nlanguage: {a: b}\npaths: content\nregimes: gdpr\n",
            ),
            (COMPANY, "company: Acme GmbH\n"),
            (
                FACTS,
                "service: [Acme]\ncookies: {name: sid}\nsale: {sells: yes, shares: 1}\nchildren: {min_age: sixteen}\n\
                 rights: 3\ndpo: {status: [appointed], email: {at: x}}\nsla: {target: 200}\n",
            ),
            (
                PRIVACY,
                "---\ntitle: {de: Datenschutz}\norder: first\ndraft: maybe\naliases: {a: b}\n---\nText.\n",
            ),
        ],
    );
    assert!(
        !run.stderr.contains("SRC110"),
        "there is a title, of a wrong type"
    );
}

#[test]
fn files_that_hold_no_facts() {
    let run = faulty(
        "facts-not-a-mapping",
        &[
            (COMPANY, "- company\n"),
            (FACTS, "just text\n"),
            (SETTINGS, "- title\n"),
        ],
    );
    assert_eq!(
        run.faults(),
        3,
        "facts of a file with faults are not missing"
    );
}

#[test]
fn empty_files_are_fine() {
    let site = Site::small();
    site.file(FACTS, "# nothing yet\n").file(SETTINGS, "");
    site.build().clean();
}

#[test]
fn unknown_values() {
    faulty(
        "unknown-enum",
        &[
            (
                SETTINGS,
                "urls: prety\nnumbering: roman\nregimes: [gdpr, cpra]\n",
            ),
            (
                FACTS,
                "dpo: {status: apointed}\nrights: [acess, erasure, flying]\n",
            ),
            (
                PRIVACY,
                "---\ntitle: Privacy\nnumbering: decimals\nregimes: [GDPR]\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn invalid_dates() {
    faulty(
        "invalid-date",
        &[
            (
                PRIVACY,
                "---\ntitle: Privacy\nupdated: 23.05.2026\neffective: 2026-02-30\nreview_by: soon\n---\nText.\n",
            ),
            (
                FACTS,
                "subprocessors:\n  - legal_name: A\n    purpose: hosting\n    effective_on: 2026/05/23\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\nupdated: 2026\neffective: 2026-5-3\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn invalid_durations() {
    faulty(
        "invalid-duration",
        &[(
            FACTS,
            "retention:\n  - {data: logs, period: 90 days}\n  - {data: mail, period: P3X}\n  - {data: bills, period: 30}\n  \
             - {data: tickets, period: {days: 5}}\nchanges: {notice_period: 10 business days}\ncookies:\n  \
             - {name: a, purpose: b, category: analytics, duration: forever}\n",
        )],
    );
}

#[test]
fn invalid_countries() {
    faulty(
        "invalid-country",
        &[
            (
                COMPANY,
                "company:\n  legal_name: Acme\n  country: UK\n  address: {country: Germany}\n",
            ),
            (
                FACTS,
                "subprocessors:\n  - {legal_name: A, purpose: b, locations: [DE, deu, us, EU, ZZ, US-XX]}\n",
            ),
        ],
    );
}

#[test]
fn invalid_urls() {
    faulty(
        "invalid-url",
        &[
            (SETTINGS, "base_url: acme.example/legal\n"),
            (
                FACTS,
                "service: {name: A, url: www.acme.example}\ncontact:\n  privacy: {url: \"javascript:alert(1)\"}\n\
                 changes: {archive_url: archive}\ntransfers: {safeguards_copy: on request}\n",
            ),
        ],
    );
}

#[test]
fn invalid_emails() {
    faulty(
        "invalid-email",
        &[(
            FACTS,
            "contact:\n  privacy: privacy(at)acme.example\n  security: {email: security@}\n  legal: a@localhost\n\
             dpo: {status: appointed, email: \"A B <a@acme.example>\"}\n",
        )],
    );
}

#[test]
fn invalid_phone_numbers_and_languages() {
    faulty(
        "invalid-phone-language",
        &[
            (SETTINGS, "language: english\n"),
            (
                FACTS,
                "contact:\n  privacy: {phone: \"030 123456\"}\n  legal: {phone: +49 (0)30 123456}\n  \
                 support: {email: a@acme.example, languages: [en, DE]}\n",
            ),
            (
                PRIVACY,
                "---\ntitle: Privacy\nlanguage: en_US\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn missing_fields() {
    let run = faulty(
        "missing-field",
        &[
            (COMPANY, "company:\n  country: DE\n"),
            (
                FACTS,
                "subprocessors:\n  - legal_name: A\n  - purpose: hosting\ncontact:\n  privacy: {name: Ada}\n\
                 retention:\n  - data: logs\n  - period: P1Y\nrecipients:\n  - purpose: audit\n",
            ),
            ("content/clauses/hello.md", "Hello.\n"),
        ],
    );
    assert!(
        !run.stderr.contains("TPL104"),
        "a missing field is reported twice"
    );
}

#[test]
fn unknown_and_repeated_ids() {
    faulty(
        "ids",
        &[(
            FACTS,
            "data_categories:\n  - {id: account, label: Account data, purposes: [run]}\n  - {id: logs, label: Logs}\n  \
             - {id: account, label: Accounts}\n\
             subprocessors:\n  - {legal_name: A, purpose: hosting, data_categories: [acount, logs]}\n  \
             - {legal_name: B, purpose: mail, data_categories: weather}\n",
        )],
    );
}

#[test]
fn ids_in_front_matter() {
    faulty(
        "ids-front-matter",
        &[
            (
                FACTS,
                "data_categories:\n  - {id: account, label: Account data}\n",
            ),
            (
                PRIVACY,
                "---\ntitle: Privacy\nsubprocessors:\n  - {legal_name: A, purpose: hosting, data_categories: [acount]}\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn retention_said_twice() {
    faulty(
        "retention-twice",
        &[(
            FACTS,
            "data_categories:\n  - id: account\n    label: Account data\n    retention: {period: P1Y}\n\
             retention:\n  - {data: account, period: P2Y}\n",
        )],
    );
}

#[test]
fn retention_of_one_thing_listed_twice() {
    let run = faulty(
        "retention-listed-twice",
        &[(
            FACTS,
            "data_categories:\n  - {id: account, label: Account data}\nretention:\n  - {data: account, period: P1Y}\n  \
             - {data: Account data, period: P2Y}\n",
        )],
    );
    assert!(
        run.stderr.contains("more.yaml:4:") || run.stderr.contains("4 |"),
        "the first is not shown"
    );
}

#[test]
fn retention_said_twice_alike_is_fine() {
    let site = Site::small();
    site.file(
        FACTS,
        "data_categories:\n  - id: account\n    label: Account data\n    retention: {period: P1Y, after: account_closure}\n\
         retention:\n  - {data: account, after: account_closure, period: P1Y}\n",
    );
    site.build().clean();
}

#[test]
fn retention_said_in_two_files() {
    faulty(
        "retention-twice-front-matter",
        &[
            (
                FACTS,
                "data_categories:\n  - id: account\n    label: Account data\n    retention: {period: P1Y}\n",
            ),
            (
                PRIVACY,
                "---\ntitle: Privacy\nretention:\n  - {data: account, period: P2Y}\n---\nText.\n",
            ),
        ],
    );
}

#[test]
fn facts_merge_and_the_policy_wins() {
    let site = Site::with(&[
        (
            "content/facts/a.yaml",
            "company:\n  country: DE\nsubprocessors: none\n",
        ),
        (
            "content/facts/b.yaml",
            "company:\n  legal_name: Acme GmbH\n",
        ),
        (
            PRIVACY,
            "---\ntitle: Privacy\ncompany:\n  country: AT\nservice: {name: Rocket}\n---\n\
             {{ company.legal_name }} in {{ company.country | country }} runs {{ service.name }}.\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\n{{ company.legal_name }} in {{ company.country | country }}\
             {% if service %} runs {{ service.name }}{% endif %}. {{ subprocessors | length }}\n",
        ),
    ]);
    site.build().clean();
    let page = |path: &str| site.read(&format!("public/{path}/index.html"));
    assert!(page("privacy").contains("<p>Acme GmbH in Austria runs Rocket.</p>"));
    assert!(
        page("terms").contains("<p>Acme GmbH in Germany. 0</p>"),
        "{}",
        page("terms")
    );
}

#[test]
fn one_file_with_four_facts_makes_a_page() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: Privacy policy\ncompany:\n  legal_name: Acme GmbH\n  address: {street: Weg 1, postal_code: 01067, city: Dresden, country: DE}\n\
         contact: privacy@acme.example\nretention:\n  - {data: Server logs, period: P30D}\nsubprocessors:\n  \
         - {legal_name: Hetzner Online GmbH, purpose: hosting, locations: DE}\n---\n\
         {{ <controller /> }}\n\n{{ <retention_table /> }}\n\n{{ <subprocessors_table /> }}\n\n{{ <contact_privacy /> }}\n",
    )]);
    site.build().clean();
    let page = plain(&site.read("public/privacy/index.html"));
    for text in [
        "Weg 1, 01067 Dresden, Germany",
        "Server logs</th><td>30 days</td>",
        "Hetzner Online GmbH</th><td data-label=\"Purpose\">hosting</td><td data-label=\"Country\">Germany</td>",
        "<a href=\"mailto:privacy@acme.example\">privacy@acme.example</a>",
    ] {
        assert!(page.contains(text), "{text} is not in:\n{page}");
    }
}

/// Several failures caused by one unknown fact are one fault, at the fact.
#[test]
fn faults_that_come_from_an_open_fact() {
    let site = Site::with(&[
        (
            "content/facts/company.yaml",
            "company: {legal_name: Acme Ltd, email: null}\nservice: Paper\ncontact: {support: null, privacy: {email: null}}\ngoverning_law: {law: null, venue: Berlin}\nchanges: null\nsla: {target: null}\n",
        ),
        (
            "content/policies/terms.md",
            concat!(
                "---\ntitle: Terms\n---\nWrite to {{ contact.support | link }} or {{ company.email | link }}.\n\n",
                "{{ <terms_changes /> }}\n\n{{ <changes /> }}\n\n{{ <sla_commitment /> }}\n\n",
                // Not caused by an unknown fact.
                "{{ service.nme | link }} {{ company.legal_name | country }} {{ company | link }}\n\n",
                // Caused by a part of a fact, in a filter and in a clause that
                // throws.
                "{{ contact.privacy | link }}\n\n{{ <governing_law /> }}\n",
            ),
        ),
    ]);
    site.build().snapshot("open-facts");
}

/// A text that needs a field belongs to the error about the field, also if a rule reports the same
/// entry.
#[test]
fn a_needed_field_is_one_error() {
    let site = Site::with(&[
        ("policygen.yaml", "regimes: [gdpr]\n"),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\ntype: privacy\nupdated: 2026-05-01\nsubprocessors:\n- {legal_name: Alpha, purpose: hosting, locations: [DE]}\n- legal_name:\n---\n{% for one in subprocessors %}\n- {{ one.legal_name }}\n{% endfor %}\n",
        ),
    ]);
    let codes = |command: &str| -> Vec<String> {
        let run = site.run(&[command, "--as-of", "2026-06-01"]);
        let errors = run.stderr.lines().chain(run.stdout.lines());
        let errors = errors.filter_map(|line| line.strip_prefix("error["));
        errors.map(|line| line[..6].to_owned()).collect()
    };
    assert_eq!(codes("build"), ["FAC213"]);
    let found = codes("check");
    let of_field = found.iter().filter(|code| !code.starts_with("GDPR"));
    assert_eq!(of_field.collect::<Vec<_>>(), ["FAC213", "SUB201"]);
}
