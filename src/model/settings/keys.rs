//! The keys of the settings.

use super::frame::{HUB, SITE};
use super::{Redirects, Twins};
use crate::model::brand::BRAND;
use crate::model::front_matter::Numbering;
use crate::model::levels::SITE_CHECK;
use crate::model::limits::LIMITS;
use crate::model::tables::REGIMES;
use crate::schema::{Entity, Type, entity, opt};

/// The keys of `policygen.yaml`.
pub(crate) static SETTINGS: Entity = entity(
    "settings",
    &[
        opt("required_version", Type::Text)
            .says("The policygen versions for which the site is written, in quotes")
            .such_as("\">=0.1\""),
        opt("title", Type::Text)
            .says("The title of the site")
            .such_as("Acme legal"),
        opt("base_url", Type::Url)
            .says("The public URL of the site, for canonical links, the sitemap and feeds")
            .such_as("https://acme.example/legal/"),
        opt("language", Type::Language).says("The language of the pages (default: `en`)"),
        opt("theme", Type::Text)
            .says("The name of the theme")
            .such_as("default"),
        opt("output", Type::Text)
            .says("The output folder")
            .such_as("public"),
        opt("urls", Type::Enum(&["pretty", "flat"]))
            .says("The form of addresses: `/privacy/` (`pretty`) or `/privacy.html` (`flat`)"),
        opt("numbering", Type::Enum(Numbering::WORDS)).says("How sections are numbered"),
        opt("regimes", Type::List(&Type::Enum(REGIMES)))
            .says("The laws whose rule packs apply")
            .such_as("[gdpr, eprivacy]"),
        opt("paths", Type::Entity(&PATHS)).says("The folders of the site, relative to its root"),
        opt("site", Type::Entity(&SITE))
            .says("The header and footer of every page: the company’s site, its name, and links"),
        opt("hub", Type::Entity(&HUB)).says("The index page"),
        opt("brand", Type::Entity(&BRAND)).says("The logo, colours and fonts"),
        opt("headers", Type::Bool).says("Whether `_headers` is written, for hosts that read it"),
        opt("redirects", Type::List(&Type::Enum(Redirects::WORDS))).says(
            "Redirects for servers: `_redirects`, `.htaccess`, `redirects.nginx.conf`",
        ),
        opt("well_known", Type::Text)
            .says(
                "The output folder for the host’s `/.well-known/` files, if the site is not at the host’s root",
            )
            .such_as("well-known"),
        opt("nojekyll", Type::Bool).says("Whether `.nojekyll` is written, for GitHub Pages"),
        opt("exclude", Type::List(&Type::Text))
            .says("Patterns for files in the policies folder that are not published")
            .such_as("[\"drafts/**\"]"),
        opt("publish", Type::List(&Type::Text))
            .says("Patterns for files to publish that would otherwise be left out")
            .such_as("[\"*.pdf\"]"),
        opt("twins", Type::List(&Type::Enum(Twins::WORDS)))
            .says("The alternate formats that are written beside each page"),
        opt("check", Type::Entity(&SITE_CHECK))
            .says("Which rules run, and how severe their findings are"),
        opt("limits", Type::Entity(&LIMITS)).says("Limits on the evaluation of a page"),
        opt("extra", Type::Free)
            .says("Custom data for the templates of a theme")
            .such_as("{support_hours: 9 to 17}"),
    ],
);

static PATHS: Entity = entity(
    "paths",
    &[
        opt("facts", Type::Text)
            .says("Shared facts")
            .such_as("content/facts"),
        opt("policies", Type::Text)
            .says("Policies")
            .such_as("content/policies"),
        opt("clauses", Type::Text)
            .says("The site’s own clauses")
            .such_as("content/clauses"),
        opt("rules", Type::Text)
            .says("The site’s own rule packs")
            .such_as("content/rules"),
        opt("words", Type::Text)
            .says("The site’s own interface text")
            .such_as("content/words"),
        opt("releases", Type::Text)
            .says("Frozen texts of published versions")
            .such_as("content/releases"),
        opt("themes", Type::Text)
            .says("The site’s own themes")
            .such_as("themes"),
    ],
);
