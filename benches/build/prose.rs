//! Sentences that read like a policy, generated from a seed.
//!
//! Repeated filler would make caches and branch prediction look better than they are with real
//! text. This corpus varies words, emphasis, links and lengths from policy to policy, and is byte
//! for byte the same on every machine.

use std::fmt::Write;

/// A SplitMix64 generator: short, identical on all platforms, and good with any seed.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number in `from..to`.
    pub(crate) fn range(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from)
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.range(0, choices.len() as u64) as usize]
    }
}

/// Sentences with slots: `~a` who, `~d` data, `~p` purpose, `~t` time, `~w` where, `~l` an address.
const SENTENCES: &[&str] = &[
    "We collect ~d when ~a registers, and use it ~p.",
    "Where ~a asks for it, ~d is exported in a common format and handed over *without undue delay*.",
    "Access to ~d is limited to staff who need it ~p; every access is logged and reviewed within ~t.",
    "This does not apply to ~d that ~a has made public, nor to records that the law tells us to keep.",
    "If ~a objects, we stop using ~d unless we can show **compelling reasons** that come before that interest.",
    "We inform ~a of any change at least ~t ahead, by e-mail and on ~l.",
    "Processing takes place in ~w, and ~d does not leave that area unless ~a has told us to move it.",
    "A request is answered within ~t; where it is complex we may need longer, and say why.",
    "Our providers act on our documented instructions, keep ~d confidential and return or erase it at the end.",
    "Copies of ~d remain in encrypted backups for up to ~t, after which they are *overwritten*.",
    "For more on how ~d is handled in ~w, see ~l.",
    "Neither party is answerable for a delay that comes from events beyond its control, as long as they last.",
    "We rely on the contract with ~a where ~d is needed ~p, and on consent **where the law asks for it**.",
    "Consent can be withdrawn at any time with effect for the future, as easily as it was given.",
    "The rules in [Liability](#liability) apply to this part as well, also after the contract has ended.",
    "We measure how often a feature is used, without building a profile of ~a and without selling ~d.",
    "Where ~d comes from a third party, we tell ~a the source within ~t of receiving it.",
    "Security incidents that touch ~d are reported to the authority within 72 hours and, if the risk is high, to ~a.",
    "Keys that protect ~d are rotated every ~t and are kept apart from the systems in ~w.",
    "Notices sent to ~a are taken as received on the next working day, unless the message came back.",
    "The current list of measures is kept at ~l and is reviewed every ~t.",
    "~d may be used ~p only in a form that no longer points to a person.",
    "Should one of these terms turn out to be void, the others stay in force.",
    "What we owe to ~a under mandatory law is not narrowed by anything said here (see [Your rights](#rights)).",
    "In the case of a merger, ~d passes to the successor under the same terms, and ~a is told in advance.",
    "Administrators can set a shorter time than ~t under `Settings -> Privacy -> Retention`.",
];

const WHO: &[&str] = &[
    "the customer",
    "an account holder",
    "a visitor",
    "the administrator of a workspace",
    "an invited user",
    "a person concerned",
    "the contracting party",
];
const DATA: &[&str] = &[
    "account data",
    "billing data",
    "usage data",
    "support correspondence",
    "the content of a workspace",
    "diagnostic data",
    "sign-in history",
    "device information",
    "contact information",
];
const PURPOSE: &[&str] = &[
    "to run the service",
    "to prevent abuse",
    "to send invoices",
    "to answer questions",
    "to keep accounts secure",
    "to meet duties under tax law",
    "to plan capacity",
];
const TIME: &[&str] = &[
    "14 days",
    "30 days",
    "60 days",
    "90 days",
    "six months",
    "12 months",
    "two years",
];
const WHERE: &[&str] = &[
    "Ireland",
    "Germany",
    "the Netherlands",
    "the European Economic Area",
    "our main region",
    "Finland",
];
const LINK: &[&str] = &[
    "[our status page](https://status.acme.example/)",
    "[the security overview](https://acme.example/security/overview)",
    "[the trust centre](https://acme.example/trust \"Trust centre\")",
    "<https://acme.example/updates>",
    "[the developer guide](https://docs.acme.example/guides/data?lang=en&view=full)",
];

/// Adds one sentence, with its slots filled.
pub(crate) fn sentence(rng: &mut Rng, out: &mut String) {
    let start = out.len();
    let mut parts = rng.pick(SENTENCES).split('~');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (slot, rest) = part.split_at(1);
        out.push_str(match slot {
            "a" => rng.pick(WHO),
            "d" => rng.pick(DATA),
            "p" => rng.pick(PURPOSE),
            "t" => rng.pick(TIME),
            "w" => rng.pick(WHERE),
            _ => rng.pick(LINK),
        });
        out.push_str(rest);
    }
    if let Some(first) = out.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}

/// Adds a paragraph of one to five sentences, wrapped as people wrap their Markdown; the last one
/// starts before `full` bytes, so that a text of many paragraphs comes close to the requested
/// length.
pub(crate) fn paragraph(rng: &mut Rng, full: usize, out: &mut String) {
    for nth in 0..rng.range(2, 6) {
        if nth > 0 && out.len() >= full {
            break;
        }
        out.push_str(if nth == 0 {
            ""
        } else if nth % 2 == 0 {
            "\n"
        } else {
            " "
        });
        sentence(rng, out);
    }
    out.push_str("\n\n");
}

/// Adds a list of two to six items, with bullets or numbers; `full` limits the length as in a
/// paragraph.
pub(crate) fn list(rng: &mut Rng, full: usize, out: &mut String) {
    let numbered = rng.range(0, 3) == 0;
    for nth in 1..=rng.range(3, 7) {
        if nth > 2 && out.len() >= full {
            break;
        }
        if numbered {
            let _ = write!(out, "{nth}. ");
        } else {
            out.push_str("- ");
        }
        if rng.range(0, 2) == 0 {
            let _ = write!(out, "**{}**: ", rng.pick(DATA));
        }
        sentence(rng, out);
        out.push('\n');
    }
    out.push('\n');
}

/// Adds a table of `rows` rows, as lawyers write them by hand.
pub(crate) fn table(rng: &mut Rng, rows: usize, out: &mut String) {
    out.push_str("| Data | Used | Kept for | Stored in |\n|:---|:---|---:|:---|\n");
    for _ in 0..rows {
        let (data, purpose, time, place) = (
            rng.pick(DATA),
            rng.pick(PURPOSE),
            rng.pick(TIME),
            rng.pick(WHERE),
        );
        let _ = writeln!(out, "| **{data}** | {purpose} | {time} | {place} |");
    }
    out.push('\n');
}
