//! Serves the handlers of this crate to Centrifugo. Settings come from the environment or `.env`.

use centrifugo_runtime::CentrifugoConfig;
use test_server::rpc;
use test_server::state::TestState;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter("info")
        .with_ansi(false)
        .init();
    let config = CentrifugoConfig::from_env()?;
    centrifugo_runtime::serve(config, rpc::dispatcher(TestState::default())).await?;
    Ok(())
}
