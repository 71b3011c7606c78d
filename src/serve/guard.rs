//! Rejects requests for other host names, and requests made by pages on other sites.

use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};

/// The host names that the server accepts. Another name that resolves to this machine (DNS
/// rebinding) is refused, because a page with that name could read the site.
#[derive(Debug)]
pub(super) struct Names {
    bound: IpAddr,
    /// The host as the user specified it.
    given: String,
}

impl Names {
    pub(super) fn new(bound: SocketAddr, given: &str) -> Self {
        Self {
            bound: bound.ip(),
            given: given.to_owned(),
        }
    }

    /// The response that refuses a request; `None` if it is allowed.
    pub(super) fn refuse(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Option<(StatusCode, &'static str)> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Some((
                StatusCode::METHOD_NOT_ALLOWED,
                "only GET and HEAD are allowed\n",
            ));
        }
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().ok(),
            _ => None,
        };
        let is_ours = |authority: &str| self.is_ours(authority);
        if !host.is_some_and(is_ours) || !uri.authority().is_none_or(|uri| is_ours(uri.as_str())) {
            return Some((
                StatusCode::FORBIDDEN,
                match self.bound.is_unspecified() {
                    true => {
                        "the Host header names another host; use this machine's IP address, or set its name with --host\n"
                    }
                    false => {
                        "the Host header names another host; use 127.0.0.1 or localhost, or the address given with --host\n"
                    }
                },
            ));
        }
        let own = |origin: &str| origin.strip_prefix("http://") == host;
        let foreign = headers
            .get_all(header::ORIGIN)
            .iter()
            .any(|origin| !origin.to_str().is_ok_and(own));
        (foreign || is_for_foreign_page(headers)).then_some((
            StatusCode::FORBIDDEN,
            "the request comes from another site\n",
        ))
    }

    /// Whether a `host` or `host:port` is this server. Any port is accepted, because ports may be
    /// forwarded.
    fn is_ours(&self, authority: &str) -> bool {
        let Ok(authority) = authority.parse::<Authority>() else {
            return false;
        };
        if authority.as_str().contains('@') {
            return false;
        }
        let host = authority.host();
        let number = host.trim_start_matches('[').trim_end_matches(']');
        match number.parse::<IpAddr>() {
            // Numeric addresses are not resolved, so they can't be rebound.
            Ok(number) => {
                number.is_loopback() || self.bound.is_unspecified() || number == self.bound
            }
            Err(_) => {
                host.eq_ignore_ascii_case("localhost") || host.eq_ignore_ascii_case(&self.given)
            }
        }
    }
}

/// Whether the browser says that a page on another site made the request, even if there is no
/// `Origin` header. Links and frames on such pages are allowed, because the page can't read what
/// they show.
fn is_for_foreign_page(headers: &HeaderMap) -> bool {
    let says = |name: &str, words: &[&str]| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| words.contains(&value))
    };
    says("sec-fetch-site", &["cross-site", "same-site"]) && !says("sec-fetch-mode", &["navigate"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(bound: &str, given: &str, host: &str) -> bool {
        let bound = SocketAddr::new(bound.parse().unwrap(), 8000);
        Names::new(bound, given).is_ours(host)
    }

    #[test]
    fn only_names_that_cant_lead_elsewhere() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:8000",
            "localhost:1",
            "LocalHost",
            "[::1]:8000",
        ] {
            assert!(is_ours("127.0.0.1", "127.0.0.1", host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "localhost@evil.example",
            "evil@localhost",
            "192.168.0.7",
            "0.0.0.0",
            "[::1",
            "local host",
        ] {
            assert!(!is_ours("127.0.0.1", "127.0.0.1", host), "{host}");
        }
        assert!(is_ours("0.0.0.0", "0.0.0.0", "192.168.0.7:8000"));
        assert!(!is_ours("0.0.0.0", "0.0.0.0", "evil.example"));
        assert!(is_ours("10.0.0.1", "desk.example", "desk.example:8000"));
    }
}
