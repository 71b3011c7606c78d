//! A site that is rebuilt repeatedly is the same as a site built once.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use policygen::base::digest::Digest;
use policygen::base::folder::Inside;
use policygen::build::{self, Memory};
use policygen::load::{self, Options};
use policygen::output::{Sink, Writes};

use super::bare;
use super::driver::Server;
use crate::build::determinism::ring;
use crate::driver::Site;

/// The served files that differ from those that a build writes.
fn differences(site: &Site, server: &Server) -> Vec<String> {
    site.run(&["build", "--out", "../built", "-q"]).clean();
    let mut differences = Vec::new();
    for (path, bytes) in site.tree("../built") {
        if path == ".policygen.json" {
            continue;
        }
        let answer = server.get(&format!("/{path}"));
        let served = match path.ends_with(".html") && answer.status == 200 {
            true => bare(&answer.text()).into_bytes(),
            false => answer.body,
        };
        if served != bytes {
            differences.push(path);
        }
    }
    differences
}

#[track_caller]
fn stays_right(count: usize) {
    let site = ring(count, 0..count);
    let server = Server::of(&site);
    let policy = |name: &str| format!("content/policies/{name}.md");
    let edit = |path: &str, from: &str, to: &str| {
        let text = site.read(path);
        assert!(text.contains(from), "{path}: {from}");
        site.file(path, &text.replace(from, to));
    };
    let clause = |name: &str, text: &str| {
        let text = format!("---\nsummary: Test\n---\n{text}\n");
        site.file(&format!("content/clauses/{name}.md"), &text);
    };
    let changes: &[(&str, &dyn Fn())] = &[
        ("a text", &|| edit(&policy("p3"), "See ", "Look at ")),
        ("a section that is named elsewhere", &|| {
            edit(&policy("p4"), "## Part A", "## First part")
        }),
        ("an id that nobody links to", &|| {
            edit(&policy("p5"), "## Part B 5", "## Part B 5\n\n### More")
        }),
        ("a title", &|| {
            edit(&policy("p6"), "title: Policy 6", "title: Sixth policy")
        }),
        ("a date", &|| {
            edit(&policy("p7"), "updated: 2026-01-08", "updated: 2026-02-08")
        }),
        ("a fact", &|| {
            edit("content/facts/b.yaml", "Acme GmbH", "Beta GmbH")
        }),
        ("a clause that all call, and one that it calls", &|| {
            clause("seller", "the seller");
            clause("no-sale", "Nothing is sold, says {{ <seller /> }}.");
        }),
        ("the latter", &|| clause("seller", "another seller")),
        ("a clause that nobody calls", &|| {
            clause("unused", "Unused.")
        }),
        ("a policy with a fact of its own", &|| {
            edit(
                &policy("p8"),
                "title: Policy 8",
                "title: Policy 8\nservice: {name: Eight}",
            );
        }),
        ("a new policy", &|| {
            site.file(&policy("new"), "# New\n\n[](p0.md#a)\n");
        }),
        ("links to it", &|| {
            edit(&policy("linker"), "[x]", "[](new.md) [x]")
        }),
        ("its title", &|| edit(&policy("new"), "# New", "# Newer")),
        ("an address", &|| {
            edit(
                &policy("moved"),
                "slug: elsewhere\naliases: [",
                "slug: somewhere\naliases: [/elsewhere, ",
            )
        }),
        ("an alias", &|| {
            edit(&policy("moved"), "/was/here", "/was/there")
        }),
        ("no more links to it", &|| {
            edit(&policy("linker"), "[](new.md) ", "")
        }),
        ("a policy less", &|| {
            site.remove(&policy("new"));
        }),
        ("a draft", &|| {
            edit(
                &policy("p9"),
                "title: Policy 9",
                "title: Policy 9\ndraft: false",
            )
        }),
        ("a translation", &|| {
            edit(
                &policy("p10"),
                "title: Policy 10",
                "title: Zehnte\nlanguage: de\ntranslation_of: p11.md",
            );
            edit(&policy("p10"), "updated: 2026-01-11", "updated: 2026-01-12");
        }),
        ("the title of what is translated", &|| {
            edit(&policy("p11"), "title: Policy 11", "title: Eleven")
        }),
        ("no translation any more", &|| {
            edit(&policy("p10"), "language: de\ntranslation_of: p11.md\n", "")
        }),
        ("another file", &|| {
            site.file("content/policies/.well-known/form.txt", "1");
        }),
        ("words", &|| {
            site.file(
                "content/words/en.yaml",
                "theme: {all_documents: Everything}\n",
            );
        }),
        ("settings", &|| {
            site.file("policygen.yaml", "numbering: decimal\n");
        }),
        ("a template", &|| {
            site.file(
                "themes/default/templates/page.html",
                "<head></head>{{ content }}{{ page.title }}",
            );
        }),
        ("no template", &|| {
            site.remove("themes");
        }),
    ];
    for (what, change) in changes {
        change();
        let start = Instant::now();
        loop {
            let differences = differences(&site, &server);
            if differences.is_empty() {
                break;
            }
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "after {what}: {differences:?}\n{}",
                server.errors()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_small_site() {
    stays_right(30);
}

#[test]
fn a_large_site() {
    stays_right(210);
}

/// Files, and whether each was reused from an earlier run.
#[derive(Default)]
struct Shared(Mutex<HashMap<String, Arc<[u8]>>>);

impl Sink for Shared {
    fn put(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn put_shared(&self, path: &str, bytes: &Arc<[u8]>) -> io::Result<()> {
        self.0
            .lock()
            .unwrap()
            .insert(path.to_owned(), Arc::clone(bytes));
        Ok(())
    }

    fn stream(&self, _: &str, _: &Writes<'_>) -> io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &str, _: &Inside) -> io::Result<Digest> {
        Ok(Digest::default())
    }
}

/// Successive runs, which report the pages that they rebuilt.
struct Runs<'a> {
    site: &'a Site,
    memory: Memory,
    pages: HashMap<String, Arc<[u8]>>,
}

impl Runs<'_> {
    fn made(&mut self) -> Vec<String> {
        let options = Options {
            root: self.site.root().to_owned(),
            out: None,
            base_url: None,
            as_of: "2026-06-01".parse().unwrap(),
            drafts: false,
            fragments: false,
            placeholders: false,
            unreleased: false,
        };
        let mut faults = Vec::new();
        let loaded = load::load(&options, &mut faults).unwrap();
        let sink = Shared::default();
        let built = build::rerun(&loaded, &sink, faults, &mut self.memory).unwrap();
        assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
        let pages = sink.0.into_inner().unwrap();
        let is_new = |path: &str, bytes| {
            let before = self.pages.get(path);
            !before.is_some_and(|before| Arc::ptr_eq(before, bytes))
        };
        let mut made: Vec<String> = pages
            .iter()
            .filter(|(path, bytes)| path.ends_with(".html") && is_new(path, bytes))
            .map(|(path, _)| path.trim_end_matches("/index.html").to_owned())
            .collect();
        made.sort();
        self.pages = pages;
        made
    }
}

#[test]
fn only_what_changed_is_made_again() {
    for count in [30, 210] {
        let site = ring(count, 0..count);
        let mut runs = Runs {
            site: &site,
            memory: Memory::default(),
            pages: HashMap::new(),
        };
        assert_eq!(runs.made().len(), count + 4);
        assert_eq!(runs.made(), [""; 0]);
        let edit = |name: &str, from: &str, to: &str| {
            let path = format!("content/policies/{name}.md");
            site.file(&path, &site.read(&path).replace(from, to));
        };
        edit("p3", "See ", "Look at ");
        assert_eq!(runs.made(), ["p3"]);
        // The page before it in the ring names its section.
        edit("p3", "## Part A", "## First part");
        assert_eq!(runs.made(), ["p2", "p3"]);
        site.file(
            "content/clauses/hello.md",
            "---\nsummary: Hello\n---\nHello.\n",
        );
        assert_eq!(runs.made(), [""; 0]);
        edit("p5", "See ", "{{ <hello /> }}\n\nSee ");
        assert_eq!(runs.made(), ["p5"]);
        site.file(
            "content/clauses/hello.md",
            "---\nsummary: Hello\n---\nHello again.\n",
        );
        assert_eq!(runs.made(), ["p5"]);
        edit(
            "p5",
            "{{ <hello /> }}",
            "{% set words = <hello /> %}{{ words }}",
        );
        assert_eq!(runs.made(), ["p5"]);
        site.file(
            "content/clauses/hello.md",
            "---\nsummary: Hello\n---\nGood morning.\n",
        );
        assert_eq!(runs.made(), ["p5"]);
        site.file("content/facts/b.yaml", "company: {legal_name: Beta GmbH}\n");
        assert_eq!(runs.made().len(), count + 4);
    }
}
