//! Clauses in the language of the page that calls them.

use crate::driver::{Site, warned};

const CONTACT: &str = "company: {legal_name: Acme GmbH, address: {city: Berlin, country: DE}}\ncontact: {privacy: {email: p@acme.example, phone: '+49 30 1234567'}}\nretention: [{data: Logs, period: P14D, after: collection}]\n";

fn site(pages: &[(&str, &str, &str)]) -> Site {
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text]\n"),
        ("content/facts/all.yaml", CONTACT),
    ]);
    for (path, language, text) in pages {
        let text = format!("---\ntitle: {path}\nlanguage: {language}\n---\n{text}\n");
        site.file(&format!("content/policies/{path}.md"), &text);
    }
    site
}

/// Clauses in English on a page in German are reported where they are called, by
/// `check` as well as by `build`.
#[test]
fn a_clause_in_another_language_is_a_warning() {
    let site = warned(
        "clause-language",
        &[
            (
                "content/clauses/kontakt.md",
                "---\nsummary: Kontakt\nuses: [contact]\n---\nSchreiben Sie uns.\n\n{{ <contact_privacy /> }}\n",
            ),
            (
                "content/facts/all.yaml",
                CONTACT.split_once('\n').unwrap().1,
            ),
            (
                "content/policies/datenschutz.md",
                "---\ntitle: Datenschutz\nlanguage: de\n---\n{{ <retention /> }}\n\n{{ <kontakt /> }}\n\n{{ <withdrawal_instructions /> }}\n\n{{ <contact_channels to={contact.privacy} /> }}\n",
            ),
        ],
    );
    let check = site.run(&["check", "--select", "TPL111"]);
    assert_eq!(
        check.stderr.matches("warning[TPL111]").count(),
        3,
        "{}",
        check.text()
    );
    let run = site.run(&["check", "--ignore", "TPL111"]);
    assert!(!run.stderr.contains("TPL111"), "{}", run.text());
}

/// A page prints the clause in its language, or else the clause outside the language folders.
#[test]
fn a_page_calls_the_clause_in_its_language() {
    let call = "{{ <retention /> }}\n\n{{ <note /> }}";
    let site = site(&[
        ("english", "en", call),
        ("deutsch", "de", call),
        ("wien", "de-AT", call),
        ("bern", "de-CH", call),
    ]);
    let clause = |text: &str| format!("---\nsummary: A\n---\n{text}\n");
    site.file("content/clauses/note.md", &clause("A note."));
    site.file("content/clauses/de/note.md", &clause("Ein Hinweis."));
    site.file(
        "content/clauses/de-AT/note.md",
        &clause("Ein Hinweis aus Wien."),
    );
    site.file(
        "content/clauses/de/retention.md",
        "---\nsummary: Fristen\nuses: [retention]\n---\nProtokolle: {{ retention[0].period | duration }}. {{ <note /> }}\n",
    );
    site.build().clean();
    let read = |page: &str| {
        let text = site.read(&format!("public/{page}.txt"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let english = read("english");
    assert!(
        english.contains("We keep personal data") && english.contains("A note."),
        "{english}"
    );
    let german = read("deutsch");
    assert!(
        german.contains("Protokolle: 14 Tage. Ein Hinweis. Ein Hinweis."),
        "{german}"
    );
    let austrian = read("wien");
    let says = "Protokolle: 14 Tage. Ein Hinweis. Ein Hinweis aus Wien.";
    assert!(austrian.contains(says), "{austrian}");
    assert!(read("bern").contains("14 Tage. Ein Hinweis. Ein Hinweis."));

    let run = site.run(&["clauses"]).clean();
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.starts_with("  note "))
            .count(),
        3
    );
    // The text for the site's language is shown, or that for another one.
    let shown = site.run(&["clauses", "note"]).clean().stdout;
    assert!(
        shown.contains("A note.") && shown.contains("other text  content/clauses/de/"),
        "{shown}"
    );
    let shown = site.run(&["clauses", "note", "--language", "de"]).clean();
    assert!(shown.stdout.contains("Ein Hinweis."), "{}", shown.stdout);
    // Faults in one of them use the name that was called.
    site.file(
        "content/policies/deutsch.md",
        "---\ntitle: D\nlanguage: de\n---\n{{ <note much={1} /> }}\n",
    );
    let run = site.build();
    assert!(
        run.stderr.contains("TPL103") && !run.stderr.contains("_0"),
        "{}",
        run.text()
    );
    // Two clauses in one language still have the same name.
    site.file("content/clauses/de/more/note.md", &clause("Noch einer."));
    assert!(
        site.build()
            .stderr
            .contains("two clauses are called `note`")
    );
}

/// Folders with other names don't set a language.
#[test]
fn other_folders_are_no_languages() {
    let site = site(&[("english", "en", "{{ <note /> }}")]);
    for folder in ["eu", "uk", "shop"] {
        site.file(
            &format!("content/clauses/{folder}/note.md"),
            "---\nsummary: A\n---\nA note.\n",
        );
        site.build().clean();
        site.remove(&format!("content/clauses/{folder}/note.md"));
    }
    // A clause can also state its own language.
    site.file(
        "content/clauses/note.md",
        "---\nsummary: A\nlanguage: fr\n---\nUne note.\n",
    );
    let run = site.build();
    assert!(
        run.stderr
            .contains("the clause `note` is in `fr`, but the page is in `en`"),
        "{}",
        run.text()
    );
}
