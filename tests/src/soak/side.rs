//! One way from clients to the server: a Centrifugo that has it, and the clients.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::centrifugo::Centrifugo;
use crate::port;
use crate::stack::Stack;

use super::client::{Client, Seat};
use super::tally::{Tally, while_disturbed};

const USERS: usize = 8;

/// Users and their tokens, which are the same wherever a client connects.
#[derive(Debug)]
pub(super) struct Seats {
    users: Vec<String>,
    tokens: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Side {
    transport: &'static str,
    centrifugo: Centrifugo,
    seat: Arc<Seat>,
}

pub(super) fn seats(stack: &Stack, length: Duration) -> anyhow::Result<Seats> {
    let users: Vec<_> = (0..USERS).map(|user| format!("user-{user}")).collect();
    let seconds = i64::try_from(length.as_secs())? + 3600;
    let tokens = users.iter().map(|user| stack.token(user, seconds));
    Ok(Seats {
        tokens: tokens.collect::<Result<_, _>>()?,
        users,
    })
}

/// The configuration of a second Centrifugo, which reaches the server of `folder` over gRPC; returns
/// its file.
pub(super) fn grpc_config(folder: &Path, address: &str) -> anyhow::Result<PathBuf> {
    let text = fs::read_to_string(folder.join("centrifugo.json"))?;
    let mut config: Value = serde_json::from_str(&text)?;
    config["http_server"]["port"] = json!(port::free());
    let proxy = &mut config["rpc"]["proxy"];
    let secret = proxy["http"]["static_headers"]["X-Centrifugo-Proxy-Secret"].take();
    let secret = secret.as_str().context("no proxy secret")?;
    proxy["endpoint"] = json!(format!("grpc://{address}"));
    proxy["grpc"] = json!({"static_metadata": {"x-centrifugo-proxy-secret": secret}});
    proxy["http"] = json!({});
    // Its log is beside it.
    let folder = folder.join("grpc");
    fs::create_dir_all(&folder)?;
    let file = folder.join("centrifugo.json");
    fs::write(&file, config.to_string())?;
    Ok(file)
}

impl Side {
    pub(super) fn http(centrifugo: Centrifugo, seats: &Seats) -> Self {
        Self::new("HTTP", centrifugo, seats)
    }

    pub(super) fn grpc(config: &Path, seats: &Seats) -> anyhow::Result<Self> {
        Ok(Self::new("gRPC", Centrifugo::start(config)?, seats))
    }

    fn new(transport: &'static str, centrifugo: Centrifugo, seats: &Seats) -> Self {
        let seat = Arc::new(Seat {
            url: centrifugo.url(),
            users: seats.users.clone(),
            tokens: seats.tokens.clone(),
            tally: Tally::default(),
        });
        Self {
            transport,
            centrifugo,
            seat,
        }
    }

    /// Starts so many clients.
    pub(super) fn start(&self, connections: usize) -> Vec<JoinHandle<()>> {
        let start = |number| {
            let mut client = Client::new(number, Arc::clone(&self.seat));
            thread::spawn(move || client.run())
        };
        (0..connections).map(start).collect()
    }

    /// Restarts Centrifugo.
    pub(super) fn restart(&mut self) -> anyhow::Result<()> {
        let centrifugo = &mut self.centrifugo;
        while_disturbed(&[&self.seat.tally], || centrifugo.restart())
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.seat.tally
    }

    pub(super) fn failures(&self) -> Vec<String> {
        let failures = self.seat.tally.failures().into_iter();
        failures
            .map(|failure| format!("{}: {failure}", self.transport))
            .collect()
    }

    pub(super) fn report(&self, took: Duration) -> String {
        format!("{}: {}", self.transport, self.seat.tally.report(took))
    }
}
