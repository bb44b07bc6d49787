//! A dispatcher as generated code makes it, and a proxy request to it.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use centrifugo_runtime::{
    CentrifugoConfig, CentrifugoConfigBuilder, ConnectionContext, FromRef, RpcError, State, router,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) limits: Limits,
}

#[derive(Clone)]
pub(crate) struct Limits {
    pub(crate) per_user: u32,
}

impl FromRef<AppState> for Limits {
    fn from_ref(state: &AppState) -> Self {
        state.limits.clone()
    }
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Echo {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) items: Vec<Item>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Item {
    pub(crate) name: String,
}

#[derive(Debug, RpcError)]
pub(crate) enum TaskError {
    #[rpc(code = 1001, message = "no such task")]
    NotFound,
    #[rpc(code = 1002)]
    Limit { resource: String, r#type: u32 },
    #[rpc(code = 1003, temporary, message = "again")]
    Again,
    #[rpc(code = 1004)]
    Shown,
    #[rpc(internal)]
    Internal(String),
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "display of {self:?}")
    }
}

impl std::error::Error for TaskError {}

#[derive(Debug, RpcError)]
pub(crate) enum OtherError {
    #[rpc(code = 1100, message = "other")]
    Other,
}

impl fmt::Display for OtherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("other")
    }
}

impl std::error::Error for OtherError {}

pub(crate) mod handlers {
    use super::*;

    pub(crate) async fn echo(_conn: ConnectionContext, params: Echo) -> Result<Echo, RpcError> {
        Ok(params)
    }

    pub(crate) async fn sleep(_conn: ConnectionContext, ms: u64) -> Result<u64, RpcError> {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        Ok(ms)
    }

    pub(crate) async fn limits(_conn: ConnectionContext, State(limits): State<Limits>) -> u32 {
        limits.per_user
    }

    pub(crate) async fn whoami(conn: ConnectionContext) -> Value {
        json!({
            "user": conn.user_id(),
            "client": conn.client_id(),
            "method": conn.method(),
            "correlation_id": conn.correlation_id(),
            "transport": conn.transport(),
            "meta": conn.meta::<Value>().unwrap(),
            "cookie": conn.header("cookie"),
            "secret": conn.header("x-centrifugo-proxy-secret"),
        })
    }

    pub(crate) async fn fail(_conn: ConnectionContext, kind: String) -> Result<(), TaskError> {
        Err(match kind.as_str() {
            "declared" => TaskError::NotFound,
            "fields" => TaskError::Limit {
                resource: "a\"b".into(),
                r#type: 3,
            },
            "temporary" => TaskError::Again,
            "display" => TaskError::Shown,
            _ => TaskError::Internal("the password is hunter2".into()),
        })
    }

    pub(crate) async fn question_mark(
        _conn: ConnectionContext,
        State(_): State<AppState>,
        kind: String,
    ) -> Result<(), RpcError> {
        match kind.as_str() {
            "task" => Err(TaskError::Limit {
                resource: "r".into(),
                r#type: 1,
            })?,
            "other" => Err(OtherError::Other)?,
            "io" => Err(std::io::Error::other("the password is hunter2"))?,
            "forbidden" => Err(RpcError::new(403, "not yours")),
            "busy" => Err(RpcError::new(429, "slow down").temporary()),
            "zero" => Err(RpcError::new(0, "hunter2")),
            "centrifugo" => Err(RpcError::new(103, "hunter2")),
            "explicit" => Err(RpcError::new(500, "hunter2")),
            _ => panic!("hunter2"),
        }
    }

    pub(crate) async fn unit(_conn: ConnectionContext, (): ()) -> Result<(), RpcError> {
        Ok(())
    }

    pub(crate) async fn unserialisable(_conn: ConnectionContext) -> HashMap<Vec<u8>, u8> {
        HashMap::from([(vec![1], 1)])
    }

    pub(crate) async fn nan(_conn: ConnectionContext) -> f64 {
        f64::NAN
    }
}

/// Word for word what the build script writes.
pub(crate) mod rpc {
    use centrifugo_runtime::codegen as __codegen;

    pub(crate) const API_VERSION: &str = "0123";
    pub(crate) const METHODS: &[&str] = &[
        "test.echo",
        "test.fail",
        "test.limits",
        "test.nan",
        "test.question_mark",
        "test.sleep",
        "test.unit",
        "test.unserialisable",
        "test.whoami",
    ];

    /// It is wrong about `test.nan` and `test.whoami`, and does not know all.
    const MANIFEST: ::core::option::Option<&str> =
        ::core::option::Option::Some(include_str!("manifest.json"));

