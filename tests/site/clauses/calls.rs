//! Clauses: what can go wrong in them and in calls of them.

use crate::driver::{Site, faulty, warned};

const PRIVACY: &str = "content/policies/privacy.md";

/// A policy with this text under its front matter.
fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy\n---\n{text}")
}

#[test]
fn unknown_clause() {
    faulty(
        "unknown-clause",
        &[
            (
                PRIVACY,
                &policy("{{ <childen /> }}\n\n{{ <our_weather city=\"Berlin\" /> }}\n"),
            ),
            (
                "content/clauses/outer.md",
                "---\nsummary: x\n---\n{{ <retention-tabel /> }}\n",
            ),
        ],
    );
}

#[test]
fn unknown_parameter() {
    faulty(
        "unknown-parameter",
        &[
            (
                "content/clauses/greeting.md",
                "---\nsummary: x\nparams:\n  name: {type: string}\n  loud: {type: bool, default: false}\n---\nHello {{ name }}.\n",
            ),
            ("content/clauses/plain.md", "---\nsummary: x\n---\nPlain.\n"),
            (
                PRIVACY,
                &policy(
                    "{{ <greeting nmae=\"Ada\" /> }}\n\n{{ <greeting name=\"Ada\" loudly colour=\"red\" /> }}\n\n{{ <plain size={3} /> }}\n",
                ),
            ),
        ],
    );
}

#[test]
fn undeclared_fact() {
    faulty(
        "undeclared-fact",
        &[
            ("content/facts/service.yaml", "service: {name: Acme App}\n"),
            (
                "content/clauses/about.md",
                "---\nsummary: x\n---\nAbout {{ service.name }}.\n",
            ),
            (PRIVACY, &policy("{{ <about /> }}\n")),
        ],
    );
}

#[test]
fn wrong_or_missing_parameter() {
    faulty(
        "wrong-parameter",
        &[
            (
                "content/clauses/age.md",
                "---\nsummary: x\nparams:\n  years: {type: integer}\n---\nFrom {{ years }}.\n",
            ),
            (
                "content/clauses/list-of.md",
                "---\nsummary: x\nparams:\n  items: {type: array, default: [a]}\n---\n{{ items | list }}\n",
            ),
            (
                PRIVACY,
                &policy(
                    "{{ <age years=\"18\" /> }}\n\n{{ <age /> }}\n\n{{ <age years={true} /> }}\n\n{{ <list_of items=\"a\" /> }}\n",
                ),
            ),
        ],
    );
}

#[test]
fn unknown_variable() {
    faulty(
        "unknown-variable",
        &[
            (
                PRIVACY,
                &policy(
                    "{{ compny.legal_name }} and {{ company.legal_nam }}.\n\n{{ weather }}\n\n{% if weathr %}x{% endif %}\n\n{{ policy.titel }}\n",
                ),
            ),
            ("content/policies/terms.md", &policy("{{ <greeting /> }}\n")),
            (
                "content/clauses/greeting.md",
                "---\nsummary: x\nuses: company\n---\nHello\n{{ company.name }}.\n",
            ),
        ],
    );
}

/// The fault is in the filter's input, not in the filter.
#[test]
fn unknown_variables_with_filters() {
    faulty(
        "unknown-variable-filter",
        &[(
            "content/policies/terms.md",
            &policy(concat!(
                "{{ company.nmae | upper }}\n\n",
                "{{ company.email | link }}\n\n",
                "{{ [company.legal_name, company.legal_nam] | list }}\n\n",
                "{% for item in [company] %}{{ item.nmae | link }}{% endfor %}\n\n",
                "{% for mark in company.trading_name | sort %}{{ mark }}{% endfor %}\n\n",
                "{{ company.legal_nme or \"Acme\" }}\n",
                "{{ company.legal_naem | default(value=\"Acme\") }}\n",
            )),
        )],
    );
}

#[test]
fn unknown_variables_in_conditions() {
    faulty(
        "unknown-variable-in-condition",
        &[
            (
                PRIVACY,
                &policy(
                    "{% if weathr %}Rain.{% endif %}\n\n{% if company.legal_nam %}x{% endif %}\n",
                ),
            ),
            (
                "content/clauses/age.md",
                "---\nsummary: x\nparams:\n  old: {type: bool, default: true}\n---\n{% if odl %}x{% endif %}\n",
            ),
            ("content/policies/terms.md", &policy("{{ <age /> }}\n")),
        ],
    );
}

#[test]
fn facts_that_are_asked_for_first_may_be_missing() {
    let site = Site::small();
    site.file(
        PRIVACY,
        &policy("{% if service %}a{% elif company.vat_id %}b{% elif dpo and dpo.email %}c{% else %}d{% endif %}\n"),
    );
    site.build().clean();
    assert!(site.read("public/privacy/index.html").contains("<p>d</p>"));
}

