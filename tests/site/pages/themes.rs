//! Themes of a site's own.

use crate::driver::{Site, faulty};

const SETTINGS: &str = "policygen.yaml";

#[test]
fn unknown_theme() {
    faulty("theme-unknown", &[(SETTINGS, "theme: defualt\n")]);
}

#[test]
fn a_theme_s_syntax() {
    let run = faulty(
        "theme-syntax",
        &[
            (SETTINGS, "theme: own\n"),
            (
                "themes/own/templates/page.html",
                "<h1>{{ page.title }</h1>\n",
            ),
        ],
    );
    assert_eq!(run.faults(), 1, "faults that follow from others");
}

#[test]
fn a_theme_s_variables() {
    faulty(
        "theme-variable",
        &[(
            "themes/default/templates/page.html",
            "<h1>\n{{ page.titel }}</h1>\n{{ content }}\n",
        )],
    );
}

#[test]
fn a_theme_s_parts() {
    let run = faulty(
        "theme-part",
        &[
            (SETTINGS, "theme: own\n"),
            (
                "themes/own/templates/page.html",
                "{% extends \"lay.html\" %}\n{% block main %}x{% endblock %}\n",
            ),
            (
                "themes/own/templates/hub.html",
                "{% include \"list.html\" %}\n",
            ),
        ],
    );
    assert_eq!(run.faults(), 2, "one for each template, in its file");
    assert_eq!(run.stderr.matches("--> themes/own/templates/").count(), 2);
}

#[test]
fn a_theme_s_hub() {
    faulty(
        "theme-hub",
        &[
            (
                "themes/default/templates/hub.html",
                "{% for doc in documents %}{{ doc.name }}{% endfor %}\n",
            ),
            ("themes/default/templates/404.html", "{{ page.title }}\n"),
        ],
    );
}

#[test]
fn templates_that_are_not_text() {
    let site = Site::small();
    site.build().clean();
    site.bytes("themes/default/templates/page.html", b"\xFF\xFE<\0");
    let run = site.build();
    assert_eq!(run.code, 1);
    run.snapshot("theme-not-utf8");
    assert_eq!(run.faults(), 1, "faults that follow from others");
}

#[test]
fn a_theme_is_overridden_file_by_file() {
    let site = Site::small();
    site.file(
        "themes/default/templates/404.html",
        "Nothing at {{ root }}, {{ site.title }}\n",
    )
    .file("themes/default/assets/policygen.css", "p { color: red }\n")
    .bytes("themes/default/assets/img/logo.png", b"\x89PNG");
    site.build().clean();
    assert_eq!(site.read("public/404.html"), "Nothing at /, Legal\n");
    assert_eq!(
        site.read("public/assets/policygen.css"),
        "p { color: red }\n"
    );
    assert!(site.exists("public/assets/img/logo.png"));
    assert!(
        site.read("public/privacy/index.html")
            .contains("<h1>Privacy policy</h1>")
    );
}

#[test]
fn themes_get_data_of_the_site_s_own() {
    let site = Site::small();
    site.file(SETTINGS, "theme: own\nextra: {colour: red}\n")
        .file(
            "themes/own/templates/page.html",
            "{{ site.extra.colour }} {{ page.extra.icon }} {{ page.type }} {{ page.words }} {{ page.minutes }}\n",
        )
        .file(
            "content/policies/privacy.md",
            "---\ntitle: Privacy\nextra: {icon: lock}\n---\nOne two three.\n",
        )
        .file("content/policies/terms.md", "---\ntitle: Terms\ntype: tos\nextra: {icon: pen}\n---\nOne.\n");
    site.build().clean();
    assert_eq!(
        site.read("public/privacy/index.html"),
        "red lock privacy 3 1\n"
    );
    assert_eq!(site.read("public/terms/index.html"), "red pen tos 1 1\n");
}
