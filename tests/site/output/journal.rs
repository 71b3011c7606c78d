//! Interrupted builds, and how the next build handles them.

use std::fs;

use crate::driver::Site;

const TERMS: &str = "content/policies/terms.md";
const STAGE: &str = "public/.policygen.tmp-a1b2c3";

/// A site whose last build was interrupted right after its journal was written, and
/// the output that the build would have made.
fn interrupted() -> (Site, std::collections::BTreeMap<String, Vec<u8>>) {
    let site = Site::small();
    site.build().clean();
    site.remove(TERMS)
        .file("content/policies/cookies.md", "# Cookies\n\nNone.\n");
    site.run(&["build", "--out", "expected"]).clean();
    let expected = site.tree("expected");
    fs::create_dir(site.path(STAGE)).unwrap();
    fs::rename(site.path("expected"), site.path(&format!("{STAGE}/files"))).unwrap();
    let manifest = site.read(&format!("{STAGE}/files/.policygen.json"));
    site.file(
        "public/.policygen.journal",
        &format!(
            "{{\"stage\": \".policygen.tmp-a1b2c3\", \"earlier\": [], \"manifest\": {manifest}}}"
        ),
    );
    (site, expected)
}

#[test]
fn an_interrupted_build_is_completed() {
    let (site, expected) = interrupted();
    let run = site.build().clean();
    assert!(run.stdout.contains("nothing changed"), "{}", run.text());
    assert!(site.tree("public") == expected);
}

#[test]
fn an_interrupted_build_is_completed_after_further_edits() {
    let (site, _) = interrupted();
    site.remove("content/policies/cookies.md")
        .file(TERMS, "# Terms\n\nNew.\n");
    site.build().clean();
    let found = site.tree("public");
    site.run(&["build", "--out", "clean"]).clean();
    assert!(found == site.tree("clean"));
}

#[test]
fn staged_files_that_are_lost_are_written_again() {
    let (site, expected) = interrupted();
    site.remove(STAGE);
    let run = site.build();
    assert_eq!(run.code, 0);
    run.snapshot("interrupted-build");
    assert!(site.tree("public") == expected);
    site.build().clean();
}

#[test]
fn a_check_reports_an_interrupted_build() {
    let (site, _) = interrupted();
    let run = site.run(&["build", "--check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains(".policygen.journal"), "{}", run.text());
}

#[test]
fn a_damaged_journal_is_an_error() {
    let (site, _) = interrupted();
    let before = site.tree("public");
    for text in [
        "{\"stage\": \"",
        "{\"stage\": \"..\", \"earlier\": [], \"manifest\": {\"inputs\": null, \"good_from\": null, \"good_before\": null, \"files\": {}}}",
        "{\"stage\": \".policygen.tmp-/../../content\", \"earlier\": [], \"manifest\": {\"inputs\": null, \"good_from\": null, \"good_before\": null, \"files\": {}}}",
    ] {
        site.file("public/.policygen.journal", text);
        let run = site.build();
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("is damaged"), "{}", run.text());
    }
    site.remove("public/.policygen.journal");
    let mut before = before;
    before.remove(".policygen.journal");
    assert!(site.tree("public") == before);
}

/// A journal can be part of a stranger's pull request, like any file of the output.
#[test]
fn a_journal_reaches_no_file_outside_the_output() {
    for path in ["../policygen.yaml", "/etc/passwd", "a/../../x", "a\\\\b"] {
        let (site, _) = interrupted();
        let settings = site.read("policygen.yaml");
        let journal = site.read("public/.policygen.journal");
        let entry =
            format!("\"{path}\": \"00000000000000000000000000000000\",\n    \"index.html\"");
        site.file(
            "public/.policygen.journal",
            &journal.replace("\"index.html\"", &entry),
        );
        let run = site.build();
        assert_eq!(run.code, 2, "{}", run.text());
        assert!(run.stderr.contains("is damaged"), "{}", run.text());
        assert_eq!(site.read("policygen.yaml"), settings);
    }
}

#[test]
fn a_build_waits_for_the_disk() {
    let site = Site::small();
    site.run(&["build", "--sync"]).clean();
    let synced = site.tree("public");
    site.run(&["build", "--out", "other"]).clean();
    assert!(synced == site.tree("other"));
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_no_staged_files() {
    use nix::sys::signal::{Signal, kill};
    use std::process::{Command, Stdio};

    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let site = Site::small();
        site.build().clean();
        let before = site.tree("public");
        for number in 0..3000 {
            let path = format!("content/policies/more/{number}.md");
            site.file(&path, "# More\n\nText.\n");
        }
        let mut build = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .arg("build")
            .current_dir(site.root())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let stage = || {
            let entries = fs::read_dir(site.path("public")).unwrap();
            let mut folders = entries.map(|entry| entry.unwrap().path());
            folders.find(|path| path.to_string_lossy().contains(".policygen.tmp-"))
        };
        // Signals are handled before the first page is staged.
        while !stage().is_some_and(|stage| stage.join("files/more").exists()) {
            assert!(build.try_wait().unwrap().is_none(), "it ended by itself");
        }
        let id = nix::unistd::Pid::from_raw(build.id().try_into().unwrap());
        kill(id, signal).unwrap();
        assert_eq!(build.wait().unwrap().code(), Some(130), "{signal}");
        assert!(stage().is_none(), "{signal}");
        assert!(site.tree("public") == before, "{signal}");
    }
}
