//! The control server: what a language's suite asks for and cannot do itself.
//!
//! - `GET /token?user=42&ttl=60&secret=wrong`: a connection token. `user=` is an anonymous one, a
//!   negative `ttl` an expired one, `secret=wrong` one that Centrifugo did not sign. Only `user` has to
//!   be there.
//! - `POST /server/stop`, `/server/start`, `/server/restart`: the test server; answered when done.
//! - `POST /centrifugo/restart`: answered when it is healthy again.
//! - `POST /publish?user=42`: publishes the JSON in the body to the user's channel.
//! - `GET /server/without-secret`, `/server/wrong-secret`: the HTTP status that the test server answers
//!   such a proxy request with.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::rpc_server::SECRET_HEADER;
use crate::stack::Stack;

/// A running control server. It ends when this is dropped.
#[derive(Debug)]
pub struct Control {
    url: String,
    runtime: Option<tokio::runtime::Runtime>,
}

/// One request at a time: while a server restarts, nobody else may use it.
type Shared = Arc<Mutex<Stack>>;
type Answer = (StatusCode, String);

impl Control {
    /// Starts it, for the servers of a test.
    ///
    /// # Errors
    /// If it cannot listen.
    pub fn start(stack: Stack) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .context("cannot start threads")?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let url = format!("http://{}", listener.local_addr()?);
        let app = app().with_state(Arc::new(Mutex::new(stack)));
        runtime.spawn(async move { axum::serve(listener, app).await });
        Ok(Self {
            url,
            runtime: Some(runtime),
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Drops the stack with it.
            runtime.shutdown_timeout(std::time::Duration::from_secs(10));
        }
    }
}

fn app() -> Router<Shared> {
    Router::new()
        .route("/token", get(token))
        .route("/publish", post(publish))
        .route(
            "/server/stop",
            post(|State(stack)| {
                with(stack, |stack| {
                    stack.server.stop();
                    Ok(String::new())
                })
            }),
        )
        // Started or started again: both end with a server that answers.
        .route("/server/start", post(restart))
        .route("/server/restart", post(restart))
        .route(
            "/centrifugo/restart",
            post(|State(stack)| {
                with(stack, |stack| {
                    stack.centrifugo.restart()?;
                    Ok(String::new())
                })
            }),
        )
        .route(
            "/server/without-secret",
            get(|State(stack)| with(stack, |stack| Ok(stack.server.status(&[])?.to_string()))),
        )
        .route(
            "/server/wrong-secret",
            get(|State(stack)| {
                with(stack, |stack| {
                    Ok(stack
                        .server
                        .status(&[(SECRET_HEADER, "wrong")])?
                        .to_string())
                })
            }),
        )
}

#[derive(Deserialize)]
struct Token {
    user: String,
    ttl: Option<i64>,
    secret: Option<String>,
}

async fn token(State(stack): State<Shared>, Query(query): Query<Token>) -> Answer {
    let make = move |stack: &mut Stack| {
        let ttl = query.ttl.unwrap_or(600);
        match query.secret.as_deref() {
            None => stack.token(&query.user, ttl),
            Some("wrong") => stack.forged_token(&query.user, ttl),
            Some(other) => anyhow::bail!("secret={other}: there is only `wrong`"),
        }
    };
    with(stack, make).await
}

#[derive(Deserialize)]
struct Publish {
    user: String,
}

async fn publish(
    State(stack): State<Shared>,
    Query(query): Query<Publish>,
    body: String,
) -> Answer {
    let publish = move |stack: &mut Stack| {
        let data = serde_json::from_str(&body).context("the body is no JSON")?;
        stack
            .centrifugo
            .publish(&format!("user:#{}", query.user), &data)?;
        Ok(String::new())
    };
    with(stack, publish).await
}

async fn restart(State(stack): State<Shared>) -> Answer {
    let restart = |stack: &mut Stack| {
        stack.server.restart()?;
        Ok(String::new())
    };
    with(stack, restart).await
}

/// Does something that may take its time with the servers.
async fn with(
    stack: Shared,
    work: impl FnOnce(&mut Stack) -> anyhow::Result<String> + Send + 'static,
) -> Answer {
    let work = move || {
        let mut stack = stack.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut stack)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(text)) => (StatusCode::OK, text),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}
