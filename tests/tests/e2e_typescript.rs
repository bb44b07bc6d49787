//! The generated TypeScript client against the real Centrifugo and the test server.

use std::process::Command;

use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::node;

#[test]
fn the_typescript_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("typescript")?;
    let mut run = Command::new("node");
    run.arg("run.mjs").current_dir(suite.source());
    run.env("E2E_WORK", suite.folder().join("work"))
        .env("E2E_NODE_MODULES", node::modules()?);
    suite.run(&mut run)
}
