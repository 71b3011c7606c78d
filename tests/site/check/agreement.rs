//! `check` finds every error of `build`: after a check, no build is needed to find errors.

use crate::driver::{Run, Site};

/// The build errors in the output of a command, with their places.
fn errors(run: &Run, is_of_build: impl Fn(&str) -> bool) -> Vec<String> {
    let lines: Vec<&str> = run.stderr.lines().chain(run.stdout.lines()).collect();
    let starts = lines.iter().enumerate();
    let errors = starts.filter(|(_, line)| {
        let code = line
            .strip_prefix("error[")
            .and_then(|rest| rest.split(']').next());
        code.is_some_and(&is_of_build)
    });
    let mut errors: Vec<String> = errors
        .map(|(at, line)| format!("{line} {}", lines.get(at + 1).unwrap_or(&"").trim()))
        .collect();
    errors.sort();
    errors
}

/// Builds and checks a site: both must report the same errors, including `code`, and fail.
#[track_caller]
fn agree(name: &str, code: &str, change: impl FnOnce(&Site)) {
    let site = Site::small();
    change(&site);
    let built = site.build();
    let checked = site.run(&["check", "--ignore", "DAT"]);
    assert_eq!(
        (built.code, checked.code),
        (1, 1),
        "{name}\n{}{}",
        built.text(),
        checked.text()
    );
    let of_build = errors(&built, |_| true);
    let codes: Vec<&str> = of_build.iter().map(|line| &line[6..12]).collect();
    assert!(codes.contains(&code), "{name}\n{}", built.text());
    let of_check = errors(&checked, |code| codes.contains(&code));
    assert_eq!(of_build, of_check, "{name}");
}

const X: &str = "content/policies/x.md";
const PAGE: &str = "---\ntitle: X\n---\nText.\n";

fn front_matter(line: &str) -> String {
    format!("---\ntitle: X\n{line}\n---\nText.\n")
}

#[test]
fn on_addresses() {
    for (name, line) in [
        (
            "a page below the page for unknown addresses",
            "aliases: [404.html/x]",
        ),
        (
            "a page below a style sheet",
            "aliases: [assets/policygen.css]",
        ),
        (
            "a page below a file that policygen writes",
            "aliases: [robots.txt/a]",
        ),
        ("another page's address", "slug: privacy"),
        ("another page's address in capitals", "slug: Privacy"),
        ("an alias in capitals", "aliases: [TERMS]"),
    ] {
        agree(name, "REF202", |site| {
            site.file(X, &front_matter(line));
        });
    }
    agree(
        "a copied file in place of a page's folder",
        "REF202",
        |site| {
            site.file(
                "policygen.yaml",
                "twins: []\nextra: [content/policies/privacy/index.html]\n",
            );
            site.file("content/policies/privacy/index.html", "<p>Copied.");
            site.file(X, "---\ntitle: X\n---\n[other](privacy/index.html)\n");
        },
    );
    agree("two files whose names differ in case", "REF202", |site| {
        site.file("content/policies/a.pdf", "a")
            .file("content/policies/A.pdf", "b");
        site.file(X, "---\ntitle: X\n---\n[a](a.pdf) [b](A.pdf)\n");
    });
}

#[test]
fn on_names() {
    agree("a name of 256 bytes", "OUT104", |site| {
        site.file(&format!("content/policies/{}.md", "a".repeat(251)), PAGE);
    });
    agree("a path of more than 900 bytes", "OUT104", |site| {
        let folder = "a".repeat(200);
        let path = [&*folder; 5].join("/");
        site.file(&format!("content/policies/{path}/x.md"), PAGE);
    });
    agree("an alias with a control character", "REF204", |site| {
        site.file(
            X,
            &front_matter("aliases: [\"a b\"]").replace("a b", "a\\tb"),
        );
    });
    #[cfg(unix)]
    agree("a control character", "SRC123", |site| {
        site.file("content/policies/a\u{1b}b.md", PAGE);
    });
}

#[test]
fn on_themes() {
    let theme = |template: &'static str| {
        move |site: &Site| {
            site.file("policygen.yaml", "twins: []\ntheme: own\n");
            site.file("themes/own/templates/page.html", template);
        }
    };
    agree("a tag that is not closed", "THM101", theme("{{ page.title"));
    agree(
        "a field that no page has",
        "THM101",
        theme("{{ page.titel }}"),
    );
    agree(
        "an unknown filter",
        "THM101",
        theme("{{ page.title | shout }}"),
    );
    agree(
        "a part that is not there",
        "THM101",
        theme("{% extends \"none.html\" %}"),
    );
    agree("a theme that is not there", "THM102", |site| {
        site.file("policygen.yaml", "twins: []\ntheme: none\n");
    });
    agree("a hub that fails", "THM101", |site| {
        site.file("policygen.yaml", "twins: []\ntheme: own\n");
        site.file("themes/own/templates/hub.html", "{{ documents.first }}");
    });
    agree(
        "a page for unknown addresses that fails",
        "THM101",
        |site| {
            site.file("policygen.yaml", "twins: []\ntheme: own\n");
            site.file("themes/own/templates/404.html", "{{ page.title }}");
        },
    );
    agree("a redirect that fails", "THM101", |site| {
        site.file("policygen.yaml", "twins: []\ntheme: own\n");
        site.file("themes/own/templates/redirect.html", "{{ page.title }}");
        site.file(X, &front_matter("aliases: [old]"));
    });
}

/// An unreadable file is reported as such, not as missing.
#[test]
fn on_files_that_cant_be_read() {
    // A folder of that name can be opened but not read.
    agree("settings", "SRC102", |site| {
        site.remove("policygen.yaml");
        std::fs::create_dir_all(site.path("policygen.yaml")).unwrap();
    });
    #[cfg(unix)]
    for path in ["content/facts/more.yaml", "content/clauses/own.md", X] {
        agree(path, "SRC102", |site| {
            site.file(
                "content/clauses/other.md",
                "---\nsummary: Other\n---\nText.\n",
            );
            let mode = nix::sys::stat::Mode::from_bits_truncate(0o600);
            nix::unistd::mkfifo(&site.path(path), mode).unwrap();
        });
    }
}
