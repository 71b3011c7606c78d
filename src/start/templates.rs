//! The templates, and how they are filled in.

use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Delimiters, Kwargs, State, Tera, Value};

use crate::base::escape;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content/templates");

/// The document types, sorted by the `order` of their pages.
const ORDER: &[&str] = &[
    "privacy",
    "cookies",
    "terms",
    "acceptable-use",
    "dpa",
    "sla",
    "subprocessors",
    "security",
    "vulnerability-disclosure",
    "accessibility",
    "imprint",
    "dmca",
    "refund",
];

pub(super) fn documents() -> Vec<&'static str> {
    ORDER.to_vec()
}

/// The compiled templates.
pub(super) struct Templates(Tera);

impl Templates {
    pub(super) fn compile() -> anyhow::Result<Self> {
        let mut engine = Tera::new();
        engine.autoescape_on([""; 0]);
        // With other delimiters, the tags of clauses are copied as they are.
        engine
            .set_delimiters(Delimiters {
                block_start: "<%".into(),
                block_end: "%>".into(),
                variable_start: "<<".into(),
                variable_end: ">>".into(),
                comment_start: "<#".into(),
                comment_end: "#>".into(),
            })
            .context("the delimiters of templates")?;
        engine.register_filter("yaml", yaml);
        let mut files = Vec::new();
        collect(&TEMPLATES, &mut files);
        engine
            .add_raw_templates(files)
            .context("the templates of new sites")?;
        Ok(Self(engine))
    }

    /// Fills in a template with the known data.
    pub(super) fn fill(&self, name: &str, known: &impl Serialize) -> anyhow::Result<String> {
        let context = Context::from_serialize(known).context("what templates know")?;
        let text = self
            .0
            .render(name, &context)
            .with_context(|| format!("the template {name}"))?;
        Ok(tidy(&text))
    }
}

fn collect(dir: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.extend(file.contents_utf8().map(|text| (path, text)));
    }
    dir.dirs().for_each(|dir| collect(dir, files));
}

/// Reduces each run of blank lines to one, and ends the text with a single line break.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && is_blank {
            continue;
        }
        is_blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Formats a value as YAML, quoted unless every parser reads it as plain text.
fn yaml(value: &Value, _: Kwargs, _: &State<'_>) -> String {
    let Some(text) = value.as_str() else {
        return match value.as_bool() {
            Some(known) => known.to_string(),
            None => "null".to_owned(),
        };
    };
    let mut chars = text.chars();
    let is_plain = chars.next().is_some_and(char::is_alphabetic)
        && text.len() > 5
        && text.contains(' ')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '&' | '’'))
        && !text.ends_with(' ');
    match is_plain {
        true => text.to_owned(),
        false => escape::yaml(text),
    }
}
