//! Files for programs, and for sites that embed pages.

use serde_json::Value;

use crate::driver::{Site, faulty};

fn site() -> Site {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "title: Acme <legal>\nbase_url: https://acme.example/legal/\nwell_known: .well-known\ntwins: [markdown, text, json]\n",
    )
    .file(
        "content/facts/more.yaml",
        concat!(
            "security_txt: {contact: [security@acme.example, 'https://acme.example/report'], expires: 2027-01-01, policy: /legal/vdp/}\n",
            "gpc: {honored: true, last_update: 2026-05-01}\n",
            "data_categories: [{id: logs, label: 'Logs, \"raw\"'}]\n",
            "subprocessors:\n",
            "  - {legal_name: 'Host, Inc.', purpose: hosting, locations: [DE, US], data_categories: logs, transfer_mechanism: scc}\n",
            "  - {legal_name: Soon SE, purpose: mail, effective_on: 2026-07-01}\n",
            "  - {legal_name: Gone AG, purpose: mail, removed_on: 2026-05-01}\n",
        ),
    )
    .file(
        "content/policies/privacy.md",
        concat!(
            "---\ntitle: Privacy policy\nversion: '2.0'\nupdated: 2026-05-23\nhistory:\n",
            "  - {version: '1.0', date: 2026-01-01, summary: First.}\n",
            "  - {version: '2.0', date: 2026-05-23, summary: 'Logs are [kept](#data) for *less* time.'}\n---\n",
            "## Data {#data}\n\n{{ company.legal_name }} has {{ subprocessors | length }} subprocessors.\n",
        ),
    );
    site
}

#[test]
fn files_for_programs() {
    let site = site();
    site.build().clean();
    for file in [
        ".well-known/security.txt",
        ".well-known/gpc.json",
        "data/subprocessors.csv",
        "data/subprocessors.json",
        "feed.xml",
        "policies.json",
        "robots.txt",
        "privacy.json",
    ] {
        let name = format!("machines-{}", file.replace(['/', '.'], "-"));
        crate::snapshot::compare(&name, &site.read(&format!("public/{file}")));
    }
    // The digest in the list matches that of the page.
    let policies: Value = serde_json::from_str(&site.read("public/policies.json")).unwrap();
    let data: Value = serde_json::from_str(&site.read("public/privacy.json")).unwrap();
    assert_eq!(policies["policies"][0]["digest"], data["digest"]);
    let page = site.read("public/privacy/index.html");
    let digest = data["digest"].as_str().unwrap();
    assert!(page.contains(&digest[..19]), "{page}");
}

#[test]
fn a_change_may_begin_with_a_date() {
    let site = site();
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\nversion: '1'\nhistory: [{version: '1', date: 2026-01-01, summary: '1. January: new address'}]\n---\nText.\n",
    );
    site.build().clean();
    let page = site.read("public/terms/index.html");
    assert!(page.contains("1. January: new address"), "{page}");
}

#[test]
fn json_ld_is_json_that_can_not_end_its_element() {
    let site = site();
    site.file(
        "content/policies/terms.md",
        "---\ntitle: </script><b>\n---\nText.\n",
    );
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    let page = site.read("public/terms/index.html");
    let (_, rest) = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let json: Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["name"], "</script><b>");
    assert_eq!(json["isPartOf"]["name"], "Acme <legal>");
}

#[test]
fn facts_that_no_page_speaks_of_are_in_no_data() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [json]\n").file(
        "content/facts/inner.yaml",
        "service: {name: Secret project}\n",
    );
    site.build().clean();
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Secret project"), "{path}");
    }
    assert!(site.read("public/privacy.json").contains("Acme GmbH"));
    assert!(!site.read("public/terms.json").contains("Acme GmbH"));
}

#[test]
fn twins_are_a_choice() {
    let site = Site::small();
    let twins =
        || ["md", "txt", "json"].map(|ending| site.exists(&format!("public/privacy.{ending}")));
    site.remove("policygen.yaml").build().clean();
    assert_eq!(twins(), [true, true, true]);
    site.file("policygen.yaml", "twins: [text]\n");
    site.build().clean();
    assert_eq!(twins(), [false, true, false]);
    site.file("policygen.yaml", "twins: []\n");
    site.build().clean();
    assert_eq!(twins(), [false, false, false]);
}

