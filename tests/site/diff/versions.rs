use super::{PRIVACY, edited, site};
use crate::driver::Site;

#[test]
fn the_markdown_version_of_a_page_is_the_page() {
    let site = Site::with(&[
        (
            "policygen.yaml",
            "numbering: decimal\nbase_url: https://acme.example/legal/\n",
        ),
        (
            "content/facts/company.yaml",
            "company: {legal_name: 'A*B <C> | D'}\n",
        ),
        (
            "content/policies/privacy.md",
            "---\ntitle: Privacy policy\n---\n## Data {#data}\n\n{{ company.legal_name }}, see [](terms.md#liability), [](#more) and [terms](terms.md).\n\n## More {#more}\n\n### Deeper\n\nWe keep nothing of it[^1].\n\n[^1]: A note.\n",
        ),
        (
            "content/policies/terms.md",
            "---\ntitle: Terms\n---\n## Liability {#liability}\n\nLittle.\n",
        ),
    ]);
    site.build().clean();
    let run = site.run(&["diff", "privacy", "public/privacy.md", "--exit-code"]);
    assert!(run.stdout.contains("Nothing changed."), "{}", run.text());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    // Also backwards, and between two files.
    let other = site.read("public/privacy.md").replace("nothing", "little");
    site.file("other.md", &other);
    let run = site
        .run(&["diff", "privacy", "other.md", "public/privacy.md"])
        .clean();
    assert!(
        run.stdout
            .contains("We keep [-little-] {+nothing+} of it[1]."),
        "{}",
        run.text()
    );
}

#[test]
fn differences_are_no_failure_unless_they_shall_be() {
    let site = site();
    for (arguments, code) in [
        (vec!["--rev", "v1"], 0),
        (vec!["--rev", "v1", "--exit-code"], 1),
        (vec!["--rev", "v1..v1", "--exit-code"], 0),
        (
            vec![
                "content/policies/privacy.md",
                "content/policies/privacy.md",
                "--exit-code",
            ],
            0,
        ),
    ] {
        let arguments = [vec!["diff", "privacy"], arguments].concat();
        let run = site.run(&arguments);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{arguments:?}");
    }
    // A fact that a text prints is a difference, even if the words are the same.
    site.file("content/policies/privacy.md", PRIVACY);
    let run = site.run(&["diff", "privacy", "--rev", "v1", "--exit-code"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("subprocessor added: Example GmbH (Berlin, Germany)")
    );
}

#[test]
fn a_policy_has_several_names() {
    let site = site();
    let expected = site.run(&["diff", "privacy", "--rev", "v1"]).clean().stdout;
    for name in [
        "privacy.md",
        "content/policies/privacy.md",
        "./content/policies/privacy.md",
    ] {
        let run = site.run(&["diff", name, "--rev", "v1"]).clean();
        assert_eq!(run.stdout, expected, "{name}");
    }
}

#[test]
fn a_redline_is_written_to_a_file() {
    let site = site();
    for format in ["text", "markdown", "json", "html"] {
        let file = format!("redline-{format}");
        let arguments = ["diff", "privacy", "--rev", "v1", "--format", format];
        let printed = site.run(&arguments).clean().stdout;
        let arguments = [&arguments[..], &["--output", &file]].concat();
        // An earlier redline is overwritten.
        for _ in 0..2 {
            assert_eq!(site.run(&arguments).clean().stdout, "");
            assert_eq!(site.read(&file), printed);
        }
    }
    let before = site.read("policygen.yaml");
    for (path, words) in [
        ("policygen.yaml", "is not a policygen redline"),
        ("public/redline.html", "is inside the output folder"),
    ] {
        site.file("public/index.html", "");
        let run = site.run(&["diff", "privacy", "--rev", "v1", "--output", path]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(words), "{}", run.text());
    }
    assert_eq!(site.read("policygen.yaml"), before);
}

#[test]
fn what_can_t_be_compared() {
    let site = site();
    site.file("empty-front-matter.md", "---\ntitle: x\n");
    let run = |name: &str, arguments: &[&str]| {
        let run = site.run(&[&["diff"], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.text());
        run.snapshot(name);
    };
    run("diff-unknown-policy", &["privcy", "--rev", "v1"]);
    run("diff-nothing", &["privacy"]);
    run("diff-not-markdown", &["privacy", "v1"]);
    run("diff-no-file", &["privacy", "gone.md"]);
    run("diff-faulty-file", &["privacy", "empty-front-matter.md"]);
    run("diff-range", &["privacy", "--rev", "v1...main"]);
    run("diff-dash", &["privacy", "--rev=--output=x"]);
    run("diff-both", &["privacy", "old.md", "--rev", "v1"]);
    site.file(
        "content/policies/privacy.md",
        "---\ntitle: P\n---\n{{ compny.name }}\n",
    );
    run("diff-faulty-text", &["privacy", "--rev", "v1"]);
    site.file("content/policies/privacy.md", &edited());
    site.file("content/policies/new.md", "# New\n");
    run("diff-not-there-yet", &["new", "--rev", "v1"]);
}
