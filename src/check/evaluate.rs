//! Requirements and conditions of packs, put to a page.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::areas;
use super::builtin::Stated;
use super::prose::{Block, Prose};
use super::rule::{
    Certainty, Condition, CountryIs, Each, Evidence, Forbid, Near, Need, Pattern, Replace,
    Requirement, Rule, ValueIs, Wanted, Words,
};
use super::view::{self, Entry, View};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Document;
use crate::facts::duration::Duration;
use crate::front_matter::FrontMatter;
use crate::language::Language;
use crate::link::CrossReference;
use crate::settings::Settings;
use crate::source::Place;
use crate::words::join_and;

/// A page as rules see it.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its document type.
    pub document: &'a str,
    /// The regimes that are switched on.
    pub regimes: &'a [String],
    /// Its facts.
    pub view: View<'a>,
    /// Its words.
    pub prose: Prose<'a>,
    /// The day that it is checked for.
    pub today: NaiveDate,
    /// Its language, as a BCP 47 tag.
    pub language: &'a str,
    /// The words of messages.
    pub english: Arc<Language>,
    /// The document.
    pub source: &'a Document<'a>,
    /// What it says about itself.
    pub front_matter: &'a FrontMatter,
    /// The site's settings.
    pub settings: &'a Settings,
    /// Its address.
    pub address: &'a str,
    /// The policies that it links to.
    pub leads_to: &'a [CrossReference],
    /// Durations in its prose, read when a rule asks.
    pub(crate) durations: OnceCell<Vec<Stated>>,
}

/// Facts that any page may print, whatever it speaks of.
const COMMON: &[&str] = &[
    "company",
    "service",
    "contact",
    "history",
    "changes",
    "controllers",
];

/// Something that is not as it has to be.
#[derive(Debug, Default)]
pub struct Lack {
    /// Where.
    pub spot: Spot,
    /// What the rule's message fills in.
    pub words: Vec<(&'static str, String)>,
    /// Of which entry, if it is about one.
    pub entry: Option<(String, usize)>,
    /// More labels.
    pub labels: Vec<(Place, String)>,
    /// More on how to mend it.
    pub help: Vec<String>,
    /// What mends it.
    pub fixes: Vec<Fix>,
}

/// Where something is lacking.
#[derive(Debug, Default)]
pub enum Spot {
    /// In the page as a whole.
    #[default]
    Page,
    /// In a file of facts, or front matter.
    Place(Place),
    /// In the prose.
    Text(Range<usize>),
    /// In the merged text.
    Merged(Range<usize>),
}

/// What became of a requirement.
#[derive(Debug)]
pub enum Outcome {
    /// It is met, by these.
    Pass(Vec<Answer>),
    /// It is not met.
    Fail(Vec<Lack>),
    /// Nothing on the page speaks of it; what is lacking, if it should.
    Open(Vec<Lack>),
    /// It depends on other pages: it is not met, if the site has none such.
    Site(Vec<Question>, Vec<Lack>),
}

/// What the rest of the site is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Whether it has a document of a type.
    Document(String),
    /// Whether some page links with one of these texts.
    Link(Vec<String>),
    /// Whether another page meets the rule with this id.
    Met(&'static str),
    /// Whether a policy, by its position, is of a document type.
    IsOf(usize, String),
    /// Whether there is a document of a type at an address.
    At(String, String),
}

/// What meets a requirement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// A fact, by its path.
    Fact(String),
    /// A section of a kind, by its first words in the merged text.
    Section(String, usize),
    /// Words in the merged text.
    Text(usize),
}

impl Lack {
    /// Something missing, in words.
    pub fn missing(what: impl Into<String>) -> Self {
        Self {
            words: vec![("missing", what.into())],
            ..Self::default()
        }
    }

    /// A finding in the prose.
    pub fn text(range: Range<usize>) -> Self {
        Self {
            spot: Spot::Text(range),
            ..Self::default()
        }
    }

    /// A finding in a file.
    pub fn place(place: Place) -> Self {
        Self {
            spot: Spot::Place(place),
            ..Self::default()
        }
    }

    /// A finding in a file, or in the page as a whole if it is in none.
    pub fn somewhere(place: Option<Place>) -> Self {
        place.map(Self::place).unwrap_or_default()
    }

