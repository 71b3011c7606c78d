//! Pages in languages other than English.

mod clauses;
mod dates;
mod facts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::driver::{Site, faulty};
use crate::page::Page;
use crate::snapshot;

const GERMAN: &str = "---
title: Datenschutzerklärung
summary: Was wir mit Ihren Daten tun.
language: de
version: \"3\"
updated: 2026-05-01
effective: 2026-06-15
numbering: decimal
draft: true
history:
  - {version: \"3\", date: 2026-05-01, summary: Neue Fristen.}
retention:
  - {data: Kontodaten, until: account_closure, then: P90D, backups: P30D, anonymise: true}
  - {data: Protokolle, period: P14D, after: collection}
  - {data: Sitzung, until: withdrawal_of_consent}
  - {data: Verträge, by_plan: [{plan: Pro, period: P1Y6M}]}
---
## Fristen {#fristen}

> [!WARNING]
> Achtung.

> [!SUMMARY]
> Kurz.

{% for entry in retention -%}
- {{ entry.data }}: {{ entry | retention }}
{% endfor %}

| Land | Name |
|---|---|
| AT | {{ \"AT\" | country }} |
| US-CA | {{ \"US-CA\" | country }} |

{{ [\"DE\", \"FR\", \"CH\"] | country }}; {{ [\"a\", \"b\"] | list }}; {{ \"2026-03-01\" | date }}

{{ \"scc\" | term }}, {{ \"controller\" | term }}, {{ \"own_word\" | term }}, {{ \"session\" | duration }}

Mehr in [](#fristen) und [](terms.md#haftung).[^1] ![Bild](logo.svg)

[^1]: Eine Anmerkung.
";

const TERMS: &str = "---
title: Nutzungsbedingungen
language: de
numbering: decimal
aliases: [/agb]
---
## Haftung

Text.
";

/// All text of a page, including text only for screen readers.
fn read(site: &Site, path: &str) -> String {
    let html = site.read(path);
    let labels = html.split("aria-label=\"").skip(1);
    let labels = labels.map(|rest| rest.split('"').next().unwrap());
    let text = Page::read(&html).text;
    let labels: Vec<&str> = labels.collect();
    format!("{path}\n{text}\n{}\n\n", labels.join("\n"))
}

#[test]
fn a_german_site() {
    let mut seen = String::new();
    for theme in ["default", "plain"] {
        let site = Site::with(&[
            (
                "policygen.yaml",
                &format!(
                    "title: Recht\nlanguage: de\ntheme: {theme}\nbase_url: https://a.example/\ntwins: [markdown, text, json]\n"
                ),
            ),
            ("content/policies/datenschutz.md", GERMAN),
            ("content/policies/terms.md", TERMS),
            (
                "content/policies/logo.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            ),
        ]);
        site.run(&["build", "--drafts"]).clean();
        seen.push_str(&format!("=== {theme}\n\n"));
        for page in [
            "public/datenschutz/index.html",
            "public/index.html",
            "public/404.html",
            "public/agb/index.html",
        ] {
            seen.push_str(&read(&site, page));
        }
        if theme == "plain" {
            seen.push_str(&site.read("public/datenschutz.txt"));
        }
    }
    snapshot::compare("language-german", &seen);
}

#[test]
fn counting_in_polish() {
    let mut text = "---\ntitle: Polityka\nlanguage: pl\n---\n## Okresy\n\n".to_owned();
    for days in [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 100, 102, 112] {
        text.push_str(&format!("- {{{{ \"P{days}D\" | duration }}}}\n"));
    }
    for years in ["P1Y", "P3Y", "P5Y", "P22M", "PT12H", "P2W", "P1Y2M5D"] {
        text.push_str(&format!("- {{{{ \"{years}\" | duration }}}}\n"));
    }
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text]\n"),
        ("content/policies/polityka.md", &text),
    ]);
    site.build().clean();
    snapshot::compare("language-polish", &site.read("public/polityka.txt"));
}

#[test]
fn lists_in_spanish() {
    let page = "---\ntitle: T\nlanguage: es\n---\n{{ [\"FR\", \"IT\"] | country }}. {{ [\"IT\", \"FR\"] | country }}. {{ [\"a\", \"hielo\"] | list }}.\n";
    let site = Site::with(&[("content/policies/t.md", page)]);
    site.build().clean();
    let page = site.read("public/t/index.html");
    assert!(page.contains("Francia e Italia. Italia y Francia. a y hielo."));
}

#[test]
fn the_first_of_the_month_in_french() {
    let page =
        "---\ntitle: T\nlanguage: fr\nupdated: 2026-05-01\n---\n{{ \"2026-08-02\" | date }}\n";
    let site = Site::with(&[("content/policies/t.md", page)]);
    site.build().clean();
    let page = site.read("public/t/index.html");
    assert!(page.contains("Dernière mise à jour le <time datetime=\"2026-05-01\">1er mai 2026<"));
    assert!(page.contains("2\u{a0}août\u{a0}2026"));
}

#[test]
fn what_is_in_another_language_says_so() {
    let page = "---\ntitle: Impressum\nlanguage: de\nsummary: Angaben.\naliases: [/alt]\n---\n## Wer\n\nWir.\n";
    let site = Site::with(&[
        ("content/policies/impressum.md", page),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\n## One\n\nText.\n",
        ),
    ]);
    site.build().clean();
    let (hub, terms) = (
        site.read("public/index.html"),
        site.read("public/terms/index.html"),
    );
    assert!(hub.contains("lang=\"de\" hreflang=\"de\" dir=\"auto\">Impressum</a>"));
    assert!(hub.contains("<p lang=\"de\" dir=\"auto\">Angaben.</p>"));
    assert!(terms.contains("lang=\"de\" hreflang=\"de\">Impressum</a>"));
    let moved = site.read("public/alt/index.html");
    assert!(moved.contains("<html lang=\"en\""));
    assert!(moved.contains("This page has moved to <a href=\"../impressum/index.html\" lang=\"de\" hreflang=\"de\">Impressum</a>"));
}

#[test]
fn a_language_without_words() {
    let page = "---\ntitle: Integritet\nlanguage: sv\nupdated: 2026-05-01\n---\n{{ \"P3D\" | duration }}\n";
    let site = Site::with(&[
        ("content/policies/a.md", page),
        ("content/policies/b.md", page),
    ]);
    let run = site.build();
    run.snapshot("language-without-words");
    assert_eq!((run.code, run.faults()), (0, 1), "once for a language");
    let page = site.read("public/a/index.html");
    assert!(page.contains("Last updated <time datetime=\"2026-05-01\">1 maj 2026<"));
    assert!(page.contains("3\u{a0}days"));
    // A file with a single text is enough.
    site.file(
        "content/words/sv.yaml",
        "theme: {updated: Senast ändrad}\nunits: {day: {one: \"{count} dag\", other: \"{count} dagar\"}}\n",
    );
    site.build().clean();
    let page = site.read("public/a/index.html");
    assert!(page.contains("Senast ändrad <time") && page.contains("3\u{a0}dagar"));
    assert!(page.contains("Skip to the text"), "the rest is English");
}

#[test]
fn words_of_a_site_s_own() {
    let page = |language: &str| {
        format!(
            "---\ntitle: T\nlanguage: {language}\nupdated: 2026-05-01\n---\n## Eins\n\n{{{{ \"CZ\" | country }}}} {{{{ \"scc\" | term }}}}\n\n## Zwei\n\nText.\n"
        )
    };
    let site = Site::with(&[
        ("content/policies/de.md", &page("de")),
        ("content/policies/at.md", &page("de-AT")),
        ("content/policies/ch.md", &page("de-CH")),
        ("content/words/de.yaml", "theme: {contents: Übersicht}\n"),
        ("content/words/de-AT.yaml", "theme: {updated: Stand}\n"),
        (
            "content/words/countries/de-CH.yaml",
            "CZ: Tschechische Republik\n",
        ),
    ]);
    site.build().clean();
    let [de, at, ch] =
        ["de", "at", "ch"].map(|name| site.read(&format!("public/{name}/index.html")));
    for page in [&de, &at, &ch] {
        assert!(page.contains(">Übersicht<") && page.contains("Standardvertragsklauseln"));
        assert!(page.contains("Zum Text springen"), "other words stay");
    }
    assert!(de.contains("Zuletzt geändert am <time") && ch.contains("Zuletzt geändert am <time"));
    assert!(at.contains("Stand <time") && at.contains("Tschechien"));
    assert!(ch.contains("Tschechische Republik"));
    // Pages change if interface text changes.
    site.file("content/words/de.yaml", "theme: {contents: Inhalte}\n");
    site.build().clean();
    assert!(site.read("public/de/index.html").contains(">Inhalte<"));
}

#[test]
fn faulty_words() {
    let run = faulty(
        "language-faulty",
        &[
            (
                "content/words/de.yaml",
                "theme:\n  contants: Inhalt\n  of: 3\n  page: [Seite]\nunits:\n  day: {one: ein Tag, few: \"{anzahl} Tage\", other: Tage}\npage: {section: \"Abschnitt\", table: \"Tabelle {number}\"}\n",
            ),
            (
                "content/words/countries/de.yaml",
                "DEU: Deutschland\nFR: 7\n",
            ),
            ("content/words/fr.yaml", "- mots\n"),
        ],
    );
    // `of: 3` is text, and `one` may omit its number.
    assert_eq!(run.faults(), 8);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/words")
}

fn built_in() -> Vec<(String, Value)> {
    let files = fs::read_dir(folder()).unwrap();
    let mut languages: Vec<(String, Value)> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let tag = path.file_stem().unwrap().to_str().unwrap();
            (tag.to_owned(), serde_yaml::from_str(&text).unwrap())
        })
        .collect();
    languages.sort_by(|a, b| a.0.cmp(&b.0));
    languages
}

/// The paths of all texts, without the plural forms of units.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) if !map.contains_key("other") => {
            for (key, value) in map {
                paths(value, &format!("{path}/{key}"), found);
            }
        }
        _ => drop(found.insert(path.to_owned())),
    }
}

#[test]
fn every_language_is_whole() {
    let languages = built_in();
    let (_, english) = languages.iter().find(|(tag, _)| tag == "en").unwrap();
    let all = |value: &Value| {
        let mut found = BTreeSet::new();
        paths(value, "", &mut found);
        found
    };
    assert_eq!(languages.len(), 8);
    for (tag, words) in &languages {
        let (wanted, found) = (all(english), all(words));
        let missing: Vec<_> = wanted.difference(&found).collect();
        assert!(missing.is_empty(), "{tag} lacks {missing:?}");
    }
    // The program reads them as a site's own files, and reports their faults.
    let site = Site::small();
    for (tag, _) in &languages {
        site.file(
            &format!("content/policies/{tag}.md"),
            &format!("---\ntitle: T\nlanguage: {tag}\n---\n## A\n\nB\n"),
        );
        for file in [format!("{tag}.yaml"), format!("countries/{tag}.yaml")] {
            let text = fs::read_to_string(folder().join(&file)).unwrap();
            site.file(&format!("content/words/{file}"), &text);
        }
    }
    site.build().clean();
}

/// A policy in three languages, with `padding` other policies.
fn translated(padding: usize) -> Site {
    let site = Site::with(&[
        ("policygen.yaml", "base_url: https://a.example/legal/\n"),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\n---\n## Data\n\nText.\n",
        ),
        (
            "content/policies/de/datenschutz.md",
            "---\ntitle: Datenschutz\nlanguage: de-AT\ntranslation_of: ../privacy.md\nslug: schutz\n---\n## Daten\n\nText.\n",
        ),
        (
            "content/policies/fr/privacy.md",
            "---\ntitle: Vie privée\nlanguage: fr\ntranslation_of: ../privacy.md\n---\n## Données\n\nTexte.\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\n## One\n\nText.\n",
        ),
    ]);
    for number in 0..padding {
        site.file(
            &format!("content/policies/more/p{number}.md"),
            &format!("---\ntitle: P {number}\n---\n## One\n\nText.\n"),
        );
    }
    site
}

#[test]
fn translations_know_each_other() {
    let mut seen = String::new();
    for theme in ["default", "plain"] {
        let site = translated(0);
        site.build().clean();
        site.file(
            "policygen.yaml",
            &format!("base_url: https://a.example/legal/\ntheme: {theme}\n"),
        );
        site.build().clean();
        seen.push_str(&format!("=== {theme}\n"));
        for page in ["privacy", "de/schutz", "fr/privacy", "terms"] {
            seen.push_str(&format!("--- {page}\n"));
            let html = site.read(&format!("public/{page}/index.html"));
            let main = html.split("<main").nth(1).unwrap();
            let main = main.split("</main>").next().unwrap();
            let heads = html
                .lines()
                .filter(|line| line.contains("rel=\"alternate\" hreflang"));
            for line in heads.chain(main.lines().filter(|line| line.contains("hreflang"))) {
                seen.push_str(&format!("{line}\n"));
            }
        }
        if theme == "plain" {
            seen.push_str(&site.read("public/sitemap.xml"));
            seen.push_str(&site.read("public/policies.json"));
        }
    }
    snapshot::compare("translations", &seen);
}

#[test]
fn translations_on_a_large_site() {
    let (small, large) = (translated(0), translated(220));
    // Compares without the menu, which lists the documents of small sites.
    let page = |site: &Site, path: &str| {
        let html = site.read(&format!("public/{path}/index.html"));
        let (head, body) = html.split_once("<header").unwrap();
        let (_, main) = body.split_once("</header>").unwrap();
        [head, main].concat()
    };
    for site in [&small, &large] {
        site.build().clean();
    }
    for path in ["privacy", "de/schutz", "fr/privacy", "terms"] {
        assert_eq!(page(&small, path), page(&large, path), "{path}");
    }
    assert!(page(&large, "de/schutz").contains("hreflang=\"fr\""));
    // A second build writes nothing.
    let again = large.build().clean();
    assert!(again.stdout.contains("nothing changed"), "{}", again.stdout);
}

#[test]
fn without_a_base_url_translations_link_relatively() {
    let site = translated(0);
    site.file("policygen.yaml", "title: Legal\n");
    site.build().clean();
    let page = site.read("public/de/schutz/index.html");
    assert!(
        page.contains("<link rel=\"alternate\" hreflang=\"en\" href=\"../../privacy/index.html\">")
    );
}

#[test]
fn faulty_translations() {
    let text = |head: &str| format!("---\ntitle: T\n{head}---\n## A\n\nB\n");
    let run = faulty(
        "translation-faulty",
        &[
            (
                "content/policies/de/privacy.md",
                &text("language: de\ntranslation_of: ../privcy.md\n"),
            ),
            (
                "content/policies/fr/terms.md",
                &text("language: fr\ntranslation_of: ../terms.md\n"),
            ),
            (
                "content/policies/it/terms.md",
                &text("language: it\ntranslation_of: ../fr/terms.md\n"),
            ),
            (
                "content/policies/same.md",
                &text("translation_of: terms.md\n"),
            ),
            (
                "content/policies/self.md",
                &text("language: es\ntranslation_of: self.md\n"),
            ),
        ],
    );
    assert_eq!(run.faults(), 4);
}

#[test]
fn a_translation_that_is_behind_its_original() {
    let page = |about: &str, sections: usize| {
        let text = "## A\n\nText.\n\n"
            .repeat(sections)
            .replacen("## A", "## B", 1);
        format!("---\ntitle: Privacy\n{about}---\n{text}")
    };
    let original = page("updated: 2026-05-01\nversion: '2'\n", 1);
    let site = |about: &str, sections: usize| {
        let about = format!("language: de\ntranslation_of: ../privacy.md\n{about}");
        Site::with(&[
            ("content/policies/privacy.md", &original),
            ("content/policies/de/privacy.md", &page(&about, sections)),
        ])
    };
    let behind = site("updated: 2025-05-01\nversion: '1'\n", 2);
    behind.build().snapshot("stale-translation");
    // A later translation is not outdated.
    site("updated: 2026-05-09\nversion: '2'\n", 1)
        .build()
        .clean();
    site("", 1).build().clean();
}
