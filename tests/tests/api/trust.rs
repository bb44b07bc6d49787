//! Keys that are wrong, a Centrifugo that is away and comes back, and one that speaks by HTTP status.

use std::time::Duration;

use centrifugo_runtime::api::{ApiError, CentrifugoApi, Stage};
use centrifugo_runtime::{CentrifugoConfig, ConfigError};
use serde_json::json;

use centrifugo_tests::alone::{API_KEY, Alone};

#[tokio::test]
async fn a_wrong_key_is_told_and_shown_nowhere() {
    let server = Alone::start("key").unwrap();
    let wrong = "a-wrong-key-0123456789abcdef0123456789";
    let config = |path: &str| {
        CentrifugoConfig::builder()
            .centrifugo_api_url(format!(
                "http://name:hunter2@127.0.0.1:{}{path}",
                server.port
            ))
            .centrifugo_api_key(wrong)
            .build()
            .unwrap()
    };
    let api = CentrifugoApi::from_config(&config("/api")).unwrap();
    let error = api.publish("board:1", &1).await.unwrap_err();
    assert!(
        matches!(error, ApiError::Status { status: 401, .. }),
        "{error}"
    );
    let shown = format!("{error} {error:?} {api:?} {:?}", config("/api"));
    assert!(shown.contains("CENTRIFUGO__CENTRIFUGO_API_KEY"), "{shown}");
    assert!(
        !shown.contains(wrong) && !shown.contains("hunter2"),
        "{shown}"
    );

    let api = CentrifugoApi::from_config(&config("/elsewhere/api")).unwrap();
    let error = api.info().await.unwrap_err();
    assert!(
        matches!(error, ApiError::Status { status: 404, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("handler_prefix"), "{error}");
}

#[test]
fn what_the_settings_lack_is_told_at_once() {
    let variables = |error: ConfigError| -> Vec<String> {
        error
            .faults()
            .iter()
            .map(|fault| fault.variable().to_owned())
            .collect()
    };
    let nothing = CentrifugoConfig::builder().build().unwrap();
    let error = CentrifugoApi::from_config(&nothing).unwrap_err();
    assert_eq!(
        variables(error),
        [
            "CENTRIFUGO__CENTRIFUGO_API_URL",
            "CENTRIFUGO__CENTRIFUGO_API_KEY"
        ]
    );
}

#[tokio::test]
async fn a_wrapper_takes_the_place_of_centrifugo() {
    let server = Alone::start("wrapper").unwrap();
    let config = CentrifugoConfig::builder()
        .wrapper_url(format!("http://127.0.0.1:{}", server.port))
        .wrapper_api_key(API_KEY)
        .centrifugo_api_url("http://127.0.0.1:9/api")
        .build()
        .unwrap();
    let api = CentrifugoApi::from_config(&config).unwrap();
    assert_eq!(api.info().await.unwrap().nodes.len(), 1);
}

#[tokio::test]
async fn centrifugo_may_be_away_for_a_moment() {
    let mut server = Alone::start("restart").unwrap();
    let api = server.api.clone();
    api.publish("board:1", &1).await.unwrap();
    let port = server.port;
    let publishing = tokio::spawn(async move {
        let mut lost = 0;
        for n in 0..40 {
            lost += usize::from(api.publish("board:1", &n).await.is_err());
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        lost
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let server = tokio::task::spawn_blocking(move || {
        server.centrifugo.restart().unwrap();
        server
    })
    .await
    .unwrap();
    // Some may fail while nobody listens; none hangs, and all is well afterwards.
    let lost = publishing.await.unwrap();
    assert!(lost < 40, "{lost}");
    server.api.publish("board:1", &1).await.unwrap();
    drop(server);

    let api = CentrifugoApi::builder()
        .url(format!("http://127.0.0.1:{port}"))
        .key(API_KEY)
        .timeout(Duration::from_millis(600))
        .build()
        .unwrap();
    let error = api.disconnect("42").await.unwrap_err();
    let ApiError::Transport {
        stage, attempts, ..
    } = &error
    else {
        panic!("{error}");
    };
    assert!(*stage == Stage::Connect && *attempts > 1, "{error}");
    assert!(!error.may_have_happened(), "{error}");
}

#[tokio::test]
async fn errors_by_status_are_centrifugos_too() {
    let server = Alone::start_with("transport", |config| {
        config["http_api"]["error_mode"] = json!("transport");
    })
    .unwrap();
    let error = server.api.publish("nowhere:1", &1).await.unwrap_err();
    assert_eq!(error.code(), Some(102), "{error}");
    assert!(server.api.publish("board:1", &1).await.is_ok());
}
