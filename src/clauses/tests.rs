//! Tests of one library for several sites, and of metered tags.

use std::sync::Arc;

use super::{Evaluator, Input, Library};
use crate::base::dates::{AsOf, Window};
use crate::base::diagnostic::{Diagnostic, codes};
use crate::base::source::Source;
use crate::model::facts::{self, Facts};
use crate::model::front_matter::FrontMatter;
use crate::model::language::Languages;
use crate::template::METERING_OFF;

const CLAUSES: [(&str, &str); 2] = [
    (
        "clauses/processors.md",
        "---\nsummary: Processors\nuses: [subprocessors]\n---\n\
         {% for one in subprocessors | in_force %}{{ <processor who={one} /> }}\n{% endfor %}",
    ),
    (
        "clauses/processor.md",
        "---\nsummary: A processor\nparams:\n  who: {type: map}\n---\n\
         - {{ who.legal_name }}, since {{ who.effective_on | date }}",
    ),
];

const POLICY: &str = "{{ company.legal_name }} works with:\n\n{{ <processors /> }}\n\n\
                      Soon: {{ subprocessors | upcoming | list }}";

const SITES: [&str; 2] = [
    "company: Acme\nsubprocessors:\n\
     - {legal_name: Alpha, purpose: hosting, effective_on: 2026-01-05}\n\
     - {legal_name: Beta, purpose: mail, effective_on: 2026-06-01}\n",
    "company: Zenith\nsubprocessors:\n\
     - {legal_name: Gamma, purpose: hosting, effective_on: 2026-03-02}\n\
     - {legal_name: Delta, purpose: support, effective_on: 2026-06-10}\n",
];

const DAYS: [&str; 2] = ["2026-05-23", "2026-06-23"];

const LANGUAGES: [&str; 2] = ["en", "en-US"];

fn library() -> Arc<Library> {
    let sources = CLAUSES.map(|(path, text)| Source::new(path, text));
    let mut faults = Vec::new();
    let library = Library::compile(&sources, &mut faults).unwrap();
    assert_eq!(faults, []);
    Arc::new(library)
}

fn evaluator(library: &Arc<Library>, site: &str, day: &str) -> Evaluator {
    let source = Source::new("facts.yaml", site);
    let mut faults = Vec::new();
    let layer = Arc::new(facts::read(&source, &mut faults).unwrap());
    let facts = Facts::default().with(layer, &mut faults);
    let languages = Languages::new(Vec::new(), Vec::new(), &mut faults);
    assert_eq!(faults, []);
    Evaluator::new(
        Arc::clone(library),
        Arc::new(facts),
        Arc::new(languages),
        Arc::new(AsOf::new(day.parse().unwrap())),
        1 << 26,
    )
}

fn text(evaluator: &Evaluator, language: &str) -> String {
    let policy = Source::new("policy.md", POLICY);
    let input = Input {
        policy: &policy,
        body: 0..policy.text.len(),
        front_matter: &FrontMatter::default(),
        own_facts: None,
        regimes: &[],
        language,
    };
    let mut faults = Vec::new();
    let evaluated = evaluator.evaluate(&input, &mut faults);
    assert_eq!(faults, []);
    evaluated.unwrap().text
}

/// The output of a site in each language, and the dates for which it is valid.
type Said = (Vec<String>, Window);

fn said(evaluator: &Evaluator) -> Said {
    let texts = LANGUAGES.map(|language| text(evaluator, language));
    (texts.to_vec(), evaluator.as_of().window())
}

