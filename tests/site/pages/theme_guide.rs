//! The guide to writing a theme names the variables that the code serialises.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::driver::Site;

const BEGIN: &str =
    "<!-- variables: made of src/render/data.rs by `UPDATE=1 cargo test --test site guide` -->\n";
const END: &str = "<!-- end of variables -->\n";

/// A struct passed to templates: its name and description, and its fields with
/// their types and descriptions.
struct Given {
    name: String,
    about: String,
    fields: Vec<(String, String, String)>,
}

/// Reads the structs of a file that are serialised. It supports only the subset of Rust used in
/// these files.
fn read(code: &str) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    let mut about = String::new();
    let mut rename = None;
    let mut skipped = false;
    let mut serialised = false;
    let mut inside = false;
    for line in code.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            about.push_str(text);
            continue;
        }
        if line.starts_with("#[derive") {
            serialised = line.contains("Serialize");
            continue;
        }
        if let Some(attribute) = line.strip_prefix("#[serde(") {
            skipped |= attribute.starts_with("skip)");
            rename = attribute
                .strip_prefix("rename = \"")
                .and_then(|name| Some(name.split_once('"')?.0.to_owned()));
            continue;
        }
        if let Some(rest) = line.strip_prefix("pub struct ") {
            inside = serialised;
            if inside {
                given.push(Given {
                    name: rest.split([' ', '<']).next().unwrap().to_owned(),
                    about: about.trim().to_owned(),
                    fields: Vec::new(),
                });
            }
        } else if inside
            && !skipped
            && let Some((name, ty)) = line
                .strip_prefix("pub ")
                .and_then(|line| line.split_once(": "))
        {
            let name = rename.take().unwrap_or_else(|| name.to_owned());
            let ty = ty.trim_end_matches(',').to_owned();
            given
                .last_mut()
                .unwrap()
                .fields
                .push((name, ty, about.trim().to_owned()));
        } else if line == "}" {
            inside = false;
        }
        about.clear();
        rename = None;
        skipped = false;
    }
    given
}

/// A Rust type in the terms of the guide.
fn words(ty: &str) -> String {
    if let Some(inner) = ty
        .strip_prefix("Option<")
        .and_then(|ty| ty.strip_suffix('>'))
    {
        return format!("{}, or nothing", words(inner));
    }
    if let Some(inner) = ty.strip_prefix("Vec<").and_then(|ty| ty.strip_suffix('>')) {
        return format!("list of {}", words(inner));
    }
    if let Some(inner) = ty
        .strip_prefix("BTreeMap<String, ")
        .and_then(|ty| ty.strip_suffix('>'))
    {
        return format!("mapping to {}", words(inner));
    }
    match ty {
        "String" | "&'static str" => "text".into(),
        "bool" => "true or false".into(),
        "usize" => "number".into(),
        "tera::Value" => "anything".into(),
        other => format!("`{other}`"),
    }
}

#[test]
fn the_guide_names_every_variable() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = [
        "src/render/data/site.rs",
        "src/render/data.rs",
        "src/render/renderer.rs",
        "src/model/language/words.rs",
    ]
    .map(|file| fs::read_to_string(repository.join(file)).unwrap())
    .concat();
    let mut tables = String::new();
    for given in read(&code) {
        let _ = write!(
            tables,
            "\n### {}\n\n{}\n\n| name | is | about |\n|---|---|---|\n",
            given.name, given.about
        );
        for (name, ty, about) in &given.fields {
            let _ = writeln!(tables, "| `{name}` | {} | {about} |", words(ty));
        }
    }
    assert!(tables.contains("| `title` | text |"));
    let path = repository.join("themes/README.md");
    let guide = fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(BEGIN).expect("the guide's marks");
    let (_, after) = rest.split_once(END).expect("the guide's marks");
    let made = format!("{before}{BEGIN}{tables}\n{END}{after}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, made).unwrap();
    } else {
        assert!(
            made == guide,
            "the guide is behind the code; run the test with UPDATE=1"
        );
    }
}

/// The guide names exactly the classes that content has.
#[test]
fn the_guide_names_the_classes_of_content() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/README.md"));
    let guide = guide.unwrap();
    let (_, table) = guide.split_once("in `content`\n").unwrap();
    let (table, _) = table.split_once("## Variables").unwrap();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for code in table.split('`').skip(1).step_by(2) {
        named.extend(code.split_once('.').map(|(_, class)| class));
    }
    let kinds = ["note", "tip", "important", "warning", "caution", "summary"];
    let classes: Vec<String> = kinds.iter().map(|kind| format!("callout-{kind}")).collect();
    for (class, kind) in classes.iter().zip(kinds) {
        assert!(table.contains(&format!("-{kind}`")), "{kind}");
        named.insert(class);
    }

    let site = Site::small();
    let callouts: String = kinds
        .iter()
        .map(|kind| {
            format!(
                "> [!{}]\n> Text[^1] <https://a.example>\n\n",
                kind.to_uppercase()
            )
        })
        .collect();
    site.file(
        "content/policies/privacy.md",
        &format!("---\ntitle: T\nnumbering: decimal\n---\n## A\n\n{callouts}|a|b|c|d|e|\n|:-:|--:|-|-|-|\n|f|g|h|i|j|\n\n[^1]: Note\n"),
    );
    site.build().clean();
    let page = site.read("public/privacy/index.html");
    let (_, content) = page.split_once("<div class=\"content\">").unwrap();
    let (content, _) = content.split_once("<footer").unwrap();
    let attributes = content.split("class=\"").skip(1);
    let there: BTreeSet<&str> = attributes
        .flat_map(|rest| rest.split('"').next().unwrap().split(' '))
        .collect();
    assert_eq!(named, there);
}
