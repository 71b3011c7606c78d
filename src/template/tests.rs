//! Tests of tags, markers and source maps without the template engine: each tag
//! is replaced by given output.

use std::sync::Arc;

use super::instrument::{Instrumented, instrument};
use super::markers::{COPIED, END, ENTER, LEAVE};
use super::snippet::SnippetId;
use super::source_map::{CallId, Segments, SourceMap, expand};
use super::{Origin, Snippet, end_segment, tags};
use crate::base::source::Source;

fn printed(marked: &Instrumented, print: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut at = 0;
    for tag in &marked.tags {
        out.push_str(&marked.text[at..tag.range.start]);
        out.push_str(&print(&marked.text[tag.range.clone()]));
        at = tag.range.end;
    }
    out + &marked.text[at..]
}

fn snippet(text: &str) -> (Snippet, Instrumented) {
    let head = format!("{ENTER}0:3{END}");
    let (marked, segments) = instrument(text, 0, 0, &head, &LEAVE.to_string());
    let snippet = Snippet {
        name: "said".to_owned(),
        kind: Some("statement".to_owned()),
        source: Source::new("said.md", text),
        first_segment: 0,
        segments,
    };
    (snippet, marked)
}

/// Evaluates a policy's text with the given output of its tags.
fn evaluate(
    policy: &Arc<Source>,
    snippets: &[Snippet],
    print: impl Fn(&str) -> String,
) -> (String, SourceMap) {
    let first = end_segment(snippets);
    let (marked, segments) = instrument(&policy.text, 0, first, "", "");
    let segments = Segments {
        snippets,
        policy,
        policy_segments: &segments,
        policy_first: first,
    };
    expand(&printed(&marked, print), segments)
}

#[test]
fn tags_end_outside_strings_and_raw_text_has_none() {
    let text = "{{ a }} {%- if b == \"%}\" -%} {% raw %}{{ <no /> }}{% endraw %} \
                {% <box title='}}'> %}{{<list-1.x />}}{% </box> %} {{ open";
    let found: Vec<(&str, Option<&str>)> = tags::all(text)
        .map(|tag| (&text[tag.range], tag.clause))
        .collect();
    let expected = [
        ("{{ a }}", None),
        ("{%- if b == \"%}\" -%}", None),
        ("{% <box title='}}'> %}", Some("box")),
        ("{{<list-1.x />}}", Some("list-1.x")),
        ("{% </box> %}", None),
    ];
    assert_eq!(found, expected);
    let open = text.rfind("{{").unwrap();
    assert_eq!(tags::range_at(text, open), open..open);
    assert_eq!(tags::range_at(text, 0), 0..7);
}

#[test]
fn a_tag_names_all_that_it_calls() {
    let names: Vec<&str> =
        tags::called("{{ <outer inner={ <inner_2 /> } n={a < b} /> }}").collect();
    assert_eq!(names, ["outer", "inner_2", "b"]);
}

#[test]
fn text_maps_to_itself_and_what_a_tag_prints_to_the_tag() {
    let policy = Source::new("policy.md", "One {{ a }} two\n\n{{- b }}é");
    let (text, map) = evaluate(&policy, &[], |tag| match tag {
        "{{ a }}" => "printed".to_owned(),
        _ => String::new(),
    });
    assert_eq!(text, "One printed twoé");
    let origin = Origin {
        map: &map,
        policy: &policy,
        snippets: &[],
    };
    let place = |merged: &str| {
        let start = text.find(merged).unwrap();
        origin.place(start..start + merged.len()).unwrap()
    };
    assert_eq!(place("tw").text(), "tw");
    assert_eq!(place("é").text(), "é");
    assert_eq!(place("printed").range.start, "One ".len());
    assert_eq!(place("One printed tw").text(), "One {{ a }} tw");
    assert_eq!(origin.chain(0).count(), 0);
}

#[test]
fn text_of_a_snippet_maps_to_it_and_names_the_call() {
    let (snippet, marked) = snippet("Said {{ x }}\nand done.");
    let snippets = [snippet];
    let policy = Source::new("policy.md", "> {{ <said x=\"}}\" /> }}\n\nAfter");
    let (text, map) = evaluate(&policy, &snippets, |_| {
        printed(&marked, |_| "here".to_owned())
    });
    // The call is in a quote, and so are all lines of its output.
    assert_eq!(text, "> Said here\n> and done.\n\nAfter");
    let origin = Origin {
        map: &map,
        policy: &policy,
        snippets: &snippets,
    };
    let at = text.find("done").unwrap();
    let place = origin.place(at..at + 4).unwrap();
    assert_eq!((&*place.source.path, place.text()), ("said.md", "done"));
    let chain: Vec<(&str, String)> = origin
        .chain(at)
        .map(|(name, place)| (name, place.text().to_owned()))
        .collect();
    assert_eq!(chain, [("said", "{{ <said x=\"}}\" /> }}".to_owned())]);
    let call = map.call_at(at);
    assert_eq!(origin.kind(call), Some("statement"));
    assert_eq!(map.level(call), Some(3));
    assert_eq!(map.parent(call), CallId::POLICY);
    assert_eq!(map.call_at(text.find("After").unwrap()), CallId::POLICY);
    assert_eq!(
        end_segment(&snippets),
        snippets[SnippetId(0).0].segments.len()
    );
}

