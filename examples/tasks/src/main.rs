//! Serves the handlers of this crate to Centrifugo. Settings come from the environment or `.env`:
//! see `.env.example`.

use centrifugo_runtime::CentrifugoConfig;
use tasks::{TaskStore, rpc};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter("info").init();
    let config = CentrifugoConfig::from_env()?;
    centrifugo_runtime::serve(config, rpc::dispatcher(TaskStore::default())).await?;
    Ok(())
}
