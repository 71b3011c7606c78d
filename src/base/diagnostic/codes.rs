//! The registry of the codes that `build` reports about the sources of a site.
//!
//! `SRC` is about source files, `FAC` about facts and front matter, `TPL` about clauses and
//! template tags, `TXT` about text and markup that pages do not show as written, `REF` about links
//! and IDs, `LNG` about the languages of pages, `THM` about themes, `CHK` about `check` itself,
//! `OUT` about the output folder, `REL` about releases. The IDs of all other findings of `check`
//! are in the rule packs.

mod output;
mod sources;

use super::Severity::{self, Error, Info, Warning};

pub use output::*;
pub use sources::*;

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code that is printed, stable across releases.
    pub id: &'static str,
    /// A readable name.
    pub name: &'static str,
    /// The severity, unless settings change it.
    pub severity: Severity,
    /// A description, as a sentence.
    pub about: &'static str,
    /// How to fix it.
    pub fix: &'static str,
    /// Whether only the first occurrence on the site is reported, because further ones would add
    /// nothing new.
    pub once_per_site: bool,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $const:ident = $id:literal $name:literal $severity:ident $fix:literal;)*) => {
        $($(#[doc = $doc])* pub static $const: Code = Code {
            id: $id,
            name: $name,
            severity: $severity,
            about: concat!($($doc),*),
            fix: $fix,
            once_per_site: matches!($severity, Warning) && matches!($id.as_bytes(), b"FAC202"),
        };)*
        pub(super) static CODES: &[&Code] = &[$(&$const),*];
    };
}
pub(super) use codes;

/// All codes, grouped by file.
pub fn all() -> impl Iterator<Item = &'static Code> + Clone {
    let all = [sources::CODES, CODES, output::CODES].into_iter();
    all.flatten().copied()
}

