//! The contract tests of users' crates: each `tests/contract/<crate>/` is a crate of its own, whose
//! tests are run as its user would run them. What is right passes; what is wrong fails, and says where.

use std::fs;
use std::path::Path;
use std::process::Command;

use centrifugo_tests::{cases, folder, process};

const WORKSPACE: &str = "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n";

/// What the tests of one crate told.
struct Told {
    passed: bool,
    text: String,
}

impl Told {
    /// The message of a failed test, or what a passed one printed.
    fn of(&self, test: &str) -> &str {
        let begin = format!("---- {test} stdout ----");
        let text = self.text.split_once(&begin);
        let (_, text) = text.unwrap_or_else(|| panic!("no `{test}` in\n{}", self.text));
        text.split("\n---- ").next().unwrap_or(text)
    }

    fn has(&self, line: &str) {
        assert!(self.text.contains(line), "no `{line}` in\n{}", self.text);
    }
}

#[test]
fn wrong_manifests_fail_and_right_ones_pass() -> anyhow::Result<()> {
    let work = folder::empty("contract")?;
    lay_out(&work)?;
    process::run(&mut cargo(&work, &["--workspace", "--no-run"]))?;
    right(&run(&work, "right")?);
    program(&run(&work, "program")?);
    literals(&run(&work, "literals")?);
    wrong_cfg(&run(&work, "wrong-cfg")?);
    tampered(&run(&work, "tampered")?);
    unproven(&run(&work, "unproven")?);
    wrong_type(&run(&work, "wrong-type")?);
    wrong_module(&run(&work, "wrong-module")?);
    Ok(())
}

/// Every form that is modelled, as its users prove it.
#[test]
fn the_cases_are_right() -> anyhow::Result<()> {
    let compiled = cases::compile()?;
    let output = cases::prove()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{faults}");
    let passed = told.matches(" ... ok").count();
    assert!(
        passed >= compiled.cases.len() * 2,
        "only {passed} tests:\n{told}"
    );
    Ok(())
}

fn right(told: &Told) {
    assert!(told.passed, "{}", told.text);
    for test in [
        "tasks_find",
        "type",
        "self_",
        "texts_borrowed",
        "texts_label",
    ] {
        let raw = if test == "type" { "r#" } else { "" };
        told.has(&format!("test contract::{raw}{test} ... ok"));
    }
    // The table, with all that can be said of a side.
    for (method, row) in [
        ("tasks.find", "params  proven      64 valid accepted, "),
        (
            "tasks.find",
            "result  proven      96 written as declared, 64 the same when read and",
        ),
        ("self", "result  proven      32 written as declared, "),
        (
            "texts.label",
            "result  not proven  `right::nested::Label` is only `Serialize`",
        ),
    ] {
        told.has(&format!("{method:<32} {row}"));
    }
}

fn program(told: &Told) {
    assert!(told.passed, "{}", told.text);
    told.has("tests::contract::everything_is_proven ... ok");
    told.has("tests::contract::deny_unproven::everything_is_proven ... ok");
}

fn literals(told: &Told) {
    assert!(told.passed, "{}", told.text);
    for row in [
        "literals.tasks                   result  proven      3 written as declared",
        "literals.forms                   result  proven      ",
    ] {
        told.has(row);
    }
}

fn wrong_cfg(told: &Told) {
    assert!(!told.passed, "{}", told.text);
    let params = told.of("contract::wrong_params");
    for part in [
        "serde and the manifest differ on the method `wrong.params`",
        "handler `params` at src/lib.rs:29:14",
        "params `wrong_cfg::Sent` at `$`: serde refuses what the manifest lets clients send",
        "serde: missing field `n`",
        "JSON: {\"name\":",
        "`cfg` in [package.metadata.centrifugo]",
    ] {
        assert!(params.contains(part), "no `{part}` in\n{params}");
    }
    for (test, part) in [
        ("wrong_result", "manifest: missing key `the_number`"),
        (
            "wrong_inner",
            "`alloc::vec::Vec<wrong_cfg::Inner>` at `$[0]`: serde writes what",
        ),
    ] {
        let message = told.of(&format!("contract::{test}"));
        assert!(message.contains(part), "no `{part}` in\n{message}");
    }
    told.has("test contract::wrong_nothing ... ok");
}

