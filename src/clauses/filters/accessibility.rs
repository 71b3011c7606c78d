//! A filter that names the bodies that enforce accessibility.

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use super::array;
use crate::rules::EnforcementBody;

pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("enforcement_bodies", enforcement_bodies);
}

/// The known bodies that enforce a `law`, `wad` or `eaa`, in the countries in which a company sells
/// to consumers: `company.sells_to_consumers`, followed by the company's country, or `true` for
/// only that country. An area such as `EU` stands for the company's own country, because its other
/// countries are too many to name.
fn enforcement_bodies(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let law = arguments.must_get::<String>("law")?;
    let [sells, country] = array(value, "enforcement_bodies")? else {
        return Err(Error::message(
            "filter `enforcement_bodies` takes `[company.sells_to_consumers or false, company.country or \"\"]`",
        ));
    };
    let home = country.as_str().unwrap_or_default();
    let home = home.split('-').next().unwrap_or(home);
    let listed = sells.as_array().unwrap_or_default();
    let is_listed = |country: &str| match sells.as_bool() {
        Some(sells) => sells && country == home,
        None => listed.iter().any(|code| match code.as_str() {
            Some("EU" | "EEA") => country == home,
            code => code == Some(country),
        }),
    };
    let bodies = EnforcementBody::all().iter();
    let bodies = bodies.filter(|body| body.law == law && is_listed(&body.cc));
    Ok(bodies.map(as_value).collect::<Vec<_>>().into())
}

fn as_value(body: &EnforcementBody) -> Value {
    let fields = [
        ("cc", Some(&body.cc)),
        ("name", Some(&body.name)),
        ("scope", body.scope.as_ref()),
        ("url", body.url.as_ref()),
    ];
    let fields = fields.into_iter().filter_map(|(name, text)| {
        let text = text?;
        Some((Key::from(name), Value::from(text.as_str())))
    });
    Value::from(fields.collect::<Map>())
}
