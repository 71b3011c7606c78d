//! The content digest: what changes it, what does not, and that it can be
//! recomputed from published files, following the recipe in
//! `docs/guide/content-digest.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use sha2::Digest as _;

use crate::driver::Site;

const TEXT: &str = "\
We keep *your* data for as long as the law says, and
no longer[^law]. See [our terms](terms.md#liability), [](terms.md),
[](#why) and [the law](https://law.example/a?b=1).

- Names
- Addresses
  of *mail*

1. One
2. Two

> [!NOTE] In short
> Nothing is sold.

| Data | Kept |
|:-----|-----:|
| Logs | 14 days |
| Mail |  |

## Why {#why}

Because ~~we~~ you say so: `a  {b}`.

```text
code  here
```

Term
: Meaning

---

> Quoted

<p class=\"x\">Raw <b>HTML</b>, see <a href=\"https://raw.example/\">this</a></p>
<ol type=\"a\" start=\"3\"><li>10<sup>6</sup> <del>euros</del> <ins>francs</ins></li><li value=\"7\">One<br>mark</li></ol>
<table><tr><td>Seal <img src=\"seal.png\" alt=\"of {Acme}\"></td><td>1</td></tr></table>

[^law]: Act 1.
";

fn site(settings: &str, texts: &[(&str, &str)]) -> Site {
    let site = Site::new();
    site.file(
        "policygen.yaml",
        &format!("title: Legal\ntwins: [markdown, text, json]\n{settings}"),
    );
    site.file(
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n## Liability {#liability}\n\nNone.\n",
    );
    if texts.iter().any(|(_, text)| text.contains("seal.png")) {
        site.file("content/policies/seal.png", "no picture");
    }
    for (name, text) in texts {
        site.file(
            &format!("content/policies/{name}.md"),
            &format!("---\ntitle: Privacy\n---\n{text}"),
        );
    }
    site
}

fn read(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.read(&format!("public/{path}"))).unwrap()
}

/// The digests of a site's policies, by ID.
fn digests(site: &Site) -> BTreeMap<String, String> {
    let list = read(site, "policies.json");
    let policies = list["policies"].as_array().unwrap().iter();
    policies
        .map(|policy| {
            assert_eq!(policy["digest_kind"], "content/1");
            let text = |key: &str| policy[key].as_str().unwrap().to_owned();
            (text("id"), text("digest"))
        })
        .collect()
}

fn sha256(text: &str) -> String {
    let mut digest = "sha256:".to_owned();
    for byte in sha2::Sha256::digest(text) {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

#[test]
fn anyone_can_compute_it_again() {
    let site = site(
        "base_url: https://acme.example/legal/\nnumbering: decimal\n",
        &[("privacy", TEXT)],
    );
    site.build().clean();
    let twin = read(&site, "privacy.json");
    let content = twin["content"].as_str().unwrap();
    let digest = sha256(content);
    assert_eq!(twin["digest"], *digest);
    assert_eq!(twin["digest_kind"], "content/1");
    assert_eq!(digests(&site)["privacy"], digest);
    let page = site.read("public/privacy/index.html");
    assert!(page.contains(&digest), "{page}");
    assert_eq!(
        content,
        "\
title Privacy
p We keep your data for as long as the law says, and no longer{note 1}. See our terms, {page terms.md}, section 1 and the law{link https://law.example/a?b=1}.
ul
 li
  p Names
 li
  p Addresses of mail
ol 1
 li
  p One
 li
  p Two
callout note
 label In short
 p Nothing is sold.
table
 tr
  th Data
  th Kept
 tr
  td Logs
  td 14 days
 tr
  td Mail
  td
h2 1. Why
p Because {del we} you say so: a \\{b\\}.
pre
 | code  here
dl
 dt Term
 dd
  p Meaning
hr
quote
 p Quoted
html Raw HTML, see {link https://raw.example/}this
html {item c} 10{sup 6} {del euros} {ins francs}
html {item g} One mark
html Seal {image of \\{Acme\\}}
html 1
footnote 1
 p Act 1.
"
    );
}

/// The recipe again, from the Markdown twin of a page of plain Markdown.
#[test]
fn the_markdown_twin_has_it_all() {
    let text = "\
Before *all*.

## Part one {#one}

- Names
- Addresses

  of mail
  - home

3. Three
4. Four

| A | B |
|---|---|
| 1 | 2 |

### Deeper

> Quoted [link](https://a.example/) and <a@b.example>.
";
    let site = site(
        "base_url: https://acme.example/legal/\nnumbering: decimal\n",
        &[("privacy", text)],
    );
    site.build().clean();
    let markdown = site.read("public/privacy.md");
    let (_, body) = markdown[4..].split_once("---\n").unwrap();
    let mut out = String::new();
    let mut depth = 0;
    let mut line = String::new();
    let mut block = "p";
    let mut levels = vec![];
    let flush = |line: &mut String, block: &mut &'static str, depth: usize, out: &mut String| {
        let folded = line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if !folded.is_empty() {
            let _ = writeln!(out, "{}{block} {folded}", " ".repeat(depth));
        }
        line.clear();
        *block = "p";
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut links = vec![];
    for event in Parser::new_ext(body, options) {
        let container = match &event {
            Event::Start(Tag::List(None)) => Some("ul".to_owned()),
            Event::Start(Tag::List(Some(first))) => Some(format!("ol {first}")),
            Event::Start(Tag::Item) => Some("li".to_owned()),
            Event::Start(Tag::BlockQuote(_)) => Some("quote".to_owned()),
            Event::Start(Tag::Table(_)) => Some("table".to_owned()),
            Event::Start(Tag::TableHead | Tag::TableRow) => Some("tr".to_owned()),
            _ => None,
        };
        if let Some(name) = container {
            flush(&mut line, &mut block, depth, &mut out);
            let _ = writeln!(out, "{}{name}", " ".repeat(depth));
            if name == "tr" {
                levels.push(matches!(event, Event::Start(Tag::TableHead)));
            }
            depth += 1;
            continue;
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                block = ["title", "h2", "h3", "h4", "h5", "h6"][level as usize - 1];
            }
            Event::Start(Tag::TableCell) => {
                block = if *levels.last().unwrap() { "th" } else { "td" };
            }
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => {
                let is_email = link_type == pulldown_cmark::LinkType::Email;
                links.push(format!(
                    "{}{dest_url}",
                    if is_email { "mailto:" } else { "" }
                ));
            }
            Event::End(TagEnd::Link) => {
                let _ = write!(line, "{{link {}}}", links.pop().unwrap());
            }
            Event::Start(Tag::Paragraph)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell) => {
                flush(&mut line, &mut block, depth, &mut out);
            }
            Event::End(
                TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => {
                flush(&mut line, &mut block, depth, &mut out);
                depth -= 1;
            }
            Event::Text(text) => line.push_str(&text),
            Event::SoftBreak => line.push(' '),
            _ => {}
        }
    }
    let twin = read(&site, "privacy.json");
    assert_eq!(twin["content"].as_str().unwrap(), out);
    assert_eq!(twin["digest"], *sha256(&out));
}

#[test]
fn what_a_reader_does_not_see_does_not_change_it() {
    let reflowed = TEXT
        .replace("says, and\nno longer", "says,\nand no\nlonger")
        .replace(
            "- Names\n- Addresses\n  of *mail*",
            "* Names\n\n* Addresses of\n  _mail_",
        )
        .replace("| Logs | 14 days |", "|Logs|  14 days|")
        .replace(
            "> [!NOTE] In short\n> Nothing",
            "> [!NOTE] In short\n>\n> Nothing",
        )
        .replace("{#why}", "{#reason}")
        .replace("[](#why)", "[](#reason)")
        .replace("[^law]", "[^other]")
        .replace("class=\"x\"", "class=\"y\" id=\"z\"");
    assert_ne!(reflowed, TEXT);
    let texts = [("privacy", TEXT), ("reflowed", reflowed.as_str())];
    let first = site("", &texts);
    first.build().clean();
    let expected = digests(&first);
    assert_eq!(expected["privacy"], expected["reflowed"]);
    for settings in [
        "base_url: https://acme.example/\n",
        "base_url: https://other.example/legal/\nurls: flat\n",
        "theme: plain\n",
    ] {
        let other = site(settings, &texts);
        other.build().clean();
        assert_eq!(digests(&other), expected, "{settings}");
    }
}

#[test]
fn what_a_reader_sees_changes_it() {
    let changes = [
        ("word", "no longer", "not longer"),
        ("list", "- Names\n- Addresses\n", "Names\n\nAddresses\n"),
        ("kind", "1. One\n2. Two", "- One\n- Two"),
        ("start", "1. One\n2. Two", "2. One\n3. Two"),
        ("cell", "| Mail |  |", "| Mail | 1 day |"),
        ("moved", "| Mail |  |", "|  | Mail |"),
        ("level", "## Why", "### Why\n\n## Why"),
        (
            "law",
            "https://law.example/a?b=1",
            "https://law.example/a?b=2",
        ),
        ("raw", "https://raw.example/", "https://other.example/"),
        ("page", "[](terms.md)", "[](terms.md#liability)"),
        ("callout", "[!NOTE]", "[!WARNING]"),
        ("deleted", "~~we~~", "we"),
        ("quote", "> Quoted", "Quoted"),
        ("note", "Act 1.", "Act 2."),
        ("code", "code  here", "code here"),
        ("letters", "type=\"a\"", "type=\"i\""),
        ("first", "start=\"3\"", "start=\"4\""),
        ("own", "value=\"7\"", "value=\"8\""),
        ("bullets", "<ol type=\"a\" start=\"3\">", "<ul>"),
        ("raised", "10<sup>6</sup>", "106"),
        ("struck", "<del>euros</del>", "euros"),
        ("new", "<ins>francs</ins>", "francs"),
        ("alt", "alt=\"of {Acme}\"", "alt=\"of Acme\""),
        ("cells", "</td><td>1", " 1"),
        ("braces", "See [our", "{del See} [our"),
    ];
    let texts: Vec<(&str, String)> = changes
        .iter()
        .map(|(name, from, to)| {
            let text = TEXT.replace(from, to);
            assert_ne!(text, TEXT, "{name}");
            (*name, text)
        })
        .collect();
    let mut all: Vec<(&str, &str)> = vec![("privacy", TEXT)];
    all.extend(texts.iter().map(|(name, text)| (*name, text.as_str())));
    let site = site("", &all);
    // Two headings have the same ID in one of them.
    site.build();
    let found = digests(&site);
    let mut seen = BTreeMap::new();
    for (name, _) in &all {
        if let Some(other) = seen.insert(&found[*name], name) {
            panic!("{other} and {name} have the same digest");
        }
    }
}

#[test]
fn numbers_are_seen_and_count() {
    let texts = [("privacy", TEXT)];
    let (plain, numbered) = (site("", &texts), site("numbering: decimal\n", &texts));
    plain.build().clean();
    numbered.build().clean();
    assert_ne!(digests(&plain)["privacy"], digests(&numbered)["privacy"]);
}
