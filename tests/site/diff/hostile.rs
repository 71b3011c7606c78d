//! A stranger's repository must not be able to run anything.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::site;
use crate::driver::Site;
use crate::driver::git;

/// Every hook that Git supports.
const HOOKS: &[&str] = &[
    "post-checkout",
    "post-index-change",
    "pre-auto-gc",
    "reference-transaction",
    "fsmonitor-watchman",
    "query-watchman",
    "post-update",
    "update",
    "pre-receive",
];

/// Puts a program wherever the settings of a repository can name one. The program leaves a mark.
fn arm(site: &Site) -> String {
    let mark = site.path("mark");
    let mark = mark.to_str().unwrap().to_owned();
    let program = site.path("program");
    fs::write(
        &program,
        format!("#!/bin/sh\necho \"$0 $@\" >> '{mark}'\ncat\n"),
    )
    .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.to_str().unwrap();
    for hook in HOOKS {
        let path = site.path(&format!(".git/hooks/{hook}"));
        fs::copy(program, &path).unwrap();
    }
    let settings = format!(
        "
[core]
	fsmonitor = {program}
	hooksPath = .git/hooks
	pager = {program}
	editor = {program}
	sshCommand = {program}
	askPass = {program}
	gitProxy = {program}
	alternateRefsCommand = {program}
	attributesFile = .gitattributes
[pager]
	cat-file = {program}
	ls-tree = {program}
	rev-parse = {program}
[alias]
	cat-file = !{program}
	ls-tree = !{program}
	rev-parse = !{program}
[diff]
	external = {program}
[diff \"x\"]
	textconv = {program}
	command = {program}
[filter \"x\"]
	clean = {program}
	smudge = {program}
	process = {program}
	required = true
[merge \"x\"]
	driver = {program}
[credential]
	helper = {program}
[protocol]
	allow = always
[protocol \"ext\"]
	allow = always
[uploadpack]
	packObjectsHook = {program}
[gpg]
	program = {program}
[trailer \"x\"]
	command = {program}
[remote \"origin\"]
	url = ext::{program}
	promisor = true
	partialclonefilter = blob:none
	uploadpack = {program}
[extensions]
	partialClone = origin
"
    );
    let config = site.path(".git/config");
    let before = fs::read_to_string(&config).unwrap();
    let before = before.replace("repositoryformatversion = 0", "repositoryformatversion = 1");
    fs::write(&config, before + &settings).unwrap();
    let attributes = "* diff=x filter=x merge=x working-tree-encoding=UTF-16\n";
    site.file(".gitattributes", attributes);
    site.file(".git/info/attributes", attributes);
    mark
}

#[test]
fn the_settings_of_a_repository_run_nothing() {
    let site = site();
    let expected = site.run(&["diff", "privacy", "--rev", "v1"]).clean().stdout;
    let mark = arm(&site);
    for revision in ["v1", "v1..main", "main^{commit}", "@"] {
        let run = site.run(&["diff", "privacy", "--rev", revision]).clean();
        if revision == "v1" {
            assert_eq!(run.stdout, expected);
        }
    }
    assert!(
        !fs::exists(&mark).unwrap(),
        "{}",
        fs::read_to_string(&mark).unwrap()
    );
    // The trap works: this command triggers it.
    Command::new("git")
        .arg("-C")
        .arg(site.root())
        .args(["status", "--short"])
        .output()
        .unwrap();
    assert!(fs::exists(&mark).unwrap());
}

#[test]
fn a_missing_object_is_not_fetched() {
    let site = site();
    let listed = Command::new("git")
        .arg("-C")
        .arg(site.root())
        .args(["rev-parse", "v1:content/policies/privacy.md"])
        .output()
        .unwrap();
    let object = String::from_utf8(listed.stdout).unwrap();
    let (folder, file) = object.trim().split_at(2);
    fs::remove_file(site.path(&format!(".git/objects/{folder}/{file}"))).unwrap();
    let mark = arm(&site);
    let run = site.run(&["diff", "privacy", "--rev", "v1"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stderr.contains("partial clone"), "{}", run.text());
    assert!(
        !fs::exists(&mark).unwrap(),
        "{}",
        fs::read_to_string(&mark).unwrap()
    );
}

#[test]
fn arguments_are_not_options() {
    let site = site();
    let before = site.tree("");
    for revision in [
        "--output=mark",
        "-h",
        "--exec=touch mark",
        "v1 --output=mark",
        "v1\n--help",
        ":/^",
        ":(top)",
    ] {
        let run = site.run(&["diff", "privacy", &format!("--rev={revision}")]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.text());
    }
    git(site.root(), &["status", "--short"]);
    let after = site.tree("");
    let names = |tree: &std::collections::BTreeMap<String, Vec<u8>>| {
        let names = tree.keys().filter(|path| !path.starts_with(".git/"));
        names.cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
}
