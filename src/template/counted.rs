//! Filters and functions that keep an evaluation within its budget: those that
//! `metering` inserts into tags, and replacements for the engine's own whose output can be much
//! larger than their input.

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::budget::{self, charge, charge_deep, charge_shallow};

/// What to do with values that become part of a text, apart from counting them.
#[derive(Clone, Copy)]
pub(crate) struct Printing {
    /// Rejects values that can't be printed.
    pub(crate) check: fn(&Value) -> TeraResult<()>,
    /// Whether undefined values can be joined, like empty text, as the engine does.
    pub(crate) joins_undefined: bool,
    /// Records a text that is printed.
    pub(crate) note: fn(&str),
    /// The form in which a value is printed or joined.
    pub(crate) form: fn(&Value) -> TeraResult<Value>,
}

/// The engine's message for a tag that prints an undefined variable.
pub(crate) const UNDEFINED: &str = "Tried to render a variable that is undefined";

impl Printing {
    fn joined(self, value: &Value) -> TeraResult<Value> {
        if value.is_undefined() && !self.joins_undefined {
            return Err(Error::message(UNDEFINED));
        }
        self.value(value)?;
        (self.form)(value)
    }

    fn value(self, value: &Value) -> TeraResult<()> {
        (self.check)(value)?;
        charge_deep(value)?;
        if let Some(text) = value.as_str() {
            (self.note)(text);
        }
        Ok(())
    }
}

/// Registers the filters and functions.
pub(crate) fn register(tera: &mut Tera, printing: Printing) {
    tera.register_filter("_each", each);
    tera.register_filter("_joined", move |value: &Value, _: Kwargs, _: &State<'_>| {
        printing.joined(value)
    });
    tera.register_filter("_whole", |value: &Value, _: Kwargs, _: &State<'_>| {
        charge_deep(value).map(|()| value.clone())
    });
    tera.register_filter("_copied", |value: &Value, _: Kwargs, _: &State<'_>| {
        charge_shallow(value).map(|()| value.clone())
    });
    tera.register_filter("_part", |value: &Value, kwargs: Kwargs, _: &State<'_>| {
        charge_shallow(&kwargs.must_get::<Value>("of")?).map(|()| value.clone())
    });
    tera.register_filter("_shown", move |value: &Value, _: Kwargs, _: &State<'_>| {
        printing.joined(value)
    });
    tera.register_function("_entered", |kwargs: Kwargs, _: &State<'_>| {
        charge(kwargs.must_get::<usize>("n")?).map(|()| "")
    });
    tera.register_function("range", range);
    tera.register_filter(
        "replace",
        move |value: StringInput<'_>, kwargs: Kwargs, state: &State<'_>| {
            replace(value, kwargs, state, printing)
        },
    );
    tera.register_filter(
        "join",
        move |list: &[Value], kwargs: Kwargs, state: &State<'_>| {
            join(list, kwargs, state, printing)
        },
    );
    tera.register_filter(
        "indent",
        move |value: StringInput<'_>, kwargs: Kwargs, state: &State<'_>| {
            indent(value, kwargs, state, printing)
        },
    );
    tera.register_filter("unique", unique);
    tera.register_filter("str", move |value: &Value, _: Kwargs, _: &State<'_>| {
        (printing.check)(value)?;
        charge_deep(value)?;
        TeraResult::Ok(value.to_string())
    });
}

/// The values of a loop, each of which costs one iteration.
fn each(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let turn = kwargs.must_get::<usize>("n")?;
    let turns = match (value.as_array(), value.as_map(), value.as_str()) {
        (Some(list), ..) => list.len(),
        (_, Some(map), _) => map.len(),
        (.., Some(text)) => text.len(),
        _ => 0,
    };
    charge(turns.saturating_mul(turn))?;
    Ok(value.clone())
}

/// Integers, as returned by the engine's own `range`.
fn range(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("`step_by` of `range` can't be 0"));
    }
    if start > end && step > 0 {
        return Err(Error::message("`range` starts after its end"));
    }
    let (start, end, step) = (i128::from(start), i128::from(end), i128::from(step));
    let length = ((end - start) * step.signum()).max(0);
    let length = (length + step.abs() - 1) / step.abs();
    charge(
        usize::try_from(length)
            .unwrap_or(usize::MAX)
            .saturating_mul(32),
    )?;
    let numbers = (0..length).map(|at| Value::from((start + at * step) as i64));
    Ok(numbers.collect())
}

