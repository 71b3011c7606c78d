//! Markdown corner cases that the golden sites don't cover.

use std::time::Duration;

use crate::driver::Site;

const PRIVACY: &str = "content/policies/privacy.md";

/// The body of a page with this text.
#[track_caller]
fn body(text: &str) -> String {
    let site = Site::small();
    site.file(PRIVACY, &format!("---\ntitle: T\n---\n{text}"));
    site.build().clean();
    content(&site)
}

fn content(site: &Site) -> String {
    let page = site.read("public/privacy/index.html");
    let (_, rest) = page.split_once("<div class=\"content\">\n").unwrap();
    rest.split("</div>\n<footer class=\"page-footer\">")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn callouts() {
    assert_eq!(
        body("> [!CAUTION]\n> Text\n"),
        "<aside class=\"callout callout-caution\" role=\"note\">\n<p class=\"callout-title\">Caution</p>\n<p>Text</p>\n</aside>\n"
    );
    assert_eq!(
        body("> [!NOTE] A [link](terms.md) and `code`\n> Text\n> more\n"),
        "<aside class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\">A <a href=\"../terms/index.html\">link</a> and <code>code</code></p>\n\
         <p>Text\nmore</p>\n</aside>\n"
    );
    assert_eq!(
        body("> [!NOTE] Title\n>\n> Text\n\nAfter.\n"),
        "<aside class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\">Title</p>\n<p>Text</p>\n</aside>\n<p>After.</p>\n"
    );
    assert_eq!(
        body("> Not [!NOTE] a callout\n"),
        "<blockquote>\n<p>Not [!NOTE] a callout</p>\n</blockquote>\n"
    );
    assert_eq!(
        body("> [!OTHER] no kind\n"),
        "<blockquote>\n<p>[!OTHER] no kind</p>\n</blockquote>\n"
    );
}

#[test]
fn a_callout_in_a_list_and_a_list_in_a_callout() {
    let text = body("- Item\n\n  > [!TIP] Title\n  > - a\n  > - b\n");
    assert!(
        text.contains(
            "<p class=\"callout-title\">Title</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</aside>"
        ),
        "{text}"
    );
}

#[test]
fn what_contracts_are_full_of_stays() {
    assert_eq!(
        body("About $x$ and 2^3^, a*b*c.\n"),
        "<p>About $x$ and 2^3^, a<em>b</em>c.</p>\n"
    );
    assert_eq!(
        body("It costs $5 and $10, ~90 days, § 5(1)(a).\n"),
        "<p>It costs $5 and $10, ~90\u{a0}days, §\u{a0}5(1)(a).</p>\n"
    );
    assert_eq!(
        body("\"Quotes\" -- and... 'these'\n"),
        "<p>\"Quotes\" -- and... 'these'</p>\n"
    );
}

#[test]
fn footnotes_in_footnotes_and_in_headings() {
    let text = body("## Part[^a]\n\nText[^b].\n\n[^a]: A[^c].\n[^b]: B.\n[^c]: C[^a].\n");
    for id in [
        "fn.1",
        "fn.2",
        "fn.3",
        "fnref.1",
        "fnref.1.2",
        "fnref.2",
        "fnref.3",
    ] {
        assert_eq!(
            text.matches(&format!("id=\"{id}\"")).count(),
            1,
            "{id} in {text}"
        );
    }
    for link in text.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(text.contains(&format!("id=\"{id}\"")), "{id} in {text}");
    }
}

#[test]
fn ids_don_t_clash_with_those_of_footnotes_and_the_theme() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "# T\n\nText[^1].\n\n## fn-1\n\n## fnref-1\n\n## page.main\n\n[^1]: Note.\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "{page}");
}

#[test]
fn raw_html_is_made_safe() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"java&Tab;script:alert(1)\">x</a>",
        "<form action=\"https://x.example\"><input name=a></form>",
        "<style>* { color: red }</style>",
        "<link rel=stylesheet href=\"https://x.example/x.css\">",
        "<meta http-equiv=refresh content=\"0; url=https://x.example\">",
        "<base href=\"https://x.example/\">",
        "<object data=\"x.swf\"></object><embed src=\"x.swf\">",
        "<p style=\"background: url(javascript:alert(1))\">x</p>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
    ] {
        let site = Site::small();
        site.file(
            PRIVACY,
            &format!("---\ntitle: T\n---\nBefore.\n\n{text}\n\nInline {text} too.\n\nAfter.\n"),
        );
        // A missing image is an error; an unsafe link is a warning.
        let run = site.build();
        if run.code != 0 {
            assert!(text.contains("src=x"), "{}", run.text());
            continue;
        }
        let page = site.read("public/privacy/index.html");
        let (_, rest) = page.split_once("<div class=\"content\">").unwrap();
        let content = rest.to_lowercase();
        for bad in [
            "<script",
            "onerror",
            "onload",
            "<iframe",
            "javascript:",
            "<form",
            "<input",
            "<style",
            "style=",
            "<link",
            "<meta",
            "<base",
            "<object",
            "<embed",
            "srcdoc",
        ] {
            assert!(!content.contains(bad), "{text}: {bad} in {content}");
        }
        assert!(
            content.contains("<p>before.</p>") && content.contains("<p>after.</p>"),
            "{text}: {content}"
        );
    }
}

