//! Finds the folder of the site.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use policygen::model::settings;

/// The folder of the site: the one given or, from inside a site, the nearest parent folder with
/// settings.
#[allow(clippy::unnecessary_wraps, reason = "a parser of arguments")]
pub(super) fn find(given: &str) -> Result<PathBuf, Infallible> {
    let is_default = given == ".";
    let given = PathBuf::from(given);
    if !is_default || is_site(&given) {
        return Ok(given);
    }
    let here = std::env::current_dir().unwrap_or_default();
    let above = here.ancestors().skip(1).enumerate();
    let mut sites = above.filter(|(_, folder)| folder.join(settings::FILE).is_file());
    Ok(match sites.next() {
        Some((steps, _)) => std::iter::repeat_n("..", steps + 1).collect(),
        None => given,
    })
}

/// Fails if there is no site in a folder, for commands that need one.
pub(super) fn require(root: &Path) -> anyhow::Result<()> {
    if is_site(root) {
        return Ok(());
    }
    let place = match root == Path::new(".") {
        true => "here or in a parent folder".to_owned(),
        false => format!("in {}", root.display()),
    };
    anyhow::bail!(
        "there is no site {place}: no policygen.yaml, and no folder called content; \
         run this in a site, name its folder with `--root`, or create one with `policygen init`"
    )
}

/// Whether a folder has settings or a content folder.
fn is_site(folder: &Path) -> bool {
    folder.join(settings::FILE).exists() || folder.join("content").is_dir()
}

/// The path to a folder from the top of its Git repository, ending with `/` unless it is empty.
pub(super) fn below_repository(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mut above = folder.ancestors();
    let top = above.find(|folder| folder.join(".git").exists())?;
    let below = folder.strip_prefix(top).ok()?;
    let parts = below.components();
    Some(
        parts
            .map(|part| format!("{}/", part.as_os_str().to_string_lossy()))
            .collect(),
    )
}
