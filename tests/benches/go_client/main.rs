//! Calls a second of the generated Go client beside those of the SDK below it, through a real
//! Centrifugo to the test server: `cargo bench -p centrifugo-tests --bench go_client`.
//!
//! Both sides run in one process and in turns, so that what else the machine does is no difference.
//! Arguments: how many rounds, 60 unless said; then the milliseconds of a side's turn, 200 unless said.

use std::env;
use std::path::Path;

use anyhow::bail;
use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::go;
use centrifugo_tests::{folder, process};

fn main() -> anyhow::Result<()> {
    // What cargo itself passes.
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let numbers: Result<Vec<u32>, _> = arguments.iter().map(|text| text.parse()).collect();
    let (rounds, milliseconds) = match numbers.as_deref() {
        Ok([]) => (60, 200),
        Ok([rounds]) => (*rounds, 200),
        Ok([rounds, milliseconds]) => (*rounds, *milliseconds),
        _ => bail!("numbers are wanted: of rounds, then of milliseconds"),
    };
    let suite = Suite::start("go")?;
    let work = suite.folder().join("bench");
    folder::copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/go_client/program"),
        &work,
    )?;
    folder::copy(&suite.sdk(), &work.join("sdk"))?;
    process::run_with_retries(|| {
        let mut tidy = go::command("mod", &work);
        tidy.arg("tidy");
        tidy
    })?;
    process::run(go::command("build", &work).args(["-o", "bench", "."]))?;
    let mut bench = std::process::Command::new(work.join("bench"));
    bench.arg(suite.url()).arg(suite.token("42")?);
    bench.arg(rounds.to_string()).arg(milliseconds.to_string());
    process::say(process::run(&mut bench)?.trim_end());
    Ok(())
}