/// Pages have no scripts and no frames, so their fallback content is shown.
#[test]
fn fallbacks_are_shown_as_what_they_are() {
    let body = |text: &str| {
        let site = Site::small();
        site.file(PRIVACY, &format!("---\ntitle: T\n---\n{text}"));
        site.build();
        content(&site)
    };
    assert_eq!(
        body("<noscript>\n<p>Switch <b>on</b> scripts, or <a href=\"terms.md\">read</a>.</p>\n</noscript>\n").trim(),
        "<p>Switch <b>on</b> scripts, or <a href=\"../terms/index.html\">read</a>.</p>"
    );
    assert_eq!(
        body("Text <noscript>with <b onclick=\"a()\">this</b></noscript> more.\n"),
        "<p>Text with <b>this</b> more.</p>\n"
    );
    assert_eq!(
        body("<iframe src=\"https://x.example\"><script>a()</script><em>A film</em></iframe>\n")
            .trim(),
        "<em>A film</em>"
    );
}

#[test]
fn tags_that_are_not_closed_don_t_swallow_the_page() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n<div><b>\n\nText\n\n</p></div></div></main>\n\n<details>\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert_eq!(page.matches("</main>").count(), 1, "{page}");
    assert!(page.contains("<footer"), "{page}");
}

/// Even in slow debug builds, this is exceeded only if time grows quadratically.
const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn hostile_markdown_is_rendered_in_bounded_time() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let mut late = Vec::new();
    for (name, text) in [
        ("quotes", many("> ", 20_000)),
        ("brackets", many("[", 50_000)),
        ("links", many("[a](", 20_000)),
        ("emphasis", many("*a _b ", 20_000)),
        (
            "lists",
            (0..2_000)
                .map(|depth| format!("{}- a\n", "  ".repeat(depth % 500)))
                .collect(),
        ),
        ("html", many("<div>", 20_000)),
        ("brackets without end", many("<a/b=", 50_000)),
        ("quotes without end", many("<a b=\"<c d='", 50_000)),
        (
            "comments without end",
            many("<!-- <? <![CDATA[\n\n", 20_000),
        ),
        ("words in brackets", many("<a b> <Foo> <style>\n", 10_000)),
        ("html lines", many("<div>\n\n", 5_000)),
        (
            "footnotes",
            (0..5_000)
                .map(|n| format!("[^{n}]\n\n[^{n}]: x\n\n"))
                .collect(),
        ),
        ("headings", many("# a\n", 20_000)),
        (
            "table",
            format!(
                "|{}\n|{}\n|{}\n",
                many("a|", 5_000),
                many("-|", 5_000),
                many("b|", 5_000)
            ),
        ),
        ("braces", many("{", 100_001)),
        (
            "references",
            format!("{}\n\n[a]: terms.md\n", many("[a] ", 20_000)),
        ),
        ("callouts", many("> [!NOTE] x\n\n", 5_000)),
        ("entities", many("&amp;", 50_000)),
        (
            "ticks",
            (1..500).map(|n| format!("{} ", "`".repeat(n))).collect(),
        ),
    ] {
        let site = Site::small();
        site.file(PRIVACY, &format!("---\ntitle: T\n---\n{text}\n"));
        match site.build_for(LIMIT) {
            Some(run) => assert!(run.code == 0 || run.code == 1, "{name}: {}", run.text()),
            None => late.push(name),
        }
    }
    assert!(late.is_empty(), "no end in {LIMIT:?}: {late:?}");
}

