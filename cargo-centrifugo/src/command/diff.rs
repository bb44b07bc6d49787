//! `cargo centrifugo diff`: what changed, and whom it breaks.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use centrifugo_build::manifest::Manifest;

use crate::diff::{Level, diff};
use crate::outcome::Outcome;
use crate::project;
use crate::revision::Checkout;

/// List what changed between two versions, and whom each change breaks
///
/// Exit codes, by the worst change: 0 nothing breaks, 4 source that uses the SDK has to change, 5 new
/// clients fail with old servers, 6 the same JSON means something else, 7 old clients fail with new
/// servers.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// A manifest file, or a git revision of the package
    old: String,
    /// Another one [default: the package as it is on disk]
    new: Option<String>,
    /// For people, or one JSON object a line
    #[arg(long, value_name = "FMT", default_value = "human")]
    message_format: MessageFormat,
    /// List changes of this level, but do not exit with its code; may be repeated
    #[arg(long, value_name = "LEVEL")]
    allow: Vec<Level>,
    #[command(flatten)]
    package: project::Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MessageFormat {
    Human,
    Json,
}

impl Diff {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let old = self.manifest(&self.old)?;
        let new = match &self.new {
            Some(new) => self.manifest(new)?,
            None => project::manifest(&self.package)?,
        };
        let report = diff(&old, &new);
        let text = match self.message_format {
            MessageFormat::Human => report.text(),
            MessageFormat::Json => report.json(),
        };
        std::io::stdout().lock().write_all(text.as_bytes())?;
        Ok(match report.worst(&self.allow) {
            Some(level) => Outcome::Changed(level),
            None => Outcome::Done,
        })
    }

    fn manifest(&self, version: &str) -> anyhow::Result<Manifest> {
        let file = Path::new(version);
        if file.is_file() {
            return project::manifest_file(file);
        }
        let location = project::location(&self.package)
            .with_context(|| format!("`{version}` is no file, and to read it as a revision"))?;
        let checkout = Checkout::of(&location.folder, version)?;
        project::manifest_elsewhere(&self.package, &location, |path| checkout.place_of(path))
            .with_context(|| format!("`{version}` (commit {})", checkout.commit()))
    }
}
