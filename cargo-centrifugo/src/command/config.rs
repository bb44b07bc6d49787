//! `cargo centrifugo config`: a Centrifugo v6 configuration that fits a package, and the settings of
//! its server that agree with it.
//!
//! What the configuration does not say stays Centrifugo's default, with one exception: the log level
//! is `warn`, since `info` writes the params of failed calls to the log.

mod centrifugo;
mod duration;
mod endpoint;
mod save;
mod settings;
mod timeout;

use std::io::Write as _;
use std::path::PathBuf;

use crate::outcome::Outcome;
use crate::project;

use endpoint::Endpoint;
use settings::Settings;

/// Print a Centrifugo configuration that fits a package
///
/// Its secrets are those of the CENTRIFUGO__* variables or a `.env` file in this folder or above it,
/// as the server reads them; what is in neither is made anew.
///
/// Centrifugo waits for a call one second longer than the longest that the server lets it take: the
/// `timeout` of a method or CENTRIFUGO__ACK_TIMEOUT (30 s), whichever is more. The server has to know
/// that time as CENTRIFUGO__PROXY_TIMEOUT; if that is set, it is taken as it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Config {
    /// Write the configuration to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the settings of the server to a file, such as `.env`
    #[arg(long, value_name = "FILE")]
    env: Option<PathBuf>,
    /// Overwrite files
    #[arg(long)]
    force: bool,
    /// Where Centrifugo reaches the server: an http://, https:// or grpc:// URL, or for gRPC over a
    /// unix socket unix:///path
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:3000/centrifugo/rpc/"
    )]
    endpoint: Endpoint,
    /// Port on which Centrifugo listens
    #[arg(long, default_value_t = 8000)]
    port: u16,
    /// Origin of web pages that may connect, such as http://localhost:5173; may be repeated
    #[arg(long = "allowed-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    #[command(flatten)]
    package: project::Selection,
}

impl Config {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        // Before any work, and before one of two files is written.
        for file in [&self.output, &self.env].into_iter().flatten() {
            save::check(file, self.force)?;
        }
        let manifest = project::manifest(&self.package)?;
        let settings = Settings::read()?;
        let timeout = timeout::of_proxy(&manifest, &settings);
        let config = centrifugo::render(self, &manifest, &settings, timeout)?;
        let env = settings::render(&settings, &self.endpoint, self.port, timeout);
        match &self.output {
            Some(file) => save::save(file, &config, self.force)?,
            None => std::io::stdout().lock().write_all(config.as_bytes())?,
        }
        match &self.env {
            Some(file) => save::save(file, &env, self.force)?,
            None if settings.are_all_known() => {}
            None => eprintln!("settings of the server that agree with it:\n\n{env}"),
        }
        if let Some(file) = &self.output {
            eprintln!("start Centrifugo: centrifugo -c {}", file.display());
        }
        Ok(Outcome::Done)
    }
}