    /// Fills in a word of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, word: impl Into<String>) -> Self {
        self.words.push((name, word.into()));
        self
    }

    /// Says something of another place.
    #[must_use]
    pub fn label(mut self, place: Option<Place>, says: impl Into<String>) -> Self {
        self.labels.extend(place.map(|place| (place, says.into())));
        self
    }

    /// Says more on how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// The key at the head of front matter that a page is known by.
const TITLE: &str = "title:";

/// Whether words can meet a requirement; headings are words that rules are
/// less sure of.
fn is_about_words(requirement: &Requirement, certainty: Certainty) -> bool {
    match requirement {
        Requirement::All(all) | Requirement::Any(all) => {
            all.iter().any(|one| is_about_words(one, certainty))
        }
        Requirement::Text(_) => true,
        Requirement::Section(_) | Requirement::Sections(_) => certainty != Certainty::Certain,
        _ => false,
    }
}

/// A kind of section in words: `dpa_deletion_or_return` is deletion or return.
fn spoken(kind: &str) -> String {
    let prefixes = ["dpa_", "dmca_", "vdp_", "sla_", "accessibility_"];
    let bare = prefixes.iter().find_map(|prefix| kind.strip_prefix(prefix));
    bare.unwrap_or(kind).replace('_', " ")
}

