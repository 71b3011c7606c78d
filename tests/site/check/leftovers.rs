//! What other tools leave in a text, with the place and the help of each finding.

use crate::driver::Site;
use crate::snapshot::compare;

/// What `check` says of a text.
fn checked(text: &str, options: &[&str]) -> String {
    let text = format!("---\ntitle: Guide\n---\n{text}");
    let site = Site::with(&[("content/policies/guide.md", &text)]);
    let mut arguments = vec!["check", "--ignore", "QUA,SRC110"];
    arguments.extend(options);
    site.run(&arguments).stderr
}

#[test]
fn leftovers_that_are_certain() {
    let said = checked(
        "Über uns: *|COMPANY|*, ##STREET## und «Street_Address».\n\n```{=html}\n<b>x</b>\n```\n\n\
         - ~~~ {note}\n  a note\n  ~~~\n\n\u{f0b7} first\n\n\u{f0a7} second\n\n\
         <ac:structured-macro ac:name=\"info\"><ac:rich-text-body>Careful.</ac:rich-text-body></ac:structured-macro>\n\n\
         F\u{fffd}r <o:p></o:p> {\\rtf1 x}\n",
        &[],
    );
    compare("leftovers-certain", &said);
}

#[test]
fn leftovers_of_documents() {
    let said = checked(
        "Contents\n\nFees .......... 4\n\nTerm .......... 5\n\nData\tPeriod\nLogs\t14 days\n\n\
         Page 2 of 9\n\nThe cus-\ntomer pays. Größen-\nangaben.\n\nFrom: Jane\nSent: Monday\nSubject: x\n\n\
         Acme GmbH\nHafenweg 3\n20457 Hamburg\n\nTel: 1\nFax: 2\n\n\
         [law](https://www.google.com/url?q=https://acme.example/)\n",
        &["--preview"],
    );
    compare("leftovers-documents", &said);
}

#[test]
fn text_that_looks_like_leftovers() {
    let said = checked(
        "Fees ..... 4\n\nLade-\nund Löschfristen. Wait ... 5 days.\n\n> From: 1 May\n> To: 3 May\n\n\
         Acme GmbH\\\nHafenweg 3\\\n20457 Hamburg\n\nAcme GmbH <br>\nHafenweg 3<br>\n20457 Hamburg\n\n\
         Call <tel:+491> or \\<b> and the «Kunde».\n\n\
         ```html\n##NAME## {=html} <b>\n```\n\nText `*|NAME|*` and `\u{f0b7}`.\n",
        &["--preview"],
    );
    assert!(!said.contains("MRK") && !said.contains("TXT"), "{said}");
}

/// Lists of findings and matches don't read the rest of the page each time.
#[test]
fn marks_repeated_many_times() {
    let text = [
        "##",
        "__A",
        "«A",
        "-a\n",
        "a\t",
        "a-\n",
        "A: b\n",
        "1 Berlin\n",
        "*|",
        "[1] A\n",
        "<ac:a ",
        "a .... 4\n",
        "\u{f0b7}",
    ];
    for mark in text {
        checked(&mark.repeat(5_000), &["--preview"]);
    }
}

#[test]
fn markdown_in_html() {
    let said = checked("<div>\n**Fees** apply.\n</div>\n", &[]);
    assert!(
        said.contains("MRK102") && said.contains("a block of HTML"),
        "{said}"
    );
    let said = checked("** Fees ** apply.\n", &[]);
    assert!(
        said.contains("MRK102") && !said.contains("a block of HTML"),
        "{said}"
    );
}
