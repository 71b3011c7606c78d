//! The pages of the reference, generated from the program's own output. Each begins with text
//! written by hand; the part after the mark is generated here.

mod facts;

use std::fmt::Write as _;
use std::fs;

use policygen::base::diagnostic::{Severity, codes};
use policygen::clauses::{EXAMPLE_FACTS, FILTERS};
use policygen::model::tables::REGIMES;
use serde_json::Value;

use super::folder;
use crate::driver::Site;

const MARK: &str =
    "<!-- made from the code by `UPDATE=1 cargo test --test site guide::reference` -->\n";

/// Compares the part of a page after the mark with its expected text, or
/// rewrites it.
#[track_caller]
fn compare(name: &str, made: &str) {
    let path = folder().join("reference").join(name);
    let page = fs::read_to_string(&path).unwrap();
    let (by_hand, _) = page.split_once(MARK).expect("the mark of the reference");
    let new = format!("{by_hand}{MARK}\n{}\n", made.trim_end());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, new).unwrap();
    } else {
        assert!(
            page == new,
            "{name} is out of date; run the test with UPDATE=1"
        );
    }
}

/// The output of a command, run in an empty folder.
fn printed(arguments: &[&str]) -> String {
    Site::new().run(arguments).clean().stdout
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Words for a table cell: outside code, characters that Markdown or a tag would interpret are
/// escaped.
fn cell(words: &str) -> String {
    let mut cell = String::new();
    let mut in_code = false;
    for char in words.chars() {
        in_code ^= char == '`';
        let is_mark = match in_code {
            true => char == '|',
            false => "<*_|[]".contains(char),
        };
        if is_mark {
            cell.push('\\');
        }
        cell.push(char);
    }
    cell
}

/// Words as code, or nothing.
fn code(word: &str) -> String {
    match word {
        "" => String::new(),
        _ => format!("`{}`", word.replace('|', "\\|")),
    }
}

fn codes_of(words: &[Value]) -> String {
    let words: Vec<_> = words.iter().map(|word| code(text(word))).collect();
    words.join(", ")
}

#[test]
fn commands() {
    let mut page = String::new();
    let help = printed(&["--help"]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    for name in names.filter(|name| !name.is_empty() && *name != "help") {
        let help = printed(&[name, "--help"]);
        write!(
            page,
            "## policygen {name} {{#{name}}}\n\n```text\n{}\n```\n\n",
            help.trim_end()
        )
        .unwrap();
        if let Some((_, commands)) = help.split_once("\nCommands:\n") {
            let first = commands.split_whitespace().next().unwrap();
            let help = printed(&[name, first, "--help"]);
            write!(page, "```text\n{}\n```\n\n", help.trim_end()).unwrap();
        }
    }
    compare("commands.md", &page);
}

/// The type of a key according to a schema.
fn type_of(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> = words
            .iter()
            .filter(|word| !word.is_null())
            .cloned()
            .collect();
        return codes_of(&words);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return type_of(&any[0]);
    }
    if schema.get("$ref").is_some() {
        return "mapping".into();
    }
    let of = |name: &str| match name {
        "array" => format!(
            "list of {}",
            match type_of(&schema["items"]) {
                word if word.is_empty() => "anything".into(),
                word => word,
            }
        ),
        "object" => "mapping".into(),
        "boolean" => "true or false".into(),
        "string" if schema["format"] == "iri" => "URL".into(),
        "string" => "text".into(),
        "integer" => "number".into(),
        name => name.to_owned(),
    };
    match &schema["type"] {
        Value::String(name) => of(name),
        Value::Array(names) => of(text(&names[0])),
        _ => "anything".into(),
    }
}

/// The mapping that is the value of a key, if its schema refers to one.
fn inside<'a>(schema: &'a Value, key: &'a Value) -> Option<&'a Value> {
    let any = list(&key["anyOf"]).first();
    let key = any.unwrap_or(key);
    let key = key.get("items").unwrap_or(key);
    let key = list(&key["anyOf"]).first().unwrap_or(key);
    let name = key["$ref"].as_str()?.strip_prefix("#/$defs/")?;
    Some(&schema["$defs"][name])
}

/// The rows of keys, each followed by those of its mapping.
fn rows(
    schema: &Value,
    keys: &Value,
    before: &str,
    wanted: &dyn Fn(&str) -> bool,
    page: &mut String,
) {
    for (name, key) in keys
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| wanted(name))
    {
        let path = format!("{before}{name}");
        let example = list(&key["examples"]).first().map(|example| match example {
            Value::String(text) => code(text),
            other => code(&other.to_string()),
        });
        let about = cell(text(&key["description"]));
        let kind = cell(&type_of(key));
        writeln!(
            page,
            "| `{path}` | {about} | {kind} | {} |",
            example.unwrap_or_default()
        )
        .unwrap();
        if let Some(inner) = inside(schema, key) {
            rows(
                schema,
                &inner["properties"],
                &format!("{path}."),
                &|_: &str| true,
                page,
            );
        }
    }
}

