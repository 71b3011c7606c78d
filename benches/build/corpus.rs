//! Generates the site to build: realistic policies, byte for byte the same on every machine.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result};
use rayon::prelude::*;

use crate::{
    clauses::CLAUSES,
    facts::facts,
    prose::{self, Rng},
};

/// Where the policies get their facts from.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// All from `content/facts`, parsed once for the whole site, as on a large site.
    Shared,
    /// Each from 3 KB of its own front matter: the heaviest load for the front-matter parser.
    Own,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Shared => "shared",
            Kind::Own => "own",
        }
    }
}

/// The number of policies in a folder.
const GROUP: usize = 100;
/// The length in bytes up to which a policy is filled with Markdown, without front matter.
const BODY: usize = 9_400;
/// The seed of the facts that all policies of a site share.
const SHARED_SEED: u64 = 0xACE;

const TYPES: [(&str, &str); 6] = [
    ("privacy", "Privacy policy"),
    ("terms", "Terms of service"),
    ("dpa", "Data processing agreement"),
    ("cookies", "Cookie policy"),
    ("security", "Security policy"),
    ("acceptable-use", "Acceptable use policy"),
];

/// Sections of every policy: level, ID, and the titles it may have. The IDs are fixed, so that
/// links to them stay valid.
const SECTIONS: [(usize, &str, [&str; 2]); 20] = [
    (2, "scope", ["Scope", "What this document covers"]),
    (2, "definitions", ["Definitions", "Words we use"]),
    (3, "persons", ["People concerned", "Who this is about"]),
    (
        2,
        "collection",
        ["Information we collect", "Data we collect"],
    ),
    (3, "given", ["What you give us", "From you"]),
    (3, "observed", ["What the service records", "Automatically"]),
    (2, "purposes", ["How we use data", "Purposes"]),
    (2, "sharing", ["Who we share with", "Recipients"]),
    (
        3,
        "transfers",
        ["International transfers", "Where data is stored"],
    ),
    (2, "retention", ["Data retention", "How long we keep data"]),
    (
        3,
        "deletion",
        ["Deletion & return", "What happens at the end"],
    ),
    (2, "security", ["Security", "How we secure data"]),
    (3, "incidents", ["Incidents", "If something goes wrong"]),
    (2, "rights", ["Your rights", "Your choices"]),
    (3, "requests", ["Making a request", "How to ask"]),
    (2, "liability", ["Liability", "Limits of liability"]),
    (3, "exceptions", ["Exceptions", "What stays unlimited"]),
    (2, "notices", ["Notices", "Contact"]),
    (2, "changes", ["Changes", "Changes to this document"]),
    (2, "law", ["Governing law", "Law and venue"]),
];

/// All regimes that the settings accept, so that `check` runs all rules.
const REGIMES: &str = "gdpr, uk_gdpr, eprivacy, ccpa, caloppa, us_states, coppa, lgpd, pipeda, \
    law25, fadp, ddg, dsa, p2b, data_act, eaa, wad, dmca, ai_act, washington_health, nevada, \
    auto_renewal, australia, chile, india, japan, korea, eu_consumer, uk_consumer";

/// Writes a site of `count` policies into `root`.
pub(crate) fn generate(root: &Path, kind: Kind, count: usize) -> Result<()> {
    let content = root.join("content");
    write(
        &root.join("policygen.yaml"),
        &format!(
            "title: Acme legal\nbase_url: https://acme.example/legal/\nregimes: [{REGIMES}]\n"
        ),
    )?;
    for (file, text) in CLAUSES {
        write(&content.join("clauses").join(file), text)?;
    }
    if kind == Kind::Shared {
        for shared in facts(SHARED_SEED) {
            write(&content.join("facts").join(shared.file), &shared.yaml)?;
        }
    }
    (0..count).into_par_iter().try_for_each(|index| {
        let path = content
            .join("policies")
            .join(group(index))
            .join(file_name(index));
        write(&path, &policy(kind, index, count))
    })
}

