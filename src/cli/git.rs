//! Reads files at a Git revision, using the `git` program.
//!
//! Repositories may be untrusted: their settings must not run anything. Objects are read as stored
//! (`ls-tree`, `cat-file`), without checkout, filters, text conversion, hooks, monitors, pagers,
//! replacements or fetching.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail};
use policygen::base::folder::Files;

/// Settings that override those of the repository.
const SETTINGS: &[&str] = &[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "core.alternateRefsCommand=false",
    "core.sshCommand=false",
    "core.askPass=false",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// The maximum size of a file, in bytes. No source of a site is larger.
const MOST_OF_A_FILE: u64 = 8 * 1024 * 1024;

/// The maximum size of all files together, in bytes.
const MOST_OF_ALL: u64 = 512 * 1024 * 1024;

/// A Git repository.
#[derive(Debug)]
pub(super) struct Repository {
    /// The folder of the site.
    root: PathBuf,
    /// The path to it from the top of the repository, ending with `/` unless it is empty.
    below: String,
    is_shallow: bool,
}

/// The files of a site at a revision, by their paths relative to its root.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Texts with their contents; other files are empty.
    pub(super) files: Files,
    /// Symbolic links, which are not followed.
    pub(super) links: Vec<String>,
}

impl Repository {
    /// Opens the repository that contains a site.
    pub(super) fn open(root: &Path) -> anyhow::Result<Self> {
        let arguments = [
            "rev-parse",
            "--is-inside-work-tree",
            "--is-shallow-repository",
            "--show-prefix",
        ];
        let output = run(root, &arguments)?;
        if !output.status.success() {
            let said = said(&output);
            if said.contains("not a git repository") {
                bail!(
                    "{} is not in a Git repository, so it has no revisions",
                    root.display()
                );
            }
            bail!(
                "git can't read the repository of {}: {said}",
                root.display()
            );
        }
        let text = String::from_utf8(output.stdout)
            .context("the path of the site in its Git repository is not UTF-8")?;
        let mut lines = text.splitn(3, '\n');
        let mut next = || lines.next().unwrap_or_default();
        if next() != "true" {
            bail!("{} is not in a Git work tree", root.display());
        }
        let is_shallow = next() == "true";
        let below = next().trim_end_matches('\n').to_owned();
        Ok(Self {
            root: root.to_owned(),
            below,
            is_shallow,
        })
    }

    /// The files of the site at a revision.
    pub(super) fn tree(&self, revision: &str) -> anyhow::Result<Tree> {
        let commit = self.commit(revision)?;
        let of_site = format!("{commit}:{}", self.below.trim_end_matches('/'));
        let output = run(
            &self.root,
            &["ls-tree", "-r", "-z", "--full-tree", &of_site],
        )?;
        if !output.status.success() {
            let whole = [
                "Not a valid object name",
                "does not exist in",
                "exists on disk, but not in",
            ];
            let said = said(&output);
            if whole.iter().any(|words| said.contains(words)) {
                bail!(
                    "the folder of the site, `{}`, is not in the repository at `{revision}`",
                    self.below
                );
            }
            bail!("git can't list the files at `{revision}`: {said}");
        }
        let mut tree = Tree::default();
        // The paths of the texts, by object ID.
        let mut wanted: HashMap<String, Vec<String>> = HashMap::new();
        for entry in output.stdout.split(|byte| *byte == 0) {
            // Sites can't have names that are not UTF-8.
            let Some((about, path)) = std::str::from_utf8(entry)
                .ok()
                .and_then(|entry| entry.split_once('\t'))
            else {
                continue;
            };
            let mut about = about.split(' ');
            let (mode, kind, object) = (about.next(), about.next(), about.next());
            match (mode, kind, object) {
                (Some("120000"), ..) => tree.links.push(path.to_owned()),
                (_, Some("blob"), Some(object)) if is_safe(path) => {
                    tree.files.insert(path.to_owned(), Vec::new());
                    if is_text(path) {
                        let paths = wanted.entry(object.to_owned()).or_default();
                        paths.push(path.to_owned());
                    }
                }
                // Submodules are other repositories.
                _ => {}
            }
        }
        self.read(&wanted, &mut tree.files)
            .with_context(|| format!("can't read the files at `{revision}`"))?;
        Ok(tree)
    }

