//! The server under hostile requests.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use super::driver::Server;
use crate::driver::Site;

/// A site with secrets next to its files.
fn site() -> Site {
    let site = Site::small();
    site.file("../secret.txt", "secret")
        .file("secret.txt", "secret")
        .file("content/policies/.hidden.md", "secret")
        .file("content/secret.txt", "secret");
    site
}

#[test]
fn no_path_leads_out_of_the_site() {
    let server = Server::of(&site());
    for path in [
        "/../secret.txt",
        "/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/privacy/../../secret.txt",
        "/privacy/%2e%2e/%2e%2e/secret.txt",
        "/./secret.txt",
        "/secret.txt",
        "//secret.txt",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/file:///etc/passwd",
        "/secret.txt%00",
        "/privacy/index.html%00.txt",
        "/privacy/%00",
        "/.hidden/",
        "/.hidden.md",
        "/content/policies/privacy.md",
        "/policygen.yaml",
        "/.policygen.json",
        "/.policygen/",
        "/.policygen/overlay.css/../../../secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%ff%fe",
        "/privacy/%",
        "/%zz",
    ] {
        let answer = server.get(path);
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.head
        );
        let text = answer.text();
        assert!(
            !text.contains("secret") && !text.contains("root:"),
            "{path}"
        );
    }
    let long = format!("/{}", "a/".repeat(5000));
    assert!(matches!(server.get(&long).status, 404 | 414 | 431));
    // A raw NUL byte, something that is not a request, and a request in another protocol.
    for request in [
        &b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"[..],
        b"GET /privacy/\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        b"",
    ] {
        let mut stream = server.connect();
        stream.write_all(request).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{answer}"
        );
    }
    assert!(server.page("/privacy/").contains("Acme"));
}

/// No redirect points to another host.
#[test]
fn redirects_stay_on_the_host() {
    let site = Site::small();
    site.file("content/policies/evil.example/index.md", "# Evil\n");
    let server = Server::of(&site);
    for path in [
        "//evil.example",
        "/\\evil.example",
        "//evil.example/%2e%2e",
        "/%5cevil.example",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("location"), None, "{path}");
    }
}

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let server = Server::of(&Site::small());
    let host = server.host().to_owned();
    let (_, port) = host.split_once(':').unwrap();
    let ask = |head: &str| {
        let request = format!("GET /privacy/ HTTP/1.1\r\nConnection: close\r\n{head}\r\n");
        server.raw(request.as_bytes())
    };
    for head in [
        format!("Host: localhost:{port}\r\n"),
        format!("Host: [::1]:{port}\r\n"),
        // A forwarded port.
        "Host: localhost:9999\r\n".to_owned(),
        format!("Host: {host}\r\nOrigin: http://{host}\r\n"),
    ] {
        assert_eq!(ask(&head).status, 200, "{head}");
    }
    for head in [
        "".to_owned(),
        "Host: \r\n".to_owned(),
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: localhost.evil.example:{port}\r\n"),
        format!("Host: {host}\r\nHost: evil.example\r\n"),
        format!("Host: evil.example@{host}\r\n"),
        format!("Host: {host}\r\nOrigin: http://evil.example\r\n"),
        format!("Host: {host}\r\nOrigin: https://{host}\r\n"),
        format!("Host: {host}\r\nOrigin: null\r\n"),
        format!("Host: {host}\r\nOrigin: http://localhost:1\r\n"),
        format!("Host: {host}\r\nOrigin: http://{host}\r\nOrigin: http://evil.example\r\n"),
    ] {
        let answer = ask(&head);
        assert!(
            matches!(answer.status, 400 | 403),
            "{head}: {}",
            answer.head
        );
        assert!(!answer.text().contains("Acme"), "{head}");
    }
    // The address may be in the request's first line.
    let first = |url: &str| {
        let request = format!("GET {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        server.raw(request.as_bytes()).status
    };
    assert_eq!(first(&format!("http://{host}/privacy/")), 200);
    assert_eq!(first("http://evil.example/privacy/"), 403);
    // Resources of pages are protected like pages.
    for path in [
        "/.policygen/events",
        "/.policygen/problems.json",
        "/.policygen/overlay.css",
    ] {
        let answer = server.ask("GET", path, "Origin: http://evil.example\r\n");
        assert_eq!(answer.status, 403, "{path}");
    }
}

