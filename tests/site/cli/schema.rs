//! `policygen schema`: editors report what the program reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::driver::Site;

const KINDS: [&str; 4] = ["settings", "front-matter", "facts", "rules"];

/// The schema of a file that the program writes.
const POLICIES: &str = "policies";

/// Validates files against the schemas that the program prints.
struct Validator {
    schemas: boon::Schemas,
    compiled: Vec<(&'static str, boon::SchemaIndex)>,
}

impl Validator {
    fn new() -> Self {
        let mut compiler = boon::Compiler::new();
        compiler.enable_format_assertions();
        let kinds = KINDS.iter().chain([&POLICIES]).copied();
        for kind in kinds.clone() {
            let run = Site::new().run(&["schema", kind]).clean();
            let schema = serde_json::from_str(&run.stdout).unwrap();
            compiler.add_resource(kind, schema).unwrap();
        }
        let mut schemas = boon::Schemas::new();
        let compiled = kinds.map(|kind| (kind, compiler.compile(kind, &mut schemas).unwrap()));
        let compiled = compiled.collect();
        Self { schemas, compiled }
    }

    /// The fault of a YAML text.
    fn fault(&self, kind: &str, text: &str) -> Option<String> {
        let options = serde_yaml::options! { strict_booleans: true };
        let value: Value = serde_yaml::from_str_with_options(text, options).unwrap();
        self.fault_of(kind, &value)
    }

