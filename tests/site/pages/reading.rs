//! The layout of pages for readers: row names, words that stay together, and both text directions.
//! None of this affects the content of a page.

use crate::driver::Site;

const PRIVACY: &str = "content/policies/privacy.md";

/// The page with a text, its Markdown and its digest.
#[track_caller]
fn built(front_matter: &str, text: &str) -> (String, String) {
    let site = Site::small();
    site.file("policygen.yaml", "twins: [markdown]\n").file(
        PRIVACY,
        &format!("---\ntitle: T\n{front_matter}---\n{text}"),
    );
    let run = site.build();
    assert_eq!(run.code, 0, "{run:?}");
    (
        site.read("public/privacy/index.html"),
        site.read("public/privacy.md"),
    )
}

#[test]
fn a_first_column_names_rows_if_each_of_its_cells_is_short_and_like_no_other() {
    let long =
        "a sentence of so many words that nobody would take it for the name of anything at all";
    for (first, second, names) in [
        ("Account", "Billing", true),
        ("Account", "Account", false),
        ("Account", "", false),
        ("Account", "—", false),
        ("Account", long, false),
        (
            "<span id=\"a\"></span>Account",
            "<span id=\"b\"></span>Account",
            true,
        ),
    ] {
        let (page, _) = built(
            "",
            &format!("| Data | Days |\n|---|---|\n| {first} | 1 |\n| {second} | 2 |\n"),
        );
        assert_eq!(
            page.matches("<th scope=\"row\">").count(),
            2 * usize::from(names),
            "{first}, {second}"
        );
        assert_eq!(
            page.matches("<td>").count(),
            4 - 2 * usize::from(names),
            "{first}, {second}"
        );
    }
}

#[test]
fn cells_of_cards_say_their_column_and_only_wide_tables_are_regions() {
    let table = |columns: usize| {
        let row = |cell: &str| format!("| {} |\n", vec![cell; columns].join(" | "));
        built("", &(row("A \"b\"") + &row("---") + &row("c"))).0
    };
    assert!(!table(2).contains("data-label"));
    assert_eq!(
        table(3).matches("data-label=\"A &quot;b&quot;\"").count(),
        2
    );
    assert!(table(4).contains("<div class=\"table cards\"><table>"));
    assert!(table(5).contains("<div class=\"table cards wide\" role=\"region\""));
    assert!(table(5).contains("tabindex=\"0\""));
    assert!(!table(4).contains("tabindex"));
}

#[test]
fn lines_part_no_number_from_what_it_belongs_to() {
    for (language, text) in [
        (
            "en",
            "See Art._6(1)_(f) and §_25 TDDDG, No._7, within 30_days of 23_May_2026.",
        ),
        (
            "en",
            "From May_23,_2026, 99.9_% of 10_MB, by 9_a.m., as agreed.",
        ),
        (
            "de",
            "Nach §_5 DDG und Art._6 Abs._1 lit._f bis zum 3._März_2026, 30_Tage lang.",
        ),
        ("fr", "Le 1er_mai_2026, art._13, pendant 5_jours."),
        (
            "es",
            "El 5_de_mayo_de_2026, art._7, dentro de 10_días de retraso.",
        ),
        (
            "en",
            "You may 5 times ask in 2026 of 12 people, `Art. 6` among them. Article 6 applies.",
        ),
    ] {
        let (page, markdown) = built(&format!("language: {language}\n"), &text.replace('_', " "));
        let expected = text
            .replace('_', "\u{a0}")
            .replace("`Art. 6`", "<code>Art. 6</code>");
        assert!(
            page.contains(&format!("<p>{expected}</p>")),
            "{expected}\n{page}"
        );
        // Twins contain the text as written.
        assert!(!markdown.contains('\u{a0}'));
    }
    let (page, _) = built("", "```\nArt. 6 of 30 days\n```\n");
    assert!(
        page.contains("<pre><code>Art. 6 of 30 days\n</code></pre>"),
        "{page}"
    );
}

#[test]
fn words_of_the_other_direction_keep_their_order() {
    let (page, _) = built(
        "language: ar\n",
        "اتصل بنا على +49 30 1234 أو اكتب إلى Acme GmbH (Berlin) خلال 30 يومًا.\n",
    );
    for expected in [
        "على <bdi>+49 30 1234</bdi> أو",
        "إلى <bdi>Acme GmbH (Berlin)</bdi> خلال 30",
    ] {
        assert!(page.contains(expected), "{page}");
    }
    let (page, _) = built("", "Call +49 30 1234.\n");
    assert!(!page.contains("<p>Call <bdi>"));
}

#[test]
fn a_link_may_depend_on_its_section() {
    let (page, markdown) = built(
        "",
        "[Rights](#?rights) and [sale](#?sale).\n\n## Rights\n\nText.\n\n## More\n\nText.\n",
    );
    assert!(
        page.contains("<p><a href=\"#rights\">Rights</a> and sale.</p>"),
        "{page}"
    );
    assert!(
        markdown.contains("[Rights](#rights) and sale."),
        "{markdown}"
    );
}

#[test]
fn one_section_needs_no_contents() {
    let (page, _) = built("", "## One\n\nText.\n\n### Part\n\nText.\n");
    assert!(!page.contains("class=\"toc\""), "{page}");
    let (page, _) = built("", "## One\n\nText.\n\n## Two\n\nText.\n");
    assert!(page.contains("class=\"toc\""), "{page}");
}

#[test]
fn scripts_without_spaces_are_counted() {
    let words = |language: &str, text: &str| {
        let (page, _) = built(&format!("language: {language}\n"), text);
        let (_, rest) = page.split_once(" to read (").unwrap();
        rest.split_once(' ').unwrap().0.parse::<usize>().unwrap()
    };
    assert_eq!(words("en", &"word ".repeat(300)), 300);
    assert_eq!(words("ja", &"個人情報".repeat(150)), 300);
    assert_eq!(words("th", &"ข้อมูลส่วนบุคคล".repeat(80)), 300);
}
