//! `serve --check`: the findings sent to pages.

use serde_json::{Value, json};

use super::driver::Server;
use super::{PRIVACY, bare};
use crate::driver::Site;

/// The report for a page, as soon as it is as expected.
#[track_caller]
fn told(server: &Server, page: &str, fits: impl Fn(&str) -> bool) -> Value {
    let path = format!("/.policygen/problems.json?page={page}");
    let answer = server.until(&path, |answer| {
        let text = answer.text();
        // The findings must not be those of the earlier text.
        fits(&text) && !text.contains("\"checking\":true")
    });
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// The first problem with this code in the report for a page.
#[track_caller]
fn problem<'a>(told: &'a Value, code: &str) -> &'a Value {
    let mut problems = told["problems"].as_array().unwrap().iter();
    problems.find(|problem| problem["code"] == code).unwrap()
}

#[test]
fn they_come_and_go() {
    let site = Site::small();
    site.file("policygen.yaml", "base_url: https://acme.example/legal/\n");
    let text = format!("{}\n## Later {{#later}}\n\n", site.read(PRIVACY));
    site.file(PRIVACY, &format!("{text}All is said.\n"));
    let server = Server::with(&site, &["--check"]);
    let privacy = |fits: &dyn Fn(&str) -> bool| told(&server, "/legal/privacy/", |text| fits(text));
    site.file(
        PRIVACY,
        &format!("{text}All is said.\n\nSee *§ 25* of the `old` TTDSG for cookies.\n"),
    );
    server.says("/legal/privacy/", "for cookies.");
    let found = privacy(&|text| text.contains("LAW906"));
    assert_eq!(found["findings"], true);
    let law = problem(&found, "LAW906");
    assert_eq!(law["file"], PRIVACY);
    assert_eq!(
        law["marks"],
        json!([{"section": "later", "text": "See § 25 of the \u{fffc} TTDSG for cookies."}])
    );
    // The message is that of `check`, and the site is shown.
    let said = law["text"].as_str().unwrap();
    assert!(site.run(&["check"]).stderr.contains(said), "{said}");
    server.until("/", |_| server.errors().contains(said));

    // A build error replaces findings until it is fixed.
    let good = site.read(PRIVACY);
    site.file(PRIVACY, &good.replace("legal_name", "legal_nam"));
    let broken = privacy(&|text| text.contains("TPL102"));
    assert_eq!(broken["findings"], false);
    assert_eq!(broken["summary"], "1 error");
    assert!(server.page("/legal/privacy/").contains("for cookies."));
    site.file(PRIVACY, &good);
    privacy(&|text| text.contains("LAW906"));
    site.file(PRIVACY, &good.replace("TTDSG", "TDDDG"));
    server.says("/legal/privacy/", "TDDDG");
    privacy(&|text| !text.contains("LAW906"));
    site.build().clean();
    assert_eq!(
        bare(&server.page("/legal/privacy/")),
        site.read("public/privacy/index.html")
    );
}