const KEYS: &str = "| key | meaning | value | example |\n|---|---|---|---|\n";

#[test]
fn settings() {
    let schema = json(&["schema", "settings"]);
    let mut page = KEYS.to_owned();
    rows(
        &schema,
        &schema["properties"],
        "",
        &|_: &str| true,
        &mut page,
    );
    compare("settings.md", &page);
}

/// The page states the program's defaults: with them, a site is the same as without settings.
#[test]
fn defaults_are_the_defaults() {
    let page = fs::read_to_string(folder().join("reference/settings.md")).unwrap();
    let (_, rest) = page.split_once("```yaml\n# policygen.yaml\n").unwrap();
    let (defaults, _) = rest.split_once("```").unwrap();
    let tree = |settings: &str| {
        let site = Site::small();
        site.file("policygen.yaml", settings);
        site.build().clean();
        let mut tree = site.tree("public");
        tree.remove(".policygen.json");
        tree
    };
    assert!(tree(defaults) == tree(""));
    let schema = json(&["schema", "settings"]);
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(
            defaults.contains(&format!("\n{key}:")) || defaults.starts_with(&format!("{key}:")),
            "no default of {key}"
        );
    }
}

#[test]
fn front_matter() {
    let schema = json(&["schema", "front-matter"]);
    let facts = json(&["schema", "facts"]);
    let is_fact = |name: &str| facts["properties"].get(name).is_some();
    let mut page = KEYS.to_owned();
    rows(
        &schema,
        &schema["properties"],
        "",
        &|name: &str| !is_fact(name) || name == "history",
        &mut page,
    );
    compare("front-matter.md", &page);
}

/// Adds the heading for a name, with an ID.
fn heading(page: &mut String, level: &str, name: &str) {
    let id = name.replace('_', "-");
    write!(page, "{level} {} {{#{id}}}\n\n", code(name)).unwrap();
}

#[test]
fn clauses() {
    let clauses = json(&["clauses", "--format", "json"]);
    let mut page = String::new();
    let mut subject = "";
    for clause in list(&clauses) {
        if text(&clause["subject"]) != subject {
            subject = text(&clause["subject"]);
            let name = subject[..1].to_uppercase() + &subject[1..];
            write!(page, "## {name} {{#{subject}}}\n\n").unwrap();
        }
        let name = text(&clause["name"]);
        heading(&mut page, "###", name);
        let summary = text(&clause["summary"]).trim_end_matches('.');
        write!(page, "{}.\n\n", cell(summary)).unwrap();
        for (what, key) in [
            ("Needs", "uses"),
            ("Reads if stated", "optional"),
            ("Calls", "calls"),
        ] {
            let names = list(&clause[key]);
            if !names.is_empty() {
                write!(page, "{what}: {}\n\n", codes_of(names)).unwrap();
            }
        }
        let params = list(&clause["params"]);
        if !params.is_empty() {
            page.push_str("| parameter | type | default | meaning |\n|---|---|---|---|\n");
        }
        for param in params {
            let [name, kind, default] =
                ["name", "type", "default"].map(|key| code(text(&param[key])));
            writeln!(
                page,
                "| {name} | {} | {default} | {} |",
                kind.replace('`', ""),
                cell(text(&param["help"]))
            )
            .unwrap();
        }
        page.push('\n');
    }
    compare("clauses.md", &page);
}

#[test]
fn filters() {
    let mut page =
        String::from("| filter | input | output | example | prints |\n|---|---|---|---|---|\n");
    let mut policy = format!("---\ntitle: Filters\n{EXAMPLE_FACTS}---\n");
    for filter in FILTERS {
        let [input, output, prints] = [filter.input, filter.output, filter.prints].map(cell);
        writeln!(
            page,
            "| `{}` | {input} | {output} | {} | {prints} |",
            filter.name,
            code(filter.example)
        )
        .unwrap();
        write!(
            policy,
            "{}: {{{{ {} }}}}.\n\n",
            filter.name.replace('_', "-"),
            filter.example
        )
        .unwrap();
    }
    write!(page, "\nThe examples use these facts:\n\n```yaml\n# front matter of content/policies/filters.md\n{EXAMPLE_FACTS}```\n").unwrap();
    let site = Site::with(&[
        ("policygen.yaml", "twins: [text]\nregimes: [gdpr]\n"),
        ("content/policies/filters.md", &policy),
    ]);
    site.build().clean();
    let printed = site
        .read("public/filters.txt")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for filter in FILTERS {
        let line = format!("{}: {}.", filter.name.replace('_', "-"), filter.prints);
        assert!(printed.contains(&line), "{line}\n{printed}");
    }
    compare("filters.md", &page);
}