#[test]
fn text_before_the_first_section_is_in_the_data() {
    let site = Site::small();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\nsummary: In short.\n---\n# Privacy\n\nBefore *it all*.\n\n- One\n- Two\n\n## Data\n\nLittle.\n\n### More\n\n## Rights\n\nAll.\n",
    )
    .file("content/policies/terms.md", "---\ntitle: Terms\n---\nNothing but `this`.\n");
    site.file("policygen.yaml", "twins: [json]\n");
    site.build().clean();
    let data = |page: &str| -> Value {
        serde_json::from_str(&site.read(&format!("public/{page}.json"))).unwrap()
    };
    let privacy = data("privacy");
    assert_eq!(privacy["preamble"], "Before it all.\nOne\nTwo");
    let texts: Vec<&str> = privacy["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["Little.", "", "All."]);
    assert_eq!(data("terms")["preamble"], "Nothing but this.");
}

#[test]
fn plain_text_of_nested_blocks() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text]\n").file(
        "content/policies/privacy.md",
        concat!(
            "---\ntitle: T\n---\n99. Nine\n100. Ten,  <b>of</b>\n     two lines\n\n     > Quoted\n     >\n     > - a\\\n     >   b\n",
            "     >\n     >   | A | B |\n     >   |---|---|\n     >   | [x](https://x.example) | |\n\n",
            "Grüße, die länger sind als eine Zeile, werden gebrochen, wo sie gebrochen werden können.\n",
        ),
    );
    site.build().clean();
    crate::snapshot::compare("plain-text", &site.read("public/privacy.txt"));
}

#[test]
fn headers_on_request() {
    let site = Site::small();
    site.file("policygen.yaml", "headers: true\n");
    site.build().clean();
    let headers = site.read("public/_headers");
    crate::snapshot::compare("machines-headers", &headers);
    assert_eq!(policy_of_header(&site), policy_of(&site, "404.html"));
}

/// The Content Security Policy that a page states.
fn policy_of(site: &Site, file: &str) -> String {
    let page = site.read(&format!("public/{file}"));
    let (_, rest) = page
        .split_once("Content-Security-Policy\" content=\"")
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// The policy in `_headers`, except for the parts that only a header can have.
fn policy_of_header(site: &Site) -> String {
    let headers = site.read("public/_headers");
    let (_, rest) = headers.split_once("Content-Security-Policy: ").unwrap();
    let (policy, _) = rest.split_once("; frame-ancestors 'none'\n").unwrap();
    policy.to_owned()
}

#[test]
fn the_content_security_policy_allows_what_a_theme_ships() {
    let site = Site::small();
    site.file("policygen.yaml", "headers: true\nbrand: {logo: logo.svg}\n")
        .file("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file(
            "themes/default/templates/page-head.html",
            "<style>h1 { color: teal }</style>\n",
        )
        .bytes("themes/default/assets/fonts/serif.woff2", b"wOF2");
    site.build().clean();
    let policy = policy_of(&site, "privacy/index.html");
    assert_eq!(
        policy,
        concat!(
            "default-src 'none'; ",
            // printf 'h1 { color: teal }' | openssl dgst -sha256 -binary | base64, and that of 404.html.
            "style-src 'self' 'sha256-8wo3ReuS6Uzd13lL+QDexePtivWtiwoS/8W1+K3ZmJo=' 'sha256-YNe9ggK1ulIKKLsIbthEDFgkWPa2nAEECsaX2UiG9VY='; ",
            "img-src 'self'; font-src 'self'; ",
            "connect-src 'self'; base-uri 'none'; form-action 'none'",
        )
    );
    for file in ["index.html", "404.html"] {
        assert_eq!(policy_of(&site, file), policy, "{file}");
    }
    assert_eq!(policy_of_header(&site), policy);

    // Without inline styles there are no hashes.
    site.file("policygen.yaml", "headers: true\ntheme: plain\n");
    site.build().clean();
    assert!(policy_of_header(&site).contains("style-src 'self'; img-src"));
    assert_eq!(policy_of_header(&site), policy_of(&site, "index.html"));
}

#[test]
fn a_robots_txt_of_the_site_s_own_is_kept() {
    let site = Site::small();
    site.file(
        "content/policies/robots.txt",
        "User-agent: *\nDisallow: /\n",
    );
    site.build().clean();
    assert!(site.read("public/robots.txt").contains("Disallow"));
}

#[test]
fn files_in_the_way_of_twins() {
    faulty(
        "twin-in-the-way",
        &[
            ("policygen.yaml", "twins: [text, json]\npublish: ['*']\n"),
            ("content/policies/terms.txt", "A file."),
            ("content/policies/policies.md", "# Policies\n"),
        ],
    );
}

#[test]
fn fragments() {
    let site = Site::small();
    site.run(&["build", "--fragment"]).clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.starts_with("<article"), "{page}");
    assert!(page.contains("Acme GmbH keeps little."));
    assert!(!page.contains("<head"));
    for file in ["index.html", "404.html", "assets/policygen.css"] {
        assert!(!site.exists(&format!("public/{file}")), "{file}");
    }
    // A build of whole pages differs.
    site.build().clean();
    assert!(site.exists("public/index.html"));
}

