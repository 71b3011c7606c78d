//! Renders pages with a theme.

use tera::{Context, ErrorKind, Tera, Value};

use super::data::{DocumentData, HubData, PageData, RedlineData, SiteData};
use super::template::{self, Counted};
use super::theme::{REDLINE, Theme};
use super::toc::toc_html;
use crate::base::diagnostic::{Diagnostic, codes};
use crate::model::language::Language;
use crate::template::budget;

/// What a page of the hub may take for each entry, in addition to the limit for a page, in bytes.
const FOR_EACH_ENTRY: u64 = 16 * 1024;

/// Renders pages with a theme.
#[derive(Debug)]
pub struct Renderer<'a> {
    theme: &'a Theme,
    tera: Tera,
    /// How much work the site's own templates may take for one page, in bytes.
    limit: u64,
}

/// The bytes of a page, or the fault of its template, which is reported once
/// for all pages.
pub(crate) type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

impl Theme {
    /// A renderer for the pages of a site in `language`. `limit` states how much text the site's
    /// own templates may read, produce or copy for one page, in bytes.
    pub fn renderer(&self, site: &SiteData, language: &Language, limit: u64) -> Renderer<'_> {
        let mut tera = self.tera.clone();
        tera.global_context().insert("site", site);
        tera.global_context()
            .insert_value("words", language.theme.clone());
        Renderer {
            theme: self,
            tera,
            limit,
        }
    }
}

impl Renderer<'_> {
    /// Renders the page of a policy with [`PAGE`] or [`FRAGMENT`] into `out`. `root` is the path
    /// from the page to the site's root.
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
        let limit = self.limit.saturating_add(content.len() as u64);
        self.render_into(template, &context, limit, out)
    }

    /// Renders a page of the hub. `page` is the data and content of the root's own `index.md`, or
    /// of its translation, if there is one. `language` is the hub page's language.
    pub fn hub(
        &self,
        documents: &[DocumentData],
        hub: &HubData,
        page: Option<(&PageData, &str)>,
        language: &Language,
        pager: &Pager,
    ) -> Rendered {
        let mut context = Context::new();
        context.insert("documents", documents);
        context.insert("hub", hub);
        context.insert_value("words", language.theme.clone());
        if let Some((page, content)) = page {
            context.insert("page", page);
            context.insert_value("content", Value::safe_string(content));
        }
        context.insert("pager", pager);
        context.insert("root", &pager.root);
        let entries = FOR_EACH_ENTRY.saturating_mul(documents.len() as u64);
        self.render_within("hub.html", &context, self.limit.saturating_add(entries))
    }

    /// Renders the page for unknown addresses. `root` is absolute, because the page is shown at any
    /// address.
    pub fn not_found(&self, root: &str) -> Rendered {
        let mut context = Context::new();
        context.insert("root", root);
        self.render("404.html", &context)
    }

    /// Renders a redirect to the page at `href`, which has this `title` and `language`.
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

    /// Renders a redline whose body is `content`.
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
        self.render_within(template, context, self.limit)
    }

    fn render_within(&self, template: &str, context: &Context, limit: u64) -> Rendered {
        let mut out = Vec::new();
        self.render_into(template, context, limit, &mut out)?;
        Ok(out)
    }

    fn render_into(
        &self,
        template: &str,
        context: &Context,
        limit: u64,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        if self.theme.broken {
            return Ok(());
        }
        budget::begin(limit);
        let result = match self.theme.is_own() {
            true => self.tera.render_to(template, context, Counted(out)),
            false => self.tera.render_to(template, context, out),
        };
        result.map_err(|error| {
            if matches!(error.kind(), ErrorKind::Io(_)) {
                let fault = template::too_much();
                return Box::new(match self.theme.template(template) {
                    Some(template) => fault.path(&template.source.path),
                    None => fault,
                });
            }
            let plain = template::hides_name(&error).then(|| self.plain_error(template, context));
            // A rendering error has only one fault.
            let faults = match plain.flatten() {
                Some(error) => self.theme.faults(&error, false),
                None => self.theme.faults(&error, true),
            };
            let fault = faults.into_iter().next();
            Box::new(fault.unwrap_or_else(|| Diagnostic::new(&codes::THEME, error.to_string())))
        })
    }

    /// The error of a page whose rendering failed, without counting filters. Rendering comes to the
    /// same point with the same work.
    fn plain_error(&self, template: &str, context: &Context) -> Option<tera::Error> {
        let mut plain = self.tera.clone();
        plain.add_raw_templates(self.theme.own_templates()).ok()?;
        plain.render(template, context).err()
    }
}

/// The position of a hub page among the others.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Pager {
    /// Number of this page, from 1.
    pub number: usize,
    /// The number of pages.
    pub count: usize,
    /// The previous page, from the root.
    pub previous: Option<String>,
    /// The next page, from the root.
    pub next: Option<String>,
    /// The path to the root.
    pub root: String,
    /// The page's full URL, if the site has a base URL.
    pub canonical: Option<String>,
}
