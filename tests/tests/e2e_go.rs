//! The generated Go client against the real Centrifugo and the test server.

use std::path::Path;

use anyhow::ensure;
use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::go;
use centrifugo_tests::{folder, go_readme, process, stale};

#[test]
fn the_go_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("go")?;
    // Its go.mod expects the SDKs in `sdk` and `stale`.
    let work = suite.folder().join("work");
    folder::copy(&suite.source(), &work)?;
    folder::copy(&suite.sdk(), &work.join("sdk"))?;
    let other = suite.folder().join("other");
    stale::generate("go", &other)?;
    folder::copy(&other.join("go"), &work.join("stale"))?;
    tidy(&work)?;
    suite.run(go::command("test", &work).args(["-race", "-count=1", "-timeout=10m", "."]))?;
    readme(&suite, &work)
}

/// All that the README shows runs, too.
fn readme(suite: &Suite, work: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(work.join("sdk/README.md"))?;
    let token = suite.token("42")?;
    let server = go_readme::Server {
        url: suite.url(),
        token: &token,
    };
    let count = go_readme::programs(&text, "testserverclient", server, &work.join("readme"))?;
    for number in 0..count {
        let folder = format!("./readme/{number}");
        let printed = process::run(go::command("run", work).arg(&folder))?;
        ensure!(!printed.contains("params:"), "{folder}: {printed}");
    }
    Ok(())
}

fn tidy(folder: &Path) -> anyhow::Result<()> {
    process::run_with_retries(|| {
        let mut tidy = go::command("mod", folder);
        tidy.arg("tidy");
        tidy
    })?;
    Ok(())
}
