//! A site in a temporary folder, built by the real program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use crate::snapshot;

/// 1 June 2026.
const SOURCE_DATE_EPOCH: &str = "1780272000";

/// A site; its folder is removed when this is dropped.
pub(crate) struct Site {
    folder: TempDir,
    root: PathBuf,
}

/// The result of a run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The run, if it succeeded without any messages.
    #[track_caller]
    pub(crate) fn clean(self) -> Self {
        assert!(
            self.code == 0 && self.stderr.is_empty(),
            "\n{}",
            self.text()
        );
        self
    }

    /// The number of errors and warnings.
    pub(crate) fn faults(&self) -> usize {
        let begins = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
        self.stderr.lines().filter(begins).count()
    }

    /// Everything that a user sees.
    pub(crate) fn text(&self) -> String {
        format!(
            "exit {}\n--- stdout\n{}--- stderr\n{}",
            self.code, self.stdout, self.stderr
        )
    }

    #[track_caller]
    pub(crate) fn snapshot(&self, name: &str) -> &Self {
        snapshot::compare(name, &self.text());
        self
    }
}

/// A text with ordinary spaces instead of no-break spaces.
pub(crate) fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

impl Site {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().canonicalize().unwrap().join("site");
        fs::create_dir(&root).unwrap();
        Self { folder, root }
    }

    /// A site with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let site = Self::new();
        for (path, text) in files {
            site.file(path, text);
        }
        site
    }

    /// Two small policies without faults, and a fact. Twins, which would add many files, are off.
    pub(crate) fn small() -> Self {
        Self::with(&[
            ("policygen.yaml", "twins: []\n"),
            (
                "content/facts/company.yaml",
                "company:\n  legal_name: Acme GmbH\n",
            ),
            (
                "content/policies/privacy.md",
                "---\ntitle: Privacy policy\n---\n## Data {#data}\n\n{{ company.legal_name }} keeps little.\n",
            ),
            (
                "content/policies/terms.md",
                "---\ntitle: Terms\n---\n## Liability {#liability}\n\nLittle.\n",
            ),
        ])
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        self.bytes(path, text.as_bytes())
    }

    pub(crate) fn bytes(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        self
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    pub(crate) fn modified(&self, path: &str) -> SystemTime {
        self.path(path).metadata().unwrap().modified().unwrap()
    }

    /// `policygen build`
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Runs the program in the site's folder. In its output, the site's path is `<site>`.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH)])
    }

    /// Like `run`, with these environment variables.
    #[track_caller]
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        self.run_for(arguments, variables, Duration::from_secs(120))
            .expect("it ends")
    }

    /// `policygen build`, if it ends within the time limit.
    pub(crate) fn build_for(&self, limit: Duration) -> Option<Run> {
        let epoch = ("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH);
        self.run_for(&["build"], &[epoch], limit)
    }

    fn run_for(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
        limit: Duration,
    ) -> Option<Run> {
        let file = |name: &str| self.folder.path().join(name);
        let mut child = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .args(arguments)
            .current_dir(&self.root)
            .env_remove("SOURCE_DATE_EPOCH")
            .env("NO_COLOR", "1")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(fs::File::create(file("stdout")).unwrap())
            .stderr(fs::File::create(file("stderr")).unwrap())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > limit {
                child.kill().unwrap();
                child.wait().unwrap();
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let said = |name: &str| {
            let text = fs::read_to_string(file(name)).unwrap();
            text.replace(self.root.to_str().unwrap(), "<site>")
        };
        Some(Run {
            code: status.code().expect("ended by a signal"),
            stdout: said("stdout"),
            stderr: said("stderr"),
        })
    }

    /// Every file below a folder with its bytes; links with their targets,
    /// empty folders with nothing.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), "", &mut files);
        files
    }
}

pub(crate) fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            let before = files.len();
            collect(&entry.path(), &format!("{path}/"), files);
            if files.len() == before {
                files.insert(format!("{path}/"), Vec::new());
            }
        } else if kind.is_symlink() {
            let target = fs::read_link(entry.path()).unwrap();
            files.insert(path, format!("-> {}", target.display()).into_bytes());
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// Adds `files` to a good site that was built before, and builds again: the
/// build must fail because of the sources, report what is in the snapshot, and
/// leave the earlier output unchanged.
#[track_caller]
pub(crate) fn faulty(name: &str, files: &[(&str, &str)]) -> Run {
    refused(name, 1, |site| {
        for (path, text) in files {
            site.file(path, text);
        }
    })
}

/// The build errors that a run reported: their codes and places.
fn errors(run: &Run) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = run.stderr.lines().collect();
    let errors = lines.windows(2).filter_map(|pair| {
        let code = pair[0].strip_prefix("error[")?.split_once(']')?.0;
        let place = pair[1].trim().strip_prefix("--> ").unwrap_or_default();
        let is_of_build = ["SRC", "FAC", "TPL", "TXT", "REF", "LNG", "THM", "OUT"]
            .iter()
            .any(|family| code.starts_with(family));
        // `check` renders nothing, so it can't find faults of templates.
        (is_of_build && code != "THM101").then_some((code, place))
    });
    let mut errors: Vec<_> = errors.collect();
    errors.sort_unstable();
    errors
}

/// Like `faulty`, with any change to the site and any exit code. `check` must find the same errors.
#[track_caller]
pub(crate) fn refused(name: &str, code: i32, change: impl FnOnce(&Site)) -> Run {
    let site = Site::small();
    site.build().clean();
    let before = site.tree("public");
    change(&site);
    let run = site.build();
    assert_eq!(run.code, code, "{}", run.text());
    assert_eq!(run.stdout, "");
    assert!(site.tree("public") == before, "the earlier output changed");
    if code == 1 {
        let check = site.run(&["check"]);
        assert_eq!(
            errors(&check),
            errors(&run),
            "check says:\n{}",
            check.text()
        );
    }
    run.snapshot(name);
    run
}

/// Adds `files` to a small site and builds it: the build must succeed, and
/// report what is in the snapshot.
#[track_caller]
pub(crate) fn warned(name: &str, files: &[(&str, &str)]) -> Site {
    let site = Site::small();
    for (path, text) in files {
        site.file(path, text);
    }
    let run = site.build();
    assert_eq!(run.code, 0, "{}", run.text());
    run.snapshot(name);
    site
}

/// Whether the tests may do what file modes forbid, so that tests of unreadable or unwritable files
/// can't work.
pub(crate) fn modes_are_ignored() -> bool {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    deny(&file);
    fs::read(&file).is_ok()
}

/// Removes all permissions from a file or folder.
pub(crate) fn deny(path: &Path) {
    mode(path, 0o000);
}

/// Sets a file's or folder's mode.
#[cfg(unix)]
pub(crate) fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
pub(crate) fn mode(_: &Path, _: u32) {}

/// Runs Git without the settings of the user who runs the tests.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@acme.example"])
        .args(arguments)
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-05-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-05-01T00:00:00Z")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {said}");
}

/// Commits all files of a site.
pub(crate) fn commit(site: &Site) {
    git(site.root(), &["add", "-A"]);
    git(site.root(), &["commit", "-q", "-m", "A version"]);
}
