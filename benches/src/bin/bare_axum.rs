//! The floor of every request: axum alone, one fixed answer of 700 bytes.
use axum::{Router, http::header::CONTENT_TYPE, routing::get, serve::ListenerExt};
use std::{env, io};
use tokio::net::TcpListener;

const BODY: [u8; 700] = [b'x'; 700];

/// Listens on the address that is the first argument, with as many threads as tokio gives by itself.
fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let router =
            Router::new().route("/", get(|| async { ([(CONTENT_TYPE, "application/json")], BODY.as_slice()) }));
        let listener = TcpListener::bind(address).await?;
        println!("listens on {}", listener.local_addr()?);
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        axum::serve(listener, router).await
    })
}
