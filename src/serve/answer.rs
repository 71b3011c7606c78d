//! Answers to requests.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{Stream, stream};
use tokio::io::AsyncReadExt as _;
use tokio::sync::{Semaphore, watch};
use tokio_util::io::ReaderStream;

use super::files::File;
use super::guard::Names;
use super::inject::Script;
use super::preview::{Found, Preview};
use crate::base::folder::{Inside, Opened};

/// The maximum number of pages that can listen at a time; others must retry.
const MAX_LISTENING: usize = 512;
/// How soon a browser checks whether the server is back.
const RETRY: Duration = Duration::from_millis(500);
/// The interval of messages to idle pages, to detect those that are gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The state for answering requests.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    preview: watch::Receiver<Arc<Preview>>,
    /// Becomes true when the server shuts down.
    ending: watch::Receiver<bool>,
    listening: Arc<Semaphore>,
    script: Arc<Script>,
    names: Arc<Names>,
}

/// Returns a router that serves the site in `preview` until `ending` is true.
pub(super) fn router(
    preview: watch::Receiver<Arc<Preview>>,
    ending: watch::Receiver<bool>,
    names: Names,
) -> Router {
    let desk = Desk {
        preview,
        ending,
        listening: Arc::new(Semaphore::new(MAX_LISTENING)),
        script: Arc::new(Script::new()),
        names: Arc::new(names),
    };
    Router::new()
        .route("/.policygen/events", get(events))
        .route("/.policygen/problems.json", get(problems))
        .route(
            "/.policygen/overlay.css",
            get(async || style(include_str!("assets/overlay.css"))),
        )
        .route(
            "/.policygen/marks.css",
            get(async || style(include_str!("assets/marks.css"))),
        )
        .fallback(file)
        .layer(from_fn_with_state(desk.clone(), guard))
        .with_state(desk)
}

/// Refuses requests that are not for this server, and adds security headers to
/// other answers.
async fn guard(Shared(desk): Shared<Desk>, request: Request, next: Next) -> Response {
    let refused = desk
        .names
        .refuse(request.method(), request.uri(), request.headers());
    let mut response = match refused {
        Some(refused) => refused.into_response(),
        None => next.run(request).await,
    };
    let is_refused_method = response.status() == StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CACHE_CONTROL, "no-cache");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if is_refused_method {
        set(header::ALLOW, "GET, HEAD");
    }
    response
}

/// Serves a file of the site.
async fn file(Shared(desk): Shared<Desk>, uri: Uri) -> Response {
    let preview = Arc::clone(&desk.preview.borrow());
    let page = |bytes: &[u8]| {
        let state = preview.state(uri.path());
        Body::from(desk.script.put_into(bytes, &state))
    };
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    match preview.find(uri.path()) {
        Found::File(path, File::Made(bytes)) if path.ends_with(".html") => {
            (html, page(bytes)).into_response()
        }
        Found::File(path, File::Made(bytes)) => {
            let bytes = Bytes::from_owner(Arc::clone(bytes));
            ([(header::CONTENT_TYPE, kind(path))], bytes).into_response()
        }
        Found::File(path, File::Copied { from, .. }) => copied(path, from).await,
        Found::Elsewhere(to) => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response()
        }
        Found::Missing(bytes) => (StatusCode::NOT_FOUND, html, page(bytes)).into_response(),
        Found::NoSite(bytes) => {
            (StatusCode::SERVICE_UNAVAILABLE, html, page(bytes)).into_response()
        }
    }
}

/// Serves a file directly from disk, in chunks.
async fn copied(path: &str, from: &Inside) -> Response {
    let from = from.clone();
    match tokio::task::spawn_blocking(move || from.open()).await {
        Ok(Ok(Opened { file, length })) => {
            let file = tokio::fs::File::from_std(file);
            let head = [
                (header::CONTENT_TYPE, kind(path)),
                (header::CONTENT_LENGTH, length.to_string()),
            ];
            // Sends no more than the announced length, even if the file grows meanwhile.
            let pieces = ReaderStream::new(file.take(length));
            (head, Body::from_stream(pieces)).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "the file no longer exists\n").into_response(),
    }
}

/// The media type of a file, by its name. All texts are UTF-8.
fn kind(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "json" | "xml");
    match is_text {
        true => format!("{kind}; charset=utf-8"),
        false => kind.to_string(),
    }
}

/// Serves the problems of the site, for one of its pages.
async fn problems(Shared(desk): Shared<Desk>, uri: Uri) -> Response {
    let preview = Arc::clone(&desk.preview.borrow());
    match preview.problems(&page(&uri)) {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(problems) => ([(header::CONTENT_TYPE, "application/json")], problems).into_response(),
    }
}

/// The path of the requesting page.
fn page(uri: &Uri) -> Cow<'_, str> {
    let query = uri.query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "page")
        .map_or(Cow::Borrowed("/"), |(_, page)| page)
}

/// Serves a stylesheet, such as that of the overlay.
fn style(css: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}

/// Sends a page the state that it should show, now and after each change.
async fn events(Shared(desk): Shared<Desk>, uri: Uri) -> Response {
    let Ok(permit) = Arc::clone(&desk.listening).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let listener = Listener {
        preview: desk.preview,
        ending: desk.ending,
        page: page(&uri).into_owned(),
        sent: None,
        _permit: permit,
    };
    Sse::new(listener.into_stream())
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response()
}

/// A page that listens for events.
struct Listener {
    preview: watch::Receiver<Arc<Preview>>,
    ending: watch::Receiver<bool>,
    /// The path of its URL.
    page: String,
    sent: Option<String>,
    _permit: tokio::sync::OwnedSemaphorePermit,
}

impl Listener {
    fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            let event = listener.next().await?;
            Some((Ok(event), listener))
        })
    }

    /// The next event for the page; `None` when the server shuts down.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let preview = Arc::clone(&self.preview.borrow_and_update());
            let state = serde_json::to_string(&preview.state(&self.page)).ok()?;
            if self.sent.as_ref() != Some(&state) {
                self.sent = Some(state.clone());
                return Some(Event::default().retry(RETRY).data(state));
            }
            tokio::select! {
                changed = self.preview.changed() => changed.ok()?,
                _ = self.ending.wait_for(|ending| *ending) => return None,
            }
        }
    }
}
