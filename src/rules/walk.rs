//! Collects the parts of a rule that must be verified in a site's own packs.

use super::Pattern;
use super::{Condition, Requirement, Rule, Wanted};

impl Rule {
    /// All patterns that it searches for.
    pub fn patterns(&self) -> Vec<&Pattern> {
        let mut found: Vec<&Pattern> = self.prose.patterns().collect();
        for when in self.when.iter().chain(&self.note_when) {
            of_condition(when, &mut found);
        }
        of_requirement(&self.check, &mut found);
        found
    }

    /// Whether any of its requirements is implemented in code.
    pub fn has_builtin(&self) -> bool {
        fn has(requirement: &Requirement) -> bool {
            match requirement {
                Requirement::All(all) | Requirement::Any(all) => all.iter().any(has),
                Requirement::Builtin(_) => true,
                _ => false,
            }
        }
        has(&self.check)
    }
}

fn of_condition<'r>(condition: &'r Condition, found: &mut Vec<&'r Pattern>) {
    match condition {
        Condition::All(all) | Condition::Any(all) => {
            all.iter().for_each(|one| of_condition(one, found));
        }
        Condition::Not(not) => of_condition(not, found),
        Condition::Text(pattern) => found.push(pattern),
        Condition::Fact(_)
        | Condition::Stated(_)
        | Condition::Value(_)
        | Condition::Some(_)
        | Condition::Country(_)
        | Condition::Date(_)
        | Condition::Regime(_)
        | Condition::StateLaw(_) => {}
    }
}

fn of_requirement<'r>(requirement: &'r Requirement, found: &mut Vec<&'r Pattern>) {
    match requirement {
        Requirement::All(all) | Requirement::Any(all) => {
            all.iter().for_each(|one| of_requirement(one, found));
        }
        Requirement::Text(wanted) => found.extend(&wanted.any),
        Requirement::Forbid(forbid) => {
            found.extend(&forbid.pattern.0);
            found.extend(forbid.combined.iter().flat_map(|all| &all.0));
            found.extend(&forbid.unless.0);
            found.extend(&forbid.unless_block.0);
            found.extend(&forbid.unless_section);
            let within = forbid.unless_within.iter();
            found.extend(within.flat_map(|within| &within.pattern.0));
            if let Some(beside) = &forbid.beside {
                found.extend(&beside.pattern.0);
                found.extend(beside.combined.iter().flat_map(|all| &all.0));
                found.extend(&beside.unless.0);
                found.extend(&beside.only_after.0);
            }
            found.extend(forbid.replace.iter().map(|replace| &replace.this));
        }
        Requirement::Includes(includes) => {
            for value in &includes.values {
                if let Wanted::When { when, .. } = value {
                    of_condition(when, found);
                }
            }
        }
        _ => {}
    }
}
