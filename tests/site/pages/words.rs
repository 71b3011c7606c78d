//! No word is lost: each word of a policy is on its page, or a diagnostic is about its line; and
//! each word of the page is in its alternate formats, in the same order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use regex::Regex;

use crate::driver::Site;
use crate::page::Page;

/// A part of a line of Markdown. Words are numbered when they are written.
#[derive(Debug, Clone)]
enum Inline {
    Words(usize),
    Around(&'static str, &'static str, Vec<Inline>),
    Marks(&'static str),
}

#[derive(Debug, Clone)]
enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, Vec<Inline>, &'static str),
    List(&'static str, Vec<Vec<Block>>),
    Quote(&'static str, Vec<Block>),
    Table(Vec<Vec<Vec<Inline>>>),
    Html(&'static str, &'static str, Vec<Inline>),
    Code(&'static str, usize),
    Definition(Vec<Inline>, Vec<Inline>),
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        6 => (1..4_usize).prop_map(Inline::Words),
        1 => prop::sample::select(vec![
            "<br>", "\\\n", "  \n", "\n", "<input>", "&amp;", "<!-- note -->", "a < b", "<wbr>",
            "<img src=\"https://other.example/a.png\" alt=\"\">", "</p>", "</b>", "<b>", "<div>",
            "[^1]", "\\|", "<hr>", "<p>", "<?php ?>",
        ])
        .prop_map(Inline::Marks),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        let pairs = vec![
            ("**", "**"),
            ("*", "*"),
            ("~~", "~~"),
            ("`", "`"),
            ("[", "](terms.md)"),
            ("[", "][defined]"),
            ("[", "]"),
            ("![", "](https://other.example/a.png)"),
            ("<img src=\"https://other.example/a.png\" alt=\"", "\">"),
            ("<", ">"),
            ("<", "/>"),
            ("</", ">"),
            ("<!", ">"),
            ("<?", ">"),
            ("<!WORD ", ">"),
            ("<Data ", ">"),
            ("<b>", "</b>"),
            ("<sup>", "</sup>"),
            ("<Note>", "</Note>"),
            ("<span title=\"x\">", "</span>"),
            ("<video src=\"x\">", "</video>"),
            ("<noscript>", "</noscript>"),
            ("<button onclick=\"x()\">", "</button>"),
            ("<select><option>", "</option></select>"),
            ("<script>", "</script>"),
            ("<style>", "</style>"),
            ("<svg><path d=\"M0\"/><text>", "</text></svg>"),
            ("<ul><li>", "</li></ul>"),
            ("<a href=\"terms.md\">", "</a>"),
            ("<![CDATA[", "]]>"),
            ("{ ", " }"),
            ("(", ")"),
            ("| ", " |"),
        ];
        (
            prop::sample::select(pairs),
            prop::collection::vec(inner, 1..4),
        )
            .prop_map(|((open, close), inside)| Inline::Around(open, close, inside))
    })
}

fn line() -> impl Strategy<Value = Vec<Inline>> {
    prop::collection::vec(inline(), 1..5)
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        4 => line().prop_map(Block::Paragraph),
        2 => (2..5_usize, line(), prop::sample::select(vec!["", " {-}", " {.unnumbered}", " {.x}", " {Optional}"]))
            .prop_map(|(level, line, attributes)| Block::Heading(level, line, attributes)),
        2 => prop::collection::vec(prop::collection::vec(line(), 1..5), 1..4).prop_map(Block::Table),
        2 => (
            prop::sample::select(vec![
                ("<div>\n", "\n</div>"),
                ("<div>\n\n", "\n\n</div>"),
                ("<details><summary>", "</summary>\n\nMore\n\n</details>"),
                ("<table><tr><td>", "</td></tr></table>"),
                ("<ol type=\"a\"><li>", "</li><li>x</li></ol>"),
                ("<p>", "</p>"),
                ("<form>\n", "\n</form>"),
                ("<iframe src=\"x\">\n", "\n</iframe>"),
                ("<script>\n", "\n</script>"),
                ("<style>\n", "\n</style>"),
                ("<template>\n", "\n</template>"),
                ("<Tabs>\n", "\n</Tabs>"),
                ("<pre>\n", "\n</pre>"),
                ("<section ", ">\n"),
                ("<!-- ", " -->"),
                ("<center>", "</center>"),
            ]),
            line(),
        )
            .prop_map(|((open, close), line)| Block::Html(open, close, line)),
        1 => (prop::sample::select(vec!["```\n", "~~~ text\n"]), 1..4_usize)
            .prop_map(|(fence, words)| Block::Code(fence, words)),
        1 => (line(), line()).prop_map(|(term, text)| Block::Definition(term, text)),
    ];
    leaf.prop_recursive(2, 10, 3, |inner| {
        let blocks = prop::collection::vec(inner, 1..3);
        prop_oneof![
            (
                prop::sample::select(vec!["- ", "1. ", "7. ", "- [ ] ", "- [x] "]),
                prop::collection::vec(blocks.clone(), 1..3),
            )
                .prop_map(|(marker, items)| Block::List(marker, items)),
            (
                prop::sample::select(vec!["", "[!NOTE]\n", "[!TIP] Title\n"]),
                blocks
            )
                .prop_map(|(marker, blocks)| Block::Quote(marker, blocks)),
        ]
    })
}

