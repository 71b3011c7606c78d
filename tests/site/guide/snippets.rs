//! Runs the snippets of the README and the guide, page by page.
//!
//! Shell blocks (`sh`) and sessions (`console`) run in a scratch folder; a line `…` in a session
//! represents any number of lines. A block of YAML, Markdown or JSON Lines is written to the file
//! named by a comment in its first line or by the paragraph before it (`path`:), and the site is
//! built. Comments in the page describe the next block:
//!
//! - `test: site NAME` starts in a new site from `sites`.
//! - `test: skip REASON` skips the block.
//! - `test: fails` for a session whose last command fails.
//! - `test: warns` for a file that makes the build warn.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::sites::site;
use super::{pages, repository};
use crate::driver::Site;

/// 1 June 2026, as for all test sites.
const SOURCE_DATE_EPOCH: &str = "1780272000";

struct Block {
    line: usize,
    language: String,
    text: String,
    /// The comments before it, without `test: `.
    notes: Vec<String>,
    /// The line of text before it.
    before: String,
}

/// The fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut notes = Vec::new();
    let mut before = String::new();
    let mut fence: Option<(String, String)> = None;
    for (at, line) in page.lines().enumerate() {
        let text = line.trim();
        if let Some((indent, mark)) = &fence {
            if text == mark {
                fence = None;
                before.clear();
                continue;
            }
            let block = blocks.last_mut().unwrap();
            block
                .text
                .push_str(line.strip_prefix(indent).unwrap_or(text));
            block.text.push('\n');
        } else if text.starts_with("```") || text.starts_with("~~~") {
            let mark = &text[..text.len() - text.trim_start_matches(['`', '~']).len()];
            let indent = &line[..line.len() - line.trim_start().len()];
            fence = Some((indent.to_owned(), mark.to_owned()));
            blocks.push(Block {
                line: at + 1,
                language: text[mark.len()..].to_owned(),
                text: String::new(),
                notes: std::mem::take(&mut notes),
                before: before.clone(),
            });
        } else if let Some(note) = text.strip_prefix("<!-- test: ") {
            notes.push(note.strip_suffix(" -->").unwrap().to_owned());
        } else if !text.is_empty() {
            before = text.to_owned();
        }
    }
    blocks
}

impl Block {
    fn note(&self, word: &str) -> Option<&str> {
        let note = self
            .notes
            .iter()
            .find(|note| note.split(' ').next() == Some(word))?;
        Some(note[word.len()..].trim())
    }

    /// The file that the block represents, and its text.
    fn file(&self) -> Option<(String, String)> {
        let is_path = |path: &&str| path.contains('.') && !path.contains([' ', '*', '<']);
        let (first, rest) = self.text.split_once('\n')?;
        let comment = first.strip_prefix("# ");
        if let Some(policy) = comment.and_then(|comment| comment.strip_prefix("front matter of ")) {
            let text = format!("---\ntitle: A policy\n{rest}---\nText.\n");
            return Some((policy.to_owned(), text));
        }
        if let Some(path) = comment.filter(is_path) {
            return Some((path.to_owned(), rest.to_owned()));
        }
        let path = self.before.strip_suffix("`:")?.rsplit('`').next()?;
        is_path(&path).then(|| (path.to_owned(), self.text.clone()))
    }
}

/// A page whose snippets are being run.
struct Walk {
    name: String,
    site: Site,
    /// Whether a file of the site was written since the last build.
    is_stale: bool,
    warns: bool,
}

