//! `soak [SECONDS]`: the soak in full, five minutes unless said otherwise. `cargo test --test soak` has
//! the short form.

use std::time::Duration;

use anyhow::Context as _;
use centrifugo_tests::{process, soak};

fn main() -> anyhow::Result<()> {
    let seconds = match std::env::args().nth(1) {
        Some(seconds) => seconds.parse().context("`soak SECONDS`")?,
        None => 300,
    };
    let report = soak::run("soak-full", Duration::from_secs(seconds), 32)?;
    process::say(&report);
    Ok(())
}
