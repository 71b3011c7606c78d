//! Themes: templates and assets.

use std::sync::Arc;

use tera::{Context, ErrorKind, Tera, Value};

use super::csp::Csp;
use super::data::{DocumentData, PageData, RedlineData, SiteData, toc_html};
use super::theme_file;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::base::text::lower_first;
use crate::model::language::Language;

/// A file of a theme.
#[derive(Debug)]
pub struct ThemeFile {
    /// Path within the theme, with `/`.
    pub path: String,
    /// Its bytes; templates are checked to be text when they are compiled.
    pub bytes: Vec<u8>,
    /// The path to show in messages.
    pub shown: String,
}

/// A theme, compiled.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    templates: Vec<Arc<Source>>,
    assets: Vec<(String, Vec<u8>)>,
    csp: Csp,
    /// Whether a template asks for the sections as data: they are many, and
    /// most themes do with the table of contents as it is.
    wants_sections: bool,
    /// Whether it can't be used; this was reported, and pages are left empty.
    broken: bool,
    /// Whether templates of it are the site's own.
    is_own: bool,
}

/// The template of pages.
pub(crate) const PAGE: &str = "page.html";
/// The template of pages that another site embeds.
pub(crate) const FRAGMENT: &str = "fragment.html";
/// The template of redlines.
const REDLINE: &str = "redline.html";
/// Templates that policygen asks for.
const REQUIRED: &[&str] = &[
    PAGE,
    FRAGMENT,
    "hub.html",
    "404.html",
    "redirect.html",
    REDLINE,
];

impl Theme {
    /// Compiles the templates below `templates/`; files below `assets/` are
    /// written to the output as they are. Faulty templates are reported.
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
            let name = file.path.strip_prefix("templates/");
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
            templates: templates
                .iter()
                .map(|(_, source)| Arc::clone(source))
                .collect(),
            csp,
            assets,
            wants_sections: templates
                .iter()
                .any(|(_, source)| source.text.contains("sections")),
            broken: false,
            is_own: templates
                .iter()
                .any(|(_, source)| !source.path.starts_with("<policygen>/")),
        };
        theme.tera.autoescape_on([".html", ".xml"]);
        // Faulty templates are left out one by one, to find what is wrong in others.
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
        // A theme that is not there at all was reported when it was looked for.
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

    /// Files that are written as they are, by output path.
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// Whether templates of it are the site's own, so that rendering may fail.
    pub(crate) fn is_own(&self) -> bool {
        self.is_own
    }

    /// Its templates.
    pub(super) fn templates(&self) -> &[Arc<Source>] {
        &self.templates
    }

    /// The Content Security Policy of pages.
    pub fn csp(&self) -> &Csp {
        &self.csp
    }

    /// A renderer for the pages of a site in `language`.
    pub fn renderer(&self, site: &SiteData, language: &Language) -> Renderer<'_> {
        let mut tera = self.tera.clone();
        tera.global_context().insert("site", site);
        tera.global_context()
            .insert_value("words", language.theme.clone());
        Renderer { theme: self, tera }
    }

    /// An error of the template engine as diagnostics.
    fn faults(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let source = |name: &str| {
            let ending = format!("templates/{name}");
            self.templates
                .iter()
                .find(|source| source.path.ends_with(&ending))
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
            // References that lead nowhere: a report for each, with a place.
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

/// Renders pages with a theme.
#[derive(Debug)]
pub struct Renderer<'a> {
    theme: &'a Theme,
    tera: Tera,
}

/// A template that can't be rendered, once for all pages that run into it.
pub(crate) type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

impl Renderer<'_> {
    /// The page of a policy, by one of [`PAGE`] and [`FRAGMENT`], into `out`. `root` is the way from the page to the
    /// site's root.
    pub fn page(
        &self,
        page: &PageData,
        language: &Language,
        content: &str,
        root: &str,
        template: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        out.clear();
        let mut context = Context::new();
        context.insert("page", page);
        context.insert_value("words", language.theme.clone());
        context.insert_value("content", Value::safe_string(content));
        let mut contents = String::with_capacity(4096);
        toc_html(&page.toc, &mut contents);
        context.insert_value("toc", Value::safe_string(&contents));
        if self.theme.wants_sections {
            context.insert("sections", &page.toc);
        }
        context.insert("root", root);
        self.render_into(template, &context, out)
    }

    /// A page of the hub. `page` and `content` are those of the root's own
    /// `index.md`, if there is one, and `language` is that page's.
    pub fn hub(
        &self,
        documents: &[DocumentData],
        page: Option<(&PageData, &str)>,
        language: &Language,
        pager: &Pager,
    ) -> Rendered {
        let mut context = Context::new();
        context.insert("documents", documents);
        context.insert_value("words", language.theme.clone());
        if let Some((page, content)) = page {
            context.insert("page", page);
            context.insert_value("content", Value::safe_string(content));
        }
        context.insert("pager", pager);
        context.insert("root", &pager.root);
        self.render("hub.html", &context)
    }

    /// The page for addresses that lead nowhere; `root` is absolute, as it is
    /// shown at any address.
    pub fn not_found(&self, root: &str) -> Rendered {
        let mut context = Context::new();
        context.insert("root", root);
        self.render("404.html", &context)
    }

    /// A page that leads on to the page of `title`, which is in `language`.
    pub fn redirect(
        &self,
        title: &str,
        language: &str,
        href: &str,
        canonical: Option<&str>,
        root: &str,
    ) -> Rendered {
        let mut context = Context::new();
        context.insert("title", title);
        context.insert("language", language);
        context.insert("href", href);
        context.insert("canonical", &canonical);
        context.insert("root", root);
        self.render("redirect.html", &context)
    }

    /// A redline, with its body as `content`.
    pub fn redline(
        &self,
        page: &RedlineData,
        language: &Language,
        content: &str,
        root: &str,
    ) -> Rendered {
        let mut context = Context::new();
        context.insert("page", page);
        context.insert_value("words", language.theme.clone());
        context.insert_value("content", Value::safe_string(content));
        context.insert("root", root);
        self.render(REDLINE, &context)
    }

    fn render(&self, template: &str, context: &Context) -> Rendered {
        let mut out = Vec::new();
        self.render_into(template, context, &mut out)?;
        Ok(out)
    }

    fn render_into(
        &self,
        template: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        if self.theme.broken {
            return Ok(());
        }
        self.tera
            .render_to(template, context, out)
            .map_err(|error| {
                // An error of rendering is one.
                let fault = self.theme.faults(&error).into_iter().next();
                Box::new(fault.unwrap_or_else(|| Diagnostic::new(&codes::THEME, error.to_string())))
            })
    }
}

/// Where a page of the hub stands among others.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Pager {
    /// Number of this page, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The page before, from the root.
    pub previous: Option<String>,
    /// The page after, from the root.
    pub next: Option<String>,
    /// The way to the root.
    pub root: String,
    /// The page's full URL, if the site has a base URL.
    pub canonical: Option<String>,
}