fn write(path: &Path, text: &str) -> Result<()> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("could not write {}", path.display()))
}

fn policy(kind: Kind, index: usize, count: usize) -> String {
    let mut text = front_matter(index);
    if kind == Kind::Own {
        for own in facts(index as u64) {
            text.push_str(&own.yaml);
        }
    }
    text.push_str("---\n");
    body(index, count, &mut text);
    text
}

fn front_matter(index: usize) -> String {
    let (id, _) = TYPES[index % TYPES.len()];
    let title = title(index);
    let (major, minor, day) = (1 + index % 4, index % 10, 1 + index % 28);
    format!(
        "---\ntitle: {title}\ntype: {id}\nversion: \"{major}.{minor}\"\nupdated: 2026-04-{day:02}\neffective: 2026-05-{day:02}\n\
         summary: What we do, what you may expect from us, and whom to ask.\n"
    )
}

fn body(index: usize, count: usize, out: &mut String) {
    let rng = &mut Rng::new(!(index as u64));
    let end = out.len() + BODY;
    prose::paragraph(rng, end, out);
    for (nth, (level, id, titles)) in SECTIONS.iter().enumerate() {
        let _ = writeln!(out, "{:#<level$} {} {{#{id}}}\n", "", rng.pick(titles));
        // The remaining bytes are shared out evenly, so that lengths are random but the total is
        // not.
        let full = out.len() + end.saturating_sub(out.len()) / (SECTIONS.len() - nth);
        special(id, index, count, rng, out);
        if nth % 4 == 3 {
            prose::list(rng, full, out);
        }
        // Every section has some text.
        prose::paragraph(rng, full, out);
        while out.len() < full {
            prose::paragraph(rng, full, out);
        }
    }
}

/// Content that only one section has: a clause call, a link to another policy, a table, a
/// definition list, a footnote.
fn special(section: &str, index: usize, count: usize, rng: &mut Rng, out: &mut String) {
    let _ = match section {
        "scope" => write!(
            out,
            "It goes together with {}.\n\n",
            link(index, (index + 1) % count, "liability")
        ),
        "definitions" => {
            out.push_str("Customer\n: The person or company that orders the service.\n\n");
            write!(
                out,
                "Workspace\n: The part of the service that one customer uses.[^workspace]\n\n"
            )
        }
        "persons" => write!(out, "[^workspace]: A customer may have several.\n\n"),
        "purposes" => {
            prose::table(rng, 5, out);
            Ok(())
        }
        "sharing" => write!(out, "{{{{ <bench_subprocessors /> }}}}\n\n"),
        "retention" => write!(
            out,
            "{{{{ <bench_retention /> }}}}\n\nThe times in {} are not affected.\n\n",
            link(index, (index + GROUP + 7) % count, "retention")
        ),
        "requests" => write!(
            out,
            "Whoever we hold data about can ask for it.\n\n{{{{ <bench_children min_age={{{}}} /> }}}}\n\n",
            rng.range(13, 19)
        ),
        "notices" => write!(out, "{{{{ <bench_contact /> }}}}\n\n"),
        "changes" => write!(
            out,
            "{{{{ <bench_changes notice=\"P{}D\" since=\"2026-05-{:02}\" /> }}}}\n\n",
            rng.range(1, 7) * 15,
            1 + index % 28
        ),
        _ => Ok(()),
    };
}

/// A link to a section of another policy, relative to the linking file.
fn link(from: usize, to: usize, section: &str) -> String {
    let folder = if group(from) == group(to) {
        String::new()
    } else {
        format!("../{}/", group(to))
    };
    format!(
        "[{}, {section}]({folder}{}#{section})",
        title(to),
        file_name(to)
    )
}

fn group(index: usize) -> String {
    format!("group-{:04}", index / GROUP)
}

fn file_name(index: usize) -> String {
    format!("policy-{index:05}.md")
}

fn title(index: usize) -> String {
    format!("{} {index}", TYPES[index % TYPES.len()].1)
}
