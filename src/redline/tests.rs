use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::compare::Diff;
use super::text::{Text, TokenKind};
use super::words::Op;
use super::{Redline, Side};
use crate::base::source::Source;
use crate::document::{self, Labels};
use crate::link::Linked;
use crate::model::facts::{self, Facts};
use crate::model::language::{Languages, PageWords};
use crate::render;
use crate::template::Origin;
use crate::template::instrument::Segment;
use crate::template::source_map;

/// The text of some Markdown, and the content of its page.
fn read(markdown: &str) -> (Text, String) {
    let source = Source::new("policy.md", markdown);
    let map = source_map::identity(Segment {
        start: 0,
        length: markdown.len() as u32,
        tag: markdown.len() as u32,
    });
    let origin = Origin {
        map: &map,
        policy: &source,
        snippets: &[],
    };
    let mut text = markdown.to_owned();
    let labels = Labels::separate(&mut text, origin, &mut Vec::new());
    let input = document::Input {
        text: &text,
        origin,
        title: Some("Policy"),
        numbered: true,
        labels: &labels,
    };
    let document = document::parse(input, Vec::new(), &mut Vec::new());
    let linked = Linked::unresolved(&document);
    let mut content = String::new();
    render::content(&linked, &mut content);
    (Text::of(&linked, &PageWords::default()), content)
}

