//! `policygen diff`: what changed between two versions of a policy.

mod formats;
mod hostile;
mod repository;
mod versions;

use crate::driver::{Site, commit, git};

/// A policy with most kinds of blocks, and facts.
const PRIVACY: &str = "\
---
title: Privacy policy
version: 1.0
---
We tell you what we do with your data.

## What we collect {#data}

We collect what you type in. We keep it for 3 years, and delete it then[^1]. The [law](https://law.example/old) permits that.

- your name
- your address

## Cookies {#cookies}

We set two cookies, one for your session and one for your language.

| Cookie | Period |
|---|---|
| session | 1 day |
| language | 1 year |

## Subprocessors {#subprocessors}

{% for one in subprocessors %}- {{ one.legal_name }}: {{ one.purpose }}
{% endfor %}
## Your rights {#rights}

You can ask for a copy of your data, have it corrected, and have it deleted.

> [!NOTE]
> We answer within a month.

## Old section

This is no longer so, and nobody needs to read it.

[^1]: Backups are deleted a month later.
";

const SHARING: &str = "\
subprocessors:
  - {id: mail, legal_name: Postbrook GmbH, purpose: delivery of email, locations: DE}
  - {id: host, legal_name: Rackfield Ltd, purpose: hosting, locations: GB}
retention:
  - {data: logs, period: P30D}
";

/// The edited policy: one section was moved, one added, one removed, and one has a different
/// heading.
fn edited() -> String {
    let (start, rest) = PRIVACY.split_once("## Cookies").unwrap();
    let (cookies, rest) = rest.split_once("## Subprocessors").unwrap();
    let (rest, old) = rest.split_once("## Old section").unwrap();
    let (_, notes) = old.split_once("[^1]").unwrap();
    let cookies = cookies.replace("1 year", "2 years").replace(
        "| session | 1 day |\n",
        "| session | 1 day |\n| basket | 1 hour |\n",
    );
    let rest = rest
        .replace("within a month", "within 30 days")
        .replace("Your rights", "What you can ask for");
    let start = start
        .replace("3 years", "5 years")
        .replace("law.example/old", "law.example/new")
        .replace("- your name\n", "- your name\n- your age\n");
    format!(
        "{start}## Subprocessors{rest}## Cookies{cookies}## Complaints\n\nYou can complain to us.\n\n[^1]{}",
        notes.replace("a month", "two months")
    )
}

/// A site in a Git repository whose working text differs from the committed
/// one.
fn site() -> Site {
    let site = Site::with(&[
        ("policygen.yaml", "title: Acme legal\ntwins: []\n"),
        ("content/facts/sharing.yaml", SHARING),
        ("content/policies/privacy.md", PRIVACY),
    ]);
    git(site.root(), &["init", "-q", "-b", "main"]);
    commit(&site);
    git(site.root(), &["tag", "v1"]);
    site.file("content/policies/privacy.md", &edited());
    let sharing = SHARING.replace("locations: GB", "locations: [GB, US]").replace(
        "retention:",
        "  - id: help\n    legal_name: Example GmbH\n    purpose: support\n    address: {city: Berlin, country: DE}\nretention:",
    );
    site.file("content/facts/sharing.yaml", &sharing);
    site
}
