//! A request's body, no more of it than may be. In: the body as it arrives. Knows nothing of what it says.

use std::pin::pin;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;

use crate::within::Within;

/// How long a body may take to arrive. Centrifugo sends it in one piece.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How much of a body that is too large is read all the same, so that its sender, who may read nothing
/// before it has sent all, sees the answer and not a connection that is cut.
const DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// How long the next piece of such a body is waited for.
const DISCARD_PAUSE: Duration = Duration::from_secs(1);

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    TooLarge,
    EndedEarly,
    Late,
}

pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Fault> {
    // What its header announces.
    let is_too_large = body.size_hint().lower() > limit as u64;
    let mut pieces = body.into_data_stream();
    let read = if is_too_large {
        Err(Fault::TooLarge)
    } else {
        let read = pin!(collect(&mut pieces, limit));
        Within::time(TIMEOUT, read)
            .await
            .unwrap_or(Err(Fault::Late))
    };
    if read == Err(Fault::TooLarge) {
        // Whatever comes of it, the answer is the same.
        let discarded = Box::pin(discard(pieces));
        let _ = Within::time(TIMEOUT, discarded).await;
    }
    read
}

async fn collect(pieces: &mut BodyDataStream, limit: usize) -> Result<Bytes, Fault> {
    let first = pieces.next().await.transpose();
    let Some(first) = first.map_err(|_| Fault::EndedEarly)? else {
        return Ok(Bytes::new());
    };
    let mut length = first.len();
    if length > limit {
        return Err(Fault::TooLarge);
    }
    // The usual one is not copied.
    if pieces.is_end_stream() {
        return Ok(first);
    }
    let mut next = async || pieces.next().await.transpose();
    let Some(second) = next().await.map_err(|_| Fault::EndedEarly)? else {
        return Ok(first);
    };
    let mut all = BytesMut::from(first);
    let mut piece = Some(second);
    while let Some(more) = piece {
        length += more.len();
        if length > limit {
            return Err(Fault::TooLarge);
        }
        all.extend_from_slice(&more);
        piece = next().await.map_err(|_| Fault::EndedEarly)?;
    }
    Ok(all.freeze())
}

async fn discard(mut pieces: BodyDataStream) {
    let mut left = DISCARDED_BYTES;
    while let Ok(Some(Ok(piece))) = tokio::time::timeout(DISCARD_PAUSE, pieces.next()).await {
        match left.checked_sub(piece.len()) {
            Some(less) => left = less,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_pieces(pieces: &[&'static str]) -> Result<Bytes, Fault> {
        let pieces: Vec<_> = pieces
            .iter()
            .copied()
            .map(Ok::<_, std::io::Error>)
            .collect();
        read(Body::from_stream(futures_util::stream::iter(pieces)), 8).await
    }

    #[tokio::test]
    async fn pieces_are_one_body_up_to_the_limit() {
        for (pieces, expected) in [
            (&[] as &[_], Ok("")),
            (&["1234"], Ok("1234")),
            (&["1234", "", "56", "78"], Ok("12345678")),
            (&["123456789"], Err(Fault::TooLarge)),
            (&["1234", "56789", "more"], Err(Fault::TooLarge)),
        ] {
            let read = read_pieces(pieces).await;
            assert_eq!(read, expected.map(Bytes::from), "{pieces:?}");
        }
    }

    #[tokio::test]
    async fn a_body_in_one_piece_says_its_size() {
        for (text, expected) in [
            ("", Ok("")),
            ("12345678", Ok("12345678")),
            ("123456789", Err(Fault::TooLarge)),
        ] {
            let read = read(Body::from(text), 8).await;
            assert_eq!(read, expected.map(Bytes::from), "{text}");
        }
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_none() {
        let pieces = [Ok("12"), Err(std::io::Error::other("gone"))];
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        assert_eq!(read(body, 8).await, Err(Fault::EndedEarly));
    }
}
