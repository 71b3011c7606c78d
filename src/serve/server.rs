//! The server's connections, their limits, and its shutdown.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;

/// The maximum number of connections at a time; more have to wait. It is below the usual limit on
/// open files.
const MAX_CONNECTIONS: usize = 768;
/// The maximum size of a request's head, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// The maximum time from the start of a connection, or from the previous
/// answer, to a complete request head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a browser may stop reading an answer.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// How long pending answers may take when the server shuts down.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Serves until `stop` completes; then sets `ending`, completes pending answers, and shuts down.
pub(super) async fn run(
    listener: std::net::TcpListener,
    router: Router,
    ending: &watch::Sender<bool>,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener).context("can't serve")?;
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let accept = async {
        loop {
            let Ok(permit) = Arc::clone(&room).acquire_owned().await else {
                return;
            };
            let Ok((stream, _)) = listener.accept().await else {
                // Too many open files, or a browser that closed the connection.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let connection = connection(stream, router.clone());
            let connection = connections.watch(connection);
            tokio::spawn(async move {
                // A broken connection is the browser's problem.
                let _ = connection.await;
                drop(permit);
            });
        }
    };
    tokio::select! {
        () = accept => {}
        () = stop => {}
    }
    drop(listener);
    ending.send_replace(true);
    let _ = tokio::time::timeout(LAST_ANSWERS, connections.shutdown()).await;
    Ok(())
}

type Io = TokioIo<std::pin::Pin<Box<TimeoutStream<TcpStream>>>>;

fn connection(
    stream: TcpStream,
    router: Router,
) -> http1::Connection<Io, TowerToHyperService<Router>> {
    // Events are small and should arrive at once.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(router),
        )
}