impl Walk {
    fn bash(&self, script: &str) -> (bool, String) {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_policygen"));
        let path = std::env::var("PATH").unwrap();
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &format!("exec 2>&1\n{script}")])
            .current_dir(self.site.root())
            .env(
                "PATH",
                format!("{}:{path}", program.parent().unwrap().display()),
            )
            .env("HOME", self.site.root().join(".."))
            .env("NO_COLOR", "1")
            .env("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH)
            .env("GITHUB_BASE_REF", "main")
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Ada")))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "a@acme.example")))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), said)
    }

    /// Builds the site if one of its files was written.
    fn settle(&mut self) {
        if std::mem::take(&mut self.is_stale) {
            let (is_good, said) = self.bash("policygen build");
            let warns = std::mem::take(&mut self.warns);
            let is_silent = warns || !said.contains("warning[");
            assert!(
                is_good && is_silent,
                "the files of {} don't build:\n{said}",
                self.name
            );
        }
    }

    fn run(&mut self, block: &Block) {
        let place = format!("{}:{}", self.name, block.line);
        match block.language.as_str() {
            "sh" => {
                let (is_good, said) = self.bash(&block.text);
                assert_eq!(is_good, block.note("fails").is_none(), "{place}\n{said}");
            }
            "console" => self.session(block, &place),
            "yaml" | "markdown" | "jsonl" | "" => match block.file() {
                Some((path, text)) => self.write(&path, &text, block),
                None => assert!(block.language.is_empty(), "{place} names no file"),
            },
            "json" if !block.text.contains('…') => {
                let is_json = serde_json::from_str::<Value>(&block.text).is_ok();
                assert!(is_json, "{place} is no JSON");
            }
            _ => {}
        }
    }

    fn write(&mut self, path: &str, text: &str, block: &Block) {
        self.site.file(path, text);
        self.warns |= block.note("warns").is_some();
        let parts = ["content/", "themes/", "policygen.yaml"];
        self.is_stale |= parts.iter().any(|part| path.starts_with(part));
        if path.ends_with("yml") {
            let workflow: Value =
                serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let mut commands = Vec::new();
            collect(&workflow, &mut commands);
            for command in commands
                .into_iter()
                .filter(|command| command.starts_with("policygen"))
            {
                let (is_good, said) = self.bash(command);
                assert!(
                    is_good,
                    "{}: `{command}` of {path} fails:\n{said}",
                    self.name
                );
            }
        }
    }

    fn session(&mut self, block: &Block, place: &str) {
        let mut steps: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in block.text.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => steps.push((command, Vec::new())),
                None => steps.last_mut().expect(place).1.push(line),
            }
        }
        let last = steps.len() - 1;
        for (at, (command, expected)) in steps.into_iter().enumerate() {
            self.is_stale &= !command.contains("policygen build");
            let (is_good, said) = self.bash(command);
            let may_fail = expected.iter().any(|line| line.starts_with("error["));
            let must_fail = at == last && block.note("fails").is_some();
            let is_right = match must_fail {
                true => !is_good,
                false => is_good || may_fail,
            };
            assert!(is_right, "{place}: `{command}`\n{said}");
            let lines: Vec<_> = said.lines().collect();
            let is_same = expected.is_empty() || matches(&expected, &lines);
            assert!(is_same, "{place}: `{command}` prints\n{said}");
        }
    }
}

/// The commands of a workflow.
fn collect<'a>(workflow: &'a Value, commands: &mut Vec<&'a str>) {
    match workflow {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(command) if key == "run" => commands.push(command),
                    _ => collect(value, commands),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, commands)),
        _ => {}
    }
}

/// Whether lines are as expected, where `…` represents any number of lines.
fn matches(expected: &[&str], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|at| matches(rest, &lines[at..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, others)| line == first && matches(rest, others)),
    }
}

/// Runs one page after the other, so that a failure names the first wrong snippet of each.
#[test]
fn snippets_work() {
    let mut faults = Vec::new();
    let mut count = 0;
    for path in pages() {
        let name = path.strip_prefix(repository()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let blocks = blocks(&text);
        count += blocks.len();
        let page = std::panic::AssertUnwindSafe(|| {
            let mut walk = Walk {
                name: name.display().to_string(),
                site: site("empty"),
                is_stale: false,
                warns: false,
            };
            for block in &blocks {
                if let Some(name) = block.note("site") {
                    walk.settle();
                    walk.site = site(name);
                }
                match block.note("skip") {
                    Some(reason) => assert!(!reason.is_empty(), "{}: no reason", block.line),
                    None => walk.run(block),
                }
            }
            walk.settle();
        });
        if let Err(fault) = std::panic::catch_unwind(page) {
            let message = fault
                .downcast::<String>()
                .map_or_else(|_| String::new(), |text| *text);
            faults.push(format!("{}: {message}", name.display()));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
    assert!(count > 50, "only {count} snippets were found");
}
