//! Filters that cite the laws that apply to the page on the build date.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::{array, text};
use crate::base::dates;
use crate::clauses::scope::{Scope, Scopes};
use crate::rules::{Articles, Citation};

/// The laws that share article numbers, the default first.
const LAWS: [&str; 2] = ["gdpr", "uk_gdpr"];

/// Data protection laws of other countries and states. If one of them applies to a page and none of
/// the laws in a list does, the list has no default law for the page.
const ELSEWHERE: [&str; 15] = [
    "ccpa",
    "caloppa",
    "us_states",
    "coppa",
    "washington_health",
    "nevada",
    "lgpd",
    "pipeda",
    "law25",
    "fadp",
    "australia",
    "chile",
    "india",
    "japan",
    "korea",
];

pub(super) fn register(tera: &mut Tera, scopes: &Arc<Scopes>) {
    let filters: [(&'static str, Filter); 3] = [
        ("article", article),
        ("applicable", applicable),
        ("reached", reached),
    ];
    for (name, filter) in filters {
        let scopes = Arc::clone(scopes);
        tera.register_filter(
            name,
            move |value: &Value, arguments: Kwargs, state: &State<'_>| {
                filter(value, &arguments, &*scopes.of(state)?)
            },
        );
    }
}

/// A filter that depends on the page.
type Filter = fn(&Value, &Kwargs, &Scope) -> TeraResult<Value>;

/// Cites an article of the laws that apply to the page: `GDPR and UK GDPR Art. 15`. `law` selects a
/// single law. `name=false` omits the names of the laws if the article is the same in all of them.
/// `aside=true` puts the citation in brackets after a space, or prints nothing on a page to which
/// other laws apply.
fn article(value: &Value, arguments: &Kwargs, scope: &Scope) -> TeraResult<Value> {
    let article = text(value, "article")?;
    let law = arguments.get::<String>("law")?;
    let is_named = arguments.get::<bool>("name")?.unwrap_or(true);
    let is_aside = arguments.get::<bool>("aside")?.unwrap_or(false);
    let laws = match &law {
        Some(law) => vec![law.as_str()],
        None => match that_hold(&LAWS, scope) {
            none if none.is_empty() && is_aside => return Ok(Value::from("")),
            none if none.is_empty() => vec![LAWS[0]],
            laws => laws,
        },
    };
    let cite = |law: &&str| {
        let citation = Articles::get().cite(law, article, &scope.as_of);
        citation.ok_or_else(|| {
            let known = LAWS.join("` and `");
            Error::message(format!(
                "filter `article` supports the laws `{known}`, not `{law}`"
            ))
        })
    };
    let cited: Vec<Citation<'_>> = laws.iter().map(cite).collect::<TeraResult<_>>()?;
    let names = cited.iter().map(|citation| match citation {
        Citation::InForce(name) => Some((*name).to_owned()),
        Citation::Replaced(_) => None,
    });
    let cited = match names.collect::<Option<Vec<_>>>() {
        Some(_) if !is_named => article.to_owned(),
        Some(names) => format!("{} {article}", scope.language.list(&names)),
        None => {
            let each = cited.iter().map(|citation| match citation {
                Citation::InForce(name) => format!("{name} {article}"),
                Citation::Replaced(successor) => (*successor).to_owned(),
            });
            each.collect::<Vec<_>>().join("; ")
        }
    };
    Ok(Value::from(match is_aside {
        true => format!(" ({cited})"),
        false => cited,
    }))
}

/// The regimes in a list that apply to the page. If none does, the first one, unless a data
/// protection law of another place applies to the page.
fn applicable(value: &Value, _: &Kwargs, scope: &Scope) -> TeraResult<Value> {
    let listed = array(value, "applicable")?.iter();
    let listed: Vec<&str> = listed
        .map(|regime| text(regime, "applicable"))
        .collect::<TeraResult<_>>()?;
    let found = that_hold(&listed, scope).into_iter().map(Value::from);
    Ok(found.collect::<Vec<_>>().into())
}

fn that_hold<'l>(listed: &[&'l str], scope: &Scope) -> Vec<&'l str> {
    let holds = |law: &&&str| scope.regimes.iter().any(|regime| regime == **law);
    let mut found: Vec<&str> = listed.iter().filter(holds).copied().collect();
    let is_elsewhere = |regime: &String| ELSEWHERE.contains(&regime.as_str());
    if found.is_empty() && !scope.regimes.iter().any(is_elsewhere) {
        found.extend(listed.first());
    }
    found
}

/// Whether the build date is on or after this day.
fn reached(value: &Value, _: &Kwargs, scope: &Scope) -> TeraResult<Value> {
    let text = text(value, "reached")?;
    let date = dates::parse(text).ok_or_else(|| {
        Error::message(format!(
            "filter `reached` takes a date such as 2026-05-23, not `{text}`"
        ))
    })?;
    Ok(Value::from(scope.as_of.reached(date)))
}
