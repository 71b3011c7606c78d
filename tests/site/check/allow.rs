//! Comments that suppress findings.

use crate::driver::{Run, Site};

const HEAD: &str = "---\ntitle: Notes\nupdated: 2026-05-01\n---\n";

/// A policy with this text, checked by a few rules.
fn check(text: &str) -> Run {
    let site = Site::with(&[("content/policies/notes.md", &format!("{HEAD}{text}"))]);
    run(&site)
}

fn run(site: &Site) -> Run {
    site.run(&[
        "check",
        "--select",
        "QUA101,LAW902,FAC112,FAC202,SRC110,CHK",
    ])
}

#[test]
fn on_a_block() {
    check("<!-- policygen: allow(QUA101) the example shows it -->\nTODO: write.\n").clean();
    check("<!-- policygen: allow(QUA101) the example shows it -->\n\n- a\n\nTODO: b\n")
        .snapshot("check-allow-other-block");
}

#[test]
fn inside_a_paragraph() {
    check("Write <!-- policygen: allow(QUA101) said in jest --> TODO: here\nor there.\n").clean();
}

const ALLOW: &str = "<!-- policygen: allow(QUA101) the example shows it -->";

#[test]
fn on_blocks_of_many_parts() {
    for block in [
        "| a | b |\n|---|---|\n| x | y |\n| TODO: c | d |",
        "- a\n- b\n  - TODO: c\n- d",
        "1. a\n\n   b\n\n2. c\n\n   TODO: d",
        "A\n: b\n\nC\n: d\n: TODO: e",
        "> a\n>\n> - b\n>\n>   TODO: c",
        "> [!NOTE] A title\n> a\n>\n> TODO: b",
        "<div>\n<p>a</p>\n<p>TODO: b</p>\n</div>",
        "<div>\n\na\n\n<section>\n\n- b\n\n</section>\n\nTODO: c\n\n</div>",
        "<table><tr><td>\n\nTODO: a\n\n</td></tr></table>",
        "<details>\n<summary>a</summary>\n\nb<br>c\n\nTODO: d\n\n</details>",
        "TODO: a\n=======",
    ] {
        check(&format!("{ALLOW}\n{block}\n\nAfter it.\n")).clean();
        check(&format!("{ALLOW}\n\n{block}\n\nAfter it.\n")).clean();
        let quoted = format!("{ALLOW}\n{block}").replace('\n', "\n> ");
        check(&format!("> {quoted}\n\nAfter it.\n")).clean();
        let nested = format!("a\n\n{ALLOW}\n\n{block}").replace('\n', "\n  ");
        check(&format!("- {nested}\n\nAfter it.\n")).clean();
        // Text after the block is not part of it.
        let run = check(&format!("{ALLOW}\n{block}\n\n## Next\n\nTODO: more\n"));
        assert_eq!(run.stderr.matches("QUA101").count(), 1, "{}", run.text());
        let quoted = format!("{ALLOW}\n{block}\n\n## Next\n\nTODO: more").replace('\n', "\n> ");
        let run = check(&format!("> {quoted}\n"));
        assert_eq!(run.stderr.matches("QUA101").count(), 1, "{}", run.text());
    }
}

#[test]
fn inside_of_a_part() {
    for block in [
        format!("| a | b |\n|---|---|\n| {ALLOW} TODO: c | d |"),
        format!("- a\n- {ALLOW} TODO: b"),
        format!("- a\n- TODO: b {ALLOW}"),
        format!("- a\n- b {ALLOW}\n  - TODO: c"),
        format!("- a\n- b {ALLOW}\n\n  - TODO: c"),
        format!("- a\n- TODO: b\n  {ALLOW}"),
        format!("- a\n- {ALLOW}\n  b\n\n  TODO: c"),
        format!("A\n: {ALLOW} TODO: b"),
        format!("A\n: TODO: b {ALLOW}"),
        format!("A\n: {ALLOW}\n  b\n\n  TODO: c"),
        format!("> {ALLOW}\n> TODO: a"),
        format!("> a\n>\n> {ALLOW} TODO: b"),
        format!("<div>\n{ALLOW}\n<p>a</p>\n<p>TODO: b</p>\n</div>"),
        format!("<div>\n{ALLOW}\n\nTODO: a\n\n</div>"),
        format!("<p>TODO: a {ALLOW}</p>"),
        format!("a[^1]\n\n[^1]: {ALLOW} TODO: b"),
        format!("> a\n>\n> {ALLOW}\n\nTODO: b"),
        format!(
            "<!-- policygen: allow(LAW902) history --> {ALLOW}\n\nTODO: the Safe Harbor framework"
        ),
    ] {
        check(&format!("{block}\n\nAfter it.\n")).clean();
    }
    for block in [
        format!("| a | b |\n|---|---|\n| {ALLOW} TODO: c | d |\n| TODO: e | f |"),
        format!("- {ALLOW} TODO: a\n- TODO: b"),
        format!("A\n: {ALLOW} TODO: b\n: TODO: c"),
        format!("> a\n>\n> {ALLOW}\n> TODO: b\n>\n> TODO: c"),
        format!("- a\n\n  {ALLOW}\n\n  - TODO: b\n\n  TODO: c"),
    ] {
        let run = check(&format!("{block}\n"));
        assert_eq!(
            run.stderr.matches("QUA101").count(),
            1,
            "{block}\n{}",
            run.text()
        );
    }
}

