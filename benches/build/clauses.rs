//! The five clauses that every policy of the corpus calls.
//!
//! They cover the uses of clauses: parameters with and without a default, facts in running text,
//! loops that build a table and a list, and each filter for legal text. The `bench_` prefix avoids
//! the names of standard clauses.

/// The file name and text of each clause.
pub(crate) const CLAUSES: [(&str, &str); 5] = [
    ("bench_children.md", CHILDREN),
    ("bench_subprocessors.md", SUBPROCESSORS),
    ("bench_retention.md", RETENTION),
    ("bench_contact.md", CONTACT),
    ("bench_changes.md", CHANGES),
];

const CHILDREN: &str = r"---
summary: Statement on children
kind: children
uses: [service, contact]
params:
  min_age: {type: integer, default: 16, help: youngest age the service is offered to}
---
## Children {#children}

{{ service.name }} is not offered to anyone under {{ min_age }}, and we do not knowingly collect data about them.
{% if min_age < 16 %}
A parent or guardian has to agree before someone under 16 opens an account.
{% endif %}
Whoever learns of such an account can write to {{ contact.privacy.email }}: we close it and erase what it held.
";

const SUBPROCESSORS: &str = r"---
summary: Table of subprocessors
kind: sharing
uses: [subprocessors]
---
We use {{ subprocessors | length }} subprocessors for the service.

| Subprocessor | Purpose | Countries | Since |
|:---|:---|:---|:---|
{% for s in subprocessors -%}
| **{{ s.legal_name }}** | {{ s.purpose }} | {% for c in s.locations %}{{ c | country }}{% if not loop.last %}, {% endif %}{% endfor %} | {{ s.effective_on | date }} |
{% endfor %}
";

const RETENTION: &str = r#"---
summary: How long each kind of data is kept
kind: retention
uses: [retention]
params:
  lead: {type: string, default: "We keep personal data no longer than the following times:"}
---
{{ lead }}

{% for r in retention -%}
- **{{ r.data }}**: {{ r | retention }}
{% endfor %}
"#;

const CONTACT: &str = r"---
summary: Who to write to
kind: contact
uses: [company, contact, service]
---
{{ company.legal_name }} ({{ company.trading_names | list }}) runs {{ service.name }} and answers for it:

> {{ company.legal_name }}, {{ company.address.street }}, {{ company.address.postal_code }} {{ company.address.city }},
> {{ company.address.country | country }}

Write to {{ contact.privacy.email }} about personal data, to {{ contact.security.email }} about a weakness, and to
{{ company.email }} about anything else. Our own addresses end in {{ company.domains | list }}.
";

const CHANGES: &str = r"---
summary: How changes are announced
kind: changes
uses: [service]
params:
  notice: {type: string, default: P30D, help: time between the notice and the change}
  since: {type: string, help: date of the current wording}
---
The wording above has applied since {{ since | date }}. We announce a change that matters to users of
{{ service.name }} at least {{ notice | duration }} before it applies, on this page and by e-mail.
";
