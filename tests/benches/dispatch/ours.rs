//! The runtime with one method, without log lines.

use centrifugo_runtime::codegen::{self, Dispatcher, Options, Package, Route};
use centrifugo_runtime::{CentrifugoConfig, grpc_service, serve_listener};
use tokio::net::TcpListener;

use crate::echo::{Echo, SECRET};

fn dispatcher() -> Dispatcher {
    fn route(method: &str) -> Option<Route<()>> {
        method.ends_with("echo").then_some(Route {
            name: "echo",
            options: Options::new(),
            call: |call| {
                codegen::with_params(
                    call,
                    |_conn, (), params: Echo| async move { params },
                    codegen::infallible,
                )
            },
        })
    }
    let package = Package {
        name: "bench",
        version: "0.0.0",
        api_version: "",
        methods: &["echo"],
        manifest: None,
    };
    Dispatcher::new((), package, route)
}

fn config() -> anyhow::Result<CentrifugoConfig> {
    Ok(CentrifugoConfig::builder().proxy_secret(SECRET).build()?)
}

pub(crate) async fn http(listener: TcpListener) -> anyhow::Result<()> {
    serve_listener(listener, config()?, dispatcher(), std::future::pending()).await?;
    Ok(())
}

pub(crate) async fn grpc(listener: TcpListener) -> anyhow::Result<()> {
    let service = grpc_service(&config()?, dispatcher())?;
    let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
    tonic::transport::Server::builder()
        .http2_max_pending_accept_reset_streams(Some(100_000))
        .serve_with_incoming(service, incoming)
        .await?;
    Ok(())
}
