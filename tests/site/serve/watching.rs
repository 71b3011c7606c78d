//! All changes are noticed, however they are made.

use std::fs;

use super::PRIVACY;
use super::driver::Server;
use crate::driver::Site;

#[test]
fn whatever_a_site_is_made_of_is_watched() {
    let site = Site::small();
    let server = Server::of(&site);
    let says = |text: &str| server.says("/privacy/", text);
    let gone = |path: &str| {
        server.until(path, |answer| answer.status == 404);
    };

    site.file(
        "content/facts/company.yaml",
        "company: {legal_name: Beta Ltd}\n",
    );
    says("Beta Ltd keeps little");
    site.file("policygen.yaml", "title: Beta legal\n");
    says("Beta legal");
    // Folders that did not exist at the start.
    site.file(
        "content/clauses/hello.md",
        "---\nsummary: Hello\n---\nHello to all.\n",
    );
    site.file(PRIVACY, "# Privacy\n\n{{ <hello /> }}\n");
    says("Hello to all.");
    site.file(
        "content/clauses/hello.md",
        "---\nsummary: Hello\n---\nHello again.\n",
    );
    says("Hello again.");
    site.file(
        "themes/default/templates/page.html",
        "<body>Own theme {{ content }}</body>",
    );
    says("Own theme");
    site.remove("themes");
    server.until("/privacy/", |answer| !answer.text().contains("Own theme"));

    // New, moved and deleted files and folders.
    site.file(
        "content/policies/eu/de/imprint.md",
        "# Imprint\n\nBerlin.\n",
    );
    server.says("/eu/de/imprint/", "Berlin.");
    site.file("content/policies/eu/de/imprint.md", "# Imprint\n\nBonn.\n");
    server.says("/eu/de/imprint/", "Bonn.");
    fs::rename(
        site.path("content/policies/eu"),
        site.path("content/policies/europe"),
    )
    .unwrap();
    server.says("/europe/de/imprint/", "Bonn.");
    gone("/eu/de/imprint/");
    site.file(
        "content/policies/europe/de/imprint.md",
        "# Imprint\n\nKiel.\n",
    );
    server.says("/europe/de/imprint/", "Kiel.");
    site.remove("content/policies/europe");
    gone("/europe/de/imprint/");
    site.file(
        "content/policies/europe/de/imprint.md",
        "# Imprint\n\nTrier.\n",
    );
    server.says("/europe/de/imprint/", "Trier.");

    // Editors that save by renaming.
    site.file(
        "content/policies/.privacy.md.new",
        "# Privacy\n\nRenamed.\n",
    );
    fs::rename(
        site.path("content/policies/.privacy.md.new"),
        site.path(PRIVACY),
    )
    .unwrap();
    says("Renamed.");
    fs::rename(site.path("content"), site.path("elsewhere")).unwrap();
    server.until("/.policygen/problems.json", |answer| answer.status == 200);
    fs::rename(site.path("elsewhere"), site.path("content")).unwrap();
    server.until("/.policygen/problems.json", |answer| answer.status == 204);
    site.file(PRIVACY, "# Privacy\n\nBack again.\n");
    says("Back again.");
}

#[cfg(unix)]
#[test]
fn files_that_links_lead_to_are_watched() {
    let site = Site::small();
    site.file("shared/terms.md", "# Terms\n\nOne.\n")
        .remove("content/policies/terms.md");
    std::os::unix::fs::symlink(
        "../../shared/terms.md",
        site.path("content/policies/terms.md"),
    )
    .unwrap();
    let server = Server::of(&site);
    for text in ["Two.", "Three."] {
        site.file("shared/terms.md", &format!("# Terms\n\n{text}\n"));
        server.says("/terms/", text);
    }
    site.file("shared/new.md", "# Terms\n\nFour.\n");
    fs::rename(site.path("shared/new.md"), site.path("shared/terms.md")).unwrap();
    server.says("/terms/", "Four.");
}

