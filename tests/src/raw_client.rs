//! A client that speaks Centrifugo's JSON protocol and nothing more, as any raw SDK would call methods.

use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

const TIMEOUT: Duration = Duration::from_secs(60);

/// A connection to Centrifugo. It is cut when this is dropped.
#[derive(Debug)]
pub struct RawClient {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    last_id: u64,
}

impl RawClient {
    /// Connects with a connection token.
    ///
    /// # Errors
    /// If Centrifugo does not let it in.
    pub fn connect(url: &str, token: &str) -> anyhow::Result<Self> {
        Self::connect_with(url, token, &[])
    }

    /// Connects with a connection token, and headers of the client's own choice.
    ///
    /// # Errors
    /// If Centrifugo does not let it in.
    pub fn connect_with(
        url: &str,
        token: &str,
        headers: &[(&'static str, &str)],
    ) -> anyhow::Result<Self> {
        let mut request = url.into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse()?);
        }
        let (socket, _) = tungstenite::connect(request)?;
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(TIMEOUT))?;
        }
        let mut client = Self { socket, last_id: 0 };
        let id = client.send("connect", json!({"token": token}))?;
        let reply = client.reply(id)?;
        ensure!(reply.get("error").is_none(), "refused: {reply}");
        Ok(client)
    }

    /// Calls a method: its `{"data": …}`, or `{"code": …, "message": …}`.
    ///
    /// # Errors
    /// If the connection ends before there is a reply.
    pub fn call(&mut self, method: &str, params: &Value) -> anyhow::Result<Value> {
        self.call_raw(method, &params.to_string())
    }

    /// Calls a method with params as they are to be sent.
    ///
    /// # Errors
    /// If the connection ends before there is a reply.
    pub fn call_raw(&mut self, method: &str, params: &str) -> anyhow::Result<Value> {
        self.last_id += 1;
        let (id, method) = (self.last_id, json!(method));
        let frame = format!(r#"{{"id":{id},"rpc":{{"method":{method},"data":{params}}}}}"#);
        self.socket.send(Message::text(frame))?;
        self.answer(id)
    }

    /// Waits for what [`start`](Self::start) began; returns what [`call`](Self::call) does.
    ///
    /// # Errors
    /// If the connection ends before there is a reply.
    pub fn answer(&mut self, id: u64) -> anyhow::Result<Value> {
        let mut reply = self.reply(id)?;
        let part = if reply.get("error").is_some() {
            "error"
        } else {
            "rpc"
        };
        Ok(reply[part].take())
    }

    /// Calls a method without a look at its reply; returns the id of it.
    ///
    /// # Errors
    /// If the connection has ended.
    pub fn start(&mut self, method: &str, params: &Value) -> anyhow::Result<u64> {
        self.send("rpc", json!({"method": method, "data": params}))
    }

    fn send(&mut self, command: &str, body: Value) -> anyhow::Result<u64> {
        self.last_id += 1;
        let frame = json!({"id": self.last_id, command: body});
        self.socket.send(Message::text(frame.to_string()))?;
        Ok(self.last_id)
    }

    /// How long a reply is waited for.
    ///
    /// # Errors
    /// If the socket does not take it.
    pub fn set_timeout(&mut self, timeout: Duration) -> anyhow::Result<()> {
        if let MaybeTlsStream::Plain(stream) = self.socket.get_ref() {
            stream.set_read_timeout(Some(timeout))?;
        }
        Ok(())
    }

    /// The replies that come next, of whichever calls: each as Centrifugo sends it.
    ///
    /// # Errors
    /// If the connection ends before.
    pub fn replies(&mut self) -> anyhow::Result<Vec<Value>> {
        let frame = self.socket.read()?;
        let frame = frame.to_text().context("a frame is text")?;
        let mut replies = Vec::new();
        for line in frame.lines() {
            let reply: Value = serde_json::from_str(line)?;
            if reply == json!({}) {
                // Centrifugo's ping.
                self.socket.send(Message::text("{}"))?;
            } else {
                replies.push(reply);
            }
        }
        Ok(replies)
    }

    fn reply(&mut self, id: u64) -> anyhow::Result<Value> {
        loop {
            let replies = self.replies()?;
            if let Some(reply) = replies.into_iter().find(|reply| reply["id"] == id) {
                return Ok(reply);
            }
        }
    }
}
