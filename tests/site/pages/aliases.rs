//! Old addresses on a site whose address has a path.

use crate::driver::Site;

fn site(aliases: &str) -> Site {
    let site = Site::small();
    site.file(
        "policygen.yaml",
        "twins: []\nbase_url: https://acme.example/legal/\nredirects: [netlify]\n",
    )
    .file(
        "content/policies/privacy.md",
        &format!("---\ntitle: Privacy\naliases: {aliases}\n---\nText.\n"),
    );
    site
}

/// The old page may have been outside the site, at the same path.
#[test]
fn the_same_path_outside_the_site() {
    let site = site("[/privacy/]");
    site.build().clean();
    let redirects = site.read("public/_redirects");
    assert_eq!(
        redirects,
        "/privacy /legal/privacy/ 301\n/privacy/ /legal/privacy/ 301\n"
    );
    assert!(
        site.read("public/privacy/index.html")
            .contains("<p>Text.</p>")
    );
}

#[test]
fn the_path_of_another_page_outside_the_site() {
    let site = site("[/terms/]");
    site.build().clean();
    let redirects = site.read("public/_redirects");
    assert!(
        redirects.starts_with("/terms /legal/privacy/ 301\n"),
        "{redirects}"
    );
    assert!(!redirects.contains("/legal/terms"), "{redirects}");
    assert!(site.read("public/terms/index.html").contains("Liability"));
}

#[test]
fn paths_with_that_of_the_site() {
    for alias in ["/legal/old/", "old/", "/legal/old"] {
        let site = site(&format!("[{alias}]"));
        site.build().clean();
        assert!(site.exists("public/old/index.html"), "{alias}");
        assert!(!site.exists("public/legal"), "{alias}");
        let redirects = site.read("public/_redirects");
        assert_eq!(
            redirects, "/legal/old /legal/privacy/ 301\n/legal/old/ /legal/privacy/ 301\n",
            "{alias}"
        );
    }
}

/// As with `url` in Hugo, which policygen suggests to move to `aliases`.
#[test]
fn the_page_s_own_address() {
    for base in ["https://acme.example/", "https://acme.example/legal/"] {
        let site = site("[/privacy/, privacy, /legal/privacy/]");
        site.file("policygen.yaml", &format!("twins: []\nbase_url: {base}\n"));
        site.build().clean();
        assert!(
            site.read("public/privacy/index.html")
                .contains("<p>Text.</p>")
        );
    }
}

#[test]
fn another_page_s_address_is_an_error() {
    for alias in ["terms/", "/legal/terms/"] {
        let run = site(&format!("[{alias}]")).build();
        assert!(
            run.code == 1 && run.stderr.contains("REF202") && run.stderr.contains(":3:11"),
            "{alias}\n{}",
            run.text()
        );
    }
}
