//! Repeats work on a site whenever the site changes.

use std::path::{Path, PathBuf};

use super::watch::{Places, Watch};
use crate::base::folder::with_slashes;
use crate::load;
use crate::model::settings::Settings;

/// Calls `work` for the site in `root` now, and again whenever the site changes. `work` receives
/// the changed files, if known, and returns the output folder and the settings if it could read
/// them. Returns on the first error, or when no more changes are possible.
pub fn keep_up(
    root: &Path,
    poll: bool,
    mut work: impl FnMut(&[String]) -> anyhow::Result<Option<(PathBuf, Settings)>>,
) -> anyhow::Result<()> {
    let root = load::absolute(root)?;
    // The settings may name other folders once they are read.
    let usual = Settings::default();
    let places = Places::of(&root, &root.join(&usual.output), &usual);
    let mut watch = Watch::new(places, poll)?;
    let mut changed = Vec::new();
    loop {
        // Changes made in folders before they were watched would be missed.
        let mut again = true;
        while again {
            let made_of = work(&changed)?;
            let places = made_of.map(|(out, settings)| Places::of(&root, &out, &settings));
            again = watch.turn_to(places)?;
        }
        let Some(changes) = watch.wait() else {
            return Ok(());
        };
        // A folder is also reported when its contents change.
        let files = changes.iter().filter(|path| !path.is_dir());
        let below = files.filter_map(|path| {
            let path = path.strip_prefix(&root).ok()?.to_str()?;
            Some(with_slashes(path))
        });
        changed = below.collect();
        changed.sort();
    }
}