    pub(crate) const PACKAGE: __codegen::Package = __codegen::Package {
        name: "tests",
        version: "1.2.3",
        api_version: API_VERSION,
        methods: METHODS,
        manifest: MANIFEST,
    };

    pub(crate) fn dispatcher<S>(state: S) -> __codegen::Dispatcher
    where
        S: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        crate::common::AppState: __codegen::FromRef<S>,
        crate::common::Limits: __codegen::FromRef<S>,
    {
        __codegen::Dispatcher::new(state, PACKAGE, route::<S>)
    }

    fn route<S>(method: &str) -> ::core::option::Option<__codegen::Route<S>>
    where
        S: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        crate::common::AppState: __codegen::FromRef<S>,
        crate::common::Limits: __codegen::FromRef<S>,
    {
        ::core::option::Option::Some(match method {
            "test.echo" => __codegen::Route {
                name: "test.echo",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::with_params(
                        call,
                        |conn, _state, params| crate::common::handlers::echo(conn, params),
                        __codegen::fallible,
                    )
                },
            },
            "test.sleep" => __codegen::Route {
                name: "test.sleep",
                options: __codegen::Options::new().timeout_ms(50u64),
                call: |call| {
                    __codegen::with_params(
                        call,
                        |conn, _state, params| crate::common::handlers::sleep(conn, params),
                        __codegen::fallible,
                    )
                },
            },
            "test.limits" => __codegen::Route {
                name: "test.limits",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::without_params(
                        call,
                        |conn, state| {
                            crate::common::handlers::limits(conn, __codegen::state(state))
                        },
                        __codegen::infallible,
                    )
                },
            },
            "test.whoami" => __codegen::Route {
                name: "test.whoami",
                options: __codegen::Options::new().anonymous(),
                call: |call| {
                    __codegen::without_params(
                        call,
                        |conn, _state| crate::common::handlers::whoami(conn),
                        __codegen::infallible,
                    )
                },
            },
            "test.fail" => __codegen::Route {
                name: "test.fail",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::with_params(
                        call,
                        |conn, _state, params| crate::common::handlers::fail(conn, params),
                        __codegen::fallible,
                    )
                },
            },
            "test.question_mark" => __codegen::Route {
                name: "test.question_mark",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::with_params(
                        call,
                        |conn, state, params| {
                            crate::common::handlers::question_mark(
                                conn,
                                __codegen::state(state),
                                params,
                            )
                        },
                        |reply| {
                            __codegen::declared(reply, |error| {
                                error
                                    .declared::<crate::common::OtherError>()
                                    .declared::<crate::common::TaskError>()
                            })
                        },
                    )
                },
            },
            "test.unit" => __codegen::Route {
                name: "test.unit",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::with_params(
                        call,
                        |conn, _state, params| crate::common::handlers::unit(conn, params),
                        __codegen::fallible,
                    )
                },
            },
            "test.unserialisable" => __codegen::Route {
                name: "test.unserialisable",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::without_params(
                        call,
                        |conn, _state| crate::common::handlers::unserialisable(conn),
                        __codegen::infallible,
                    )
                },
            },
            "test.nan" => __codegen::Route {
                name: "test.nan",
                options: __codegen::Options::new(),
                call: |call| {
                    __codegen::without_params(
                        call,
                        |conn, _state| crate::common::handlers::nan(conn),
                        __codegen::infallible,
                    )
                },
            },
            _ => return ::core::option::Option::None,
        })
    }
}

pub(crate) fn state() -> AppState {
    AppState {
        limits: Limits { per_user: 7 },
    }
}

pub(crate) fn config() -> CentrifugoConfigBuilder {
    CentrifugoConfig::builder().proxy_secret(SECRET)
}

pub(crate) fn app() -> Router {
    router(&config().build().unwrap(), rpc::dispatcher(state())).unwrap()
}

pub(crate) fn request(body: impl Into<Body>) -> Request<Body> {
    Request::post("/centrifugo/rpc/")
        .header("content-type", "application/json")
        .header("x-centrifugo-proxy-secret", SECRET)
        .header("cookie", "a=b")
        .body(body.into())
        .unwrap()
}

/// The HTTP status and the body, as JSON where it is.
pub(crate) async fn send(app: Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = app.oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// A proxy request of user 42, its reply checked to be HTTP 200.
pub(crate) async fn call(method: &str, data: Value) -> Value {
    let body = json!({
        "client": "c1", "transport": "websocket", "protocol": "json", "encoding": "json",
        "user": "42", "method": method, "data": data,
    });
    post(body.to_string()).await
}

pub(crate) async fn post(body: impl Into<Body>) -> Value {
    let (status, reply) = send(app(), request(body)).await;
    assert_eq!(status, StatusCode::OK);
    reply
}
