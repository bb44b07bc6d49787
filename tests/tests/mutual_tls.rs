//! TLS between Centrifugo and the server, each with a certificate that the other one wants to see.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::{Stack, add_setting};
use centrifugo_tests::{folder, port};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};
use serde_json::{Value, json};

/// Who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self {
            pem: params.self_signed(&key).unwrap().pem(),
            issuer: Issuer::new(params, key),
        }
    }

    /// Writes a certificate and its key; returns their paths.
    fn sign(&self, folder: &Path, name: &str, purpose: ExtendedKeyUsagePurpose) -> [PathBuf; 2] {
        let mut params = CertificateParams::new(vec![String::from("127.0.0.1")]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.extended_key_usages = vec![purpose];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let paths = ["pem", "key"].map(|kind| folder.join(format!("{name}.{kind}")));
        fs::write(&paths[0], certificate.pem()).unwrap();
        fs::write(&paths[1], key.serialize_pem()).unwrap();
        paths
    }
}

/// What Centrifugo shows of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shows {
    ItsCertificate,
    Nothing,
    AStrangers,
    TheServers,
}

/// Both speak TLS, over `proxy`, which is `http` or `grpc`.
fn start(proxy: &'static str, shows: Shows) -> Stack {
    let folder = folder::empty(&format!("mutual-tls-{proxy}-{shows:?}")).unwrap();
    let ours = Authority::new("ours");
    let client_auth = || ExtendedKeyUsagePurpose::ClientAuth;
    let server = ours.sign(&folder, "server", ExtendedKeyUsagePurpose::ServerAuth);
    let client = match shows {
        Shows::ItsCertificate => Some(ours.sign(&folder, "client", client_auth())),
        Shows::AStrangers => Some(Authority::new("theirs").sign(&folder, "client", client_auth())),
        Shows::TheServers => Some(server.clone()),
        Shows::Nothing => None,
    };
    let ca = folder.join("ca.pem");
    fs::write(&ca, &ours.pem).unwrap();
    let endpoint = match proxy {
        "http" => format!("https://127.0.0.1:{}/centrifugo/rpc/", port::free()),
        _ => format!("grpc://127.0.0.1:{}", port::free()),
    };
    let change = |config: &mut Value| {
        let mut tls = json!({"enabled": true, "server_ca_pem": ca});
        if let Some([certificate, key]) = client {
            tls["cert_pem"] = json!(certificate);
            tls["key_pem"] = json!(key);
        }
        config["rpc"]["proxy"][proxy]["tls"] = tls;
        for (variable, path) in [
            ("CENTRIFUGO__TLS_CERTIFICATE", &server[0]),
            ("CENTRIFUGO__TLS_KEY", &server[1]),
            ("CENTRIFUGO__TLS_CLIENT_CA", &ca),
        ] {
            add_setting(&folder, variable, path.to_str().unwrap()).unwrap();
        }
    };
    Stack::start_over(&endpoint, &folder, change).unwrap()
}

fn call(stack: &Stack) -> Value {
    let token = stack.token("42", 600).unwrap();
    let mut client = RawClient::connect(&stack.centrifugo.url(), &token).unwrap();
    client.call("test.add_one", &json!(1)).unwrap()
}

#[test]
fn with_the_right_certificates_calls_go_through() {
    for proxy in ["http", "grpc"] {
        let stack = start(proxy, Shows::ItsCertificate);
        assert_eq!(call(&stack), json!({"data": 2}), "{proxy}");
        assert_eq!(call(&stack), json!({"data": 2}), "{proxy}");
    }
}

#[test]
fn with_any_other_nobody_is_heard_although_the_secret_is_right() {
    for proxy in ["http", "grpc"] {
        for shows in [Shows::Nothing, Shows::AStrangers, Shows::TheServers] {
            let stack = start(proxy, shows);
            assert_eq!(call(&stack)["code"], 100, "{proxy} {shows:?}");
            let log = stack.server.log();
            assert!(
                log.contains("refused a connection without the right TLS handshake"),
                "{log}"
            );
        }
    }
}

#[test]
fn without_tls_nobody_is_heard_nor_holds_up_others() {
    let stack = start("http", Shows::ItsCertificate);
    let address = stack.server.endpoint().split('/').nth(2).unwrap();
    let silent: Vec<_> = (0..20)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    let mut plain = TcpStream::connect(address).unwrap();
    plain
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!(
        "POST /centrifugo/rpc/ HTTP/1.1\r\nhost: a\r\nx-centrifugo-proxy-secret: {}\r\n\r\n",
        stack.proxy_secret
    );
    plain.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(call(&stack), json!({"data": 2}));
    drop(silent);
}
