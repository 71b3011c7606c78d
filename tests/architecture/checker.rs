//! The checker on made-up sources.

use crate::arrows::{Floors, arrows};
use crate::names;
use crate::source::parse;

const FLOORS: &[&[&str]] = &[&["ground"], &["left", "right"], &["top"]];

fn floors() -> Floors<'static> {
    Floors {
        floors: FLOORS,
        beside: &[],
    }
}

#[track_caller]
fn check(floors: &Floors, files: &[(&str, &str)], expected: &[&str]) {
    let faults = floors.faults(&arrows(&parse(files)));
    assert_eq!(faults, expected);
}

/// The modules that a text in `src/ground/deep/file.rs` uses, with lines.
#[track_caller]
fn uses(text: &str, expected: &[(usize, &str)]) {
    let sources = parse(&[("src/ground/deep/file.rs", text)]);
    let arrows = arrows(&sources);
    let found: Vec<_> = arrows
        .iter()
        .map(|arrow| (arrow.line, &*arrow.to))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn down_is_right() {
    let files = [
        ("src/lib.rs", "pub mod ground; pub mod top; use top::X;"),
        (
            "src/ground/mod.rs",
            "mod deep; use deep::X; use crate::ground::Y;",
        ),
        (
            "src/top/mod.rs",
            "use crate::ground::X; use crate::{left, right::Y};",
        ),
    ];
    check(&floors(), &files, &[]);
}

#[test]
fn up_is_wrong() {
    let files = [("src/ground/mod.rs", "\nuse crate::top::X;\n")];
    let fault = "src/ground/mod.rs:2: `ground` uses `top` above it";
    check(&floors(), &files, &[fault]);
}

#[test]
fn modules_beside_each_other() {
    let files = [("src/left/a.rs", "use crate::right::X;")];
    let fault = "src/left/a.rs:1: `left` uses `right` on the same floor";
    check(&floors(), &files, &[fault]);
    let floors = Floors {
        beside: &[("left", "right")],
        ..floors()
    };
    check(&floors, &files, &[]);
}

#[test]
fn a_circle() {
    let floors = Floors {
        beside: &[("left", "right"), ("right", "left")],
        ..floors()
    };
    let files = [
        ("src/left.rs", "use crate::right::X;"),
        ("src/right/a.rs", "\n\nfn f() -> crate::left::Y {}"),
    ];
    let circle = "circle: `left` → `right` (src/left.rs:1) → `left` (src/right/a.rs:3)";
    check(&floors, &files, &[circle]);
}

#[test]
fn a_circle_over_all_floors() {
    let floors = Floors {
        beside: &[("left", "right")],
        ..floors()
    };
    let files = [
        ("src/ground.rs", "use crate::top::X;"),
        ("src/left.rs", "use crate::ground::X; use crate::right::X;"),
        ("src/right.rs", "use crate::ground::X;"),
        ("src/top.rs", "use crate::left::X;"),
    ];
    let expected = [
        "src/ground.rs:1: `ground` uses `top` above it",
        "circle: `ground` → `top` (src/ground.rs:1) → `left` (src/top.rs:1) → `ground` (src/left.rs:1)",
    ];
    check(&floors, &files, &expected);
}

#[test]
fn modules_on_no_floor() {
    let files = [
        ("src/attic.rs", "use crate::top::X;"),
        ("src/top.rs", "use crate::cellar::X;"),
    ];
    let expected = [
        "src/attic.rs:1: `attic` is on no floor and uses `top`",
        "src/top.rs:1: `top` uses `cellar`, which is on no floor",
    ];
    check(&floors(), &files, &expected);
}

#[test]
fn groups() {
    uses("use crate::{left, right::X};", &[(1, "left"), (1, "right")]);
    uses(
        "use crate::{\n    left::{self, a},\n    ground::top,\n};",
        &[(2, "left")],
    );
    uses(
        "use {crate::left, std::fs, crate::top::{a, b}};",
        &[(1, "left"), (1, "top")],
    );
    uses("use std::{fs, io}; use left::{top, right};", &[]);
}

#[test]
fn paths_in_code() {
    uses(
        "fn f(x: &crate::left::X) {\n    crate::top::f(x);\n}",
        &[(1, "left"), (2, "top")],
    );
    uses(
        "macro_rules! m { () => { $crate::left::f() }; }",
        &[(1, "left")],
    );
    uses(
        "fn f() { println!(\"{}\", crate::left::f()); }",
        &[(1, "left")],
    );
    uses("fn f() { for x in crate::left::all() {} }", &[(1, "left")]);
    uses(
        "pub(crate) use policygen::{left, top};",
        &[(1, "left"), (1, "top")],
    );
}

#[test]
fn paths_up() {
    uses("use super::a; use super::super::a;", &[]);
    uses("use super::super::super::left::X;", &[(1, "left")]);
    uses(
        "use super::super::super::{left, top::X};",
        &[(1, "left"), (1, "top")],
    );
    uses("use self::super::super::super::left;", &[(1, "left")]);
    uses("mod inner { use super::super::super::left; }", &[]);
    uses(
        "mod inner { use super::super::super::super::left; }",
        &[(1, "left")],
    );
}

#[test]
fn imports_that_hide_what_they_use() {
    uses("use crate::*;", &[(1, "*")]);
    uses("use crate as all;", &[(1, "*")]);
    uses("use crate::{self as all};", &[(1, "*")]);
    uses("use super::super::super::*;", &[(1, "*")]);
    let files = [("src/top.rs", "use crate::*;")];
    let fault = "src/top.rs:1: `top` imports the whole crate, which hides what it uses";
    check(&floors(), &files, &[fault]);
}

#[test]
fn no_imports() {
    uses("pub(crate) fn f() {} pub(in crate::ground) fn g() {}", &[]);
    uses(
        "/// See [`crate::left`].\n// crate::left\nfn f() { \"crate::left\"; }",
        &[],
    );
    uses("use other::crate_left::X;", &[]);
}

#[test]
fn tests_are_exempt() {
    uses("#[cfg(test)]\nmod tests { use crate::top::X; }", &[]);
    uses(
        "#[cfg(test)] use crate::{top::X}; use crate::left::X;",
        &[(1, "left")],
    );
    uses(
        "#[cfg(test)] #[allow(x)] pub(crate) fn f() { crate::top::f() }\nuse crate::left;",
        &[(2, "left")],
    );
    uses(
        "#[cfg(all(test, unix))] const X: crate::top::X = crate::top::X {};",
        &[],
    );
    uses("#[cfg(any(test, unix))] use crate::top::X;", &[(1, "top")]);
    uses("#[cfg(not(test))] use crate::top::X;", &[(1, "top")]);
    uses(
        "#[cfg(feature = \"test\")] use crate::top::X;",
        &[(1, "top")],
    );
    uses(
        "struct S { #[cfg(test)] a: crate::top::X, b: crate::left::X }",
        &[(1, "left")],
    );
    uses("#![cfg(test)]\nuse crate::top::X;", &[]);
}

#[test]
fn test_modules_in_files_of_their_own() {
    let files = [
        ("src/ground/mod.rs", "#[cfg(test)]\nmod tests;\nmod other;"),
        ("src/ground/tests.rs", "use crate::top::X;"),
        ("src/ground/tests/deep.rs", "use crate::top::X;"),
        ("src/ground/other.rs", "use crate::top::X;"),
    ];
    let fault = "src/ground/other.rs:1: `ground` uses `top` above it";
    check(&floors(), &files, &[fault]);
}

#[test]
fn names() {
    let text = "struct Odd { plain: u8 } fn f(r#odd: u8) {} #[cfg(test)] fn strange() {} // queer";
    let sources = parse(&[("src/curious.rs", text)]);
    let words = ["odd", "strange", "queer", "curious", "plai"];
    let found: Vec<_> = names::used(&sources[0], &words).into_iter().collect();
    assert_eq!(found, ["curious", "odd"]);
}

#[test]
fn types() {
    let text = "pub struct Entry<'a>(&'a str); mod m { enum Entry {} } fn f(e: Entry) {} type Entry2 = u8;";
    let sources = parse(&[("src/a.rs", text)]);
    assert_eq!(names::types(&sources[0], "Entry"), 2);
}
