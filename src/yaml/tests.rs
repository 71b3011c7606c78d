//! Tests of the tree, and of the agreement between the two readers.

use super::*;

fn to_json(node: &Node) -> serde_json::Value {
    use serde_json::Value;
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(raw) => raw.parse::<i64>().map_or_else(
            |_| raw.parse::<f64>().map_or(Value::Null, Value::from),
            Value::from,
        ),
        Kind::Text(text) => Value::String(text.clone()),
        Kind::Seq(items) => items.iter().map(to_json).collect(),
        Kind::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), to_json(&entry.value)))
                .collect(),
        ),
    }
}

/// The tree has the same values that a deserializer reads from the same YAML.
#[test]
fn agrees_with_serde() {
    let text = concat!(
        "a: 1\nb: 1.10\nc: -3\nd: .5\ne: 1e3\nf: ~\ng:\nh: null\ni: true\nj: False\n",
        "k: yes\nl: 2026-05-23\nm: 12:30\nn: '1'\no: \"x\\ty\"\np: |\n  two\n  lines\n",
        "q: >-\n  folded\n  text\nr: [a, {b: c}, []]\ns: {x: é, 'y z': 1}\nt:\n  - u: 1\n    v: 2\n",
        "  -\n    - w\n\"quoted key\": '#'\nurl: https://x.example/a?b=c#d\nplain: a b  c\n",
        "version: 1.2.3\nphone: +4930123456\nplus: '+1'\n",
    );
    let source = Source::new("test.yaml", text);
    let mut faults = Vec::new();
    let node = parse(&source, 0..text.len(), &mut faults).unwrap();
    assert_eq!(faults, []);
    let options = serde_yaml::options! { strict_booleans: true };
    let expected: serde_json::Value = serde_yaml::from_str_with_options(text, options).unwrap();
    assert_eq!(to_json(&node), expected);
}

fn by_parser(text: &str) -> Option<Node> {
    let mut faults = Vec::new();
    let source = Source::new("test.yaml", text);
    let node = tree::read(&source, 0..text.len(), &mut faults);
    node.filter(|_| faults.is_empty())
}

const PLAIN: &[&str] = &[
    "a: 1\nb:\n  c: 'x\\'\n  d: \"y\" # why\n\n# z\ne:\n- 1\n- f: 2\n  g: true\n",
    "- a\n- [b, {c: d, e: [\"f\"]}, [], {}]\n-   x: y#z\n",
    "  a: 1\n  url: https://x.example:80/a?b=c#d\n  none:\n  - {a-b: é c  , u: http://x.y}\n  n: ~",
    "k:\n-\n  - x\n-\n  a: b\nempty:\n",
];

#[test]
fn plain_yaml_is_read_as_by_the_parser() {
    for text in PLAIN {
        let read = plain::read(text, 0);
        assert!(read.is_some(), "left to the parser: {text}");
        assert_eq!(read, by_parser(text), "{text}");
    }
}

/// Typos turn plain YAML into different or invalid YAML. Whatever the plain reader accepts, the
/// parser reads in the same way.
#[test]
fn slips_are_read_as_by_the_parser() {
    let bits = [
        "-", " ", "  ", "\n", ":", ": ", ",", "[", "]", "{", "}", "#", " #", "\"", "'", "&", "*",
        "!", "|", ">", "%", "@", "`", "?", "\\", "\t", "\r", "---\n", "...\n", "a", "1", "é",
        "<<: ", "~", "- ", "\n  ", "\n- ", "=", ".", "_", "/", "\u{85}", "\u{2028}", "\u{a0}",
    ];
    // A random number generator that produces the same numbers in each run.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut taken = 0;
    for _ in 0..20_000 {
        let mut text: Vec<char> = PLAIN[random(PLAIN.len())].chars().collect();
        for _ in 0..=random(3) {
            let at = random(text.len() + 1);
            let end = (at + random(4)).min(text.len());
            let bit = bits[random(bits.len())];
            match random(3) {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, bit.chars())),
                _ => drop(text.splice(at..end, bit.chars())),
            }
        }
        let text: String = text.into_iter().collect();
        if let Some(read) = plain::read(&text, 0) {
            taken += 1;
            assert_eq!(Some(read), by_parser(&text), "{text:?}");
        }
    }
    assert!(taken > 3_000, "only {taken} were read");
}

#[test]
fn places_count_bytes_of_the_file() {
    let text = "---\nä: é\nb: [x, 'y']\n---\n";
    let source = Source::new("test.md", text);
    let node = parse(&source, 4..text.len() - 4, &mut Vec::new()).unwrap();
    let slice = |span: &Range<usize>| text[span.clone()].to_owned();
    let entries = node.entries().unwrap();
    assert_eq!(slice(&entries[0].key_span), "ä");
    assert_eq!(slice(&entries[0].value.span), "é");
    let Kind::Seq(items) = &entries[1].value.kind else {
        panic!("not a list");
    };
    assert_eq!(slice(&items[0].span), "x");
    assert_eq!(slice(&items[1].span), "'y'");
}

const BITS: &[&str] = &[
    "-",
    " ",
    "  ",
    "\n",
    ":",
    ": ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "\"",
    "'",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "?",
    "\\",
    "\t",
    "\r",
    "---\n",
    "...\n",
    "a",
    "1",
    "é",
    "<<: ",
    "~",
    "- ",
    "\n  ",
    "\n- ",
    "=",
    ".",
    "_",
    "/",
    "\\u202e",
    "\\0",
    "\\n",
    "\\x41",
    "null",
    "true",
    "1e3",
    ".5",
    "0x1",
    "+1",
    "-.inf",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{feff}",
    "a: b\n",
    "- a\n",
    "[[[[",
    "{a: {b: {",
    ">-\n",
    "|2\n",
    "? a\n: b\n",
    "!!str ",
    "&a [*a]",
];

/// Whatever the plain reader accepts, the parser reads in the same way; places are at character
/// boundaries; unread YAML is reported.
#[test]
fn fuzz_yaml() {
    let target = crate::fuzz::Target {
        name: "yaml",
        bits: BITS,
        cases: 3_000,
        texts: 1,
    };
    target.run(|texts| {
        let text = &texts[0];
        if let Some(read) = plain::read(text, 0) {
            assert_eq!(Some(read), by_parser(text));
        }
        let file = format!("---\n{text}");
        let source = Source::new("test.md", file.as_str());
        let mut faults = Vec::new();
        let node = parse(&source, 4..file.len(), &mut faults);
        assert!(node.is_some() || !faults.is_empty(), "no tree and no fault");
        for label in faults.iter().flat_map(|fault| &fault.labels) {
            assert_eq!(label.place.range, label.place.clamped());
        }
        if let Some(node) = node {
            places(&node, &source);
        }
    });
}

/// Checks that the places of a tree are inside its file.
fn places(node: &Node, source: &Arc<Source>) {
    let place = source.place(node.span.clone());
    assert_eq!(place.range, place.clamped());
    match &node.kind {
        Kind::Seq(items) => items.iter().for_each(|item| places(item, source)),
        Kind::Map(entries) => {
            for entry in entries {
                let key = source.place(entry.key_span.clone());
                assert_eq!(key.range, key.clamped());
                places(&entry.value, source);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {}
    }
}
