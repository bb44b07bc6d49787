//! The route that clients ask for a token, again and again.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, post};
use serde_json::json;

use super::connection::ConnectionToken;
use super::key::SigningKey;

/// Answers clients that ask for a connection token: what generated clients take as `token_url`,
/// `tokenUrl` or `WithTokenURL`.
///
/// `who` tells from the request's head (a session cookie, an `Authorization` header, what a middleware
/// put into the extensions) whose token it is to be, or refuses.
///
/// ```
/// use centrifugo_runtime::token::{self, ConnectionToken, Refusal, SigningKey};
///
/// # struct Sessions;
/// # impl Sessions { async fn user_of(&self, _cookie: &str) -> Result<Option<String>, std::io::Error> { Ok(None) } }
/// # fn app(key: SigningKey, sessions: std::sync::Arc<Sessions>) -> axum::Router {
/// let app = axum::Router::new().route(
///     "/centrifugo/token",
///     token::route(key, move |request| {
///         let sessions = sessions.clone();
///         async move {
///             let cookie = request.headers.get("cookie").and_then(|cookie| cookie.to_str().ok());
///             let user = sessions.user_of(cookie.ok_or(Refusal::Unauthorized)?).await?;
///             Ok(ConnectionToken::user(user.ok_or(Refusal::Unauthorized)?))
///         }
///     }),
/// );
/// # app
/// # }
/// ```
///
/// # The contract
///
/// | | |
/// |---|---|
/// | request | `POST`; the body is not read |
/// | 200 | `{"token": "…"}` |
/// | 401, 403 | the user may not connect: clients give up. [`Refusal::Unauthorized`], [`Refusal::Forbidden`] |
/// | any other | clients try again later. [`Refusal::Unavailable`] is 503, an error by `?` is 500 and logged |
///
/// No answer may be cached. For pages of another origin, add a CORS layer (tower-http's `CorsLayer`) that
/// names the origins that may ask, and allows credentials if `who` reads cookies: whoever may read the
/// answer can connect as the user. Without it browsers keep the answer from pages of other origins.
pub fn route<S, F, R>(key: SigningKey, who: F) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    F: Fn(Parts) -> R + Send + Sync + 'static,
    R: Future<Output = Result<ConnectionToken, Refusal>> + Send + 'static,
{
    let who = Arc::new(who);
    post(move |request: Request| {
        let who = Arc::clone(&who);
        let key = key.clone();
        async move {
            let (parts, _) = request.into_parts();
            let signed = match who(parts).await {
                Ok(token) => token.sign_with(&key).map_err(Refusal::from),
                Err(refusal) => Err(refusal),
            };
            match signed {
                Ok(token) => answer(StatusCode::OK, &json!({"token": token})),
                Err(refusal) => refusal.answer(),
            }
        }
    })
}

/// Why a client gets no token.
#[non_exhaustive]
pub enum Refusal {
    /// Nobody is signed in: 401, and the client gives up.
    Unauthorized,
    /// The user may not connect: 403, and the client gives up.
    Forbidden,
    /// It cannot be told now: 503, and the client tries again.
    Unavailable,
    /// Something failed: 500, and the client tries again. The error is logged, not sent.
    Failed(Box<dyn Error + Send + Sync>),
}

impl Refusal {
    fn answer(&self) -> Response {
        let (status, text) = match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Failed(error) => {
                tracing::error!(%error, "no connection token");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal error")
            }
        };
        answer(status, &json!({"error": text}))
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized => f.write_str("Unauthorized"),
            Self::Forbidden => f.write_str("Forbidden"),
            Self::Unavailable => f.write_str("Unavailable"),
            Self::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
        }
    }
}

/// By `?`. It is no `Error` itself for this to be possible, as [`RpcError`](struct@crate::RpcError) is none.
impl<E: Error + Send + Sync + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(Box::new(error))
    }
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body.to_string()).into_response()
}
