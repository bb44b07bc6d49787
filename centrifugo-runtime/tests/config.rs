//! Settings from the environment, `.env` and a TOML file, as a process has them.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_runtime::CentrifugoConfig;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What a process says of its settings. It is one: each test below runs it in a folder and with an
/// environment of its own.
#[test]
fn said() {
    let config = match env::var_os("TEST_FILE") {
        Some(file) => CentrifugoConfig::from_env_and_file(file),
        None => CentrifugoConfig::from_env(),
    };
    match config {
        Ok(config) => println!(
            "<{:?} {} {:?} {:?}>",
            config.ack_timeout(),
            config.log_all_calls(),
            config.centrifugo_url(),
            config.centrifugo_api_key().map(|key| key.expose().len()),
        ),
        Err(error) => println!("<{error}>"),
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("config-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("below")).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        Self(folder)
    }

    /// What a process with these variables says in the folder below.
    fn says(&self, variables: &[(&str, &str)]) -> String {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "said", "--nocapture"]);
        command.current_dir(self.0.join("below")).env_clear();
        let variables: BTreeMap<_, _> = variables.iter().copied().collect();
        let output = command.envs(variables).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (_, said) = text.split_once('<').expect(&text);
        let (said, _) = said.split_once('>').expect(&text);
        assert!(
            !text.contains("hunter2") && !text.contains(SECRET),
            "{text}"
        );
        said.to_owned()
    }
}

#[test]
fn the_environment_counts_before_dotenv_before_the_file() {
    let toml = format!(
        "title = \"an application's own\"\n[centrifugo]\nack_timeout = 10\nlog_all_calls = false\n\
         centrifugo_url = \"ws://toml\"\ncentrifugo_api_key = \"{SECRET}\"\n[other]\nx = 1\n"
    );
    let dotenv = "CENTRIFUGO__ACK_TIMEOUT=20\nCENTRIFUGO__CENTRIFUGO_URL=ws://dotenv\nOTHER=1\n";
    let none = Folder::new("none", &[]);
    assert_eq!(none.says(&[]), "30s true None None");
    let all = Folder::new("all", &[("centrifugo-rpc.toml", &toml), (".env", dotenv)]);
    assert_eq!(all.says(&[]), "20s false Some(\"ws://dotenv\") Some(32)");
    let over = [
        ("CENTRIFUGO__ACK_TIMEOUT", "40"),
        ("CENTRIFUGO__LOG_ALL_CALLS", "true"),
        // What is empty is not set.
        ("CENTRIFUGO__CENTRIFUGO_URL", ""),
    ];
    assert_eq!(all.says(&over), "40s true Some(\"ws://dotenv\") Some(32)");
    // The other name of a setting in a layer above counts too.
    let other_name = [("CENTRIFUGO__DEFAULT_ACK_TIMEOUT", "50s")];
    assert_eq!(
        all.says(&other_name),
        "50s false Some(\"ws://dotenv\") Some(32)"
    );
}

#[test]
fn the_file_may_be_elsewhere() {
    let files = [
        ("app.toml", "[centrifugo]\nack_timeout = \"500ms\"\n"),
        ("centrifugo-rpc.toml", "[centrifugo]\nack_timeout = 1\n"),
        (".env", "CENTRIFUGO__CONFIG_FILE=../app.toml\n"),
    ];
    let folder = Folder::new("elsewhere", &files);
    assert_eq!(folder.says(&[]), "500ms true None None");
    assert_eq!(
        folder.says(&[("TEST_FILE", "../centrifugo-rpc.toml")]),
        "1s true None None"
    );
    let missing = folder.says(&[("CENTRIFUGO__CONFIG_FILE", "missing.toml")]);
    assert!(missing.starts_with("settings: CENTRIFUGO__CONFIG_FILE (missing.toml) cannot be read"));
}

#[test]
fn each_fault_is_told_with_its_file() {
    let toml = "[centrifugo]\nack_timeout = \"hunter2\"\nlog_all_calls = 1.5\ncentrifugo_ulr = \"x\"\n\
                centrifugo_api_key = \"hunter2\"\n";
    let dotenv = "CENTRIFUGO__PROXY_SECRET=hunter2\nhunter2\nCENTRIFUGO__LOG_LEVEL=hunter2\n";
    let folder = Folder::new("faults", &[("centrifugo-rpc.toml", toml), (".env", dotenv)]);
    let said = folder.says(&[("CENTRIFUGO__INSECURE", "hunter2")]);
    let lines: Vec<_> = said.lines().map(str::trim).collect();
    assert_eq!(lines[0], "settings have 8 faults", "{said}");
    for (variable, place) in [
        (
            "CENTRIFUGO__ACK_TIMEOUT",
            "centrifugo-rpc.toml:2) must be seconds",
        ),
        (
            "CENTRIFUGO__LOG_ALL_CALLS",
            "centrifugo-rpc.toml:3) must be a text",
        ),
        (
            "CENTRIFUGO__CENTRIFUGO_ULR",
            "centrifugo-rpc.toml:4) is no setting",
        ),
        (
            "CENTRIFUGO__CENTRIFUGO_API_KEY",
            "centrifugo-rpc.toml:5) has 7 bytes",
        ),
        ("CENTRIFUGO__PROXY_SECRET", "/.env) has 7 bytes"),
        (".env", "/.env) has a line that is no"),
        ("CENTRIFUGO__LOG_LEVEL", "/.env) must be TRACE"),
        ("CENTRIFUGO__INSECURE", "must be true or false"),
    ] {
        let line = lines
            .iter()
            .find(|line| line.starts_with(&format!("{variable} ")));
        assert!(line.expect(&said).contains(place), "{said}");
    }
}

#[test]
fn a_file_that_is_none_of_ours_is_told() {
    for (text, reason) in [
        ("[centrifugo]\nkey = \"hunter2\n", ":2) is not TOML"),
        ("ack_timeout = 1\n", ") has no table `[centrifugo]`"),
        ("centrifugo = 1\n", ") has no table `[centrifugo]`"),
    ] {
        let said = Folder::new("broken", &[("centrifugo-rpc.toml", text)]).says(&[]);
        assert!(said.contains(reason), "{said}");
    }
}
