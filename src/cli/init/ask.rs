//! Asks questions on the terminal.

use std::io::{self, BufRead as _, Write as _};

use policygen::start::{self, Answers, Place, Users, Vendor};

use super::super::streams::stderr;

/// Asks for everything that no option sets. An empty answer means "not known yet", or the default
/// in brackets.
pub(super) fn fill_in(answers: &mut Answers, asks_what: bool) -> anyhow::Result<()> {
    writeln!(
        stderr(),
        "A few questions. Press Enter if you don't know yet, or to accept the default in brackets."
    )?;
    let text = |text: &str| Ok(text.to_owned());
    one(&mut answers.company, "Legal name of the company", text)?;
    one(
        &mut answers.country,
        "Country in which the company is based, such as DE",
        start::country,
    )?;
    one(
        &mut answers.service,
        "Name of the service, if different from the company's",
        text,
    )?;
    one(&mut answers.website, "The company's website", start::url)?;
    one(
        &mut answers.contact,
        "Email address for privacy questions",
        start::email,
    )?;
    if answers.users.is_empty() {
        let question = format!("Who uses the service: {} [businesses]", names(Users::NAMES));
        answers.users = several(&question, Users::parse)?;
    }
    if asks_what {
        let mut sells = None;
        one(
            &mut sells,
            "What the company sells: services, goods [services]",
            |text| match text {
                "services" | "goods" => Ok(text.to_owned()),
                _ => Err("services or goods".to_owned()),
            },
        )?;
        answers.goods = sells.as_deref() == Some("goods");
    }
    if answers.places.is_empty() {
        let question = format!(
            "Where users are, besides your own country: {}",
            names(Place::NAMES)
        );
        answers.places = several(&question, Place::parse)?;
    }
    if answers.documents.is_empty() {
        if answers.users.is_empty() {
            answers.users.push(Users::Businesses);
        }
        let question = format!(
            "Documents: {} [{}]",
            start::documents().join(", "),
            answers.usual_documents().join(", ")
        );
        answers.documents = several(&question, start::document)?;
    }
    if answers.vendors.is_empty() {
        let question = "Companies that process personal data for you, such as AWS, Stripe";
        answers.vendors = several(question, Vendor::parse)?;
    }
    Ok(())
}

fn names<T>(names: &[(&str, T)]) -> String {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// Asks until the answer is valid.
fn one(
    answer: &mut Option<String>,
    question: &str,
    read: impl Fn(&str) -> Result<String, String>,
) -> io::Result<()> {
    while answer.is_none() {
        let text = line(question)?;
        if text.is_empty() {
            return Ok(());
        }
        match read(&text) {
            Ok(value) => *answer = Some(value),
            Err(fault) => writeln!(stderr(), "  {fault}")?,
        }
    }
    Ok(())
}

/// Asks for answers separated by commas, until all are valid.
fn several<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> io::Result<Vec<T>> {
    loop {
        let text = line(question)?;
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let read: Result<Vec<T>, String> = parts
            .map(|part| read(part).map_err(|fault| format!("`{part}`: {fault}")))
            .collect();
        match read {
            Ok(values) => return Ok(values),
            Err(fault) => writeln!(stderr(), "  {fault}")?,
        }
    }
}

/// Reads a line of input. The end of the input counts as an empty answer.
fn line(question: &str) -> io::Result<String> {
    write!(stderr(), "{question}: ")?;
    stderr().flush()?;
    let mut text = String::new();
    io::stdin().lock().read_line(&mut text)?;
    Ok(text.trim().to_owned())
}
