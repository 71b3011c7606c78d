//! Names of copied files that suggest that they are not meant for the public.

use super::Site;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::tree::Asset;
use crate::model::draft_names;

/// Extensions of tables.
const TABLES: &[&str] = &["csv", "ods", "tsv", "xls", "xlsx"];

/// Words for people, at the end of the name of a table that lists them.
const PEOPLE: &[&str] = &[
    "abonnenten",
    "abonnés",
    "angestellte",
    "applicants",
    "attendees",
    "bewerber",
    "clientes",
    "clienti",
    "clients",
    "contactos",
    "contacts",
    "customers",
    "dipendenti",
    "employees",
    "employés",
    "empleados",
    "gehälter",
    "gehaelter",
    "kontakte",
    "kunden",
    "kundendaten",
    "kundenliste",
    "kundinnen",
    "leads",
    "mieter",
    "mitarbeiter",
    "mitarbeiterliste",
    "mitglieder",
    "mitgliederliste",
    "nutzer",
    "nutzerdaten",
    "patienten",
    "patients",
    "payroll",
    "personalliste",
    "salaires",
    "salaries",
    "salariés",
    "subscribers",
    "teilnehmer",
    "teilnehmerliste",
    "tenants",
    "users",
    "usuarios",
    "utenti",
    "utilisateurs",
];

/// Words after the name of a person: `customer-list`, `kunden_export`.
const LISTS: &[&str] = &[
    "all", "alle", "data", "daten", "database", "db", "dump", "export", "liste", "list", "lista",
];
const PERSON: &[&str] = &[
    "applicant",
    "client",
    "contact",
    "customer",
    "employee",
    "lead",
    "member",
    "patient",
    "subscriber",
    "user",
];

/// Reports a copied file whose name suggests a draft, an outdated version or a list of people,
/// unless the settings list its path.
pub(crate) fn fault(site: &Site, asset: &Asset) -> Option<Diagnostic> {
    let path = site.tree.shown(&asset.path);
    if site.settings.publishing.publish.names(&asset.path, &path) {
        return None;
    }
    let help = "remove the link, or list its path under `publish` in `policygen.yaml`";
    let fault = if lists_people(&asset.path) {
        let message = "the name of this file suggests a list of people, but it is published";
        Diagnostic::new(&codes::LISTS_PEOPLE, message).help(help)
    } else if draft_names::is_draft_document(&asset.path, |path| site.tree.has_asset(path)) {
        let message =
            "the file name suggests a draft, an old version or a copy, but the file is published";
        Diagnostic::new(&codes::DRAFT_NAME, message)
            .help("rename the file, or list its path under `publish` in `policygen.yaml`")
    } else {
        return None;
    };
    Some(fault.path(path))
}

fn lists_people(path: &str) -> bool {
    let Some(stem) = draft_names::stem_with(path, TABLES) else {
        return false;
    };
    let words = draft_names::words(&stem);
    let words: Vec<&str> = words.filter(|word| !draft_names::is_count(word)).collect();
    match words.as_slice() {
        [.., before, last] if LISTS.contains(last) => {
            PEOPLE.contains(before) || PERSON.contains(before)
        }
        [.., last] => PEOPLE.contains(last),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::lists_people;

    #[test]
    fn tables_of_people_are_recognised() {
        for path in [
            "kunden.csv",
            "customers.csv",
            "a/clients.csv",
            "mitarbeiter.xlsx",
            "customers-2024.csv",
            "Kunden_Export.csv",
            "customer list.xlsx",
            "all-employees.ods",
            "salariés.csv",
        ] {
            assert!(lists_people(path), "{path}");
        }
        for path in [
            "subprocessors.csv",
            "customers.pdf",
            "customer-rights.csv",
            "user-rights.xlsx",
            "member-states.csv",
            "cookies.csv",
            "prices.xlsx",
            "retention.csv",
            "customers-faq.csv",
        ] {
            assert!(!lists_people(path), "{path}");
        }
    }
}
