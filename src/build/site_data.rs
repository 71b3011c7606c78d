//! The site data that every page gets.

use crate::link::Directory;
use crate::load::Site;
use crate::publish;
use crate::publish::hub::{self, Listing};
use crate::render::data::{BrandData, SiteData, direction};

/// The maximum number of documents for which every page lists all of them. On larger sites, the
/// output would grow with the square of the number of documents.
pub(super) const LISTED_ON_PAGES: usize = 200;

/// The site data for every page.
pub(super) fn site_data(site: &Site, directory: &Directory) -> SiteData {
    let listing = Listing::new(site, directory.iter());
    let settings = &site.settings;
    SiteData {
        title: settings.title.clone(),
        language: settings.language.clone(),
        direction: direction(&settings.language),
        base_url: settings.base_url.as_ref().map(ToString::to_string),
        documents: match site.tree.policies.len() <= LISTED_ON_PAGES {
            true => hub::documents(&listing),
            false => Vec::new(),
        },
        frames: hub::frames(&listing),
        home: hub::home(site),
        owner: hub::owner(site),
        links: hub::links(&settings.frame.links),
        footer_links: hub::links(&settings.frame.footer_links),
        extra_css: site.theme.extra_css(),
        feed: (!publish::feed::files(site, directory.iter()).is_empty())
            .then_some(publish::feed::FILE),
        brand: BrandData {
            logo: settings.brand.logo_file(),
            logo_dark: settings.brand.logo_dark_file(),
            icon: settings.brand.icon_file(),
            image: settings.base_url.as_ref().and_then(|base| {
                let image = settings.brand.image_file()?;
                Some(format!("{base}{image}"))
            }),
            scheme: settings.brand.scheme.map(|scheme| scheme.word()),
        },
        csp: tera::Value::safe_string(&site.theme.csp().meta()),
        extra: settings.extra.clone(),
    }
}
