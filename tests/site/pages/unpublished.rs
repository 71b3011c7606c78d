//! Text and markup that a page can't show as written are reported.

use crate::driver::{Site, faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";

/// The body of a page with this text, and the build's messages about it.
#[track_caller]
fn built(name: &str, text: &str) -> String {
    let text = format!("---\ntitle: T\n---\n{text}");
    let site = warned(name, &[(PRIVACY, &text)]);
    body(&site)
}

#[track_caller]
fn body(site: &Site) -> String {
    let page = site.read("public/privacy/index.html");
    let (_, rest) = page.split_once("<div class=\"content\">\n").unwrap();
    let (body, _) = rest
        .split_once("</div>\n<footer class=\"page-footer\">")
        .unwrap();
    body.to_owned()
}

#[test]
fn cells_beyond_the_head_are_reported() {
    let body = built(
        "text_cells",
        "| Item | Fee |\n|---|---|\n| `a|b` | EUR 5 |\n| Support | EUR 7 | plus VAT |\n| `a\\|b` | 1 |\n| x |\n| y | 2 | |\n\n\
         > a | b\n> --|--\n> c | d | e \\| f | **g** |\n> h | i\n",
    );
    assert!(body.contains("<td>EUR\u{a0}7</td></tr>"), "{body}");
}

#[test]
fn cells_of_a_clause_are_reported_there() {
    let site = Site::small();
    site.file(
        "content/clauses/fees.md",
        "---\nsummary: Fees\n---\n| a | b |\n|---|---|\n| 1 | 2 | three |\n",
    );
    site.file(PRIVACY, "---\ntitle: T\n---\n{{ <fees /> }}\n");
    site.build().snapshot("text_cells_in_clause");
}

#[test]
fn words_in_angle_brackets_are_printed() {
    let body = built(
        "text_angle_brackets",
        "Between <Company Name> and **<Data Protection Officer>**, on <insert\ndate>.\n\n\
         <Section Title> is **bold**.\n\n\
         <Note>\ntext [x](terms.md)\n</Note>\n\n\
         <SubTable/>\n\n\
         | a <b and c> d |\n|---|\n| <Your Email>, <Address> |\n\n\
         <div>\n<Your Name> and <em>more</em>\n</div>\n\n\
         ## Of <Company>\n\n\
         <style>\nnever closed\n",
    );
    for expected in [
        "<p>Between &lt;Company Name&gt; and <strong>&lt;Data Protection Officer&gt;</strong>, on &lt;insert\ndate&gt;.</p>",
        "<p>&lt;Section Title&gt; is <strong>bold</strong>.</p>",
        "<p>&lt;Note&gt;\ntext <a href=\"../terms/index.html\">x</a>\n&lt;/Note&gt;</p>",
        "<p>&lt;SubTable/&gt;</p>",
        "a &lt;b and c&gt; d</th>",
        "<td>&lt;Your Email&gt;, &lt;Address&gt;</td>",
        "<div>\n&lt;Your Name&gt; and <em>more</em>\n</div>",
        "Of &lt;Company&gt;</h2> <a class=\"permalink\"",
        "<p>&lt;style&gt;\nnever closed</p>",
    ] {
        assert!(body.contains(expected), "{expected} in {body}");
    }
}

/// HTML, code, links and escaped text don't count as words in brackets.
#[test]
fn html_and_code_are_no_words_in_angle_brackets() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n`<Code Name>` \\<Foo> a < b, c <d or e> f, 5 <6.\n\n\
         ```\n<Foo Bar>\n```\n\n\
         [a](<terms.md>) <https://a.example/b> <a@b.example>\n\n\
         <!-- <Foo Bar> -->\n\n\
         <p title=\"<Foo Bar>\" class=x data-y hidden=\"\">a<br/>b</p>\n\n\
         <address>Street 1</address>\n\n\
         [b]: <terms.md>\n\n[See][b].\n"
            .replace(" hidden=\"\"", "")
            .replace("c <d or e> f, ", "")
            .as_str(),
    );
    site.build().clean();
    let body = body(&site);
    for expected in [
        "<code>&lt;Code Name&gt;</code> &lt;Foo&gt; a &lt; b, 5 &lt;6.",
        "<pre><code>&lt;Foo Bar&gt;\n</code></pre>",
        "<p title=\"&lt;Foo Bar&gt;\" class=\"x\">a<br>b</p>",
        "<address>Street 1</address>",
        ">See</a>.",
    ] {
        assert!(body.contains(expected), "{expected} in {body}");
    }
}