fn tampered(told: &Told) {
    assert!(!told.passed, "{}", told.text);
    for (test, part) in [
        ("tampered_name", "serde: missing field `wide`"),
        (
            "tampered_range",
            "`tampered::Ranged` at `$.ranges[0][0]`: serde writes what",
        ),
        (
            "tampered_variant",
            "`core::option::Option<tampered::State>` at `$`: serde writes what",
        ),
        (
            "tampered_literal",
            "result `tampered::Side` at `$.Left`: serde writes what",
        ),
        ("tampered_literal", "manifest: missing key `W`"),
        (
            "tampered_filled",
            "params `tampered::Filled` at `$.count`: serde takes a key that is left out",
        ),
        (
            "tampered_default",
            "`tampered::Presence` at `$`: serde accepts what",
        ),
    ] {
        let message = told.of(&format!("contract::{test}"));
        assert!(message.contains(part), "no `{part}` in\n{message}");
    }
    told.has("test tests::the_reply_goes_out_and_the_log_tells ... ok");
    told.has("the reply is not what the manifest says");
    told.has("method=\"tampered.range\" path=\"$.ranges[0][0]\"");
}

fn unproven(told: &Told) {
    assert!(!told.passed, "{}", told.text);
    let message = told.of("contract::deny_unproven::everything_is_proven");
    for part in [
        "\n  unproven.result result: `unproven::hidden::Written` is only `Serialize`, and \
         `unproven::hidden::Written` has no literal: its field `text` is private\nhint: ",
        "\n  unproven.partly result: `unproven::Partly` is only `Serialize`, and \
         `unproven::hidden::Written` has no literal: its field `text` is private\n",
        "#[cfg_attr(test, derive(serde::Deserialize))]",
    ] {
        assert!(message.contains(part), "no `{part}` in\n{message}");
    }
    assert!(!message.contains("unproven.not"), "{message}");
    assert!(!message.contains("proven.literal"), "{message}");
    told.has("test contract::unproven_result ... ok");
}

const OVERRIDE: &str = "- an entry of `types` in [package.metadata.centrifugo]";

fn wrong_type(told: &Told) {
    assert!(!told.passed, "{}", told.text);
    for (test, parts) in [
        (
            "money_sent",
            [
                "the method `money.sent`",
                "params `wrong_type::Order` at `$.prices[0]`: serde refuses every sample",
                "serde: invalid type: string",
            ],
        ),
        (
            "money_received",
            [
                "the method `money.received`",
                "result `wrong_type::Bill` at `$.sum`: serde writes what",
                "manifest: expected a string, found",
            ],
        ),
    ] {
        let message = told.of(&format!("contract::{test}"));
        for part in parts.into_iter().chain([OVERRIDE]) {
            assert!(message.contains(part), "no `{part}` in\n{message}");
        }
    }
    told.has("test contract::even_sent_and_received ... ok");
    told.has("test contract::lenient_sent ... ok");
}

fn wrong_module(told: &Told) {
    assert!(!told.passed, "{}", told.text);
    for (test, part) in [
        (
            "price_sent",
            "params `wrong_module::Price` at `$.cents`: serde refuses every sample",
        ),
        ("price_sent", OVERRIDE),
        (
            "price_received",
            "result `wrong_module::Price` at `$.cents`: serde writes what",
        ),
        ("price_received", OVERRIDE),
    ] {
        let message = told.of(&format!("contract::{test}"));
        assert!(message.contains(part), "no `{part}` in\n{message}");
    }
    told.has("test contract::color_echo ... ok");
    let word =
        "word.sent                        params  not proven  `wrong_module::Word` may refuse";
    told.has(word);
}

/// A workspace of copies, whose dependencies lie in this one.
fn lay_out(work: &Path) -> anyhow::Result<()> {
    folder::copy(&folder::workspace().join("tests/contract"), work)?;
    fs::write(work.join("Cargo.toml"), WORKSPACE)?;
    fs::copy(
        folder::workspace().join("Cargo.lock"),
        work.join("Cargo.lock"),
    )?;
    for entry in fs::read_dir(work)? {
        let path = entry?.path().join("Cargo.toml");
        if path.is_file() {
            let here = folder::workspace().display().to_string();
            let text = fs::read_to_string(&path)?.replace("../../..", &here);
            fs::write(path, text)?;
        }
    }
    Ok(())
}

fn run(work: &Path, krate: &str) -> anyhow::Result<Told> {
    let output = process::output(&mut cargo(
        work,
        &["--package", krate, "--no-fail-fast", "--", "--show-output"],
    ))?;
    Ok(Told {
        passed: output.status.success(),
        text: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

fn cargo(work: &Path, arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut test = Command::new(cargo);
    test.arg("test")
        .args(arguments)
        .current_dir(work)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_TARGET_DIR", folder::target().join("cases"));
    test
}
