//! Messages of gRPC as protobuf, in buffers of the size that calls have.

use std::marker::PhantomData;

use prost::Message;
use tonic::codec::{BufferSettings, Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};

/// Tonic's own take 8 KiB for each message in each direction, which is more than most calls have.
fn buffers() -> BufferSettings {
    BufferSettings::new(1024, 32 * 1024)
}

/// Requests `Q` in, replies `R` out.
pub(super) struct Protobuf<Q, R>(PhantomData<fn(Q) -> R>);

impl<Q, R> Protobuf<Q, R> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<Q, R> Codec for Protobuf<Q, R>
where
    Q: Message + Default + 'static,
    R: Message + 'static,
{
    type Encode = R;
    type Decode = Q;
    type Encoder = Protobuf<Q, R>;
    type Decoder = Protobuf<Q, R>;

    fn encoder(&mut self) -> Self::Encoder {
        Self::new()
    }

    fn decoder(&mut self) -> Self::Decoder {
        Self::new()
    }
}

impl<Q, R: Message> Encoder for Protobuf<Q, R> {
    type Item = R;
    type Error = Status;

    fn encode(&mut self, message: R, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message
            .encode(buffer)
            .expect("the buffer grows with the message");
        Ok(())
    }

    fn buffer_settings(&self) -> BufferSettings {
        buffers()
    }
}

impl<Q: Message + Default, R> Decoder for Protobuf<Q, R> {
    type Item = Q;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Q>, Status> {
        Q::decode(buffer)
            .map(Some)
            .map_err(|fault| Status::new(Code::InvalidArgument, fault.to_string()))
    }

    fn buffer_settings(&self) -> BufferSettings {
        buffers()
    }
}
