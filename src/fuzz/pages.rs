//! Whole policies: whatever their contents, no stage panics, the page runs no code, its alternate
//! formats contain its words, and `check` reports the build's errors.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::Target;
use super::bits::{FRONT_MATTER, MARKDOWN};
use super::html::{self, Parsed};
use crate::base::diagnostic::fix::Plan;
use crate::base::diagnostic::{Diagnostic, Severity, human};
use crate::base::digest::{self, Digest};
use crate::base::folder::Inside;
use crate::build;
use crate::check::{Selection, is_of_build, is_only_by_check};
use crate::load::{self, Options, Site};
use crate::output::{Sink, Writes};

/// The files of a build, in memory.
#[derive(Default)]
struct Memory(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.0.lock().unwrap();
        files.insert(path.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn stream(&self, path: &str, write: &Writes<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.put(path, &bytes)
    }

    fn copy(&self, path: &str, from: &Inside) -> io::Result<Digest> {
        let bytes = from.open()?.read()?;
        self.put(path, &bytes)?;
        Ok(digest::of(&bytes))
    }
}

const SITE: &[(&str, &str)] = &[
    ("policygen.yaml", "twins: [markdown, text, json]\n"),
    (
        "content/facts/company.yaml",
        "company: {legal_name: Acme GmbH, country: DE}\ncontact: {privacy: {email: a@acme.example}}\n",
    ),
    (
        "content/clauses/own.md",
        "---\nsummary: Own\nparams:\n  heading: {type: string, default: \"Own\"}\n---\n## {{ heading }} {#own}\n\nText of {{ company.legal_name }}.\n",
    ),
    (
        "content/policies/terms.md",
        "---\ntitle: Terms\n---\n## Liability {#liability}\n\nLittle.\n",
    ),
];

/// A site whose policies change.
struct Bench {
    folder: tempfile::TempDir,
    /// The previous site, so that compiled parts are reused.
    before: RefCell<Option<Site>>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in SITE {
            write(folder.path(), path, text);
        }
        Self {
            folder,
            before: RefCell::default(),
        }
    }

    /// Builds and checks a site with these policies. Returns its files.
    fn build(&self, policies: &[String]) -> BTreeMap<String, Vec<u8>> {
        let root = self.folder.path();
        for (at, text) in policies.iter().enumerate() {
            write(root, &format!("content/policies/p{at}.md"), text);
        }
        let options = Options {
            root: root.to_owned(),
            out: None,
            base_url: None,
            as_of: "2026-06-01".parse().unwrap(),
            drafts: false,
            fragments: false,
            placeholders: false,
            unreleased: false,
        };
        let mut faults = Vec::new();
        let before = self.before.borrow_mut().take();
        let site = load::load_again(&options, before.as_ref(), &mut faults).unwrap();
        let memory = Memory::default();
        let built = build::run(&site, &memory, faults.clone()).unwrap();
        let selection = Selection::new(&[], &[], true, &site.rules).unwrap();
        let checked = build::check(&site, &selection, false, faults).unwrap();
        *self.before.borrow_mut() = Some(site);
        for at in 0..policies.len() {
            fs::remove_file(root.join(format!("content/policies/p{at}.md"))).unwrap();
        }
        assert_eq!(errors(&built.diagnostics), errors(&checked.diagnostics));
        let diagnostics = &checked.diagnostics;
        for found in diagnostics {
            for label in &found.labels {
                assert_eq!(label.place.range, label.place.clamped(), "{found:?}");
            }
        }
        human::render(diagnostics, false);
        Plan::of(diagnostics);
        memory.0.into_inner().unwrap()
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The build's errors, in a comparable form.
fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    let of_build = |found: &&Diagnostic| {
        found.severity == Severity::Error && is_of_build(found) && !is_only_by_check(found.code)
    };
    let errors = diagnostics.iter().filter(of_build);
    errors
        .map(|found| format!("{} {:?} {}", found.code.id, found.file(), found.message))
        .collect()
}

/// Elements that run something, load something, or change how others are read.
const UNSAFE: &[&str] = &[
    "applet",
    "audio",
    "base",
    "button",
    "embed",
    "form",
    "frame",
    "frameset",
    "iframe",
    "input",
    "math",
    "noscript",
    "object",
    "plaintext",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "video",
    "xmp",
];
/// Attributes that hold addresses.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "longdesc",
    "ping",
    "poster",
    "src",
    "xlink:href",
];