    /// Resolves a revision to a commit.
    fn commit(&self, revision: &str) -> anyhow::Result<String> {
        if revision.starts_with('-') || revision.contains(['\0', '\n']) {
            bail!("`{}` is not a Git revision", revision.escape_debug());
        }
        let wanted = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let output = run(&self.root, &arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let commit = text.trim();
        let is_id = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        match (output.status.success() && is_id, self.is_shallow) {
            (true, _) => Ok(commit.to_owned()),
            (false, false) => {
                bail!("there is no Git revision `{revision}`; name a commit, a tag or a branch")
            }
            (false, true) => bail!(
                "there is no Git revision `{revision}` in this clone, which is shallow; \
                 run `git fetch --unshallow`, or set `fetch-depth: 0` in CI"
            ),
        }
    }

    /// Reads objects into their files.
    fn read(&self, wanted: &HashMap<String, Vec<String>>, files: &mut Files) -> anyhow::Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let mut child = command(&self.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("git's input and output are not available");
        };
        let mut objects: Vec<&String> = wanted.keys().collect();
        objects.sort_unstable();
        let names: String = objects.iter().map(|object| format!("{object}\n")).collect();
        // Write from another thread: if all names were written before anything is read, both
        // processes would wait for each other.
        let writing = std::thread::spawn(move || input.write_all(names.as_bytes()));
        let done = answers(BufReader::new(output), &objects, wanted, files);
        if done.is_err() {
            // The process may still be writing output that nobody reads.
            let _ = child.kill();
        }
        let _ = child.wait();
        let _ = writing.join();
        done
    }
}

/// Reads the output of `git cat-file --batch`.
fn answers(
    mut output: impl io::BufRead,
    objects: &[&String],
    wanted: &HashMap<String, Vec<String>>,
    files: &mut Files,
) -> anyhow::Result<()> {
    let mut all = 0;
    for object in objects {
        let mut head = String::new();
        (&mut output).take(1024).read_line(&mut head)?;
        let mut parts = head.trim_end().split(' ').skip(1);
        let (Some("blob"), Some(size)) = (parts.next(), parts.next()) else {
            bail!(
                "git lacks the object {object}; \
                 in a partial clone, run `git fetch --refetch --no-filter` first"
            );
        };
        let size: u64 = size.parse().context("git reported no size for an object")?;
        let kept = match size <= MOST_OF_A_FILE {
            true => size,
            // Enough for the loader to see that the file is too large.
            false => MOST_OF_A_FILE + 1,
        };
        all += kept;
        if all > MOST_OF_ALL {
            bail!(
                "the files are larger than {} MB in total",
                MOST_OF_ALL / 1024 / 1024
            );
        }
        let mut bytes = Vec::new();
        (&mut output).take(kept).read_to_end(&mut bytes)?;
        let rest = size - kept.min(size);
        io::copy(&mut (&mut output).take(rest + 1), &mut io::sink())?;
        if bytes.len() as u64 != kept.min(size) {
            bail!("git exited too early");
        }
        for path in wanted.get(*object).into_iter().flatten() {
            files.insert(path.clone(), bytes.clone());
        }
    }
    Ok(())
}

/// Whether a site could have a file at this path.
fn is_safe(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0')
}

/// Whether a file with this name may be a text of a site.
fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let endings = ["md", "markdown", "yaml", "yml", "html", "xml", "css"];
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Runs a Git command to completion.
fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = command(root);
    command.args(arguments).stdin(Stdio::null());
    command.output().map_err(missing)
}

fn missing(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!(
            "can't find the program `git`; install Git, or compare with a Markdown file"
        ),
        _ => anyhow::Error::new(error).context("can't run git"),
    }
}

/// The first line of Git's error message.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("fatal: ").unwrap_or(first);
    first.to_owned()
}

/// A Git command in a folder, without environment variables that change its behaviour.
fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name
            .to_string_lossy()
            .to_ascii_uppercase()
            .starts_with("GIT_")
        {
            command.env_remove(name);
        }
    }
    command
        .env("GIT_ALLOW_PROTOCOL", "")
        .env("GIT_ATTR_NOSYSTEM", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_PAGER", "cat")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env("LANGUAGE", "C")
        .args(["--no-pager", "--literal-pathspecs"])
        .arg("-C")
        .arg(root);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command
}
