//! Rewords the messages of the template engine.

use std::ops::Range;

use super::arguments::{type_name, unknown_argument};
use super::foreign::{self, PRINT_BRACES};
use super::misread::KEPT;
use super::variables::POLICY_FIELDS;
use super::{bounds, scope};
use crate::base::diagnostic::{Code, codes, did_you_mean};
use crate::base::text::lower_first;
use crate::model::tables::FACTS;
use crate::schema::{Entity, Type};
use crate::template::tags;

/// An error in terms that policy authors understand.
pub(super) struct Words {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) fact: Option<MissingFact>,
}

/// The message and help for a fact that a clause uses without declaring it.
pub(super) fn undeclared(fact: &str) -> (String, Option<String>) {
    (
        format!("the clause uses the fact `{fact}` without declaring it"),
        Some("add it to `uses`, or to `optional` if it may be missing".to_owned()),
    )
}

/// A fact that a text needs but that is not stated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MissingFact {
    /// The dotted path.
    pub(crate) path: String,
    /// An alternative for the author, appended to the help.
    otherwise: String,
}

impl MissingFact {
    /// How to state the fact on a site whose shared facts are in `folder`.
    pub(crate) fn help(&self, folder: &str) -> String {
        let Self { path, otherwise } = self;
        let folder = match folder {
            "" => "the site's folder".to_owned(),
            folder => format!("`{folder}`"),
        };
        format!("add `{path}` to a file in {folder} or to the policy's front matter{otherwise}")
    }
}

impl Words {
    pub(super) fn new(
        code: &'static Code,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            help,
            fact: None,
        }
    }
}

/// Rewords the engine's message about `range` of `source`.
pub(super) fn reword(message: &str, syntax: bool, source: &str, range: &Range<usize>) -> Words {
    if let Some(words) = bounds::words(message, source, range) {
        return words;
    }
    let name = message.split('`').nth(1).unwrap_or_default();
    let is_variable = message.starts_with("Variable `");
    if (is_variable || syntax)
        && let Some((message, help)) = foreign::tag(source, range)
    {
        let code = match is_variable {
            true => &codes::UNKNOWN_VARIABLE,
            false => &codes::TEMPLATE_SYNTAX,
        };
        return Words::new(code, message, Some(help));
    }
    if is_variable || message.starts_with("Field `") {
        return undefined(&path_before(source, range), name, &available(message));
    }
    if message.contains("on type `undefined`") || message.contains("is undefined") {
        let is_path = |c: char| c.is_alphanumeric() || "_.".contains(c);
        let words = source.get(range.clone()).unwrap_or_default();
        // If a counting filter failed, the value is before it.
        if words.starts_with('_')
            && let Some(value) = source[..range.start].trim_end().strip_suffix('|')
        {
            let value = value.trim_end();
            let path = &value[value.trim_end_matches(is_path).len()..];
            let (parent, last) = path.split_at(path.rfind('.').map_or(0, |dot| dot + 1));
            return undefined(parent, last, &[]);
        }
        // For a longer expression, use the first name in it.
        let mut names = words
            .split(|c| !is_path(c))
            .filter(|name| !["", "not"].contains(name));
        let expression = names.next().unwrap_or_default();
        let path = format!("{}{expression}", path_before(source, range));
        let (parent, last) = match path.rfind('.') {
            Some(dot) => path.split_at(dot + 1),
            None => ("", path.as_str()),
        };
        return undefined(parent, last, &[]);
    }
    if message.starts_with("Implicit argument `") {
        return missing_fact(
            name,
            format!("the clause needs the fact `{name}`, which is not stated"),
            String::new(),
        );
    }
    if message.starts_with("Unknown argument") {
        return unknown_argument(message, name);
    }
    if let Some(rest) = message.strip_prefix("Component argument ") {
        let types: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        if let [name, "none", _] = types.as_slice()
            && FACTS.field(name).is_some()
        {
            return missing_fact(
                name,
                format!("the clause requires the fact `{name}`, which is `none`"),
                String::new(),
            );
        }
        let message = match types.as_slice() {
            [name, found, expected] => format!(
                "parameter `{name}` takes {}, not {}",
                type_name(expected),
                type_name(found)
            ),
            _ => lower_first(message),
        };
        let help = "write text as `name=\"text\"`, and everything else as `name={value}`";
        return Words::new(&codes::CLAUSE_ARGUMENT, message, Some(help.to_owned()));
    }
    if message.starts_with("Argument `") {
        let message = format!("the clause needs the parameter `{name}`");
        return Words::new(&codes::CLAUSE_ARGUMENT, message, None);
    }
    if message.starts_with("Unknown component") {
        return Words::new(
            &codes::UNKNOWN_CLAUSE,
            format!("there is no clause `{name}`"),
            None,
        );
    }
    let message = lower_first(message.trim_end_matches('.'));
    if !syntax {
        // `{{pp-x}}` is parsed as a subtraction.
        let is_of_text = message.contains("`string`")
            && (message.contains("requires both operands")
                || message.starts_with("math operations")
                || message.starts_with("cannot compare"));
        let help = if message.contains("undefined") {
            Some(format!("correct the name; {PRINT_BRACES}"))
        } else if is_of_text {
            Some(KEPT.to_owned())
        } else {
            None
        };
        return Words::new(&codes::TEMPLATE, message, help);
    }
    let help = syntax_help(&message, name, source, range);
    Words::new(&codes::TEMPLATE_SYNTAX, message, help)
}

