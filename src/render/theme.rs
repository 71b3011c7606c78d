//! Themes: templates and assets.

use std::sync::Arc;

use tera::{ErrorKind, Tera};

use super::csp::Csp;
use super::template::{self, Template};
use super::theme_file;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::text::lower_first;
use crate::template::counted;

/// A file of a theme.
#[derive(Debug)]
pub struct ThemeFile {
    /// The path within the theme, with `/`.
    pub path: String,
    /// Its bytes; templates are checked to be text when they are compiled.
    pub bytes: Vec<u8>,
    /// The path to show in messages.
    pub shown: String,
}

impl ThemeFile {
    pub(crate) fn is_template(&self) -> bool {
        self.path.starts_with(TEMPLATES)
    }

    pub(crate) fn is_built_in(&self) -> bool {
        self.shown.starts_with(BUILT_IN)
    }
}

const TEMPLATES: &str = "templates/";
const BUILT_IN: &str = "<policygen>/";

/// A compiled theme.
#[derive(Debug)]
pub struct Theme {
    pub(super) tera: Tera,
    templates: Vec<Template>,
    assets: Vec<(String, Vec<u8>)>,
    csp: Csp,
    /// Whether a template uses the sections as data. They are large, and most themes need only the
    /// rendered table of contents.
    pub(super) wants_sections: bool,
    /// Whether the theme is unusable, which has been reported; its pages are empty.
    pub(super) broken: bool,
    /// Whether any of its templates are the site's own.
    is_own: bool,
}

/// The template of pages.
pub(crate) const PAGE: &str = "page.html";
/// The template of pages for embedding in another site.
pub(crate) const FRAGMENT: &str = "fragment.html";
/// A stylesheet that a site adds to a theme.
const EXTRA_CSS: &str = "assets/extra.css";
/// The template of redlines.
pub(super) const REDLINE: &str = "redline.html";
/// Templates that policygen requires.
const REQUIRED: &[&str] = &[
    PAGE,
    FRAGMENT,
    "hub.html",
    "404.html",
    "redirect.html",
    REDLINE,
];

impl Theme {
    /// Compiles the templates in `templates/`; files in `assets/` are written to the output
    /// unchanged. Faulty templates are reported.
    pub fn compile(name: &str, files: Vec<ThemeFile>, faults: &mut Vec<Diagnostic>) -> Self {
        let before = faults.len();
        let mut templates = Vec::new();
        let mut assets = Vec::new();
        let mut declared = None;
        for file in files {
            if file.path.starts_with("assets/") {
                assets.push((file.path, file.bytes));
                continue;
            }
            let name = file.path.strip_prefix(TEMPLATES);
            if name.is_none() && file.path != theme_file::FILE {
                continue;
            }
            match (String::from_utf8(file.bytes), name) {
                (Ok(text), Some(name)) => {
                    let is_own = !file.shown.starts_with(BUILT_IN);
                    let source = Source::new(file.shown, text);
                    templates.push(Template::new(name.to_owned(), source, is_own));
                }
                (Ok(text), None) => declared = Some(Source::new(file.shown, text)),
                (Err(_), name) => {
                    let what = name.map_or("file", |_| "template");
                    faults.push(
                        Diagnostic::new(&codes::NOT_UTF8, format!("the {what} is not UTF-8"))
                            .path(&file.shown),
                    );
                }
            }
        }
        let mut csp = Csp::of(
            templates.iter().map(Template::source_text),
            assets.iter().map(|(path, _)| path.as_str()),
        );
        if let Some(declared) = &declared {
            theme_file::read(declared, &mut csp, faults);
        }
        let is_own = templates.iter().any(Template::is_own);
        let mut theme = Self {
            tera: Tera::new(),
            csp,
            assets,
            wants_sections: templates
                .iter()
                .any(|template| template.source_text().contains("sections")),
            broken: false,
            is_own,
            templates,
        };
        theme.tera.autoescape_on([".html", ".xml"]);
        if is_own {
            counted::register(&mut theme.tera, template::PRINTING);
        }
        // Leave out faulty templates one by one, to find the faults of others.
        let mut left: Vec<&Template> = theme.templates.iter().collect();
        loop {
            let pairs = left.iter();
            let pairs = pairs.map(|template| (template.name(), template.compiled_text()));
            let Err(error) = theme.tera.add_raw_templates(pairs) else {
                break;
            };
            let found = theme.faults(&error, true);
            let count = left.len();
            left.retain(|template| {
                let path = &template.source.path;
                !found.iter().any(|fault| fault.file() == Some(path))
            });
            faults.extend(found);
            if left.len() == count {
                break;
            }
        }
        // An entirely missing theme was reported when it was looked up.
        if !theme.templates.is_empty() && faults.len() == before {
            for required in REQUIRED {
                if !theme.tera.contains_template(required) {
                    faults.push(Diagnostic::new(
                        &codes::THEME,
                        format!("theme `{name}` has no template `{required}`"),
                    ));
                }
            }
        }
        theme.broken = faults.len() > before || theme.templates.is_empty();
        theme
    }

