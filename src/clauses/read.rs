//! Reads clause declarations.

use std::fmt::Write as _;
use std::sync::Arc;

use super::languages::ANY;
use super::{Clause, Param, STANDARD, comments, scope};
use crate::base::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::base::source::Source;
use crate::base::text::listed;
use crate::model::tables::FACTS;
use crate::schema::read::Checker;
use crate::schema::{Entity, Type, entity, opt, req};
use crate::template::instrument::{Instrumented, instrument};
use crate::template::markers::{END, ENTER, LEAVE};
use crate::template::{Snippet, end_segment};
use crate::yaml::{Entry, Kind, Node};

static CLAUSE: Entity = entity(
    "clause",
    &[
        req("summary", Type::Text),
        opt("kind", Type::Id),
        opt("language", Type::Language),
        opt("uses", Type::OneOrMore(&Type::Text)),
        opt("optional", Type::OneOrMore(&Type::Text)),
        opt("params", Type::Map(&Type::Free)),
    ],
);

static PARAM: Entity = entity(
    "parameter",
    &[
        req("type", Type::Enum(TYPES)),
        opt("default", Type::Free),
        opt("help", Type::Text),
    ],
);

/// The parameter that all clauses have.
pub(super) const LEVEL: &str = "level";

static PARAM_TYPE: Type = Type::Entity(&PARAM);

static TYPES: &[&str] = &[
    "string", "integer", "number", "float", "bool", "array", "map",
];