impl Page<'_> {
    /// Whether the page prints facts on its subject, so that what it lacks it
    /// probably does not say.
    pub fn speaks_from_facts(&self) -> bool {
        let is_about_people = matches!(
            self.document,
            "privacy" | "cookies" | "dpa" | "subprocessors"
        );
        self.view
            .printed()
            .names()
            .any(|name| !is_about_people || !COMMON.contains(&name))
    }

    /// Whether a rule looks for words that the page's prose would have: packs
    /// know English well enough for that.
    pub fn is_read_for(&self, rule: &Rule) -> bool {
        self.is_english() && is_about_words(&rule.check, rule.certainty)
    }

    /// Whether a requirement is about nothing but what the page says of itself
    /// in its front matter, or words that it has to have.
    pub fn asks_itself(&self, requirement: &Requirement) -> bool {
        match requirement {
            Requirement::All(all) | Requirement::Any(all) => {
                all.iter().all(|one| self.asks_itself(one))
            }
            Requirement::Fact(path)
            | Requirement::NotPast(path)
            | Requirement::MaxAge(super::rule::MaxAge { fact: path, .. }) => {
                view::top(path) == "page"
            }
            _ => false,
        }
    }

    /// Points a diagnostic at the head of the page: its title, or its first line.
    pub fn point_at_head(&self, diagnostic: Diagnostic) -> Diagnostic {
        let policy = self.prose.origin().policy;
        let text = &policy.text;
        let mut at = 0;
        let mut first = None;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let range = at..at + line.trim_end().len();
            at += line.len();
            let is_rule = line.trim_end() == "---";
            if line.starts_with(TITLE) || (index == 0 && !is_rule && !range.is_empty()) {
                return diagnostic.at(policy, range);
            }
            if index > 0 && is_rule {
                break;
            }
            if first.is_none() && !is_rule && !range.is_empty() {
                first = Some(range);
            }
        }
        match first {
            Some(range) => diagnostic.at(policy, range),
            None => diagnostic.path(&policy.path),
        }
    }

    /// Where a key of the front matter is written.
    pub fn key(&self, key: &str) -> Option<Place> {
        let policy = self.prose.origin().policy;
        let mut at = 0;
        for (index, line) in policy.text.split_inclusive('\n').enumerate() {
            if (line.trim_end() == "---") != (index == 0) {
                return None;
            }
            if line.split(':').next() == Some(key) {
                return Some(policy.place(at..at + line.trim_end().len()));
            }
            at += line.len();
        }
        None
    }

    /// Whether its language is English, which packs and code know best.
    pub fn is_english(&self) -> bool {
        self.language == "en" || self.language.starts_with("en-")
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(not) => !self.holds(not),
            Condition::Fact(path) => self.view.has(path),
            Condition::Stated(path) => self.view.is_stated(path),
            Condition::Value(value) => self.has_value(value),
            Condition::Some(entries) => entries
                .list
                .0
                .iter()
                .filter_map(|list| self.view.list(list))
                .flatten()
                .any(|entry| view::matches(entry.value, &entries.filter)),
            Condition::Country(country) => self.lies(country),
            Condition::Regime(regime) => self.regimes.contains(regime),
            Condition::Text(pattern) => pattern.is_in(&self.prose.text),
        }
    }

    fn has_value(&self, value: &ValueIs) -> bool {
        let values = self.view.values(&value.fact);
        values.iter().any(|found| value.is.has(&view::word(found)))
            || (values.is_empty() && value.is.has("false"))
    }

    fn lies(&self, country: &CountryIs) -> bool {
        let values = self.view.values(&country.fact);
        let any = |areas: &Words, lies: bool| {
            values
                .iter()
                .any(|value| areas::has(&areas.0, &view::word(value)) == lies)
        };
        country.inside.as_ref().is_none_or(|area| any(area, true))
            && country.outside.as_ref().is_none_or(|area| any(area, false))
    }

    /// Whether the page's prose may answer a rule.
    pub fn may_answer(&self, evidence: &Evidence) -> bool {
        evidence
            .sections
            .iter()
            .any(|kind| self.prose.has_own_kind(kind))
            || evidence
                .text
                .iter()
                .any(|pattern| pattern.is_in(&self.prose.text))
    }

    /// Puts a requirement to the page.
    pub fn evaluate(&self, requirement: &Requirement) -> Outcome {
        match requirement {
            Requirement::All(all) => all
                .iter()
                .map(|one| self.evaluate(one))
                .reduce(Outcome::and)
                .unwrap_or(Outcome::Pass(Vec::new())),
            Requirement::Any(any) => any
                .iter()
                .map(|one| self.evaluate(one))
                .reduce(Outcome::or)
                .unwrap_or(Outcome::Pass(Vec::new())),
            Requirement::Fact(path) => self.fact(path, self.view.has(path)),
            Requirement::Stated(path) => self.fact(path, self.view.is_stated(path)),
            Requirement::Each(each) => self.each(each),
            Requirement::AtLeast(wanted) => {
                let count: usize = wanted
                    .list
                    .0
                    .iter()
                    .filter(|list| self.view.prints(list))
                    .filter_map(|list| Some(self.view.list(list)?.len()))
                    .sum();
                match count >= wanted.count {
                    true => {
                        Outcome::Pass(wanted.list.0.iter().cloned().map(Answer::Fact).collect())
                    }
                    false => Outcome::Open(vec![self.absent(&wanted.list.0[0])]),
                }
            }
            Requirement::Includes(wanted) => {
                let there = self
                    .view
                    .list(&wanted.list)
                    .filter(|_| self.view.prints(&wanted.list));
                let is_there = there.is_some();
                let entries = there.unwrap_or_default();
                let has = |word: &str| {
                    entries
                        .iter()
                        .flat_map(|entry| view::inside(entry.value, &wanted.field))
                        .any(|value| view::word(value) == word)
                };
                let missing: Vec<String> = wanted
                    .values
                    .iter()
                    .filter_map(|value| match value {
                        Wanted::Always(value) => Some(value),
                        Wanted::When { value, when } => self.holds(when).then_some(value),
                    })
                    .filter(|value| !value.0.iter().any(|word| has(word)))
                    .map(|value| format!("`{}`", value.0.join("` or `")))
                    .collect();
                if missing.is_empty() {
                    return Outcome::Pass(vec![Answer::Fact(wanted.list.clone())]);
                }
                let mut lack = Lack::missing(join_and(&missing));
                if !is_there {
                    lack.help = self.absent(&wanted.list).help;
                    return Outcome::Open(vec![lack]);
                }
                if let Some(place) = self.view.place(&wanted.list) {
                    lack.spot = Spot::Place(place);
                }
                Outcome::Fail(vec![lack])
            }
            Requirement::Section(kind) => self.sections(std::slice::from_ref(kind)),
            Requirement::Sections(kinds) => self.sections(kinds),
            Requirement::Document(document) => Outcome::Site(
                vec![Question::Document(document.clone())],
                vec![Lack::default()],
            ),
            Requirement::Link(texts) => {
                Outcome::Site(vec![Question::Link(texts.clone())], vec![Lack::default()])
            }
            Requirement::Text(wanted) => {
                let found = wanted
                    .any
                    .iter()
                    .find_map(|pattern| self.find(pattern, wanted.section.as_deref()));
                match found {
                    Some(range) => {
                        Outcome::Pass(vec![Answer::Text(self.prose.merged(range).start)])
                    }
                    None => Outcome::Open(vec![Lack::default()]),
                }
            }
            Requirement::Forbid(forbid) => {
                let found = self.forbidden(forbid);
                match found.is_empty() {
                    true => Outcome::Pass(Vec::new()),
                    false => Outcome::Fail(found),
                }
            }
            Requirement::Compare(compare) => {
                let Some(found) = self
                    .view
                    .duration(&compare.fact)
                    .filter(|_| self.view.prints(&compare.fact))
                else {
                    return Outcome::Open(vec![self.absent(&compare.fact)]);
                };
                let long_enough = compare
                    .at_least
                    .is_none_or(|least| days(&found) >= days(&least));
                let short_enough = compare
                    .at_most
                    .is_none_or(|most| days(&found) <= days(&most));
                if long_enough && short_enough {
                    return Outcome::Pass(vec![Answer::Fact(compare.fact.clone())]);
                }
                let mut lack = Lack::default().with("value", self.english.duration(&found));
                lack.spot = self.spot(&compare.fact);
                Outcome::Fail(vec![lack])
            }
            Requirement::MaxAge(max) => {
                let Some(date) = self.view.date(&max.fact) else {
                    return Outcome::Open(vec![self.absent(&max.fact)]);
                };
                let expires = max.period.map(|period| after(date, &period));
                if expires.is_none_or(|expires| self.today <= expires) {
                    return Outcome::Pass(vec![Answer::Fact(max.fact.clone())]);
                }
                let age = (self.today - date).num_days();
                let mut lack = Lack::default()
                    .with("value", date.to_string())
                    .with("age", format!("{age} days"));
                lack.spot = self.spot(&max.fact);
                Outcome::Fail(vec![lack])
            }
            Requirement::NotPast(path) => match self.view.date(path) {
                Some(date) if date < self.today => {
                    let mut lack = Lack::default().with("value", date.to_string());
                    lack.spot = self.spot(path);
                    Outcome::Fail(vec![lack])
                }
                Some(_) => Outcome::Pass(vec![Answer::Fact(path.clone())]),
                None => Outcome::Open(vec![self.absent(path)]),
            },
            Requirement::Value(value) => {
                let there =
                    self.view.prints(&value.fact) && !self.view.values(&value.fact).is_empty();
                match (there, self.has_value(value)) {
                    (false, _) => Outcome::Open(vec![self.absent(&value.fact)]),
                    (true, true) => Outcome::Pass(vec![Answer::Fact(value.fact.clone())]),
                    (true, false) => {
                        let lack = Lack {
                            spot: self.spot(&value.fact),
                            ..Lack::default()
                        };
                        let found: Vec<String> = self
                            .view
                            .values(&value.fact)
                            .into_iter()
                            .map(view::word)
                            .collect();
                        Outcome::Fail(vec![lack.with("value", join_and(&found))])
                    }
                }
            }
            Requirement::Builtin(_) => Outcome::Pass(Vec::new()),
        }
    }

    fn fact(&self, path: &str, is_there: bool) -> Outcome {
        match is_there && self.view.prints(path) {
            true => Outcome::Pass(vec![Answer::Fact(path.to_owned())]),
            false => Outcome::Open(vec![self.absent(path)]),
        }
    }

    /// A fact that is not there, or that the page does not print.
    fn absent(&self, path: &str) -> Lack {
        let lack = Lack::missing(format!("`{path}`"));
        let top = view::top(path);
        if self.view.has(path) {
            return lack.help(format!(
                "the facts have `{path}`, but this page does not print it"
            ));
        }
        // Its page prints the rest of it: what is missing belongs there.
        match path != top && self.view.prints(path) {
            true => match self.view.place(path) {
                Some(place) => Lack {
                    spot: Spot::Place(place),
                    ..lack
                },
                None => lack,
            },
            false => lack,
        }
    }

    fn spot(&self, path: &str) -> Spot {
        let place = match path.strip_prefix("page.") {
            Some(key) => self.key(key),
            None => self.view.place(path),
        };
        place.map_or(Spot::Page, Spot::Place)
    }

    fn each(&self, each: &Each) -> Outcome {
        let lists: Vec<&String> = each
            .list
            .0
            .iter()
            .filter(|list| self.view.prints(list))
            .collect();
        let entries: Vec<Entry<'_>> = lists
            .iter()
            .filter_map(|list| self.view.list(list))
            .flatten()
            .filter(|entry| view::matches(entry.value, &each.filter))
            .collect();
        if entries.is_empty() {
            return Outcome::Open(Vec::new());
        }
        let lacks: Vec<Lack> = entries
            .iter()
            .filter_map(|entry| self.wants(*entry, &each.needs))
            .collect();
        match lacks.is_empty() {
            true => Outcome::Pass(lists.into_iter().cloned().map(Answer::Fact).collect()),
            false => Outcome::Fail(lacks),
        }
    }

    /// What an entry lacks of what it needs.
    fn wants(&self, entry: Entry<'_>, needs: &[Need]) -> Option<Lack> {
        let has = |path: &str| {
            let values = view::inside(entry.value, path);
            !values.is_empty() && values.iter().any(|value| view::is_something(value))
        };
        let missing: Vec<String> = needs
            .iter()
            .filter_map(|need| match need {
                Need::Field(path) => (!has(path)).then(|| format!("`{path}`")),
                Need::OneOf(paths) => (!paths.iter().any(|path| has(path))).then(|| {
                    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                    names.join(" or ")
                }),
                Need::Stated { stated } => {
                    let key = tera::value::Key::String(stated.as_str().into());
                    let said = entry
                        .value
                        .as_map()
                        .is_some_and(|map| map.contains_key(&key));
                    (!said).then(|| format!("`{stated}`"))
                }
                Need::Is { field, is } => {
                    let values = view::inside(entry.value, field);
                    let fits = values.iter().any(|value| is.has(&view::word(value)))
                        || (values.is_empty() && is.has("false"));
                    (!fits).then(|| format!("`{field}: {}`", is.0[0]))
                }
            })
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut lack = Lack::missing(join_and(&missing));
        if let Some(place) = self.view.place_of(entry) {
            lack.spot = Spot::Place(place);
        }
        lack.entry = Some((entry.list.to_owned(), entry.index));
        Some(lack)
    }

    fn sections(&self, kinds: &[String]) -> Outcome {
        let mut answers = Vec::new();
        let mut missing = Vec::new();
        for kind in kinds {
            match self.prose.block_of_kind(kind) {
                Some(block) => answers.push(Answer::Section(kind.clone(), block.merged.start)),
                None => missing.push(Lack::missing(spoken(kind))),
            }
        }
        match missing.is_empty() {
            true => Outcome::Pass(answers),
            false => Outcome::Open(merged(Vec::new(), missing)),
        }
    }

    /// The first match of a pattern, in a section of some kind.
    pub fn find(&self, pattern: &Pattern, section: Option<&str>) -> Option<Range<usize>> {
        self.matches(pattern, section)
            .next()
            .map(|(range, _)| range)
    }

    /// All matches of a pattern, in sections of some kind, with their blocks.
    pub fn matches<'s>(
        &'s self,
        pattern: &'s Pattern,
        section: Option<&'s str>,
    ) -> impl Iterator<Item = (Range<usize>, &'s Block)> {
        let prose = &self.prose;
        pattern
            .regex()
            .into_iter()
            .flat_map(|regex| regex.find_iter(&prose.text))
            .filter_map(|found| Some((found.range(), prose.block_at(found.start())?)))
            .filter(move |(_, block)| section.is_none_or(|kind| prose.is_in(block, kind)))
    }

    /// What mends a match, if it stands in a file as it is.
    fn replaced(&self, range: Range<usize>, replace: &[Replace]) -> Option<Fix> {
        let text = &self.prose.text[range.clone()];
        let mended = replace.iter().find_map(|Replace { this, by }| {
            let regex = this.regex()?;
            regex
                .is_match(text)
                .then(|| regex.replace(text, by.as_str()).into_owned())
        })?;
        let place = self.prose.place(self.prose.merged(range))?;
        let is_written = place.source.text.get(place.range.clone()) == Some(text);
        is_written.then_some(Fix {
            place,
            text: mended,
        })
    }

    fn forbidden(&self, forbid: &Forbid) -> Vec<Lack> {
        self.matches(&forbid.pattern, forbid.section.as_deref())
            .filter(|(range, block)| {
                let excused = forbid.unless.as_ref().is_some_and(|unless| {
                    let around = match forbid.near {
                        Near::Sentence => self.prose.sentence(range.clone()),
                        Near::Block => block.text.clone(),
                    };
                    unless.is_in(&self.prose.text[around])
                });
                !(excused || forbid.outside_links && self.prose.is_in_link(range.start))
            })
            .map(|(range, _)| {
                let text = self.prose.text[range.clone()].trim().to_owned();
                let fix = self.replaced(range.clone(), &forbid.replace);
                let mut lack = Lack::text(range).with("match", text);
                lack.fixes.extend(fix);
                lack
            })
            .collect()
    }
}