/// Links to a rule's law.
fn law(rule: &Value) -> String {
    let laws = list(&rule["law"]).iter().map(|law| {
        let cite = cell(text(&law["cite"]));
        match text(&law["url"]) {
            "" => cite,
            url => format!("[{cite}](<{}>)", url.replace('|', "%7C")),
        }
    });
    laws.collect::<Vec<_>>().join("; ")
}

#[test]
fn rules() {
    let packs = json(&["rules", "--format", "json"]);
    let mut page = String::new();
    for pack in list(&packs).iter().filter(|pack| pack["name"] != "build") {
        let [name, title] = ["name", "title"].map(|key| text(&pack[key]));
        write!(
            page,
            "## {} {{#{}}}\n\n",
            cell(title),
            name.replace('_', "-")
        )
        .unwrap();
        write!(page, "{}\n\n", cell(text(&pack["about"]).trim())).unwrap();
        let regimes = match list(&pack["regimes"]) {
            [] => "always on".to_owned(),
            regimes => codes_of(regimes),
        };
        write!(
            page,
            "Pack: `{name}`. Regimes: {regimes}. Law checked on {}.\n\n",
            text(&pack["checked"])
        )
        .unwrap();
        page.push_str(
            "| rule | name | severity | certainty | documents | law |\n|---|---|---|---|---|---|\n",
        );
        for rule in list(&pack["rules"]) {
            let [id, name, severity, certainty] =
                ["id", "name", "severity", "certainty"].map(|key| text(&rule[key]));
            let severity = severity.replace("info", "note");
            let mut name = name.replace('-', " ");
            for (key, word) in [("from", "from"), ("until", "until")] {
                if let Some(day) = rule[key].as_str() {
                    write!(name, ", {word} {day}").unwrap();
                }
            }
            for (key, word) in [("preview", "preview"), ("off", "off by default")] {
                if rule[key] == true {
                    write!(name, ", {word}").unwrap();
                }
            }
            let documents = match list(&rule["documents"]) {
                [] => "all".to_owned(),
                documents => codes_of(documents),
            };
            writeln!(
                page,
                "| `{id}` | {name} | {severity} | {certainty} | {documents} | {} |",
                law(rule)
            )
            .unwrap();
        }
        page.push('\n');
    }
    compare("rules.md", &page);
}

#[test]
fn regimes() {
    let packs = json(&["rules", "--format", "json"]);
    let mut page = String::from("| regime | packs | rules | law checked on |\n|---|---|---|---|\n");
    for regime in REGIMES {
        let is_in = |value: &Value| list(&value["regimes"]).iter().any(|name| name == regime);
        let mut names = Vec::new();
        let mut count = 0;
        let mut days = Vec::new();
        for pack in list(&packs) {
            let rules = list(&pack["rules"])
                .iter()
                .filter(|rule| is_in(rule))
                .count();
            if rules > 0 {
                names.push(format!(
                    "[`{0}`](rules.md#{1})",
                    text(&pack["name"]),
                    text(&pack["name"]).replace('_', "-")
                ));
                days.push(text(&pack["checked"]));
                count += rules;
            }
        }
        days.sort_unstable();
        let day = days.first().expect("a pack has rules for it");
        writeln!(
            page,
            "| `{regime}` | {} | {count} | {day} |",
            names.join(", ")
        )
        .unwrap();
    }
    compare("regimes.md", &page);
}

#[test]
fn diagnostics() {
    let mut page = String::from(
        "| code | name | severity | meaning | how to fix it |\n|---|---|---|---|---|\n",
    );
    for code in codes::all() {
        let severity = match code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        let name = code.name.replace('-', " ");
        let [about, fix] = [code.about.trim(), code.fix].map(cell);
        writeln!(
            page,
            "| `{}` | {name} | {severity} | {about} | {fix} |",
            code.id
        )
        .unwrap();
    }
    compare("diagnostics.md", &page);
}