#[test]
fn of_another_rule() {
    // A finding points to the text, not to the comment.
    check(
        "A\n: <!-- policygen: allow(LAW902) history --> See TODO: here and\n  TODO: there.\n\n\
         > <div>\n> <b>b</b> &amp; TODO: c</div>\n",
    )
    .snapshot("check-allow-places");
}

#[test]
fn over_several_lines() {
    check("<!-- policygen: allow(QUA101)\n     the example\n     shows it -->\nTODO: write.\n")
        .clean();
}

#[test]
fn two_rules_in_one() {
    let text = "TODO: rely on the Safe Harbor framework.\n";
    check(&format!(
        "<!-- policygen: allow(QUA101, LAW902) history -->\n{text}"
    ))
    .clean();
    check(&format!("<!-- policygen: allow(QUA) history -->\n{text}"))
        .snapshot("check-allow-one-of-two");
}

const CLAUSE: &str = "---\nsummary: A house rule\n---\n";

#[test]
fn on_a_call() {
    let site = Site::with(&[
        (
            "content/clauses/house.md",
            &format!("{CLAUSE}We write.\n\nTODO: write.\n"),
        ),
        (
            "content/policies/notes.md",
            &format!(
                "{HEAD}<!-- policygen: allow(QUA101) the house says so -->\n{{{{ <house /> }}}}\n"
            ),
        ),
    ]);
    run(&site).clean();
    // Another page that calls it has no comment.
    site.file(
        "content/policies/other.md",
        &format!("{HEAD}{{{{ <house /> }}}}\n"),
    );
    run(&site).snapshot("check-allow-call");
}

#[test]
fn in_a_clause() {
    let comment = "<!-- policygen: allow(QUA101) the house says so -->\n";
    let page = |name| format!("{HEAD}{{{{ <house what=\"{name}\" /> }}}}\n");
    let clause = "---\nsummary: A house rule\nparams: {what: {type: string}}\n---\n";
    let site = Site::with(&[
        (
            "content/clauses/house.md",
            &format!("{clause}{comment}{{{{ what }}}} it.\n"),
        ),
        ("content/policies/a.md", &page("TODO: write")),
        ("content/policies/b.md", &page("Write")),
    ]);
    // A comment that is used on one page is used.
    run(&site).clean();
    site.file("content/policies/a.md", &page("Read"));
    run(&site).snapshot("check-allow-clause-unused");
}

#[test]
fn findings_of_the_build() {
    let site = Site::with(&[(
        "content/policies/notes.md",
        "---\ntitle: Notes\nupdated: 2026-05-01\nlayout: page # policygen: allow(FAC202) another generator reads it\n---\n\
         <!-- policygen: allow(REF203) the reader is told -->\n[Call](skype:acme) us.\n",
    )]);
    site.run(&["check", "--ignore", "quality"]).clean();
}

#[test]
fn without_use() {
    check("<!-- policygen: allow(QUA101) the example shows it -->\nWrite.\n")
        .snapshot("check-allow-unused");
    // A rule that does not run finds nothing, which does not make the comment unused.
    let text = format!("{HEAD}<!-- policygen: allow(QUA101) the example shows it -->\nWrite.\n");
    let site = Site::with(&[("content/policies/notes.md", &text)]);
    site.run(&["check", "--select", "LAW902,CHK"]).clean();
    site.run(&["check", "--ignore", "QUA101"]).clean();
    site.file("policygen.yaml", "check: {ignore: CHK102}\n");
    site.run(&["check"]).clean();
}

#[test]
fn that_can_not_be_read() {
    check(
        "<!-- policygen: allow(QUA101) -->\nTODO: a\n\n\
         <!-- policygen: allow(QUA999) why -->\nb\n\n\
         <!-- policygen: allow(quality) why -->\nc\n\n\
         <!-- policygen: allow(REF102) why -->\nd\n\n\
         <!-- policygen: allow() why -->\ne\n\n\
         <!-- policygen: ignore QUA101 -->\nf\n\n\
         <!-- policygen: allow(QUA101 why -->\ng\n",
    )
    .snapshot("check-allow-bad");
}

const COMPANY: &str = "company: {legal_name: Acme GmbH, address: {city: Berlin, country: DE}}";