#[test]
fn the_alternate_formats_have_the_words_in_angle_brackets() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [markdown, text]\n");
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\nBetween <Company Name> and <div class=x>us <video src=x>here</video> <nobr>now</nobr>.\n",
    );
    site.build();
    let text = site.read("public/privacy.txt");
    assert!(
        text.contains("Between <Company Name> and us here now."),
        "{text}"
    );
    let markdown = site.read("public/privacy.md");
    assert!(
        markdown.contains("Between \\<Company Name> and  us here now."),
        "{markdown}"
    );
}

#[test]
fn elements_and_attributes_that_pages_don_t_have_are_reported() {
    let body = built(
        "text_removed_html",
        "<iframe src=\"https://a.example\">see a.example</iframe>\n\n\
         A <video controls>film</video>, an <input value=\"x\"> and <script>alert(1)</script> here.\n\n\
         <form><label>Name</label><button onclick=\"x()\">Send</button>\n<select><option>A</option><option>B</option></select></form>\n\n\
         <p onclick=\"x()\" style=\"display: none\">shown</p>\n\n\
         Before <ul><li>one</li><li>two</li></ul> after.\n\n\
         <svg viewBox=\"0 0 1 1\"><path d=\"M0\"/><text>drawn</text></svg>\n\n\
         [a <a href=\"terms.md\">b</a>](terms.md)\n\n\
         <script>\nvar a = \"<Foo>\";\n</script>\n\n\
         <template>\n<p>hidden</p>\n</template>\n\n\
         a <![CDATA[raw <b>words</b>]]> b <?php echo 1 ?> c\n\n\
         <!DOCTYPE html>\n",
    );
    for expected in [
        "see a.example",
        "A film, an  and  here.",
        "Name Send ",
        " A  B ",
        "<p>shown</p>",
        "<p>Before   one  two   after.</p>",
        "drawn",
        "raw &lt;b&gt;words&lt;/b&gt; b",
    ] {
        assert!(body.contains(expected), "{expected} in {body}");
    }
    for gone in ["alert", "var a", "echo", "DOCTYPE", "<form"] {
        assert!(!body.contains(gone), "{gone} in {body}");
    }
}

/// Elements that are meaningless without text are removed silently; meaningful ones are kept.
#[test]
fn html_keeps_what_carries_meaning() {
    let site = Site::small();
    let kept = "<ol type=\"a\" start=\"3\" reversed=\"\"><li value=\"7\">x</li></ol>\n\
         <p><abbr title=\"a\">b</abbr> <time datetime=\"2026-01-01\">c</time> <data value=\"1\">d</data> <span lang=\"de\" dir=\"ltr\">e</span></p>\n\
         <del cite=\"https://a.example\" datetime=\"2026-01-01\">f</del>\n";
    site.file(
        PRIVACY,
        &format!(
            "---\ntitle: T\n---\n{}\n<center><font color=red>g</font></center>\n\n<strike>h</strike> <tt>i</tt>\n",
            kept.replace("reversed=\"\"", "reversed")
        ),
    );
    site.build().clean();
    let body = body(&site);
    assert!(body.contains(kept), "{body}");
    assert!(body.contains("<p><s>h</s> <code>i</code></p>"), "{body}");
    assert!(body.contains('g') && !body.contains("font"), "{body}");
}

#[test]
fn attributes_of_headings_and_misplaced_ids_are_reported() {
    let body = built(
        "text_attributes",
        "## One {#one .big key=value}\n\n## Two {Optional}\n\nThree {a #b #c}\n---\n\nText {#here}\n\nText {#in_the_midst} of it\n\n- two {#a} {#b}\n- {#c d} three\n- *four {#e}*\n\n| {#f} |\n|---|\n\n\
         `{#code}`, {#} and \\{#kept}\n\n```\n{#code}\n```\n",
    );
    assert!(body.contains("<h2 id=\"one\">One</h2> <a"), "{body}");
    assert!(body.contains("<li id=\"b\">two {#a}</li>"), "{body}");
}

