//! The registry of codes: what `build` can find in the sources of a site.
//!
//! `SRC` is about files as such, `FAC` about facts and front matter, `TPL`
//! about clauses and template tags, `REF` about links and ids, `LNG` about
//! words in the languages of pages, `THM` about themes, `CHK` about `check`
//! itself, `OUT` about the output folder. What `check` finds beside them has its
//! ids in the packs of rules.

use super::Severity::{self, Error, Info, Warning};

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code that is printed, stable across releases.
    pub id: &'static str,
    /// A name in words.
    pub name: &'static str,
    /// The severity when settings say nothing else.
    pub severity: Severity,
    /// Whether it is reported at its first place only: other places of the
    /// same fault would say nothing new.
    pub once_per_site: bool,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $const:ident = $id:literal $name:literal $severity:ident;)*) => {
        $($(#[$doc])* pub static $const: Code = Code {
            id: $id,
            name: $name,
            severity: $severity,
            once_per_site: matches!($severity, Warning) && matches!($id.as_bytes(), b"FAC202"),
        };)*
        /// Every code, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$const),*];
    };
}

codes! {
    /// The site has no policy to build.
    NO_POLICIES = "SRC101" "no-policies" Error;
    /// A file can't be read.
    UNREADABLE = "SRC102" "unreadable-file" Error;
    /// A file is not UTF-8.
    NOT_UTF8 = "SRC103" "not-utf8" Error;
    /// A file is larger than policygen reads.
    TOO_LARGE = "SRC104" "file-too-large" Error;
    /// A file holds a character that is reserved for internal use.
    RESERVED_CHARACTER = "SRC105" "reserved-character" Error;
    /// YAML that can't be parsed.
    YAML_SYNTAX = "SRC106" "yaml-syntax" Error;
    /// The same key twice in a mapping.
    DUPLICATE_KEY = "SRC107" "duplicate-key" Error;
    /// Anchors, aliases, tags, or YAML that is too deep or too large.
    YAML_LIMIT = "SRC108" "yaml-limit" Error;
    /// Front matter that does not end.
    FRONT_MATTER = "SRC109" "front-matter" Error;
    /// A policy without a title.
    NO_TITLE = "SRC110" "no-title" Warning;

    /// A value of the wrong type or form.
    WRONG_TYPE = "FAC101" "schema" Error;
    /// The id of a data category that is not there.
    ORPHAN_CATEGORY = "FAC104" "orphan-category" Error;
    /// Something that is not a duration.
    DURATION = "FAC107" "duration-format" Error;
    /// A key that no schema knows, in settings, facts or clauses.
    UNKNOWN_KEY = "FAC201" "unknown-key" Error;
    /// A key of the front matter that policygen does not know.
    UNKNOWN_FRONT_MATTER_KEY = "FAC202" "unknown-front-matter-key" Warning;
    /// A value that is not one of those allowed.
    UNKNOWN_VALUE = "FAC203" "unknown-value" Error;
    /// A fact without a field that it can't do without.
    MISSING_FIELD = "FAC204" "missing-field" Error;
    /// Something that is not a date.
    DATE = "FAC205" "date-format" Error;
    /// Something that is not an ISO 3166 country.
    COUNTRY = "FAC206" "country-code" Error;
    /// A subprocessor's location that is not a country.
    SUBPROCESSOR_LOCATION = "SUB202" "subprocessor-location-code" Error;
    /// Something that is not a URL.
    URL = "FAC207" "url-format" Error;
    /// Something that is not an e-mail address.
    EMAIL = "FAC208" "email-format" Error;
    /// The id of something that the facts do not hold.
    UNKNOWN_ID = "FAC209" "unknown-id" Error;
    /// Two entries of a list with the same id.
    DUPLICATE_ID = "FAC210" "duplicate-fact-id" Error;
    /// Two facts that say different things about one matter.
    CONTRADICTION = "FAC211" "contradicting-facts" Error;

    /// Template tags that can't be parsed.
    TEMPLATE_SYNTAX = "TPL101" "template-syntax" Error;
    /// A variable that is not there.
    UNKNOWN_VARIABLE = "TPL102" "unknown-variable" Error;
    /// A call of a clause that is not there.
    UNKNOWN_CLAUSE = "REF109" "include-missing" Error;
    /// A clause called with arguments that it does not take.
    CLAUSE_ARGUMENT = "TPL103" "clause-argument" Error;
    /// A clause that needs a fact which is not given.
    MISSING_FACT = "TPL104" "missing-fact" Error;
    /// Clauses that call each other in a ring.
    CLAUSE_CYCLE = "TPL105" "clause-cycle" Error;
    /// Anything else that goes wrong while tags are evaluated.
    TEMPLATE = "TPL106" "template-error" Error;
    /// Two clauses with one name, or a name that can't be called.
    CLAUSE_NAME = "TPL107" "clause-name" Error;

    /// A link to a page or file that is not there.
    DEAD_LINK = "REF101" "dead-internal-link" Error;
    /// A link to a section that is not there.
    DEAD_ANCHOR = "REF102" "dead-anchor" Error;
    /// Two sections of a page with the same id.
    DUPLICATE_SECTION_ID = "REF201" "duplicate-section-id" Error;
    /// Two pages with the same address.
    SAME_ADDRESS = "REF202" "same-address" Error;
    /// A link that a legal page must not have.
    UNSAFE_LINK = "REF203" "unsafe-link" Warning;
    /// An old path in `aliases` that can't be one.
    BAD_ALIAS = "REF204" "bad-alias" Error;

    /// Words of a language that can't be used.
    WORDS = "LNG101" "words" Error;
    /// Pages in a language that there are no words in.
    NO_WORDS = "LNG102" "language-without-words" Warning;
    /// A translation of something that is not there, or in the same language.
    TRANSLATION = "LNG103" "translation" Error;

    /// A template of a theme that can't be parsed or rendered.
    THEME = "THM101" "theme-template" Error;
    /// A theme that is not there.
    UNKNOWN_THEME = "THM102" "unknown-theme" Error;
    /// A colour, font or logo of `brand` that can't be used.
    BRAND = "THM103" "unusable-brand" Error;
    /// A colour that is hard to read (WCAG 2.2, success criterion 1.4.3).
    LOW_CONTRAST = "THM104" "low-contrast" Error;

    /// Requirements that prose may answer, which only a reader can tell.
    CANNOT_VERIFY = "CHK101" "cannot-verify" Info;
    /// A comment that allows what is not there.
    UNUSED_ALLOW = "CHK102" "unused-allow" Warning;
    /// A comment that allows something and does not say why.
    ALLOW_WITHOUT_REASON = "CHK103" "allow-without-reason" Error;
    /// The name of a rule or pack that is not there.
    UNKNOWN_RULE = "CHK104" "unknown-rule" Error;
    /// Levels that contradict each other, or that nobody can give.
    CONFLICTING_LEVELS = "CHK105" "conflicting-levels" Error;
    /// A comment for `check` that can't be read.
    BAD_ALLOW = "CHK106" "bad-allow" Error;

    /// A stale file was changed since policygen wrote it, and is kept.
    CHANGED_FILE = "OUT103" "changed-file" Warning;
}
