//! Messages about the parameters of a call.

use super::arguments::{type_name, unknown_arguments};
use super::library::Library;
use super::read::LEVEL;
use super::{Clause, Param};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::join_and;
use crate::template::tags;

impl Library {
    /// Adds the clause's descriptions of its parameters to an error about the arguments in `call`.
    pub(super) fn with_parameters(&self, mut fault: Diagnostic, call: &str) -> Diagnostic {
        let mut called = tags::called(call);
        let clause = called.find_map(|name| Some(&self.clauses[self.find(name)?]));
        let Some(clause) = clause else {
            return fault;
        };
        let named = fault
            .message
            .split('`')
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        if fault.message.starts_with("the clause has no parameter") {
            // The engine names any one of them.
            let unknown = unknown(clause, call);
            let mut known: Vec<&str> = clause.params.iter().map(|it| it.name.as_str()).collect();
            if !known.contains(&LEVEL) {
                known.push(LEVEL);
            }
            if !unknown.is_empty() {
                let (message, help) = unknown_arguments(&unknown, known.into_iter());
                fault.message = message;
                fault.help = vec![help];
            }
        }
        let is_missing = fault.message.starts_with("the clause needs the parameter");
        let missing = missing(clause, call, &named);
        if is_missing && !missing.is_empty() {
            let names: Vec<String> = missing.iter().map(|it| format!("`{}`", it.name)).collect();
            let parameters = match names.len() {
                1 => "parameter",
                _ => "parameters",
            };
            fault.message = format!(
                "the clause `{}` needs the {parameters} {}",
                clause.name,
                join_and(&names)
            );
        } else if let Some(param) = clause.params.iter().find(|param| param.name == named) {
            fault.help.push(described(param));
        }
        let missing = missing
            .into_iter()
            .filter(|param| is_missing || param.name != named);
        fault.help.extend(missing.map(described));
        fault
    }
}

/// The arguments of a call that its clause does not take, in order.
fn unknown(clause: &Clause, call: &str) -> Vec<String> {
    let mut unknown = given(call);
    unknown.retain(|name| {
        let is_param = clause.params.iter().any(|param| param.name == *name);
        let facts = clause.uses.iter().chain(&clause.optional);
        !is_param && name != LEVEL && !facts.into_iter().any(|fact| fact == name)
    });
    unknown
}

/// The required parameters that a call lacks, including `named`, which the engine reports.
fn missing<'c>(clause: &'c Clause, call: &str, named: &str) -> Vec<&'c Param> {
    let given = given(call);
    let required = clause.params.iter().filter(|param| param.default.is_none());
    required
        .filter(|param| param.name == named || !given.contains(&param.name))
        .collect()
}

/// The names of the arguments of a call: `name=…`, `{name}` for short, or `name` alone.
fn given(call: &str) -> Vec<String> {
    let mut given = Vec::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let after = call.split_once('<').map_or(call, |(_, after)| after);
    let mut chars = after.trim_start().trim_start_matches(is_name).chars();
    let mut word = String::new();
    let mut quote = None;
    let mut depth = 0_usize;
    // Whether the braces contain a name rather than a value.
    let mut is_short = false;
    let mut last = ' ';
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => {
                is_short = depth == 0 && last != '=';
                depth += 1;
                word.clear();
            }
            (None, '}') => {
                depth = depth.saturating_sub(1);
                let name = std::mem::take(&mut word);
                given.extend((is_short && depth == 0).then_some(name));
            }
            (None, '>') if depth == 0 => break,
            (None, _) if is_name(c) => {
                word.push(c);
                let ends = !chars.as_str().starts_with(is_name);
                if ends && depth == 0 {
                    given.push(std::mem::take(&mut word));
                }
            }
            (None, _) if c.is_whitespace() => {}
            (None, _) => word.clear(),
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    given
}

/// Describes a parameter and how to write it.
fn described(param: &Param) -> String {
    let Param { name, ty, help, .. } = param;
    let written = match ty.as_str() {
        "string" => format!("{name}=\"…\""),
        "bool" => format!("{name}={{true}}"),
        "array" => format!("{name}={{[…]}}"),
        "map" => format!("{name}={{…}}"),
        _ => format!("{name}={{1}}"),
    };
    let help = help.as_ref().map(|help| format!(": {help}"));
    format!("`{written}`, {}{}", type_name(ty), help.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::given;

    #[test]
    fn names_of_arguments() {
        assert_eq!(given("<x />"), [""; 0]);
        assert_eq!(
            given("<x a=\"b=c {d}\" e = {1} {f} g={h} />"),
            ["a", "e", "f", "g"]
        );
        assert_eq!(given("<x a={[g == 1]} h='i' />"), ["a", "h"]);
        assert_eq!(
            given("{{ <x a b =\"c\" d\te /> }} {{ <y f /> }}"),
            ["a", "b", "d", "e"]
        );
    }
}