/// An ID at the beginning or the end of an item belongs to the item.
#[test]
fn items_of_lists_can_have_ids() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "title: Legal\ntwins: [markdown, text, json]\n",
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n1. {#pay} pay *on time*\n2. keep **data** right {#keep_it_so}\n\n   - {#inner}deep\n   - loose {#loose}\n\n     more\n\n\
         [Pay](#pay), [keep](#keep_it_so), [deep](#inner), [loose](#loose).\n",
    );
    site.file(
        "content/policies/terms.md",
        "---\ntitle: U\n---\n[Pay](privacy.md#pay).\n",
    );
    site.build().clean();
    let page = body(&site);
    for expected in [
        "<li id=\"pay\">",
        "pay <em>on time</em>",
        "<li id=\"keep_it_so\">",
        "<strong>data</strong> right</p>",
        "<li id=\"inner\">",
        "<p>loose</p>",
        "<a href=\"#inner\">deep</a>",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    assert!(!page.contains("{#"), "{page}");
    let terms = site.read("public/terms/index.html");
    assert!(
        terms.contains("href=\"../privacy/index.html#pay\""),
        "{terms}"
    );
    assert!(!site.read("public/privacy.txt").contains("{#"));
    assert!(site.read("public/privacy.md").contains("1. {#pay} pay"));
    // An ID may be used only once.
    faulty(
        "text_item_ids",
        &[(
            PRIVACY,
            "---\ntitle: T\n---\n## Fees {#fees}\n\n- {#fees} a\n- b {#b}\n- c {#b}\n",
        )],
    );
}

/// A reference such as `&#x202e;` counts as the character itself.
#[test]
fn hidden_characters_written_as_references_are_faults() {
    for (number, text) in [
        "a &#x202e; b",
        "a &#8238; b",
        "a &#0; b",
        "a &#x1B;[31m b",
        "[a](https://a.example \"b &#x202d; c\")",
        "[a](https://a.example/&#x1b;)",
        "## A &#x202e; b",
        "<p title=\"&#x202e\">a</p>",
        "- <b>a</b> &#x2066; b",
        "| a &#x202B; |\n|---|",
        "a[^1]\n\n[^1]: &#x202e;",
        "![a &#x202e; b](https://a.example/b.png)",
    ]
    .iter()
    .enumerate()
    {
        let site = Site::small();
        site.file(PRIVACY, &format!("---\ntitle: T\n---\nText.\n\n{text}\n"));
        let run = site.build();
        assert_eq!(run.code, 1, "{text}: {}", run.text());
        assert!(run.stderr.contains("SRC127"), "{text}: {}", run.text());
        if number == 0 {
            run.snapshot("hidden-references");
        }
    }
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n`&#x202e;` \\&#x202e; &amp;#x202e; &#x2067;a&#x2069; &#x200e; &#228;&#10;\n\n```\n&#x1b;\n```\n\n<!-- &#0; -->\n",
    );
    site.build().clean();
}

#[test]
fn addresses_that_nothing_refers_to_are_reported() {
    built(
        "text_unused_labels",
        "[a], [B][], ![c][pic], [d][e\nf].\n\n[a]: https://a.example\n[b]: https://b.example\n[pic]: https://c.example/c.png\n[E F]: https://d.example\n\
         [unused]: https://e.example\n\n`[code]` <!-- [comment] -->\n\n[code]: https://f.example\n[comment]: https://g.example\n[//]: # (no text)\n[x]: <> (none)\n",
    );
}

#[test]
fn words_after_the_language_of_code_are_reported() {
    built(
        "text_code_info",
        "```js title=\"Our notice\"\nx\n```\n\n- ~~~ txt  {1,3}\n  y\n  ~~~\n\n```js\nz\n```\n",
    );
}

/// Words split by comments are not counted twice.
#[test]
fn comments_within_words_are_no_words() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\na<!--b-->c<!--\nd\n-->e<!--f--><!--g-->\n",
    );
    site.build().clean();
    assert!(body(&site).contains("ace"), "{}", body(&site));
}

#[test]
fn lines_that_define_a_link_to_nothing_are_reported() {
    let body = built(
        "text_definitions",
        "[Controller]: Acme\n\n[Processor]:\n<Beta Ltd>\n\n[t]: terms.md\n[u]: https://a.example 'A'\n\n[Terms][t], [u].\n\n\\[Agent]: Gamma\n",
    );
    assert!(body.contains("[Agent]: Gamma"), "{body}");
}

