//! Themes: templates and assets.

use std::sync::Arc;

use tera::{ErrorKind, Tera};

use super::csp::Csp;
use super::theme_file;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::text::lower_first;

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
    /// The templates by name.
    templates: Vec<(String, Arc<Source>)>,
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
                    templates.push((name.to_owned(), Source::new(file.shown, text)));
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
            templates.iter().map(|(_, source)| source.text.as_str()),
            assets.iter().map(|(path, _)| path.as_str()),
        );
        if let Some(declared) = &declared {
            theme_file::read(declared, &mut csp, faults);
        }
        let mut theme = Self {
            tera: Tera::new(),
            templates: templates.clone(),
            csp,
            assets,
            wants_sections: templates
                .iter()
                .any(|(_, source)| source.text.contains("sections")),
            broken: false,
            is_own: templates
                .iter()
                .any(|(_, source)| !source.path.starts_with(BUILT_IN)),
        };
        theme.tera.autoescape_on([".html", ".xml"]);
        // Leave out faulty templates one by one, to find the faults of others.
        let mut left = templates;
        loop {
            let pairs = left.iter().map(|(name, source)| (name, &source.text));
            let Err(error) = theme.tera.add_raw_templates(pairs) else {
                break;
            };
            let found = theme.faults(&error);
            let count = left.len();
            left.retain(|(_, source)| {
                !found.iter().any(|fault| fault.file() == Some(&source.path))
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
        self.templates.iter().map(|(_, source)| source)
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

    /// Converts an error of the template engine to diagnostics.
    pub(super) fn faults(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let source = |name: &str| {
            let mut templates = self.templates.iter();
            let found = templates.find(|(known, _)| known == name);
            found.map(|(_, source)| source)
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let fault = Diagnostic::new(&codes::THEME, lower_first(report.message()));
                vec![match source(report.filename()) {
                    Some(source) => fault.at(source, report.span().range.clone()),
                    None => fault.path(report.filename()),
                }]
            }
            ErrorKind::MissingParent { current, parent } => {
                let fault = Diagnostic::new(
                    &codes::THEME,
                    format!("there is no template `{parent}` to extend"),
                );
                vec![match source(current) {
                    Some(source) => {
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
                    let Some(source) = source(name) else {
                        return fault.path(name);
                    };
                    let start = column.zip(line).and_then(|(column, line)| {
                        crate::clauses::offset(&source.text, line, column)
                    });
                    match start {
                        Some(start) => fault.at(source, start..start + 1),
                        None => fault.path(&source.path),
                    }
                })
                .collect(),
        }
    }
}
