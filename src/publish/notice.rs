//! Writes the notice about changes to subprocessors, for an email to customers.

use std::fmt::Write as _;

use super::ledger::{self, Happens, LedgerChange, Listed};
use super::subprocessors_feed;
use crate::base::dates::{self, Date};
use crate::base::escape;
use crate::document::markdown;
use crate::link::Index;
use crate::load::Site;
use crate::model::language::{Language, NoticeWords, fill};
use crate::model::record::Record;

/// The format of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeFormat {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML, to be inserted into a page or email.
    Html,
}

/// A notice to customers.
#[derive(Debug)]
pub struct Notice {
    /// The text to send.
    pub text: String,
    /// Companies with changes that the notice leaves out: they can’t access customers’ data.
    pub left_out: Vec<String>,
}

/// A part of a line.
enum Words {
    Plain(String),
    Markdown(String),
    /// The target of a link, and its text.
    Link(String, String),
}

/// A subprocessor and its details, as labels and words.
struct Item {
    name: String,
    lines: Vec<(String, Words)>,
}

/// Writes the notice about changes that were announced on or after a day or, if unannounced, made
/// on or after it.
pub(crate) fn write(site: &Site, index: &Index<'_>, since: Date, format: NoticeFormat) -> Notice {
    let language = site.languages.get(&site.settings.language);
    let notice = Writing {
        site,
        listed: Listed::find(site, index),
        words: &language.words.notice,
        language: &language,
    };
    let is_new = |change: &LedgerChange<'_>| change.date >= since;
    let mut changes = ledger::changes(&site.facts);
    changes.retain(is_new);
    let mut out = Out {
        format,
        text: String::new(),
    };
    if changes.is_empty() {
        let date = language.date(since);
        out.paragraph(&fill(&notice.words.none, &[("date", &date)]));
    } else {
        notice.write(&changes, &mut out);
    }
    Notice {
        text: out.text,
        left_out: left_out(site, since),
    }
}

/// The names of changed companies that only process data for which the site's company is the
/// controller.
fn left_out(site: &Site, since: Date) -> Vec<String> {
    let is_new = |entry: &Record<'_>| {
        let keys = ["announced_on", "effective_on", "removed_on"];
        let mut days = keys.iter().filter_map(|key| dates::parse(entry.word(key)?));
        days.any(|day| day >= since)
    };
    site.facts
        .records("subprocessors")
        .filter(|entry| !ledger::is_subprocessor(*entry))
        .filter(is_new)
        .filter_map(|entry| Some(entry.text("legal_name")?.into_owned()))
        .collect()
}

struct Writing<'a> {
    site: &'a Site,
    listed: Option<Listed>,
    words: &'a NoticeWords,
    language: &'a Language,
}

