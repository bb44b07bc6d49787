//! The generated Go client against the real Centrifugo and the test server.

use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::go;
use centrifugo_tests::{folder, process};

#[test]
fn the_go_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("go")?;
    // Its go.mod expects the SDK in `sdk`.
    let work = suite.folder().join("work");
    folder::copy(&suite.source(), &work)?;
    folder::copy(&suite.sdk(), &work.join("sdk"))?;
    process::run_with_retries(|| {
        let mut tidy = go::command("mod", &work);
        tidy.arg("tidy");
        tidy
    })?;
    suite.run(go::command("test", &work).args(["-race", "-count=1", "-timeout=10m", "./..."]))
}
