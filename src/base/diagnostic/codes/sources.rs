//! Diagnostics about source files.

use super::Code;
use super::Severity::{Error, Info, Warning};
use super::codes;

codes! {
    /// The site has no policy to build.
    NO_POLICIES = "SRC101" "no-policies" Error
        "Put a Markdown file into the policies folder (`content/policies` by default), or set the folder with `paths: {policies: …}` in `policygen.yaml`.";
    /// A file can't be read.
    UNREADABLE = "SRC102" "unreadable-file" Error
        "Check the file's permissions, and the target if it is a symbolic link.";
    /// A file is not UTF-8.
    NOT_UTF8 = "SRC103" "not-utf8" Error
        "Save the file as UTF-8; editors offer it under “Save with encoding”.";
    /// A file exceeds the size limit.
    TOO_LARGE = "SRC104" "file-too-large" Error
        "A file can be up to 1 MB, a release up to 4 MB. Split the file, or move it out of the folders that policygen reads.";
    /// A file contains a character that is reserved for internal use.
    RESERVED_CHARACTER = "SRC105" "reserved-character" Error
        "Remove the character. It is a Unicode noncharacter: it is invisible, has no meaning in text, and often comes from a faulty conversion.";
    /// YAML that can't be parsed.
    YAML_SYNTAX = "SRC106" "yaml-syntax" Error
        "Correct the YAML at the place shown. Put quotes around text that contains a colon or a `#`.";
    /// The same key twice in a mapping.
    DUPLICATE_KEY = "SRC107" "duplicate-key" Error
        "Keep only one of them; YAML does not define which one applies.";
    /// Anchors, aliases, tags, or YAML that is too deeply nested or too large.
    YAML_LIMIT = "SRC108" "yaml-limit" Error
        "Write values out instead of using anchors, aliases and tags, and keep nesting shallow.";
    /// Unterminated front matter.
    FRONT_MATTER = "SRC109" "front-matter" Error
        "End the front matter with a line of three dashes, `---`.";
    /// A policy without a title.
    NO_TITLE = "SRC110" "no-title" Warning
        "Write `title:` in the front matter, or begin the text with a heading. Until then, the title is made from the file name.";
    /// A policy for which a build produced neither a page nor an error.
    NO_PAGE = "SRC111" "no-page" Error
        "This is a bug in policygen. Nothing was written. Please report it with the text of the policy.";
    /// Text that looks like front matter but is not read as such.
    FOREIGN_FRONT_MATTER = "SRC112" "foreign-front-matter" Error
        "Write one block of YAML between two `---` lines, the first at the very beginning of the file.";
    /// Tags in a title or a summary, which are not evaluated there.
    TAG_IN_FRONT_MATTER = "SRC113" "tag-in-front-matter" Error
        "Write the words themselves; tags are evaluated only in the text.";
    /// A policy without text, or whose whole text is a block of code.
    NO_TEXT = "SRC114" "no-text" Warning
        "Write the text below the front matter, without backticks around it, or remove the file.";
    /// Markdown in a title or a summary, where it is printed literally.
    MARKDOWN_IN_FRONT_MATTER = "SRC115" "markdown-in-front-matter" Warning
        "Write the words themselves; Markdown works only in the text.";
    /// A value in front matter that is cut short by a `#`.
    CUT_SHORT = "SRC116" "cut-short" Warning
        "Put the whole value in quotation marks. In YAML, ` #` begins a comment.";

    /// A page or a copied document whose file name marks it as a draft, a backup or a copy.
    DRAFT_NAME = "SRC117" "draft-name" Warning
        "Set `draft: true` to leave the page out, `draft: false` to publish it under this name, or rename the file. List a document under `publish` in `policygen.yaml`.";

    /// Files beside the policies that no page links to, and other files that are not published.
    NOT_PUBLISHED = "SRC120" "not-published" Info
        "Link to a file to publish it, or list it under `publish` in `policygen.yaml`. Files under `exclude` are not reported.";
    /// A document beside the policies in a format that policygen does not read.
    UNREAD_TEXT = "SRC121" "unread-text" Warning
        "Convert the document to Markdown, or list the file under `publish` or `exclude` in `policygen.yaml`.";
    /// A file with a policy, facts or rules in a place where nothing reads it.
    STRAY_TEXT = "SRC134" "stray-text" Warning
        "Move or rename the file as the message describes, or list it under `exclude` in `policygen.yaml`.";
    /// A symbolic link to a folder, which is not followed.
    LINKED_FOLDER = "SRC122" "linked-folder" Warning
        "Replace the link with the folder itself, set the folder under `paths`, or list the link under `exclude` in `policygen.yaml`.";
    /// A file name with a control character.
    FILE_NAME = "SRC123" "file-name" Error
        "Rename the file. Control characters are not visible and don't work in addresses.";
    /// A pattern under `exclude` or `publish` that can't be used.
    PATTERN = "SRC124" "path-pattern" Error
        "Write a path or a pattern such as `*.pdf` or `forms/**`. A pattern without a slash matches names in any folder.";
    /// A pattern under `publish` that matches no file.
    UNMATCHED_PATTERN = "SRC125" "unmatched-pattern" Warning
        "Correct or remove the pattern. Secrets, sources, backups and tool files are published only if their full path is listed.";

    /// A path in the settings, or a symbolic link, that points outside the site's root.
    OUTSIDE = "SRC126" "outside-root" Error
        "Move the target into the site's root. Only command-line options, such as `--out`, can name paths outside it.";
    /// A control character, or a character that reverses the order of the text around it.
    HIDDEN_CHARACTER = "SRC127" "hidden-character" Error
        "Remove the character. For text in another direction, use a mark (U+200E, U+200F) or an isolate (U+2066 to U+2069).";
    /// A file whose lines end with carriage returns only.
    LINE_ENDS = "SRC128" "line-ends" Error
        "Save the file with LF or CRLF line endings.";
    /// A settings file with the wrong name.
    SETTINGS_NAME = "SRC129" "settings-name" Error
        "Rename the file to policygen.yaml.";
    /// A batch row that is not a valid tenant.
    ROW = "SRC130" "tenant-row" Error
        "Write one JSON object per line, with a unique `id` and with `facts`.";
    /// A published file that contains a private key or an access token.
    PRIVATE_KEY = "SRC131" "private-key" Error
        "Don't publish the file, and replace the key if the file was ever published.";
    /// A published file that contains scripts.
    SCRIPT = "SRC132" "script-in-file" Warning
        "Remove the scripts from the file. It is published unchanged, and its scripts run in readers' browsers.";
    /// An output file whose name Windows reserves.
    WINDOWS_NAME = "SRC133" "windows-name" Warning
        "Rename the file, or set another `slug`. Windows reserves names such as `con`, `nul` and `com1`, with any extension.";
    /// A copied table whose name suggests that it lists people, such as `customers.csv`.
    LISTS_PEOPLE = "SRC135" "lists-people" Warning
        "Remove the link to the file, or list its path under `publish` in `policygen.yaml` if it contains no personal data.";
    /// A copied HTML file or stylesheet that uses a file that is not published.
    INCOMPLETE_FILE = "SRC136" "incomplete-file" Warning
        "List the file that it uses under `publish` in `policygen.yaml`, or remove the reference.";
}