impl Outcome {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Pass(mut a), Self::Pass(b)) => {
                a.extend(b);
                Self::Pass(a)
            }
            (Self::Fail(a), Self::Fail(b) | Self::Open(b)) | (Self::Open(a), Self::Fail(b)) => {
                Self::Fail(merged(a, b))
            }
            (Self::Open(a), Self::Open(b)) => Self::Open(merged(a, b)),
            (other, Self::Pass(_)) | (Self::Pass(_), other) => other,
            (site @ Self::Site(..), Self::Open(_)) | (Self::Open(_), site @ Self::Site(..)) => site,
            (fail @ Self::Fail(_), Self::Site(..)) | (Self::Site(..), fail @ Self::Fail(_)) => fail,
            (Self::Site(mut a, lacks), Self::Site(b, _)) => {
                a.extend(b);
                Self::Site(a, lacks)
            }
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (pass @ Self::Pass(_), _) | (_, pass @ Self::Pass(_)) => pass,
            (Self::Site(mut a, lacks), Self::Site(b, _)) => {
                a.extend(b);
                Self::Site(a, lacks)
            }
            (site @ Self::Site(..), _) | (_, site @ Self::Site(..)) => site,
            (fail @ Self::Fail(_), _) | (_, fail @ Self::Fail(_)) => fail,
            (open, Self::Open(_)) => open,
        }
    }
}

