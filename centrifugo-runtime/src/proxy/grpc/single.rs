//! The usual request, which is one piece with one message in it, and the reply to it, which is another:
//! without the buffers that tonic has for streams of them.

use std::convert::Infallible;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt as _, StreamBody};
use prost::Message;
use tonic::Status;
use tonic::body::Body;

/// Before each message: whether it is compressed, and its length in four bytes.
const PREFIX: usize = 5;

static ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");
static GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// The headers and the message of a request; the request as it was, where it is not the usual one.
pub(super) async fn read<Q: Message + Default>(
    request: Request<Body>,
    limit: usize,
) -> Result<(HeaderMap, Q), Request<Body>> {
    if request.headers().contains_key(&ENCODING) {
        return Err(request);
    }
    let (parts, mut body) = request.into_parts();
    let piece = match body.frame().await {
        Some(Ok(frame)) => frame.into_data().map_err(|_| None),
        Some(Err(status)) => Err(Some(axum::Error::new(status))),
        None => Err(None),
    };
    let message = match &piece {
        Ok(piece) if body.is_end_stream() => message(piece.clone(), limit),
        _ => None,
    };
    if let Some(message) = message {
        return Ok((parts.headers, message));
    }
    let first = piece.map_or_else(|fault| fault.map(Err), |piece| Some(Ok(piece)));
    let rest = axum::body::Body::new(body).into_data_stream();
    let body = axum::body::Body::from_stream(stream::iter(first).chain(rest));
    Err(Request::from_parts(parts, Body::new(body)))
}

/// `None`: it is not one whole message, or none that is read.
fn message<Q: Message + Default>(mut piece: Bytes, limit: usize) -> Option<Q> {
    let length = piece.len().checked_sub(PREFIX)?;
    let is_compressed = piece.get_u8() != 0;
    let announced = usize::try_from(piece.get_u32()).ok()?;
    if is_compressed || announced != length || length > limit {
        return None;
    }
    Q::decode(piece).ok()
}

pub(super) fn reply(message: &impl Message) -> Response<Body> {
    let length = message.encoded_len();
    let Ok(announced) = u32::try_from(length) else {
        return Status::resource_exhausted("the reply is larger than 4 GiB").into_http();
    };
    let mut frame = BytesMut::with_capacity(PREFIX + length);
    frame.put_u8(0);
    frame.put_u32(announced);
    message
        .encode(&mut frame)
        .expect("the buffer grows with the message");
    let mut trailers = HeaderMap::with_capacity(1);
    trailers.insert(GRPC_STATUS.clone(), HeaderValue::from_static("0"));
    let frames = [Frame::data(frame.freeze()), Frame::trailers(trailers)];
    let body = StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>)));
    let mut response = Response::new(Body::new(body));
    let kind = HeaderValue::from_static("application/grpc");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
