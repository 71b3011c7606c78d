//! Standard streams that are closed or full.

use std::io::pipe;
use std::process::{Command, Output, Stdio};

use crate::driver::Site;

fn run(site: &Site, arguments: &[&str], stdout: Stdio, stderr: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_policygen"))
        .args(arguments)
        .current_dir(site.root())
        .env("SOURCE_DATE_EPOCH", "1780272000")
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .output()
        .unwrap()
}

/// A stream whose reader is gone.
fn closed() -> Stdio {
    let (_, writer) = pipe().unwrap();
    writer.into()
}

/// A site on which `check` finds nothing.
fn sound() -> Site {
    Site::with(&[(
        "content/policies/imprint.md",
        "---\ntitle: Imprint\nupdated: 2026-05-23\n---\nWrite to us.\n",
    )])
}

/// Commands that print results.
const COMMANDS: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["rules"],
    &["rules", "--format", "json"],
    &["explain", "QUA101"],
    &["clauses"],
    &["clauses", "children", "--format", "json"],
    &["check"],
    &["check", "--format", "json"],
    &["check", "--coverage"],
    &["build"],
];

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let site = sound();
    for command in COMMANDS {
        let run = run(&site, command, closed(), Stdio::piped());
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{command:?}: {stderr}");
        assert!(
            !stderr.to_lowercase().contains("pipe"),
            "{command:?}: {stderr}"
        );
    }
    assert!(
        site.exists("public/imprint/index.html"),
        "the site was not built"
    );
}

#[test]
fn the_exit_code_does_not_depend_on_who_reads() {
    let site = Site::small();
    site.file("content/policies/terms.md", "{{ company.nmae }}\n");
    for command in [&["build"][..], &["check"], &["check", "--format", "json"]] {
        let run = run(&site, command, closed(), closed());
        assert_eq!(run.status.code(), Some(1), "{command:?}");
    }
    let run = run(&site, &["rules", "--unknown"], closed(), closed());
    assert_eq!(run.status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    let full = || {
        Stdio::from(
            std::fs::File::options()
                .write(true)
                .open("/dev/full")
                .unwrap(),
        )
    };
    let site = sound();
    for command in COMMANDS {
        let run = run(&site, command, full(), Stdio::piped());
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{command:?}: {stderr}");
        let message = "error: can't write to standard output: no space left on device\n";
        assert!(stderr.ends_with(message), "{command:?}: {stderr}");
    }
    site.file("content/policies/terms.md", "{{ company.nmae }}\n");
    for command in [&["build"][..], &["check"], &["rules", "--unknown"]] {
        let run = run(&site, command, Stdio::null(), full());
        assert_eq!(run.status.code(), Some(2), "{command:?}");
    }
}