/// Compares two texts, after checking that both can be restored from the
/// comparison.
fn compare<T>(old: &str, new: &str, judge: impl FnOnce(&Redline<'_>) -> T) -> T {
    let ((old, old_content), (new, new_content)) = (read(old), read(new));
    assert_eq!(old.content(), old_content);
    assert_eq!(new.content(), new_content);
    let redline = Redline::new(&old, &new);
    assert_eq!(redline.rebuild(Side::Old), old_content);
    assert_eq!(redline.rebuild(Side::New), new_content);
    for diff in all(&redline) {
        for op in &diff.ops {
            if let Op::Same(..) = op {
                let sides = (diff.tokens(Side::Old, op), diff.tokens(Side::New, op));
                assert_eq!(sides.0.len(), sides.1.len());
                for (old, new) in sides.0.iter().zip(sides.1) {
                    if let (TokenKind::Note(_), TokenKind::Note(_)) = (&old.kind, &new.kind) {
                        continue;
                    }
                    assert_eq!((&old.text, old.is_word()), (&new.text, new.is_word()));
                }
            }
        }
    }
    judge(&redline)
}

/// All blocks of a comparison.
fn all<'r, 't>(redline: &'r Redline<'t>) -> Vec<&'r Diff<'t>> {
    fn add<'r, 't>(diff: &'r Diff<'t>, all: &mut Vec<&'r Diff<'t>>) {
        all.push(diff);
        diff.children.iter().for_each(|child| add(child, all));
    }
    let mut found = Vec::new();
    let sections = redline.sections.iter();
    let blocks = sections.flat_map(|section| section.heading.iter().chain(&section.blocks));
    for diff in [&redline.title]
        .into_iter()
        .chain(blocks)
        .chain(&redline.notes)
    {
        add(diff, &mut found);
    }
    found
}

/// The changed words, as `[-old-]` and `{+new+}`.
fn changes(old: &str, new: &str) -> String {
    compare(old, new, |redline| {
        let mut out = Vec::new();
        for diff in all(redline) {
            for op in &diff.ops {
                let text = |side| {
                    let words = diff.tokens(side, op).iter().map(|token| &*token.text);
                    words.collect::<Vec<_>>().join(" ")
                };
                match op {
                    Op::Same(..) => {}
                    Op::Deleted(_) => out.push(format!("[-{}-]", text(Side::Old))),
                    Op::Inserted(_) => out.push(format!("{{+{}+}}", text(Side::New))),
                }
            }
        }
        out.join(" ")
    })
}

#[test]
fn every_kind_of_block_is_compared_within() {
    for (old, new, expected) in [
        (
            "We keep data for 3 years.",
            "We keep data for 5 years.",
            "[-3-] {+5+}",
        ),
        (
            "- one apple\n- two pears\n",
            "- one apple\n- some figs\n- two pears\n",
            "{+some figs+}",
        ),
        (
            "| Data | Period |\n|---|---|\n| Logs | 3 days |\n| Bills | 10 years |\n",
            "| Data | Period |\n|---|---|\n| Bills | 10 years |\n| Logs | 7 days |\n",
            "[-3-] {+7+}",
        ),
        (
            "| Data | Period |\n|---|---|\n| Logs | 3 days |\n| Bills | 10 years |\n",
            "| Data | Why | Period |\n|---|---|---|\n| Logs | Safety | 3 days |\n| Bills | Law | 10 years |\n",
            "{+Why+} {+Safety+} {+Law+}",
        ),
        (
            "Text[^a].\n\n[^a]: A note on cookies.\n",
            "Text[^a].\n\n[^a]: A note on pixels.\n",
            "[-cookies-] {+pixels+}",
        ),
        (
            "> [!NOTE]\n> We never sell data.\n",
            "> [!NOTE]\n> We may sell data.\n",
            "[-never-] {+may+}",
        ),
        (
            "```\nlet a = 1;\nlet b = 2;\n```\n",
            "```\nlet a = 1;\nlet b = 3;\n```\n",
            "[-2-] {+3+}",
        ),
        (
            "> We quote the law here.\n",
            "> We quote the act here.\n",
            "[-law-] {+act+}",
        ),
        (
            "Term\n: What it means to us\n",
            "Term\n: What it means to you\n",
            "[-us-] {+you+}",
        ),
        ("We **never** do.", "We *never* do.", ""),
        ("It is ~~not~~ so.", "It is not so.", "[-not-] {+not+}"),
        (
            "<p>Raw <b>words</b> here</p>",
            "<p>Raw <b>text</b> here</p>",
            "[-words-] {+text+}",
        ),
        (
            "Please log in now.",
            "Please login now.",
            "[-log in-] {+login+}",
        ),
        (
            "We set up things",
            "We setup things",
            "[-set up-] {+setup+}",
        ),
    ] {
        assert_eq!(changes(old, new), expected, "{old}\n{new}");
    }
}

#[test]
fn sections_that_moved_are_recognised() {
    let [a, b, c] = [
        "## Data {#data}\n\nWe collect what you type in and nothing beyond that.\n\n",
        "## Cookies\n\nWe set two cookies, one of them for your session.\n\n",
        "## Rights\n\nYou may ask for a copy of what we hold about you, at any time.\n\n",
    ];
    let renamed = b.replace("Cookies", "Storage on your device");
    let moved = |redline: &Redline<'_>| {
        let moved = redline.sections.iter().filter(|section| section.is_moved);
        moved.count()
    };
    let old = [a, b, c].concat();
    assert_eq!(changes(&old, &[c, a, b].concat()), "");
    assert_eq!(compare(&old, &[a, c, b].concat(), moved), 1);
    assert_eq!(compare(&old, &[c, a, b].concat(), moved), 1);
    assert_eq!(
        changes(&old, &[a, c, &renamed].concat()),
        "[-Cookies-] {+Storage on your device+}"
    );
    // A section added at the start renumbers the others, and is the only new one.
    let new = ["## Who we are\n\nWe are a company.\n\n", &old].concat();
    assert_eq!(compare(&old, &new, moved), 0);
    assert_eq!(changes(&old, &new), "{+Who we are+} {+We are a company .+}");
    // A heading between paragraphs moves those after it.
    let old =
        "## A\n\nThe first paragraph says something.\n\nThe second paragraph says another thing.\n";
    let new = old.replace("The second", "## B\n\nThe second");
    assert_eq!(changes(old, &new), "{+B+}");
}

/// The changes between two sets of facts, in English.
fn fact_changes(old: &str, new: &str) -> Vec<String> {
    let facts = |text: &str| {
        let mut faults = Vec::new();
        let layer = facts::read(&Source::new("facts.yaml", text), &mut faults).unwrap();
        let facts = Facts::default().with(Arc::new(layer), &mut faults);
        assert_eq!(faults, []);
        facts
    };
    let words = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("content/words/en.yaml"),
    );
    let words = Source::new("<policygen>/words/en.yaml", words.unwrap());
    let languages = Languages::new(vec![words], Vec::new(), &mut Vec::new());
    let english = languages.get("en");
    let changes = super::facts::compare(facts(old).values(), facts(new).values(), &english);
    let changes = changes.iter().map(|change| change.in_words(&english));
    changes.collect()
}

