//! Keys and tokens that must not be published.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// Private keys, and the keys and tokens of AWS, GitHub, GitLab, Slack and Stripe. Every build
/// compiles it, so it has no classes of Unicode, which take long to compile.
const KEYS: &str = r"(?-u)-----BEGIN (?:[A-Z]+ )*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|aws_secret_access_key\s*[=:]|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{40}|\bglpat-[\w-]{20}|\bxox[abprs]-[\w-]{10}|\b[rs]k_live_[A-Za-z0-9]{16}";

static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(KEYS).ok());

/// Finds the first key or token.
pub(crate) fn find(bytes: &[u8]) -> Option<Range<usize>> {
    Some(KEY.as_ref()?.find(bytes)?.range())
}