#[test]
fn a_company_s_own_looks() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        concat!(
            "brand:\n  logo: brand/Logo.SVG\n  accent: '#0a5bd3'\n  accent_dark: '#7fb2ff'\n",
            "  font: '\"Source Serif\", Georgia, serif'\n",
        ),
    )
    .file(
        "brand/Logo.SVG",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    site.build().clean();
    let css = site.read("public/assets/policygen.css");
    assert!(
        css.ends_with(concat!(
            ":root{--font-text:\"Source Serif\", Georgia, serif;}\n",
            "@media screen and (not (prefers-color-scheme:dark)){:root{--accent:#0a5bd3}}\n",
            "@media screen and (prefers-color-scheme:dark){:root{--accent:#7fb2ff}}\n",
        )),
        "{css}"
    );
    assert!(site.exists("public/assets/logo.svg"));
    assert!(
        site.read("public/privacy/index.html")
            .contains("../assets/logo.svg")
    );
}

#[test]
fn looks_that_can_not_be_used() {
    faulty(
        "brand",
        &[(
            "policygen.yaml",
            concat!(
                "brand:\n  logo: brand/logo.exe\n  accent: '#8899aa'\n  accent_dark: blue\n",
                "  font: 'x; } body { display: none'\n  colour: '#fff'\n",
            ),
        )],
    );
    faulty(
        "brand-logo",
        &[("policygen.yaml", "brand: {logo: brand/logo.png}\n")],
    );
}

#[test]
fn plain_text_keeps_what_formatting_means() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text, json]\n");
    site.file(
        "content/policies/terms.md",
        "---\ntitle: T\n---\nThe fee is ~~EUR 10~~ EUR 12 for 10<sup>6</sup> calls of H<sub>2</sub>O, x<sup>a b</sup>.\n\n\
         <ins>New</ins> and <del>old</del>.\n\n\
         <ol start=\"7\"><li>seven</li><li>eight</li></ol>\n\n\
         <ol type=\"a\"><li>one<ul><li>in</li></ul></li><li value=\"28\">two</li></ol>\n\n\
         <ol type=\"I\" start=\"4\" reversed><li>four</li><li>three</li></ol>\n\n\
         | Item | What |\n|---|---|\n| Support | by mail<br>by phone |\n| Data | <ul><li>name</li><li>mail</li></ul> |\n\n\
         - [ ] I withdraw\n- [x] I keep\n\n\
         Term\n: Meaning\n: More\n\n\
         <dl><dt>Word</dt><dd>Sense</dd><dt>Other</dt><dd>Two<p>parts</p></dd></dl>\n\n\
         3. three\n\n   - in\n\n4. four\n",
    );
    site.build().clean();
    crate::snapshot::compare("alternates_meaning", &site.read("public/terms.txt"));
    let data: serde_json::Value = serde_json::from_str(&site.read("public/terms.json")).unwrap();
    crate::snapshot::compare(
        "alternates_meaning_data",
        data["preamble"].as_str().unwrap(),
    );
    let json = site.read("public/terms.json");
    assert!(
        json.contains("[deleted: EUR 10] EUR 12 for 10^6 calls"),
        "{json}"
    );
    let page = site.read("public/terms/index.html");
    assert!(page.contains("<li>☐ I withdraw</li>"), "{page}");
}

