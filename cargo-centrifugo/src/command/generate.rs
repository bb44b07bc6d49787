//! `cargo centrifugo generate`: the SDKs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use centrifugo_build::manifest::{self, Manifest};

use crate::cli::Outcome;
use crate::render::Language;
use crate::{project, write};

/// Generate the SDKs
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("languages").required(true).multiple(true)))]
pub(crate) struct Generate {
    /// Folder of the SDKs; python/, typescript/ and go/ are made in it
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// All languages
    #[arg(long, group = "languages")]
    all: bool,
    /// The Python SDK
    #[arg(long, group = "languages")]
    python: bool,
    /// The TypeScript SDK
    #[arg(long, group = "languages")]
    typescript: bool,
    /// The Go SDK
    #[arg(long, group = "languages")]
    go: bool,
    /// Write nothing; exit with 3 if a file differs from what would be written
    #[arg(long)]
    check: bool,
    /// Name every file
    #[arg(long, short)]
    verbose: bool,
    /// Read this manifest instead of Rust source
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    package: project::Selection,
}

impl Generate {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let mut outcome = Outcome::Done;
        for (manifest, output) in self.inputs()? {
            // Most often a handler's attribute that does not lead to the runtime's.
            anyhow::ensure!(
                !manifest.methods.is_empty(),
                "package `{}` has no handlers: mark an async function with `#[websocket_rpc(\"…\")]` of \
                 `centrifugo-runtime`, which has to be among its dependencies",
                manifest.package.name
            );
            // Every language renders before the first file is written: a type that one of them
            // cannot say must not leave the others changed.
            let sdks = self
                .languages()
                .into_iter()
                .map(|language| Ok((language, language.render(&manifest)?)))
                .collect::<anyhow::Result<Vec<_>>>()?;
            for (language, files) in sdks {
                let folder = output.join(language.folder());
                let report = if self.check {
                    write::check(&folder, &files)?
                } else {
                    write::write(&folder, &files)?
                };
                report.print(self.verbose, self.check);
                if self.check && report.changed() {
                    outcome = Outcome::Differs;
                }
            }
        }
        Ok(outcome)
    }

    fn languages(&self) -> Vec<Language> {
        [
            (self.python, Language::Python),
            (self.typescript, Language::Typescript),
            (self.go, Language::Go),
        ]
        .into_iter()
        .filter_map(|(asked, language)| (asked || self.all).then_some(language))
        .collect()
    }

    /// The manifests to render, each with the folder of its SDKs.
    fn inputs(&self) -> anyhow::Result<Vec<(Manifest, PathBuf)>> {
        if let Some(file) = &self.manifest {
            let output = self
                .output
                .clone()
                .context("`--manifest` needs `--output DIR`")?;
            return Ok(vec![(read(file)?, output)]);
        }
        project::manifests(&self.package, self.output.as_deref())
    }
}

fn read(file: &Path) -> anyhow::Result<Manifest> {
    let json =
        fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    manifest::from_json(&json).with_context(|| format!("`{}`", file.display()))
}