/// A page that prints the company of a file of facts.
fn with_facts(facts: &str) -> Site {
    Site::with(&[
        ("content/facts/company.yaml", facts),
        ("policygen.yaml", "regimes: [gdpr]\n"),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy\nupdated: 2026-05-01\n---\n{{ company.legal_name }} ({{ company.address | address }}) is the controller.\n",
        ),
    ])
}

fn check_facts(site: &Site) -> Run {
    site.run(&["check", "--select", "FAC112,CHK"])
}

#[test]
fn in_facts() {
    let site = with_facts(&format!("{COMPANY}\n"));
    check_facts(&site).snapshot("check-allow-facts-none");
    let comment = "# policygen: allow(FAC112) the register has the street";
    check_facts(&with_facts(&format!("{COMPANY} {comment}\n"))).clean();
    check_facts(&with_facts(&format!(
        "{comment}\n\n# The company.\n{COMPANY}\n"
    )))
    .clean();
    let elsewhere = format!("{comment}\nservice: {{name: Acme}}\n{COMPANY}\n");
    check_facts(&with_facts(&elsewhere)).snapshot("check-allow-facts-unused");
    let bad = format!(
        "{COMPANY} # policygen: allow(FAC112)\n# policygen: allow FAC112\nservice: {{name: Acme}}\n"
    );
    check_facts(&with_facts(&bad)).snapshot("check-allow-facts-bad");
}

#[test]
fn in_front_matter() {
    let text = "---\nupdated: 2026-05-01\n# policygen: allow(FAC202) another generator reads it\nlayout: page\ntitle: Notes\n---\nWrite.\n";
    let site = Site::with(&[("content/policies/notes.md", text)]);
    run(&site).clean();
    site.file(
        "content/policies/notes.md",
        &text.replace("layout: page\n", ""),
    );
    run(&site).snapshot("check-allow-front-matter-unused");
}

/// A finding about missing content points to the page's title.
#[test]
fn for_what_is_missing() {
    let page = "---\ntitle: Privacy\nupdated: 2026-05-01\nregimes: [gdpr]\nsubprocessors: none\n---\n{{ <subprocessors_table /> }}\n";
    let site = Site::with(&[("content/policies/privacy.md", page)]);
    let run = || site.run(&["check", "--select", "GDPR101,CHK102"]);
    run().snapshot("check-allow-missing");
    let allowed = page.replace(
        "Privacy\n",
        "Privacy # policygen: allow(GDPR101) the parent page says it\n",
    );
    site.file("content/policies/privacy.md", &allowed);
    run().clean();
}

/// Comments are for authors of pages, not for readers.
#[test]
fn no_comment_is_published() {
    let site = Site::with(&[
        (
            "policygen.yaml",
            "twins: [markdown, text, json]\nbase_url: https://acme.example/\n",
        ),
        (
            "content/clauses/house.md",
            &format!("{CLAUSE}<!-- policygen: allow(QUA101) SECRET -->\nThe house.\n"),
        ),
        (
            "content/policies/notes.md",
            "---\ntitle: Notes # policygen: allow(FAC202) SECRET\nupdated: 2026-05-01\n---\n\
                 # Notes <!-- policygen: allow(QUA101) SECRET -->\n\n\
                 <!-- policygen: allow(QUA101) SECRET -->\n\n\
                 <!--\nSECRET\n\nSECRET\n-->\n## Price <!-- SECRET -->\n\n\
                 > <!-- policygen: allow(QUA101)\n> SECRET\n> -->\n> Quoted.\n\n\
                 - One <!-- SECRET\nSECRET --> item\n- <!-- SECRET -->\n  Two\n\n\
                 <div><!-- SECRET\nSECRET --><p>Raw <!-- SECRET --> HTML</p></div>\n\n\
                 | A <!-- SECRET --> |\n|---|\n| <!-- SECRET --> b |\n\n{{ <house /> }}\n\n\
                 [^1] note\n\n[^1]: A note <!-- SECRET -->\n",
        ),
    ]);
    site.build();
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("SECRET") && !text.contains("policygen:"),
            "{path}\n{text}"
        );
        if path.starts_with("notes") && !path.ends_with("feed.xml") {
            assert!(text.contains("Quoted"), "{path}\n{text}");
        }
    }
}

/// Each rule in a comment must be needed, if it runs.
#[test]
fn one_of_two_without_use() {
    let text = "<!-- policygen: allow(QUA101, LAW902) history -->\nTODO: write.\n";
    let run = check(text);
    let said = "this comment suppresses `LAW902`, but there is no such finding here";
    assert!(
        run.stderr.contains(said) && run.stderr.contains("remove `LAW902` from the comment"),
        "{}",
        run.text()
    );
    let site = Site::with(&[("content/policies/notes.md", &format!("{HEAD}{text}"))]);
    site.run(&["check", "--select", "QUA101,CHK"]).clean();
}
