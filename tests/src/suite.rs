//! A language's end-to-end suite: `tests/e2e/<language>`, written with that language's own test
//! runner, run against servers of its own.
//!
//! It gets these variables:
//! - `E2E_URL`: where Centrifugo's clients connect,
//! - `E2E_CONTROL`: the [control server](crate::control),
//! - `E2E_SDK`: the folder of the generated SDK of `test-server`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::ensure;

use crate::control::Control;
use crate::stack::Stack;
use crate::{folder, http, process, sdk};

/// However slow the machine is.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// A suite, ready to run: its servers are up and its SDK is generated.
#[derive(Debug)]
pub struct Suite {
    language: &'static str,
    url: String,
    control: Control,
    folder: PathBuf,
}

impl Suite {
    /// Starts the servers and generates the SDK for the suite of a language.
    ///
    /// # Errors
    /// If one of them fails.
    pub fn start(language: &'static str) -> anyhow::Result<Self> {
        let source = source(language);
        ensure!(source.is_dir(), "there is no suite `{}`", source.display());
        let folder = folder::empty(&format!("e2e-{language}"))?;
        sdk::generate("test-server", language, &folder.join("sdks"))?;
        let stack = Stack::start(&folder)?;
        let url = stack.centrifugo.url();
        Ok(Self {
            language,
            url,
            control: Control::start(stack)?,
            folder,
        })
    }

    /// Where Centrifugo's clients connect.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A connection token of a user.
    ///
    /// # Errors
    /// If no user can have such an id.
    pub fn token(&self, user: &str) -> anyhow::Result<String> {
        let (status, token) = http::get(&format!("{}/token?user={user}", self.control.url()))?;
        ensure!(status == 200, "{token}");
        Ok(token)
    }

    /// Where the suite's source is.
    pub fn source(&self) -> PathBuf {
        source(self.language)
    }

    /// A folder for whatever the suite builds.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the SDK is.
    pub fn sdk(&self) -> PathBuf {
        self.folder.join("sdks").join(self.language)
    }

    /// Runs the suite by a command.
    ///
    /// # Errors
    /// If it fails: with its output and the servers' logs.
    pub fn run(&self, command: &mut Command) -> anyhow::Result<()> {
        command.env("E2E_URL", &self.url);
        command.env("E2E_CONTROL", self.control.url());
        command.env("E2E_SDK", self.sdk());
        process::run_within(LIMIT, &self.folder.join("suite.log"), command)
            .map_err(|error| error.context(self.logs()))
    }

    fn logs(&self) -> String {
        let mut text = format!("the {} suite failed", self.language);
        for name in ["centrifugo.log", "server.log"] {
            let file = self.folder.join(name);
            let log = std::fs::read_to_string(&file).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            let last = lines.len().saturating_sub(30);
            text += &format!(
                "\n\nend of {}:\n{}",
                file.display(),
                lines[last..].join("\n")
            );
        }
        text + "\n\nthe suite's own output:"
    }
}

fn source(language: &str) -> PathBuf {
    folder::workspace().join("tests/e2e").join(language)
}
