//! Reports links without a target, with the reason if it is known.

use super::Linker;
use super::resolve::{Target, Wanted};
use crate::base::address;
use crate::base::diagnostic::{codes, suggestion};
use crate::base::tree::{NODE_MODULES, is_left_out};
use crate::model::publishing::set_aside_help;
use crate::model::settings;

impl Linker<'_> {
    /// Reports a link without a target on this site.
    pub(super) fn dead(
        &mut self,
        written: &str,
        path: &str,
        decoded: &str,
        joined: Option<&str>,
        is_own: bool,
        unnamed: bool,
    ) -> Result<Target, Wanted> {
        let plain = || Target {
            href: written.to_owned(),
            label: unnamed.then(|| written.to_owned()),
            internal: false,
        };
        let base = self.settings.base_url.as_ref();
        // A host may serve more than this site.
        let is_whole_host = base.is_none_or(|base| base.path() == "/");
        let is_of_host = !is_own && decoded.starts_with('/');
        let is_on_site = base.is_some() && is_whole_host;
        if is_of_host && !is_on_site && self.below_base_path(decoded).is_none() {
            return Ok(plain());
        }
        let is_own = is_own || is_of_host && is_on_site;
        let message = match is_own {
            true => format!("this site has no page or file at `{written}`"),
            false => format!("there is no page or file `{path}`"),
        };
        let wanted = |code, help| Wanted {
            code,
            message,
            help,
            meant: None,
        };
        if is_own && is_whole_host {
            let help =
                "correct the link; if another tool publishes the page, leave the link as it is";
            self.warned = Some(wanted(&codes::OWN_ADDRESS, Some(help.to_owned())));
            return Ok(plain());
        }
        let help = match joined {
            Some(path) => self.left_out(path).or_else(|| self.of_other_case(path)),
            None => self.below(decoded).or_else(|| {
                Some(format!(
                    "only files in `{}` are published: move the file there",
                    self.tree.shown("")
                ))
            }),
        };
        let help = help.or_else(|| self.near(decoded));
        let help = help.or_else(|| with_scheme(decoded));
        Err(wanted(&codes::DEAD_LINK, help))
    }

    /// The paths of all known files in the policies folder.
    fn files(&self) -> impl Iterator<Item = &str> {
        let policies = self.tree.policies.iter().map(|path| &**path);
        policies.chain(self.tree.assets.iter().map(|asset| &*asset.path))
    }

    /// Explains why a file that may exist has no page.
    fn left_out(&self, path: &str) -> Option<String> {
        let tree = self.tree;
        if tree.exclude.matches(path, &tree.shown(path)) {
            return Some(format!(
                "the file is excluded by `exclude` in {}",
                settings::FILE
            ));
        }
        let names = [path.to_owned(), format!("{path}.md")];
        if let Some(found) = names.iter().find(|path| tree.is_set_aside(path)) {
            return Some(set_aside_help(found));
        }
        let mut parts = path.split('/');
        if let Some(name) =
            parts.find(|name| is_left_out(name.as_bytes()) || name.as_bytes() == NODE_MODULES)
        {
            return Some(format!(
                "policygen ignores `{name}`: hidden files, editor backups and `node_modules` are not published"
            ));
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files()
            .find(|file| file.starts_with(&folder))
            .map(|file| {
                let link = address::relative(self.path, file);
                format!(
                    "this is a folder without `index.md`; link to a file in it, such as `{link}`"
                )
            })
    }

    /// Suggests a file with the same path in the policies folder, for a link that leads out of it.
    fn below(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches("../");
        let found = self.files().find(|file| *file == path)?;
        let link = address::relative(self.path, found);
        Some(format!("did you mean `{link}`?"))
    }

    /// Suggests a file whose path differs only in case.
    fn of_other_case(&self, path: &str) -> Option<String> {
        let path = path.to_lowercase();
        let found = self.files().find(|file| file.to_lowercase() == path)?;
        let link = address::relative(self.path, found);
        Some(format!(
            "did you mean `{link}`? File names are case-sensitive"
        ))
    }

    /// Suggests a policy whose file name is similar to the missing one.
    fn near(&self, path: &str) -> Option<String> {
        let others = self.tree.policies.iter().take(1000);
        let others = others.filter(|known| ***known != *self.path);
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let found = match TEXTS.contains(&ending) {
            true => others.clone().find(|known| {
                let known = file(known).rsplit_once('.').map(|(stem, _)| stem);
                known == Some(file(stem))
            }),
            false => None,
        };
        let found = found.or_else(|| {
            let name = suggestion(file(path), others.clone().map(|known| file(known)))?;
            others.clone().find(|known| file(known) == name)
        })?;
        let link = address::relative(self.path, found);
        Some(format!("did you mean `{link}`?"))
    }
}

/// Extensions of documents that may have been converted to policies.
const TEXTS: &[&str] = &[
    "adoc", "doc", "docx", "markdown", "mdown", "mdx", "mkd", "rst", "txt",
];
/// Extensions of other files, which are not taken for the end of a host name.
const FILES: &[&str] = &[
    "css", "csv", "gif", "htm", "html", "jpeg", "jpg", "js", "json", "md", "odt", "pdf", "png",
    "pptx", "rtf", "svg", "webp", "xlsx", "xml", "yaml", "yml", "zip",
];

/// The last part of a path.
fn file(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, file)| file)
}

/// Suggests a scheme for a path that looks like a web or email address.
fn with_scheme(path: &str) -> Option<String> {
    let (host, rest) = path.split_once('/').unwrap_or((path, ""));
    if let Some((_, mail)) = path.split_once('@')
        && rest.is_empty()
        && mail.contains('.')
    {
        return Some(format!("write `mailto:{path}` if it is an email address"));
    }
    let (name, last) = host.rsplit_once('.')?;
    let is_host = !name.is_empty()
        && !name.starts_with('.')
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (host.starts_with("www.")
            || !rest.is_empty()
            || !(TEXTS.contains(&last) || FILES.contains(&last)));
    is_host.then(|| format!("write `https://{path}` if it is a website"))
}
