//! Serving HTTP/1.1 on a socket until told to end; requests that run are finished first.
use crate::platform::Platform;
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{convert::Infallible, future::Future, io, net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};

/// How long a client may take until it has sent the headers of its next request. Proxies let a connection rest for a minute:
/// whoever closes it earlier may do so just when they send something.
const HEADER_TIME: Duration = Duration::from_secs(75);
/// How long requests that run may take to finish once the end was asked for.
const FAREWELL: Duration = Duration::from_secs(30);

/// Serves until `end` comes true, then finishes what runs.
///
/// # Errors
/// The listener is broken.
pub async fn serve(platform: Platform, listener: TcpListener, end: impl Future<Output = ()>) -> io::Result<()> {
    serve_with(platform, listener, end, false).await
}

/// As [`serve`], for health, readiness and metrics alone.
///
/// # Errors
/// The listener is broken.
pub async fn serve_site(platform: Platform, listener: TcpListener, end: impl Future<Output = ()>) -> io::Result<()> {
    serve_with(platform, listener, end, true).await
}

async fn serve_with(
    platform: Platform,
    listener: TcpListener,
    end: impl Future<Output = ()>,
    only_site: bool,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => attend(&platform, accepted, &graceful, only_site),
                Err(fault) if is_passing(&fault) => breathe().await,
                Err(fault) => return Err(fault),
            },
            () = &mut end => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the one place where connections are attended to")]
fn attend(platform: &Platform, (stream, peer): (TcpStream, SocketAddr), graceful: &GracefulShutdown, only_site: bool) {
    let _ = stream.set_nodelay(true);
    let platform = platform.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let platform = platform.clone();
        async move {
            Ok::<_, Infallible>(match only_site {
                true => platform.answer_site(request).await,
                false => platform.answer(Some(peer.ip()), request).await,
            })
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(fault) = watched.await {
            tracing::debug!(%fault, "a connection ended early");
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "without file descriptors there is nothing to wait for but time")]
async fn breathe() {
    tokio::time::sleep(Duration::from_millis(10)).await;
}

/// Faults of one connection, or of a moment without file descriptors: the listener goes on.
fn is_passing(fault: &io::Error) -> bool {
    const EMFILE: i32 = 24;
    const ENFILE: i32 = 23;
    matches!(
        fault.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
    ) || matches!(fault.raw_os_error(), Some(EMFILE | ENFILE))
}
