//! The JSON of an RPC proxy request over HTTP, read without copying the params.

use std::borrow::Cow;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::context::Caller;
use crate::error::{RpcError, code};

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

impl<'a> Envelope<'a> {
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, RpcError> {
        // serde would take the fields from an array, too.
        if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(malformed("not a JSON object"));
        }
        serde_json::from_slice(body).map_err(|fault| malformed(&fault.to_string()))
    }

    /// Whether the reply has to be base64, too.
    pub(crate) fn is_binary(&self) -> bool {
        self.b64data.is_some() || self.encoding == "binary"
    }

    /// The params as JSON. A call without data has the params `null`.
    pub(crate) fn params(&self) -> Result<Cow<'a, [u8]>, RpcError> {
        match (&self.b64data, self.data) {
            (Some(data), _) if !data.is_empty() => match STANDARD.decode(&**data) {
                Ok(data) => Ok(Cow::Owned(data)),
                Err(fault) => Err(malformed(&format!("b64data: {fault}"))),
            },
            (_, Some(data)) => Ok(Cow::Borrowed(data.get().as_bytes())),
            (_, None) => Ok(Cow::Borrowed(b"null")),
        }
    }

    pub(crate) fn caller(&self, body: &Bytes, headers: HeaderMap) -> Caller {
        Caller {
            client: Box::from(&*self.client),
            user: Box::from(&*self.user),
            transport: known(&self.transport, &["websocket", "http_stream", "sse"]),
            protocol: known(&self.protocol, &["json", "protobuf"]),
            encoding: known(&self.encoding, &["json", "binary"]),
            meta: self.meta.map(|meta| body.slice_ref(meta.get().as_bytes())),
            headers,
        }
    }
}

fn known(value: &str, names: &[&'static str]) -> Cow<'static, str> {
    match names.iter().find(|name| **name == value) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(value.to_owned()),
    }
}

pub(crate) fn malformed(reason: &str) -> RpcError {
    RpcError::new(
        code::BAD_REQUEST,
        format!("malformed proxy request: {reason}"),
    )
}