/// Lists everything on a page that could run code or use another scheme.
fn dangers(page: &Parsed) -> Vec<String> {
    let mut found = Vec::new();
    let mut scripts = 0;
    for (name, attributes) in &page.elements {
        let is = |wanted: &str, value: &str| {
            let mut all = attributes.iter();
            all.any(|(name, found)| name == wanted && found.eq_ignore_ascii_case(value))
        };
        scripts += usize::from(name == "script");
        let is_script = name == "script" && (scripts > 1 || !is("type", "application/ld+json"));
        let is_refresh = name == "meta"
            && attributes.iter().any(|(name, _)| name == "http-equiv")
            && !is("http-equiv", "content-security-policy")
            && !attributes
                .iter()
                .any(|(name, value)| name == "content" && is_redirect(value));
        if is_script || is_refresh || UNSAFE.contains(&name.as_str()) {
            found.push(format!("<{name} {attributes:?}>"));
        }
        for (attribute, value) in attributes {
            let is_handler =
                attribute.starts_with("on") || attribute == "style" || attribute == "srcset";
            // Like browsers, ignores white space and control characters in the scheme.
            let scheme = url::Url::parse(value).map(|url| url.scheme().to_owned());
            let is_foreign = ADDRESSES.contains(&attribute.as_str())
                && scheme.is_ok_and(|scheme| {
                    !["http", "https", "mailto", "tel"].contains(&scheme.as_str())
                });
            if is_handler || is_foreign {
                found.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
    found
}

/// Whether a `refresh` leads to another page of the site, as the pages at former addresses do.
fn is_redirect(value: &str) -> bool {
    let address = value.strip_prefix("0; url=");
    address.is_some_and(|address| {
        let is_relative = url::Url::parse(address) == Err(url::ParseError::RelativeUrlWithoutBase);
        is_relative && !address.starts_with(['/', '\\'])
    })
}

/// The numbered words of a text, such as `word12x`: the ending separates words that edits have
/// joined.
fn words(text: &str) -> Vec<&str> {
    let starts = text.match_indices("word").map(|(at, _)| at);
    let words = starts.filter_map(|at| {
        let digits = text[at + 4..].bytes().take_while(u8::is_ascii_digit);
        let end = at + 4 + digits.count();
        (end > at + 4 && text[end..].starts_with('x')).then(|| &text[at..end])
    });
    words.collect()
}

/// Checks that the pages of policies keep their guarantees. Returns the number of pages.
fn judge(policies: &[String], files: &BTreeMap<String, Vec<u8>>) -> usize {
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let mut pages = 0;
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        let page = text(path);
        let mut found = dangers(&html::parse(&page));
        // Pages at unknown addresses can't link to a style sheet.
        if path == "404.html" {
            found.retain(|found| found != "<style []>");
        }
        assert_eq!(found, <[&str; 0]>::default(), "{path}\n{page}");
        let Some(name) = path
            .strip_suffix("/index.html")
            .filter(|name| name.starts_with('p'))
        else {
            continue;
        };
        if !files.contains_key(&format!("{name}.json")) {
            continue;
        }
        pages += 1;
        let (_, content) = page.split_once("<div class=\"content\">").unwrap();
        let (content, _) = content
            .rsplit_once("<footer class=\"page-footer\">")
            .unwrap();
        let content = html::parse(content).text;
        // Words that an edit has cut in the source may be whole on the page.
        let number: Option<usize> = name[1..].parse().ok();
        let Some(policy) = number.and_then(|number| policies.get(number)) else {
            // An edit has changed the slug.
            continue;
        };
        let written = words(policy);
        let mut shown = words(&content);
        shown.retain(|word| written.contains(word));
        let json = text(&format!("{name}.json"));
        let data: serde_json::Value = serde_json::from_str(&json).unwrap();
        let content = data["content"].as_str().unwrap().to_owned();
        for twin in [
            text(&format!("{name}.txt")),
            text(&format!("{name}.md")),
            content,
        ] {
            // Footnotes are either where they were written or at the end.
            let there = words(&twin);
            let is_there = |word: &&&str| there.contains(*word);
            let lost = shown.iter().find(|word| !is_there(word));
            assert_eq!(lost, None, "{name}\n{page}\n{twin}");
        }
    }
    pages
}

#[test]
fn fuzz_pages() {
    let target = Target {
        name: "pages",
        bits: MARKDOWN,
        cases: 12,
        texts: 16,
    };
    let bench = Bench::new();
    let pages = std::cell::Cell::new(0);
    target.run(|policies| {
        let files = bench.build(policies);
        pages.set(pages.get() + judge(policies, &files));
    });
    assert!(pages.get() > 20, "only {} pages", pages.get());
}

#[test]
fn fuzz_front_matter() {
    let target = Target {
        name: "front-matter",
        bits: FRONT_MATTER,
        cases: 12,
        texts: 16,
    };
    let bench = Bench::new();
    target.run(|policies| {
        judge(policies, &bench.build(policies));
    });
}