#[test]
fn sections_can_be_left_out_of_the_numbers() {
    let site = Site::small();
    site.file(
        PRIVACY,
        "---\ntitle: T\nnumbering: decimal\n---\n## Preamble {-}\n\nWords.\n\n### Background\n\nSee [](#preamble), [](#scope) and [](#after).\n\n\
         ## Scope\n\nWords.\n\n## Annex { .unnumbered #annex }\n\nWords.\n\n## After {#after}\n\nWords.\n",
    );
    site.file(
        "content/policies/terms.md",
        "---\ntitle: U\nnumbering: decimal\n---\nSee [](privacy.md#annex) and [](privacy.md#after).\n",
    );
    site.build().clean();
    let body = body(&site);
    for expected in [
        "<h2 id=\"preamble\">Preamble</h2> <a",
        "<h3 id=\"background\">Background</h3> <a",
        "<span class=\"number\">1.</span> Scope",
        "<h2 id=\"annex\">Annex</h2> <a",
        "<span class=\"number\">2.</span> After",
        ">Preamble</a>, <a href=\"#scope\">section 1</a> and <a href=\"#after\">section 2</a>.",
    ] {
        assert!(body.contains(expected), "{expected} in {body}");
    }
    let terms = site.read("public/terms/index.html");
    assert!(terms.contains(">Annex (T)</a> and <a"), "{terms}");
    assert!(terms.contains(">section 2 of T</a>"), "{terms}");
}

#[test]
fn annexes_are_lettered() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "title: Legal\ntwins: [markdown, text, json]\nnumbering: decimal\n",
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n## Scope\n\nSee [](#measures), [](#access) and [](#last).\n\n## Measures {.annex}\n\nWords.\n\n\
         ### Access {#access .annex}\n\nWords.\n\n#### Doors\n\n### Locks\n\n## Forms {#forms .annex}\n\n### Request\n\nWords.\n\n## Last\n\nWords.\n",
    );
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Bedingungen\nlanguage: de\n---\n## Umfang\n\nSiehe [](privacy.md#forms) und [](#preise).\n\n## Preise {.annex}\n\nWorte.\n",
    );
    site.build().clean();
    let page = body(&site);
    for expected in [
        "<span class=\"number\">Annex A.</span> Measures",
        "<span class=\"number\">A.1.</span> Access",
        "<span class=\"number\">A.1.1.</span> Doors",
        "<span class=\"number\">A.2.</span> Locks",
        "<span class=\"number\">Annex B.</span> Forms",
        "<span class=\"number\">B.1.</span> Request",
        "<span class=\"number\">2.</span> Last",
        "<a href=\"#measures\">Annex A</a>, <a href=\"#access\">section A.1</a> and <a href=\"#last\">section 2</a>",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    for (format, expected) in [
        ("md", "## Annex A. Measures"),
        ("txt", "Annex A. Measures\n-----------------"),
        ("json", r#""number": "A.1.1""#),
        ("json", r"h2 A. Measures\n"),
    ] {
        let text = site.read(&format!("public/privacy.{format}"));
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let terms = site.read("public/terms/index.html");
    assert!(terms.contains(">Anhang A.</span> Preise"), "{terms}");
    assert!(terms.contains(">Anhang B („T“)</a>"), "{terms}");
}

#[test]
fn a_link_without_words_needs_a_heading() {
    let page = "---\ntitle: T\n---\n## Fees\n\n<a id=\"keep\"></a>Keep it.\n\n";
    faulty(
        "text_unnamed_target",
        &[(
            PRIVACY,
            &format!("{page}As [](#keep), [this](#keep) and [](#fees) say.\n"),
        )],
    );
    faulty(
        "text_unnamed_target_of_page",
        &[
            (PRIVACY, page),
            (
                "content/policies/terms.md",
                "---\ntitle: U\n---\nAs [](privacy.md#keep) and [](privacy.md#fees) say.\n",
            ),
        ],
    );
}

#[test]
fn images_on_other_hosts_are_reported() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "title: A\nbase_url: https://legal.acme.example/\n",
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n![Seal](https://other.example/a.png)\n\n<img src=\"//cdn.example/b.png\" alt=\"B\">\n\n\
         ![Own](https://legal.acme.example/c.png)\n\n![Data](data:image/png;base64,AAAA)\n",
    );
    site.build().snapshot("text_remote_images");
    let body = body(&site);
    assert!(body.contains("<p>Data</p>"), "{body}");
    // A theme may allow hosts.
    site.file("policygen.yaml", "theme: own\n");
    site.file("themes/own/page.html", "{{ content }}");
    site.file(
        "themes/own/theme.yaml",
        "csp:\n  img-src: https://other.example\n",
    );
    let run = site.build();
    assert!(!run.stderr.contains("other.example"), "{}", run.text());
    assert!(run.stderr.contains("cdn.example"), "{}", run.text());
}

#[test]
fn words_that_no_page_shows_are_not_counted() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [json]\n");
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\nThree words[^1] here <!-- none of these -->.\n\n\
         <!-- nor\nthese <b> -->\n\n<style>\np { x: y }\n</style>\n\n\
         [^1]: Two words.\n\n[^2]: Nothing <!-- at all --> refers to this.\n",
    );
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    let data: serde_json::Value = serde_json::from_str(&site.read("public/privacy.json")).unwrap();
    // This includes the label of the note.
    assert_eq!(data["words"], 6, "{data}");
}

