//! Values that can't be printed, and tags that take too much work.

use crate::driver::{Site, faulty};

const PRIVACY: &str = "content/policies/privacy.md";
const FACTS: &str = "content/facts/company.yaml";
const SETTINGS: &str = "policygen.yaml";
const ONE_MB: &str = "limits: {evaluation: 1}\n";

fn policy(text: &str) -> String {
    format!("---\ntitle: Privacy\nextra:\n  team: {{lead: Ada, seats: 3}}\n---\n{text}\n")
}

/// A policy with this text must fail with a budget of 1 MB.
fn endless(name: &str, text: &str, clauses: &[(&str, &str)]) {
    let text = policy(text);
    let mut files = vec![(PRIVACY, text.as_str()), (SETTINGS, ONE_MB)];
    files.extend(clauses);
    let run = faulty(name, &files);
    assert!(run.stderr.contains("TPL110"), "{}", run.stderr);
}

#[test]
fn mappings_and_lists_are_not_printed() {
    let clause = "---\nsummary: x\nuses: [company]\nparams:\n  who: {type: map}\n---\n\
                  {{ who }} and {{ who.address }}\n";
    faulty(
        "value-printed",
        &[
            (
                FACTS,
                "company:\n  legal_name: Acme\n  address: {street: Way 1, city: Ulm, country: DE}\n\
                 retention:\n  - {data: Mail, period: P90D}\n\
                 recipients:\n  - {name: Post, purpose: mail}\n",
            ),
            ("content/clauses/box.md", clause),
            (
                PRIVACY,
                &policy(
                    "{{ company }} and {{ company ~ \"x\" }} and {{ \"x\" ~ company.address }}\n\n\
                     {{ retention }}\n\n{{ policy.regimes }} {{ extra.team }} {{ extra }}\n\n\
                     {% for one in recipients %}{{ one }}{% endfor %}\n\n\
                     {{ recipients | join(sep=\", \") }} {{ company | str }}\n\n\
                     {% set text %}{{ company or dpo }}{% endset %}{{ text }}\n\n\
                     {{ <box who={company} /> }}\n\n{{ missing }} {{ company.vat_idd }}",
                ),
            ),
        ],
    );
}

#[test]
fn texts_that_look_like_lists_are_printed() {
    let site = Site::with(&[
        (FACTS, "company: {legal_name: '[Company]'}\n"),
        (
            PRIVACY,
            &policy("{{ company.legal_name }} {{ '{a}' }} {{ company.legal_name ~ '[x]' }}"),
        ),
    ]);
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    assert!(page.contains("[Company] {a} [Company][x]"), "{page}");
}

#[test]
fn text_that_doubles() {
    let doubled = "{% set s = s ~ s %}".repeat(40);
    endless(
        "endless-doubling",
        &format!("{{% set s = \"aaaaaaaaaaaaaaaa\" %}}{doubled}"),
        &[],
    );
}

/// Text that is already escaped is printed without the engine's escape function.
#[test]
fn captured_text_that_doubles() {
    let doubled = "{% set s %}{{ s }}{{ s }}{% endset %}".repeat(40);
    endless(
        "endless-captured",
        &format!("{{% set s %}}aaaa{{% endset %}}\n{doubled}"),
        &[],
    );
}

#[test]
fn bodies_that_double() {
    let text = format!(
        "{}\na\n{}",
        "{% <twice> %}\n".repeat(25),
        "{% </twice> %}\n".repeat(25)
    );
    let twice = "---\nsummary: x\n---\n{{ body }}{{ body }}\n";
    endless(
        "endless-bodies",
        &text,
        &[("content/clauses/twice.md", twice)],
    );
}

#[test]
fn safe_text_in_a_loop() {
    let text = "{% set_global m = \"a\" %}\n\
                {% for i in range(end=8) %}{% set_global m = m ~ m ~ m ~ m %}{% endfor %}\n\
                {% set s %}{% for i in range(end=10000) %}{{ m | safe }}{% endfor %}{% endset %}\n\
                {{ s | length }}";
    endless("endless-safe-text", text, &[]);
}