#[test]
fn cells_that_spreadsheets_would_run_are_text() {
    let site = Site::with(&[
        (
            "content/facts/list.yaml",
            "subprocessors:\n- {legal_name: \"=cmd|'/C calc'!A0\", purpose: '+1', services: ['@SUM(A1)', b], locations: [FR]}\n\
         - {legal_name: '-2+3', purpose: \"a = b\", locations: [DE]}\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\n---\nText.\n",
        ),
    ]);
    site.build();
    crate::snapshot::compare("csv-formulas", &site.read("public/data/subprocessors.csv"));
    // Programs read the JSON, where nothing is executed.
    let json = site.read("public/data/subprocessors.json");
    assert!(json.contains("\"=cmd|'/C calc'!A0\""), "{json}");
}

#[test]
fn a_security_txt_that_has_expired() {
    let files = [
        (
            "content/facts/security.yaml",
            "company: Acme Inc.\nsecurity_txt: {contact: s@acme.example, expires: 2026-01-01, policy: /legal/security/}\n",
        ),
        (
            "policygen.yaml",
            "base_url: https://acme.example/legal/\nwell_known: .well-known\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\n---\nText.\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\nText.\n",
        ),
    ];
    let site = Site::with(&files);
    site.build().snapshot("expired-security-txt");
    let check = || site.run(&["check", "--select", "SEC851"]);
    check().snapshot("expired-security-txt-check");
    site.file(files[0].0, &files[0].1.replace("2026-01-01", "2026-12-01"));
    check().snapshot("security-txt-without-policy");
    site.build().clean();
}

#[test]
fn rows_keep_their_columns_below_cells_that_span() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text, json]\n");
    site.file(
        "content/policies/terms.md",
        "---\ntitle: T\n---\n<table>\n  <tr>\n    <td></td>\n    <th>EU</th>\n    <th>Days</th>\n  </tr>\n\
         <tr><td rowspan=\"2\"><p>Logs</p></td><td>Paris<br>Rome</td><td>14</td></tr>\n\
         <tr><td>US</td><td rowspan=2>30</td></tr>\n<tr><td colspan=\"2\">Both</td></tr>\n\
         <tbody><tr><td>end</td><td>of group</td></tr></tbody>\n</table>\n\n\
         <ol reversed><li>three</li><li>two<ol><li>in</li></ol></li><li>one</li></ol>\n",
    );
    site.build().clean();
    let text = site.read("public/terms.txt");
    for line in [
        "\n| EU | Days\n",
        "\nLogs | Paris; Rome | 14\n",
        "\nLogs | US | 30\n",
        "\nBoth | | 30\n",
        "\nend | of group\n",
        "\n3. three\n2. two\n   1. in\n1. one\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let data: serde_json::Value = serde_json::from_str(&site.read("public/terms.json")).unwrap();
    let preamble = data["preamble"].as_str().unwrap();
    assert!(
        preamble.contains("Logs | US | 30\nBoth | | 30\n"),
        "{preamble}"
    );
    assert!(
        preamble.contains("3. three\n2. two\n1. in\n1. one"),
        "{preamble}"
    );
}

#[test]
fn spans_of_any_size_add_little() {
    let rows = "<tr><td>x</td></tr>".repeat(2000);
    let cell = format!(
        "<td rowspan=\"65000\" colspan=\"1000\">{}</td>",
        "y".repeat(150)
    );
    let text = format!(
        "---\ntitle: T\n---\n<table><tr>{}</tr>{rows}</table>\n",
        cell.repeat(90)
    );
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text]\n");
    site.file("content/policies/terms.md", &text);
    site.build().clean();
    assert!(site.read("public/terms.txt").len() < 1024 * 1024);
}

