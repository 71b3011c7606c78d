//! The list of subprocessors as a ledger: rows with links, a feed, and the notice to customers.

use crate::driver::{Run, Site};

const FACTS: &str = "content/facts/partners.yaml";
const LIST: &str = "content/policies/partners.md";

/// A company that moves, one that replaces another, one that will start later, and one without
/// access to customers' data.
fn site(language: &str) -> Site {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        &format!("title: Acme legal\nbase_url: https://acme.example/legal/\nlanguage: {language}\n"),
    )
    .file("content/facts/contact.yaml", "contact: privacy@acme.example\n")
    .file(
        FACTS,
        concat!(
            "data_categories: [{id: mail, label: 'Mail & \"more\"'}]\n",
            "subprocessors:\n",
            "- {id: host-de, legal_name: Host <SE>, purpose: '*hosting* of [servers](https://host.example/)', locations: DE, effective_on: 2024-01-01, removed_on: 2026-05-31}\n",
            "- {id: host-us, legal_name: Host <SE>, purpose: '*hosting* of [servers](https://host.example/)', locations: [DE, US-CA], transfer_mechanism: scc, announced_on: 2026-04-15, effective_on: 2026-06-01, replaces: host-de}\n",
            "- {legal_name: Post Ltd, trading_name: Postie, purpose: mail, locations: GB, data_categories: mail, announced_on: 2026-05-01, effective_on: 2026-07-01, replaces: ferry, optional: true}\n",
            "- {id: ferry, legal_name: Ferry SAS, purpose: mail, locations: FR, effective_on: 2024-01-01, removed_on: 2026-06-30}\n",
            "- {legal_name: Always AG, purpose: backups, locations: CH}\n",
            "- {legal_name: Books GmbH, purpose: bookkeeping, locations: DE, role: processor, effective_on: 2026-05-02}\n",
            "subprocessor_policy: {notice_period: P30D, objection_period: P14D, channel: email, subscribe_url: 'https://acme.example/subscribe'}\n",
        ),
    )
    .file(
        LIST,
        "---\ntitle: Partners\ntype: subprocessors\nupdated: 2026-05-01\n---\n{{ <subprocessors_table removed={true} /> }}\n\n{{ <subprocessor_change /> }}\n",
    );
    site
}

fn notice(site: &Site, since: &str, format: &str) -> Run {
    site.run(&[
        "notice",
        "subprocessors",
        "--since",
        since,
        "--format",
        format,
    ])
}

#[test]
fn each_row_has_an_address() {
    let site = site("en");
    site.build().clean();
    let page = site.read("public/partners/index.html");
    for id in ["host-us", "post-ltd", "ferry", "always-ag", "books-gmbh"] {
        let row = format!("<span id=\"subprocessor-{id}\"></span>");
        assert_eq!(page.matches(&row).count(), 1, "{id}: {page}");
    }
    for text in ["public/partners.txt", "public/partners.json"] {
        assert!(!site.read(text).contains("span"), "{text}");
    }
    // One company can have several entries, with or without dates.
    let facts = site.read(FACTS);
    let more = "subprocessors:\n- {legal_name: Post Ltd, purpose: letters, announced_on: 2026-05-20, effective_on: 2026-08-01}\n\
                - {legal_name: Always AG, purpose: archives}\n";
    site.file(FACTS, &facts.replace("subprocessors:\n", more));
    site.build().clean();
    let page = site.read("public/partners/index.html");
    for (id, purpose) in [
        ("post-ltd", "mail (only"),
        ("post-ltd-2", "letters"),
        ("always-ag", "archives"),
        ("always-ag-2", "backups"),
    ] {
        let row = page
            .split("<tr>")
            .find(|row| row.contains(&format!("\"subprocessor-{id}\"")));
        assert!(row.is_some_and(|row| row.contains(purpose)), "{id}: {page}");
    }
    // Row links are off on a page that lists an entry twice.
    let twice = "{{ <subprocessors_table /> }}\n\n{{ <subprocessors_table details={false} anchors={false} /> }}\n";
    site.file(LIST, &format!("---\ntitle: Partners\n---\n{twice}"));
    site.build().clean();
}

