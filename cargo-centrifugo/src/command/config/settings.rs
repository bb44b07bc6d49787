//! What Centrifugo and the server have to agree on: from where the server reads it, or made anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};

use super::duration;
use super::endpoint::Endpoint;

/// As many as the server asks of a secret.
const MIN_BYTES: usize = 32;

const PROXY_SECRET: &str = "CENTRIFUGO__PROXY_SECRET";
const HMAC_SECRET: &str = "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET";
const API_KEY: &str = "CENTRIFUGO__CENTRIFUGO_API_KEY";
const PROXY_TIMEOUT: &str = "CENTRIFUGO__PROXY_TIMEOUT";

/// A secret that both sides know.
#[derive(Debug, Clone)]
pub(super) struct Secret {
    pub(super) value: String,
    /// The server has it already.
    is_known: bool,
}

/// What both sides have to agree on.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) proxy_secret: Secret,
    pub(super) hmac_secret: Secret,
    pub(super) api_key: Secret,
    pub(super) proxy_timeout: Option<Duration>,
    pub(super) ack_timeout: Duration,
}

impl Settings {
    /// From the environment and, where it has nothing, from a `.env` file, as the server does it.
    pub(super) fn read() -> anyhow::Result<Self> {
        let mut variables = BTreeMap::new();
        match dotenvy::dotenv_iter() {
            // A line that is wrong may hold a secret: it is not shown.
            Ok(file) => {
                for pair in file {
                    let Ok((name, value)) = pair else {
                        bail!("`.env` has a line that is no `NAME=value`");
                    };
                    variables.insert(name, value);
                }
            }
            Err(error) if error.not_found() => {}
            Err(_) => bail!("cannot read `.env`"),
        }
        variables.extend(std::env::vars().filter(|(name, _)| name.starts_with("CENTRIFUGO__")));
        Self::from_variables(&variables)
    }

    fn from_variables(variables: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let variable = |name: &str| {
            let value = variables.get(name)?.trim();
            (!value.is_empty()).then_some(value)
        };
        let secret = |name: &str| match variable(name) {
            None => Secret::random(),
            Some(value) => Secret::known(name, value),
        };
        let duration = |name: &str| {
            let parse = |value: &str| {
                duration::parse(value).with_context(|| {
                    format!("{name} must be seconds, or have a unit: 500ms, 30s, 2m")
                })
            };
            variable(name).map(parse).transpose()
        };
        let proxy_secret = secret(PROXY_SECRET)?;
        ensure!(
            proxy_secret
                .value
                .bytes()
                .all(|byte| byte.is_ascii_graphic()),
            "{PROXY_SECRET} is sent as a header: visible ASCII characters only"
        );
        let ack_timeout = duration("CENTRIFUGO__ACK_TIMEOUT")?;
        let default_ack_timeout = duration("CENTRIFUGO__DEFAULT_ACK_TIMEOUT")?;
        Ok(Self {
            proxy_secret,
            hmac_secret: secret(HMAC_SECRET)?,
            api_key: secret(API_KEY)?,
            proxy_timeout: duration(PROXY_TIMEOUT)?,
            ack_timeout: ack_timeout
                .or(default_ack_timeout)
                .unwrap_or(Duration::from_secs(30)),
        })
    }

    /// Does the server know all that it has to?
    pub(super) fn are_all_known(&self) -> bool {
        let secrets = [&self.proxy_secret, &self.hmac_secret, &self.api_key];
        self.proxy_timeout.is_some() && secrets.iter().all(|secret| secret.is_known)
    }
}

impl Secret {
    fn random() -> anyhow::Result<Self> {
        let mut bytes = [0; MIN_BYTES];
        getrandom::fill(&mut bytes).context("the system has no random numbers")?;
        let value = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self {
            value,
            is_known: false,
        })
    }

    fn known(name: &str, value: &str) -> anyhow::Result<Self> {
        let length = value.len();
        ensure!(
            length >= MIN_BYTES,
            "{name} has {length} bytes, needs at least {MIN_BYTES}"
        );
        Ok(Self {
            value: value.to_owned(),
            is_known: true,
        })
    }
}

