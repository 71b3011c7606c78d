//! Texts that were written for other generators.

use crate::driver::Site;

#[test]
fn a_text_for_another_language_is_one_error() {
    let liquid = "---\ntitle: Terms\n---\n{% include head.html %}\n\nWrite to {{ site.email }} or {{ site.phone }}.\n";
    let nunjucks =
        "---\ntitle: Terms\n---\n{% image \"a.png\" %}\n\nSee [it]({% page \"/terms/\" %}).\n";
    // Such tags are skipped one by one, and the rest is evaluated.
    let variables =
        "---\ntitle: Terms\n---\nWrite to {{ site.email }}.\n\nState: {{ 'now' | date: '%Y' }}\n";
    let hugo = "---\ntitle: Terms\n---\n{{.Name}} runs the site.\n\nAsk {{.Name}}.\n";
    let gitbook =
        "---\ntitle: Terms\n---\n{% api-method method=\"get\" %}\n\n{% endapi-method %}\n";
    let capitals = "---\ntitle: Terms\n---\n{{COMPANY}} runs {{siteName}}.\n";
    for (text, name) in [
        (liquid, "Liquid (Jekyll, Shopify): 3 of its tags"),
        (variables, "Liquid (Jekyll, Shopify): 2 of its tags"),
        (hugo, "Hugo: 2 of its tags"),
        (gitbook, "GitBook or Markdoc: 2 of its tags"),
        (capitals, "another template language: 2 of its tags"),
        (nunjucks, "another template language: 2 of its tags"),
    ] {
        let run = Site::with(&[("content/policies/terms.md", text)]).run(&["build"]);
        let said = run.stderr.matches("error[").count();
        assert_eq!(said, 1, "{}", run.text());
        assert!(run.stderr.contains(name), "{}", run.text());
        assert!(run.stderr.contains("{% raw %}"), "{}", run.text());
    }
}

#[test]
fn one_tag_is_named_by_itself() {
    let text =
        "---\ntitle: Terms\ncompany: Acme GmbH\n---\n{{ company.legal_name }}: {{ site.email }}\n";
    let run = Site::with(&[("content/policies/terms.md", text)]).run(&["build"]);
    assert!(
        run.stderr
            .contains("`{{ site.email }}` is a Liquid variable"),
        "{}",
        run.text()
    );
}

#[test]
fn braces_that_read_as_a_subtraction_get_the_way_to_print_them() {
    let text = "---\ntitle: Terms\n---\nThe mark {{pp-x}} is ours.\n";
    let run = Site::with(&[("content/policies/terms.md", text)]).run(&["build"]);
    assert!(
        run.stderr.contains("error[TPL106]") && run.stderr.contains("{% raw %}"),
        "{}",
        run.text()
    );
}

#[test]
fn a_tag_as_a_value_is_to_be_quoted() {
    let text = "---\ntitle: {{ name }} Notice\n---\nText.\n";
    let run = Site::with(&[("content/policies/terms.md", text)]).run(&["build"]);
    let help = "quote the value: `title: '{{ name }} Notice'`";
    assert!(run.stderr.contains(help), "{}", run.text());
}
