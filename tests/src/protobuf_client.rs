//! A client that speaks Centrifugo's protobuf protocol: its params and results are bytes.

use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use prost::Message as _;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const TIMEOUT: Duration = Duration::from_secs(60);

/// Of `client.proto` of github.com/centrifugal/protocol, what is needed here.
#[derive(Clone, PartialEq, prost::Message)]
struct Command {
    #[prost(uint32, tag = "1")]
    id: u32,
    #[prost(message, optional, tag = "4")]
    connect: Option<Connect>,
    #[prost(message, optional, tag = "13")]
    rpc: Option<Rpc>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Connect {
    #[prost(string, tag = "1")]
    token: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Rpc {
    #[prost(bytes, tag = "1")]
    data: Vec<u8>,
    #[prost(string, tag = "2")]
    method: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Reply {
    #[prost(uint32, tag = "1")]
    id: u32,
    #[prost(message, optional, tag = "2")]
    error: Option<Error>,
    #[prost(message, optional, tag = "13")]
    rpc: Option<RpcResult>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Error {
    #[prost(uint32, tag = "1")]
    code: u32,
    #[prost(string, tag = "2")]
    message: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct RpcResult {
    #[prost(bytes, tag = "1")]
    data: Vec<u8>,
}

/// A connection to Centrifugo. It is cut when this is dropped.
#[derive(Debug)]
pub struct ProtobufClient {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    last_id: u32,
}

impl ProtobufClient {
    /// Connects with a connection token.
    ///
    /// # Errors
    /// If Centrifugo does not let it in.
    pub fn connect(url: &str, token: &str) -> anyhow::Result<Self> {
        let (socket, _) = tungstenite::connect(format!("{url}?cf_protocol=protobuf"))?;
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(TIMEOUT))?;
        }
        let mut client = Self { socket, last_id: 0 };
        let reply = client.ask(Command {
            connect: Some(Connect {
                token: token.to_owned(),
            }),
            ..Command::default()
        })?;
        ensure!(reply.error.is_none(), "refused: {reply:?}");
        Ok(client)
    }

    /// Calls a method: the result's bytes, or the error's code and message.
    ///
    /// # Errors
    /// If the connection ends before there is a reply.
    pub fn call(
        &mut self,
        method: &str,
        params: &[u8],
    ) -> anyhow::Result<Result<Vec<u8>, (u32, String)>> {
        let reply = self.ask(Command {
            rpc: Some(Rpc {
                data: params.to_owned(),
                method: method.to_owned(),
            }),
            ..Command::default()
        })?;
        Ok(match reply.error {
            Some(error) => Err((error.code, error.message)),
            None => Ok(reply.rpc.context("a reply to something else")?.data),
        })
    }

    fn ask(&mut self, command: Command) -> anyhow::Result<Reply> {
        self.last_id += 1;
        let id = self.last_id;
        let command = Command { id, ..command }.encode_length_delimited_to_vec();
        self.socket.send(Message::binary(command))?;
        loop {
            let frame = self.socket.read()?.into_data();
            let mut frame = &frame[..];
            while !frame.is_empty() {
                let reply = Reply::decode_length_delimited(&mut frame)?;
                if reply == Reply::default() {
                    // Centrifugo's ping.
                    self.socket.send(Message::binary(vec![0]))?;
                } else if reply.id == id {
                    return Ok(reply);
                }
            }
        }
    }
}