#[test]
fn hostile_templates_end() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let mut late = Vec::new();
    for (name, text) in [
        ("parentheses", format!("{{{{ {}1{} }}}}", many("(", 5_000), many(")", 5_000))),
        ("filters", format!("{{{{ \"x\"{} }}}}", many(" | upper", 5_000))),
        ("blocks", format!("{}{}", many("{% if company %}", 5_000), many("{% endif %}", 5_000))),
        ("arrays", format!("{{{{ {}{} }}}}", many("[", 5_000), many("]", 5_000))),
        ("tags", many("{{ company.legal_name }} ", 20_000)),
        ("open tags", many("{{ ", 20_000)),
        ("unknown", many("{{ nothing }}\n\n", 2_000)),
        ("idle", "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}".to_owned()),
    ] {
        let site = Site::small();
        site.file(PRIVACY, &format!("---\ntitle: T\n---\n{text}\n"));
        match site.build_for(LIMIT) {
            Some(run) => assert!(run.code == 0 || run.code == 1, "{name}: {}", run.text()),
            None => late.push(name),
        }
    }
    assert!(late.is_empty(), "no end in {LIMIT:?}: {late:?}");
}

#[test]
fn long_names_in_tables_may_break_and_nothing_else() {
    let table = |cell: &str| body(&format!("| A |\n|---|\n| {cell} |\n"));
    for (cell, shown) in [
        (
            "`__Host-session_same_site_id`",
            "__Host-session<wbr>_same<wbr>_site<wbr>_id",
        ),
        ("`AnalyticsSyncHistory`", "Analytics<wbr>Sync<wbr>History"),
        (
            "<office@company.example>",
            // Email addresses are not split.
            "office@company.example",
        ),
        (
            "https://a.example/x//y?z=1&b.",
            "https://a<wbr>.example<wbr>/x<wbr>//y<wbr>?z<wbr>=1<wbr>&amp;b</a>.",
        ),
        (
            "{{ \"a_fact_with_a_long_name\" }}",
            "a<wbr>_fact<wbr>_with<wbr>_a<wbr>_long<wbr>_name",
        ),
        (
            "`_ga_session`, and/or a few short words",
            "_ga_session</code>, and/or a few short words",
        ),
        (
            "Donaudampfschifffahrtsgesellschaft",
            "Donaudampfschifffahrtsgesellschaft",
        ),
    ] {
        let text = table(cell);
        assert!(text.contains(&format!("{shown}<")), "{cell}: {text}");
    }
    let prose = body("`__Host-session_same_site_id` and <office@company.example>\n");
    assert!(!prose.contains("<wbr>"), "{prose}");
}

#[test]
fn links_that_show_their_address_say_so() {
    let shown = " class=\"url\">";
    for link in [
        "<https://a.example/b_c/d_e?f=1&g>",
        "[https://a.example/b_c/d_e](https://a.example/b_c/d_e)",
        "[www.a.example](https://www.a.example/)",
        "{{ \"https://a.example/*b*\" | link }}",
    ] {
        let text = body(link);
        assert!(text.contains(shown), "{link}: {text}");
    }
    for link in [
        "[a.example](https://b.example)",
        "[*https://a.example*](https://a.example)",
        "<office@a.example>",
        "[terms.md](terms.md)",
        "[](https://a.example)",
    ] {
        let text = body(link);
        assert!(!text.contains(shown), "{link}: {text}");
    }
}

#[test]
fn bare_addresses_are_links() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [markdown, text]\n");
    site.file(
        "content/facts/more.yaml",
        "security_txt: {contact: s@acme.example, expires: 2027-01-01}\n",
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\nextra: {site: 'https://acme.example/a_b?c=1&d=2#e (f)'}\n---\n## Write to a@acme.example {#write}\n\n\
         See https://acme.example/a_b_c?d=1&e=2, (www.acme.example/x) or “privacy@acme.example”.\n\n\
         **https://acme.example/bold** and _a_ www.acme.example.\n\n\
         {{ extra.site }} {{ security_txt.contact[0] }}\n\n\
         | a@acme.example |\n|---|\n| https://acme.example |\n\n\
         None: `https://acme.example/code`, [a@acme.example](https://acme.example/own), <kbd>b@acme.example</kbd>,\n\
         <a href=\"https://acme.example/html\">www.acme.example</a>, ![c@acme.example](logo.png), git@acme.example:a/b.git\n\n\
         ```\nhttps://acme.example/block\n```\n",
    );
    site.bytes("content/policies/logo.png", b"\x89PNG");
    site.build().clean();
    let formats = ["privacy.md", "privacy.txt"].map(|file| site.read(&format!("public/{file}")));
    crate::snapshot::compare(
        "bare-addresses",
        &[content(&site), formats.join("=====\n")].join("=====\n"),
    );
}
