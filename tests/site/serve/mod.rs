//! `policygen serve`: the pages it shows, and that they follow the sources.

mod again;
mod attacks;
mod check;
mod driver;
mod findings;
mod watching;

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use crate::driver::{Site, collect, plain};
use driver::Server;

const PRIVACY: &str = "content/policies/privacy.md";

/// A page without the additions of the server.
fn bare(page: &str) -> String {
    let (before, rest) = page.rsplit_once("<script data-page=").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    let page = format!("{before}{after}");
    match page.split_once("; script-src 'sha256-") {
        Some((before, rest)) => {
            let (_, after) = rest.split_once('\'').unwrap();
            format!("{before}{after}")
        }
        None => page,
    }
}

/// Every file that a build of the site at `root` writes is served unchanged,
/// except that pages get the script.
#[track_caller]
fn serves_what_build_writes(root: &Path) {
    let work = Site::new();
    let root = root.to_str().unwrap();
    work.run(&["build", "--root", root, "--out", "out"]).clean();
    let server = Server::with(&work, &["--root", root]);
    let base = server.url.split_once(server.host()).unwrap().1;
    let mut pages = 0;
    for (path, bytes) in work.tree("out") {
        if path == ".policygen.json" {
            continue;
        }
        let answer = server.get(&format!("{base}{path}"));
        assert_eq!(answer.status, 200, "{path}");
        if path.ends_with(".html") {
            pages += 1;
            let text = answer.text();
            assert!(text.contains("new EventSource("), "{path}");
            assert_eq!(bare(&text).as_bytes(), bytes, "{path}");
        } else {
            assert!(answer.body == bytes, "{path}");
        }
    }
    assert!(pages > 2);
}

#[test]
fn the_starter_is_served_as_it_is_built() {
    serves_what_build_writes(Path::new(env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn the_examples_are_served_as_they_are_built() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for example in fs::read_dir(examples).unwrap() {
        let folder = example.unwrap().path();
        if folder.join("content/releases").is_dir() {
            // A build shows the released texts.
            serves_what_build_writes(without_releases(&folder).root());
        } else if folder.is_dir() {
            serves_what_build_writes(&folder);
        }
    }
}

/// A copy of a site without its releases.
fn without_releases(folder: &Path) -> Site {
    let mut files = std::collections::BTreeMap::new();
    collect(folder, "", &mut files);
    let copy = Site::new();
    let is_source =
        |path: &str| !path.starts_with("content/releases/") && !path.starts_with("public/");
    for (path, bytes) in files.iter().filter(|(path, _)| is_source(path)) {
        copy.bytes(path, bytes);
    }
    copy
}

/// Authors see the text that will be released next.
#[test]
fn the_text_at_work_is_shown_though_another_is_in_force() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kelpwell");
    let work = Site::new();
    let server = Server::with(&work, &["--root", root.to_str().unwrap()]);
    let page = plain(&server.get("/legal/privacy/").text());
    assert!(page.contains("36 months after") && !page.contains("24 months after"));
    let released = plain(&server.get("/legal/privacy/v/2.1/").text());
    assert!(released.contains("24 months after") && !released.contains("36 months after"));
}

#[test]
fn nothing_is_written() {
    let site = Site::small();
    let before = site.tree("");
    let server = Server::of(&site);
    site.file(PRIVACY, "# Privacy\n\nNew.\n");
    server.says("/privacy/", "New.");
    site.file(PRIVACY, std::str::from_utf8(&before[PRIVACY]).unwrap());
    server.says("/privacy/", "keeps little");
    assert!(site.tree("") == before);
}

#[test]
fn addresses_are_found_as_hosts_find_them() {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "base_url: https://acme.example/legal/\npublish: ['*.pdf']\n",
    )
    .file("content/policies/form.pdf", "%PDF");
    let server = Server::of(&site);
    assert!(server.url.ends_with("/legal/"), "{}", server.url);
    for (path, to) in [
        ("/", "/legal/"),
        ("/legal", "/legal/"),
        ("/legal/privacy", "/legal/privacy/"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 307, "{path}");
        assert_eq!(answer.header("location"), Some(to), "{path}");
    }
    let kind = |path: &str| server.get(path).header("content-type").map(str::to_owned);
    for (path, wanted) in [
        ("/legal/", "text/html; charset=utf-8"),
        ("/legal/assets/policygen.css", "text/css; charset=utf-8"),
        ("/legal/assets/icon.svg", "image/svg+xml"),
        ("/legal/policies.json", "application/json; charset=utf-8"),
        ("/legal/form.pdf", "application/pdf"),
    ] {
        assert_eq!(kind(path).as_deref(), Some(wanted), "{path}");
    }
    for path in [
        "/privacy/",
        "/legal/none/",
        "/legal//privacy/",
        "//legal/",
        "/legal/index.html/",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("/legal/assets/policygen.css"));
    }
    let head = server.ask("HEAD", "/legal/privacy/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn only_pages_that_changed_are_told_of_it() {
    let site = Site::small();
    let server = Server::of(&site);
    let (mut privacy, mut terms) = (server.listen("/privacy/"), server.listen("/terms/"));
    let before = privacy.next().unwrap();
    terms.next().unwrap();
    assert!(
        server
            .page("/privacy/")
            .contains(&format!("data-page={}", before["page"]))
    );
    site.file(PRIVACY, &site.read(PRIVACY).replace("little", "nothing"));
    let after = privacy.next().unwrap();
    assert_ne!(before["page"], after["page"]);
    assert_eq!(before["styles"], after["styles"]);
    assert!(server.page("/privacy/").contains("keeps nothing"));
    assert!(terms.is_quiet());
}

