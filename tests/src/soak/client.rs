//! One client after another, each with many calls on its connection at one time. Knows what each reply
//! has to be.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::mutate::Random;
use crate::raw_client::RawClient;

use super::tally::{Tally, add};

/// A reply that is not there after this is lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many calls a connection has at one time, at most.
const DEPTH: usize = 16;

/// What all clients have in common.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) url: String,
    pub(super) users: Vec<String>,
    pub(super) tokens: Vec<String>,
    pub(super) tally: Tally,
}

#[derive(Debug)]
pub(super) struct Client {
    number: usize,
    calls: usize,
    random: Random,
    seat: Arc<Seat>,
}

/// A call without its reply yet.
struct Open {
    nonce: String,
    payload: String,
}

impl Client {
    pub(super) fn new(number: usize, seat: Arc<Seat>) -> Self {
        Self {
            number,
            calls: 0,
            random: Random::new(number as u64),
            seat,
        }
    }

    pub(super) fn run(&mut self) {
        let seat = Arc::clone(&self.seat);
        while !seat.tally.is_stopped() {
            let user = self.random.below(seat.users.len());
            match RawClient::connect(&seat.url, &seat.tokens[user]) {
                Ok(connection) => {
                    add(&seat.tally.connected, 1);
                    self.stay(connection, &seat.users[user]);
                }
                Err(_) if seat.tally.is_disturbed() => thread::sleep(Duration::from_millis(50)),
                Err(error) => {
                    self.fail(&format!("cannot connect: {error:#}"));
                    thread::sleep(Duration::from_millis(50));
                }
            }
        }
    }

    /// Calls for a while, then goes: with calls open, or after their replies.
    fn stay(&mut self, mut connection: RawClient, user: &str) {
        let seat = Arc::clone(&self.seat);
        let depth = 1 + self.random.below(DEPTH);
        let mut left = 1 + self.random.below(400);
        let waits = self.random.below(3) > 0;
        let mut open = HashMap::new();
        if let Err(error) = connection.set_timeout(PATIENCE) {
            return self.fail(&format!("{error:#}"));
        }
        while (left > 0 && !seat.tally.is_stopped()) || (waits && !open.is_empty()) {
            let turn = if left > 0 && open.len() < depth && !seat.tally.is_stopped() {
                left -= 1;
                self.call(&mut connection).map(|(id, call)| {
                    open.insert(id, call);
                })
            } else {
                connection.replies().map(|replies| {
                    for reply in replies {
                        self.take(&reply, &mut open, user);
                    }
                })
            };
            if let Err(error) = turn {
                return self.cut(&error, &open);
            }
        }
        add(&seat.tally.left, open.len());
    }

    fn call(&mut self, connection: &mut RawClient) -> anyhow::Result<(u64, Open)> {
        self.calls += 1;
        let nonce = format!("{}-{}", self.number, self.calls);
        let payload = "x".repeat(*self.random.one_of(&[0, 10, 100, 1000, 4000]));
        let ms = *self.random.one_of(&[0, 0, 0, 0, 0, 0, 0, 1, 5, 50]);
        let params = json!({"nonce": nonce, "payload": payload, "ms": ms});
        let id = connection.start(&format!("test.signed#{nonce}"), &params)?;
        Ok((id, Open { nonce, payload }))
    }

    fn take(&self, reply: &Value, open: &mut HashMap<u64, Open>, user: &str) {
        let tally = &self.seat.tally;
        // What is no reply is a push.
        let Some(id) = reply["id"].as_u64() else {
            return;
        };
        let Some(Open { nonce, payload }) = open.remove(&id) else {
            return self.fail(&format!("a reply that nobody waits for: {reply}"));
        };
        let expected = json!({
            "nonce": nonce, "payload": payload, "user": user, "correlation_id": nonce,
        });
        if reply["rpc"]["data"] == expected {
            add(&tally.replied, 1);
        } else if reply["error"]["code"] == 100 && tally.is_disturbed() {
            add(&tally.unavailable, 1);
        } else {
            let shown: String = reply.to_string().chars().take(300).collect();
            self.fail(&format!("{user} got for {nonce}: {shown}"));
        }
    }

    fn cut(&self, error: &anyhow::Error, open: &HashMap<u64, Open>) {
        let timed_out = error.chain().any(|cause| {
            let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
            let kind = kind.or_else(|| match cause.downcast_ref() {
                Some(tungstenite::Error::Io(error)) => Some(error.kind()),
                _ => None,
            });
            matches!(
                kind,
                Some(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
            )
        });
        if timed_out {
            self.fail(&format!("{} replies are lost", open.len()));
        } else if self.seat.tally.is_disturbed() {
            add(&self.seat.tally.cut, open.len());
        } else {
            self.fail(&format!("cut with {} calls open: {error:#}", open.len()));
        }
    }

    fn fail(&self, failure: &str) {
        self.seat
            .tally
            .fail(format!("client {}: {failure}", self.number));
    }
}
