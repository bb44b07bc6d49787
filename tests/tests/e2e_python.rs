//! The generated Python client against the real Centrifugo and the test server.

use centrifugo_tests::suite::Suite;
use centrifugo_tests::tool::python;

#[test]
fn the_python_suite_passes() -> anyhow::Result<()> {
    let suite = Suite::start("python")?;
    let mut pytest = python::command("pytest")?;
    pytest
        .args(["-q", "-p", "no:cacheprovider"])
        .current_dir(suite.source());
    pytest.env("PYTHONDONTWRITEBYTECODE", "1");
    suite.run(&mut pytest)
}