#[test]
fn a_folder_of_markdown_without_more() {
    let site = Site::with(&[
        ("policygen.yaml", "paths: {policies: .}\noutput: site\n"),
        ("README.md", "---\ntitle: About\n---\n![](logo.svg) One.\n"),
        ("logo.svg", "<svg/>"),
    ]);
    site.build().clean();
    let server = Server::of(&site);
    site.file("README.md", "---\ntitle: About\n---\n![](logo.svg) Two.\n");
    server.says("/readme/", "Two.");
    site.file("docs/terms.md", "# Terms\n\nThree.\n");
    server.says("/docs/terms/", "Three.");
    let mut page = server.listen("/readme/");
    page.next().unwrap();
    // The output of a build is not a source.
    site.build().clean();
    assert!(page.is_quiet());
}

#[test]
fn many_saves_in_a_row_end_with_the_last() {
    let site = Site::small();
    let server = Server::of(&site);
    for number in 0..100 {
        site.file(PRIVACY, &format!("# Privacy\n\nSave {number}.\n"));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    server.says("/privacy/", "Save 99.");
}

#[test]
fn the_whole_site_may_go_and_come_back() {
    let site = Site::small();
    let text = site.read(PRIVACY);
    // By name, and as the server's working folder.
    for root in [".", site.root().to_str().unwrap()] {
        let server = Server::with(&site, &["--root", root]);
        let problems = |status| {
            server.until("/.policygen/problems.json", |answer| {
                answer.status == status
            })
        };
        let aside = site.root().with_file_name("aside");
        fs::rename(site.root(), &aside).unwrap();
        problems(200);
        assert!(server.page("/privacy/").contains("keeps little"));
        // Another folder replaces it.
        site.file(PRIVACY, "# Privacy\n\nAnother site.\n");
        server.says("/privacy/", "Another site.");
        problems(204);
        site.file(PRIVACY, "---\ntitle: Privacy\n---\nAnother page.\n");
        server.says("/privacy/", "Another page.");
        fs::remove_dir_all(site.root()).unwrap();
        problems(200);
        fs::rename(&aside, site.root()).unwrap();
        server.says("/privacy/", "keeps little");
        problems(204);
        site.file(PRIVACY, &text.replace("little", "less"));
        server.says("/privacy/", "keeps less");
        site.file(PRIVACY, &text);
        server.says("/privacy/", "keeps little");
        // The error is reported once for each time that the folder was missing.
        let said = server.errors();
        assert_eq!(said.matches("is not a folder").count(), 2, "{said}");
    }
}

#[test]
fn what_editors_leave_beside_a_file_is_nothing() {
    let site = Site::small();
    site.file("policygen.yaml", "publish: [form.txt]\n")
        .file("content/policies/form.txt", "1");
    let server = Server::of(&site);
    let mut privacy = server.listen("/privacy/");
    privacy.next().unwrap();
    for name in [
        "privacy.md~",
        "#privacy.md#",
        "~$privacy.md",
        ".privacy.md.swp",
        ".#privacy.md",
    ] {
        site.file(&format!("content/policies/{name}"), "an earlier wording");
    }
    site.file("content/policies/form.txt", "2");
    server.says("/form.txt", "2");
    for path in [
        "/privacy.md~",
        "/%23privacy.md%23",
        "/~$privacy/",
        "/~$privacy.md",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert!(privacy.is_quiet());
    assert_eq!(server.get("/.policygen/problems.json").status, 204);
}

/// Without notifications from the system, changes are found by polling.
#[test]
fn polling_sees_changes_too() {
    let site = Site::small();
    let server = Server::with(&site, &["--poll"]);
    site.file(PRIVACY, "# Privacy\n\nChanged once.\n");
    server.says("/privacy/", "Changed once.");
    site.file("content/policies/eu/imprint.md", "# Imprint\n\nBonn.\n");
    server.says("/eu/imprint/", "Bonn.");
    site.remove("content/policies/eu");
    server.until("/eu/imprint/", |answer| answer.status == 404);
}
