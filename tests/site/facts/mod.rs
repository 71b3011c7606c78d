//! Facts: their faults, and the pages that print them.

mod accidents;
mod faults;
mod laws;
pub(crate) mod one_place;
mod sheets;

/// Numbers in free data may be names, so they keep all of their digits.
#[test]
fn free_numbers_print_as_written() {
    use crate::driver::Site;
    let site = Site::small();
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: Privacy\nextra:\n  a: 007\n  b: 12345678901234567890123\n  c: 1e3\n  d: 1.10\n  e: 42\n  f: 1.5\n  g: [-3, +4, 0x1F]\n---\n\
         {{ extra.a }} {{ extra.b }} {{ extra.c }} {{ extra.d }} {{ extra.e + 1 }} {{ extra.f * 2 }} {{ extra.g | list }}\n",
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let line = "<p>007 12345678901234567890123 1e3 1.10 43 3 -3, +4 and 0x1F</p>";
    assert!(page.contains(line), "{page}");
}

/// A text that prints an empty value would lack a word.
#[test]
fn free_values_that_are_nothing_are_not_printed() {
    use crate::driver::faulty;
    faulty(
        "extra-nothing",
        &[(
            "content/policies/privacy.md",
            "---\ntitle: Privacy\nextra:\n  a:\n  b: ~\n  c: {d: null, e: 1}\n---\n\
             {{ extra.a }} {{ extra.b }} {{ extra.c.d }} {{ extra.c.e }} {% if extra.a %}x{% endif %}\n",
        )],
    );
}

/// If a page states that a fact is unknown, the site's value is not printed.
#[test]
fn what_is_not_known_yet_overrides() {
    use crate::driver::Site;
    for facts in ["company: null", "company: {legal_name: null}"] {
        let site = Site::small();
        site.file("content/facts/company.yaml", "company: Acme GmbH\n");
        site.file(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy\n{facts}\n---\n{{{{ company.legal_name }}}}\n"),
        );
        let run = site.build();
        assert!(
            run.code == 1 && run.text().contains("not known yet"),
            "{facts}: {}",
            run.text()
        );
    }
}
