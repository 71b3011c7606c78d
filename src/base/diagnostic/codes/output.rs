//! Diagnostics about the output folder and releases.

use super::Code;
use super::Severity::{Error, Info, Warning};
use super::codes;

codes! {
    /// The file system of the output folder does not support locks, so policygen can't prevent two builds at the same time.
    NO_LOCK = "OUT101" "no-lock" Warning
        "Run only one build into the folder at a time, or build into a folder on another disk and copy the result.";
    /// A build was interrupted while it replaced files, and the files that it had not yet put in
    /// place are gone.
    INTERRUPTED = "OUT102" "interrupted-build" Warning
        "Run `policygen build`. It replaces every file that an earlier build wrote.";
    /// A stale file has changed since policygen wrote it, and is kept.
    CHANGED_FILE = "OUT103" "changed-file" Warning
        "Remove the file, or keep it under another name.";
    /// An output file whose name would be longer than file systems allow.
    LONG_NAME = "OUT104" "long-name" Error
        "Set a shorter `slug` in the policy, or rename the file or folder. A name can be up to 255 bytes long, including its extension.";
    /// A page with a new address and no redirect from the old one.
    MOVED_PAGE = "OUT105" "moved-page" Warning
        "Add the old address to `aliases` in the front matter, so that existing links still work.";
    /// A file for programs that has expired, but is still published.
    EXPIRED_FILE = "OUT106" "expired-file" Warning
        "Check the contacts, then set `security_txt.expires` to a date within a year. People who find a vulnerability may not trust an expired file.";
    /// Files that programs look for at the root of the host, on a site that is not at the root.
    WELL_KNOWN_PATH = "OUT107" "well-known-path" Info
        "Set `well_known` to a folder, and publish that folder of the output as `/.well-known/` on the host.";

    /// A file in the releases folder that is not a release.
    NOT_A_RELEASE = "REL101" "not-a-release" Error
        "Move the file out of the releases folder. Only `policygen release` writes files there.";
    /// A release whose file has changed since it was frozen.
    ALTERED_RELEASE = "REL102" "altered-release" Error
        "Restore the file from version control. A release is a record: to change the text, release a new version.";
    /// Releases of a policy that don't form an unbroken chain.
    BROKEN_CHAIN = "REL103" "broken-chain" Error
        "Restore the release files from version control. `policygen verify` names the first file that doesn't fit.";
    /// Releases of a policy that does not exist.
    RELEASES_WITHOUT_POLICY = "REL104" "releases-without-policy" Error
        "If the policy was renamed, rename the folder of its releases too. If it no longer applies, keep its file and set `retired` in it.";
    /// A policy whose text would produce a different page once frozen.
    NOT_FREEZABLE = "REL105" "not-freezable" Error
        "Rewrite the named line in simpler Markdown. A release must produce exactly the same page as the policy.";
    /// A policy whose text differs from its last release.
    CHANGED_SINCE_RELEASE = "REL201" "changed-since-release" Error
        "Release the text with `policygen release`, or undo the change. While you prepare a version, set its `version` and `updated`, and describe the change in `history`.";
    /// A policy whose text, but not its date, has changed since an earlier revision or since
    /// publication.
    CHANGED_SINCE_REVISION = "REL202" "changed-since-revision" Warning
        "Set `updated` to the date of the change, and describe the change in `history`. `policygen diff POLICY --rev REV` shows it.";
    /// A release without a version, or with a version that doesn't follow the
    /// last one.
    RELEASE_VERSION = "REL301" "release-version" Error
        "Give the release a version that comes after the last one, with `--version` or as `version` in the policy's front matter.";
    /// A release whose date is before that of the last one.
    RELEASE_DATE = "REL302" "release-date" Error
        "Set a later date with `--effective`. A release can't take effect before the one that it follows.";
    /// A release that takes effect with less notice than promised.
    SHORT_NOTICE = "REL303" "short-notice" Error
        "Choose an effective date after the notice period in `changes.notice_period`, or release the text as editorial if no right or duty changes.";
    /// A release whose text has not changed.
    NOTHING_TO_RELEASE = "REL304" "nothing-to-release" Error
        "Change the policy, a clause or a fact first. A release without a change would make readers look for one.";
    /// A release without a note on what changed.
    RELEASE_NOTE = "REL305" "release-note" Error
        "Describe the change in a sentence, with `--note` or in the `history` entry for this version.";
    /// An editorial release whose facts changed.
    EDITORIAL_FACTS = "REL306" "editorial-facts" Warning
        "If a right or duty changes with the facts, release the text without `--editorial`, and give readers the promised notice.";
}