    /// The fault of a value.
    fn fault_of(&self, kind: &str, value: &Value) -> Option<String> {
        let (_, compiled) = self
            .compiled
            .iter()
            .find(|(known, _)| *known == kind)
            .unwrap();
        let result = self.schemas.validate(value, *compiled);
        result.err().map(|error| format!("{error:#}"))
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn front_matter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n")?;
    rest.split_once("\n---\n").map(|(yaml, _)| yaml)
}

/// The number of files of a site, if all are valid.
fn valid_files(validator: &Validator, root: &Path) -> usize {
    let mut count = 0;
    let mut check = |kind: &str, path: &Path, text: &str| {
        assert_eq!(validator.fault(kind, text), None, "{}", path.display());
        count += 1;
    };
    let settings = root.join("policygen.yaml");
    check(
        "settings",
        &settings,
        &fs::read_to_string(&settings).unwrap(),
    );
    for path in files(&root.join("content/facts"), ".yaml") {
        check("facts", &path, &fs::read_to_string(&path).unwrap());
    }
    for path in files(&root.join("content/policies"), ".md") {
        let text = fs::read_to_string(&path).unwrap();
        if let Some(yaml) = front_matter(&text) {
            check("front-matter", &path, yaml);
        }
    }
    count
}

#[test]
fn the_starter_and_the_examples_are_valid() {
    let validator = Validator::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(valid_files(&validator, root) > 20);
    for example in fs::read_dir(root.join("examples")).unwrap() {
        let example = example.unwrap().path();
        assert!(
            valid_files(&validator, &example) > 5,
            "{}",
            example.display()
        );
    }
}

/// Every `policies.json` of the examples, the starter and the golden sites matches the schema, and
/// one that lacks a key or has another value does not.
#[test]
fn lists_of_policies_are_valid() {
    let validator = Validator::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = files(&root.join("tests/site/golden"), "expected/policies.json");
    assert!(golden.len() > 1);
    let mut lists: Vec<String> = golden
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let examples = fs::read_dir(root.join("examples")).unwrap();
    let sites = examples.map(|entry| entry.unwrap().path());
    let sites = sites.filter(|path| path.is_dir()).chain([root.to_owned()]);
    let work = Site::new();
    for site in sites {
        let (site, out) = (site.to_str().unwrap(), work.path("out"));
        let arguments = ["build", "--root", site, "--out", out.to_str().unwrap()];
        work.run(&arguments).clean();
        lists.push(work.read("out/policies.json"));
        work.remove("out");
    }
    let mut with_releases = None;
    for list in &lists {
        let list: Value = serde_json::from_str(list).unwrap();
        assert_eq!(validator.fault_of(POLICIES, &list), None, "{list:#}");
        let policies = list["policies"].as_array().unwrap();
        if policies
            .iter()
            .any(|policy| policy.get("releases").is_some())
        {
            with_releases = Some(list);
        }
    }
    let list = with_releases.expect("an example has releases");
    let at = "/policies/0/releases/versions/0";
    assert_eq!(list.pointer(at).unwrap()["version"], "1.0");
    for (path, value) in [
        ("/title", Value::Null),
        ("/policies/0/digest", Value::from("sha256:1")),
        ("/policies/0/updated", Value::from("June")),
        ("/policies/0/releases/next/material", Value::from("yes")),
        ("/policies/0/releases/versions", Value::from("1.0")),
        (
            "/policies/0/releases/versions/0/standing",
            Value::from("old"),
        ),
        ("/policies/0/releases/versions/0/change", Value::from("big")),
        ("/policies/0/releases/versions/0/until", Value::from("")),
        ("/policies/0/releases/versions/0/digests/0", Value::Null),
    ] {
        let mut wrong = list.clone();
        *wrong.pointer_mut(path).unwrap() = value;
        assert!(validator.fault_of(POLICIES, &wrong).is_some(), "{path}");
    }
    for path in [
        "",
        "/policies/0",
        "/policies/0/releases",
        "/policies/0/releases/next",
        at,
    ] {
        let keys = list.pointer(path).unwrap().as_object().unwrap();
        for key in keys.keys().filter(|key| *key != "releases") {
            let mut wrong = list.clone();
            let owner = wrong.pointer_mut(path).unwrap().as_object_mut().unwrap();
            owner.remove(key).unwrap();
            assert!(
                validator.fault_of(POLICIES, &wrong).is_some(),
                "{path}/{key}"
            );
        }
    }
}

#[test]
fn the_built_in_packs_are_valid() {
    let validator = Validator::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/rules");
    let packs = files(&folder, ".yaml");
    let is_pack = |path: &&PathBuf| path.parent() == Some(&folder);
    let packs: Vec<_> = packs.iter().filter(is_pack).collect();
    assert!(packs.len() > 30);
    for path in packs {
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(validator.fault("rules", &text), None, "{}", path.display());
    }
}

#[test]
fn new_sites_are_valid() {
    let validator = Validator::new();
    let documents = "--documents=privacy,terms,dpa,cookies,security,subprocessors,imprint";
    for country in ["DE", "US", "GB"] {
        let site = Site::new();
        site.run(&[
            "init",
            ".",
            "--yes",
            "--company=Acme",
            "--country",
            country,
            documents,
        ]);
        assert!(valid_files(&validator, site.root()) > 10, "{country}");
        for (path, schema) in [
            ("policygen.yaml", ".policygen/schemas/settings.json"),
            (
                "content/facts/company.yaml",
                "../../.policygen/schemas/facts.json",
            ),
        ] {
            let line = format!("# yaml-language-server: $schema={schema}\n");
            assert!(site.read(path).starts_with(&line), "{path}");
            let folder = site.path(path).parent().unwrap().to_owned();
            let written = fs::read_to_string(folder.join(schema)).unwrap();
            let kind = if path == "policygen.yaml" {
                "settings"
            } else {
                "facts"
            };
            assert_eq!(written, site.run(&["schema", kind]).stdout, "{schema}");
        }
    }
}

const FACTS: &str = r#"
company:
  legal_name: Acme GmbH
  trading_names: Acme
  former_names: [{name: Acme Labs GmbH, until: 2024-01-31}]
  address: {street: Lindenhof 12, postal_code: "10115", city: Berlin, country: DE}
  domains: [acme.example]
  email: hello@acme.example
  phone: "+49 30 123456"
  register: {court: Amtsgericht Charlottenburg, number: HRB 1 B}
  sells_to_consumers: [DE, AT]
  employees_band: 11-49
contact:
  privacy: privacy@acme.example
  security: {email: security@acme.example, languages: [en, de]}
  support: https://acme.example/support
service: {name: Acme, uses_ai: false, min_age: 16, trial: {period: P14D, converts: true}}
dpo: {status: not_required, phone: null}
authorities: [{regime: gdpr, name: Berlin Commissioner, url: https://authority.example/}]
data_subjects: [users, {id: visitors, label: visitors}]
data_categories:
  - id: account
    label: Account data
    items: [name, {name: email address, aliases: email}]
    source: [data_subject]
    purposes: service
    special_category: false
    retention: {until: account_closure, then: {days: 30, unit: business}}
  - {id: plans, label: {en: Plans, de-AT: Pläne}, items: [{en: plan, de: Tarif}], retention: {by_plan: [{plan: free, period: custom}], after: event}}
purposes:
  - {id: service, label: Service, legal_basis: [contract, {basis: legal_obligation, law: AO}], tcf: 1}
subprocessors:
  - {legal_name: Postbrook, purpose: email, locations: US-CA, effective_on: 2026-04-01, transfer_mechanism: scc}
recipients: [{class: Tax advisers, purpose: bookkeeping, country: DE}]
cookies:
  - {name: sid, purpose: signs you in, category: strictly_necessary, duration: session}
rights: [access, {kind: portability, how: email}]
rights_request: {email: privacy@acme.example, response: P1M}
gpc: {honored: true, last_update: 2026-05-18}
sla: {target: 99.9, tiers: [{below: 99.5%, credit: 10}]}
security_txt: {contact: security@acme.example, expires: 2027-01-01}
governing_law: German law
automated_decisions: none
dsa: {languages: de-AT, notice_url: /report/}
ai: null
"#;

const SETTINGS: &str = r##"
title: Acme legal
base_url: https://acme.example/legal/
well_known: well-known
language: en
urls: flat
numbering: decimal
regimes: [gdpr, ccpa]
paths: {facts: facts}
brand: {logo: logo.svg, accent: "#1a4b8c"}
headers: true
twins: [markdown, json]
check: {levels: {CHK101: off}, ignore: LAW, preview: true}
limits: {evaluation: 64}
extra: {anything: [1, {goes: true}]}
"##;

const FRONT_MATTER: &str = r#"
title: Privacy policy
type: privacy
aliases: /old/
version: 2.1
updated: 2026-05-18
effective: 2026-06-01T00:00:00Z
language: de-AT
regimes: [gdpr]
draft: false
order: 1
check: {levels: {CHK101: info}}
company: {legal_name: Acme GmbH}
retention: [{data: logs, period: P30D, after: collection}]
"#;

const RULES: &str = r#"
name: house
title: House rules of Acme
about: What counsel has decided
regimes: [gdpr]
checked: 2026-03-01
retired: [{id: ACME199, since: 2.0.0, why: It found nothing}]
rules:
- id: ACME101
  name: no-shall
  severity: error
  certainty: certain
  documents: [terms]
  from: 2025-01-01
  when:
    all:
    - {value: {fact: page.version, is: [1, 2]}}
    - {country: {fact: company.address.country, outside: EEA}}
    - {some: {in: subprocessors, where: {locations: {outside: EEA}}}}
    - {state_law: [CT, OR]}
    - {not: {regime: ccpa}}
    - {date: {fact: page.updated, before: 2027-01-01}}
  check:
    forbid: {pattern: shall, unless: [must, will], in: block, outside_links: true, replace: [{this: shall, by: must}]}
  message: '`{match}` is old'
  help: write `must`
  why: Readers misunderstand it.
  law: [{cite: 'house rule: plain language'}]
  fails: ['You shall pay.']
  passes: [{content/policies/terms.md: You must pay.}]
- id: ACME102
  name: all-of-these
  severity: warning
  certainty: likely
  scope: site
  check:
    all:
    - any: [{fact: contact.privacy}, {stated: subprocessors}, dated]
    - {each: {in: data_categories, where: {source: {present: true}}, needs: [label, [items, source], {stated: retention}, {field: id, is: account}]}}
    - {includes: {in: rights, field: kind, values: [access, {value: portability, when: {regime: gdpr}}]}}
    - {compare: {fact: rights_request.response, at_most: P1M}}
    - {max_age: {fact: page.updated, period: P1Y}}
    - {at_least: {in: cookies, count: 2}}
    - {text: {any: [support], section: contact, or_denied: true}}
  prose: {about: support, text: [support], of: {access: [access]}, languages: [en]}
  message: it is missing
  why: It matters.
  fails: ['Nothing.']
  passes: ['Support.']
"#;

/// The file, the original text, and the typo.
const TYPOS: &[(&str, &str, &str)] = &[
    // Unknown keys.
    ("facts", "company:", "companies:"),
    ("facts", "legal_name: Acme GmbH", "legalname: Acme GmbH"),
    ("facts", "trading_names:", "trading_name:"),
    ("facts", "street:", "steet:"),
    ("facts", "postal_code:", "zip:"),
    ("facts", "  privacy: privacy@", "  privcy: privacy@"),
    ("facts", "uses_ai:", "use_ai:"),
    ("facts", "converts: true", "convert: true"),
    ("facts", "special_category:", "special_categories:"),
    ("facts", "retention: {until", "retention: {untill"),
    ("facts", "locations:", "location:"),
    ("facts", "rights_request:", "right_request:"),
    ("facts", "last_update:", "last_updated:"),
    ("facts", "aliases: email", "alias: email"),
    ("settings", "title:", "titel:"),
    ("settings", "base_url:", "baseurl:"),
    ("settings", "paths: {facts", "paths: {fact"),
    ("settings", "accent:", "accent_color:"),
    ("settings", "preview: true", "previews: true"),
    ("settings", "evaluation:", "evaluations:"),
    ("front-matter", "updated:", "update:"),
    ("front-matter", "draft:", "drafts:"),
    ("front-matter", "{legal_name", "{name"),
    ("front-matter", "check: {levels", "check: {level"),
    ("rules", "about: What", "abuot: What"),
    ("rules", "  certainty: certain", "  certainity: certain"),
    ("rules", "    forbid:", "    forbidden:"),
    ("rules", "unless: [must", "unles: [must"),
    ("rules", "outside_links", "outside_link"),
    ("rules", "{some:", "{sum:"),
    ("rules", "{locations: {outside:", "{locations: {outsid:"),
    ("rules", "needs: [label", "need: [label"),
    ("rules", "{stated: retention}", "{stateed: retention}"),
    ("rules", "at_most:", "atmost:"),
    ("rules", "or_denied:", "or_denial:"),
    ("rules", "prose: {about", "prose: {subject"),
    ("rules", "{this: shall", "{that: shall"),
    // Words that are not allowed, and values of the wrong form.
    ("facts", "11-49", "11-50"),
    ("facts", "status: not_required", "status: not_needed"),
    ("facts", "regime: gdpr", "regime: dsgvo"),
    ("facts", "until: account_closure", "until: closure"),
    (
        "facts",
        "category: strictly_necessary",
        "category: necessary",
    ),
    (
        "facts",
        "transfer_mechanism: scc",
        "transfer_mechanism: sccs",
    ),
    ("facts", "[access,", "[acces,"),
    ("facts", "[contract,", "[contracts,"),
    (
        "facts",
        "country: DE}\n  domains",
        "country: Germany}\n  domains",
    ),
    ("facts", "[DE, AT]", "[DE, Austria]"),
    ("facts", "hello@acme.example", "hello.acme.example"),
    ("facts", "\"+49 30 123456\"", "030 123456"),
    ("facts", "url: https://authority", "url: authority"),
    ("facts", "until: 2024-01-31", "until: 31.01.2024"),
    ("facts", "response: P1M", "response: 1 month"),
    ("facts", "response: P1M", "response: P"),
    ("facts", "duration: session", "duration: sessions"),
    ("facts", "unit: business", "unit: working"),
    ("facts", "languages: de-AT", "languages: German"),
    ("facts", "id: account\n", "id: Account data\n"),
    ("facts", "notice_url: /report/", "notice_url: report"),
    ("settings", "urls: flat", "urls: short"),
    ("settings", "[gdpr, ccpa]", "[gdpr, cpra]"),
    ("settings", "[markdown, json]", "[markdown, html]"),
    ("settings", "CHK101: off", "CHK101: of"),
    (
        "settings",
        "https://acme.example/legal/",
        "acme.example/legal",
    ),
    ("front-matter", "2026-05-18", "May 18, 2026"),
    ("front-matter", "language: de-AT", "language: German"),
    ("front-matter", "period: P30D", "period: 30 days"),
    ("rules", "name: house", "name: House"),
    ("rules", "id: ACME101", "id: ACME-101"),
    ("rules", "severity: error", "severity: fatal"),
    ("rules", "certainty: certain", "certainty: sure"),
    ("rules", "certainty: certain", "certainty: likely"),
    ("rules", "regimes: [gdpr]", "regimes: [dsgvo]"),
    ("rules", "in: block", "in: paragraph"),
    ("rules", "company.address.country", "company.adress.country"),
    (
        "rules",
        "{fact: contact.privacy}",
        "{fact: contacts.privacy}",
    ),
    ("rules", "in: cookies", "in: cookie"),
    ("rules", "[CT, OR]", "[CT, Oregon]"),
    ("rules", "regime: ccpa", "regime: cpra"),
    ("rules", "dated]", "date]"),
    ("rules", "checked: 2026-03-01", "checked: March 2026"),
    ("rules", "before: 2027-01-01", "before: 2027-13-01"),
    ("rules", "at_most: P1M", "at_most: 1 month"),
    ("rules", "scope: site", "scope: pages"),
    // Values of the wrong type.
    ("rules", "count: 2", "count: two"),
    ("rules", "outside_links: true", "outside_links: \"yes\""),
    (
        "rules",
        "message: it is missing",
        "message: [it is missing]",
    ),
    ("rules", "documents: [terms]", "documents: terms"),
    ("rules", "version, is:", "version, in:"),
    ("facts", "uses_ai: false", "uses_ai: \"no\""),
    ("facts", "min_age: 16", "min_age: sixteen"),
    ("facts", "honored: true", "honored: always"),
    ("facts", "target: 99.9", "target: 999"),
    ("facts", "below: 99.5%", "below: high"),
    (
        "facts",
        "automated_decisions: none",
        "automated_decisions: nothing",
    ),
    (
        "facts",
        "former_names: [{name: Acme Labs GmbH, until: 2024-01-31}]",
        "former_names: Acme Labs",
    ),
    ("facts", "legal_name: Acme GmbH", "legal_name: [Acme GmbH]"),
    ("settings", "headers: true", "headers: \"yes\""),
    ("settings", "regimes: [gdpr, ccpa]", "regimes: gdpr"),
    ("settings", "evaluation: 64", "evaluation: 64 MB"),
    ("front-matter", "draft: false", "draft: never"),
    ("front-matter", "order: 1", "order: first"),
    ("front-matter", "type: privacy", "type:"),
    // Missing parts of an entry.
    ("facts", "name: Berlin Commissioner, ", ""),
    ("facts", "legal_name: Postbrook, ", ""),
    ("facts", "    label: Account data\n", ""),
    ("facts", "class: Tax advisers, ", ""),
    ("facts", "purpose: signs you in, ", ""),
    (
        "facts",
        "{until: account_closure, then: {days: 30, unit: business}}",
        "{backups: P30D}",
    ),
    ("facts", "credit: 10", "credits: 10"),
    ("facts", "plan: free, ", ""),
    ("front-matter", "period: P30D, ", ""),
    ("rules", "title: House rules of Acme\n", ""),
    ("rules", "  why: It matters.\n", ""),
    ("rules", ", count: 2", ""),
    ("rules", ", by: must", ""),
    ("facts", "de-AT: Pläne", "German: Pläne"),
    ("facts", "de: Tarif", "german: Tarif"),
    ("rules", ", period: P1Y", ""),
];

#[test]
fn every_typo_is_found() {
    let validator = Validator::new();
    let text = |kind: &str| match kind {
        "facts" => FACTS,
        "settings" => SETTINGS,
        "rules" => RULES,
        _ => FRONT_MATTER,
    };
    for kind in KINDS {
        assert_eq!(validator.fault(kind, text(kind)), None, "{kind}");
    }
    assert!(TYPOS.len() >= 50);
    let missed = |(kind, from, to): &&(&str, &str, &str)| {
        assert_eq!(text(kind).matches(from).count(), 1, "{from}");
        validator
            .fault(kind, &text(kind).replace(from, to))
            .is_none()
    };
    let missed: Vec<_> = TYPOS.iter().filter(missed).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The program's messages about the four texts.
fn said(facts: &str, settings: &str, front_matter: &str, rules: &str) -> BTreeSet<String> {
    let site = Site::new();
    let policy = format!("---{front_matter}---\n## Data\n\nLittle.\n");
    site.file("facts/all.yaml", facts)
        .file("policygen.yaml", settings)
        .file("content/rules/house.yaml", rules)
        .file("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/policies/privacy.md", &policy);
    let run = site.run(&["build"]);
    let lines = run.stderr.lines();
    let found = lines.filter(|line| line.starts_with("error[") || line.starts_with("warning["));
    found.map(str::to_owned).collect()
}

#[test]
fn the_program_finds_the_same() {
    let before = said(FACTS, SETTINGS, FRONT_MATTER, RULES);
    assert!(before.is_empty(), "{before:#?}");
    let is_missed = |(kind, from, to): &&(&str, &str, &str)| {
        let one = |of: &str, text: &str| match *kind == of {
            true => text.replace(from, to),
            false => text.to_owned(),
        };
        let (facts, settings) = (one("facts", FACTS), one("settings", SETTINGS));
        let front_matter = one("front-matter", FRONT_MATTER);
        said(&facts, &settings, &front_matter, &one("rules", RULES)).is_empty()
    };
    let missed: Vec<_> = TYPOS.par_iter().filter(is_missed).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