#[test]
fn loops_that_print_nothing() {
    endless(
        "endless-silent-loops",
        "{% for a in range(end=10000) %}{% for b in range(end=10000) %}{% endfor %}{% endfor %}",
        &[],
    );
}

#[test]
fn captured_text() {
    endless(
        "endless-capture",
        "{% set s %}{% for a in range(end=10000) %}{% for b in range(end=10000) %}Text{% endfor %}{% endfor %}{% endset %}",
        &[],
    );
}

#[test]
fn loops_in_clauses() {
    let clause = "---\nsummary: z\n---\n\
                  {%- for a in range(end=10000) -%}{%- for b in range(end=10000) -%}{%- endfor -%}{%- endfor -%}\n";
    endless(
        "endless-clause",
        "{{ <z /> }}",
        &[("content/clauses/z.md", clause)],
    );
}

#[test]
fn clauses_that_fan_out() {
    let call = |name: &str| {
        format!(
            "---\nsummary: z\n---\n{}",
            format!("{{{{ <{name} /> }}}}\n").repeat(10)
        )
    };
    let (a, b, c, d) = (call("z2"), call("z3"), call("z4"), call("z5"));
    endless(
        "endless-fan-out",
        "{{ <z1 /> }}",
        &[
            ("content/clauses/z1.md", a.as_str()),
            ("content/clauses/z2.md", b.as_str()),
            ("content/clauses/z3.md", c.as_str()),
            ("content/clauses/z4.md", d.as_str()),
            (
                "content/clauses/z5.md",
                "---\nsummary: z\n---\nText that goes on for a while, on and on.\n",
            ),
        ],
    );
}

#[test]
fn replacements() {
    let replace = "{% set s = s | replace(from=\"a\", to=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\") %}";
    endless(
        "endless-replace",
        &format!("{{% set s = \"aaaaaaaaaaaaaaaa\" %}}{}", replace.repeat(8)),
        &[],
    );
}

#[test]
fn long_ranges() {
    endless("endless-range", "{{ range(end=10000000) | length }}", &[]);
}

#[test]
fn joins_and_indents() {
    endless(
        "endless-join",
        "{% set s = range(end=1000) | join(sep=\"aaaaaaaaaaaaaaaaaaaa\") %}{{ range(end=1000) | join(sep=s) }}",
        &[],
    );
}

#[test]
fn lists_that_double() {
    endless(
        "endless-list",
        &format!(
            "{{% set l = [1, 2, 3, 4] %}}{}",
            "{% set l = [...l, ...l] %}".repeat(30)
        ),
        &[],
    );
}

#[test]
fn lists_in_lists() {
    endless(
        "endless-nesting",
        "{% set l = [] %}{% for a in range(end=1000) %}{% set_global l = [l] %}{% endfor %}",
        &[],
    );
}

#[test]
fn lists_made_in_expressions() {
    endless(
        "endless-comprehension",
        "{% if [x ~ \"a\" for x in range(end=20000)] | length > 3 %}yes{% endif %}",
        &[],
    );
}

#[test]
fn a_user_can_raise_the_limit() {
    let loops = "{% for a in range(end=20000) %}{% if a == 1 %}one{% endif %}{% endfor %}";
    endless("endless-until-raised", loops, &[]);
    let site = Site::with(&[
        (PRIVACY, &policy(loops)),
        (SETTINGS, "limits: {evaluation: 8}\n"),
    ]);
    site.build().clean();
    assert!(site.read("public/privacy/index.html").contains("one"));
}

#[test]
fn a_merged_text_is_limited() {
    let clause = format!("---\nsummary: x\n---\n{}\n", "Words. ".repeat(35_000));
    let run = |calls: usize| {
        let text = policy(&"{{ <long /> }}\n\n".repeat(calls));
        let site = Site::with(&[
            (PRIVACY, text.as_str()),
            ("content/clauses/long.md", &clause),
        ]);
        site.run(&["build"])
    };
    run(8).clean();
    let refused = run(9);
    assert_eq!(refused.code, 1, "{}", refused.text());
    refused.snapshot("merged-too-large");
}