/// However they are spelt, only names of this machine are accepted; the port is not part of them.
#[test]
fn names_are_those_of_this_machine_alone() {
    let server = Server::of(&Site::small());
    let ask = |target: &str, head: &str| {
        let request = format!("GET {target} HTTP/1.1\r\n{head}Connection: close\r\n\r\n");
        server.raw(request.as_bytes()).status
    };
    for host in [
        "LOCALHOST:1",
        "localhost:",
        "127.0.0.2",
        "[::1]",
        "[0:0::0:1]:8000",
    ] {
        assert_eq!(
            ask("/privacy/", &format!("Host: {host}\r\n")),
            200,
            "{host}"
        );
    }
    for host in [
        "localhost.",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "[::]",
        "::1",
        "[localhost]",
        "localhost/",
        "localhost?",
        "localhost#@evil.example",
        "localhost,evil.example",
        "localhost evil.example",
        "localhost:80:80",
        "l\u{f6}calhost",
    ] {
        let status = ask("/privacy/", &format!("Host: {host}\r\n"));
        assert!(matches!(status, 400 | 403), "{host}: {status}");
    }
    // Repeating the same name counts as two names.
    let twice = "Host: localhost\r\nHost: localhost\r\n";
    assert!(matches!(ask("/privacy/", twice), 400 | 403));
    // If there are two names, both count; nothing else counts as a name.
    let localhost = "Host: localhost\r\n";
    assert_eq!(ask("http://localhost/privacy/", localhost), 200);
    assert_eq!(
        ask("http://localhost/privacy/", "Host: evil.example\r\n"),
        403
    );
    assert_eq!(ask("http://me@localhost/privacy/", localhost), 403);
    assert_eq!(ask("http://evil.example", localhost), 403);
    assert_eq!(
        ask(
            "/privacy/",
            "Host: evil.example\r\nX-Forwarded-Host: localhost\r\n"
        ),
        403
    );
}

/// Browsers may report the origin of requests. Pages of other sites can't use our resources, even
/// without reading them, but may link to them.
#[test]
fn pages_of_other_sites_can_use_nothing() {
    let server = Server::of(&Site::small());
    let ask = |site: &str, mode: &str| {
        let head = format!("Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\n");
        let assets = server.ask("GET", "/assets/policygen.css", &head).status;
        assert_eq!(server.ask("GET", "/privacy/", &head).status, assets);
        assets
    };
    for site in ["cross-site", "same-site"] {
        for mode in ["no-cors", "cors", "websocket"] {
            assert_eq!(ask(site, mode), 403, "{site}, {mode}");
        }
        assert_eq!(ask(site, "navigate"), 200, "{site}");
        let head = format!("Sec-Fetch-Site: {site}\r\n");
        assert_eq!(server.ask("GET", "/.policygen/events", &head).status, 403);
    }
    for mode in ["no-cors", "cors", "navigate", "same-origin"] {
        assert_eq!(ask("same-origin", mode), 200, "{mode}");
        assert_eq!(ask("none", mode), 200, "{mode}");
    }
}

/// The boundary between two requests is never ambiguous.
#[test]
fn requests_cant_be_smuggled() {
    let server = Server::of(&Site::small());
    for lengths in [
        "Content-Length: 6\r\nContent-Length: 7\r\n",
        "Content-Length: -1\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Content-Length : 6\r\n",
        "X: 1\r\n Content-Length: 6\r\n",
    ] {
        let request =
            format!("GET /privacy/ HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n0\r\n\r\n");
        assert_eq!(server.raw(request.as_bytes()).status, 400, "{lengths}");
    }
    // A declared body is not a request, however long it takes.
    let inner = "GET /terms/ HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    for body in [
        format!("Content-Length: {}\r\n\r\n{inner}", inner.len()),
        format!("Content-Length: 100000\r\n\r\n{inner}"),
        format!(
            "Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{inner}\r\n0\r\n\r\n",
            inner.len()
        ),
    ] {
        let request =
            format!("GET /privacy/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{body}");
        let answer = server.raw(request.as_bytes());
        assert_eq!(answer.status, 200, "{body}");
        assert!(!answer.text().contains("HTTP/1.1"), "{body}");
    }
}

/// A browser that requests only the head of the events, or closes its side,
/// does not count as a listener.
#[cfg(unix)]
#[test]
fn who_does_not_listen_holds_no_place() {
    let server = Server::of(&Site::small());
    let mut stream = server.connect();
    let host = server.host().to_owned();
    // More than the maximum.
    for _ in 0..600 {
        write!(
            stream,
            "HEAD /.policygen/events HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        let mut head = Vec::new();
        let mut bytes = [0; 512];
        while !head.ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut bytes).unwrap();
            assert!(read > 0);
            head.extend_from_slice(&bytes[..read]);
        }
        assert!(
            head.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&head)
        );
    }
    for _ in 0..600 {
        let mut stream = server.connect();
        write!(
            stream,
            "GET /.policygen/events HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // It ends at once, although events never do.
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 200"));
    }
    assert!(server.listen("/privacy/").next().is_some());
}

