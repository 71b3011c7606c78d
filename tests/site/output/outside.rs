//! Nothing outside the root is read or written, and pipes and devices don't block.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::time::Duration;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::driver::{Site, faulty, mode, refused};

const SETTINGS: &str = "policygen.yaml";

#[test]
fn links_to_files_outside_are_errors() {
    refused("outside-links", 1, |site| {
        site.file("../secret.md", "# Secret\n\nText.\n")
            .file("../more/a.yaml", "a: b\n");
        site.file(SETTINGS, "twins: []\ntheme: own\nbrand: {logo: logo.svg}\n");
        for (path, target) in [
            ("content/policies/a.md", "../../../secret.md"),
            ("content/policies/b.txt", "/etc/passwd"),
            ("content/policies/folder", "../../../more"),
            ("content/facts/a.yaml", "../../../more/a.yaml"),
            ("content/clauses/a.md", "../../../secret.md"),
            ("content/rules/a.yaml", "../../../more/a.yaml"),
            ("content/words", "../../more"),
            ("themes/own/base.html", "../../../secret.md"),
            ("logo.svg", "../secret.md"),
        ] {
            let link = site.path(path);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(target, link).unwrap();
        }
    });
    refused("outside-settings-file", 1, |site| {
        site.file("../settings.yaml", "title: x\n").remove(SETTINGS);
        symlink("../settings.yaml", site.path(SETTINGS)).unwrap();
    });
}

#[test]
fn links_inside_are_followed() {
    let site = Site::small();
    site.file("shared/a.md", "# Linked\n\nText.\n");
    symlink("../../shared/a.md", site.path("content/policies/a.md")).unwrap();
    symlink(site.path("shared/a.md"), site.path("content/policies/b.md")).unwrap();
    site.build().clean();
    assert!(site.exists("public/a/index.html") && site.exists("public/b/index.html"));
}

#[test]
fn the_policies_folder_may_be_a_link() {
    let site = Site::small();
    std::fs::rename(site.path("content/policies"), site.path("shared")).unwrap();
    symlink("../shared", site.path("content/policies")).unwrap();
    site.build().clean();
    assert!(site.exists("public/privacy/index.html"));
}

#[test]
fn settings_stay_in_the_root() {
    faulty(
        "outside-settings",
        &[(
            SETTINGS,
            "output: ../x\ntheme: ../x\nbrand: {logo: /etc/logo.svg}\npaths:\n  policies: a/../../x\n  facts: /etc\n  themes: ..\n",
        )],
    );
    refused("outside-output-link", 2, |site| {
        std::fs::create_dir(site.path("../elsewhere")).unwrap();
        site.file(SETTINGS, "output: linked\n");
        symlink("../elsewhere", site.path("linked")).unwrap();
    });
    // The command line may name any folder.
    let site = Site::small();
    site.run(&["build", "--out", "../elsewhere"]).clean();
    assert!(site.exists("../elsewhere/index.html"));
}

#[test]
fn a_backslash_is_a_character() {
    let site = Site::small();
    site.file("content/policies/x/keep.txt", "x")
        .file(".env", "SECRET")
        .file("content/policies/x\\..\\..\\..\\.env", "bait");
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot("backslash");
    assert_eq!(site.read(".env"), "SECRET");
    assert!(!site.exists("public/.env"));
    assert_eq!(site.build().code, 0);
}

fn pipe(site: &Site, path: &str) {
    let path = site.path(path);
    let _ = std::fs::remove_file(&path);
    mkfifo(&path, Mode::from_bits_truncate(0o644)).unwrap();
}

#[test]
fn named_pipes_and_sockets_don_t_block() {
    refused("special-files", 1, |site| {
        site.file("content/policies/terms.md", "[a](a.pdf)\n");
        for path in [
            "content/policies/b.md",
            "content/policies/a.pdf",
            "content/facts/a.yaml",
        ] {
            pipe(site, path);
        }
        std::os::unix::net::UnixListener::bind(site.path("content/policies/s.md")).unwrap();
    });
    refused("special-settings", 1, |site| pipe(site, SETTINGS));
    refused("special-logo", 1, |site| {
        site.file(SETTINGS, "twins: []\nbrand: {logo: logo.svg}\n");
        pipe(site, "logo.svg");
    });
    for path in [
        "public/.policygen.json",
        "public/.policygen.journal",
        "public/privacy/index.html",
    ] {
        let site = Site::small();
        site.build().clean();
        pipe(&site, path);
        let run = site.build_for(Duration::from_secs(60)).expect("it ends");
        assert_eq!(run.code, 2, "{path}: {}", run.text());
    }
}

