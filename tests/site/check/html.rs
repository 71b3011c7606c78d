//! Text in raw HTML, and in HTML that its indentation makes code.

use crate::driver::Site;

/// The output of `check` on a German privacy policy.
fn checked(text: &str) -> String {
    let text = format!("---\ntitle: Datenschutz\ntype: privacy\nupdated: 2026-05-01\n---\n{text}");
    let site = Site::with(&[
        ("content/policies/datenschutz.md", text.as_str()),
        ("policygen.yaml", "language: de\nregimes: [gdpr]\n"),
    ]);
    site.run(&["check"]).text()
}

const INDENTED: &str = "<section>
  <div>

    <h2>Dauer</h2>
    <p>
      Rechnungen werden nach zehn Jahren gel&ouml;scht, und Namen
      solange es nötig ist.
    </p>

\t<p>Der Steuerberater erhält die Rechnungen. Siehe <a href=\"/cookies\">Hinweise</a>.</p>

  </div>
</section>
";

#[test]
fn indented_html_is_reported_once_and_read_as_text() {
    let said = checked(INDENTED);
    assert_eq!(said.matches("[MRK105]").count(), 1, "{said}");
    assert!(said.contains("datenschutz.md:9:5"), "{said}");
    for answered in ["GDPR112", "GDPR118"] {
        assert!(!said.contains(&format!("[{answered}]")), "{said}");
    }
    // A finding in such a block is at its words.
    let vague = "<section>\n  <div>\n\n    <p>Wir halten uns an die Regeln.</p>\n    <p>Wir speichern Daten, solange es nötig ist.</p>\n\n  </div>\n</section>\n";
    let said = checked(vague);
    assert!(said.contains("datenschutz.md:10:"), "{said}");
    assert!(said.contains("solange es nötig"), "{said}");
}

#[test]
fn examples_of_html_are_code() {
    for example in [
        "<div>Text.</div>\n\nSo sieht es aus:\n\n    <div class=\"badge\"><a href=\"https://acme.example\">Acme</a></div>\n",
        "So sieht es aus:\n\n    <p>Der Steuerberater erhält die Rechnungen, und wir sagen es hier.</p>\n",
        "<div>Text.</div>\n\n```\n<p>Der Steuerberater erhält die Rechnungen, und wir sagen es hier.</p>\n```\n",
    ] {
        let said = checked(example);
        assert!(!said.contains("[MRK105]"), "{said}");
        assert!(said.contains("[GDPR112]"), "{said}");
    }
}

/// Each paragraph of a block of HTML is a sentence of its own, even without a full stop.
#[test]
fn paragraphs_of_html_are_read_one_by_one() {
    let said = checked(
        "<div>\n<p>Fragen an post@acme.example</p>\n<p>Daten</p>\n<p>Wir erheben keine.</p>\n</div>\n",
    );
    assert!(!said.contains("[GDPR102]"), "{said}");
}