#[test]
fn missing_fact() {
    faulty(
        "missing-fact",
        &[
            (
                PRIVACY,
                &policy("{{ <children /> }}\n\n{{ service.name }}\n\n{{ company.vat_id }}\n"),
            ),
            ("content/policies/terms.md", &policy("{{ <outer /> }}\n")),
            (
                "content/clauses/outer.md",
                "---\nsummary: x\n---\nSee:\n\n{{ <inner /> }}\n",
            ),
            (
                "content/clauses/inner.md",
                "---\nsummary: x\nuses: [company]\n---\nVAT: {{ company.vat_id }}\n",
            ),
        ],
    );
}

#[test]
fn calls_in_a_ring_of_two() {
    faulty(
        "clause-cycle-two",
        &[
            (
                "content/clauses/hen.md",
                "---\nsummary: x\n---\nA hen from\n{{ <egg /> }}\n",
            ),
            (
                "content/clauses/egg.md",
                "---\nsummary: x\n---\nan egg from\n{{ <hen /> }}\n",
            ),
            (PRIVACY, &policy("{{ <hen /> }}\n")),
        ],
    );
}

#[test]
fn calls_in_rings_of_one_and_three() {
    faulty(
        "clause-cycle-three",
        &[
            (
                "content/clauses/rock.md",
                "---\nsummary: x\n---\n{{ <paper /> }}\n",
            ),
            (
                "content/clauses/paper.md",
                "---\nsummary: x\n---\nText.\n\n{{ <scissors /> }}\n",
            ),
            (
                "content/clauses/scissors.md",
                "---\nsummary: x\n---\n{{ <rock /> }}\n",
            ),
            (
                "content/clauses/mirror.md",
                "---\nsummary: x\n---\n{{ <mirror /> }}\n",
            ),
        ],
    );
}

#[test]
fn template_syntax() {
    faulty(
        "template-syntax",
        &[
            (
                PRIVACY,
                &policy("Text.\n\n{{ company.legal_name\n\nMore text.\n"),
            ),
            (
                "content/policies/terms.md",
                &policy("{% if company %}Text.\n"),
            ),
            ("content/policies/a.md", &policy("{{ 1 + }}\n")),
            (
                "content/policies/b.md",
                &policy("{{ company.legal_name | shout }}\n"),
            ),
            (
                "content/policies/c.md",
                &policy(
                    "{{ company | date }}\n\n{{ \"soon\" | date }}\n\n{{ company.legal_name | country }}\n",
                ),
            ),
            ("content/policies/d.md", &policy("{% endif %}\n")),
            (
                "content/clauses/open.md",
                "---\nsummary: x\n---\nText {{ 1 }\n",
            ),
            (
                "content/clauses/wild.md",
                "---\nsummary: x\n---\n{% fro x in y %}\n",
            ),
        ],
    );
}

#[test]
fn braces_that_are_meant() {
    let site = Site::small();
    site.file(
        PRIVACY,
        &policy("{% raw %}{{ company }} and {% if %}{% endraw %} and { x } and {#x#}.\n"),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("<p>{{ company }} and {% if %} and { x } and {#x#}.</p>"),
        "{page}"
    );
}

#[test]
fn declarations_of_clauses() {
    faulty(
        "clause-declaration",
        &[
            (
                "content/clauses/one.md",
                "---\nsummary: x\nuses: [compny]\n---\nText.\n",
            ),
            (
                "content/clauses/two.md",
                "---\nsummary: x\nparams:\n  a: {type: text}\n  b: {default: 1}\n  c-d: {type: string}\n  e: {type: string, default: 3}\n---\nText.\n",
            ),
            ("content/clauses/3rd.md", "---\nsummary: x\n---\nText.\n"),
            ("content/clauses/a/same.md", "---\nsummary: x\n---\nText.\n"),
            ("content/clauses/b/same.md", "---\nsummary: x\n---\nText.\n"),
            (
                "content/clauses/four.md",
                "---\nsummary: x\nparams: {a: string}\n---\nText.\n",
            ),
        ],
    );
}

/// The engine joins an undefined variable like an empty text.
#[test]
fn an_unknown_variable_that_is_joined() {
    faulty(
        "unknown-joined",
        &[(
            PRIVACY,
            &policy(
                "{% set s = nothing ~ \"x\" %}We say {{ s }}.\n\nAnd {{ \"y\" ~ company.nam }}, {{ company.vat_id ~ \"z\" }}.\n",
            ),
        )],
    );
}

#[test]
fn a_loop_without_end() {
    let run = faulty(
        "endless-loop",
        &[(
            PRIVACY,
            &policy(
                "{% for a in range(end=100000) %}{% for b in range(end=100000) %}Text and more text. {% endfor %}{% endfor %}\n",
            ),
        )],
    );
    assert!(run.stderr.contains("2 MB"), "the limit is not named");
}

#[test]
fn the_site_s_clause_goes_before_the_standard_one() {
    let site = warned(
        "clause-override",
        &[
            (
                "content/clauses/no-sale.md",
                "---\nsummary: x\n---\nWe sell nothing to anyone.\n",
            ),
            (PRIVACY, &policy("{{ <no_sale /> }}\n")),
        ],
    );
    assert!(
        site.read("public/privacy/index.html")
            .contains("<p>We sell nothing to anyone.</p>")
    );
}