#[test]
fn stylesheets_and_pictures_have_versions_of_their_own() {
    let site = Site::small();
    site.file("policygen.yaml", "twins: []\npublish: ['*']\n")
        .file("content/policies/mark.svg", "<svg/>");
    let server = Server::of(&site);
    let mut privacy = server.listen("/privacy/");
    let first = privacy.next().unwrap();
    site.file("themes/default/assets/policygen.css", "body {}");
    let second = privacy.next().unwrap();
    assert_eq!(
        (&first["page"], &first["pictures"]),
        (&second["page"], &second["pictures"])
    );
    assert_ne!(first["styles"], second["styles"]);
    site.file("content/policies/mark.svg", "<svg> </svg>");
    let third = privacy.next().unwrap();
    assert_eq!(
        (&second["page"], &second["styles"]),
        (&third["page"], &third["styles"])
    );
    assert_ne!(second["pictures"], third["pictures"]);
    // Files that a page doesn't show don't affect the page.
    site.file("content/policies/other.txt", "1");
    server.says("/other.txt", "1");
    site.file("content/policies/other.txt", "2");
    server.says("/other.txt", "2");
    assert!(privacy.is_quiet());
}

#[test]
fn the_last_good_site_stays_while_it_is_broken() {
    let site = Site::small();
    let server = Server::of(&site);
    let mut privacy = server.listen("/privacy/");
    let good = privacy.next().unwrap();
    assert_eq!(good["problems"], "");
    let text = site.read(PRIVACY);
    site.file(PRIVACY, &text.replace("legal_name", "legal_nam"));
    let broken = privacy.next().unwrap();
    assert_eq!(good["page"], broken["page"]);
    assert_ne!(broken["problems"], "");
    assert!(server.page("/privacy/").contains("Acme GmbH keeps little"));
    let problems = server.page("/.policygen/problems.json");
    let problems: serde_json::Value = serde_json::from_str(&problems).unwrap();
    assert_eq!(problems["summary"], "1 error");
    let problem = &problems["problems"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["file"], PRIVACY);
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&6.into(), &12.into())
    );
    // The message is the one in the terminal.
    let said = problem["text"].as_str().unwrap();
    assert!(said.contains("did you mean `legal_name`?"), "{said}");
    assert!(server.errors().contains(said), "{}", server.errors());
    site.file(PRIVACY, &text);
    let mended = privacy.next().unwrap();
    assert_eq!(mended, good);
    assert_eq!(server.get("/.policygen/problems.json").status, 204);
}

