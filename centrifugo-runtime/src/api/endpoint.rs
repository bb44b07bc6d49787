//! Where the server API is: a base URL and a key, checked.

use std::fmt;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::config::{CentrifugoConfig, ConfigError, Fault};

/// Where Centrifugo has its API by default (`http_api.handler_prefix`).
const DEFAULT_PATH: &str = "/api";

#[derive(Clone)]
pub(super) struct Endpoint {
    base: Url,
    key: Option<HeaderValue>,
}

impl Endpoint {
    pub(super) fn from_config(config: &CentrifugoConfig) -> Result<Self, ConfigError> {
        if let Some(url) = config.wrapper_url() {
            let key = config.wrapper_api_key().map(|key| key.expose());
            return Self::new(
                ("CENTRIFUGO__WRAPPER_URL", url),
                ("CENTRIFUGO__WRAPPER_API_KEY", key),
            );
        }
        match (config.centrifugo_api_url(), config.centrifugo_api_key()) {
            (Some(url), Some(key)) => Self::new(
                ("CENTRIFUGO__CENTRIFUGO_API_URL", url),
                ("CENTRIFUGO__CENTRIFUGO_API_KEY", Some(key.expose())),
            ),
            (url, key) => {
                let mut missing = Vec::new();
                if url.is_none() {
                    missing.push(Fault::new(
                        "CENTRIFUGO__CENTRIFUGO_API_URL",
                        "is not set, and the server API is used; such as http://localhost:8000/api",
                    ));
                }
                if key.is_none() {
                    missing.push(Fault::new(
                        "CENTRIFUGO__CENTRIFUGO_API_KEY",
                        "is not set, and the server API is used; it is Centrifugo's `http_api.key`",
                    ));
                }
                Err(ConfigError::of(missing))
            }
        }
    }

    pub(super) fn new(
        (url_variable, url): (&'static str, &str),
        (key_variable, key): (&'static str, Option<&str>),
    ) -> Result<Self, ConfigError> {
        let mut faults = Vec::new();
        let base = match Url::parse(url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Some(with_path(url)),
            Ok(_) => {
                faults.push(Fault::new(
                    url_variable,
                    "must begin with http:// or https://",
                ));
                None
            }
            Err(error) => {
                faults.push(Fault::new(url_variable, format!("is no URL: {error}")));
                None
            }
        };
        let key = key.and_then(|key| match HeaderValue::from_str(key) {
            Ok(mut key) => {
                key.set_sensitive(true);
                Some(key)
            }
            Err(_) => {
                let message = "is sent as a header: visible ASCII characters only";
                faults.push(Fault::new(key_variable, message));
                None
            }
        });
        match base {
            Some(base) if faults.is_empty() => Ok(Self { base, key }),
            _ => Err(ConfigError::of(faults)),
        }
    }

    pub(super) fn url(&self, command: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!(
            "{}/{command}",
            self.base.path().trim_end_matches('/')
        ));
        url
    }

    pub(super) fn key(&self) -> Option<&HeaderValue> {
        self.key.as_ref()
    }
}

fn with_path(mut url: Url) -> Url {
    if url.path().trim_end_matches('/').is_empty() {
        url.set_path(DEFAULT_PATH);
    }
    url
}

/// Without what a URL may hold of secrets: a password and a query.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.base.origin().ascii_serialization())?;
        f.write_str(self.base.path())
    }
}
