//! A site's own themes.

use crate::driver::{Site, faulty};

const SETTINGS: &str = "policygen.yaml";

#[test]
fn unknown_theme() {
    faulty("theme-unknown", &[(SETTINGS, "theme: defualt\n")]);
}

/// A file next to `templates` would be ignored.
#[test]
fn a_template_in_the_wrong_folder() {
    faulty(
        "theme-wrong-folder",
        &[("themes/default/site-footer.html", "<p>Acme</p>\n")],
    );
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

/// A stranger's template can't make a build run for hours or fill the memory.
#[test]
fn a_theme_s_work_is_limited() {
    let doubled = "{% set s %}{{ s }}{{ s }}{% endset %}\n".repeat(40);
    let captured = format!("{{% set s %}}aaaa{{% endset %}}\n{doubled}");
    // The quotation mark in the comment does not hide the tags after it.
    let joined = format!(
        "{{# it's {{{{ #}}{{% set s = \"aaaa\" %}}\n{}",
        "{% set s = s ~ s %}\n".repeat(40)
    );
    let numbers = "range(end=100000)";
    for (name, template) in [
        ("theme-captured", captured.as_str()),
        ("theme-joined", joined.as_str()),
        (
            "theme-loops",
            &format!(
                "{{% extends \"default/404.html\" %}}\n{{% block main %}}\n\
                 {{% for a in {numbers} %}}{{% for b in {numbers} %}}{{% endfor %}}{{% endfor %}}\n\
                 {{% endblock %}}\n"
            ),
        ),
        (
            "theme-output",
            &format!(
                "{{% for a in {numbers} %}}{{{{ words.contents }}}}\n{{{{ site | str }}}}{{% endfor %}}\n"
            ),
        ),
        (
            "theme-recursion",
            "{% component x(n: integer) %}\n\
             {% if n > 0 %}{{ <x n={n - 1} /> }}{{ <x n={n - 1} /> }}{{ <x n={n - 1} /> }}{% endif %}\n\
             {% endcomponent x %}\n{{ <x n={19} /> }}\n",
        ),
    ] {
        let run = faulty(
            name,
            &[
                (SETTINGS, "limits: {evaluation: 1}\n"),
                ("themes/default/templates/404.html", template),
            ],
        );
        assert!(run.stderr.contains("too much work"), "{}", run.stderr);
    }
}

#[test]
fn the_limit_has_a_limit() {
    faulty(
        "limit-too-high",
        &[(SETTINGS, "limits: {evaluation: 2000}\n")],
    );
}

/// Counting filters do not change the places and names in messages.
#[test]
fn a_theme_s_own_variables() {
    faulty(
        "theme-own-variable",
        &[(
            "themes/default/templates/404.html",
            "{% for a in [1, 2] %}\n<p>ä {{ a }} {{ pages }}</p>\n{% endfor %}\n",
        )],
    );
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

#[test]
fn a_theme_declares_what_it_needs() {
    let site = Site::small();
    site.file(SETTINGS, "theme: own\nheaders: true\n").file(
        "themes/own/theme.yaml",
        "csp:\n  script-src: self\n  style-src: [self, https://fonts.example]\n  form-action: https://search.example/\n",
    );
    site.build().clean();
    let policy = concat!(
        "default-src 'none'; ",
        "style-src 'self' 'sha256-8wo3ReuS6Uzd13lL+QDexePtivWtiwoS/8W1+K3ZmJo=' https://fonts.example; ",
        "img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; ",
        "form-action https://search.example/",
    );
    let page = site.read("public/privacy/index.html");
    assert!(page.contains(&format!("content=\"{policy}\"")), "{page}");
    let headers = site.read("public/_headers");
    assert!(
        headers.contains(&format!("{policy}; frame-ancestors")),
        "{headers}"
    );
}

#[test]
fn a_theme_can_not_allow_everything() {
    faulty(
        "theme-csp",
        &[
            (SETTINGS, "theme: own\n"),
            (
                "themes/own/theme.yaml",
                concat!(
                    "csp:\n  script-src: \"'unsafe-inline'\"\n  img-src: [data, '*']\n",
                    "  fontsrc: self\n  default-src: self\n  media-src: {a: b}\nname: Own\n",
                ),
            ),
        ],
    );
}

/// A theme written before `site.csp` existed states the policy in its templates.
#[test]
fn a_theme_may_state_a_policy_itself() {
    let site = Site::small();
    let meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
    site.file(
        "themes/default/templates/page.html",
        &format!("{meta}\n{{{{ content }}}}\n"),
    );
    site.build().clean();
    assert!(site.read("public/privacy/index.html").starts_with(meta));
}