    /// The files that are written unchanged, by output path.
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// Whether any of its templates are the site's own, so that rendering may
    /// fail.
    pub(crate) fn is_own(&self) -> bool {
        self.is_own
    }

    pub(super) fn templates(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.templates.iter().map(|template| &template.source)
    }

    /// The site's own stylesheet, which is loaded after the theme's.
    pub(crate) fn extra_css(&self) -> Option<&'static str> {
        let mut assets = self.assets.iter();
        assets
            .any(|(path, _)| path == EXTRA_CSS)
            .then_some(EXTRA_CSS)
    }

    /// The Content Security Policy of pages.
    pub fn csp(&self) -> &Csp {
        &self.csp
    }

    /// The site's own templates, as written.
    pub(super) fn own_templates(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.templates.iter().filter(|template| template.is_own());
        own.map(|template| (template.name(), template.source_text()))
    }

    pub(super) fn template(&self, name: &str) -> Option<&Template> {
        let mut templates = self.templates.iter();
        templates.find(|template| template.name() == name)
    }

    /// Converts an error of the template engine to diagnostics. `is_metered` states whether the
    /// site's own templates had counting filters.
    pub(super) fn faults(&self, error: &tera::Error, is_metered: bool) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let fault = template::fault(report.message());
                vec![match self.template(report.filename()) {
                    Some(template) => {
                        let range = &report.span().range;
                        let range = match is_metered {
                            true => template.original(range),
                            false => range.clone(),
                        };
                        fault.at(&template.source, range)
                    }
                    None => fault.path(report.filename()),
                }]
            }
            ErrorKind::MissingParent { current, parent } => {
                let fault = Diagnostic::new(
                    &codes::THEME,
                    format!("there is no template `{parent}` to extend"),
                );
                vec![match self.template(current) {
                    Some(Template { source, .. }) => {
                        let start = source.text.find(parent.as_str()).unwrap_or(0);
                        fault.at(source, start..start + parent.len())
                    }
                    None => fault.path(current),
                }]
            }
            // Broken references: each has its own report, with a place.
            other => other
                .to_string()
                .split("\n\n")
                .map(|report| {
                    let mut lines = report.lines();
                    let message = lines.next().unwrap_or_default();
                    let message = message.strip_prefix("error: ").unwrap_or(message);
                    let fault = Diagnostic::new(&codes::THEME, lower_first(message));
                    let place = lines
                        .next()
                        .and_then(|line| line.trim().strip_prefix("--> "));
                    let Some(mut parts) = place.map(|place| place.rsplitn(3, ':')) else {
                        return fault;
                    };
                    let mut number = || parts.next().and_then(|part| part.parse().ok());
                    let (column, line) = (number(), number());
                    let name = parts.next().unwrap_or_default();
                    let Some(template) = self.template(name) else {
                        return fault.path(name);
                    };
                    let start = column.zip(line).and_then(|(column, line)| {
                        crate::clauses::offset(template.compiled_text(), line, column)
                    });
                    match start {
                        Some(start) => {
                            let start = template.original(&(start..start)).start;
                            fault.at(&template.source, start..start + 1)
                        }
                        None => fault.path(&template.source.path),
                    }
                })
                .collect(),
        }
    }
}
