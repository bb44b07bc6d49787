//! Serves the board to Centrifugo, and tokens to pages. Settings come from the environment or `.env`.

use axum::extract::Query;
use axum::http::request::Parts;
use board::publish::{CHANNEL, publish};
use board::{BoardStore, rpc};
use centrifugo_runtime::token::{self, ConnectionToken, Refusal, SigningKey};
use centrifugo_runtime::{CentrifugoApi, CentrifugoConfig};
use serde::Deserialize;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter("info").init();
    let config = CentrifugoConfig::from_env()?;
    let (store, changes) = BoardStore::new();
    tokio::spawn(publish(CentrifugoApi::from_config(&config)?, changes));

    let key = SigningKey::from_config(&config)?;
    let app = centrifugo_runtime::router(&config, rpc::dispatcher(store))?
        .route("/token", token::route(key, sign_in));
    let listener = TcpListener::bind(config.listen_address()).await?;
    tracing::info!("listening on {}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

#[derive(Deserialize)]
struct SignIn {
    name: String,
}

/// Whoever says a name has it: a real application looks at a session here.
async fn sign_in(request: Parts) -> Result<ConnectionToken, Refusal> {
    let Ok(Query(SignIn { name })) = Query::<SignIn>::try_from_uri(&request.uri) else {
        return Err(Refusal::Unauthorized);
    };
    Ok(ConnectionToken::user(name).channel(CHANNEL))
}
