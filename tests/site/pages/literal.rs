//! Facts print literally, wherever they are.

use crate::driver::Site;

/// Text with a special meaning in YAML, the template engine, Markdown or HTML.
const NASTY: &[&str] = &[
    "A*B|C <D> {{ e }}",
    "A*B*|C <D>&lt; {{ e }} {% f %} `g` [x](y) _h_ **i** ~~j~~ \"k\" 'l' \\m &amp; !",
    "# x",
    "1. x",
    "1) x",
    "- x",
    "+ x",
    "> x",
    ": x",
    "===",
    "---",
    "| a | b |",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "[^1]: x",
    "[x]: y",
    "{#id}",
    "x {#id .class}",
    "```",
    "    x",
    "a\nb\n\n# c",
    "[!NOTE] x",
    "x\\",
    "$a$ ^b^ ~c~",
    "http://acme.example/?a=1&b=2",
    "Yahoo!",
    "&copy;",
    "</p>",
];

fn yaml(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// The text as HTML shows it, with white space folded.
fn html(text: &str) -> String {
    let folded: Vec<&str> = text.split_whitespace().collect();
    let text = folded.join(" ");
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// HTML with unescaped quotes, without marks where long words may break, and without the links that
/// are made from bare addresses.
fn plain(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(start) = html.find("<a href=\"http://acme.example/") {
        let end = start + html[start..].find('>').unwrap();
        let close = end + html[end..].find("</a>").unwrap();
        html.replace_range(close..close + "</a>".len(), "");
        html.replace_range(start..=end, "");
    }
    html.replace("<wbr>", "")
        .replace('\u{a0}', " ")
        .replace("<th scope=\"row\">", "<td>")
        .replace("</th>", "</td>")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
}

/// Readers see several spaces as one, even if a fact begins with some.
fn spaces_folded(html: &str) -> String {
    let words: Vec<&str> = html.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The text between two texts on a page.
#[track_caller]
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in:\n{page}"));
    rest.split_once(after)
        .unwrap_or_else(|| panic!("no {after} behind {before} in:\n{page}"))
        .0
}

const BODY: &str = "\
First {{ company.legal_name }} last.

{{ company.legal_name }}

- Item {{ company.legal_name }}
- {{ company.legal_name }}

| Name | Note |
|---|---|
| {{ company.legal_name }} | cell {{ company.legal_name }} |

## Part {{ company.legal_name }}

[Link {{ company.legal_name }}](terms.md)

**Strong {{ company.legal_name }}**

<code>code {{ company.legal_name }}</code>

    indented {{ company.legal_name }}

Term {{ company.legal_name }}
: Definition {{ company.legal_name }}

> [!NOTE] Callout {{ company.legal_name }}
> Text {{ company.legal_name }}

![image {{ company.legal_name }}](logo.png \"hint {{ company.legal_name }}\")

<span title=\"inline {{ company.legal_name }}\">in span {{ company.legal_name }}</span>

<div title=\"block {{ company.legal_name }}\">
in div {{ company.legal_name }}
</div>

Note.[^1]

## Second

[^1]: Footnote {{ company.legal_name }}
";

#[test]
fn facts_print_literally() {
    for name in NASTY {
        let site = Site::new();
        site.file(
            "content/facts/company.yaml",
            &format!("company:\n  legal_name: {}\n", yaml(name)),
        )
        .file(
            "content/policies/privacy.md",
            &format!("# Privacy at {{{{ company.legal_name }}}}\n\n{BODY}"),
        )
        .file("content/policies/terms.md", "# Terms\n\nText.\n")
        .bytes("content/policies/logo.png", b"\x89PNG");
        site.build().clean();
        let page = spaces_folded(&plain(&site.read("public/privacy/index.html")));
        let want = html(name);
        let (_, text) = page.split_once("<div class=\"content\">").unwrap();
        for (before, after) in [
            ("<p>First ", " last.</p>"),
            ("last.</p>\n<p>", "</p>"),
            ("<li>Item ", "</li>"),
            ("</li>\n<li>", "</li>"),
            ("<tr><td>", "</td><td>"),
            ("<td>cell ", "</td>"),
            ("<a href=\"../terms/index.html\">Link ", "</a>"),
            ("<strong>Strong ", "</strong>"),
            ("<code>code ", "</code>"),
            ("<pre><code>indented ", "\n</code></pre>"),
            ("<dt>Term ", "</dt>"),
            ("<dd>Definition ", "</dd>"),
            ("<p class=\"callout-title\">Callout ", "</p>"),
            ("<p>Text ", "</p>"),
            ("alt=\"image ", "\" title=\"hint "),
            ("\" title=\"hint ", "\">"),
            ("<span title=\"inline ", "\">in span"),
            (">in span ", "</span>"),
            ("<div title=\"block ", "\">\nin div"),
            (">\nin div ", "\n</div>"),
            ("<li id=\"fn.1\"><p>Footnote ", " <a"),
            ("<title>Privacy at ", " · Legal</title>"),
            ("<h1>Privacy at ", "</h1>"),
        ] {
            assert_eq!(
                between(
                    if before == "</li>\n<li>" { text } else { &page },
                    before,
                    after
                ),
                want,
                "{name:?} behind {before:?} in:\n{page}"
            );
        }
        let heading = between(&page, "<h2 id=\"", "</h2>");
        assert_eq!(heading.split_once("Part ").unwrap().1, want, "{name:?}");
        let toc = between(&page, "<nav class=\"toc\"", "</nav>");
        assert_eq!(between(toc, "<span>Part ", "</span>"), want, "{name:?}");
        let hub = spaces_folded(&plain(&site.read("public/index.html")));
        assert_eq!(
            between(&hub, "<a href=\"privacy/index.html\">Privacy at ", "</a>"),
            want,
            "{name:?}"
        );
    }
}

#[test]
fn facts_print_literally_in_standard_clauses() {
    for name in NASTY {
        let name = name.trim();
        let site = Site::new();
        let facts = format!(
            "company: {{legal_name: {0}, address: {{street: {0}, city: B, country: DE}}}}\nservice: {{name: {0}}}\n\
             contact: a@acme.example\nretention: [{{data: {0}, period: P1Y}}]\n\
             subprocessors: [{{legal_name: {0}, purpose: mail, services: [{0}, b], locations: DE}}]\n",
            yaml(name)
        );
        site.file("content/facts/all.yaml", &facts).file(
            "content/policies/privacy.md",
            "# Privacy\n\n{{ <controller /> }}\n\n{{ <retention_table /> }}\n\n{{ <subprocessors_table /> }}\n\n{{ <contact_privacy /> }}\n",
        );
        site.build().clean();
        let page = plain(&site.read("public/privacy/index.html"));
        let want = html(name);
        let rows: Vec<&str> = page.split("<tr><td>").skip(1).collect();
        assert_eq!(rows.len(), 2, "{page}");
        for row in &rows {
            let cell = row.split("</td>").next().unwrap();
            // Rows of subprocessors begin with their anchor.
            let (_, cell) = cell.split_once("\"></span>").unwrap_or(("", cell));
            assert_eq!(cell, want, "{page}");
        }
        assert!(rows[1].contains(&format!(">{want} and b</td>")), "{page}");
        assert!(
            page.contains(&format!("{want}, {want}, B, Germany")),
            "{page}"
        );
    }
}

#[test]
fn parameters_titles_and_data_print_literally() {
    for name in NASTY {
        // Tags in titles are errors.
        let name = ["{{", "}}", "{%", "%}"]
            .iter()
            .fold((*name).to_owned(), |name, tag| name.replace(tag, "~"));
        let name = name.trim();
        let site = Site::new();
        let text = format!(
            "---\ntitle: {0}\nsummary: {0}\nversion: {0}\nextra: {{a: {0}}}\n---\n{{{{ policy.title }}}}\n\n{{{{ extra.a }}}}\n\n{{{{ <echo text={1} /> }}}}\n",
            yaml(name),
            // A string of the template engine.
            if name.contains(['"', '\\']) {
                "extra.a".to_owned()
            } else {
                format!("\"{}\"", name.replace('\n', " "))
            },
        );
        let text = text.replace("text=extra.a", "text={extra.a}");
        site.file("policygen.yaml", &format!("title: {}\n", yaml(name)))
            .file(
                "content/clauses/echo.md",
                "---\nsummary: x\nparams: {text: {type: string}}\n---\nEcho {{ text }}\n",
            )
            .file("content/policies/privacy.md", &text);
        let run = site.build();
        assert_eq!(run.code, 0, "{}", run.text());
        let page = plain(&site.read("public/privacy/index.html"));
        let folded = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let want = html(name);
        for text in [
            format!("<title>{want} · {want}</title>"),
            format!("<h1>{want}</h1>"),
            format!("<p class=\"summary\">{want}</p>"),
            format!("<meta name=\"description\" content=\"{want}\">"),
            format!("<li>Version {want}</li>"),
            format!("<p>{want}</p> <p>{want}</p> <p>Echo {want}</p>"),
        ] {
            assert!(
                folded.contains(&text),
                "{name:?}: {text} is not in:\n{folded}"
            );
        }
    }
}

#[test]
fn a_fact_in_front_of_a_link_leaves_it_a_link() {
    let site = Site::new();
    site.file(
        "content/facts/company.yaml",
        "company:\n  legal_name: Yahoo!\n",
    )
    .file(
        "content/policies/privacy.md",
        "# Privacy\n\n{{ company.legal_name }}[see](#privacy-at)\n\n## Privacy at\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("<p>Yahoo!<a href=\"#privacy-at\">see</a></p>"),
        "{page}"
    );
}

#[test]
fn numbers_at_the_start_of_a_line_are_no_lists() {
    let site = Site::new();
    site.file("content/facts/children.yaml", "children:\n  min_age: 16\n")
        .file(
            "content/policies/privacy.md",
            "# Privacy\n\nThe youngest age is\n{{ children.min_age }}. And so on.\n",
        );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("<p>The youngest age is\n16. And so on.</p>"),
        "{page}"
    );
}
