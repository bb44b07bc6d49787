//! Centrifugo's messages to and from what the runtime has for them.

use std::borrow::Cow;

use axum::http::HeaderMap;
use bytes::Bytes;

use super::patience::patience;
use super::proto::{Error, RpcRequest, RpcResponse, RpcResult};
use crate::call::Incoming;
use crate::context::Connection;
use crate::error::RpcError;
use crate::proxy::endpoint::Endpoint;
use crate::proxy::envelope::decoded;
use crate::reply::Reply;

/// Runs a call.
pub(super) async fn rpc(
    endpoint: &Endpoint,
    headers: HeaderMap,
    request: RpcRequest,
) -> RpcResponse {
    let running = {
        let data = match payload(&request.data, &request.b64data) {
            Ok(data) => data,
            Err(error) => return RpcResponse::from(endpoint.calls().refuse(error)),
        };
        endpoint.calls().start(Incoming {
            connection: Connection {
                client: &request.client,
                user: &request.user,
                transport: &request.transport,
                protocol: &request.protocol,
                encoding: &request.encoding,
            },
            meta: Some(request.meta.clone()).filter(|meta| !meta.is_empty()),
            method: &request.method,
            data: &data,
            patience: patience(&headers),
            headers,
        })
    };
    drop(request);
    match running.await {
        Ok(reply) => RpcResponse::from(reply),
        Err(error) => RpcResponse {
            error: Some(Error::from(&error)),
            ..RpcResponse::default()
        },
    }
}

/// What a client sends, as JSON. Nothing is `null`.
pub(super) fn payload<'a>(data: &'a Bytes, base64: &str) -> Result<Cow<'a, [u8]>, RpcError> {
    if !base64.is_empty() {
        decoded(base64).map(Cow::Owned)
    } else if data.is_empty() {
        Ok(Cow::Borrowed(b"null"))
    } else {
        Ok(Cow::Borrowed(data))
    }
}

impl From<Reply> for RpcResponse {
    /// Also where the request had its data as base64: Centrifugo takes either.
    fn from(reply: Reply) -> Self {
        Self {
            result: Some(RpcResult {
                data: reply.into_data(),
                ..RpcResult::default()
            }),
            ..Self::default()
        }
    }
}

impl From<RpcError> for RpcResponse {
    fn from(error: RpcError) -> Self {
        Self {
            error: Some(Error::from(&error.for_client())),
            ..Self::default()
        }
    }
}

impl From<&RpcError> for Error {
    fn from(error: &RpcError) -> Self {
        Self {
            code: error.code(),
            message: error.message().to_owned(),
            temporary: error.is_temporary(),
        }
    }
}
