//! The route that clients ask for tokens.

use axum::Router;
use centrifugo_runtime::token::{self, ConnectionToken, Refusal, SigningKey};
use centrifugo_tests::alone::{Alone, HMAC_SECRET};
use centrifugo_tests::http;
use serde_json::Value;

use crate::algorithms::code_of;

async fn start() -> String {
    let key = SigningKey::hmac(HMAC_SECRET).unwrap();
    let app = Router::new().route(
        "/token",
        token::route(key, async |request| {
            let user = request.headers.get("x-user").ok_or(Refusal::Unauthorized)?;
            match user.to_str()? {
                "banned" => Err(Refusal::Forbidden),
                "later" => Err(Refusal::Unavailable),
                "broken" => Err(std::io::Error::other("the password is hunter2").into()),
                user => Ok(ConnectionToken::user(user)),
            }
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_gets_a_token() {
    let server = Alone::start("token-route").unwrap();
    let url = start().await;
    for (user, status) in [
        (Some("42"), 200),
        (None, 401),
        (Some("banned"), 403),
        (Some("later"), 503),
        (Some("broken"), 500),
        (Some("1,2"), 500),
        (Some(""), 500),
    ] {
        let headers: Vec<_> = user.map(|user| ("x-user", user)).into_iter().collect();
        for body in ["", "{}", r#"{"client": "…"}"#] {
            let (got, answer) = http::post(&url, &headers, body.as_bytes()).unwrap();
            assert_eq!(got, status, "{user:?}: {answer}");
            let answer: Value = serde_json::from_str(&answer).unwrap();
            assert!(!answer.to_string().contains("hunter2"));
            if status == 200 {
                let token = answer["token"].as_str().unwrap();
                assert_eq!(code_of(&server.centrifugo.url(), token).await, 0);
            } else {
                assert!(answer.get("token").is_none());
            }
        }
    }
    assert_eq!(http::get(&url).unwrap().0, 405);
}
