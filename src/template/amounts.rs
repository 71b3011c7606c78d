//! Computed numbers, printed as decimal arithmetic gives them.
//!
//! The engine computes with binary fractions: three times 19.9 is 59.699999999999996, and 100 times
//! 1.19 is 119.0. A filter is therefore inserted after each computation that a tag prints, joins
//! with text, assigns to a variable or passes to a clause.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::metering::Insertion;
use super::tokens::{Token, tokens};

/// The beginning of the error message for a number that can't be printed as a decimal.
pub(crate) const ENDLESS: &str = "endless number ";

/// The filter for a computation that is printed. It rejects numbers with endless digits.
const PRINTED: &str = "_decimal";
/// The filter for a computation that is assigned or passed on. It may be rounded later.
const ASSIGNED: &str = "_computed";

/// Registers the filters.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter(PRINTED, |value: &Value, _: Kwargs, _: &State<'_>| {
        printed(value)
    });
    tera.register_filter(ASSIGNED, |value: &Value, _: Kwargs, _: &State<'_>| {
        TeraResult::Ok(value.as_f64().and_then(decimal).unwrap_or(value.clone()))
    });
    tera.register_filter("round", round);
}

/// A value without the traces of binary fractions.
pub(crate) fn printed(value: &Value) -> TeraResult<Value> {
    let Some(number) = value.as_f64().filter(|_| value.is_f64()) else {
        return Ok(value.clone());
    };
    decimal(number).ok_or_else(|| Error::message(format!("{ENDLESS}{number}")))
}

/// Whether a text passes computed numbers to tags that print them.
pub(crate) fn passes_on(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), ASSIGNED.as_bytes()).is_some()
}

/// The decimal number with up to 12 digits, or 9 decimal places, that a binary fraction stands for.
/// Whole numbers become integers, which are printed without `.0`.
fn decimal(number: f64) -> Option<Value> {
    if !number.is_finite() {
        return None;
    }
    let parsed = |text: String| text.parse::<f64>().ok();
    let by_digits = parsed(format!("{number:.11e}"))
        .filter(|near| (near - number).abs() <= number.abs() * 1e-14);
    // After a subtraction, the error is large in relation to the result.
    let by_places = || parsed(format!("{number:.9}")).filter(|near| (near - number).abs() < 1e-11);
    let near = by_digits.or_else(by_places)?;
    Some(whole(near))
}

fn whole(number: f64) -> Value {
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => Value::from(number as i64),
        false => Value::from(number),
    }
}

/// Rounds a number as in decimal arithmetic: 2.675 with a precision of 2 is 2.68.
fn round(number: f64, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let precision = arguments.get::<i32>("precision")?.unwrap_or_default();
    let factor = 10.0_f64.powi(precision);
    let scaled = number * factor;
    let scaled = decimal(scaled).and_then(|near| near.as_f64());
    let scaled = scaled.unwrap_or(number * factor);
    let rounded = match arguments.get::<&str>("method")? {
        Some("ceil") => scaled.ceil(),
        Some("floor") => scaled.floor(),
        None => scaled.round(),
        Some(other) => {
            return Err(Error::message(format!(
                "`method` of `round` is `ceil` or `floor`, not `{other}`"
            )));
        }
    };
    Ok(whole(rounded / factor))
}

/// The insertions for a tag that computes, in order: those that come before and after insertions
/// of others at the same place.
pub(super) fn insertions(tag: &str) -> (Vec<Insertion>, Vec<Insertion>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let computes = |byte: &u8| b"*/+-%".contains(byte);
    let inside = tag.get(2..tag.len() - 2).unwrap_or_default();
    if !inside.as_bytes().iter().any(computes) {
        return (before, after);
    }
    let tokens = tokens(tag);
    let text = |at: usize| {
        let token = tokens.get(at);
        token.map_or("", |(_, start, end)| &tag[*start..*end])
    };
    let is_value = |at: usize| match tokens.get(at) {
        Some((Token::Literal, ..)) => true,
        Some((Token::Name, ..)) => !matches!(text(at), "if" | "else" | "and" | "or" | "not" | "in"),
        _ => matches!(text(at), ")" | "]"),
    };
    // In a tag that the engine rejects, an operator may lack a value.
    let operates = |at: usize| {
        matches!(text(at), "*" | "/" | "//" | "+" | "-" | "%" | "**")
            && at.checked_sub(1).is_some_and(is_value)
            && (is_value(at + 1) || matches!(text(at + 1), "(" | "-" | "["))
    };
    let mut wrap = |from: usize, to: usize, filter: &'static str| {
        if !(from..to).any(operates) {
            return;
        }
        let (Some(first), Some(last)) = (tokens.get(from), tokens.get(to - 1)) else {
            return;
        };
        let insertion = |at: usize, text: String| Insertion {
            at,
            text: text.into(),
            is_loop: false,
        };
        before.push(insertion(first.1, "(".to_owned()));
        after.push(insertion(last.2, format!(") | {filter}")));
    };
    let end = tokens.len();
    match (tag.starts_with("{{"), text(0)) {
        (true, "<") => {
            let mut open = None;
            for at in 0..end {
                match (text(at), open) {
                    ("{", None) if text(at - 1) == "=" => open = Some(at + 1),
                    ("}", Some(from)) => {
                        wrap(from, at, ASSIGNED);
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        (true, _) => {
            // The value of a group that is joined with text is printed, too.
            let mut open = Vec::new();
            for at in 0..end {
                match text(at) {
                    "(" => open.push(at),
                    ")" => {
                        let Some(from) = open.pop() else { break };
                        let is_joined = |at: Option<usize>| at.is_some_and(|at| text(at) == "~");
                        if is_joined(from.checked_sub(1)) || is_joined(Some(at + 1)) {
                            wrap(from, at + 1, PRINTED);
                        }
                    }
                    _ => {}
                }
            }
            wrap(0, end, PRINTED);
        }
        (_, "set" | "set_global") if text(2) == "=" => wrap(3, end, ASSIGNED),
        _ => {}
    }
    // The outermost group opens first and is closed last.
    before.reverse();
    before.sort_by_key(|insertion| insertion.at);
    after.sort_by_key(|insertion| insertion.at);
    (before, after)
}
