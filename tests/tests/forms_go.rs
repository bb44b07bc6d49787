//! Every form that a manifest can say, in Go: `tests/forms/manifest.json`. `samples.jsonl` has what
//! serde_json writes for the Rust types that it describes, a line of name and JSON each; the Go tests
//! beside them say what else holds.

use std::fs;
use std::process::Command;

use centrifugo_tests::tool::go;
use centrifugo_tests::{binary, folder, process};

#[test]
fn every_form_is_exact_in_go() -> anyhow::Result<()> {
    let forms = folder::workspace().join("tests/forms");
    let output = folder::empty("forms-go")?;
    let mut generate = binary::cargo_centrifugo("generate")?;
    generate
        .arg("--manifest")
        .arg(forms.join("manifest.json"))
        .arg("--go")
        .arg("--output")
        .arg(&output);
    process::run(&mut generate)?;
    let sdk = output.join("go");
    let gofmt = process::run(
        Command::new("gofmt")
            .args(["-l", "-s", "."])
            .current_dir(&sdk),
    )?;
    assert_eq!(gofmt, "");
    process::run_with_retries(|| {
        let mut download = go::command("mod", &sdk);
        download.arg("download");
        download
    })?;
    let mut staticcheck = Command::new(go::staticcheck()?);
    staticcheck
        .args(["-checks", "all", "./..."])
        .current_dir(&sdk)
        .env("GOWORK", "off");
    process::run(&mut staticcheck)?;
    fs::copy(forms.join("samples.jsonl"), sdk.join("samples.jsonl"))?;
    fs::copy(forms.join("go/forms_test.go"), sdk.join("forms_test.go"))?;
    // `go test` vets as well.
    process::run(go::command("test", &sdk).args(["-count=1", "./..."]))?;
    Ok(())
}
