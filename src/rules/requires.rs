//! Finds the facts that a rule requires.

use super::{Need, Requirement, Rule};

impl Rule {
    /// The dotted paths of the facts that must be stated or must have certain values, sorted and
    /// without duplicates. Fields of list entries have paths below the list.
    pub fn required_facts(&self) -> Vec<String> {
        let mut found = Vec::new();
        of(&self.check, &mut found);
        found.sort();
        found.dedup();
        found
    }
}

fn of(requirement: &Requirement, found: &mut Vec<String>) {
    match requirement {
        Requirement::All(all) | Requirement::Any(all) => {
            all.iter().for_each(|one| of(one, found));
        }
        Requirement::Fact(path) | Requirement::Stated(path) | Requirement::NotPast(path) => {
            found.push(path.clone());
        }
        Requirement::Each(each) => {
            let fields = each.needs.iter().flat_map(|need| match need {
                Need::Field(field) | Need::Stated { stated: field } | Need::Is { field, .. } => {
                    std::slice::from_ref(field)
                }
                Need::OneOf(fields) => fields,
            });
            for field in fields {
                let lists = each.list.0.iter();
                found.extend(lists.map(|list| format!("{list}.{field}")));
            }
        }
        Requirement::AtLeast(at_least) => found.extend(at_least.list.0.iter().cloned()),
        Requirement::Includes(includes) => {
            found.push(format!("{}.{}", includes.list, includes.field));
        }
        Requirement::Compare(compare) => found.push(compare.fact.clone()),
        Requirement::MaxAge(age) => found.push(age.fact.clone()),
        Requirement::Value(value) => found.push(value.fact.clone()),
        Requirement::Section(_)
        | Requirement::Sections(_)
        | Requirement::Document(_)
        | Requirement::Link(_)
        | Requirement::Text(_)
        | Requirement::Forbid(_)
        | Requirement::Dated
        | Requirement::Builtin(_) => {}
    }
}