/// One lack of what two requirements miss on the page as a whole; others stay
/// by themselves.
fn merged(mut a: Vec<Lack>, b: Vec<Lack>) -> Vec<Lack> {
    let is_whole = |lack: &Lack| {
        matches!(lack.spot, Spot::Page) && lack.words.iter().all(|(name, _)| *name == "missing")
    };
    for lack in b {
        match a.iter_mut().find(|other| is_whole(other)) {
            Some(first) if is_whole(&lack) => {
                for word in lack.words {
                    if !first.words.contains(&word) {
                        first.words.push(word);
                    }
                }
                for help in lack.help {
                    if !first.help.contains(&help) {
                        first.help.push(help);
                    }
                }
            }
            _ => a.push(lack),
        }
    }
    a
}

/// A duration in days, for comparing: a month has at least 28, at most 31.
/// Durations as rules have them differ by more than that.
fn days(duration: &Duration) -> f64 {
    f64::from(duration.years) * 365.25
        + f64::from(duration.months) * 30.44
        + f64::from(duration.weeks) * 7.0
        + f64::from(duration.days)
        + f64::from(duration.business_days) * 1.4
        + f64::from(duration.hours) / 24.0
        + f64::from(duration.minutes) / 1440.0
}

/// The day that lies a duration after another.
pub fn after(date: NaiveDate, duration: &Duration) -> NaiveDate {
    crate::dates::after(date, duration)
}