/// The Markdown being written.
#[derive(Default)]
struct Writer {
    words: usize,
}

impl Writer {
    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count)
            .map(|_| {
                self.words += 1;
                format!("word{}", self.words)
            })
            .collect();
        words.join(" ")
    }

    fn line(&mut self, line: &[Inline]) -> String {
        let parts: Vec<String> = line
            .iter()
            .map(|part| match part {
                Inline::Words(count) => self.words(*count),
                Inline::Around(open, close, inside) => {
                    format!("{open}{}{close}", self.line(inside))
                }
                Inline::Marks(marks) => (*marks).to_owned(),
            })
            .collect();
        parts.join(" ")
    }

    fn one_line(&mut self, line: &[Inline]) -> String {
        self.line(line).replace("\\\n", " ").replace('\n', " ")
    }

    fn blocks(&mut self, blocks: &[Block]) -> String {
        let blocks: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        blocks.join("\n\n")
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(line) => self.line(line),
            Block::Heading(level, line, attributes) => {
                format!("{} {}{attributes}", "#".repeat(*level), self.one_line(line))
            }
            Block::List(marker, items) => {
                let indent = " ".repeat(if marker.starts_with('-') { 2 } else { 3 });
                let items: Vec<String> = items
                    .iter()
                    .map(|blocks| {
                        let mut text = self.blocks(blocks);
                        // A checkbox begins a paragraph, in which a code block can't begin.
                        if marker.ends_with("] ") && matches!(blocks[0], Block::Code(..)) {
                            text.insert_str(0, "done\n\n");
                        }
                        format!("{marker}{}", text.replace('\n', &format!("\n{indent}")))
                    })
                    .collect();
                items.join("\n")
            }
            Block::Quote(marker, blocks) => {
                let text = format!("{marker}{}", self.blocks(blocks));
                format!("> {}", text.replace('\n', "\n> "))
            }
            Block::Table(rows) => {
                let columns = rows[0].len();
                let mut text = String::new();
                for (at, row) in rows.iter().enumerate() {
                    for cell in row {
                        text.push_str("| ");
                        text.push_str(&self.one_line(cell));
                        text.push(' ');
                    }
                    text.push_str("|\n");
                    if at == 0 {
                        text.push_str(&"|---".repeat(columns));
                        text.push_str("|\n");
                    }
                }
                text
            }
            Block::Html(open, close, line) => format!("{open}{}{close}", self.line(line)),
            Block::Code(fence, words) => format!("{fence}{}\n{}", self.words(*words), &fence[..3]),
            Block::Definition(term, text) => {
                format!("{}\n: {}", self.one_line(term), self.one_line(text))
            }
        }
    }
}

/// The generated words in a text, in order.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (at, _) in text.match_indices("word") {
        let digits = text[at + 4..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        if digits > 0 {
            words.push(&text[at..at + 4 + digits]);
        }
    }
    words
}

/// The lines of files that diagnostics on text are about.
fn reported(site: &Site) -> BTreeMap<String, BTreeSet<u64>> {
    let run = site.run(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut lines: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        if !finding["rule"].as_str().unwrap().starts_with("TXT") {
            continue;
        }
        for place in finding["places"].as_array().unwrap() {
            let line = |end: &str| place[end]["line"].as_u64().unwrap();
            let path = place["path"].as_str().unwrap().to_owned();
            let lines = lines.entry(path).or_default();
            lines.extend(line("start")..=line("end"));
        }
    }
    lines
}

/// The words of a policy, outside comments, that are neither on its page nor on a line that a
/// diagnostic is about.
fn lost<'t>(source: &'t str, page: &str, reported: &BTreeSet<u64>) -> Vec<&'t str> {
    let shown: BTreeSet<&str> = words(page).into_iter().collect();
    let mut lost = Vec::new();
    let mut in_comment = false;
    for (at, line) in (1..).zip(source.lines()) {
        let mut rest = line;
        while !rest.is_empty() {
            let mark = if in_comment { "-->" } else { "<!--" };
            let (part, after) = rest.split_once(mark).unwrap_or((rest, ""));
            if !in_comment && !reported.contains(&at) {
                lost.extend(words(part).into_iter().filter(|word| !shown.contains(word)));
            }
            in_comment ^= part.len() != rest.len();
            rest = after;
        }
    }
    lost
}

fn site(documents: &[Vec<Block>]) -> (Site, Vec<String>) {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [markdown, text, json]\n");
    let mut writer = Writer::default();
    let texts = documents.iter().enumerate().map(|(at, blocks)| {
        let text = format!(
            "---\ntitle: T\n---\n{}\n\nLast[^1].\n\n[^1]: Note {}.\n\n[defined]: terms.md\n",
            writer.blocks(blocks),
            writer.words(2)
        );
        site.file(&format!("content/policies/page{at}.md"), &text);
        text
    });
    let texts = texts.collect();
    (site, texts)
}

