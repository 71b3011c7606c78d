//! What every page knows of the site.

use crate::link::Directory;
use crate::load::Site;
use crate::publish::{self, hub};
use crate::render::data::{BrandData, SiteData, direction};

/// Sites with more documents than this have no list of them on every page; it
/// would make the output grow with the square of the site.
pub(super) const LISTED_ON_PAGES: usize = 200;

/// What every page is told of the site.
pub(super) fn site_data(site: &Site, directory: &Directory) -> SiteData {
    SiteData {
        title: site.settings.title.clone(),
        language: site.settings.language.clone(),
        direction: direction(&site.settings.language),
        base_url: site.settings.base_url.as_ref().map(ToString::to_string),
        documents: match site.tree.policies.len() <= LISTED_ON_PAGES {
            true => hub::documents(site, directory),
            false => Vec::new(),
        },
        feed: (!publish::feed::files(site, directory.iter()).is_empty())
            .then_some(publish::feed::FILE),
        brand: BrandData {
            logo: site.settings.brand.logo_file(),
        },
        csp: tera::Value::safe_string(&site.theme.csp().meta()),
        extra: site.settings.extra.clone(),
    }
}
