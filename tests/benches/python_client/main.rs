//! How many calls a second the Python client makes, beside the official SDK making the same calls:
//! `cargo bench -p centrifugo-tests --bench python_client`.
//!
//! Both sides call `test.echo` of the same server through the same Centrifugo, in turns, so that what
//! else the machine does is no difference. Arguments: how many turns, nine unless said.

use std::process::Command;

use centrifugo_tests::folder;
use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::python;

fn main() -> anyhow::Result<()> {
    // What cargo itself passes.
    let arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let suite = Suite::start("python")?;
    let script = folder::workspace().join("tests/benches/python_client/bench.py");
    let mut bench = Command::new(python::interpreter()?);
    bench.arg("-B").arg(script).args(arguments);
    suite.run(&mut bench)?;
    print!(
        "{}",
        std::fs::read_to_string(suite.folder().join("suite.log"))?
    );
    Ok(())
}
