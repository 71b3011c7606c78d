//! Diagnostics about the output folder and releases.

use super::Code;
use super::Severity::{Error, Info, Warning};
use super::codes;

codes! {
    /// The file system of the output folder has no locks, so policygen can't keep two builds apart.
    NO_LOCK = "OUT101" "no-lock" Warning
        "Run one build into the folder at a time, or build into a folder on another disk and copy it.";
    /// A build was interrupted while it replaced files, and the files that it had not yet put in
    /// place are gone.
    INTERRUPTED = "OUT102" "interrupted-build" Warning
        "Run `policygen build`. It replaces every file that an earlier build wrote.";
    /// A stale file was changed since policygen wrote it, and is kept.
    CHANGED_FILE = "OUT103" "changed-file" Warning
        "Remove the file, or keep it under another name.";
    /// An output file whose name would be longer than file systems allow.
    LONG_NAME = "OUT104" "long-name" Error
        "Set a shorter `slug` in the policy, or rename the file or folder. A name may have up to 255 bytes, including its extension.";
    /// A page with a new address and no redirect from the old one.
    MOVED_PAGE = "OUT105" "moved-page" Warning
        "Add the old address to `aliases` in the front matter, so that links from elsewhere still work.";
    /// A file for programs that has expired, but is still published.
    EXPIRED_FILE = "OUT106" "expired-file" Warning
        "Set `security_txt.expires` to a date within a year, once you have checked the contacts. Anyone who finds a weakness may not rely on an expired file.";
    /// Files that programs look for at the root of the host, on a site at a path below it.
    WELL_KNOWN_PATH = "OUT107" "well-known-path" Info
        "Set `well_known` to a folder, and publish that folder of the output as `/.well-known/` of the host.";

    /// A file among the releases that is not a release.
    NOT_A_RELEASE = "REL101" "not-a-release" Error
        "Move the file out of the folder of releases. Only `policygen release` writes files there.";
    /// A release whose file has changed since it was frozen.
    ALTERED_RELEASE = "REL102" "altered-release" Error
        "Restore the file from version control. A release is a record: to change a text, release a new version.";
    /// Releases of a policy that don't follow one another.
    BROKEN_CHAIN = "REL103" "broken-chain" Error
        "Restore the files of the releases from version control. `policygen verify` names the first one that doesn't fit.";
    /// Releases of a policy that does not exist.
    RELEASES_WITHOUT_POLICY = "REL104" "releases-without-policy" Error
        "If the policy was renamed, rename the folder of its releases too. If it no longer applies, keep its file and set `retired` in it.";
    /// A text that would produce a different page once it is frozen.
    NOT_FREEZABLE = "REL105" "not-freezable" Error
        "Rewrite the named line in plainer Markdown. A release must produce exactly the same page as the policy.";
    /// A policy whose text differs from its last release.
    CHANGED_SINCE_RELEASE = "REL201" "changed-since-release" Error
        "Release the text with `policygen release`, or undo the change. While you prepare a version, set its `version` and `updated`, and say in `history` what changes.";
    /// A text that changed since an earlier revision or since it was published, in a policy that
    /// does not state a new date.
    CHANGED_SINCE_REVISION = "REL202" "changed-since-revision" Warning
        "Set `updated` to the day of the change, and say in `history` what changed. `policygen diff POLICY --rev REV` shows it.";
    /// A release without a version, or with a version that doesn't follow the
    /// last one.
    RELEASE_VERSION = "REL301" "release-version" Error
        "Give the release a version that comes after the last one, with `--version` or as `version` in the policy's front matter.";
    /// A release whose date is before that of the last one.
    RELEASE_DATE = "REL302" "release-date" Error
        "Give a later date with `--effective`. A text can't apply from a day on which another release already applied.";
    /// A release that takes effect with less notice than promised.
    SHORT_NOTICE = "REL303" "short-notice" Error
        "Let the release take effect after the notice period in `changes.notice_period`, or release it as editorial if no right or duty changes.";
    /// A release of a text that has not changed.
    NOTHING_TO_RELEASE = "REL304" "nothing-to-release" Error
        "Change the policy, a clause or a fact first. A release without a change would ask readers to look for one.";
    /// A release without a note on what changed.
    RELEASE_NOTE = "REL305" "release-note" Error
        "Say in a sentence what changed, with `--note` or in an entry of `history` for this version.";
    /// An editorial release whose facts changed.
    EDITORIAL_FACTS = "REL306" "editorial-facts" Warning
        "Release it without `--editorial` if a right or duty changes with the facts, and give the notice that readers were promised.";
}