impl Rule {
    /// The message for something lacking.
    pub fn message_for(&self, lack: &Lack, page: &Page<'_>) -> String {
        fill(&self.message, |name| word_for(name, lack, page))
    }
}

fn word_for(name: &str, lack: &Lack, page: &Page<'_>) -> Option<String> {
    let words: Vec<&str> = lack
        .words
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, word)| word.as_str())
        .collect();
    if !words.is_empty() {
        return Some(join_and(&words));
    }
    let (list, index) = lack.entry.as_ref()?;
    let entry = page
        .view
        .list(list)?
        .into_iter()
        .find(|entry| entry.index == *index)?;
    let field = |path: &str| {
        let values: Vec<String> = view::inside(entry.value, path)
            .into_iter()
            .map(view::word)
            .collect();
        (!values.is_empty()).then(|| join_and(&values))
    };
    match name {
        // Short entries go without an id, or are known by another name.
        "id" | "name" => field(name)
            .or_else(|| field("id"))
            .or_else(|| field("legal_name"))
            .or_else(|| field("name"))
            .or_else(|| field("class"))
            .or_else(|| field("label")),
        "country" => field("locations").or_else(|| field("country")),
        _ => field(name),
    }
}

/// Fills in the names in braces; those that nothing is known of stay.
pub fn fill(template: &str, word: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                match word(name) {
                    Some(word) => out.push_str(&word),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                }
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
