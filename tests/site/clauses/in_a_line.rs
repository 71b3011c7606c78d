//! Clauses that are called within a line. Editors end files with a line break, which is not part of
//! the line.

use crate::driver::Site;

fn text(policy: &str) -> String {
    let site = Site::with(&[
        (
            "content/policies/terms.md",
            &format!("---\ntitle: Terms\n---\n{policy}\n"),
        ),
        (
            "content/clauses/price.md",
            "---\nsummary: Price\n---\nEUR 10 a month\n\n",
        ),
        (
            "content/clauses/outer.md",
            "---\nsummary: Both\n---\n{{ <price /> }}\n",
        ),
        (
            "content/clauses/steps.md",
            "---\nsummary: Steps\n---\n- One\n- Two\n",
        ),
        ("policygen.yaml", "twins: [text]\n"),
    ]);
    site.build().clean();
    let text = site.read("public/terms.txt");
    text.split_once("=====\n").unwrap().1.trim().to_owned()
}

#[test]
fn a_row_of_a_table_goes_on() {
    for clause in ["price", "outer"] {
        let rows = format!(
            "| Plan | Price | Notice |\n|---|---|---|\n| Pro | {{{{ <{clause} /> }}}} | 30 days |\n| Max | {{{{ <{clause} /> }}}}|\n"
        );
        let expected = "Plan  Price           Notice\n----  --------------  -------\nPro   EUR 10 a month  30 days\nMax   EUR 10 a month";
        assert_eq!(text(&rows), expected);
    }
}

#[test]
fn a_sentence_goes_on() {
    for (policy, expected) in [
        (
            "It is **{{ <price /> }}**, or {{ <outer /> }}.\nMore.",
            "It is EUR 10 a month, or EUR 10 a month. More.",
        ),
        (
            "> [!NOTE] {{ <price /> }}\n> You may cancel.",
            "| EUR 10 a month\n| You may cancel.",
        ),
        (
            "> {{ <price /> }} each\n> more",
            "| EUR 10 a month each more",
        ),
        ("- {{ <price /> }} each\n- x", "- EUR 10 a month each\n- x"),
    ] {
        assert_eq!(text(policy), expected, "{policy}");
    }
}

#[test]
fn a_block_stays_a_block() {
    for (policy, expected) in [
        ("{{ <steps /> }}\nNext.", "- One\n- Two\n\nNext."),
        (
            "{{ <steps /> }}\n\n{{ <price /> }}",
            "- One\n- Two\n\nEUR 10 a month",
        ),
        ("{{ <price /> }} \nNext.", "EUR 10 a month\n\nNext."),
    ] {
        assert_eq!(text(policy), expected, "{policy}");
    }
}