#[test]
fn blocks_that_work_on_text_get_it() {
    let (marked, segments) = instrument("a{% filter upper %}b{% endfilter %}c", 0, 0, "", "");
    assert_eq!(segments.len(), 3);
    assert_eq!(marked.text.matches(COPIED).count(), 1);
    assert!(marked.text.contains(&format!("1{END}b{{% endfilter %}}")));
    assert!(!marked.text.contains('a') && !marked.text.contains('c'));
}

/// The comments and code in a text, and the remaining tags.
fn pieces(text: &str) -> (Vec<&str>, Vec<&str>) {
    let verbatim = super::verbatim::Verbatim::of(text);
    let regions = verbatim.regions().map(|region| &text[region.range.clone()]);
    let tags = tags::all(text).map(|tag| &text[tag.range]);
    (regions.collect(), tags.collect())
}

#[test]
fn tags_in_comments_and_code_are_text() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "<!-- {{ a }} --> {{ b }}",
            &["<!-- {{ a }} -->"],
            &["{{ b }}"],
        ),
        (
            "x <!-- {{ a }}\n{{ a }} --> {{ b }}",
            &["<!-- {{ a }}\n{{ a }} -->"],
            &["{{ b }}"],
        ),
        (
            "<!--\n\n{{ a }}\n\n--> {{ b }}\n\n{{ c }}",
            &["<!--\n\n{{ a }}\n\n-->"],
            &["{{ b }}", "{{ c }}"],
        ),
        (
            "> <!-- {{ a }}\n> {{ a }} -->\n> {{ b }}",
            &["<!-- {{ a }}\n> {{ a }} -->"],
            &["{{ b }}"],
        ),
        (
            "- <!-- {{ a }} -->\n  {{ b }}",
            &["<!-- {{ a }} -->"],
            &["{{ b }}"],
        ),
        (
            "<div><!-- {{ a }} -->{{ b }}</div>",
            &["<!-- {{ a }} -->"],
            &["{{ b }}"],
        ),
        (
            "{% if x %}<!--\n\n{{ a }}\n\n-->{% endif %}",
            &["<!--\n\n{{ a }}\n\n-->"],
            &["{% if x %}", "{% endif %}"],
        ),
        ("`{{ a }}` {{ b }}", &["`{{ a }}`"], &["{{ b }}"]),
        ("`` {{ ` }} `` {{ b }}", &["`` {{ ` }} ``"], &["{{ b }}"]),
        ("`{{` and `}}` {{ b }}", &["`{{`", "`}}`"], &["{{ b }}"]),
        ("`{% if` {{ b }}", &["`{% if`"], &["{{ b }}"]),
        (
            "```\n{{ a }}\n```\n{{ b }}",
            &["```\n{{ a }}\n```"],
            &["{{ b }}"],
        ),
        (
            "- ~~~\n  {{ a }}\n  ~~~\n\n{{ b }}",
            &["~~~\n  {{ a }}\n  ~~~"],
            &["{{ b }}"],
        ),
        ("`<!--` {{ b }} `-->`", &["`<!--`", "`-->`"], &["{{ b }}"]),
        ("\\<!-- {{ b }} -->", &[], &["{{ b }}"]),
        ("\\`{{ b }}`", &[], &["{{ b }}"]),
        (
            "{{ <x body=\"`a`\" /> }} `{{ a }}`",
            &["`{{ a }}`"],
            &["{{ <x body=\"`a`\" /> }}"],
        ),
        (
            "{{ x | f(y=\"`\") }} and `a {{ a }}`",
            &["`a {{ a }}`"],
            &["{{ x | f(y=\"`\") }}"],
        ),
        (
            "{{ \"<!--\" }} b {{ c }} -->",
            &[],
            &["{{ \"<!--\" }}", "{{ c }}"],
        ),
        ("`{{ a }}`\n\n`\n\n{{ b }}`", &["`{{ a }}`"], &["{{ b }}"]),
        (
            "`{% raw %}{{ a }}{% endraw %}` {{ b }}",
            &["`{% raw %}{{ a }}{% endraw %}`"],
            &["{{ b }}"],
        ),
        ("    {{ b }}", &[], &["{{ b }}"]),
        ("<!--> {{ b }}", &[], &["{{ b }}"]),
    ];
    for (text, regions, tags) in cases {
        assert_eq!(pieces(text), (regions.to_vec(), tags.to_vec()), "{text}");
    }
}

#[test]
fn comments_are_closed_or_found() {
    let found = |text: &str| {
        let found = super::verbatim::Verbatim::of(text).unterminated;
        found.map(|found| (found.start, found.lines))
    };
    for text in [
        "<!-- a -->\nb",
        "<!-- a\n\nb -->",
        "`<!--`",
        "```\n<!--\n```",
        "\\<!-- a",
        "{{ \"<!--\" }}",
        "    <!-- a",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
    assert_eq!(found("a\n\n<!-- b\n\nc\nd"), Some((3, Some(3))));
    assert_eq!(found("> <!-- b\n> c\n\nd"), Some((2, Some(2))));
    assert_eq!(found("{{ x }}\n\n<!-- b {{ c }}\n"), Some((9, Some(1))));
    assert_eq!(found("a <!-- b\n\nc --> d"), Some((2, None)));
    assert_eq!(found("a \\\\<!-- b"), Some((4, None)));
    assert_eq!(found("<!--"), Some((0, Some(0))));
}
