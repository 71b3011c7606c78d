use std::collections::BTreeSet;

use base64::Engine as _;
use sha2::Digest as _;

use super::site;
use crate::driver::Site;
use crate::snapshot;

/// The part of a page between its header and its footer.
fn main_of(page: &str) -> &str {
    let (_, rest) = page.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0
}

#[test]
fn a_redline_for_the_terminal() {
    let run = site().run(&["diff", "privacy", "--rev", "v1"]).clean();
    run.snapshot("diff-text");
}

#[test]
fn a_redline_in_color() {
    let site = site();
    let arguments = ["diff", "privacy", "--rev", "v1", "--color", "always"];
    let colored = site.run(&arguments).clean().stdout;
    assert!(colored.contains("\x1b[31m[-3-]\x1b[0m"), "{colored}");
    assert!(colored.contains("\x1b[32m{+5+}\x1b[0m"), "{colored}");
    // The text is the same, so that no information is only in the color.
    let mut plain = colored;
    while let Some(start) = plain.find("\x1b[") {
        let end = start + plain[start..].find('m').unwrap();
        plain.replace_range(start..=end, "");
    }
    assert_eq!(plain, site.run(&arguments[..4]).stdout);
}

#[test]
fn a_redline_for_a_pull_request() {
    let run = site().run(&["diff", "privacy", "--rev", "v1", "--format", "markdown"]);
    run.clean().snapshot("diff-markdown");
}

#[test]
fn a_redline_for_programs() {
    let run = site().run(&["diff", "privacy", "--rev", "v1", "--format", "json"]);
    let run = run.clean();
    run.snapshot("diff-json");
    // Both texts are complete, word by word.
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let said = |change: &str| {
        let mut said = String::new();
        words(&json, change, &mut said);
        said
    };
    let (old, new) = (said("deleted"), said("inserted"));
    assert!(
        old.contains("We keep it for 3 years, and delete it then"),
        "{old}"
    );
    assert!(old.contains("nobody needs to read it"), "{old}");
    assert!(
        new.contains("We keep it for 5 years, and delete it then"),
        "{new}"
    );
    assert!(!new.contains("nobody needs to read it"), "{new}");
}

/// Adds the words of one of the texts: the unchanged ones, and those of a change.
fn words(json: &serde_json::Value, change: &str, said: &mut String) {
    match json {
        serde_json::Value::Array(items) => items.iter().for_each(|item| words(item, change, said)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    serde_json::Value::String(text) if name == "same" || name == change => {
                        said.push_str(text);
                    }
                    value => words(value, change, said),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn a_redline_as_a_page() {
    let site = site();
    let run = site.run(&["diff", "privacy", "--rev", "v1", "--format", "html"]);
    let page = run.clean().stdout;
    snapshot::compare("diff-html", main_of(&page));
    // Links in the summary point to sections, and every ID is unique.
    let ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(unique.contains(id), "{id}");
    }
    // The page needs no other file, and its policy allows its own styles but no scripts.
    let (_, styles) = page.split_once("<style>").unwrap();
    let (styles, _) = styles.split_once("</style>").unwrap();
    let digest = sha2::Sha256::digest(styles.as_bytes());
    let hash = base64::engine::general_purpose::STANDARD.encode(digest);
    let (_, csp) = page
        .split_once("Content-Security-Policy\" content=\"")
        .unwrap();
    let csp = csp.split('"').next().unwrap();
    assert!(csp.contains(&format!("'sha256-{hash}'")), "{csp}");
    assert!(!page.contains("<script") && !page.contains(" style=\""));
    assert!(!page.contains("<link rel=\"stylesheet\""));
}

#[test]
fn a_redline_is_in_the_language_of_its_text() {
    let site = Site::small();
    site.file(
        "alt.md",
        "---\ntitle: Datenschutz\n---\n## Daten\n\nWir löschen Daten nach 3 Jahren.\n",
    );
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Datenschutz\nlanguage: de\n---\n## Daten\n\nWir löschen Daten nach 5 Jahren.\n",
    );
    site.run(&["diff", "privacy", "alt.md"])
        .clean()
        .snapshot("diff-german");
}

#[test]
fn everything_that_a_text_has_is_compared() {
    let site = Site::small();
    let page = |text: &str| format!("---\ntitle: Privacy policy\n---\n{text}");
    site.file(
        "old.md",
        &page("## A\n\n1. one thing\n2. two things\n\n![Map](map.png \"Where\")\n\n```\nlet a = 1;\n```\n\nTerm\n: meaning of it\n\n<p>Raw <b>words</b></p>\n\n---\n\n> A quote\n\nSee [terms](https://acme.example/a), and words.\n\n## B {#b}\n\nThe same words as before stay here.\n"),
    );
    site.file(
        "content/policies/privacy.md",
        &page("## A\n\n- one thing\n- two things\n\n![Map](https://img.example/plan.png)\n\n```\nlet a = 2;\n```\n\nTerm\n: sense of it\n\n<p>Raw <b>text</b></p>\n\n> A quotation\n\nSee [terms](https://acme.example/b), [and](https://acme.example/) ~~words~~.\n\n### B {#b}\n\nThe same words as before stay here.\n"),
    );
    for format in ["text", "html"] {
        let run = site
            .run(&["diff", "privacy", "old.md", "--format", format])
            .clean();
        let shown = match format {
            "html" => main_of(&run.stdout),
            _ => &run.stdout,
        };
        snapshot::compare(&format!("diff-kinds-{format}"), shown);
    }
}