fn replace(
    value: StringInput<'_>,
    kwargs: Kwargs,
    state: &State<'_>,
    printing: Printing,
) -> TeraResult<Value> {
    let from = kwargs.must_get::<&str>("from")?;
    let to = kwargs.must_get::<StringInput<'_>>("to")?;
    let is_safe = state.autoescaping_enabled() && (value.is_safe() || to.is_safe());
    charge(value.as_str().len())?;
    (printing.note)(value.as_str());
    let (value, to) = (
        rendered(&value, is_safe, state)?,
        rendered(&to, is_safe, state)?,
    );
    let found = value.matches(from).count();
    charge(found.saturating_mul(to.len()))?;
    Ok(text_value(value.replace(from, &to), is_safe))
}

/// A text as if printed directly into one that is safe: escaped, unless it is safe itself.
fn rendered(text: &StringInput<'_>, is_safe: bool, state: &State<'_>) -> TeraResult<String> {
    match is_safe && !text.is_safe() {
        true => state.escape(text.as_str()),
        false => Ok(text.as_str().to_owned()),
    }
}

fn text_value(text: String, is_safe: bool) -> Value {
    match is_safe {
        true => Value::safe_string(&text),
        false => Value::from(text),
    }
}

fn join(
    list: &[Value],
    kwargs: Kwargs,
    state: &State<'_>,
    printing: Printing,
) -> TeraResult<Value> {
    let separator = kwargs.get::<StringInput<'_>>("sep")?;
    let between = separator.as_ref().map_or("", |text| text.as_str());
    list.iter().try_for_each(|value| printing.value(value))?;
    charge(list.len().saturating_mul(between.len() + 32))?;
    let is_safe = state.autoescaping_enabled()
        && (separator.as_ref().is_some_and(|text| text.is_safe())
            || list.iter().any(|item| item.is_string() && item.is_safe()));
    if !is_safe {
        let items: Vec<String> = list.iter().map(Value::to_string).collect();
        return Ok(Value::from(items.join(between)));
    }
    let items = list.iter().map(|item| match item.is_undefined() {
        true => Ok(String::new()),
        false => state.escape_if_needed(item),
    });
    let items = items.collect::<TeraResult<Vec<_>>>()?;
    let between = match &separator {
        Some(text) if !text.is_safe() => state.escape(text.as_str())?,
        _ => between.to_owned(),
    };
    Ok(Value::safe_string(&items.join(&between)))
}

fn indent(
    value: StringInput<'_>,
    kwargs: Kwargs,
    state: &State<'_>,
    printing: Printing,
) -> TeraResult<Value> {
    let width = kwargs.get::<usize>("width")?.unwrap_or(4);
    let with = kwargs.get::<StringInput<'_>>("indentation")?;
    let first = kwargs.get::<bool>("first")?.unwrap_or(false);
    let blank = kwargs.get::<bool>("blank")?.unwrap_or(false);
    if let Some(text) = &with
        && text.as_str().chars().count() != 1
    {
        return Err(Error::message("`indentation` takes one character"));
    }
    let is_safe = state.autoescaping_enabled()
        && (value.is_safe() || with.as_ref().is_some_and(|text| text.is_safe()));
    let rendered = |text: &StringInput<'_>| rendered(text, is_safe, state);
    (printing.note)(value.as_str());
    let text = rendered(&value)?;
    let with = with.as_ref().map_or_else(|| Ok(" ".to_owned()), rendered)?;
    let lines = text.lines().count();
    let width = width.min(1000);
    charge(text.len())?;
    charge(lines.saturating_mul(width * with.len()))?;
    let indentation = with.repeat(width);
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let wanted = match number {
            0 => first,
            _ => !line.is_empty() || blank,
        };
        if wanted {
            out.push_str(&indentation);
        }
        out.push_str(line);
    }
    if text.ends_with('\n') {
        out.push('\n');
    }
    Ok(text_value(out, is_safe))
}

/// The entries of a list without duplicates. Each entry is compared with all entries kept so far.
fn unique(list: &[Value], _: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let mut kept: Vec<Value> = Vec::new();
    for value in list {
        let before = budget::left();
        charge_deep(value)?;
        let cost = (before - budget::left()).max(1) as usize;
        charge(kept.len().saturating_mul(cost.min(32)))?;
        if !kept.contains(value) {
            kept.push(value.clone());
        }
    }
    Ok(kept)
}
