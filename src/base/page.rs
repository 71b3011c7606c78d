//! The IDs of pages.

/// Identifies a page: a policy in one variant (brand, region, language) and one version. For now,
/// sites have one variant and one version of each policy.
///
/// Ordered by policy, then variant, then version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId {
    policy: u32,
    variant: u16,
    version: u16,
}

impl PageId {
    /// The working text of a policy in its only variant. The policy is given by its index in
    /// [`Tree::policies`].
    ///
    /// [`Tree::policies`]: crate::base::tree::Tree::policies
    pub fn working(policy: usize) -> Self {
        Self {
            policy: u32::try_from(policy).unwrap_or(u32::MAX),
            variant: 0,
            version: 0,
        }
    }

    /// The index of the policy in [`Tree::policies`].
    ///
    /// [`Tree::policies`]: crate::base::tree::Tree::policies
    pub fn policy(self) -> usize {
        self.policy as usize
    }
}