#[test]
fn changes_of_subprocessors_are_a_feed() {
    let site = site("en");
    site.build().clean();
    crate::snapshot::compare("ledger_feed", &site.read("public/subprocessors.xml"));
    crate::snapshot::compare("ledger_csv", &site.read("public/data/subprocessors.csv"));
    let json: serde_json::Value =
        serde_json::from_str(&site.read("public/data/subprocessors.json")).unwrap();
    crate::snapshot::compare("ledger_json", &format!("{:#}\n", json[2]));
    let page = site.read("public/partners/index.html");
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Changes to our subprocessors\" href=\"../subprocessors.xml\">";
    assert!(page.contains(link), "{page}");
    assert!(
        !site
            .read("public/terms/index.html")
            .contains("subprocessors.xml")
    );
    // Later changes don't alter earlier entries.
    let ids = |site: &Site| -> Vec<String> {
        let feed = site.read("public/subprocessors.xml");
        let ids = feed.split("<id>").skip(2);
        ids.map(|rest| rest.split("</id>").next().unwrap().to_owned())
            .collect()
    };
    let before = ids(&site);
    let facts = site.read(FACTS);
    let later = "subprocessors:\n- {legal_name: Post Ltd, purpose: parcels, announced_on: 2026-08-01, effective_on: 2026-09-01}\n";
    site.file(FACTS, &facts.replace("subprocessors:\n", later));
    site.run(&["build", "--as-of", "2026-10-01"]).clean();
    let after = ids(&site);
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().all(|id| after.contains(id)), "{after:?}");
}

#[test]
fn no_dates_are_no_feed() {
    let site = site("en");
    site.file(
        FACTS,
        "subprocessors: [{legal_name: Always AG, purpose: backups, locations: CH}]\n",
    )
    .file(
        LIST,
        "---\ntitle: Partners\ntype: subprocessors\n---\n{{ <subprocessors_table /> }}\n",
    );
    site.build().clean();
    assert!(!site.exists("public/subprocessors.xml"));
    assert!(!site.read("public/partners/index.html").contains("atom+xml"));
}

#[test]
fn a_notice_to_customers() {
    let site = site("en");
    for format in ["text", "markdown", "html"] {
        notice(&site, "2026-04-01", format).snapshot(&format!("notice_{format}"));
    }
    notice(&site, "2026-07-01", "text").snapshot("notice_none");
    notice(&site, "2026-07-01", "html").snapshot("notice_none_html");
}

#[test]
fn a_notice_in_the_language_of_the_site() {
    for language in ["de", "es", "fr", "it", "nl", "pl", "pt"] {
        let site = site(language);
        let run = notice(&site, "2026-04-01", "text");
        assert_eq!(run.code, 0, "{}", run.text());
        run.snapshot(&format!("notice_{language}"));
    }
}

#[test]
fn a_notice_says_only_what_is_known() {
    let site = site("en");
    site.file("policygen.yaml", "title: Acme\n")
        .remove("content/facts/contact.yaml")
        .remove(LIST)
        .file(
            FACTS,
            "subprocessors: [{legal_name: Post Ltd, purpose: mail, effective_on: 2026-07-01}]\n\
             subprocessor_policy: {authorisation: specific, objection_period: P14D}\n",
        );
    notice(&site, "2026-04-01", "text").snapshot("notice_known");
}

#[test]
fn a_notice_needs_facts_without_errors() {
    let site = site("en");
    let facts = site.read(FACTS);
    site.file(FACTS, &facts.replace("2026-07-01", "2026/07/01"));
    let run = notice(&site, "2026-04-01", "text");
    assert_eq!((run.code, &*run.stdout), (1, ""), "{}", run.text());
    // The facts of a page alone are not the list of the site.
    site.file(FACTS, "{}\n").remove(LIST);
    let run = notice(&site, "2026-04-01", "text");
    assert_eq!((run.code, &*run.stdout), (2, ""), "{}", run.text());
    assert!(run.stderr.contains("content/facts"), "{}", run.text());
}