#[test]
fn one_library_serves_several_sites_and_days() {
    let cases = || SITES.iter().flat_map(|site| DAYS.map(|day| (*site, day)));
    // Each case has a separate library.
    let alone: Vec<Said> = cases()
        .map(|(site, day)| said(&evaluator(&library(), site, day)))
        .collect();
    for (at, (texts, _)) in alone.iter().enumerate() {
        assert_ne!(texts[0], texts[1], "the language of dates");
        assert!(alone[..at].iter().all(|(other, _)| other != texts));
    }

    let library = library();
    let shared: Vec<Evaluator> = cases()
        .map(|(site, day)| evaluator(&library, site, day))
        .collect();
    for _ in 0..2 {
        let in_turn: Vec<Said> = shared.iter().map(said).collect();
        assert_eq!(in_turn, alone);
    }

    let fresh: Vec<Evaluator> = cases()
        .map(|(site, day)| evaluator(&library, site, day))
        .collect();
    std::thread::scope(|scope| {
        for start in 0..4 {
            let (fresh, alone) = (&fresh, &alone);
            scope.spawn(move || {
                for at in (0..fresh.len()).cycle().skip(start).take(40) {
                    assert_eq!(said(&fresh[at]).0, alone[at].0);
                }
            });
        }
    });
    let windows: Vec<Window> = fresh.iter().map(|one| one.as_of().window()).collect();
    let expected: Vec<Window> = alone.iter().map(|(_, window)| *window).collect();
    assert_eq!(windows, expected);
}

