//! Reads the settings, with the caller's options overriding them.

use super::Options;
use super::read::{Read, SharedDigest, digest_source, read_source};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::digest::{self, Digest};
use crate::base::folder::Folder;
use crate::model::required::RequiredVersion;
use crate::model::settings::{self, Settings};

impl Options {
    /// The digest of the settings, whose file is the first of `sources`, and of the caller's
    /// options.
    pub(super) fn digest(&self, settings: &Settings, sources: &[(String, Digest)]) -> Digest {
        let mut parts = digest::Parts::default();
        let file = sources.iter().find(|(path, _)| path == settings::FILE);
        parts.add(&file.map(|(_, digest)| *digest).unwrap_or_default());
        let base = settings.base_url.as_ref().map_or("", |url| url.as_str());
        parts.add(base.as_bytes());
        let flags = [
            self.drafts,
            self.placeholders,
            self.fragments,
            self.unreleased,
        ];
        parts.add(&flags.map(u8::from));
        parts.finish()
    }
}

/// Reads the settings. Settings that affect all pages go into `digest`, and the file into
/// `sources`.
pub(super) fn read(
    root: &Folder,
    options: &Options,
    digest: &mut SharedDigest,
    sources: &mut Vec<(String, Digest)>,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Settings> {
    let mut settings = match read_source(root, settings::FILE, faults) {
        Read::Source(source) => {
            digest.add(&source);
            sources.push((settings::FILE.to_owned(), digest_source(&source)));
            settings::read(&source, faults)
        }
        Read::Missing => {
            let others = ["policygen.yml", "policygen.toml", "policygen.json"];
            let found = others.into_iter().find(|name| root.has_file(name));
            faults.extend(found.map(|name| {
                Diagnostic::new(&codes::SETTINGS_NAME, format!("`{name}` is not read"))
                    .path(name)
                    .help(format!("put the settings in `{}`, as YAML", settings::FILE))
            }));
            Settings::default()
        }
        Read::Faulty => Settings::default(),
    };
    verify_version(&settings)?;
    if let Some(base) = &options.base_url {
        settings.base_url = Some(base.clone());
    }
    digest.text(settings.base_url.as_ref().map_or("", |url| url.as_str()));
    let flags = [
        (options.drafts, "drafts"),
        (options.placeholders, "placeholders"),
        (options.fragments, "fragments"),
        (options.unreleased, "unreleased"),
    ];
    for (is_set, name) in flags {
        digest.text(if is_set { name } else { "" });
    }
    Ok(settings)
}

/// Fails if the site requires another version of policygen.
pub(super) fn verify_version(settings: &Settings) -> anyhow::Result<()> {
    let required = settings.required_version.as_ref();
    match required.and_then(RequiredVersion::misfit) {
        Some(misfit) => Err(anyhow::Error::msg(misfit)),
        None => Ok(()),
    }
}
