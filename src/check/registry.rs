//! All rules there are: one file for each pack, in the binary.

use std::collections::HashMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use super::rule::{Pack, Requirement, Rule};
use crate::base::diagnostic::{Code, Severity, codes};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/check/packs");

/// The packs, by name, and their rules by id.
#[derive(Debug)]
pub struct Registry {
    packs: Vec<Pack>,
    faults: Vec<String>,
    rules: HashMap<String, (usize, usize)>,
}

/// The registry, read when it is first asked for.
pub fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::read);
    &REGISTRY
}

impl Registry {
    fn read() -> Self {
        let is_pack =
            |path: &std::path::Path| path.extension().is_some_and(|ending| ending == "yaml");
        let mut files: Vec<_> = FILES.files().filter(|file| is_pack(file.path())).collect();
        files.sort_by_key(|file| file.path());
        let mut packs: Vec<Pack> = Vec::new();
        let mut faults = Vec::new();
        for file in files {
            let text = file.contents_utf8().unwrap_or_default();
            match serde_yaml::from_str(text) {
                Ok(pack) => packs.push(pack),
                Err(error) => faults.push(format!("{}: {error}", file.path().display())),
            }
        }
        packs.sort_by(|a, b| a.name.cmp(&b.name));
        let mut rules = HashMap::new();
        for (at, pack) in packs.iter().enumerate() {
            for (rule, found) in pack.rules.iter().enumerate() {
                rules.insert(found.id.clone(), (at, rule));
            }
        }
        Self {
            packs,
            faults,
            rules,
        }
    }

    /// Packs that can't be read: none, a test sees to that.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// All packs, by name.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// All rules with their packs, in the order of the packs.
    pub fn rules(&self) -> impl Iterator<Item = (&Pack, &Rule)> {
        self.packs
            .iter()
            .flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<(&Pack, &Rule)> {
        let (pack, rule) = *self.rules.get(id)?;
        let pack = &self.packs[pack];
        Some((pack, &pack.rules[rule]))
    }

    /// The rule that is judgement in code of this name.
    pub fn builtin(&self, name: &str) -> Option<&Rule> {
        let mut rules = self.rules().map(|(_, rule)| rule);
        rules.find(|rule| matches!(&rule.check, Requirement::Builtin(code) if code == name))
    }

    /// Whether a word names something that findings can have: a rule's id, a
    /// code of the build, the beginning of some, or a pack.
    pub fn knows(&self, word: &str) -> bool {
        self.ids().any(|id| id == word)
            || self.packs.iter().any(|pack| pack.name == word)
            || (is_prefix(word) && self.ids().any(|id| id.starts_with(word)))
    }

    /// All ids: of rules, and codes of the build.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let rules = self.rules().map(|(_, rule)| rule.id.as_str());
        rules.chain(codes::ALL.iter().map(|code| code.id))
    }

    /// The name of the pack of a code, for rules.
    pub fn pack_of(&self, id: &str) -> Option<&str> {
        self.rule(id).map(|(pack, _)| pack.name.as_str())
    }
}

/// `GDPR` and `GDPR1` stand for all ids that begin so.
fn is_prefix(word: &str) -> bool {
    word.len() >= 3 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a word that [`Registry::knows`] names the code `id`.
pub(super) fn names(word: &str, id: &str) -> bool {
    word == id || registry().pack_of(id) == Some(word) || (is_prefix(word) && id.starts_with(word))
}

impl Rule {
    /// As diagnostics name it.
    pub fn code(&'static self) -> &'static Code {
        self.code.get_or_init(|| Code {
            id: &self.id,
            name: &self.name,
            severity: self.severity,
            about: &self.why,
            mend: self.help.first().map_or("", String::as_str),
            once_per_site: false,
        })
    }

    /// Whether it finds fault with pages that are built, and not with what is
    /// checked already when they are.
    pub fn is_of_build(&self) -> bool {
        matches!(&self.check, Requirement::Builtin(name) if name == "build")
    }

    /// The severity by default: `None` if it is off.
    pub fn default_level(&self) -> Option<Severity> {
        (!self.off).then_some(self.severity)
    }
}