#[test]
fn facts_are_put_into_words() {
    for (old, new, expected) in [
        (
            "data_categories: [{id: billing, label: billing data, retention: {period: P3Y}}]",
            "data_categories: [{id: billing, label: billing data, retention: {period: P5Y}}]",
            &["retention of billing data: 3 years → 5 years"][..],
        ),
        (
            "subprocessors: []",
            "subprocessors: [{legal_name: Example GmbH, purpose: x, address: {city: Berlin, country: DE}}]",
            &["subprocessor added: Example GmbH (Berlin, Germany)"],
        ),
        (
            "subprocessors: [{id: a, legal_name: A, purpose: mail}, {id: b, legal_name: B, purpose: x}]",
            "subprocessors: [{id: b, legal_name: B, purpose: x}, {id: a, legal_name: A, purpose: post, locations: [DE, FR]}]",
            &[
                "subprocessor A: purpose: mail → post",
                "subprocessor A: locations added: Germany and France",
            ],
        ),
        (
            "history: [{version: '1', date: 2026-01-02, summary: x}]",
            "history: [{version: '1', date: 2026-01-03, summary: x}]",
            &["history entry 1: date: 2 January 2026 → 3 January 2026"],
        ),
        (
            "retention: [{data: logs, period: P30D, reason: security}]",
            "retention: [{data: logs, period: P60D, reason: claims}]",
            &[
                "retention of logs: 30 days → 60 days",
                "retention of logs: reason: security → claims",
            ],
        ),
        (
            "company: {legal_name: A, address: {street: X 1, city: Berlin, country: DE}}",
            "company: {legal_name: A, address: {street: X 2, city: Berlin, country: DE}}",
            &["company: address: X 1, Berlin, Germany → X 2, Berlin, Germany"],
        ),
        (
            "service: {name: Paper, plans: [{id: a, label: A, price: 5 EUR}]}",
            "service: {name: Paper, plans: [{id: a, label: A, price: 6 EUR}]}",
            &["plan A: price: 5 EUR → 6 EUR"],
        ),
        (
            "children: {min_age: 16}",
            "children: {min_age: 18}",
            &["children: minimum age: 16 → 18"],
        ),
        ("company: A", "company: A", &[]),
    ] {
        assert_eq!(fact_changes(old, new), expected, "{new}");
    }
}

#[test]
fn whole_policies_come_back() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut count = 0;
    for file in walkdir::WalkDir::new(examples) {
        let file = file.unwrap();
        let path = file.path().to_string_lossy().replace('\\', "/");
        if !path.contains("/content/policies/") || !path.ends_with(".md") {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).unwrap();
        let body = text.splitn(3, "---\n").nth(2).unwrap();
        let sections: Vec<&str> = body.split("\n## ").collect();
        let mut turned = sections.clone();
        let count_of_sections = turned.len() - 1;
        turned[1..].rotate_left(count_of_sections.min(1));
        let turned = turned.join("\n## ");
        compare(body, &turned, |redline| {
            let summary = redline.summary();
            assert_eq!(
                (summary.count.inserted, summary.count.deleted),
                (0, 0),
                "{path}"
            );
        });
        let edited = turned
            .replace(" we ", " we sometimes ")
            .replace("data", "information");
        compare(body, &edited, |redline| {
            let summary = redline.summary();
            assert!(summary.count.inserted > 0, "{path}");
            let is_new = |section: &&super::SectionSummary| section.state != super::State::Kept;
            assert_eq!(summary.sections.iter().filter(is_new).count(), 0, "{path}");
        });
        count += 1;
    }
    assert!(count >= 8, "{count}");
}

/// Words, some of which change the structure of a text.
const WORDS: &[&str] = &[
    "data",
    "We",
    "keep",
    "for",
    "3",
    "years",
    "the",
    "account",
    "is",
    "closed",
    "you",
    "may",
    "ask",
    "a",
    "copy",
    "of",
    "it",
    "not",
    "**never**",
    "*often*",
    "~~gone~~",
    "`code`",
    "[terms](terms.md)",
    "[site](https://a.example/x)",
    "<https://b.example>",
    "{braces}",
    "note[^n]",
    "other[^m]",
    "![logo](logo.svg)",
    "<br>",
    "<del>old</del>",
    "end.",
    "and,",
    "“so”",
    "e-mail",
    "数据",
    "a\\\nb",
    "&nbsp;",
    "<a href=\"x.md\">raw</a>",
    "x^2",
];

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..12).prop_map(|words| words.join(" "))
}

