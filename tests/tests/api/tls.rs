//! Certificates are checked: those of the server, and by it.

use std::sync::Arc;

use centrifugo_runtime::api::{ApiError, CentrifugoApi, CentrifugoApiBuilder, Stage};
use centrifugo_tests::alone::{API_KEY, Alone};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, Issuer, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for a name, and its key.
fn certificate(name: &str, issuer: &Issuer<'_, KeyPair>) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([name.to_owned()]).unwrap();
    (params.signed_by(&key, issuer).unwrap(), key)
}

/// TLS in front of a Centrifugo, for clients with a certificate of `clients` if that is given.
async fn in_front_of(
    port: u16,
    name: &str,
    issuer: &CertifiedIssuer<'static, KeyPair>,
    clients: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> u16 {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(clients.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
        None => builder.with_no_client_auth(),
    };
    let (certificate, key) = certificate(name, issuer);
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = builder
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let tls_port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let mut centrifugo = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut centrifugo).await;
                }
            });
        }
    });
    tls_port
}

fn client(port: u16) -> CentrifugoApiBuilder {
    CentrifugoApi::builder()
        .url(format!("https://localhost:{port}/api"))
        .key(API_KEY)
        .retries(0)
}

/// What it says when it does not come through.
async fn failure(builder: CentrifugoApiBuilder) -> (Stage, String) {
    let error = builder.build().unwrap().info().await.unwrap_err();
    let ApiError::Transport { stage, .. } = &error else {
        panic!("{error}");
    };
    (*stage, error.to_string())
}

#[tokio::test]
async fn only_a_certificate_that_is_trusted_is() {
    let server = Alone::start("tls").unwrap();
    let ours = authority();
    let port = in_front_of(server.port, "localhost", &ours, None).await;
    let trusting = || client(port).root_certificate(ours.pem());
    assert_eq!(
        trusting()
            .build()
            .unwrap()
            .info()
            .await
            .unwrap()
            .nodes
            .len(),
        1
    );

    for untrusted in [
        client(port),
        client(port).root_certificate(authority().pem()),
    ] {
        let (stage, text) = failure(untrusted).await;
        assert_eq!(stage, Stage::Connect, "{text}");
        assert!(text.contains("certificate"), "{text}");
    }
    let other_name = in_front_of(server.port, "elsewhere.test", &ours, None).await;
    let (stage, text) = failure(client(other_name).root_certificate(ours.pem())).await;
    assert_eq!(stage, Stage::Connect, "{text}");
    assert!(text.contains("certificate"), "{text}");
}

#[tokio::test]
async fn a_client_can_show_a_certificate() {
    let server = Alone::start("mtls").unwrap();
    let (ours, clients) = (authority(), authority());
    let port = in_front_of(server.port, "localhost", &ours, Some(&clients)).await;
    let trusting = || client(port).root_certificate(ours.pem());
    let identity = |issuer| {
        let (certificate, key) = certificate("client.test", issuer);
        format!("{}{}", key.serialize_pem(), certificate.pem())
    };
    let known = trusting().identity(identity(&clients));
    assert_eq!(known.build().unwrap().info().await.unwrap().nodes.len(), 1);
    failure(trusting()).await;
    failure(trusting().identity(identity(&ours))).await;
}
