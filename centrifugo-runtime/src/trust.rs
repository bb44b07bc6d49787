//! Whether a proxy request comes from Centrifugo. In: the headers of the request, or gRPC metadata as
//! headers. Knows no body: nothing of it is read before.

use axum::http::HeaderMap;
use subtle::{Choice, ConstantTimeEq as _};

use crate::config::{CentrifugoConfig, ConfigError, Secret};
use crate::proxy::endpoint::SECRET_HEADER;

/// The secrets that are accepted. `None`: insecure.
#[derive(Debug, Clone)]
pub(crate) struct Trust(Option<Vec<Secret>>);

impl Trust {
    /// From the settings, the present secret and that before it.
    pub(crate) fn new(config: &CentrifugoConfig) -> Result<Self, ConfigError> {
        let present = config.required_proxy_secret()?;
        Ok(Self(present.map(|present| {
            let previous = config.proxy_secret_previous();
            [present].into_iter().chain(previous).cloned().collect()
        })))
    }

    pub(crate) fn is_insecure(&self) -> bool {
        self.0.is_none()
    }

    /// Two headers of the name are none: one of them may be the client's.
    pub(crate) fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(secrets) = &self.0 else {
            return true;
        };
        let mut given = headers.get_all(SECRET_HEADER).iter();
        let (Some(given), None) = (given.next(), given.next()) else {
            return false;
        };
        // All are compared, so that the time does not say which it was.
        let is_any = secrets.iter().fold(Choice::from(0), |is_any, secret| {
            is_any | given.as_bytes().ct_eq(secret.expose().as_bytes())
        });
        is_any.into()
    }
}