codes! {
    /// A value of the wrong type or in the wrong format.
    WRONG_TYPE = "FAC101" "schema" Error
        "Write the value as the message describes.";
    /// A reference to an unknown data category.
    ORPHAN_CATEGORY = "FAC104" "orphan-category" Error
        "Correct the ID, or add the category to `data_categories`.";
    /// An invalid duration.
    DURATION = "FAC107" "duration-format" Error
        "Write an ISO 8601 duration such as `P90D`, or `{days: 30, unit: business}`.";
    /// An unknown key in settings, facts or clauses.
    UNKNOWN_KEY = "FAC201" "unknown-key" Error
        "Correct the key; put custom data under `extra` in the front matter of a page.";
    /// An unknown key in front matter.
    UNKNOWN_FRONT_MATTER_KEY = "FAC202" "unknown-front-matter-key" Warning
        "Remove the key, or move it under `extra`. Unknown keys, such as those of another generator, are ignored.";
    /// A value that is not allowed.
    UNKNOWN_VALUE = "FAC203" "unknown-value" Error
        "Choose one of the values listed in the message.";
    /// A fact that lacks a required field.
    MISSING_FIELD = "FAC204" "missing-field" Error
        "Add the field.";
    /// An invalid date.
    DATE = "FAC205" "date-format" Error
        "Write dates as year-month-day, such as 2026-05-23.";
    /// An invalid ISO 3166 country code.
    COUNTRY = "FAC206" "country-code" Error
        "Write the code of the country or subdivision, such as `DE` or `US-CA`.";
    /// A subprocessor's location that is not a country.
    SUBPROCESSOR_LOCATION = "SUB202" "subprocessor-location-code" Error
        "Write the country code, such as `FR`, not the provider's name for a region.";
    /// A value that is not a valid URL.
    URL = "FAC207" "url-format" Error
        "Write the URL in full, with `https://`.";
    /// An invalid email address.
    EMAIL = "FAC208" "email-format" Error
        "Write a bare email address, such as privacy@acme.example.";
    /// A reference to an ID that no entry in the facts has.
    UNKNOWN_ID = "FAC209" "unknown-id" Error
        "Correct the ID, or add an entry with this ID.";
    /// Two entries of a list with the same ID.
    DUPLICATE_ID = "FAC210" "duplicate-fact-id" Error
        "Give each entry a unique ID.";
    /// Two facts that contradict each other.
    CONTRADICTION = "FAC211" "contradicting-facts" Error
        "State the fact in one place only, or make the two statements agree.";

    /// A fact that is marked as not known yet.
    NOT_KNOWN_YET = "FAC212" "not-known-yet" Warning
        "Fill it in; write `none` if there is none, or remove the key.";
    /// A required field that is not known yet.
    FIELD_NOT_KNOWN_YET = "FAC213" "field-not-known-yet" Error
        "Fill it in. For a preview, `policygen serve` and `policygen build --placeholders` print a placeholder.";

    /// A fact that is stated in several languages, but not in the language of a page that prints it.
    FACT_LANGUAGE = "FAC214" "fact-language" Warning
        "Add the text in the page's language.";

    /// Template tags that can't be parsed.
    TEMPLATE_SYNTAX = "TPL101" "template-syntax" Error
        "Correct the tag. To print braces, put `{% raw %}` and `{% endraw %}` around them.";
    /// An unknown variable.
    UNKNOWN_VARIABLE = "TPL102" "unknown-variable" Error
        "Correct the name, or state the fact in the facts folder (`content/facts` by default) or in the front matter.";
    /// A call to an unknown clause.
    UNKNOWN_CLAUSE = "REF109" "include-missing" Error
        "Correct the name; `policygen clauses` lists all clauses.";
    /// A clause called with arguments that it does not accept.
    CLAUSE_ARGUMENT = "TPL103" "clause-argument" Error
        "Call the clause with the parameters that it declares; `policygen clauses NAME` shows them.";
    /// A clause that needs a missing fact.
    MISSING_FACT = "TPL104" "missing-fact" Error
        "State the fact in the facts folder (`content/facts` by default) or in the policy's front matter.";
    /// Clauses that call each other in a cycle.
    CLAUSE_CYCLE = "TPL105" "clause-cycle" Error
        "Remove one of the calls.";
    /// Any other error while tags are evaluated.
    TEMPLATE = "TPL106" "template-error" Error
        "Correct the tag shown in the message.";
    /// Two clauses with the same name, or a name that can't be called.
    CLAUSE_NAME = "TPL107" "clause-name" Error
        "Rename one of the files. A name starts with a letter, followed by letters, digits, `-` and `_`.";

    /// A list or a mapping that a tag prints.
    VALUE_PRINTED = "TPL108" "value-printed" Error
        "Print one of its fields, write `| list`, or loop over it with `{% for %}`.";
    /// A clause with block content that is called in a sentence, a table cell or a heading.
    BLOCK_IN_WORDS = "TPL109" "block-in-words" Error
        "Call the clause on a line of its own. Paragraphs, lists and tables do not fit in a sentence, a table cell or a heading.";
    /// Tags that exceed the evaluation limit of a page.
    EVALUATION = "TPL110" "evaluation-limit" Error
        "Look for a loop, a clause or text that grows too fast. Raise `limits.evaluation` in `policygen.yaml` if the page needs it.";
    /// A clause in a different language from the page that calls it.
    FOREIGN_CLAUSE = "TPL111" "clause-language" Warning
        "Write the clause in the page's language, in a subfolder of the clauses folder named after the language, such as `content/clauses/de`.";
    /// A value that conditions, loops or tags read or print otherwise than meant, or never equal.
    TEXT_AS_VALUE = "TPL112" "text-as-value" Warning
        "Write `true` or `false` without quotation marks, numbers that conditions compare in their shortest form, dates as year-month-day, lists for loops, and words that the fact can have.";

    /// An unterminated comment.
    UNTERMINATED_COMMENT = "TXT101" "unterminated-comment" Error
        "Close the comment with `-->`. To print `<!--`, write `\\<!--`.";

    /// A tag in code that would print a fact or call a clause elsewhere.
    TAG_IN_CODE = "TXT102" "tag-in-code" Warning
        "Tags in code are printed literally. To evaluate them, write `<code>…</code>` instead of backticks. To print them, put `{% raw %}` and `{% endraw %}` around them.";

    /// A reference to a footnote or a link label that its file does not define.
    UNDEFINED_LABEL = "TXT111" "undefined-label" Warning
        "Define the label in the file that refers to it: a clause and the page that calls it do not share labels. Until the label is defined, the page shows its brackets as text.";
    /// A footnote that nothing refers to.
    UNUSED_FOOTNOTE = "TXT112" "unused-footnote" Warning
        "Refer to the footnote in the same file, or remove it. Its text is not published.";
    /// A label with two definitions in one file.
    REPEATED_LABEL = "TXT113" "repeated-label" Warning
        "Remove one of the definitions, or rename it. Only the first takes effect.";
    /// A link definition that nothing refers to.
    UNUSED_LABEL = "TXT114" "unused-label" Warning
        "Refer to the label in the same file, or remove the definition. Link definitions are not printed.";

    /// A table row with more cells than the header row.
    EXCESS_CELLS = "TXT121" "excess-cells" Warning
        "Write `\\|` for a vertical bar within a cell, even in code, or add a column to the table's header.";
    /// Words in angle brackets that look like a tag, such as `<Company Name>`.
    NOT_HTML = "TXT122" "not-html" Warning
        "Replace the words if they are a placeholder or a component of another generator. To print them, write `\\<`.";
    /// An HTML element, attribute or mark that policygen removes from pages.
    REMOVED_HTML = "TXT123" "removed-html" Warning
        "Remove it, or replace it with a description or a link. Pages run no scripts, have no forms and embed nothing.";
    /// A heading attribute that has no effect, or words in braces that are read as attributes.
    HEADING_ATTRIBUTE = "TXT124" "heading-attribute" Warning
        "Remove it, or write words in parentheses. Headings accept an ID, `{#id}`; `{.unnumbered}` or `{-}`, which exclude a section and its subsections from the numbering; and `{.annex}`, which gives the section a letter.";
    /// An ID in braces in a place where policygen does not read it.
    MISPLACED_ID = "TXT125" "misplaced-id" Warning
        "Put the ID at the end of a heading, or at the beginning or end of a list item. Elsewhere, write `<a id=\"…\"></a>` where links should point.";

    /// An image on another host.
    REMOTE_IMAGE = "TXT126" "remote-image" Warning
        "Put the file beside the policy, and link to it there. Pages request nothing from other hosts: their Content Security Policy prevents it.";
    /// A link without text to something that has no title.
    UNNAMED_TARGET = "TXT127" "unnamed-target" Error
        "Write the link text. Only headings and pages provide text for links without any.";
    /// A line that is read as a link definition, such as `[Controller]: Acme`.
    DEFINITION = "TXT128" "link-definition" Warning
        "To print the line, begin it with `\\[`. Link definitions are not printed.";
    /// Words after the language of a code block.
    CODE_INFO = "TXT129" "code-info" Warning
        "Write the words above the block. After the opening backticks, only the language is read.";
    /// A list item whose number on the page differs from its number in the source.
    RENUMBERED_ITEM = "TXT130" "renumbered-item" Warning
        "Correct the numbers: lists count up from their first number. To make an item part of the item above, indent it to where the text of that item begins.";
    /// An unterminated code block.
    UNCLOSED_CODE = "TXT131" "unclosed-code" Error
        "Close the block with the same backticks or tildes that open it. Until then, all text after them is code.";
    /// An asterisk, an underscore, a tilde or a backslash within words, names or paths that is not printed.
    MARK_IN_WORDS = "TXT132" "mark-in-words" Warning
        "Put a backslash before the character to print it, or put names and paths in backticks. Write `×` to multiply and `–` for a range.";
    /// Lines of a table that are printed as text.
    BROKEN_TABLE = "TXT133" "broken-table" Warning
        "Write a header row, then a line such as `|---|---|` with the same number of cells, then the other rows. Put an empty line above the table, and none within it.";
    /// A line without `|` that becomes a row of the table above it.
    LOOSE_ROW = "TXT134" "loose-row" Warning
        "Put an empty line between a table and the text after it.";
    /// A list that is indented too little to be part of the item above it.
    LIST_BESIDE = "TXT136" "list-beside" Warning
        "Indent the list to where the text of the item above begins, for example by four spaces below `10.`.";
    /// A heading or a footnote without text.
    EMPTY_BLOCK = "TXT135" "empty-block" Warning
        "Write its text, or remove it.";

    /// The first character of a line that is read as the mark of a quotation or a list.
    LINE_MARK = "TXT137" "line-mark" Warning
        "Put a backslash before the character to print it, or move it to the line above.";
    /// Text that was meant as a comment and is printed.
    PRINTED_COMMENT = "TXT138" "printed-comment" Error
        "Write comments as `<!-- … -->` at the beginning of a line, without another comment inside.";

    /// A link to a missing page or file.
    DEAD_LINK = "REF101" "dead-internal-link" Error
        "Correct the link, or write the page. Paths in links are relative to the policy's file, such as `terms.md`.";
    /// A link to a missing section.
    DEAD_ANCHOR = "REF102" "dead-anchor" Error
        "Correct the part after `#`, or add `{#id}` to the intended heading.";
    /// Two sections of a page with the same ID.
    DUPLICATE_SECTION_ID = "REF201" "duplicate-section-id" Error
        "Give one of the sections another ID: write `{#id}` after its heading.";
    /// Two pages with the same address.
    SAME_ADDRESS = "REF202" "same-address" Error
        "Set `slug` in one of the policies, or rename its file.";
    /// A link with a scheme that is not allowed.
    UNSAFE_LINK = "REF203" "unsafe-link" Warning
        "Use http, https, mailto or tel. Links with other schemes, to local files, or without `//` are removed from the page.";
    /// An invalid path in `aliases`.
    BAD_ALIAS = "REF204" "bad-alias" Error
        "Write old paths relative to the site's root, such as `legal/privacy.html`.";

    /// A link to a file that is not published.
    UNPUBLISHED_FILE = "REF205" "unpublished-file" Error
        "List the file under `publish` in `policygen.yaml`, or remove the link. Documents, images, fonts and media are published without being listed.";
    /// A link to a missing page under the site's own URL.
    OWN_ADDRESS = "REF206" "own-address" Warning
        "Correct the link, or remove it. If the address belongs to another site, this site's `base_url` is too broad.";

    /// An ID that belongs to a part of the page itself, such as `page.main` or `fn.1`.
    RESERVED_ID = "REF207" "reserved-id" Error
        "Choose an ID that does not begin with `page.`, `fn.` or `fnref.`.";

    /// Interface text that can't be used.
    WORDS = "LNG101" "words" Error
        "Keep the names in braces as they are in English, and translate around them.";
    /// Pages in a language without interface text.
    NO_WORDS = "LNG102" "language-without-words" Warning
        "Add the language's interface text as described in `themes/README.md`; until then, the text around the page's own content is in English.";
    /// A translation of a missing document, or of one in the same language.
    TRANSLATION = "LNG103" "translation" Error
        "Write the path from this file to a policy in another language.";
    /// A translation whose version, date or sections differ from those of the original.
    STALE_TRANSLATION = "LNG104" "stale-translation" Warning
        "Translate what changed in the original, then set `version` and `updated` to match the original.";

    /// A template of a theme that can't be parsed or rendered, or a bad `theme.yaml`.
    THEME = "THM101" "theme-template" Error
        "Fix the template or `theme.yaml`; `themes/README.md` lists the variables and keys that they can use.";
    /// An unknown theme.
    UNKNOWN_THEME = "THM102" "unknown-theme" Error
        "Correct `theme` in `policygen.yaml`, or create the folder under `themes`.";
    /// A colour, font or logo of `brand` that can't be used.
    BRAND = "THM103" "unusable-brand" Error
        "Correct the value; `themes/README.md` lists the values that `brand` accepts.";
    /// A colour that is hard to read (WCAG 2.2, success criterion 1.4.3).
    LOW_CONTRAST = "THM104" "low-contrast" Error
        "Choose a colour with a contrast of at least 4.5 to 1 against the page.";

    /// Requirements that may be met in prose, which needs human review.
    CANNOT_VERIFY = "CHK101" "cannot-verify" Info
        "Review the page against the rules listed. Facts printed with clauses are checked automatically.";
    /// A comment that suppresses nothing.
    UNUSED_ALLOW = "CHK102" "unused-allow" Warning
        "Remove the comment. The finding that it suppressed is fixed, or never occurred.";
    /// A suppression comment without a reason.
    ALLOW_WITHOUT_REASON = "CHK103" "allow-without-reason" Error
        "Write the reason after the closing parenthesis, for whoever reads the text next.";
    /// An unknown rule or pack.
    UNKNOWN_RULE = "CHK104" "unknown-rule" Error
        "Correct the name; `policygen rules` lists all rules and packs.";
    /// Levels that contradict each other or that can't be set.
    CONFLICTING_LEVELS = "CHK105" "conflicting-levels" Error
        "Keep only one of the settings. Build errors have no level: a site with build errors can't be built.";
    /// A malformed comment for `check`.
    BAD_ALLOW = "CHK106" "bad-allow" Error
        "Write `<!-- policygen: allow(QUA105) the reason -->` in Markdown, `# policygen: allow(QUA105) the reason` in YAML.";
    /// A rule pack whose name, IDs or ID prefix are taken or invalid.
    RULE_PACK = "CHK107" "rule-pack" Error
        "Give the pack a name and its rules an ID prefix that no other pack uses; `docs/guide/rules.md` explains the format.";
    /// A regular expression of a rule that can't be compiled, or is too large.
    RULE_PATTERN = "CHK108" "rule-pattern" Error
        "Correct the regular expression, or split it into several smaller ones.";
    /// A site's rule that refers to code built into policygen.
    RULE_BUILTIN = "CHK109" "rule-builtin" Error
        "Require facts, sections or words; `docs/guide/rules.md` lists what a rule can require.";
    /// A level for a preview rule that does not run.
    PREVIEW_IS_OFF = "CHK110" "preview-is-off" Warning
        "Set `check: {preview: true}` in `policygen.yaml`, pass `--preview`, or remove the level.";
    /// A rule whose findings are errors, although they are not certain.
    RULE_SEVERITY = "CHK111" "rule-severity" Error
        "Write `severity: warning`, or `certainty: certain` if the rule depends only on facts or exact text.";
    /// A regime for which no pack has a rule.
    NO_RULES = "CHK112" "regime-without-rules" Error
        "Remove the regime, or write rules for it in `content/rules`.";
    /// A regime for which no rule runs.
    IDLE_REGIME = "CHK113" "idle-regime" Warning
        "Set `check: {preview: true}` in `policygen.yaml` or pass `--preview`, wait until the law applies, or remove the regime.";
    /// Packs whose law was last checked long before the build date.
    OLD_LAW = "CHK114" "law-checked-long-ago" Info
        "Update policygen, and ask counsel what has changed since then.";
    /// A standard clause that a site prints and that has changed since the lowest version in `required_version`.
    CLAUSE_CHANGED = "CHK115" "standard-clause-changed" Info
        "Review the current clause. Once you have reviewed all changed clauses, raise `required_version` in `policygen.yaml`.";
    /// A site's clause with the wording of a standard clause.
    COPIED_CLAUSE = "CHK116" "copied-clause" Info
        "Delete the file to use the standard clause, or keep it if the wording must not change with an upgrade.";
    /// A misspelt document type.
    MISSPELT_TYPE = "CHK117" "misspelt-type" Error
        "Correct `type`, or remove it: `check` then recognises the type from the file name, the title or the text. For a type that policygen does not know, choose another name, or name it under `documents` in one of the site's own rules.";
}
