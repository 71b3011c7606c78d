//! The history of a document as HTML: its versions, latest first.

use crate::base::escape;
use crate::model::language::ThemeWords;
use crate::render::data::{ChangeData, DateData, VersionData};

/// Renders the list of versions, followed by `earlier` versions without their own pages. `document`
/// is the document’s page and its title, and `root` the path to the site’s root.
pub(crate) fn history(
    versions: &[VersionData],
    earlier: &[ChangeData],
    document: (&str, &str),
    words: &ThemeWords,
    root: &str,
) -> String {
    let mut html = Html {
        out: String::new(),
        root,
    };
    html.raw("<p>");
    html.link(document.0, document.1);
    html.raw("</p>\n<ol class=\"history\" reversed>\n");
    for version in versions {
        html.version(version, words);
    }
    for change in earlier {
        html.earlier(change, words);
    }
    html.raw("</ol>\n");
    html.out
}

struct Html<'a> {
    out: String,
    root: &'a str,
}

impl Html<'_> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape::html(text, &mut self.out);
    }

    fn link(&mut self, href: &str, text: &str) {
        self.raw("<a href=\"");
        let href = [self.root, href].concat();
        self.text(&href);
        self.raw("\">");
        self.text(text);
        self.raw("</a>");
    }

    fn date(&mut self, words: &str, date: &DateData) {
        self.text(words);
        self.raw(" <time datetime=\"");
        self.text(&date.iso);
        self.raw("\">");
        self.text(&date.text);
        self.raw("</time>");
    }

    fn version(&mut self, version: &VersionData, words: &ThemeWords) {
        self.raw("<li id=\"v");
        self.text(&version.id);
        self.raw("\">\n<h2>");
        self.link(
            &version.href,
            &format!("{} {}", words.version, version.version),
        );
        self.raw("</h2>\n<p>");
        match version.standing {
            "in_force" => {
                self.raw("<strong>");
                self.text(&words.status_in_force);
                self.raw("</strong>");
            }
            "upcoming" => {
                self.raw("<strong>");
                self.text(&words.status_upcoming);
                self.raw("</strong>");
            }
            _ => self.text(&words.status_superseded),
        }
        self.raw(" · ");
        self.date(&words.valid_from, &version.effective);
        if let Some(until) = &version.until {
            self.raw(" ");
            self.date(&words.valid_until, until);
        }
        self.raw("</p>\n<p>");
        // The first version has no changes.
        let weight = (!version.first).then(|| weight_in_words(version.weight, words));
        let parts = [weight, version.note.as_deref()].into_iter().flatten();
        self.text(&parts.collect::<Vec<_>>().join(": "));
        self.raw("</p>\n");
        let links = [
            (&version.redline, &words.what_changes),
            (&version.since, &words.changes_since),
        ];
        let mut before = "<p>";
        for (href, words) in links {
            if let Some(href) = href {
                self.raw(before);
                self.link(href, words);
                before = " · ";
            }
        }
        if before != "<p>" {
            self.raw("</p>\n");
        }
        self.raw("<p class=\"digest\">");
        self.text(&words.digest);
        self.raw(" <code>");
        self.text(&version.digest);
        self.raw("</code></p>\n</li>\n");
    }

    fn earlier(&mut self, change: &ChangeData, words: &ThemeWords) {
        self.raw("<li>\n<h2>");
        self.text(&format!("{} {}", words.version, change.version));
        self.raw("</h2>\n<p>");
        self.text(&words.status_superseded);
        self.raw(" · <time datetime=\"");
        self.text(&change.date.iso);
        self.raw("\">");
        self.text(&change.date.text);
        self.raw("</time>");
        if let Some(effective) = &change.effective {
            self.raw(" · ");
            self.date(&words.valid_from, effective);
        }
        self.raw("</p>\n<p>");
        let weight = change.weight.map(|weight| weight_in_words(weight, words));
        let parts = [weight, change.text.as_deref()].into_iter().flatten();
        self.text(&parts.collect::<Vec<_>>().join(": "));
        self.raw("</p>\n</li>\n");
    }
}

/// A change in one line of plain text.
pub(super) fn in_words(change: &ChangeData, words: &ThemeWords) -> String {
    let mut text = format!(
        "{} {} · {}",
        words.version, change.version, change.date.text
    );
    if let Some(effective) = &change.effective {
        text += &format!(" · {} {}", words.valid_from, effective.text);
    }
    for part in [
        change.weight.map(|weight| weight_in_words(weight, words)),
        change.text.as_deref(),
    ]
    .into_iter()
    .flatten()
    {
        text += " · ";
        text += part;
    }
    text
}

/// The weight of a change in words.
pub(super) fn weight_in_words<'w>(weight: &str, words: &'w ThemeWords) -> &'w str {
    match weight {
        "material" => &words.change_material,
        "minor" => &words.change_minor,
        _ => &words.change_editorial,
    }
}
