//! Serves the handlers of this crate to Centrifugo. Settings come from the environment or `.env`; `RUST_LOG`
//! says what is logged, and `CALLS_PER_MINUTE` limits each user.

use centrifugo_runtime::{CentrifugoConfig, RateLimit};
use test_server::rpc;
use test_server::state::TestState;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = std::env::var("RUST_LOG").unwrap_or_else(|_| String::from("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .init();
    let config = CentrifugoConfig::from_env()?;
    let mut dispatcher = rpc::dispatcher(TestState::default());
    if let Ok(calls) = std::env::var("CALLS_PER_MINUTE") {
        dispatcher = dispatcher.layer(RateLimit::per_minute(calls.parse()?));
    }
    centrifugo_runtime::serve(config, dispatcher).await?;
    Ok(())
}
