//! The files of the theme: the site's own, and the built-in ones.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use super::read::Read;
use super::{embedded, read, tree};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::folder::{Folder, LeadsOut};
use crate::base::text::{io_error, listed};
use crate::model::settings::{self, Settings};
use crate::render::ThemeFile;

/// The theme whose files the other themes inherit.
const DEFAULT: &str = "default";

/// The stylesheet to which the company's own colours and fonts are added.
const STYLESHEET: &str = "assets/policygen.css";

/// The theme's files: the site's own override those of the built-in theme of the same name, which
/// override those of the default theme.
pub(super) fn theme_files(
    root: &Folder,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<ThemeFile>> {
    let name = &settings.theme;
    let folder = own_folder(settings);
    let own = tree::all_files(root, &folder, faults)?;
    if own.is_empty() && embedded::theme(name).is_none() {
        faults.push(
            Diagnostic::new(&codes::UNKNOWN_THEME, format!("there is no theme `{name}`"))
                .path(&folder)
                .help(format!(
                    "built-in themes are {}; a custom theme is a folder in `{}`",
                    listed(theme_names()),
                    settings.paths.themes
                )),
        );
    }
    misplaced(&folder, &own, faults);
    let mut files: Vec<ThemeFile> = Vec::new();
    for path in own {
        let shown = format!("{folder}/{path}");
        match read::read_whole(root, &shown) {
            Ok(bytes) => files.push(ThemeFile { shown, path, bytes }),
            Err(error) => faults.push(read::cant_read(&shown, &error)),
        }
    }
    for file in built_in(name) {
        if !files.iter().any(|own| own.path == file.path) {
            files.push(file);
        }
    }
    let extended = extended(&files, name);
    files.extend(extended);
    for (what, path, to) in settings.brand.files() {
        match read::read_whole(root, path) {
            Ok(bytes) => {
                files.retain(|file| file.path != to);
                files.push(ThemeFile {
                    path: to,
                    bytes,
                    shown: path.to_owned(),
                });
            }
            Err(error) if LeadsOut::of(&error).is_some() => {
                faults.push(read::cant_read(path, &error));
            }
            Err(error) => faults.push(
                Diagnostic::new(
                    &codes::BRAND,
                    format!("can't read the {what}: {}", io_error(&error)),
                )
                .path(path),
            ),
        }
    }
    let css = settings.brand.css();
    for sheet in files.iter_mut().filter(|file| file.path.ends_with(".css")) {
        // The site may contain a copy of a built-in stylesheet.
        if let Some(compact) = COMPACT.get(&*sheet.bytes) {
            sheet.bytes.clone_from(compact);
        }
        if sheet.path == STYLESHEET {
            sheet.bytes.extend_from_slice(css.as_bytes());
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Reports files of the site that have the name of a built-in file but are in another folder, where
/// they override nothing.
fn misplaced(folder: &str, own: &[String], faults: &mut Vec<Diagnostic>) {
    let known = embedded::theme(DEFAULT).unwrap_or_default();
    for path in own.iter().filter(|path| !path.contains('/')) {
        let meant = known.iter().find(|file| {
            let name = file.path.rsplit_once('/');
            name.is_some_and(|(_, name)| name == path)
        });
        if let Some(meant) = meant {
            faults.push(
                Diagnostic::new(&codes::THEME, format!("`{path}` overrides nothing here"))
                    .path(format!("{folder}/{path}"))
                    .help(format!("move it to `{folder}/{}`", meant.path)),
            );
        }
    }
}

/// The built-in templates that the site's own templates extend or include, under the name of their
/// theme: `default/layout.html` exists even if the site has a `layout.html`.
fn extended(files: &[ThemeFile], name: &str) -> Vec<ThemeFile> {
    let own = |file: &&ThemeFile| file.is_template() && !file.is_built_in();
    let own: Vec<&ThemeFile> = files.iter().filter(own).collect();
    let mut names = vec![DEFAULT];
    names.extend((name != DEFAULT).then_some(name));
    let mut extended = Vec::new();
    for theme in names {
        for file in embedded::theme(theme).unwrap_or_default() {
            let Some(template) = file.path.strip_prefix("templates/") else {
                continue;
            };
            let called = format!("{theme}/{template}");
            let names_it =
                |own: &&ThemeFile| memchr::memmem::find(&own.bytes, called.as_bytes()).is_some();
            if own.iter().any(names_it) {
                extended.push(ThemeFile {
                    path: format!("templates/{called}"),
                    ..file
                });
            }
        }
    }
    extended
}

/// The built-in stylesheets, by their originals, without comments and white space that every reader
/// would have to download.
static COMPACT: LazyLock<HashMap<&[u8], Vec<u8>>> = LazyLock::new(|| {
    let sheets = embedded::stylesheets().into_iter();
    let compacted = sheets.filter_map(|sheet| {
        let text = std::str::from_utf8(sheet).ok()?;
        let css = minifier::css::minify(text).ok()?.to_string();
        Some((sheet, css.replace(";}", "}").into_bytes()))
    });
    compacted.collect()
});

/// The names of the built-in themes.
pub fn theme_names() -> Vec<&'static str> {
    embedded::theme_names()
}

/// The files of a site's theme.
#[derive(Debug)]
pub struct SiteTheme {
    /// Its name.
    pub name: String,
    /// The folder of the site's own files, from the root.
    pub folder: String,
    /// The paths of the site's own files.
    pub own: Vec<String>,
    /// The built-in files that the theme is based on, by path.
    pub built_in: Vec<(String, Vec<u8>)>,
}

/// Lists the theme files of the site in a folder, which may have no settings.
pub fn site_theme(root: &Path) -> anyhow::Result<SiteTheme> {
    let root = super::open_root(root)?;
    let faults = &mut Vec::new();
    let settings = match read::read_source(&root, settings::FILE, faults) {
        Read::Source(source) => settings::read(&source, faults),
        Read::Missing | Read::Faulty => Settings::default(),
    };
    let folder = own_folder(&settings);
    let mut built_in: Vec<(String, Vec<u8>)> = built_in(&settings.theme)
        .map(|file| (file.path, file.bytes))
        .collect();
    built_in.sort_unstable();
    Ok(SiteTheme {
        own: tree::all_files(&root, &folder, faults)?,
        name: settings.theme,
        folder,
        built_in,
    })
}

/// The folder of the site's own files.
fn own_folder(settings: &Settings) -> String {
    match settings.paths.themes.as_str() {
        "" => settings.theme.clone(),
        themes => format!("{themes}/{}", settings.theme),
    }
}

/// The files of a built-in theme, if one has this name, overriding those of the default theme.
fn built_in(name: &str) -> impl Iterator<Item = ThemeFile> {
    let mut files = embedded::theme(name).unwrap_or_default();
    if name != DEFAULT {
        for file in embedded::theme(DEFAULT).unwrap_or_default() {
            if !files.iter().any(|own| own.path == file.path) {
                files.push(file);
            }
        }
    }
    files.into_iter()
}