fn block() -> impl Strategy<Value = String> {
    let line = line().boxed();
    let lines = prop::collection::vec(line.clone(), 1..4).boxed();
    let list = |mark: &'static str| {
        move |lines: Vec<String>| {
            lines
                .iter()
                .map(|line| format!("{mark} {line}\n"))
                .collect()
        }
    };
    prop_oneof![
        6 => line.clone(),
        3 => (1..4_usize, line.clone()).prop_map(|(level, line)| format!("{} {line}", "#".repeat(level + 1))),
        2 => lines.clone().prop_map(list("-")),
        1 => lines.clone().prop_map(list("1.")),
        1 => lines.clone().prop_map(|lines| format!("- {}", lines.join("\n\n  - "))),
        1 => lines.clone().prop_map(|lines| format!("> {}", lines.join("\n>\n> "))),
        1 => lines.clone().prop_map(|lines| format!("> [!NOTE] {}", lines.join("\n>\n> "))),
        1 => lines.clone().prop_map(|lines| format!("```x\n{}\n```", lines.join("\n  "))),
        1 => lines.clone().prop_map(|lines| format!("Term\n: {}", lines.join("\n: "))),
        1 => lines.clone().prop_map(|lines| format!("<div>{}</div>", lines.join("<p>"))),
        2 => prop::collection::vec((line.clone(), line), 1..4).prop_map(|rows| {
            let cell = |text: &str| text.replace(['|', '\n', '\\'], "");
            let rows = rows.iter().map(|(a, b)| format!("| {} | {} |\n", cell(a), cell(b)));
            let rows: String = rows.collect();
            format!("| A | B |\n|---|--:|\n{rows}")
        }),
        1 => Just("---".to_owned()),
    ]
}

#[derive(Debug, Clone)]
enum Edit {
    Delete(prop::sample::Index),
    Insert(prop::sample::Index, String),
    Move(prop::sample::Index, prop::sample::Index),
    Replace(prop::sample::Index, &'static str, &'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    let word = || prop::sample::select(WORDS);
    prop_oneof![
        at().prop_map(Edit::Delete),
        (at(), block()).prop_map(|(at, block)| Edit::Insert(at, block)),
        (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        (at(), word(), word()).prop_map(|(at, from, to)| Edit::Replace(at, from, to)),
    ]
}

fn apply(blocks: &mut Vec<String>, edit: &Edit) {
    if blocks.is_empty() {
        return;
    }
    let length = blocks.len();
    match edit {
        Edit::Delete(at) => drop(blocks.remove(at.index(length))),
        Edit::Insert(at, block) => blocks.insert(at.index(length), block.clone()),
        Edit::Move(from, to) => {
            let block = blocks.remove(from.index(length));
            blocks.insert(to.index(length), block);
        }
        Edit::Replace(at, from, to) => {
            let block = &mut blocks[at.index(length)];
            *block = block.replace(from, to);
        }
    }
}

fn page(blocks: &[String]) -> String {
    let notes = "[^n]: A note of words.\n\n[^m]: Another one, with `code`.\n";
    format!("{}\n\n{notes}", blocks.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn both_texts_come_back(
        old in prop::collection::vec(block(), 0..10),
        edits in prop::collection::vec(edit(), 0..6),
    ) {
        let mut new = old.clone();
        edits.iter().for_each(|edit| apply(&mut new, edit));
        compare(&page(&old), &page(&new), |redline| {
            if old == new {
                assert!(all(redline).iter().all(|diff| !diff.has_changed_words()));
            }
        });
    }

    #[test]
    fn texts_without_anything_in_common_come_back(
        old in prop::collection::vec(block(), 0..6),
        new in prop::collection::vec(block(), 0..6),
    ) {
        compare(&page(&old), &page(&new), |_| ());
    }

    #[test]
    fn the_order_of_sections_is_no_change_of_words(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        repeated in 0..3_usize,
    ) {
        let section = |at: &usize| {
            let words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];
            let word = words[*at];
            let shared = "We may change this at any time. ".repeat(repeated);
            format!("## About {word}\n\n{shared}It is {word} {at} that counts, {word}.\n\n- {word}\n- same item\n\n")
        };
        let old: String = (0..8).map(|at| section(&at)).collect();
        let new: String = order.iter().map(section).collect();
        compare(&old, &new, |redline| {
            assert!(all(redline).iter().all(|diff| !diff.has_changed_words()));
        });
    }
}
