//! The files of TLS: which are named, and whether they are all that belong together.

use std::path::Path;

use super::{CentrifugoConfig, Fault};

impl CentrifugoConfig {
    /// The PEM file of the server's certificate.
    pub fn tls_certificate(&self) -> Option<&Path> {
        self.tls_certificate.as_deref()
    }

    /// The PEM file of the certificate's key.
    pub fn tls_key(&self) -> Option<&Path> {
        self.tls_key.as_deref()
    }

    /// The PEM file of the authorities of Centrifugo's own certificate.
    pub fn tls_client_ca(&self) -> Option<&Path> {
        self.tls_client_ca.as_deref()
    }

    pub(super) fn tls_faults(&self) -> Vec<Fault> {
        const CERTIFICATE: &str = "CENTRIFUGO__TLS_CERTIFICATE";
        const KEY: &str = "CENTRIFUGO__TLS_KEY";
        const CLIENT_CA: &str = "CENTRIFUGO__TLS_CLIENT_CA";
        let mut faults = Vec::new();
        let mut missing = |variable, other| {
            faults.push(Fault::new(variable, format!("is not set, but {other} is")));
        };
        match (&self.tls_certificate, &self.tls_key, &self.tls_client_ca) {
            (None, None, Some(_)) => missing(CERTIFICATE, CLIENT_CA),
            (None, Some(_), _) => missing(CERTIFICATE, KEY),
            (Some(_), None, _) => missing(KEY, CERTIFICATE),
            (Some(_), Some(_), _) | (None, None, None) => {}
        }
        if cfg!(not(feature = "tls")) && self.tls_certificate.is_some() {
            let message = "needs the feature `tls` of centrifugo-runtime";
            faults.push(Fault::new(CERTIFICATE, message));
        }
        faults
    }
}
