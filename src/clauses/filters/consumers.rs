//! A filter that determines whether a company sells to consumers in an area.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::array;
use crate::rules::areas;

pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("consumers_in", consumers_in);
}

/// Whether `company.sells_to_consumers`, followed by the company's country, states that there are
/// consumers in an area: a country code, `EU`, `EEA` or `UK`. If no countries are listed, the
/// consumers are in the company's own country, as in rules.
fn consumers_in(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let area = [arguments.must_get::<String>("area")?];
    let [sells, country] = array(value, "consumers_in")? else {
        return Err(Error::message(
            "filter `consumers_in` takes `[company.sells_to_consumers or false, company.country or \"\"]`",
        ));
    };
    let lies = |country: &Value| {
        let code = country.as_str();
        code.is_some_and(|code| areas::has(&area, code))
    };
    Ok(Value::from(match (sells.as_array(), sells.as_bool()) {
        (Some(countries), _) => countries.iter().any(lies),
        (None, Some(true)) => lies(country),
        _ => false,
    }))
}
