//! Machine-readable data states what the page states, and no more.

use serde_json::{Value, json};

use crate::driver::Site;

const FACTS: &str = "\
company: {legal_name: Acme GmbH, domains: [acme.example], country: DE, employees_band: 11-49, vat_id: DE123456789}
purposes:
  - {id: service, label: Running the service, legal_basis: [contract]}
  - {id: secret, label: Secret purpose, legal_basis: [consent]}
data_categories:
  - {id: account, label: Account data, items: [name, email address], purposes: [service], recipients: [Auditor], retention: {until: account_closure, then: P30D}}
  - {id: logs, label: Logs, items: [IP address], purposes: [service], retention: {period: P14D, after: collection}}
subprocessors:
  - {legal_name: Host Ltd, purpose: hosting of servers, locations: [DE]}
  - {legal_name: Mail Ltd, purpose: sending *mail*, locations: [IE]}
recipients: [{class: Tax advisers, purpose: bookkeeping}]
rights: [access, erasure, portability]
security_measures:
  - {kind: encryption_at_rest, algorithm: AES-256}
  - {kind: pentest, detail: an independent firm every *year*}
";

const NOTICE: &str = "\
---
title: Privacy policy
type: privacy
---
## Who we are

{{ company.legal_name }}

{% for purpose in [purpose for purpose in purposes if purpose.id == \"service\"] %}- {{ purpose.label }}: {{ purpose.legal_basis[0].basis | term }}
{% endfor %}

{{ <data_collected /> }}

{{ <retention /> }}

{% for processor in subprocessors %}- {{ processor.legal_name | upper }}
{% endfor %}

{% for recipient in recipients %}- {{ recipient.class }}
{% endfor %}

{{ <rights /> }}

{{ <security_measures kinds={[\"encryption_at_rest\"]} /> }}
";

fn json_ld(page: &str) -> Value {
    let (_, rest) = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn site(settings: &str, notice: &str) -> Site {
    let site = Site::small();
    site.file("policygen.yaml", settings)
        .file("content/facts/company.yaml", FACTS)
        .file("content/policies/privacy.md", notice);
    site
}

#[test]
fn a_privacy_notice_is_one_in_json_ld() {
    let site = site(
        "base_url: https://acme.example/legal/\nregimes: [gdpr]\ntwins: []\n",
        NOTICE,
    );
    site.build().clean();
    let found = json_ld(&site.read("public/privacy/index.html"));
    assert_eq!(found["@type"], json!(["WebPage", "dpv:PrivacyNotice"]));
    assert_eq!(found["@id"], "https://acme.example/legal/privacy/");
    let publisher = json!({
        "@type": "Organization", "@id": "_:company", "name": "Acme GmbH", "url": "https://acme.example/",
    });
    assert_eq!(found["publisher"], publisher);
    assert_eq!(
        found["dpv:hasDataController"],
        json!([{"@id": "_:company"}])
    );
    let processors = json!([{"name": "Host Ltd"}, {"name": "Mail Ltd"}]);
    assert_eq!(found["dpv:hasDataProcessor"], processors);
    assert_eq!(found["dpv:hasRecipient"], json!([{"name": "Tax advisers"}]));
    let rights = json!(["eu-gdpr:A15", "eu-gdpr:A17", "eu-gdpr:A20"]);
    assert_eq!(found["dpv:hasRight"], rights);
    let data = json!([
        {"@id": "_:account", "name": "Account data", "dpv:hasStorageCondition": {"dpv:hasDuration": [
            {"@type": "dpv:UntilEventDuration"}, "P30D",
        ]}},
        {"@id": "_:logs", "name": "Logs", "dpv:hasStorageCondition": {"dpv:hasDuration": "P14D"}},
    ]);
    assert_eq!(found["dpv:hasPersonalData"], data);
    let processes = json!([{
        "dpv:hasPurpose": {"name": "Running the service"},
        "dpv:hasLegalBasis": ["eu-gdpr:A6-1-b"],
        "dpv:hasPersonalData": ["_:account", "_:logs"],
    }]);
    assert_eq!(found["dpv:hasProcess"], processes);
    let measures = json!([{"@id": "dpv:EncryptionAtRest"}]);
    assert_eq!(found["dpv:hasTechnicalOrganisationalMeasure"], measures);
    // Another page of the site prints none of these facts.
    let terms = json_ld(&site.read("public/terms/index.html"));
    assert_eq!(terms["@type"], "WebPage");
    assert_eq!(terms["publisher"]["name"], "Acme GmbH");
    assert_eq!(terms["dpv:hasProcess"], Value::Null);
}

#[test]
fn terms_of_the_gdpr_stay_off_pages_for_which_it_does_not_hold() {
    let site = site("regimes: [uk_gdpr]\n", NOTICE);
    site.build().clean();
    let found = json_ld(&site.read("public/privacy/index.html"));
    let basis = &found["dpv:hasProcess"][0]["dpv:hasLegalBasis"];
    assert_eq!(*basis, json!(["dpv:Contract"]));
    assert_eq!(found["dpv:hasRight"], Value::Null);
}

/// With and without a page's own facts, which prevent sharing.
#[test]
fn the_data_twin_has_what_the_page_prints() {
    let own = NOTICE.replacen(
        "type: privacy\n",
        "type: privacy\ndpo: {status: not_required}\n",
        1,
    );
    for notice in [NOTICE, &own] {
        let site = site("regimes: [gdpr]\ntwins: [json]\n", notice);
        site.build().clean();
        let data: Value = serde_json::from_str(&site.read("public/privacy.json")).unwrap();
        let facts = &data["facts"];
        assert_eq!(facts["company"], json!({"legal_name": "Acme GmbH"}));
        let names = |list: &str, key: &str| -> Vec<Value> {
            let list = facts[list].as_array().unwrap().iter();
            list.map(|entry| entry[key].clone()).collect()
        };
        assert_eq!(names("purposes", "label"), ["Running the service"]);
        assert_eq!(names("data_categories", "label"), ["Account data", "Logs"]);
        let items = json!([{"name": "name"}, {"name": "email address"}]);
        assert_eq!(names("data_categories", "items")[0], items);
        assert_eq!(
            names("subprocessors", "legal_name"),
            ["Host Ltd", "Mail Ltd"]
        );
        assert_eq!(
            names("subprocessors", "purpose"),
            [Value::Null, Value::Null]
        );
        assert_eq!(names("security_measures", "kind"), ["encryption_at_rest"]);
        let text = facts.to_string();
        for unprinted in [
            "11-49",
            "DE123456789",
            "Secret",
            "year",
            "hosting",
            "Auditor",
        ] {
            assert!(!text.contains(unprinted), "{unprinted}: {text}");
        }
    }
}

/// The facts in the data of a page with this text.
fn facts(facts: &str, text: &str) -> Value {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [json]\n")
        .file("content/facts/more.yaml", facts)
        .file(
            "content/clauses/found.md",
            "---\nsummary: What we do then\noptional: [children]\nparams: {before: {type: string, default: \"\"}}\n---\n{{ before }} {{ children.on_discovery }}\n",
        )
        .file(
            "content/policies/terms.md",
            &format!("---\ntitle: Terms\n---\n{text}\n"),
        );
    site.build().clean();
    let data: Value = serde_json::from_str(&site.read("public/terms.json")).unwrap();
    data["facts"].clone()
}

/// A fact counts as printed, however it gets into the text.
#[test]
fn what_is_printed_in_any_way_is_in_the_data() {
    let ways = [
        "{{ service.name }}",
        "{{ service.name | upper }}",
        "{{ [service.name, \"others\"] | list }}",
        "{{ [service.name] | join(sep=\", \") }}",
        "{{ \"The \" ~ service.name }}",
        "{{ service.name | replace(from=\"o\", to=\"0\") }}",
        "{% set called = service.name %}{{ called }}",
        "{% for plan in service.plans %}{{ plan.label }}{% endfor %}{{ service.name | capfirst }}",
    ];
    let stated =
        "service: {name: tools, url: 'https://tools.example/', plans: [{id: free, label: Free}]}\n";
    for way in ways {
        let facts = facts(stated, way);
        assert_eq!(facts["service"]["name"], "tools", "{way}");
        assert_eq!(facts["service"]["url"], Value::Null, "{way}");
    }
}

/// Markdown goes into the text unchanged.
#[test]
fn markdown_that_is_printed_is_in_the_data() {
    let ways = [
        "{{ children.on_discovery }}",
        "{{ children.on_discovery | capfirst }}",
        "{% if true %}{{ children.on_discovery }}{% endif %}",
        "{{ <found /> }}",
        // Next to a call that every page shares, and one with an argument of this page.
        "{{ <we_you you=\"you\" /> }}\n\n{{ <found before={policy.title} /> }}",
    ];
    let stated = "children: {directed: false, min_age: 16, on_discovery: we *delete* the account}\nchanges: {material_definition: it is *large*}\n";
    for way in ways {
        let condition = "{% if changes.material_definition %}Changes.{% endif %}";
        let mut facts = facts(stated, &format!("{way}\n\n{condition}"));
        facts.as_object_mut().unwrap().remove("company");
        let expected = json!({"children": {"on_discovery": "we *delete* the account"}});
        assert_eq!(facts, expected, "{way}");
    }
}

/// Previews of a page without a summary show how its text begins.
#[test]
fn a_page_without_a_summary_has_a_description() {
    let long = "word ".repeat(60);
    let texts = [
        (
            "# Terms\n\nLast updated: 1 May 2026\n\nThese *terms* are the contract between you and Acme GmbH, which runs Tools.\n\n## Next\n\nMore.",
            "Last updated: 1 May 2026 These terms are the contract between you and Acme GmbH, which runs Tools.",
        ),
        (
            &*format!("| a |\n|---|\n| b |\n\n{long}\n"),
            &format!("{}…", "word ".repeat(32).trim_end()),
        ),
        ("---\n", ""),
    ];
    for (text, description) in texts {
        let site = Site::small();
        site.file(
            "content/policies/terms.md",
            &format!("---\ntitle: Terms\n---\n{text}\n"),
        );
        site.build().clean();
        let page = site.read("public/terms/index.html");
        let meta = |it: &str| format!("<meta name=\"description\" content=\"{it}\">");
        match description {
            "" => assert!(!page.contains("name=\"description\""), "{page}"),
            _ => assert!(page.contains(&meta(description)), "{page}"),
        }
    }
}