#[test]
fn other_methods_are_refused() {
    let server = Server::of(&Site::small());
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "X",
    ] {
        for path in ["/privacy/", "/.policygen/events", "/none"] {
            let answer = server.ask(method, path, "");
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method} {path}");
        }
    }
    assert_eq!(server.ask("CONNECT", "localhost:1", "").status, 405);
    // A body is not read.
    let head = "Content-Length: 100000000000\r\n";
    assert_eq!(server.ask("GET", "/privacy/", head).status, 200);
}

#[test]
fn heads_have_limits() {
    let server = Server::of(&Site::small());
    let many: String = (0..500)
        .map(|number| format!("X-{number}: x\r\n"))
        .collect();
    let answer = server.ask("GET", "/privacy/", &many);
    assert_eq!(answer.status, 431, "{}", answer.head);
    let large = format!("X-Large: {}\r\n", "x".repeat(100_000));
    let answer = server.ask("GET", "/privacy/", &large);
    // The server may hang up while more of the head is being sent.
    assert!(matches!(answer.status, 0 | 431), "{}", answer.head);
    assert!(server.page("/privacy/").contains("Acme"));
}

#[test]
fn slow_heads_are_not_waited_for() {
    let server = Server::of(&Site::small());
    let mut slow: Vec<_> = (0..50).map(|_| server.connect()).collect();
    let start = Instant::now();
    for stream in &mut slow {
        stream
            .write_all(b"GET /privacy/ HTTP/1.1\r\nHost: localhost\r\n")
            .unwrap();
    }
    let mut open = slow.len();
    while open > 0 && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_secs(1));
        // Sending a byte now and then does not help.
        open = slow
            .iter_mut()
            .filter_map(|stream| stream.write_all(b"X").ok())
            .count();
        // Other clients are served meanwhile.
        assert!(server.page("/privacy/").contains("Acme"));
    }
    assert_eq!(open, 0, "slow connections are still open");
}

/// The memory that the server uses, in bytes, if the system reports it.
fn memory(server: &Server) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// The number of files that the server has open, if the system reports it.
fn open_files(server: &Server) -> Option<usize> {
    Some(
        std::fs::read_dir(format!("/proc/{}/fd", server.id()))
            .ok()?
            .count(),
    )
}

const MEGABYTE: u64 = 1024 * 1024;

#[test]
fn hundreds_of_pages_that_listen() {
    let site = Site::small();
    let server = Server::of(&site);
    let before = (memory(&server), open_files(&server));
    let mut listening: Vec<_> = (0..500).map(|_| server.listen("/privacy/")).collect();
    for events in &mut listening {
        events.next().unwrap();
    }
    site.file(
        "content/policies/privacy.md",
        "# Privacy\n\nTo all of them.\n",
    );
    for events in &mut listening {
        events.next().unwrap();
    }
    assert!(server.page("/privacy/").contains("To all of them."));
    // There is a limit, beyond which other requests are still served.
    for _ in 500..512 {
        let mut events = server.listen("/privacy/");
        events.next().unwrap();
        listening.push(events);
    }
    assert_eq!(server.get("/.policygen/events").status, 503);
    assert!(server.page("/privacy/").contains("To all of them."));
    drop(listening);
    if let (Some(memory_before), Some(files_before)) = before {
        let start = Instant::now();
        while open_files(&server).unwrap() > files_before + 5 {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "connections stay open"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let grown = memory(&server).unwrap().saturating_sub(memory_before);
        assert!(grown < 64 * MEGABYTE, "{grown} bytes more");
    }
}

#[test]
fn ten_thousand_requests_in_a_row() {
    let server = Server::of(&Site::small());
    let mut stream = server.connect();
    let mut measured = Vec::new();
    let host = server.host().to_owned();
    for number in 0..10_000 {
        let path = [
            "/privacy/",
            "/terms/",
            "/none",
            "/assets/policygen.css",
            "/../x",
        ][number % 5];
        let request = format!("HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = Vec::new();
        let mut byte = [0; 512];
        while !head.ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut byte).unwrap();
            assert!(read > 0, "hung up after {number}");
            head.extend_from_slice(&byte[..read]);
        }
        assert!(head.starts_with(b"HTTP/1.1 200") || head.starts_with(b"HTTP/1.1 404"));
        if number % 1000 == 999 {
            measured.extend(memory(&server));
        }
    }
    // Each request uses a separate connection.
    for _ in 0..1000 {
        assert_eq!(server.get("/privacy/").status, 200);
    }
    measured.extend(memory(&server));
    if let [first, .., last] = measured[..] {
        assert!(last < first + 16 * MEGABYTE, "{measured:?}");
    }
}