#[test]
fn each_page_is_told_its_own_first() {
    let site = Site::small();
    site.file("policygen.yaml", "base_url: https://acme.example/legal/\n")
        .file(PRIVACY, "# Privacy\n\nThe TTDSG, of privacy.\n")
        .file(
            "content/policies/terms.md",
            "---\ntitle: Terms\nupdated: 2030-01-01\n---\nTerms.\n",
        );
    let server = Server::with(&site, &["--check"]);
    let privacy = told(&server, "/legal/privacy/", |text| text.contains("LAW906"));
    assert_eq!(problem(&privacy, "LAW906")["elsewhere"], Value::Null);
    let problems = privacy["problems"].as_array().unwrap();
    let is_elsewhere = |problem: &Value| problem["elsewhere"].is_string();
    assert!(problems.iter().any(is_elsewhere));
    assert!(problems.iter().map(is_elsewhere).is_sorted());
    assert_eq!(privacy["urgent"], true);
    let summary = privacy["summary"].as_str().unwrap();
    assert!(
        summary.contains("error") && summary.ends_with("; 2 warnings on other pages"),
        "{summary}"
    );
    // Problems of a whole page also belong to the page.
    let terms = told(&server, "/legal/terms/", |_| true);
    let own = &terms["problems"][0];
    assert_eq!(own["file"], "content/policies/terms.md");
    assert_eq!(
        (&own["elsewhere"], &own["marks"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(problem(&terms, "LAW906")["elsewhere"], "/legal/privacy/");
    // The hub and unknown addresses have no problems of their own.
    for page in ["/legal/", "/legal/none/"] {
        let told = told(&server, page, |_| true);
        assert_eq!(told["urgent"], false, "{page}");
        let problems = told["problems"].as_array().unwrap();
        assert!(problems.iter().all(is_elsewhere), "{told}");
    }
}

#[test]
fn those_in_a_clause_are_marked_on_all_pages_that_show_it() {
    let site = Site::small();
    site.file(
        "content/clauses/old-law.md",
        "---\nsummary: Old law\n---\nThe TTDSG says hello.\n",
    )
    .file(
        "content/clauses/hello.md",
        "---\nsummary: Hello\n---\nHello.\n\n{{ <old_law /> }}\n",
    )
    .file(PRIVACY, "# Privacy\n\n## Law {#law}\n\n{{ <old_law /> }}\n")
    .file(
        "content/policies/terms.md",
        "# Terms\n\n## One {#one}\n\n{{ <hello /> }}\n\n## Two {#two}\n\n{{ <old_law /> }}\n",
    )
    .file(
        "content/policies/other.md",
        "# Other\n\n{% if false %}{{ <old_law /> }}{% endif %}\n",
    );
    let server = Server::with(&site, &["--check"]);
    let marks = |page: &str| {
        let told = told(&server, page, |text| text.contains("LAW906"));
        let law = problem(&told, "LAW906");
        (law["marks"].clone(), law["elsewhere"].clone())
    };
    let mark = |section: &str| json!({"section": section, "text": "The TTDSG says hello."});
    assert_eq!(marks("/privacy/"), (json!([mark("law")]), Value::Null));
    assert_eq!(
        marks("/terms/"),
        (json!([mark("one"), mark("two")]), Value::Null)
    );
    let (none, elsewhere) = marks("/other/");
    assert_eq!(none, json!([]));
    assert!(elsewhere.is_string(), "{elsewhere}");
}

#[test]
fn those_in_facts_are_told_to_all_pages_and_marked_nowhere() {
    let site = Site::small();
    site.file(
        "content/facts/more.yaml",
        "# policygen: allow(QUA101) for nothing\nservice: {name: Mail}\n",
    );
    let server = Server::with(&site, &["--check"]);
    for page in ["/privacy/", "/"] {
        let told = told(&server, page, |text| text.contains("CHK102"));
        let allow = problem(&told, "CHK102");
        assert_eq!(
            (&allow["marks"], &allow["elsewhere"]),
            (&json!([]), &Value::Null)
        );
        assert_eq!(told["urgent"], true);
    }
    // An address without a page can't have the problem.
    let none = told(&server, "/none/", |text| text.contains("CHK102"));
    assert_eq!(none["urgent"], false);
}

#[test]
fn there_is_an_end_to_what_a_page_is_told() {
    let site = Site::small();
    let lines: String = (0..250)
        .map(|line| format!("{line}. The [Company Name].\n\n"))
        .collect();
    site.file(PRIVACY, &format!("# Privacy\n\n{lines}"));
    let server = Server::with(&site, &["--check"]);
    let privacy = told(&server, "/privacy/", |text| text.contains("QUA101"));
    assert_eq!(privacy["problems"].as_array().unwrap().len(), 200);
    assert!(
        privacy["more"].as_u64().unwrap() >= 50,
        "{}",
        privacy["more"]
    );
}

#[test]
fn those_of_a_baseline_are_left_out() {
    let site = Site::small();
    site.file("policygen.yaml", "base_url: https://acme.example/legal/\n");
    let text = site.read(PRIVACY);
    site.file(PRIVACY, &format!("{text}\nSee § 25 TTDSG.\n"));
    site.run(&["check", "--write-baseline", "known.json"]);
    let server = Server::with(&site, &["--check", "--baseline", "known.json"]);
    site.file(
        PRIVACY,
        &format!("{text}\nSee § 25 TTDSG.\n\nWe rely on the Safe Harbor framework.\n"),
    );
    let found = told(&server, "/legal/privacy/", |text| text.contains("LAW902"));
    let codes = found["problems"].as_array().unwrap().iter();
    let codes: Vec<&Value> = codes.map(|problem| &problem["code"]).collect();
    assert!(!codes.contains(&&json!("LAW906")), "{codes:?}");
}
