//! Prints a connection token: `cargo run -p tasks --bin token -- 42`. An application would hand it
//! to its user after login.

use anyhow::Context as _;
use centrifugo_runtime::CentrifugoConfig;
use centrifugo_runtime::token::connection_token;

fn main() -> anyhow::Result<()> {
    let user = std::env::args()
        .nth(1)
        .context("whose token? Pass a user id")?;
    let config = CentrifugoConfig::from_env()?;
    println!("{}", connection_token(&config, &user)?);
    Ok(())
}