#[test]
fn kramdown_lists_of_attributes_give_ids_to_headings() {
    let site = Site::small();
    site.file(PRIVACY, "---\ntitle: T\n---\n## Scope {: #scope }\n\nText.\n\n## More {: #more .unnumbered}\n\nText.\n");
    site.build().clean();
    let body = body(&site);
    assert!(
        body.contains("id=\"scope\"") && body.contains("id=\"more\""),
        "{body}"
    );
    site.file(
        PRIVACY,
        "---\ntitle: T\n---\n## Scope {:}\n\nText.\n\n## More {: .x #more :}\n\nText.\n",
    );
    site.build().snapshot("text_kramdown_attributes");
}

/// A comment is not part of the text, and separates words like any line break.
#[test]
fn comments_in_items_part_words() {
    for text in [
        "- EUR 10\n  <!-- checked -->\n  per month\n- x\n",
        "1. EUR 10\n   <!-- policygen: allow(QUA101) it is agreed -->\n   per month\n",
        "> - EUR 10\n>   <!-- checked -->\n>   per month\n",
        "Term\n: EUR 10\n  <!-- checked -->\n  per month\n",
        "- EUR 10\n  <!-- checked -->per month\n",
    ] {
        let site = Site::with(&[(PRIVACY, &format!("---\ntitle: T\n---\n{text}"))]);
        site.build().clean();
        let body = body(&site);
        let words: Vec<&str> = body
            .split(|c: char| c == '<' || c == '>' || c.is_whitespace())
            .collect();
        assert!(
            words
                .windows(2)
                .any(|two| two == ["10", ""] || two == ["10", "per"]),
            "{body}"
        );
        let text = site.read("public/privacy.txt");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("EUR 10 "), "{text}");
        assert!(text.contains("per month"), "{text}");
    }
}

#[test]
fn styles_that_mean_something_are_reported() {
    built(
        "text_styles",
        "<p style=\"text-decoration: line-through\">struck</p>\n\n10<span style=\"vertical-align:super\">6</span> <span style=\"color: red\">x</span>\n\n<ol style=\"list-style-type: lower-alpha\"><li>one</li></ol>\n",
    );
}

/// People use labels named `//` as comments.
#[test]
fn comments_in_labels_are_in_no_file() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\n[//]: # (secret one)\n[//]: # \"secret two\"\n\nText.\n",
    )]);
    site.build().clean();
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("secret"), "{path}: {text}");
    }
}

/// Removing text from the Markdown does not join the text around it.
#[test]
fn a_note_that_is_left_out_takes_no_paragraph_along() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\nFee[^a].\n\n[^a]: Plus VAT.\n[^b]: Draft note.\n\nNotice is 30 days.\n",
    )]);
    assert_eq!(site.build().code, 0);
    let text = site.read("public/privacy.md");
    assert!(
        text.contains("[^a]: Plus VAT.\n\nNotice is 30 days."),
        "{text}"
    );
}

/// A sentence about a version keeps all of its words.
#[test]
fn what_changed_is_printed_whole() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\nversion: '1'\nupdated: 2026-09-01\nhistory:\n- {version: '1', date: 2026-09-01, summary: 'Of <Company Name> <Sub/> ~~one~~ two<br>x, H<sub>2</sub>O, 10<sup>6</sup> <!-- c --><b>open'}\n---\nText.\n",
    )]);
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let expected = "Of &lt;Company Name&gt; &lt;Sub/&gt; <del>one</del> two x, H<sub>2</sub>O, 10<sup>6</sup> <b>open </b>";
    assert!(page.contains(expected), "{page}");
    let text = site.read("public/privacy.txt");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "Of <Company Name> <Sub/> ~~one~~ two x, H2O, 10^6 open";
    assert!(text.contains(expected), "{text}");
}

/// Links in raw HTML have a target in every format of the page.
#[test]
fn addresses_of_html_are_in_the_text() {
    let site = Site::with(&[(
        PRIVACY,
        "---\ntitle: T\n---\nUse <a href=\"https://y.example/form\">our form</a>, <a id=\"x\"></a><a href=\"mailto:a@y.example\">a@y.example</a> or <a href=\"#x\">this</a>.\n",
    )]);
    site.build().clean();
    let text = site.read("public/privacy.txt");
    let expected = "Use our form <https://y.example/form>, a@y.example or this.";
    assert!(text.contains(expected), "{text}");
}
