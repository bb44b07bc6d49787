//! Each setting as text, and what is wrong with it.

use super::*;
use crate::config::layers::insert;

/// From an environment, the names without their prefix.
fn config(pairs: &[(&str, &str)]) -> Result<CentrifugoConfig, ConfigError> {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (format!("{PREFIX}{name}"), *value))
        .collect();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (&**name, *value))
        .collect();
    with_environment(&pairs)
}

fn with_environment(pairs: &[(&str, &str)]) -> Result<CentrifugoConfig, ConfigError> {
    let mut layers = Layers::default();
    for (name, value) in pairs {
        insert(
            &mut layers.environment,
            name,
            (*value).to_owned(),
            Origin::Environment,
        );
    }
    from_layers(layers)
}

#[test]
fn nothing_set_is_the_documented_defaults() {
    let config = config(&[]).unwrap();
    assert!(config.enabled() && config.log_all_calls());
    assert!(!config.insecure() && !config.log_only_with_ack());
    assert_eq!(config.ack_timeout(), Duration::from_secs(30));
    assert_eq!(config.log_level(), Level::INFO);
    assert_eq!(config.listen_address().to_string(), "127.0.0.1:3000");
    assert_eq!(config.proxy_timeout(), None);
}

#[test]
fn every_variable_is_read() {
    let secret = "0123456789abcdef0123456789abcdef";
    let config = config(&[
        ("ENABLED", "false"),
        ("WRAPPER_URL", "http://localhost:8001"),
        ("WRAPPER_API_KEY", "k"),
        ("CENTRIFUGO_URL", "ws://localhost:8000/connection/websocket"),
        ("CENTRIFUGO_API_URL", "http://localhost:8000/api"),
        ("CENTRIFUGO_API_KEY", secret),
        ("CENTRIFUGO_TOKEN_HMAC_SECRET", secret),
        ("ACK_TIMEOUT", "60"),
        ("LOG_LEVEL", "debug"),
        ("LOG_ALL_CALLS", "False"),
        ("LOG_ONLY_WITH_ACK", "true"),
        ("LISTEN_ADDRESS", "0.0.0.0:80"),
        ("PROXY_SECRET", "01234567890123456789012345678901"),
        ("PROXY_TIMEOUT", "1500ms"),
        ("GRPC_LISTEN_ADDRESS", "unix:///run/app.sock"),
        ("TLS_CERTIFICATE", "/run/server.pem"),
        ("TLS_KEY", "/run/server.key"),
        ("TLS_CLIENT_CA", "/run/ca.pem"),
        ("PROXY_SECRET_PREVIOUS", "previous-01234567890123456789012"),
        ("MAX_REQUEST_BYTES", "10"),
        ("MAX_REPLY_BYTES", "12"),
        ("MAX_CONCURRENT_CALLS", "11"),
        ("SHUTDOWN_DELAY", "5s"),
        ("METRICS_ADDRESS", "0.0.0.0:9100"),
        ("LOG_PAYLOADS", "true"),
    ])
    .unwrap();
    assert!(!config.enabled() && !config.log_all_calls() && config.log_only_with_ack());
    assert_eq!(config.wrapper_url(), Some("http://localhost:8001"));
    assert_eq!(config.wrapper_api_key().map(|key| key.expose()), Some("k"));
    assert_eq!(
        config.centrifugo_api_key().map(|key| key.expose()),
        Some(secret)
    );
    assert_eq!(
        config.proxy_secret().unwrap().expose(),
        "01234567890123456789012345678901"
    );
    assert_eq!(config.ack_timeout(), Duration::from_secs(60));
    assert_eq!(config.proxy_timeout(), Some(Duration::from_millis(1500)));
    assert_eq!(config.log_level(), Level::DEBUG);
    assert_eq!(
        (config.listen_address().port(), config.max_request_bytes()),
        (80, 10)
    );
    assert_eq!(
        config.proxy_secret_previous().unwrap().expose(),
        "previous-01234567890123456789012"
    );
    assert_eq!(
        config.grpc_listen_address(),
        Some(&ListenAddress::Unix("/run/app.sock".into()))
    );
    let files = [
        config.tls_certificate(),
        config.tls_key(),
        config.tls_client_ca(),
    ];
    let expected = ["/run/server.pem", "/run/server.key", "/run/ca.pem"];
    assert_eq!(files, expected.map(|path| Some(path.as_ref())));
    assert_eq!(config.max_concurrent_calls(), 11);
    assert_eq!(config.max_reply_bytes(), 12);
    assert_eq!(config.shutdown_delay(), Duration::from_secs(5));
    assert_eq!(config.metrics_address().unwrap().port(), 9100);
    assert!(config.log_payloads());
    assert!(!format!("{config:?}").contains("0123"), "{config:?}");
}

