//! The public keys that Centrifugo checks tokens with, as a route for its `jwks_public_endpoint`.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
use serde_json::json;

use super::error::TokenError;
use super::key::SigningKey;

/// Answers `GET` with the public halves of keys, for Centrifugo's `client.token.jwks_public_endpoint`.
/// They are no secret.
///
/// ```
/// # use centrifugo_runtime::token::{SigningKey, TokenError, jwks_route};
/// # fn app(current: SigningKey, next: SigningKey) -> Result<axum::Router, TokenError> {
/// let app = axum::Router::new().route("/.well-known/jwks.json", jwks_route([&current, &next])?);
/// # Ok(app)
/// # }
/// ```
///
/// # Errors
/// Where a key is a secret of HMAC or has no [`key_id`](SigningKey::with_key_id), or two have the
/// same.
pub fn jwks_route<'a, S: Clone + Send + Sync + 'static>(
    keys: impl IntoIterator<Item = &'a SigningKey>,
) -> Result<MethodRouter<S>, TokenError> {
    let mut set = Vec::new();
    let mut ids = Vec::new();
    for key in keys {
        let pair = key.key_pair().ok_or(TokenError::Key(
            "a secret of HMAC has no public half that could be shown",
        ))?;
        let id = key.key_id().filter(|id| !id.is_empty());
        let id = id.ok_or(TokenError::Key(
            "the key has no `key_id`, by which Centrifugo finds it",
        ))?;
        if ids.contains(&id) {
            return Err(TokenError::Key("two keys have the same `key_id`"));
        }
        ids.push(id);
        let mut public = pair.public();
        public["kid"] = json!(id);
        public["alg"] = json!(key.algorithm());
        // Centrifugo ignores keys of another use, and of none.
        public["use"] = json!("sig");
        set.push(public);
    }
    let body = Bytes::from(json!({"keys": set}).to_string());
    Ok(get(move || {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CACHE_CONTROL, HeaderValue::from_static("max-age=300")),
        ];
        let body = body.clone();
        async move { (headers, body) }
    }))
}
