//! The running test server, which Centrifugo hands the calls to.

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::process::Background;
use crate::{binary, http};

/// The header that proves to the server that Centrifugo speaks.
pub const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";

/// A proxy request that any server answers.
pub const NOTHING: &str = r#"{"client":"c","transport":"websocket","protocol":"json",
    "encoding":"json","user":"42","method":"test.nothing"}"#;

/// The test server, running or stopped. It is killed when this is dropped.
#[derive(Debug)]
pub struct RpcServer {
    process: Option<Background>,
    folder: PathBuf,
    endpoint: String,
    environment: BTreeMap<String, String>,
}

impl RpcServer {
    /// Starts the server, with the `.env` file of a folder for its settings, and waits until it
    /// listens at `endpoint`. The log is in the folder.
    ///
    /// # Errors
    /// If it does not listen in time: with its log.
    pub fn start(folder: &Path, endpoint: &str) -> anyhow::Result<Self> {
        let mut server = Self {
            process: None,
            folder: folder.to_owned(),
            endpoint: endpoint.to_owned(),
            environment: BTreeMap::new(),
        };
        server.restart()?;
        Ok(server)
    }

    /// Kills it if it runs, as a crash would, and starts it.
    ///
    /// # Errors
    /// Those of [`start`](Self::start).
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.stop();
        let mut command = Command::new(binary::test_server()?);
        command.current_dir(&self.folder);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CENTRIFUGO__") {
                command.env_remove(name);
            }
        }
        command.env_remove("RUST_LOG").envs(&self.environment);
        let mut process = Background::start(&self.folder.join("server.log"), &mut command)?;
        process.wait_until(Duration::from_secs(60), || self.listens())?;
        self.process = Some(process);
        Ok(())
    }

    /// Sets a variable of its environment, from the next start on.
    pub fn set(&mut self, variable: &str, value: &str) {
        self.environment
            .insert(variable.to_owned(), value.to_owned());
    }

    /// The process, if it was started.
    pub fn process(&mut self) -> Option<&mut Background> {
        self.process.as_mut()
    }

    /// Kills it, as a crash would.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Does it run? False also after it ended by itself.
    pub fn runs(&mut self) -> bool {
        self.process
            .as_mut()
            .is_some_and(|process| process.exited().is_ok_and(|status| status.is_none()))
    }

    fn listens(&self) -> bool {
        let address = self.endpoint.split('/').nth(2).unwrap_or_default();
        TcpStream::connect(address).is_ok()
    }

    /// The HTTP status that it answers a proxy request with these headers with.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn status(&self, headers: &[(&str, &str)]) -> anyhow::Result<u16> {
        let headers = [&[("content-type", "application/json")], headers].concat();
        Ok(http::post(&self.endpoint, &headers, NOTHING.as_bytes())?.0)
    }

    /// Where Centrifugo reaches it.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// All that it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default()
    }
}
