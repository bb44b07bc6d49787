//! Calls a second of the generated TypeScript client beside the SDK that it stands on, through the
//! real Centrifugo: `cargo bench -p centrifugo-tests --bench typescript_client`.

use std::process::Command;

use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::node;

fn main() -> anyhow::Result<()> {
    let suite = Suite::start("typescript")?;
    let mut run = Command::new("node");
    run.arg("run.mjs").current_dir(suite.source());
    run.env("E2E_WORK", suite.folder().join("work"))
        .env("E2E_NODE_MODULES", node::modules()?)
        .env("E2E_SUITE", "bench")
        .env("E2E_MAIN", "throughput.js");
    suite.run(&mut run)?;
    print!(
        "{}",
        std::fs::read_to_string(suite.folder().join("suite.log"))?
    );
    Ok(())
}
