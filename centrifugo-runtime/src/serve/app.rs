//! What `serve` answers over HTTP: calls at once, all else by way of the router.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tower::Service;

use crate::proxy::endpoint::Endpoint;
use crate::proxy::http::{RPC, rpc};

/// A call would be a third slower for a router, which makes its own of each request.
#[derive(Clone)]
pub(super) struct App {
    endpoint: Arc<Endpoint>,
    routes: Router,
}

impl App {
    /// `routes` have calls, too: a call by another method than POST is theirs to refuse.
    pub(super) fn new(endpoint: Arc<Endpoint>, routes: Router) -> Self {
        Self { endpoint, routes }
    }
}

impl Service<Request> for App {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if is_call(&request) {
            Box::pin(rpc(Arc::clone(&self.endpoint), request).map(Ok))
        } else {
            Box::pin(self.routes.call(request))
        }
    }
}

fn is_call(request: &Request) -> bool {
    let path = request.uri().path();
    request.method() == Method::POST && path.strip_suffix('/').unwrap_or(path) == RPC
}
