//! One library for several sites.

use std::sync::Arc;

use super::{Evaluator, Input, Library};
use crate::base::dates::{AsOf, Window};
use crate::base::source::Source;
use crate::model::facts::{self, Facts};
use crate::model::front_matter::FrontMatter;
use crate::model::language::Languages;

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

/// What a site says in each language, and on which days it does.
type Said = (Vec<String>, Window);

fn said(evaluator: &Evaluator) -> Said {
    let texts = LANGUAGES.map(|language| text(evaluator, language));
    (texts.to_vec(), evaluator.as_of().window())
}

#[test]
fn one_library_serves_several_sites_and_days() {
    let cases = || SITES.iter().flat_map(|site| DAYS.map(|day| (*site, day)));
    // Each with a library to itself.
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
