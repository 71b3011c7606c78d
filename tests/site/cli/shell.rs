//! Command-line support for shells, terminals and users inside a site.

use crate::driver::Site;

#[test]
fn completions_and_manual_pages() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = site.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["policygen", "placeholders", "init"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    let page = site.run(&["man"]).stdout;
    assert!(
        page.contains(".TH policygen 1") && page.contains("Build the site"),
        "{page}"
    );
    let page = site.run(&["man", "check"]).stdout;
    assert!(
        page.contains(".TH policygen-check 1") && page.contains("\\-\\-ahead"),
        "{page}"
    );
    let run = site.run(&["man", "novel"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no command `novel`"),
        "{}",
        run.stderr
    );
}

#[test]
fn colors_are_for_terminals_and_those_who_want_them() {
    let site = Site::with(&[("content/policies/a.md", "---\ntitle: A\n---\n{{ b }}\n")]);
    let is_colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let run = site.run_with(arguments, variables);
        run.stderr.contains("\u{1b}[")
    };
    assert!(!is_colored(&["build"], &[]));
    assert!(is_colored(&["build", "--color", "always"], &[]));
    assert!(is_colored(
        &["--color", "always", "build"],
        &[("NO_COLOR", "1")]
    ));
    assert!(is_colored(
        &["build"],
        &[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")]
    ));
    assert!(!is_colored(
        &["build", "--color", "never"],
        &[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn settings_under_another_name_are_no_silence() {
    let site = Site::small();
    site.remove("policygen.yaml");
    site.file("policygen.yml", "title: Legal\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr
            .contains("error[SRC129]: `policygen.yml` is not read"),
        "{}",
        run.stderr
    );
}

/// The command runs in a folder inside a site.
#[test]
fn the_site_is_looked_for_upwards() {
    let site = Site::new();
    site.file("../policygen.yaml", "title: Legal\n");
    site.file("../content/policies/a.md", "---\ntitle: A\n---\nText.\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("1 policy"), "{}", run.stdout);
    // A named folder is used as given.
    assert_eq!(site.run(&["build", "--root", "./"]).code, 1);
}
