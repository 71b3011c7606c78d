//! Finds the policy that a command is about.

use policygen::base::diagnostic::did_you_mean;
use policygen::base::text::listed;
use policygen::build;
use policygen::load::Site;

/// Finds a policy by its file, its path relative to the policies’ folder without the extension, or
/// the path of its page.
pub(super) fn find(site: &Site, name: &str) -> anyhow::Result<usize> {
    match build::find_policy(site, name) {
        Some(found) => Ok(found),
        None if site.tree.policies.is_empty() => {
            super::root::require(site.root.path())?;
            anyhow::bail!("the site has no policies")
        }
        None => Err(unknown(site, name)),
    }
}

/// The message for an unknown policy.
fn unknown(site: &Site, name: &str) -> anyhow::Error {
    let policies = || site.tree.policies.iter().map(|path| &**path);
    let help = did_you_mean(name, policies()).unwrap_or_else(|| {
        let some: Vec<&str> = policies().take(10).collect();
        format!("the policies are {}", listed(some))
    });
    anyhow::anyhow!("there is no policy `{name}`; {help}")
}