#[test]
fn a_site_that_is_broken_at_the_start_is_waited_for() {
    let site = Site::small();
    let text = site.read(PRIVACY);
    site.file(PRIVACY, "{{ company.legal_nam }}\n")
        .file("policygen.yaml", "base_url: https://acme.example/legal/\n");
    let server = Server::of(&site);
    assert!(server.url.ends_with("/legal/"), "{}", server.url);
    let answer = server.get("/legal/privacy/");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("new EventSource("));
    let mut privacy = server.listen("/legal/privacy/");
    let broken = privacy.next().unwrap();
    assert_ne!(broken["problems"], "");
    site.file(PRIVACY, &text);
    assert_ne!(privacy.next().unwrap()["page"], broken["page"]);
    assert!(
        server
            .page("/legal/privacy/")
            .contains("Acme GmbH keeps little")
    );
}

#[test]
fn an_empty_folder_is_waited_for() {
    let site = Site::new();
    let server = Server::of(&site);
    assert_eq!(server.get("/").status, 503);
    site.file(PRIVACY, "# Privacy\n\nAt last.\n");
    server.says("/privacy/", "At last.");
}

#[test]
fn warnings_are_told_and_the_site_is_shown() {
    let site = Site::small();
    site.file(PRIVACY, "---\ntitle: Privacy\ncolour: red\n---\nText.\n");
    let server = Server::of(&site);
    assert!(server.page("/privacy/").contains("Text."));
    let problems = server.page("/.policygen/problems.json");
    assert!(problems.contains("\"1 warning\""), "{problems}");
}

#[test]
fn drafts_and_other_days() {
    let site = Site::small();
    site.file(
        "content/policies/new.md",
        "---\ntitle: New\ndraft: true\n---\nSoon.\n",
    )
    .file(
        PRIVACY,
        "---\ntitle: Privacy\neffective: 2027-01-01\n---\nText.\n",
    );
    let today = Server::of(&site);
    assert_eq!(today.get("/new/").status, 404);
    let later = Server::with(&site, &["--drafts", "--as-of", "2027-02-01"]);
    assert!(later.page("/new/").contains("Soon."));
    site.build().clean();
    assert_eq!(
        bare(&today.page("/privacy/")),
        site.read("public/privacy/index.html")
    );
    site.run(&["build", "--drafts", "--as-of", "2027-02-01"])
        .clean();
    assert_eq!(
        bare(&later.page("/privacy/")),
        site.read("public/privacy/index.html")
    );
    assert_ne!(
        bare(&later.page("/privacy/")),
        bare(&today.page("/privacy/"))
    );
}

#[test]
fn a_port_that_is_taken() {
    let site = Site::small();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = site.run(&["serve", "--port", &port]);
    assert_eq!(run.code, 2);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr.replace(&port, "<port>"),
        "error: port <port> is in use by another program; choose another, or omit `--port` to use a free one\n"
    );
}

#[test]
fn without_a_port_the_first_that_is_free() {
    let site = Site::small();
    // The port is taken, whether by this test or by another program.
    let _taken = TcpListener::bind("127.0.0.1:8000");
    let server = Server::start(&site, &[]);
    let port: u16 = server.host().split_once(':').unwrap().1.parse().unwrap();
    assert!((8001..8100).contains(&port), "{port}");
    assert!(server.page("/privacy/").contains("Acme GmbH"));
}

#[test]
fn wrong_usage() {
    let site = Site::small();
    for arguments in [
        &["serve", "--root", "none"][..],
        &["serve", "--host", "no.such.host.invalid", "--port", "0"],
        &["serve", "--as-of", "tomorrow"],
    ] {
        let run = site.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.text());
    }
}

#[cfg(unix)]
#[test]
fn it_ends_when_asked_to() {
    for signal in ["-INT", "-TERM"] {
        let site = Site::small();
        let server = Server::of(&site);
        let mut listening: Vec<_> = (0..20).map(|_| server.listen("/privacy/")).collect();
        for events in &mut listening {
            events.next().unwrap();
        }
        // A connection that has sent nothing yet, and one that never completes its request.
        let _silent = server.connect();
        assert_eq!(server.end(signal), Some(0), "{signal}");
        for mut events in listening {
            assert!(events.next().is_none());
        }
    }
}