fn syntax_help(message: &str, name: &str, source: &str, range: &Range<usize>) -> Option<String> {
    if message.starts_with("unknown filter") {
        return did_you_mean(name, super::filters::names()).or_else(|| {
            let names: Vec<&str> = super::filters::names().collect();
            Some(format!("the filters are `{}`", names.join("`, `")))
        });
    }
    if message.contains("unexpected end of input")
        && let Some(block) = tags::unclosed_block(source)
    {
        let tag = bounds::without_counting(&source[block]);
        let inside = tag.trim_start_matches(['{', '%', '-', ' ']);
        let word = inside.split_ascii_whitespace().next().unwrap_or_default();
        return Some(format!("`{tag}` is not closed: add `{{% end{word} %}}`"));
    }
    let before = source.get(..range.start).unwrap_or_default();
    let tag = before.rfind("{{").max(before.rfind("{%"));
    let on_another_line = tag.is_some_and(|tag| before[tag..].contains('\n'));
    if on_another_line || message.contains("unexpected end of input") {
        return Some(format!(
            "close the tag or block before this point; {PRINT_BRACES}"
        ));
    }
    if message.starts_with("components with body content") {
        return Some("end a clause call with `/>`: `{{ <name /> }}`".to_owned());
    }
    if message.starts_with("unknown function") {
        return Some(format!(
            "call clauses as `{{{{ <{name} /> }}}}`, and change values with filters: `{{{{ value | filter }}}}`"
        ));
    }
    Some(match message {
        "unknown tag" => format!("remove tags of other generators; {PRINT_BRACES}"),
        _ => format!("fix the tag; {PRINT_BRACES}"),
    })
}

/// The available names, according to the engine.
fn available(message: &str) -> Vec<&str> {
    message
        .split_once("Available ")
        .and_then(|(_, rest)| rest.split_once(": "))
        .map(|(_, names)| {
            let names = names.split(", ");
            names.filter(|name| *name != scope::VARIABLE).collect()
        })
        .unwrap_or_default()
}

fn missing_fact(path: &str, message: String, otherwise: String) -> Words {
    Words {
        code: &codes::MISSING_FACT,
        message,
        help: None,
        fact: Some(MissingFact {
            path: path.to_owned(),
            otherwise,
        }),
    }
}

/// The path before a name, such as `company.` before `legal_nam`.
fn path_before(source: &str, range: &Range<usize>) -> String {
    let before = source.get(..range.start).unwrap_or_default();
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || "_.".contains(c)))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    before[start..].to_owned()
}

/// The message for a missing or unknown field of `parent`, which includes its dot.
pub(super) fn undefined(parent: &str, name: &str, available: &[&str]) -> Words {
    let full = format!("{parent}{name}");
    let entity = entity_at(parent.trim_end_matches('.'));
    if entity.is_some_and(|entity| entity.field(name).is_some()) {
        return missing_fact(
            &full,
            format!("the fact `{full}` is not stated"),
            format!(", or test for it first: `{{% if {full} %}}`"),
        );
    }
    let mut known: Vec<&str> = available.to_vec();
    if let Some(entity) = entity {
        known.extend(entity.fields.iter().map(|field| field.name));
    }
    // `name` is short for `legal_name`.
    let last_word = |field: &&&str| {
        let last = field.rsplit('_').next().unwrap_or(field);
        did_you_mean(name, [last]).is_some()
    };
    let of_policy = parent.is_empty() && POLICY_FIELDS.contains(&name);
    let of_policy = of_policy.then(|| format!("write `policy.{name}` for the value of the policy"));
    let help = of_policy.or_else(|| did_you_mean(name, known.iter().copied()));
    let help = help.or_else(|| {
        let short = known.iter().find(last_word);
        match parent.is_empty() {
            true => Some(format!("correct the name; {PRINT_BRACES}")),
            false => short.map(|field| format!("did you mean `{field}`?")),
        }
    });
    let top = parent.split('.').next().unwrap_or_default();
    let help = help.or_else(|| {
        FACTS.field(top)?;
        Some(format!("`policygen facts {top}` lists its keys"))
    });
    Words::new(
        &codes::UNKNOWN_VARIABLE,
        format!("there is no variable `{full}`"),
        help,
    )
}

/// The message and help for an unknown name in a condition: the first part of a
/// path is looked up in `known`, and fields of facts in the model.
pub(super) fn unknown_name(path: &str, known: &[&str]) -> Option<(String, Option<String>)> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let words = if !known.contains(&root) {
        Words::new(
            &codes::UNKNOWN_VARIABLE,
            format!("there is no variable `{root}`"),
            did_you_mean(root, known.iter().copied()),
        )
    } else {
        let (parent, name) = path.rsplit_once('.')?;
        let entity = entity_at(parent)?;
        if rest.is_empty() || entity.field(name).is_some() {
            return None;
        }
        undefined(&format!("{parent}."), name, &[])
    };
    Some((words.message, words.help))
}

/// The entity at a dotted path in the model; the facts themselves for the empty
/// path.
fn entity_at(path: &str) -> Option<&'static Entity> {
    let mut entity: &'static Entity = &FACTS;
    for part in path.split('.').filter(|part| !part.is_empty()) {
        entity = match &entity.field(part)?.ty {
            Type::Entity(inner) => inner,
            _ => return None,
        };
    }
    Some(entity)
}
