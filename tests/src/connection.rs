//! A client of Centrifugo without an SDK: what goes over the WebSocket is what the test says and
//! sees, one JSON object each.

use std::time::Duration;

use anyhow::{Context as _, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// What a test waits for comes within this.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open WebSocket to Centrifugo.
#[derive(Debug)]
pub struct Connection {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    unread: Vec<String>,
    last_id: u32,
}

impl Connection {
    /// Opens a WebSocket and connects with a token; returns Centrifugo's answer too.
    ///
    /// # Errors
    /// If there is no answer to `connect`: the message then has the code of the close frame.
    pub async fn open(url: &str, token: &str) -> anyhow::Result<(Self, Value)> {
        Self::open_with(url, json!({"token": token, "name": "test"})).await
    }

    /// Opens a WebSocket and connects with a whole `connect` command.
    ///
    /// # Errors
    /// If there is no answer to it: the message then has the code of the close frame.
    pub async fn open_with(url: &str, connect: Value) -> anyhow::Result<(Self, Value)> {
        let (socket, _) = connect_async(url).await.context("no WebSocket")?;
        let mut connection = Self {
            socket,
            unread: Vec::new(),
            last_id: 0,
        };
        let answer = connection.ask("connect", connect).await?;
        Ok((connection, answer))
    }

    /// Sends a command and waits for its answer; what is pushed in between is dropped.
    ///
    /// # Errors
    /// If the connection is closed instead.
    pub async fn ask(&mut self, command: &str, body: Value) -> anyhow::Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        let text = json!({"id": id, command: body}).to_string();
        self.socket.send(Message::text(text)).await?;
        self.wait_for(|message| message["id"] == id).await
    }

    /// The next push, without the pings.
    ///
    /// # Errors
    /// If none comes or the connection is closed instead: the message then has the close frame's code.
    pub async fn push(&mut self) -> anyhow::Result<Value> {
        let message = self
            .wait_for(|message| message.get("push").is_some())
            .await?;
        Ok(message["push"].clone())
    }

    /// Waits until Centrifugo closes the connection; returns code and reason.
    ///
    /// # Errors
    /// If it does not.
    pub async fn closed(&mut self) -> anyhow::Result<(u16, String)> {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await?;
            match message.context("closed without a close frame")?? {
                Message::Close(Some(frame)) => {
                    return Ok((frame.code.into(), frame.reason.to_string()));
                }
                Message::Close(None) => bail!("a close frame without a code"),
                _ => {}
            }
        }
    }

    async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        loop {
            while let Some(line) = self.unread.pop() {
                let message: Value = serde_json::from_str(&line)?;
                if wanted(&message) {
                    return Ok(message);
                }
                if message == json!({}) {
                    self.socket.send(Message::text("{}")).await?;
                }
            }
            let message = timeout(PATIENCE, self.socket.next())
                .await
                .context("Centrifugo says nothing")?;
            match message.context("closed without a close frame")?? {
                Message::Text(text) => {
                    self.unread = text.lines().rev().map(str::to_owned).collect();
                }
                Message::Close(frame) => bail!("closed: {frame:?}"),
                _ => {}
            }
        }
    }
}