impl Writing<'_> {
    fn write(&self, changes: &[LedgerChange<'_>], out: &mut Out) {
        let words = self.words;
        out.title(&words.title);
        out.paragraph(&words.intro);
        for (happens, heading) in [
            (Happens::Added, &words.added),
            (Happens::Changed, &words.changed),
            (Happens::Removed, &words.removed),
        ] {
            let group = changes.iter().filter(|change| change.happens == happens);
            let items: Vec<Item> = group.map(|change| self.item(change)).collect();
            if !items.is_empty() {
                out.heading(heading);
                out.items(&items);
            }
        }
        let begins = |change: &LedgerChange<'_>| change.happens != Happens::Removed;
        if changes.iter().any(begins) {
            self.objections(out);
        }
        self.links(out);
    }

    /// Writes how customers can object, or that their consent is needed.
    fn objections(&self, out: &mut Out) {
        let facts = &self.site.facts;
        let Some(policy) = facts.record("subprocessor_policy") else {
            return;
        };
        if policy.word("authorisation") == Some("specific") {
            out.paragraph(&self.words.authorisation);
            return;
        }
        let contact = facts.record("contact").and_then(|it| it.record("privacy"));
        if let Some(contact) = contact.and_then(address)
            && policy.get("objection_period").is_some()
        {
            out.line(&self.words.object_to, &contact);
        }
    }

    /// Writes links to further information.
    fn links(&self, out: &mut Out) {
        let words = self.words;
        let link = |url: String| Words::Link(url.clone(), url);
        if let Some(listed) = &self.listed {
            out.line(&words.list, &link(listed.url.clone()));
        }
        if let Some(base) = &self.site.settings.base_url {
            let file = subprocessors_feed::FILE;
            out.line(&words.feed, &link(format!("{base}{file}")));
        }
        let policy = self.site.facts.record("subprocessor_policy");
        if let Some(url) = policy.and_then(|policy| policy.text("subscribe_url")) {
            out.line(&words.subscribe, &link(url.into_owned()));
        }
    }

    fn item(&self, change: &LedgerChange<'_>) -> Item {
        let (words, entry) = (self.words, change.entry);
        let name = entry.text("legal_name").unwrap_or_default();
        let mut name = match entry.text("trading_name") {
            Some(trading) => format!("{name} ({trading})"),
            None => name.into_owned(),
        };
        if entry.flag("optional") == Some(true) {
            name += &format!(", {}", words.optional);
        }
        let mut lines = Vec::new();
        let mut line = |label: &str, value: Option<Words>| {
            lines.extend(value.map(|value| (label.to_owned(), value)));
        };
        let before = change
            .replaces
            .filter(|_| change.happens == Happens::Changed);
        if change.happens == Happens::Removed {
            line(&words.until, self.day(entry, "removed_on"));
        } else {
            line(&words.from, self.day(entry, "effective_on"));
        }
        let purpose = |entry: Record<'_>| entry.text("purpose").map(|text| text.into_owned());
        let purpose = self.compared(&purpose, entry, before);
        line(&words.purpose, purpose.map(Words::Markdown));
        let mut facts = |label: &str, of: &dyn Fn(Record<'_>) -> Option<String>| {
            line(label, self.compared(of, entry, before).map(Words::Plain));
        };
        let places =
            |key| move |entry: Record<'_>| subprocessors_feed::places(entry, key, self.language);
        if change.happens != Happens::Removed {
            facts(&words.data, &|entry| self.data(entry));
            facts(&words.places, &places("locations"));
            facts(&words.access_from, &places("access_from"));
            facts(&words.safeguard, &|entry| self.safeguards(entry));
        }
        if change.happens == Happens::Added {
            let replaced = change.replaces.and_then(|other| other.text("legal_name"));
            let replaced = replaced.map(|name| Words::Plain(name.into_owned()));
            line(&words.replaces, replaced);
        }
        if change.happens != Happens::Removed {
            let until = ledger::objection_until(&self.site.facts, entry);
            let until = until.map(|day| Words::Plain(self.language.date(day)));
            line(&words.object_until, until);
        }
        Item { name, lines }
    }

    /// The current value, and the earlier one if it was different.
    fn compared(
        &self,
        of: &dyn Fn(Record<'_>) -> Option<String>,
        entry: Record<'_>,
        before: Option<Record<'_>>,
    ) -> Option<String> {
        let now = of(entry)?;
        Some(match before.and_then(of) {
            Some(before) if before != now => {
                fill(&self.words.before, &[("now", &now), ("before", &before)])
            }
            _ => now,
        })
    }

    fn day(&self, entry: Record<'_>, key: &'static str) -> Option<Words> {
        let day = entry.word(key).and_then(dates::parse)?;
        Some(Words::Plain(self.language.date(day)))
    }

    /// The labels of the categories of data.
    fn data(&self, entry: Record<'_>) -> Option<String> {
        let label = |id: &str| {
            let mut categories = self.site.facts.records("data_categories");
            let named = categories.find(|category| category.word("id") == Some(id));
            let label = named.and_then(|category| category.text("label"));
            label.map_or_else(|| id.to_owned(), |label| label.into_owned())
        };
        let labels: Vec<String> = entry
            .texts("data_categories")
            .map(|id| label(&id))
            .collect();
        (!labels.is_empty()).then(|| self.language.list(&labels))
    }

    /// The safeguards for data in other countries.
    fn safeguards(&self, entry: Record<'_>) -> Option<String> {
        let mechanisms = entry.record("transfer_mechanism")?.fields();
        let mut named: Vec<&str> = Vec::new();
        for (_, mechanism) in mechanisms {
            let Some(word) = mechanism.as_str().filter(|word| *word != "none_needed") else {
                continue;
            };
            let term = self
                .language
                .words
                .terms
                .get(word)
                .map_or(word, String::as_str);
            if !named.contains(&term) {
                named.push(term);
            }
        }
        (!named.is_empty()).then(|| self.language.list(&named))
    }
}

/// The first address at which a contact can be reached in writing or by phone.
fn address(contact: Record<'_>) -> Option<Words> {
    let text = |key| contact.text(key).map(|text| text.into_owned());
    if let Some(email) = text("email") {
        return Some(Words::Link(format!("mailto:{email}"), email));
    }
    if let Some(url) = text("url") {
        return Some(Words::Link(url.clone(), url));
    }
    text("phone").map(Words::Plain)
}

/// A notice that is being written.
struct Out {
    format: NoticeFormat,
    text: String,
}

impl Out {
    /// Adds an empty line between paragraphs.
    fn gap(&mut self) {
        if !self.text.is_empty() && self.format != NoticeFormat::Html {
            self.text.push('\n');
        }
    }

    fn title(&mut self, title: &str) {
        self.headed(1, title, '=');
    }

    fn heading(&mut self, heading: &str) {
        self.headed(2, heading, '-');
    }

    fn headed(&mut self, level: usize, text: &str, below: char) {
        self.gap();
        let words = self.escaped(text);
        let _ = match self.format {
            NoticeFormat::Text => {
                let rule: String = text.chars().map(|_| below).collect();
                writeln!(self.text, "{text}\n{rule}")
            }
            NoticeFormat::Markdown => writeln!(self.text, "{} {words}", "#".repeat(level)),
            NoticeFormat::Html => writeln!(self.text, "<h{level}>{words}</h{level}>"),
        };
    }

    fn paragraph(&mut self, text: &str) {
        self.gap();
        let words = self.escaped(text);
        let _ = match self.format {
            NoticeFormat::Html => writeln!(self.text, "<p>{words}</p>"),
            _ => writeln!(self.text, "{words}"),
        };
    }

    /// Adds a separate line with a label and words.
    fn line(&mut self, label: &str, words: &Words) {
        self.gap();
        let line = format!("{} {}", self.escaped(label), self.words(words));
        let _ = match self.format {
            NoticeFormat::Html => writeln!(self.text, "<p>{line}</p>"),
            _ => writeln!(self.text, "{line}"),
        };
    }

    fn items(&mut self, items: &[Item]) {
        let is_html = self.format == NoticeFormat::Html;
        self.gap();
        if is_html {
            self.text.push_str("<ul>\n");
        }
        for item in items {
            let name = self.escaped(&item.name);
            let _ = match self.format {
                NoticeFormat::Text => writeln!(self.text, "- {name}"),
                NoticeFormat::Markdown => writeln!(self.text, "- **{name}**"),
                NoticeFormat::Html => writeln!(self.text, "<li><strong>{name}</strong>\n<ul>"),
            };
            for (label, words) in &item.lines {
                let line = format!("{} {}", self.escaped(label), self.words(words));
                let _ = match self.format {
                    NoticeFormat::Text => writeln!(self.text, "  {line}"),
                    NoticeFormat::Markdown => writeln!(self.text, "  - {line}"),
                    NoticeFormat::Html => writeln!(self.text, "<li>{line}</li>"),
                };
            }
            if is_html {
                self.text.push_str("</ul></li>\n");
            }
        }
        if is_html {
            self.text.push_str("</ul>\n");
        }
    }

    fn escaped(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        match self.format {
            NoticeFormat::Text => out.push_str(text),
            NoticeFormat::Markdown => escape::markdown(text, &mut out),
            NoticeFormat::Html => escape::html_text(text, &mut out),
        }
        out
    }

    fn words(&self, words: &Words) -> String {
        match (words, self.format) {
            (Words::Plain(text), _) => self.escaped(text),
            (Words::Markdown(text), NoticeFormat::Text) => markdown::plain(text),
            (Words::Markdown(text), NoticeFormat::Markdown) => text.clone(),
            (Words::Markdown(text), NoticeFormat::Html) => markdown::inline(text),
            (Words::Link(_, shown), NoticeFormat::Text) => shown.clone(),
            (Words::Link(_, shown), NoticeFormat::Markdown) => format!("<{shown}>"),
            (Words::Link(href, shown), NoticeFormat::Html) => {
                let mut out = "<a href=\"".to_owned();
                escape::href(href, &mut out);
                out.push_str("\">");
                escape::html_text(shown, &mut out);
                out + "</a>"
            }
        }
    }
}