#[test]
fn headings_of_clauses_follow_the_call() {
    let site = Site::small();
    site.file(
        "content/clauses/outer.md",
        "---\nsummary: x\n---\n## Outer\n\n{{ <inner /> }}\n\n### Below outer\n",
    )
    .file(
        "content/clauses/inner.md",
        "---\nsummary: x\n---\n## Inner\n\n### Below inner\n",
    )
    .file(
        PRIVACY,
        &policy("## First\n\n{{ <inner /> }}\n\n### Second\n\n{{ <outer /> }}\n\n## Last\n"),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let levels: Vec<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("<div class=\"heading\"><h"))
        .map(|line| {
            let (_, title) = line.split_once('>').unwrap();
            format!("{} {}", &line[..1], title.split("</h").next().unwrap())
        })
        .collect();
    assert_eq!(
        levels,
        [
            "2 First",
            "2 Inner",
            "3 Below inner",
            "3 Second",
            "3 Outer",
            "3 Inner",
            "4 Below inner",
            "4 Below outer",
            "2 Last"
        ]
    );
}

#[test]
fn a_clause_reads_the_name_that_the_text_makes() {
    let site = Site::small();
    site.file(
        "content/facts/service.yaml",
        "service: {name: Shared}\n",
    )
    .file(
        "content/clauses/about.md",
        "---\nsummary: x\nuses: service\n---\nAbout {{ service.name }}.\n",
    )
    .file(
        PRIVACY,
        &policy(
            "{{ <about /> }}\n\n{% for service in extra.services %}{{ <about /> }}\n\n{% endfor %}\n",
        )
        .replacen("---\n", "---\nextra: {services: [{name: One}, {name: Two}]}\n", 1),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    for name in ["Shared", "One", "Two"] {
        assert!(page.contains(&format!("<p>About {name}.</p>")), "{page}");
    }
}

/// Only inline text fits into a sentence, a cell or a heading.
#[test]
fn blocks_in_words() {
    const TWO: &str = "---\nsummary: x\n---\nFirst.\n\nSecond.\n\n- item\n";
    const LINES: &str = "---\nsummary: x\n---\nOne paragraph\nof two lines.\n";
    const OUTER: &str =
        "---\nsummary: x\n---\nA sentence {{ <two /> }} and more {{ <lines /> }}.\n";
    let clauses = [
        ("content/clauses/two.md", TWO),
        ("content/clauses/lines.md", LINES),
        ("content/clauses/outer.md", OUTER),
        ("content/clauses/item.md", "---\nsummary: x\n---\n- item\n"),
    ];
    let mut files = clauses.to_vec();
    let faulty_policy = policy(
        "## {{ <lines /> }}\n\n| a | b |\n|---|---|\n| {{ <two /> }} | {{ <lines /> }} |\n\n\
         In {{ <two /> }} here, {{ <item /> }}.\n\n{{ <outer /> }}\n\n[^1]: {{ <two /> }}\n\nNote.[^1]\n",
    );
    files.push((PRIVACY, &faulty_policy));
    faulty("block-in-words", &files);

    let site = Site::small();
    for (path, text) in &clauses[..2] {
        site.file(path, text);
    }
    site.file(
        PRIVACY,
        &policy(
            "Term\n: {{ <two /> }}\n\n> {{ <two /> }}\n\n1. {{ <two /> }}\n\n\
             In {{ <lines /> }} here.\n\n{{ <two /> }} <!-- twice -->\n",
        ),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let two = "<p>First.</p>\n<p>Second.</p>\n<ul>\n<li>item</li>\n</ul>\n";
    for around in ["<dd>", "<blockquote>\n", "<ol>\n<li>"] {
        assert!(page.contains(&format!("{around}{two}")), "{around}\n{page}");
    }
}

#[test]
fn parameters_that_a_call_lacks_are_explained() {
    let site = Site::with(&[
        (
            "content/clauses/offer.md",
            concat!(
                "---\nsummary: What we offer\nparams:\n  audience: {type: string, help: who may use it}\n",
                "  plans: {type: array, help: the plans by name}\n  seats: {type: integer}\n",
                "  trial: {type: integer, default: 3}\n---\n{{ audience }} {{ plans | list }} {{ seats }}\n"
            ),
        ),
        (
            "content/clauses/outer.md",
            "---\nsummary: Outer\n---\n{{ <offer audience=\"you\" seats={2} /> }}\n",
        ),
        (
            "content/policies/terms.md",
            concat!(
                "---\ntitle: Terms\n---\n{{ <offer /> }}\n\n{{ <offer audience=\"plans=2\" seats={1} /> }}\n\n",
                "{{ <offer who=\"you\" plans={[\"a\"]} /> }}\n\n{{ <offer audience={1} plans={[\"a\"]} seats={1} /> }}\n\n",
                "{{ <outer /> }}\n\n{{ <arbitration provider=\"AAA\" /> }}\n"
            ),
        ),
    ]);
    site.build().snapshot("missing-parameters");
}