/// Building blocks of tags.
const TAGS: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{{-",
    "-}}",
    "{%-",
    "-%}",
    "{",
    "}",
    "%",
    "{% if ",
    "{% elif ",
    "{% else %}",
    "{% endif %}",
    "{% for x in ",
    "{% for k, v in ",
    "{% endfor %}",
    "{% break %}",
    "{% continue %}",
    "{% set a = ",
    "{% set_global a = ",
    "{% set a %}",
    "{% endset %}",
    "{% filter upper %}",
    "{% filter replace(from=\"a\", to=\"b\") %}",
    "{% endfilter %}",
    "{% raw %}",
    "{% endraw %}",
    "{{ <own /> }}",
    "<own heading={",
    "/>",
    "} />",
    "{% <own> %}",
    "{% </own> %}",
    "company",
    ".legal_name",
    "subprocessors",
    "x",
    "a",
    "loop.index",
    "__tera_context",
    "[",
    "]",
    "[0]",
    "[0:1]",
    "[::-1]",
    "(",
    ")",
    "~",
    " ~ ",
    " + ",
    " - ",
    " * ",
    " / ",
    " // ",
    " % ",
    "**",
    "==",
    "!=",
    " < ",
    " >= ",
    " and ",
    " or ",
    " not ",
    " is ",
    " in ",
    " if ",
    " else ",
    "is defined",
    "is string",
    "?.",
    "?",
    ":",
    ",",
    ", ",
    "=",
    "\"",
    "'",
    "`",
    "\\",
    "1",
    "0",
    "-1",
    "2.5",
    "true",
    "none",
    "\"}}\"",
    "\"%}\"",
    "'{{'",
    " | ",
    "| upper",
    "| default(value=a)",
    "| join(sep=x)",
    "| length",
    "| first",
    "| reverse",
    "| split(pat=\",\")",
    "| str",
    "| list",
    "| date",
    "| replace(from=\"a\", to=\"aa\")",
    "| in_force",
    "range(end=3)",
    "[x for x in ",
    "{\"a\": 1}",
    "<!-- ",
    " -->",
    "```\n",
    "> ",
    "- ",
    "\n",
    "\n\n",
    " ",
    "\u{1FFFE}",
    "\u{2FFFF}",
    "0\u{1FFFF}",
    "\u{3FFFE}1",
    "é",
    "😀",
];

const FACTS: &str = "company: {legal_name: Acme, country: DE}\nsubprocessors:\n\
     - {legal_name: Alpha, purpose: hosting, effective_on: 2026-01-05}\n\
     - {legal_name: Beta, purpose: mail, effective_on: 2026-06-01}\n";

/// A site with one clause, whose tags are metered or left as written.
fn bench(is_metered: bool) -> (Arc<Library>, Evaluator) {
    let own = "---\nsummary: Own\nparams:\n  heading: {type: string, default: \"Own\"}\n---\n\
               ## {{ heading }}\n\n{% for x in subprocessors %}- {{ x.legal_name ~ \"!\" }}\n{% endfor %}";
    METERING_OFF.set(!is_metered);
    let mut faults = Vec::new();
    let library = Library::compile(&[Source::new("clauses/own.md", own)], &mut faults);
    METERING_OFF.set(false);
    assert_eq!(faults, []);
    let library = Arc::new(library.unwrap());
    let evaluator = evaluator(&library, FACTS, DAYS[0]);
    (library, evaluator)
}

/// Metering changes nothing unless the budget is used up, and the source map points back to the
/// policy and its clauses.
#[test]
fn fuzz_tags() {
    let target = crate::fuzz::Target {
        name: "tags",
        bits: TAGS,
        cases: 600,
        texts: 1,
    };
    let ((library, metered), (_, plain)) = (bench(true), bench(false));
    target.run(|texts| {
        let policy = Source::new("policy.md", texts[0].as_str());
        let input = Input {
            policy: &policy,
            body: 0..policy.text.len(),
            front_matter: &FrontMatter::default(),
            own_facts: None,
            regimes: &[],
            language: "en",
        };
        METERING_OFF.set(false);
        let mut faults = Vec::new();
        let evaluated = metered.evaluate(&input, &mut faults);
        assert!(evaluated.is_some() || !faults.is_empty());
        for label in faults.iter().flat_map(|fault| &fault.labels) {
            assert_eq!(label.place.range, label.place.clamped(), "{faults:?}");
        }
        // Only metering detects printed lists and joined variables without a value, and stops
        // endless evaluation.
        let only_metered = [
            &codes::EVALUATION,
            &codes::VALUE_PRINTED,
            &codes::UNKNOWN_VARIABLE,
        ];
        let joins = policy.text.contains('~');
        let is_bounded = |fault: &Diagnostic| {
            only_metered.contains(&fault.code) || (joins && fault.code == &codes::MISSING_FACT)
        };
        if faults.iter().any(is_bounded) {
            return;
        }
        METERING_OFF.set(true);
        let mut others = Vec::new();
        let other = plain.evaluate(&input, &mut others);
        METERING_OFF.set(false);
        // After the first error in a tag, the two may report different ones.
        let (one, other_one) = (faults.is_empty(), others.is_empty());
        assert_eq!(one, other_one, "{faults:?}\n{others:?}");
        // Faulty tags are replaced by blanks of their length, which metering changes.
        if faults.is_empty() {
            let text = |one: Option<super::Evaluated>| one.map(|one| one.text);
            assert_eq!(
                evaluated.as_ref().map(|one| &*one.text),
                text(other).as_deref()
            );
        }
        if let Some(found) = &evaluated {
            let origin = crate::template::Origin {
                map: &found.map,
                policy: &policy,
                snippets: library.snippets(),
            };
            for (at, char) in found.text.char_indices() {
                if let Some(place) = origin.place(at..at + char.len_utf8()) {
                    assert_eq!(place.range, place.clamped());
                }
            }
        }
    });
}

/// Loop expressions are metered; errors about them must point at the original source.
#[test]
fn an_unknown_variable_in_a_longer_expression_is_named() {
    let (_, evaluator) = bench(true);
    let policy = Source::new(
        "policy.md",
        "{% for one in missing and other %}x{% endfor %}",
    );
    let input = Input {
        policy: &policy,
        body: 0..policy.text.len(),
        front_matter: &FrontMatter::default(),
        own_facts: None,
        regimes: &[],
        language: "en",
    };
    let mut faults = Vec::new();
    evaluator.evaluate(&input, &mut faults);
    let found: Vec<_> = faults
        .iter()
        .map(|one| (&*one.message, one.labels[0].place.text()))
        .collect();
    assert_eq!(
        found,
        [("there is no variable `missing`", "missing and other")]
    );
}
