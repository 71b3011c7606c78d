//! Clauses and calls of clauses.

mod amounts;
mod bounds;
mod calls;
mod changelog;
mod citations;
mod conditions;
mod consumers;
mod elsewhere;
mod in_a_line;
mod labels;
mod laws;
mod list;
mod national;
mod printed;
mod refusals;
mod values;
mod verbatim;

use crate::driver::Site;

#[test]
fn tags_of_other_generators_are_named() {
    let tags = [
        "{{< contact >}}",
        "{{% note %}}",
        "{% include footer.md %}",
        "{% include_relative footer.md %}",
        "{% link terms.md %}",
        "{% assign a = 1 %}",
        "{% hint style=\"info\" %}",
        "{{ site.title }}",
        "{{page.title}}",
        "{{ page.date | date: \"%Y\" }}",
        "{{ \"x\" | relative_url }}",
        "{{ .Site.Title }}",
        "{{#if x}}",
        "{{> footer }}",
        "{{TOC}}",
    ];
    let mut said = String::new();
    for tag in tags {
        let site = Site::with(&[(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy\n---\nWe keep {tag} more.\n"),
        )]);
        said.push_str(&site.build().text());
    }
    crate::snapshot::compare("foreign-tags", &said);
}

#[test]
fn a_slip_in_a_tag_is_no_tag_of_another_generator() {
    for (tag, fault) in [
        ("{{ compny.legal_name }}", "there is no variable `compny`"),
        ("{{ <cntact /> }}", "there is no clause `cntact`"),
        (
            "{{ site.title }} {{ 'a' | uppr }}",
            "`{{ site.title }}` is a Liquid variable",
        ),
        ("{{ 'a' | uppr }}", "unknown filter `uppr`"),
    ] {
        let site = Site::with(&[(
            "content/policies/privacy.md",
            &format!("---\ntitle: Privacy\n---\nWe keep {tag} more.\n"),
        )]);
        let said = site.build().text();
        assert!(said.contains(fault), "{said}");
    }
}
