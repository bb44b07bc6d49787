//! The JSON of proxy requests over HTTP, read without copying what clients sent.

use std::borrow::Cow;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::context::{Caller, Connection};
use crate::error::{RpcError, code};
use crate::hooks::Asked;

/// What Centrifugo sends. Unknown fields are let through: a newer Centrifugo may add some.
#[derive(Deserialize)]
pub(crate) struct Envelope<'a> {
    #[serde(borrow, default)]
    client: Cow<'a, str>,
    #[serde(borrow, default)]
    transport: Cow<'a, str>,
    #[serde(borrow, default)]
    protocol: Cow<'a, str>,
    #[serde(borrow, default)]
    encoding: Cow<'a, str>,
    #[serde(borrow, default)]
    user: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) method: Cow<'a, str>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    b64data: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    meta: Option<&'a RawValue>,
}

/// What Centrifugo sends to each of its other proxies.
#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow, default)]
    client: Cow<'a, str>,
    #[serde(borrow, default)]
    transport: Cow<'a, str>,
    #[serde(borrow, default)]
    protocol: Cow<'a, str>,
    #[serde(borrow, default)]
    encoding: Cow<'a, str>,
    #[serde(borrow, default)]
    user: Cow<'a, str>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    b64data: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    meta: Option<&'a RawValue>,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    channels: Option<Vec<String>>,
}

pub(super) fn question(body: &Bytes, headers: HeaderMap) -> Result<Asked, RpcError> {
    let question: Question<'_> = object(body)?;
    let data = match (&question.b64data, question.data) {
        (Some(data), _) if !data.is_empty() => Bytes::from(decoded(data)?),
        (_, Some(data)) => body.slice_ref(data.get().as_bytes()),
        (_, None) => Bytes::new(),
    };
    let connection = Connection {
        client: &question.client,
        user: &question.user,
        transport: &question.transport,
        protocol: &question.protocol,
        encoding: &question.encoding,
    };
    let meta = question.meta.map(RawValue::get);
    let meta = meta.map(|meta| body.slice_ref(meta.as_bytes()));
    let caller = Caller::of(connection, meta, headers);
    Ok(Asked {
        channel: question.channel,
        token: question.token,
        name: question.name,
        version: question.version,
        channels: question.channels.unwrap_or_default(),
        data,
        ..Asked::of(caller)
    })
}

fn object<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, RpcError> {
    // serde would take the fields from an array, too.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(malformed("not a JSON object"));
    }
    serde_json::from_slice(body).map_err(|fault| malformed(&fault.to_string()))
}

impl<'a> Envelope<'a> {
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, RpcError> {
        object(body)
    }

    /// Whether the reply has to be base64, too.
    pub(crate) fn is_binary(&self) -> bool {
        self.b64data.is_some() || self.encoding == "binary"
    }

    /// The params as JSON. A call without data has the params `null`.
    pub(crate) fn params(&self) -> Result<Cow<'a, [u8]>, RpcError> {
        match (&self.b64data, self.data) {
            (Some(data), _) if !data.is_empty() => decoded(data).map(Cow::Owned),
            (_, Some(data)) => Ok(Cow::Borrowed(data.get().as_bytes())),
            (_, None) => Ok(Cow::Borrowed(b"null")),
        }
    }

    pub(crate) fn connection(&self) -> Connection<'_> {
        Connection {
            client: &self.client,
            user: &self.user,
            transport: &self.transport,
            protocol: &self.protocol,
            encoding: &self.encoding,
        }
    }

    /// The `meta` of the connection, as the part of `body` that it is.
    pub(crate) fn meta(&self, body: &Bytes) -> Option<Bytes> {
        self.meta.map(|meta| body.slice_ref(meta.get().as_bytes()))
    }
}

/// The bytes of a `b64…` field.
pub(crate) fn decoded(base64: &str) -> Result<Vec<u8>, RpcError> {
    STANDARD
        .decode(base64)
        .map_err(|fault| malformed(&format!("base64: {fault}")))
}

pub(crate) fn malformed(reason: &str) -> RpcError {
    RpcError::new(
        code::BAD_REQUEST,
        format!("malformed proxy request: {reason}"),
    )
}
