//! Tests with hostile and broken HTML.

use super::*;

const OUTSIDE: Context = Context {
    scope: ROOT,
    in_paragraph: false,
    in_link: false,
};

/// The sanitised output of consecutive pieces of raw HTML.
fn clean(pieces: &[&str]) -> String {
    let mut sanitiser = Sanitiser::default();
    let mut html = String::new();
    for piece in pieces {
        let mut out = Vec::new();
        sanitiser.piece(piece, OUTSIDE, &mut out);
        for part in out {
            match part {
                Piece::Html(tags) => html.push_str(&tags),
                Piece::Address { is_image, value } => {
                    html.push_str(if is_image { " src=\"" } else { " href=\"" });
                    escape::html(&value, &mut html);
                    html.push('"');
                }
                Piece::Text(text) => escape::html(&text, &mut html),
                Piece::Removed(Removed::Words(words)) => escape::html(&words, &mut html),
                Piece::Comment(_) | Piece::Id(_) | Piece::Removed(_) => {}
            }
        }
    }
    sanitiser.leave(ROOT, &mut html);
    html
}

#[test]
fn tags_are_balanced() {
    for (pieces, expected) in [
        (&["<div><b>", "x"][..], "<div><b>x</b></div>"),
        (&["</p></div>x</main>"], "x "),
        (&["<p>a<p>b"], "<p>a</p><p>b</p>"),
        (
            &["<p><span>a<div>b</div>"],
            "<p><span>a</span></p><div>b</div>",
        ),
        (
            &["<ul><li>a<li>b", "<ul><li>c</ul>d</ul>"],
            "<ul><li>a</li><li>b<ul><li>c</li></ul>d</li></ul>",
        ),
        (
            &["<dl><dt>a<dd>b<dt>c</dl>"],
            "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>",
        ),
        (
            &["<table><tr><td>a<td><b>b<tr><th>c</table>d"],
            "<table><tr><td>a</td><td><b>b</b></td></tr><tr><th>c</th></tr></table>d",
        ),
        (&["<td>a</td><tr>b"], " a b"),
        (&["<b><i>a</b>b</i>"], "<b><i>a</i></b>b"),
        (
            &["<div><table><tr><td></div>a"],
            "<div><table><tr><td>a</td></tr></table></div>",
        ),
        (
            &["<a href=x>a<a href=y>b"],
            "<a href=\"x\">a</a><a href=\"y\">b</a>",
        ),
        (&["<h2>a<h3>b"], "<h2>a</h2><h3>b</h3>"),
        (&["a<br/>b</br><img src=x>"], "a<br>b<br><img src=\"x\">"),
    ] {
        assert_eq!(clean(pieces), expected, "{pieces:?}");
    }
}

#[test]
fn nothing_runs() {
    for (piece, expected) in [
        ("a<script>b</script>c", "ac"),
        ("a<style>b<p></style>c", "ac"),
        ("a<script>b", "a"),
        ("a<template><p>b</p></template>c", "ac"),
        ("<svg onload=a><a xlink:href=b>c</a></svg>", "<a>c</a>"),
        (
            "<noscript><p title=\"</noscript><img src=x onerror=a>\">",
            "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=a&gt;\"></p>",
        ),
        ("<textarea><b onclick=a>b</textarea>", " <b>b </b>"),
        ("<p style=a onclick=b ID=c data-x=d>e", "<p id=\"c\">e</p>"),
        (
            "<a name=b id=a>c</a><a name=d>e</a>",
            "<a id=\"a\">c</a><a id=\"d\">e</a>",
        ),
        (
            "<img alt='\"><script>' src=x>",
            "<img alt=\"&quot;&gt;&lt;script&gt;\" src=\"x\">",
        ),
        (
            "&lt;script&gt;<![CDATA[<b>]]><?php a ?><!DOCTYPE a>",
            "&lt;script&gt;]]&gt;",
        ),
        (
            "<scr<script>ipt>a</scr</script>ipt>",
            "&lt;scr&lt;script&gt;ipt&gt;a&lt;/scr&lt;&gt;ipt&gt;",
        ),
    ] {
        assert_eq!(clean(&[piece]), expected, "{piece}");
    }
}

/// Whatever the input, the output has only allowed tags and attributes, and
/// each end tag closes the last open tag.
#[test]
fn any_soup_comes_out_clean_and_balanced() {
    const BITS: &[&str] = &[
        "<p>",
        "</p>",
        "<div id=a>",
        "</div>",
        "<b>",
        "</b>",
        "<a href=x>",
        "</a>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<caption>",
        "<script>",
        "</script>",
        "<svg>",
        "<style>",
        "</style>",
        "<img src=x onerror=y>",
        "<br>",
        "text",
        "<h2>",
        "</h2>",
        "<iframe srcdoc=x>",
        "<details open>",
        "<summary>",
        "</details>",
        "<!--",
        "-->",
        "<math>",
        "<col>",
        "<thead>",
        "<dd>",
        "<dl>",
        "</dl>",
        "&lt;b&gt;",
        "<p\n",
        "\"'>",
    ];
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1);
        ((seed >> 33) as usize) % below
    };
    for _ in 0..3_000 {
        let pieces: Vec<String> = (0..=random(4))
            .map(|_| (0..=random(8)).map(|_| BITS[random(BITS.len())]).collect())
            .collect();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let html = clean(&pieces);
        let mut open = Vec::new();
        for token in tokens(&html) {
            let Token::TagToken(tag) = token else {
                continue;
            };
            assert!(allowed::tag(&tag.name).is_some(), "{pieces:?}: {html}");
            for attr in &tag.attrs {
                let name: &str = &attr.name.local;
                assert!(
                    ["id", "href", "src", "open"].contains(&name),
                    "{pieces:?}: {html}"
                );
            }
            if tag.kind == TagKind::EndTag {
                assert_eq!(open.pop(), Some(tag.name), "{pieces:?}: {html}");
            } else if !allowed::is_void(&tag.name) {
                open.push(tag.name);
            }
        }
        assert!(open.is_empty(), "{pieces:?}: {html}");
    }
}
