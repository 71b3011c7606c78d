//! `policygen serve`: keeps the site in memory, rebuilds it when its sources
//! change, and updates the pages in the browser.
//!
//! ```text
//! watch     files that change      -> rebuild
//! rebuild   the build pipeline     -> preview    the last good site, and any errors since
//! checks    the site, if enabled   -> preview    its findings
//! server    a request              -> answer     a page with the script that fetches more
//! ```
//!
//! A page is sent with a script at its end (`assets/reload.js`), which receives server-sent events
//! with the state that the page should show: digests of the page, of stylesheets, of images and of
//! errors. The script fetches everything that differs. A lost event does no harm, because the next
//! one contains the complete state.

mod answer;
mod checks;
mod files;
mod guard;
mod inject;
mod preview;
mod problems;
mod rebuild;
mod server;
mod watch;
mod watched;

use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;

use anyhow::Context as _;

use crate::base::diagnostic::Diagnostic;
use crate::check::Baseline;
use crate::load::{self, Options};
use crate::model::settings::Settings;

pub use watch::QUIET;
pub use watched::keep_up;

/// The first port to try if none is requested.
const FIRST_PORT: u16 = 8000;
/// The number of ports to try.
const PORTS: u16 = 100;

/// Where to listen.
#[derive(Debug)]
pub struct Address {
    /// A host name or IP address of this machine.
    pub host: String,
    /// The port; `None` for the first free one.
    pub port: Option<u16>,
}

/// Events to report to the user.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site is being served.
    Serving {
        /// Its URL.
        url: &'a str,
        /// Whether other machines can access it.
        open: bool,
    },
    /// The site was built, or could not be.
    Built {
        /// The files that differ from those shown before.
        changed: &'a [&'a str],
        /// Faults and findings, in the order of reports.
        diagnostics: &'a [Diagnostic],
        /// Whether they differ from the previous ones.
        news: bool,
    },
    /// The site was checked.
    Checked {
        /// Faults and findings, in the order of reports.
        diagnostics: &'a [Diagnostic],
        /// Whether they differ from the previous ones.
        news: bool,
    },
    /// A failure of the program.
    Trouble(&'a anyhow::Error),
}

/// Additional options of `serve`.
#[derive(Debug, Default)]
pub struct Mode {
    /// Checks the site after each build.
    pub check: bool,
    /// Findings that are not shown.
    pub baseline: Option<Baseline>,
    /// Polls all files, for systems that don't report changes.
    pub poll: bool,
}

/// Serves a site until the user stops it. `options` is called before each build; `tell` receives
/// the events.
pub fn serve(
    address: &Address,
    mode: Mode,
    options: impl Fn() -> Options + Send + Sync + 'static,
    tell: impl Fn(Event<'_>) + Send + Sync + 'static,
) -> anyhow::Result<()> {
    let listener = listen(address)?;
    let bound = listener.local_addr()?;
    let root = load::absolute(&options().root)?;
    if !root.is_dir() {
        anyhow::bail!("{} is not a folder", options().root.display());
    }
    let (show, preview) = tokio::sync::watch::channel(Arc::new(preview::Preview::empty()));
    let (end, ending) = tokio::sync::watch::channel(false);

    let shown = preview.clone();
    let url = move || url(bound, shown.borrow().base());
    // The settings may name other folders once they are read.
    let usual = Settings::default();
    let places = watch::Places::of(&root, &root.join(&usual.output), &usual);
    let watch = watch::Watch::new(places, mode.poll)?;
    std::thread::Builder::new()
        .name("rebuild".to_owned())
        .spawn(move || {
            std::thread::scope(|threads| {
                let known = mode.baseline.as_ref();
                let checks = mode.check.then(|| {
                    let (send, jobs) = std::sync::mpsc::channel();
                    let show = show.clone();
                    let tell = &tell;
                    threads.spawn(move || checks::keep_up(&jobs, &show, known, tell));
                    send
                });
                let rebuild = rebuild::Rebuild::new(root, &options, show, &tell, checks);
                rebuild.keep_up(watch, || {
                    let open = !bound.ip().is_loopback();
                    tell(Event::Serving { url: &url(), open });
                });
            });
        })
        .context("can't start a thread")?;

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("can't serve")?;
    let router = answer::router(preview, ending, guard::Names::new(bound, &address.host));
    let served = runtime.block_on(server::run(listener, router, &end, asked_to_end()));
    runtime.shutdown_background();
    served
}

/// Listens on the requested port, or else on the first free one.
fn listen(address: &Address) -> anyhow::Result<TcpListener> {
    let host = address.host.as_str();
    // As in a URL: `[::1]`.
    let number = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host = number.unwrap_or(host);
    let bind = |port: u16| -> std::io::Result<TcpListener> {
        let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
        TcpListener::bind(&*addresses)
    };
    if let Some(port) = address.port {
        return bind(port).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
                "port {port} is in use by another program; choose another, or omit `--port` to use a free one"
            ),
            _ => anyhow::Error::new(error).context(format!("can't listen on {host}, port {port}")),
        });
    }
    for port in FIRST_PORT..FIRST_PORT + PORTS {
        match bind(port) {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            bound => return bound.with_context(|| format!("can't listen on {host}")),
        }
    }
    anyhow::bail!(
        "the ports from {FIRST_PORT} to {} are all in use; choose another with `--port`",
        FIRST_PORT + PORTS - 1
    )
}

/// The URL to open. An address for all interfaces can't be opened itself.
fn url(bound: SocketAddr, base: &str) -> String {
    let mut shown = bound;
    if bound.ip().is_unspecified() {
        shown.set_ip(match bound {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{shown}{base}")
}

/// Waits for Ctrl-C or a termination signal.
async fn asked_to_end() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
