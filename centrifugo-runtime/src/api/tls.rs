//! How HTTPS is checked. In: certificates and keys in PEM. Out: what rustls needs. Knows no request.
//!
//! The cryptography is ring's, given to this client alone: another default for the whole process stays
//! the application's to choose.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;

use crate::config::{ConfigError, Fault, Secret};

/// Trusts what the system trusts, and `roots`.
pub(super) fn client_config(
    roots: &[Vec<u8>],
    identity: Option<&Secret>,
) -> Result<ClientConfig, ConfigError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra_roots(roots)?, Arc::clone(&provider))
        .map_err(unusable)?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let Some(identity) = identity else {
        return Ok(config.with_no_client_auth());
    };
    let pem = identity.expose().as_bytes();
    let chain: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .unwrap_or_default();
    PrivateKeyDer::from_pem_slice(pem)
        .ok()
        .filter(|_| !chain.is_empty())
        .and_then(|key| config.with_client_auth_cert(chain, key).ok())
        .ok_or_else(|| Fault::new("identity", "is no key with its certificates in PEM").into())
}

fn extra_roots(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let mut roots = Vec::new();
    for pem in pems {
        let found: Vec<_> = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .unwrap_or_default();
        if found.is_empty() {
            return Err(Fault::new("root_certificate", "is no certificate in PEM").into());
        }
        roots.extend(found);
    }
    Ok(roots)
}

fn unusable(error: impl std::fmt::Display) -> ConfigError {
    Fault::new("TLS", format!("cannot be set up: {error}")).into()
}
