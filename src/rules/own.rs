//! The site's own packs, which are read like the built-in ones but must meet more requirements.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::pack::{Pack, Rule};
use super::read;
use super::set::built_in;
use super::{case, embedded};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::{Place, Source};
use crate::yaml::{Kind, Node};

/// The name that `policygen rules` uses for the codes of the build.
const BUILD: &str = "build";

/// The names and prefixes in use, with their places.
#[derive(Default)]
struct Taken {
    names: BTreeMap<String, Place>,
    prefixes: BTreeMap<String, Place>,
}

/// Reads the packs in these files. Faults are reported; faulty rules are left
/// out.
pub(super) fn read(sources: &[Arc<Source>], faults: &mut Vec<Diagnostic>) -> Vec<Pack> {
    let mut taken = Taken::default();
    let mut packs = Vec::new();
    for source in sources {
        let file = source.path.rsplit('/').next().unwrap_or(&source.path);
        // policygen's own repository is a site whose packs are the built-in ones.
        if embedded::is_pack(file, &source.text) {
            continue;
        }
        if let Some(parsed) = read::pack(source, faults) {
            packs.extend(taken.verified(parsed, source, faults));
        }
    }
    packs
}

impl Taken {
    /// The pack without unusable rules; `None` if the whole pack is unusable.
    fn verified(
        &mut self,
        parsed: read::Parsed,
        source: &Arc<Source>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Pack> {
        let read::Parsed {
            mut pack,
            nodes,
            name,
        } = parsed;
        if let Some(fault) = self.name_fault(&pack.name, source, &name) {
            faults.push(fault);
            return None;
        }
        self.names.insert(pack.name.clone(), source.place(name));
        let mut ids: BTreeMap<String, Place> = BTreeMap::new();
        let mut own_prefix: Option<(String, Place)> = None;
        let mut nodes = nodes.into_iter();
        pack.rules.retain(|rule| {
            let Some(node) = nodes.next() else {
                return false;
            };
            let id = place(&node, "id", source);
            let mut found = Vec::new();
            match self.id_fault(rule, &id, &ids, own_prefix.as_ref()) {
                Some(fault) => found.push(fault),
                None => {
                    let prefix = prefix(&rule.id).unwrap_or_default().to_owned();
                    own_prefix.get_or_insert_with(|| (prefix, id.clone()));
                    ids.insert(rule.id.clone(), id);
                }
            }
            found.extend(rule_faults(rule, &node, source));
            let is_sound = found.is_empty();
            faults.append(&mut found);
            is_sound
        });
        self.prefixes.extend(own_prefix);
        Some(pack)
    }

    fn name_fault(
        &self,
        name: &str,
        source: &Arc<Source>,
        span: &Range<usize>,
    ) -> Option<Diagnostic> {
        let fault =
            |message: String| Diagnostic::new(&codes::RULE_PACK, message).at(source, span.clone());
        let is_word = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if !is_word {
            return Some(
                fault(format!("`{name}` can't be the name of a pack"))
                    .help("use lower-case letters, digits, `-` and `_`, such as `house-style`"),
            );
        }
        if name == BUILD || built_in().packs.iter().any(|pack| pack.name == name) {
            return Some(fault(format!("a built-in pack is called `{name}`")).help(
                "rename your pack; built-in rules can't be replaced, but can be turned off",
            ));
        }
        let first = self.names.get(name)?;
        Some(
            fault(format!("two packs are called `{name}`"))
                .label(first.clone(), "the other one")
                .help("rename one of them"),
        )
    }

    /// The fault of a rule's ID: an invalid form, or an ID that is taken.
    fn id_fault(
        &self,
        rule: &Rule,
        place: &Place,
        ids: &BTreeMap<String, Place>,
        own: Option<&(String, Place)>,
    ) -> Option<Diagnostic> {
        let fault =
            |message: String| Diagnostic::new(&codes::RULE_PACK, message).label(place.clone(), "");
        let Some(prefix) = prefix(&rule.id) else {
            return Some(
                fault(format!("`{}` can't be the ID of a rule", rule.id)).help(
                    "use a prefix of 3 to 8 capital letters and digits, then three digits, such as `ACME101`",
                ),
            );
        };
        if let Some(first) = ids.get(&rule.id) {
            return Some(
                fault(format!("two rules have the ID `{}`", rule.id))
                    .label(first.clone(), "the other one")
                    .help("give one of them another number"),
            );
        }
        match own {
            Some((own, first)) if own != prefix => {
                return Some(
                    fault(format!("`{}` does not begin with `{own}`", rule.id))
                        .label(first.clone(), "the first rule of the pack has this prefix")
                        .help("use one prefix for all rules of a pack"),
                );
            }
            Some(_) => return None,
            None => {}
        }
        let is_near = |other: &str| other.starts_with(prefix) || prefix.starts_with(other);
        let built_in = built_in().rules.keys().map(String::as_str);
        let mut known = built_in.chain(codes::all().map(|code| code.id));
        if let Some(other) = known.find_map(|id| self::prefix(id).filter(|other| is_near(other))) {
            return Some(
                fault(format!("the ID prefix `{prefix}` is built in")).help(format!(
                    "choose a prefix that does not begin like `{other}`, such as a short form of your company's name"
                )),
            );
        }
        let (other, first) = self.prefixes.iter().find(|(other, _)| is_near(other))?;
        Some(
            fault(format!("another pack has the ID prefix `{other}`"))
                .label(first.clone(), "the other pack")
                .help("choose a prefix that no other pack’s prefix starts with"),
        )
    }
}

/// The faults of a rule's requirement.
fn rule_faults(rule: &Rule, node: &Node, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for former in &rule.formerly {
        let built_in = built_in().rules.contains_key(&former.id);
        if built_in || codes::all().any(|code| code.id == former.id) {
            let span = text(node, &former.id).unwrap_or_else(|| node.span.clone());
            let message = format!("`{}` is the ID of a built-in rule", former.id);
            faults.push(
                Diagnostic::new(&codes::RULE_PACK, message)
                    .at(source, span)
                    .help("list only earlier IDs of your own rules"),
            );
        }
    }
    if rule.has_builtin() {
        let span = key(node, "builtin").unwrap_or_else(|| node.span.clone());
        faults.push(
            Diagnostic::new(
                &codes::RULE_BUILTIN,
                "only built-in packs can use `builtin`",
            )
            .at(source, span)
            .help(
                "require facts, sections or words; `docs/guide/rules.md` lists what a rule can require",
            ),
        );
    }
    for pattern in rule.patterns() {
        let (words, help) = match (pattern.compile_bounded(), case::dropped(pattern.text())) {
            (Err(words), _) => (
                words,
                "see https://docs.rs/regex/latest/regex/#syntax for the syntax".to_owned(),
            ),
            (Ok(()), Some(class)) => (
                format!("`{class}` also matches the other case: patterns ignore case"),
                format!("put it into a case-sensitive group: `(?-i:{class})`"),
            ),
            (Ok(()), None) => continue,
        };
        let span = text(node, pattern.text()).unwrap_or_else(|| node.span.clone());
        faults.push(
            Diagnostic::new(&codes::RULE_PATTERN, words)
                .at(source, span)
                .help(help),
        );
    }
    faults
}

/// The part of an ID before its number: 3 to 8 capital letters and digits.
fn prefix(id: &str) -> Option<&str> {
    let (prefix, number) = id.split_at_checked(id.len().checked_sub(3)?)?;
    let is_prefix = (3..=8).contains(&prefix.len())
        && prefix.starts_with(|c: char| c.is_ascii_uppercase())
        && prefix
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (is_prefix && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(prefix)
}

fn place(node: &Node, key: &str, source: &Arc<Source>) -> Place {
    let span = node.get(key).map_or(&node.span, |value| &value.span);
    source.place(span.clone())
}

/// The place of a key, in a node or below it.
fn key(node: &Node, name: &str) -> Option<Range<usize>> {
    match &node.kind {
        Kind::Map(entries) => entries.iter().find_map(|entry| {
            let is_it = entry.key == name;
            is_it
                .then(|| entry.key_span.clone())
                .or_else(|| key(&entry.value, name))
        }),
        Kind::Seq(items) => items.iter().find_map(|item| key(item, name)),
        _ => None,
    }
}

/// The place of a text, in a node or below it.
fn text(node: &Node, wanted: &str) -> Option<Range<usize>> {
    match &node.kind {
        Kind::Map(entries) => entries.iter().find_map(|entry| text(&entry.value, wanted)),
        Kind::Seq(items) => items.iter().find_map(|item| text(item, wanted)),
        Kind::Text(text) => (text == wanted).then(|| node.span.clone()),
        _ => None,
    }
}