#[test]
fn notes_in_data_have_their_numbers() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [text, json]\n");
    site.file(
        "content/policies/terms.md",
        "---\ntitle: T\n---\nText[^b].\n\n[^a]: Of a.\n\n## One\n\nMore[^a], and[^c].\n\n[^c]: Of c.\n\n    More of c.\n\n## Two\n\nEnd.\n\n[^b]: Of b.\n",
    );
    site.build().clean();
    let data: serde_json::Value = serde_json::from_str(&site.read("public/terms.json")).unwrap();
    assert_eq!(data["preamble"], "Text[1].\n[2] Of a.");
    assert_eq!(
        data["sections"][0]["text"],
        "More[2], and[3].\n[3] Of c.\nMore of c."
    );
    assert_eq!(data["sections"][1]["text"], "End.\n[1] Of b.");
}

/// The Markdown of a policy with this text, on a site with a second policy.
fn twin(path: &str, head: &str, text: &str) -> String {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "base_url: https://acme.example/\ntwins: [markdown]\n",
    )
    .file(path, &format!("---\ntitle: Links\n{head}---\n{text}"))
    .file("content/policies/links/form.pdf", "%PDF-1.7\n")
    .file("content/policies/links/seal.png", "PNG\n");
    let run = site.build();
    assert!(run.code == 0 && run.faults() == 0, "{}", run.text());
    let address = match head.strip_prefix("slug: ") {
        Some(slug) => slug.trim(),
        None => "links",
    };
    let twin = site.read(&format!("public/{address}.md"));
    twin.split_once("# Links\n\n").unwrap().1.to_owned()
}

#[test]
fn collapsed_references_in_the_markdown_format() {
    let text = "See [our terms][] and ![the seal][], [form] [] and [terms][our terms][].\n\n\
         [our terms]: ../terms.md\n[the seal]: seal.png\n[form]: form.pdf\n";
    let twin = twin("content/policies/links/index.md", "", text);
    let line = twin.lines().next().unwrap();
    assert_eq!(
        line,
        "See [our terms](https://acme.example/terms/) and ![the seal](https://acme.example/links/seal.png), \
         [form](https://acme.example/links/form.pdf) [] and [terms](https://acme.example/terms/)[]."
    );
}

#[test]
fn links_in_html_in_the_markdown_format() {
    for (path, head, beside) in [
        ("content/policies/links/index.md", "", ""),
        ("content/policies/links.md", "slug: legal/paper\n", "links/"),
    ] {
        let terms = if beside.is_empty() {
            "../terms.md"
        } else {
            "terms.md"
        };
        let text = format!(
            "<p>The <a href=\"{beside}form.pdf\">form</a>, <a href=\"{terms}#liability\">terms</a>.</p>\n\n\
             Or <a href=\"{beside}form.pdf\">this</a> or <a href=\"#\">that</a>.\n\n\
             <img src=\"{beside}seal.png\" alt=\"Seal\">\n"
        );
        let twin = twin(path, head, &text);
        for part in [
            "<a href=\"https://acme.example/links/form.pdf\">form</a>",
            "<a href=\"https://acme.example/terms/#liability\">terms</a>",
            "<a href=\"https://acme.example/links/form.pdf\">this</a>",
            "<img src=\"https://acme.example/links/seal.png\" alt=\"Seal\">",
        ] {
            assert!(twin.contains(part), "{part}\n{twin}");
        }
    }
}

#[test]
fn comments_between_lists_in_the_markdown_format() {
    let path = "content/policies/links.md";
    for (text, expected) in [
        (
            "1. a\n2. b\n\n<!-- x -->\n\n1. c\n",
            "1. a\n2. b\n\n<!-- -->\n\n1. c\n",
        ),
        ("- a\n\n<!-- -->\n\n- c\n", "- a\n\n<!-- -->\n\n- c\n"),
        (
            "- a\n\n<!-- x -->\n\n    code\n",
            "- a\n\n<!-- -->\n\n    code\n",
        ),
        (
            "> - a\n>\n> <!-- x -->\n>\n> - b\n",
            "> - a\n>\n> <!-- -->\n>\n> - b\n",
        ),
    ] {
        assert_eq!(twin(path, "", text), expected);
    }
    // Other comments may be internal.
    for text in [
        "- a\n\n<!-- x -->\n\nText.\n",
        "Text.\n\n<!-- x -->\n\n- a\n",
    ] {
        assert!(!twin(path, "", text).contains("<!--"), "{text}");
    }
}