#[test]
fn links_in_the_output_are_not_followed() {
    let site = Site::small();
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    site.file("elsewhere.html", &page)
        .remove("public/privacy/index.html");
    symlink(
        "../../elsewhere.html",
        site.path("public/privacy/index.html"),
    )
    .unwrap();
    let run = site.build();
    assert_eq!(run.code, 2, "{}", run.text());
    run.snapshot("output-link");
    assert_eq!(site.read("elsewhere.html"), page);
}

#[test]
fn reports_replace_only_their_own_kind() {
    let site = Site::small();
    let privacy = site.read("content/policies/privacy.md");
    for option in ["--write-baseline", "--coverage-page"] {
        let run = site.run(&["check", option, "content/policies/privacy.md"]);
        assert_eq!(run.code, 2, "{}", run.text());
        run.snapshot(&format!("foreign{option}"));
        assert_eq!(site.read("content/policies/privacy.md"), privacy);
        site.file("../outside", "");
        let _ = std::fs::remove_file(site.path("link"));
        symlink("../outside", site.path("link")).unwrap();
        let run = site.run(&["check", option, "link"]);
        assert_eq!(run.code, 2, "{}", run.text());
        run.snapshot(&format!("outside{option}"));
        assert_eq!(site.read("../outside"), "");
        for _ in 0..2 {
            let run = site.run(&["check", option, "report"]);
            assert_ne!(run.code, 2, "{}", run.text());
        }
        site.remove("report");
    }
}

#[test]
fn escape_sequences_and_hidden_characters_are_faults() {
    refused("hidden-characters", 1, |site| {
        for (name, text) in [
            ("nul", "# A\n\nB\0\n"),
            ("esc", "# A\n\n\x1b[31mB\n"),
            ("rlo", "# A\n\n\u{202E}B\u{202C}\n"),
            ("rle", "# A\n\n\u{202B}B\n\nC\u{202C}\n"),
            ("lri", "# A\n\n\u{2066}B\n"),
            ("cr", "# A\r\rB\r"),
            ("a\x1b[31mb", "{{ nope }}\n"),
        ] {
            site.file(&format!("content/policies/{name}.md"), text);
        }
    });
    let site = Site::small();
    site.file(
        "content/policies/marks.md",
        "# A\n\n\u{200E}B \u{2067}C\u{2069} \u{202A}D\nE\u{202C}\u{202C}\r\n",
    );
    site.build().clean();
    // Values can't send escapes to the terminal either.
    site.file("content/facts/x.yaml", "company: {email: \"a\\e[31mb\"}\n");
    let run = site.build();
    assert!(!run.stderr.contains('\x1b'), "{}", run.text());
}

/// Characters that no source may contain can't be written as escapes either.
#[test]
fn hidden_characters_written_as_escapes_are_faults() {
    refused("hidden-escapes", 1, |site| {
        for (name, value) in [
            ("rlo", "\\u202E"),
            ("nul", "\\0"),
            ("esc", "\\e[31m"),
            ("open", "\\u2066x"),
            ("mark", "\\U0002FFFE0:3\\U0001FFFF"),
        ] {
            let text = format!("---\ntitle: \"a{value}b\"\n---\nText.\n");
            site.file(&format!("content/policies/{name}.md"), &text);
        }
        site.file(
            "content/facts/company.yaml",
            "company: {legal_name: \"A\\u202Dcme\"}\n",
        );
    });
    let site = Site::small();
    site.file(
        "content/policies/terms.md",
        "---\ntitle: \"Terms \\u200E\\u2067x\\u2069 \\u00e9 \\\"x\\\"\"\n---\nText.\n",
    );
    site.build().clean();
}

#[test]
fn modes_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::small();
    site.file("usual", "").file("content/policies/a.pdf", "x");
    site.file("content/policies/terms.md", "# Terms\n\n[a](a.pdf)\n");
    mode(&site.path("content/policies/a.pdf"), 0o400);
    site.build().clean();
    let of = |path: &str| site.path(path).metadata().unwrap().permissions().mode() & 0o7777;
    for path in [
        "public/a.pdf",
        "public/terms/index.html",
        "public/.policygen.json",
    ] {
        assert_eq!(of(path), of("usual"), "{path}");
    }
}
