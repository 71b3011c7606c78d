//! Marks that Markdown reads although they belong to the text, and text that it hides or prints.

use crate::driver::{Site, warned};

const PRIVACY: &str = "content/policies/privacy.md";

/// A text that causes warnings, and those warnings in order, as code and line.
#[track_caller]
fn codes(name: &str, text: &str) -> Site {
    warned(name, &[(PRIVACY, &format!("---\ntitle: T\n---\n{text}"))])
}

/// A site whose text causes nothing.
#[track_caller]
fn sound(text: &str) -> Site {
    let site = Site::with(&[(PRIVACY, &format!("---\ntitle: T\n---\n{text}"))]);
    site.build().clean();
    site
}

#[test]
fn dashes_within_sentences() {
    codes(
        "marks_dashes",
        "We keep your data for ten years,\n- as the law requires -\nand delete it then.\n\n\
         The licence is personal\n- and may not be transferred.\n\n\
         > Die Gebühr ist\n> - im Fall von Jahresplänen - im Januar fällig.\n\n\
         Wir löschen die Daten,\n- sobald es geht,\nalso nach dreißig Tagen.\n",
    );
    sound(
        "You may not:\n- copy it -\nor sell it.\n\nWe keep\n- your name and\n- your address.\n\n\
         **We keep:**\n- and your name.\n\nWe use the cookie\n- session - keeps you logged in.\n\n\
         We keep data.\n- as the law requires -\n\nThese are the fees\n\n- and costs\n\nWe keep\n- Your name and address\nfor ten years.\n\n> We keep\n>\n> - and delete\n",
    );
}

#[test]
fn names_between_underscores() {
    codes(
        "marks_underscores",
        "We set __Secure-token__, __Host-id__, __cfduid__, __session_id__ and _gid_.\n",
    );
    sound(
        "__Important__, __Opt-out__, __COVID-19__, __B2B__, _any_, __TLS 1.3__, __NO_SALE__ and `__cfduid__`.\n",
    );
}

#[test]
fn words_in_braces() {
    let site = codes(
        "marks_braces",
        "## Transfers {SCC 2021}\n\nA.\n\n## Rights {#rights Art. 15}\n\nB.\n\n## Fees {see: Annex B}\n\nC.\n\n## Law {color=red}\n\nD.\n",
    );
    assert!(
        site.read("public/privacy/index.html")
            .contains("id=\"rights\"")
    );
    let site = sound(
        "## Scope {/* #scope */}\n\nA.\n\n## Fees &#123;see Annex B}\n\nB.\n\n## Law {#law .unnumbered}\n\nC.\n",
    );
    let page = site.read("public/privacy/index.html");
    assert!(
        page.contains("id=\"scope\"") && page.contains("{see Annex B}"),
        "{page}"
    );
}

#[test]
fn a_fence_at_the_end() {
    codes("marks_fence", "We keep your name.\n\n```\n");
}

#[test]
fn sections_of_cdata() {
    let site = codes(
        "marks_cdata",
        "Text <![CDATA[ of Jane ]]> more.\n\n<![CDATA[\nA remark.\n]]>\n\n<p>A <![CDATA[b]]> c</p>\n",
    );
    assert!(site.read("public/privacy/index.html").contains("of Jane"));
    sound("`<![CDATA[ x ]]>`\n\n    <![CDATA[ x ]]>\n");
}

#[test]
fn a_text_that_is_code() {
    codes(
        "marks_only_code",
        "```markdown\n# Privacy\n\nWe keep **little**.\n```\n",
    );
    sound("```\nMIT License\n\nCopyright Acme\n```\n");
    sound("```sh\n# Privacy\n```\n");
    sound("```markdown\n# Privacy\n```\n\nWrite it like this.\n");
}

#[test]
fn letters_of_comments() {
    codes("marks_letters", "We delete logs after 14 days.[a][b]\n");
}

#[test]
fn images_without_descriptions() {
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text, json]\n"),
        (
            PRIVACY,
            "---\ntitle: T\n---\n![](media/seal.png) and ![A](media/seal.png)\n\n<img src=\"media/seal.png\"> <img src=\"media/seal.png\" alt=\"\"> ![](media/seal.png \"Seal\")\n",
        ),
        ("content/policies/media/seal.png", "x"),
    ]);
    site.build();
    for file in ["public/privacy.txt", "public/privacy.json"] {
        let text = site.read(file);
        assert!(text.contains("[image: seal.png] and [image: A]"), "{text}");
        assert!(
            text.contains("[image: seal.png] [image: seal.png (Seal)]"),
            "{text}"
        );
    }
}

/// Each mark reads a bounded part of the text around it.
#[test]
fn marks_repeated_many_times() {
    for mark in [
        "a`b ",
        "a`b c`d ",
        "x\n- and ",
        "__a_b__ ",
        "<![CDATA[ ",
        "# a {b}\n",
        "[JR: ",
        "a[a] ",
        "[a]b\n",
        "[JD1]",
        "·  a\n\n",
        "![](a)",
        "<img src=a>",
        "/* ",
        "-->",
        "```\n# a\n",
    ] {
        let text = format!("---\ntitle: T\n---\n{}", mark.repeat(3_000));
        Site::with(&[(PRIVACY, &text)]).run(&["check", "--preview"]);
    }
}