/// The server's settings as the text of a `.env` file.
pub(super) fn render(
    settings: &Settings,
    endpoint: &Endpoint,
    port: u16,
    proxy_timeout: Duration,
) -> String {
    let variables = [
        (endpoint.variable(), endpoint.listen_address()),
        (PROXY_SECRET, Some(settings.proxy_secret.value.clone())),
        (PROXY_TIMEOUT, Some(duration::text(proxy_timeout))),
        (
            "CENTRIFUGO__CENTRIFUGO_URL",
            Some(format!("ws://127.0.0.1:{port}/connection/websocket")),
        ),
        (
            "CENTRIFUGO__CENTRIFUGO_API_URL",
            Some(format!("http://127.0.0.1:{port}/api")),
        ),
        (API_KEY, Some(settings.api_key.value.clone())),
        (HMAC_SECRET, Some(settings.hmac_secret.value.clone())),
    ];
    let lines = variables
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    lines.fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{name}={}", quoted(&value));
        text
    })
}

/// A value of a `.env` file: in quotes if it has something that means something there.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/+=@[]".contains(c);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' | '$' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            c => text.push(c),
        }
    }
    text + "\""
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use centrifugo_build::manifest::{self, Manifest};
    use serde_json::json;

    use super::{Settings, render};

    pub(in super::super) fn settings() -> Settings {
        Settings::from_variables(&BTreeMap::new()).unwrap()
    }

    /// A manifest with methods of these names and timeouts.
    pub(in super::super) fn manifest(methods: &[(&str, Option<u64>)]) -> Manifest {
        let method = |(name, timeout_ms): &(&str, Option<u64>)| {
            let position = json!({"file": "src/lib.rs", "line": 1, "column": 1});
            let mut method = json!({
                "name": name, "ident": "m", "handler": "m", "result": {"kind": "null"},
                "position": position,
            });
            if let Some(timeout_ms) = timeout_ms {
                method["timeout_ms"] = json!(timeout_ms);
            }
            method
        };
        let manifest = json!({
            "manifest_version": manifest::MANIFEST_VERSION,
            "package": {"name": "p", "version": "0.1.0"},
            "api_version": "",
            "sdk": {
                "python": {"package": "p"},
                "typescript": {"package": "p"},
                "go": {"module": "p", "package": "p"},
            },
            "methods": methods.iter().map(method).collect::<Vec<_>>(),
            "types": [],
        });
        manifest::from_json(&manifest.to_string()).unwrap()
    }

    fn read(pairs: &[(&str, &str)]) -> anyhow::Result<Settings> {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::from_variables(&pairs.collect())
    }

    #[test]
    fn secrets_are_made_unless_the_server_has_them() {
        let given = "0123456789abcdef0123456789abcdef$\" '#";
        let one = read(&[(super::HMAC_SECRET, given)]).unwrap();
        let other = read(&[]).unwrap();
        assert_eq!(one.hmac_secret.value, given);
        assert!(!one.are_all_known());
        assert_eq!(one.proxy_secret.value.len(), 64);
        assert_ne!(one.proxy_secret.value, other.proxy_secret.value);
        assert_ne!(one.proxy_secret.value, one.api_key.value);
    }

    #[test]
    fn a_secret_that_the_server_refuses_is_refused() {
        assert!(read(&[(super::API_KEY, "short")]).is_err());
        let spaces = " a secret with spaces, long enough for the server ";
        assert!(read(&[(super::PROXY_SECRET, spaces)]).is_err());
        assert!(read(&[(super::PROXY_TIMEOUT, "soon")]).is_err());
    }

    #[test]
    fn the_server_reads_back_what_is_written() {
        let given = "0123456789abcdef0123456789abcdef$HOME\" '#\\x";
        let settings = read(&[(super::HMAC_SECRET, given)]).unwrap();
        let endpoint = "http://127.0.0.1:3000/".parse().unwrap();
        let text = render(&settings, &endpoint, 8000, Duration::from_secs(31));
        let pairs: BTreeMap<String, String> = dotenvy::from_read_iter(text.as_bytes())
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(pairs[super::HMAC_SECRET], given);
        assert_eq!(pairs["CENTRIFUGO__LISTEN_ADDRESS"], "127.0.0.1:3000");
        assert_eq!(pairs["CENTRIFUGO__PROXY_TIMEOUT"], "31s");
        let again = Settings::from_variables(&pairs).unwrap();
        assert!(again.are_all_known());
        assert_eq!(again.proxy_secret.value, settings.proxy_secret.value);
    }
}
