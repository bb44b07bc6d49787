//! A command's request over HTTP, its attempts, and its answer.

use bytes::Bytes;
use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use tokio::time::{Instant, sleep, timeout_at};

use super::command::Command;
use super::endpoint::Endpoint;
use super::envelope::Envelope;
use super::error::{ApiError, CommandError, Stage};
use super::retry::{Retries, wait};

const KEY_HEADER: &str = "x-api-key";

pub(super) struct Transport {
    client: Client,
    endpoint: Endpoint,
    retries: Retries,
}

/// What an attempt came to.
enum Outcome {
    Answered(Bytes),
    Failed(ApiError),
}

impl Transport {
    pub(super) fn new(client: Client, endpoint: Endpoint, retries: Retries) -> Self {
        Self {
            client,
            endpoint,
            retries,
        }
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn may_repeat(&self) -> bool {
        self.retries.most > 0
    }

    pub(super) async fn send<C: Command>(&self, command: &C) -> Result<C::Reply, ApiError> {
        let body = serde_json::to_vec(command)
            .map_err(|error| ApiError::unsendable(C::NAME, error.to_string()))?;
        self.exchange(C::NAME, body, command.is_repeatable(), read::<C>)
            .await
    }

    /// Sends `body` until `read` makes something of an answer, or there is no point in trying again.
    pub(super) async fn exchange<T>(
        &self,
        command: &'static str,
        body: Vec<u8>,
        repeatable: bool,
        read: impl Fn(&[u8]) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let body = Bytes::from(body);
        let deadline = Instant::now() + self.retries.timeout;
        let mut attempts = 0;
        loop {
            attempts += 1;
            let last = attempts > self.retries.most;
            let until = if last || !repeatable {
                deadline
            } else {
                deadline.min(Instant::now() + self.retries.attempt_timeout)
            };
            let error = match self.attempt(command, body.clone(), until).await {
                Outcome::Answered(body) => match read(&body) {
                    Ok(reply) => return Ok(reply),
                    Err(error) => error,
                },
                Outcome::Failed(error) => error,
            };
            let harmless = repeatable || !error.may_have_happened();
            let next = Instant::now() + wait(attempts);
            if last || !error.is_temporary() || !harmless || next >= deadline {
                return Err(error.after(attempts));
            }
            tracing::debug!(command, attempts, %error, "server API: trying again");
            sleep(next - Instant::now()).await;
        }
    }

    async fn attempt(&self, command: &'static str, body: Bytes, until: Instant) -> Outcome {
        let mut request = self
            .client
            .post(self.endpoint.url(command))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(body);
        if let Some(key) = self.endpoint.key() {
            request = request.header(KEY_HEADER, key);
        }
        let exchange = async {
            let response = request.send().await?;
            Ok((response.status().as_u16(), response.bytes().await?))
        };
        match timeout_at(until, exchange).await {
            Ok(Ok((200, body))) => Outcome::Answered(body),
            Ok(Ok((status, body))) => Outcome::Failed(refusal(command, status, &body)),
            Ok(Err(error)) => Outcome::Failed(lost(command, error)),
            Err(elapsed) => Outcome::Failed(ApiError::Transport {
                command,
                stage: Stage::Timeout,
                attempts: 1,
                source: elapsed.into(),
            }),
        }
    }
}

fn read<C: Command>(body: &[u8]) -> Result<C::Reply, ApiError> {
    let unreadable = |source| ApiError::Unreadable {
        command: C::NAME,
        source,
    };
    let envelope: Envelope<'_> = serde_json::from_slice(body).map_err(unreadable)?;
    if let Some(error) = envelope.error {
        return Err(ApiError::Refused {
            command: C::NAME,
            error,
        });
    }
    envelope.result().and_then(C::read).map_err(unreadable)
}

/// A Centrifugo with `http_api.error_mode` `transport` sends its errors with a status of their own.
fn refusal(command: &'static str, status: u16, body: &[u8]) -> ApiError {
    match serde_json::from_slice::<CommandError>(body) {
        Ok(error) => ApiError::Refused { command, error },
        Err(_) => ApiError::Status { command, status },
    }
}

fn lost(command: &'static str, error: reqwest::Error) -> ApiError {
    let stage = if error.is_connect() {
        Stage::Connect
    } else if error.is_timeout() {
        Stage::Timeout
    } else {
        Stage::Exchange
    };
    ApiError::Transport {
        command,
        stage,
        attempts: 1,
        // A URL may hold a password.
        source: error.without_url().into(),
    }
}