/// The contents of a page's `content` element.
fn body(site: &Site, name: &str) -> String {
    let html = site.read(&format!("public/{name}/index.html"));
    let (_, body) = html.split_once("<div class=\"content\">").unwrap();
    body.rsplit_once("<footer class=\"page-footer\">")
        .unwrap()
        .0
        .to_owned()
}

fn run(cases: u32, test: impl Fn(Vec<Vec<Block>>) -> Result<(), TestCaseError>) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let documents = prop::collection::vec(prop::collection::vec(block(), 1..5), 1..40);
    if let Err(fault) = runner.run(&documents, test) {
        panic!("{fault}");
    }
}

#[test]
fn words_of_generated_policies_are_on_their_pages_or_reported() {
    run(12, |documents| {
        let (site, texts) = site(&documents);
        let run = site.build();
        prop_assert!(run.code == 0, "{}", run.text());
        let reported = reported(&site);
        for (at, text) in texts.iter().enumerate() {
            let page = body(&site, &format!("page{at}"));
            let lines = reported.get(&format!("content/policies/page{at}.md"));
            let lost = lost(text, &page, lines.unwrap_or(&BTreeSet::new()));
            prop_assert!(
                lost.is_empty(),
                "{lost:?} of\n{text}\nin\n{page}\n{}",
                run.stderr
            );
        }
        Ok(())
    });
}

#[test]
fn words_of_pages_are_in_their_alternate_formats() {
    let pictures = Regex::new(r#"<img[^>]* alt="([^"]*)"[^>]*>"#).unwrap();
    let tags = Regex::new("<[^>]*>").unwrap();
    let ids = Regex::new(r"\{#[^}]*\}").unwrap();
    run(12, |documents| {
        let (site, texts) = site(&documents);
        let run = site.build();
        prop_assert!(run.code == 0, "{}", run.text());
        for (at, text) in texts.iter().enumerate() {
            let html = body(&site, &format!("page{at}"));
            let html = pictures.replace_all(&html, " $1 ");
            let html = tags.replace_all(&html, " ");
            let shown = words(&html);
            let json = site.read(&format!("public/page{at}.json"));
            let data: serde_json::Value = serde_json::from_str(&json).unwrap();
            let content = data["content"].as_str().unwrap();
            prop_assert_eq!(&words(content), &shown, "of\n{}\nin\n{}", text, content);
            let mut parts = vec![data["preamble"].as_str().unwrap()];
            for section in data["sections"].as_array().unwrap() {
                parts.extend([&section["title"], &section["text"]].map(|it| it.as_str().unwrap()));
            }
            let plain = site.read(&format!("public/page{at}.txt"));
            let markdown = site.read(&format!("public/page{at}.md"));
            let markdown = ids.replace_all(&markdown, "");
            for written in [&*plain, &*markdown, &parts.join("\n")] {
                // A wide table becomes a list, which repeats its headers.
                let mut rest = words(written).into_iter();
                let missing = shown.iter().find(|word| !rest.any(|found| found == **word));
                prop_assert!(missing.is_none(), "{missing:?} of\n{text}\nin\n{written}");
            }
        }
        Ok(())
    });
}

/// The policies in this repository lose no words either. The output of tags is not compared with
/// the page.
#[test]
fn words_of_the_examples_are_on_their_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = fs::read_dir(root.join("examples")).unwrap();
    let mut folders: Vec<PathBuf> = examples.map(|entry| entry.unwrap().path()).collect();
    folders.push(root.to_owned());
    let unprinted = Regex::new(
        r"(?sm)\A---\n.*?\n---\n|\{\{.*?\}\}|\{% if.*?\{% endif %\}|\{%.*?%\}|\{#.*?\}|<!--.*?-->|</?[a-zA-Z][^>]*>|\]\([^)]*\)|^\[[^\]]+\]: .*?$|&\w+;|\[!\w+\]",
    )
    .unwrap();
    let (site, mut pages) = (Site::new(), 0);
    for folder in folders {
        let out = site.path("out");
        let arguments = [
            "--root",
            folder.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ];
        let run = site.run(&[&["build"], &arguments[..]].concat());
        assert_eq!(run.code, 0, "{}", run.text());
        for entry in fs::read_dir(folder.join("content/policies")).unwrap() {
            let path = entry.unwrap().path();
            let page = out.join(path.file_stem().unwrap()).join("index.html");
            let (Ok(text), Ok(html)) = (fs::read_to_string(&path), fs::read_to_string(page)) else {
                continue;
            };
            let page = Page::read(&html).text;
            let parts = |text: &str| -> Vec<String> {
                let words = text.split(|c: char| !c.is_alphanumeric());
                words
                    .filter(|word| word.len() > 1)
                    .map(str::to_owned)
                    .collect()
            };
            let shown: BTreeSet<String> = parts(&page).into_iter().collect();
            let mut words = parts(&unprinted.replace_all(&text, " "));
            words.retain(|word| !shown.contains(word));
            assert!(words.is_empty(), "{}: {words:?}", path.display());
            pages += 1;
        }
        fs::remove_dir_all(&out).unwrap();
    }
    assert!(pages > 10, "{pages}");
}
