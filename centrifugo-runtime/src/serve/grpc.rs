//! The gRPC side of a server.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use futures_util::stream::unfold;
use tonic::transport::Server;
use tonic::transport::server::Connected;

use super::listener::{Connection, Listener};
use crate::proxy::endpoint::Endpoint;
use crate::proxy::grpc::GrpcService;

/// How many streams may be reset before they are looked at. Centrifugo has all its calls on one
/// connection and resets those whose clients have gone. With hyper's 20, which is meant against an
/// attack by strangers, many clients that go at a time end the calls of all the others.
const MAX_PENDING_RESETS: usize = 100_000;

/// Serves until `stopping`, then lets the running calls end.
pub(super) async fn serve(
    listener: Listener,
    endpoint: Arc<Endpoint>,
    stopping: impl Future<Output = ()>,
) -> io::Result<()> {
    let connections = unfold(listener, async |mut listener| {
        let connection = listener.next().await;
        Some((Ok::<_, Infallible>(connection), listener))
    });
    Server::builder()
        .http2_max_pending_accept_reset_streams(Some(MAX_PENDING_RESETS))
        .serve_with_incoming_shutdown(GrpcService::of(endpoint), connections, stopping)
        .await
        .map_err(io::Error::other)
}

/// Who is at the other end, tonic asks; the secret says it.
impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}
