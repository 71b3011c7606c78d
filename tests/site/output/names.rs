//! Names of files, in sources and in the output.

use crate::driver::{Site, faulty, refused};

const PRIVACY: &str = "content/policies/privacy.md";
const SETTINGS: &str = "policygen.yaml";

#[test]
fn composed_and_decomposed_names_are_the_same() {
    let site = Site::small();
    // The files' names are decomposed (U and a diaeresis), as on macOS.
    site.file("content/policies/U\u{308}ber.md", "# \u{dc}ber\n\nText.\n")
        .file("content/policies/Pru\u{308}fung.pdf", "%PDF")
        .file(
            PRIVACY,
            "---\ntitle: Privacy\n---\n[](\u{dc}ber.md) [x](U\u{308}ber.md) [y](Pr\u{fc}fung.pdf) [z](%C3%9Cber.md)\n",
        )
        .file(
            "content/policies/en.md",
            "---\ntitle: About\nlanguage: de\ntranslation_of: \u{dc}ber.md\n---\nText.\n",
        );
    site.build().clean();
    assert!(site.exists("public/Pr\u{fc}fung.pdf"));
    let page = site.read("public/privacy/index.html");
    assert_eq!(
        page.matches("href=\"../uber/index.html\"").count(),
        4,
        "{page}"
    );
    assert!(page.contains("href=\"../Pr%C3%BCfung.pdf\""), "{page}");
}

#[test]
fn names_that_are_too_long() {
    let long = "x".repeat(251);
    let files = [
        (format!("content/policies/{long}.md"), "# Long\n".to_owned()),
        (
            "content/policies/slug.md".to_owned(),
            format!("---\ntitle: Slug\nslug: z{}\n---\nText.\n", &long[1..]),
        ),
        (
            PRIVACY.to_owned(),
            format!(
                "---\ntitle: Privacy\naliases: [/{}]\n---\nText.\n",
                "y".repeat(256)
            ),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let run = faulty("long-names", &files);
    assert_eq!(run.faults(), 3);
    let site = Site::with(&files);
    assert_eq!(site.run(&["check"]).stderr.matches("OUT104").count(), 3);
    // The longest name that fits.
    let site = Site::small();
    site.file(
        &format!("content/policies/{}.md", "x".repeat(250)),
        "# Long\n\nText.\n",
    );
    site.file(SETTINGS, "twins: [json]\n");
    site.build().clean();
}

#[test]
fn names_with_control_characters() {
    refused("control-characters", 1, |site| {
        site.file("content/policies/a\nb.md", "# A\n\nText.\n")
            .file("content/policies/a\u{7}.pdf", "%PDF")
            .file(PRIVACY, "---\ntitle: Privacy\n---\n[x](a%07.pdf)\n");
    });
}

#[test]
fn names_that_differ_only_in_case_or_form() {
    refused("same-names", 1, |site| {
        site.file(SETTINGS, "twins: [text]\npublish: ['*']\n")
            .file("content/policies/A.pdf", "%PDF")
            .file("content/policies/a.pdf", "%PDF")
            .file("content/policies/\u{fc}.pdf", "%PDF")
            .file("content/policies/u\u{308}.pdf", "%PDF")
            .file("content/policies/Privacy.TXT", "x")
            .file("content/policies/Assets/Policygen.css", "x")
            .file("content/policies/Terms/Index.html", "x");
    });
}

#[test]
fn files_in_place_of_folders() {
    refused("file-for-folder", 1, |site| {
        site.file(SETTINGS, "twins: [text]\npublish: ['*']\n")
            .file("content/policies/404.html/x.pdf", "%PDF")
            .file("content/policies/privacy.txt/x.pdf", "%PDF")
            .file("content/policies/assets", "x")
            .file(
                PRIVACY,
                "---\ntitle: Privacy\naliases: [/assets/policygen.css, /old.html, /old.html/x, /Terms]\n---\nText.\n",
            );
    });
}

#[test]
fn a_policy_can_t_have_the_front_page_s_names() {
    faulty(
        "index-twins",
        &[
            (SETTINGS, "twins: [text]\n"),
            ("content/policies/index.md", "# Welcome\n\nText.\n"),
            (
                "content/policies/front.md",
                "---\ntitle: Front\nslug: index\n---\nText.\n",
            ),
        ],
    );
    faulty(
        "index-flat",
        &[
            (SETTINGS, "twins: []\nurls: flat\n"),
            (
                "content/policies/front.md",
                "---\ntitle: Front\nslug: index\n---\nText.\n",
            ),
        ],
    );
}
