//! The frame of pages: header, footer, the hub, and files for programs.

use crate::driver::{Site, faulty};

const SETTINGS: &str = "policygen.yaml";

#[test]
fn pages_lead_to_the_company_and_to_each_other() {
    let site = Site::small();
    site.file(
        SETTINGS,
        concat!(
            "twins: []\nsite:\n  home: https://www.acme.example/\n  owner: Acme Group\n",
            "  links: [{text: Status, url: https://status.acme.example/}]\n",
            "  footer_links: [{text: Careers, url: /jobs}]\n",
        ),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    for part in [
        "<a href=\"https://www.acme.example/\">acme.example</a>",
        "<a href=\"https://status.acme.example/\">Status</a>",
        "<a href=\"../terms/index.html\">Terms</a>",
        "<li>Acme Group</li>",
        "<a href=\"/jobs\">Careers</a>",
        "<link rel=\"privacy-policy\" href=\"../privacy/index.html\">",
        "<link rel=\"terms-of-service\" href=\"../terms/index.html\">",
        "<meta property=\"og:locale\" content=\"en\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_theme_adds_to_blocks_of_the_layout() {
    let site = Site::small();
    site.file(
        "themes/default/templates/layout.html",
        concat!(
            "{% extends \"default/layout.html\" %}\n",
            "{% block head_extra %}<meta name=\"own\" content=\"1\">{% endblock %}\n",
            "{% block footer %}{{ super() }}<p>Three links</p>{% endblock %}\n",
        ),
    )
    .file("themes/default/assets/extra.css", "p { color: red }\n");
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("<meta name=\"own\" content=\"1\">"), "{page}");
    assert!(page.contains("Acme GmbH</li>"), "{page}");
    assert!(page.contains("<p>Three links</p>"), "{page}");
    let style = page.find("assets/policygen.css");
    assert!(style < page.find("assets/extra.css"), "{page}");
}

#[test]
fn files_of_the_brand_are_published_and_allowed() {
    let site = Site::small();
    site.file(
        SETTINGS,
        concat!(
            "twins: []\nheaders: true\nbase_url: https://acme.example/\nbrand:\n  logo: brand/l.png\n",
            "  logo_dark: brand/d.svg\n  icon: brand/i.svg\n  scheme: light\n  accent: '#0a5bd3'\n",
            "  font: Acme Sans, serif\n",
            "  fonts: [{family: Acme Sans, file: brand/Acme Sans.woff2, weight: 100 900, style: italic}]\n",
        ),
    );
    for file in ["l.png", "d.svg", "i.svg", "Acme Sans.woff2"] {
        site.file(&format!("brand/{file}"), "x");
    }
    site.build().clean();
    let css = site.read("public/assets/policygen.css");
    for rule in [
        "src:url(\"fonts/acme-sans.woff2\");font-weight:100 900;font-style:italic",
        ":root{color-scheme:light}",
        "@media screen{:root{--accent:#0a5bd3}}",
    ] {
        assert!(css.contains(rule), "{rule}");
    }
    assert!(site.exists("public/assets/fonts/acme-sans.woff2"));
    assert!(site.exists("public/assets/logo-dark.svg"));
    assert!(site.read("public/_headers").contains("font-src 'self'"));
    let page = site.read("public/privacy/index.html");
    for part in [
        "font-src 'self'",
        "<link rel=\"icon\" href=\"../assets/icon.svg\">",
        "og:image\" content=\"https://acme.example/assets/logo.png\"",
        "name=\"color-scheme\" content=\"light\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_brand_that_can_not_be_used() {
    faulty(
        "frame-brand",
        &[(
            SETTINGS,
            concat!(
                "twins: []\nbrand:\n  icon: i.exe\n  scheme: blue\n  logo_dark: ../x.svg\n  fonts:\n",
                "    - {family: 'a\"b', file: a.woff2}\n    - {family: A, file: a.zip}\n",
                "    - {family: A, file: ../a.woff2}\n    - {family: A, file: a.woff2, weight: fat}\n",
                "    - {family: B, file: one/B c.woff2}\n    - {family: B, file: two/b-c.WOFF2}\n",
            ),
        )],
    );
}

/// Two documents in English and German, one in English only.
fn in_two_languages() -> Site {
    let site = Site::small();
    site.file(
        "content/policies/de/datenschutz.md",
        "---\ntitle: Datenschutz\nlanguage: de\ntranslation_of: ../privacy.md\n---\n## Daten {#data}\n\nWenig.\n",
    );
    site
}

#[test]
fn each_language_has_a_hub() {
    let site = in_two_languages();
    site.build().clean();
    let german = site.read("public/de/index.html");
    assert!(
        german.starts_with("<!DOCTYPE html>\n<html lang=\"de\""),
        "{german}"
    );
    assert_eq!(
        german.matches("datenschutz/index.html").count(),
        1,
        "{german}"
    );
    assert!(
        german.contains("hreflang=\"x-default\" href=\"../index.html\""),
        "{german}"
    );
    assert!(
        german.contains("<a href=\"../terms/index.html\" lang=\"en\""),
        "{german}"
    );
    let english = site.read("public/index.html");
    assert!(
        english.contains(
            "<a href=\"de/datenschutz/index.html\" lang=\"de\" hreflang=\"de\">Deutsch</a>"
        ),
        "{english}"
    );
    let page = site.read("public/de/datenschutz/index.html");
    assert!(
        page.contains("<a class=\"site-title\" href=\"../../de/index.html\">"),
        "{page}"
    );
    // The author's own page overrides it.
    site.file(
        "content/policies/de/index.md",
        "---\ntitle: Rechtliches\nlanguage: de\n---\nHallo.\n",
    );
    site.build().clean();
    assert!(
        site.read("public/de/index.html")
            .contains("<h1>Rechtliches</h1>")
    );
}

#[test]
fn titles_are_in_natural_order_and_in_groups() {
    let site = Site::new();
    for (path, head) in [
        ("eu/annex-10", "title: Annex 10"),
        ("eu/annex-2", "title: annex 2"),
        ("eu/index", "title: European Union"),
        ("us/a", "title: California"),
        ("us/b", "title: Ärger"),
        ("c", "title: Terms\ngroup: Contracts"),
        ("d", "title: Orders\ngroup: Contracts"),
        ("e", "title: Privacy"),
    ] {
        site.file(
            &format!("content/policies/{path}.md"),
            &format!("---\n{head}\n---\nText.\n"),
        );
    }
    site.file(SETTINGS, "twins: []\nhub: {groups: {us: United States}}\n");
    site.build().clean();
    let hub = site.read("public/index.html");
    let order = [
        ">Privacy<",
        ">United States<",
        ">Ärger<",
        ">California<",
        ">Contracts<",
        ">Orders<",
        ">Terms<",
        ">European Union<",
        ">annex 2<",
        ">Annex 10<",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|part| hub.find(part)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}\n{hub}"
    );
    assert_eq!(
        hub.matches("eu/index.html").count(),
        1,
        "the folder's page is its title"
    );
}

#[test]
fn large_sites_are_listed_by_letter_with_what_changed_last() {
    let site = Site::new();
    site.file(SETTINGS, "twins: []\n");
    for number in 0..45 {
        let letter = char::from(b'A' + number % 26);
        site.file(
            &format!("content/policies/p{number}.md"),
            &format!(
                "---\ntitle: {letter} {number}\nupdated: 2026-01-{:02}\n---\nText.\n",
                1 + number % 28
            ),
        );
    }
    site.build().clean();
    let hub = site.read("public/index.html");
    assert!(hub.contains("class=\"group\">A</h2>"), "{hub}");
    assert_eq!(hub.matches("class=\"group\"").count(), 26);
    let recent = &hub[hub.find("page.recent").unwrap()..hub.find("class=\"group\"").unwrap()];
    assert_eq!(recent.matches("<li>").count(), 5, "{recent}");
    assert!(recent.contains("2026-01-28"), "{recent}");
    let page = site.read("public/p0/index.html");
    assert!(
        !page.contains("p1/index.html"),
        "no page repeats all documents"
    );
}

#[test]
fn one_policy_needs_no_hub() {
    let site = Site::small();
    site.remove("content/policies/terms.md");
    site.build().clean();
    let hub = site.read("public/index.html");
    assert!(hub.contains("0; url=privacy/index.html"), "{hub}");
    assert!(!hub.contains("class=\"documents\""), "{hub}");
}

#[test]
fn the_list_of_the_hub_can_be_turned_off() {
    let site = Site::small();
    site.file(SETTINGS, "twins: []\nhub: {list: false}\n").file(
        "content/policies/index.md",
        "---\ntitle: Legal\n---\n[](privacy.md), [](terms.md)\n",
    );
    site.build().clean();
    let hub = site.read("public/index.html");
    assert!(!hub.contains("class=\"documents\""), "{hub}");
    assert!(hub.contains("href=\"privacy/index.html\""), "{hub}");
}

#[test]
fn old_paths_redirect_on_servers() {
    let site = Site::small();
    site.file(
        SETTINGS,
        "twins: []\nbase_url: https://acme.example/legal/\nredirects: [netlify, apache, nginx]\n",
    )
    .file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\naliases: [/old-privacy, x.html]\n---\nText.\n",
    );
    site.build().clean();
    assert_eq!(
        site.read("public/_redirects"),
        concat!(
            "/legal/old-privacy /legal/privacy/ 301\n/legal/old-privacy/ /legal/privacy/ 301\n",
            "/legal/x.html /legal/privacy/ 301\n",
            "/old-privacy /legal/privacy/ 301\n/old-privacy/ /legal/privacy/ 301\n",
        )
    );
    assert!(
        site.read("public/.htaccess")
            .contains(r#"RedirectMatch 301 "^/legal/x\.html$" "/legal/privacy/""#)
    );
    assert!(
        site.read("public/redirects.nginx.conf")
            .contains("    \"/old-privacy/\" \"/legal/privacy/\";\n")
    );
}

#[test]
fn well_known_files_below_a_path() {
    let site = Site::small();
    site.file(
        "content/facts/security.yaml",
        concat!(
            "security_txt: {contact: s@acme.example, expires: 2027-01-01}\n",
            "contact: {security: {email: s@acme.example, languages: [de, en]}}\n",
        ),
    )
    .file(
        "content/policies/security.md",
        "---\ntitle: Security\n---\nText.\n",
    )
    .file(SETTINGS, "base_url: https://acme.example/legal/\n");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("frame-well-known");
    site.file(
        SETTINGS,
        "base_url: https://acme.example/legal/\nwell_known: host\nheaders: true\n",
    );
    site.build().clean();
    assert_eq!(
        site.read("public/host/security.txt"),
        concat!(
            "Contact: mailto:s@acme.example\nExpires: 2027-01-01T00:00:00Z\n",
            "Preferred-Languages: de, en\n",
            "Canonical: https://acme.example/.well-known/security.txt\n",
            "Policy: https://acme.example/legal/security/\n",
        )
    );
    assert!(!site.exists("public/.well-known"));
    assert!(!site.exists("public/security.txt"), "programs look for it");
    assert!(site.exists("public/security.page.txt"));
    let headers = site.read("public/_headers");
    assert!(headers.contains("/legal/security.page.txt\n  Link: <https://acme.example/legal/security/>; rel=\"canonical\"\n"), "{headers}");
    let list = site.read("public/llms.txt");
    assert!(
        list.contains("- [Terms](https://acme.example/legal/terms.md)\n"),
        "{list}"
    );
    // The site's own file takes precedence.
    site.file("content/policies/.well-known/security.txt", "own\n");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    assert_eq!(site.read("public/.well-known/security.txt"), "own\n");
    assert!(!site.exists("public/host/security.txt"));
}

#[test]
fn the_theme_command_prints_built_in_templates() {
    let site = Site::small();
    site.file("themes/default/templates/404.html", "x\n");
    let shown = site.run(&["theme", "show", "404.html"]).clean();
    assert!(shown.stdout.contains("not_found"), "{}", shown.stdout);
    let listed = site.run(&["theme"]).clean().stdout;
    assert!(
        listed.contains("overridden by themes/default/templates/404.html"),
        "{listed}"
    );
    assert_eq!(site.run(&["theme", "show", "nothing.html"]).code, 2);
}
