//! `policygen check --watch`

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::driver::Site;

/// Longer than any operation takes, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A running check, stopped when this is dropped.
struct Watching {
    process: Child,
    said: std::path::PathBuf,
}

impl Watching {
    fn of(site: &Site, arguments: &[&str]) -> Self {
        let said = site.root().with_file_name("check-output");
        let out = fs::File::create(&said).unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .args(["check", "--watch"])
            .args(arguments)
            .current_dir(site.root())
            .env("SOURCE_DATE_EPOCH", "1780272000")
            .env("NO_COLOR", "1")
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .spawn()
            .unwrap();
        Self { process, said }
    }

    /// All output, once it ends with this text.
    #[track_caller]
    fn until(&self, end: &str) -> String {
        let start = Instant::now();
        loop {
            let said = fs::read_to_string(&self.said).unwrap();
            if said.ends_with(end) {
                return said;
            }
            assert!(start.elapsed() < LIMIT, "{said}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const SOUND: &str = "---\ntitle: Legal\nupdated: 2026-05-15\n---\nLittle.\n";
const FAULTY: &str = "---\ntitle: Legal\nupdated: 2026-05-15\n---\nSee [nothing](#nothing).\n";

#[cfg(unix)]
#[test]
fn each_change_is_checked_until_the_user_ends_it() {
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    let path = "content/policies/legal.md";
    for (poll, signal) in [(false, Signal::SIGINT), (true, Signal::SIGTERM)] {
        let site = Site::with(&[(path, SOUND)]);
        let arguments: &[&str] = if poll { &["--poll"] } else { &[] };
        let mut watching = Watching::of(&site, arguments);
        let end = "watching for changes; press Ctrl-C to stop\n";
        let first = watching.until(end);
        assert!(first.contains("1 policy"), "{first}");
        site.file(path, FAULTY);
        let found = watching.until(&format!("\n1 error in 1 policy\n{end}"));
        assert!(
            found.contains(&format!("changed: {path}\nerror[REF")),
            "{found}"
        );
        // Settings that stop every command don't end this one.
        site.file("policygen.yaml", "required_version: \">=99\"\n");
        let found = watching.until(&format!("works with this one\n{end}"));
        assert!(
            found.contains("changed: policygen.yaml\nerror: policygen.yaml requires"),
            "{found}"
        );
        site.file("policygen.yaml", "title: Legal\n");
        watching.until(&format!("\n1 error in 1 policy\n{end}"));
        site.file(path, SOUND);
        let all = watching.until(&format!("changed: {path}\n{first}"));
        assert!(!all.contains('\u{1b}'), "{all:?}");
        kill(Pid::from_raw(watching.process.id().cast_signed()), signal).unwrap();
        assert_eq!(watching.process.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn what_does_not_go_with_watching() {
    let site = Site::small();
    let mut said = String::new();
    for option in [
        "--fix",
        "--diff",
        "--coverage",
        "--ahead=P1M",
        "--write-baseline=x",
        "--format=json",
    ] {
        let run = site.run(&["check", "--watch", option]);
        assert_eq!(run.code, 2, "{option}");
        said.push_str(run.stderr.lines().next().unwrap());
        said.push('\n');
    }
    crate::snapshot::compare("check-watch-conflicts", &said);
}