#[test]
fn both_names_of_the_ack_timeout_are_read() {
    let default = ("DEFAULT_ACK_TIMEOUT", "10");
    assert_eq!(
        config(&[default]).unwrap().ack_timeout(),
        Duration::from_secs(10)
    );
    let both = config(&[("ACK_TIMEOUT", "20"), default]).unwrap();
    assert_eq!(both.ack_timeout(), Duration::from_secs(20));
}

#[test]
fn all_faults_come_at_once_and_without_values() {
    let error = config(&[
        ("ENABLED", "maybe"),
        ("PROXY_SECRET", "hunter2"),
        ("CENTRIFUGO_API_KEY", "hunter2"),
        ("CENTRIFUGO_URL", "http://localhost"),
        ("ACK_TIMEOUT", "0"),
        ("PROXY_TIMEOUT", "soon"),
        ("PROXY_SECRET_PREVIOUS", "hunter2"),
        ("MAX_CONCURRENT_CALLS", "0"),
        ("MAX_REPLY_BYTES", "0"),
        ("LISTEN_ADDRESS", "3000"),
        ("LOG_LEVEL", "loud"),
    ])
    .unwrap_err();
    let mut names: Vec<_> = error.faults().iter().map(Fault::variable).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "CENTRIFUGO__ACK_TIMEOUT",
            "CENTRIFUGO__CENTRIFUGO_API_KEY",
            "CENTRIFUGO__CENTRIFUGO_URL",
            "CENTRIFUGO__ENABLED",
            "CENTRIFUGO__LISTEN_ADDRESS",
            "CENTRIFUGO__LOG_LEVEL",
            "CENTRIFUGO__MAX_CONCURRENT_CALLS",
            "CENTRIFUGO__MAX_REPLY_BYTES",
            "CENTRIFUGO__PROXY_SECRET",
            "CENTRIFUGO__PROXY_SECRET_PREVIOUS",
            "CENTRIFUGO__PROXY_TIMEOUT",
        ]
    );
    let text = error.to_string();
    assert!(names.iter().all(|name| text.contains(name)), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn settings_that_need_each_other() {
    let previous = ("PROXY_SECRET_PREVIOUS", "0123456789abcdef0123456789abcdef");
    let error = config(&[previous]).unwrap_err();
    assert_eq!(
        error.faults()[0].variable(),
        "CENTRIFUGO__PROXY_SECRET_PREVIOUS"
    );
    for (variable, address, other) in [
        ("METRICS_ADDRESS", "127.0.0.1:3000", "LISTEN_ADDRESS"),
        ("METRICS_ADDRESS", "127.0.0.1:3001", "GRPC_LISTEN_ADDRESS"),
        ("LISTEN_ADDRESS", "127.0.0.1:3001", "GRPC_LISTEN_ADDRESS"),
    ] {
        let pairs = [
            ("GRPC_LISTEN_ADDRESS", "127.0.0.1:3001"),
            (variable, address),
        ];
        let text = config(&pairs).unwrap_err().to_string();
        assert!(text.contains("needs another port than"), "{text}");
        assert!(text.contains(variable) && text.contains(other), "{text}");
    }
    assert!(
        config(&[
            ("METRICS_ADDRESS", "127.0.0.1:0"),
            ("LISTEN_ADDRESS", "127.0.0.1:0")
        ])
        .is_ok()
    );
}

#[test]
fn tls_needs_all_that_belongs_to_it() {
    for (set, missing) in [
        ("TLS_CERTIFICATE", "CENTRIFUGO__TLS_KEY"),
        ("TLS_KEY", "CENTRIFUGO__TLS_CERTIFICATE"),
        ("TLS_CLIENT_CA", "CENTRIFUGO__TLS_CERTIFICATE"),
    ] {
        let faults = config(&[(set, "/run/a.pem")]).unwrap_err();
        assert_eq!(faults.faults()[0].variable(), missing, "{set}");
    }
}

#[test]
fn insecure_is_for_this_machine_alone() {
    let insecure = |address| config(&[("INSECURE", "1"), ("GRPC_LISTEN_ADDRESS", address)]);
    for private in [
        "127.0.0.1:1",
        "[::1]:1",
        "localhost:1",
        "unix:/run/app.sock",
    ] {
        assert!(insecure(private).is_ok(), "{private}");
    }
    let faults = insecure("0.0.0.0:1").unwrap_err();
    assert_eq!(faults.faults()[0].variable(), "CENTRIFUGO__INSECURE");
    for wrong in [
        "0.0.0.0",
        "unix:",
        "unix:a.sock",
        "unix:/run/",
        "/run/app.sock",
        "app:1",
    ] {
        let faults = insecure(wrong).unwrap_err();
        assert_eq!(
            faults.faults()[0].variable(),
            "CENTRIFUGO__GRPC_LISTEN_ADDRESS",
            "{wrong}"
        );
    }
}

#[test]
fn insecure_needs_a_loopback_address() {
    assert!(config(&[("INSECURE", "true")]).is_ok());
    let error = config(&[("INSECURE", "true"), ("LISTEN_ADDRESS", "0.0.0.0:3000")]).unwrap_err();
    assert_eq!(error.faults()[0].variable(), "CENTRIFUGO__INSECURE");
}

#[test]
fn an_empty_variable_is_not_set() {
    assert!(
        config(&[("PROXY_SECRET", ""), ("ENABLED", " ")])
            .unwrap()
            .proxy_secret()
            .is_none()
    );
}

#[test]
fn secrets_of_both_sides_are_the_same() {
    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "another one 0123456789abcdef 0123456789";
    let hmac = ("CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET", SECRET);
    let key = ("CENTRIFUGO__CENTRIFUGO_API_KEY", SECRET);
    for (theirs, ours) in [
        ("CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY", hmac.0),
        ("CENTRIFUGO_TOKEN_HMAC_SECRET", hmac.0),
        ("CENTRIFUGO_TOKEN_HMAC_SECRET_KEY", hmac.0),
        ("CENTRIFUGO_HTTP_API_KEY", key.0),
        ("CENTRIFUGO_API_KEY", key.0),
    ] {
        assert!(with_environment(&[hmac, key, (theirs, SECRET)]).is_ok());
        assert!(with_environment(&[(theirs, OTHER)]).is_ok());
        let error = with_environment(&[hmac, key, (theirs, OTHER)]).unwrap_err();
        assert_eq!(error.faults().len(), 1);
        assert_eq!(error.faults()[0].variable(), ours);
        let text = error.to_string();
        assert!(
            text.contains(theirs) && !text.contains(SECRET) && !text.contains(OTHER),
            "{text}"
        );
    }
    // While the secret is being changed, Centrifugo takes both.
    let new = ("CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY", OTHER);
    let previous = ("CENTRIFUGO_CLIENT_TOKEN_HMAC_PREVIOUS_SECRET_KEY", SECRET);
    assert!(with_environment(&[hmac, new, previous]).is_ok());
}