/// Reads a clause file. `component` is the clause's name in the engine, `folder` is the language of
/// its folder, and `before` contains the snippets of earlier clauses.
pub(super) fn read(
    source: &Arc<Source>,
    component: &str,
    folder: Option<&str>,
    before: &[Snippet],
    faults: &mut Vec<Diagnostic>,
) -> Option<(Clause, Snippet)> {
    let name = name(&source.path);
    if !is_name(&name) {
        faults.push(
            Diagnostic::new(
                &codes::CLAUSE_NAME,
                format!("`{}` can't be the name of a clause", stem(&source.path)),
            )
            .path(&source.path)
            .help("use letters, digits, `-` and `_` in the file name, starting with a letter"),
        );
        return None;
    }
    let parts = crate::model::front_matter::split(source, faults)?;
    let known = faults.len();
    let node = match parts.yaml {
        Some(range) => crate::yaml::parse(source, range, faults)?,
        None => Node {
            span: 0..0,
            kind: Kind::Map(Vec::new()),
        },
    };
    let entries = node.entries().unwrap_or_default();
    let mut checker = Checker::new(source, faults);
    checker.fields(entries, &CLAUSE, |checker, entry| {
        checker.unknown_key(entry, &CLAUSE);
    });
    let uses = fact_names(&mut checker, node.get("uses"));
    let optional = fact_names(&mut checker, node.get("optional"));
    let params = node
        .get("params")
        .and_then(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|entry| param(&mut checker, entry))
        .collect::<Vec<_>>();
    let summary = match node.get("summary").map(|node| &node.kind) {
        Some(Kind::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if summary.is_empty() && checker.faults.len() == known {
        checker.report(
            &codes::MISSING_FIELD,
            "the clause has no `summary`".to_owned(),
            &(0..0),
            Some("begin the file with front matter: `---`, `summary: …`, `---`".to_owned()),
        );
    }
    let kind = match node.get("kind").map(|node| &node.kind) {
        Some(Kind::Text(text)) => Some(text.clone()),
        _ => None,
    };

    let language = match node.get("language").map(|node| &node.kind) {
        Some(Kind::Text(text)) => Some(text.clone()),
        _ if source.path.starts_with(STANDARD) => Some("en".to_owned()),
        _ => folder.map(str::to_owned),
    };
    let language = language.filter(|language| language != ANY);

    let mut head = format!("{{% component {component}(");
    let mut arguments = vec![format!("@{}", scope::VARIABLE)];
    arguments.extend(uses.iter().map(|fact| format!("@{fact}")));
    for fact in &optional {
        let empty = match FACTS.field(fact).map(|field| &field.ty) {
            Some(Type::List(_)) => "[]",
            _ => "{}",
        };
        arguments.push(format!("@{fact} = {empty}"));
    }
    for param in &params {
        let mut argument = format!("{}: {}", param.name, param.ty);
        if let Some(default) = &param.default {
            let _ = write!(argument, " = {default}");
        }
        arguments.push(argument);
    }
    // Every clause takes the level of its headings as a parameter.
    let level = if params.iter().any(|param| param.name == LEVEL) {
        ""
    } else {
        arguments.push(format!("{LEVEL}: integer = 0"));
        ":{{ level }}"
    };
    let _ = write!(
        head,
        "{}) %}}{ENTER}{}{level}{END}{{{{ _entered(n={}) }}}}",
        arguments.join(", "),
        before.len(),
        // Each call costs the length of the clause's text, both in the file and in the engine.
        2 * parts.body.len() + head.len()
    );
    let tail = format!("{LEAVE}{{% endcomponent {component} %}}");
    let body = &source.text[parts.body.clone()];
    let first_segment = end_segment(before);
    let instrument = |body| instrument(body, parts.body.start, first_segment, &head, &tail);
    let (mut instrumented, mut segments) = instrument(body);
    if let Some(fault) = comments::unterminated(source, &instrumented) {
        faults.push(fault);
        (instrumented, segments) = instrument("");
    }
    let snippet = Snippet {
        name: name.clone(),
        kind: kind.clone(),
        source: Arc::clone(source),
        first_segment,
        segments,
    };
    let clause = Clause {
        name,
        source: Arc::clone(source),
        summary,
        kind,
        language,
        called: calls(&instrumented),
        uses,
        optional,
        params,
        instrumented,
        body: parts.body,
    };
    Some((clause, snippet))
}

/// The names of the clauses that a text calls.
fn calls(marked: &Instrumented) -> Vec<String> {
    let tags = marked.tags.iter();
    tags.filter_map(|tag| tag.clause.clone()).collect()
}

fn fact_names(checker: &mut Checker<'_>, node: Option<&Node>) -> Vec<String> {
    let nodes: &[Node] = match node {
        Some(Node {
            kind: Kind::Seq(items),
            ..
        }) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let mut names = Vec::new();
    for node in nodes {
        let Kind::Text(name) = &node.kind else {
            continue;
        };
        if FACTS.field(name).is_none() && name != "policy" && name != "extra" {
            checker.report(
                &codes::UNKNOWN_VALUE,
                format!("there is no fact `{name}`"),
                &node.span,
                did_you_mean(name, FACTS.names()),
            );
            continue;
        }
        names.push(name.clone());
    }
    names
}

fn param(checker: &mut Checker<'_>, entry: &Entry) -> Option<Param> {
    let name = entry.key.clone();
    if !is_name(&name) {
        checker.report(
            &codes::CLAUSE_NAME,
            format!("`{name}` can't be the name of a parameter"),
            &entry.key_span,
            Some("use letters, digits and `_`, starting with a letter".to_owned()),
        );
        return None;
    }
    let before = checker.faults.len();
    checker.value(&entry.value, &PARAM_TYPE);
    if checker.faults.len() > before {
        return None;
    }
    let text = |key: &str| match entry.value.get(key).map(|node| &node.kind) {
        Some(Kind::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let ty = text("type")?;
    let default = match entry.value.get("default") {
        Some(node) => match literal(node) {
            Some(literal) => Some(literal),
            None => {
                checker.report(
                    &codes::WRONG_TYPE,
                    "a default can be text, a number, `true`, `false`, or a list of these".into(),
                    &node.span,
                    Some(format!("the types are {}", listed(TYPES.iter().copied()))),
                );
                return None;
            }
        },
        None => None,
    };
    Some(Param {
        name,
        ty,
        default,
        help: text("help"),
    })
}

/// A YAML value as a literal of the template engine.
fn literal(node: &Node) -> Option<String> {
    Some(match &node.kind {
        Kind::Bool(value) => value.to_string(),
        Kind::Number(raw) => raw.clone(),
        Kind::Text(text) => {
            let quote = ['"', '\'', '`'].into_iter().find(|q| !text.contains(*q))?;
            if text.contains('\\') {
                return None;
            }
            format!("{quote}{text}{quote}")
        }
        Kind::Seq(items) => {
            let items = items.iter().map(literal).collect::<Option<Vec<_>>>()?;
            format!("[{}]", items.join(", "))
        }
        Kind::Null | Kind::Map(_) => return None,
    })
}

/// The name of the clause in the file at `path`.
pub fn name(path: &str) -> String {
    stem(path).replace('-', "_")
}

fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
