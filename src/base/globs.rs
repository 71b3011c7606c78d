//! Patterns for paths, as in `.gitignore`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns for paths. A pattern without a slash matches a name in any folder, a pattern with a
/// slash the whole path. If a pattern matches a folder, it also matches the folder's contents.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
    /// The index of the pattern of each glob in the set.
    owners: Vec<usize>,
}

impl Globs {
    /// Compiles patterns. The error describes the first invalid one.
    pub fn new(patterns: &[String]) -> Result<Self, String> {
        let mut set = GlobSetBuilder::new();
        let mut owners = Vec::new();
        let mut clean = Vec::new();
        for (at, pattern) in patterns.iter().enumerate() {
            if pattern.starts_with('!') {
                return Err("patterns can't be negated".to_owned());
            }
            let trimmed = pattern.trim_start_matches("./");
            let bare = trimmed.trim_matches('/');
            if bare.is_empty() {
                return Err("the pattern is empty".to_owned());
            }
            let is_anchored = trimmed.trim_end_matches('/').contains('/');
            let head = if is_anchored { "" } else { "**/" };
            for tail in ["", "/**"] {
                let glob = GlobBuilder::new(&format!("{head}{bare}{tail}"))
                    .literal_separator(true)
                    .backslash_escape(true)
                    .build();
                set.add(glob.map_err(|error| error.kind().to_string())?);
                owners.push(at);
            }
            clean.push(bare.to_owned());
        }
        Ok(Self {
            patterns: clean,
            set: set.build().map_err(|error| error.kind().to_string())?,
            owners,
        })
    }

    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a path matches. The path is given in two forms: relative to the policies' folder,
    /// and relative to the root.
    pub fn matches(&self, below: &str, from_root: &str) -> bool {
        !self.is_empty() && (self.set.is_match(below) || self.set.is_match(from_root))
    }

    /// The indices of the patterns that match a path.
    pub fn matching(&self, below: &str, from_root: &str) -> Vec<usize> {
        let mut found = self.set.matches(below);
        found.extend(self.set.matches(from_root));
        found.into_iter().map(|glob| self.owners[glob]).collect()
    }

    /// Whether a pattern is exactly this path.
    pub fn names(&self, below: &str, from_root: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| pattern == below || pattern == from_root)
    }

    /// Whether a pattern begins with the path of this folder.
    pub fn names_below(&self, below: &str, from_root: &str) -> bool {
        let is_in = |pattern: &str, folder: &str| {
            let rest = pattern.strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| is_in(pattern, below) || is_in(pattern, from_root))
    }

    /// The patterns, without leading and trailing slashes.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }
}

#[cfg(test)]
mod tests {
    use super::Globs;

    fn matches(pattern: &str, path: &str) -> bool {
        let globs = Globs::new(&[pattern.to_owned()]).unwrap();
        globs.matches(path, &format!("content/policies/{path}"))
    }

    #[test]
    fn patterns_match_as_in_gitignore() {
        for (pattern, path, expected) in [
            ("*.bak", "a/b.bak", true),
            ("*.bak", "b.bak.md", false),
            ("drafts", "drafts/a/b.md", true),
            ("drafts/", "x/drafts/b.md", true),
            ("/drafts", "x/drafts/b.md", false),
            ("a/*.md", "a/b.md", true),
            ("a/*.md", "a/b/c.md", false),
            ("a/**", "a/b/c.md", true),
            ("**/c.md", "a/b/c.md", true),
            ("content/policies/a", "a/b.md", true),
            ("./a/b.md", "a/b.md", true),
            ("a.{pdf,csv}", "a.csv", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn only_whole_paths_name_a_file() {
        let globs = Globs::new(&["a/b.key".to_owned(), "*.pem".to_owned()]).unwrap();
        assert!(globs.names("a/b.key", "content/a/b.key"));
        assert!(!globs.names("b.key", "content/b.key"));
        assert!(!globs.names("x.pem", "content/x.pem"));
        assert!(globs.names_below("a", "content/a"));
        assert!(!globs.names_below("ab", "content/ab"));
    }
}
