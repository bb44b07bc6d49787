//! `cargo centrifugo generate`: the SDKs.

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Context as _;
use centrifugo_build::manifest::Manifest;

use crate::outcome::Outcome;
use crate::project;
use crate::render::Language;
use crate::write::{self, Report, Staged};

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
            // Every language is ready before the first file changes: a type that one of them
            // cannot say must not leave the others changed.
            for ready in self.ready(&manifest, &output)? {
                let report = ready.finish()?;
                report.print(self.verbose, self.check);
                if self.check && report.changed() {
                    outcome = Outcome::Differs;
                }
            }
        }
        Ok(outcome)
    }

    /// All languages at once: none needs anything of another.
    fn ready(&self, manifest: &Manifest, output: &Path) -> anyhow::Result<Vec<Ready>> {
        let ready = |language: Language| {
            let files = language.render(manifest)?;
            let folder = output.join(language.folder());
            Ok(if self.check {
                Ready::Checked(write::check(&folder, files)?)
            } else {
                Ready::Staged(write::stage(&folder, files)?)
            })
        };
        thread::scope(|scope| {
            let mut threads = vec![];
            for language in self.languages() {
                let thread = thread::Builder::new().stack_size(STACK);
                threads.push(thread.spawn_scoped(scope, move || ready(language))?);
            }
            let join = |thread: thread::ScopedJoinHandle<'_, _>| {
                let ready: thread::Result<anyhow::Result<Ready>> = thread.join();
                ready.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            // All have ended before the first error is told.
            let ready: Vec<_> = threads.into_iter().map(join).collect();
            ready.into_iter().collect()
        })
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
            return Ok(vec![(project::manifest_file(file)?, output)]);
        }
        project::manifests(&self.package, self.output.as_deref())
    }
}

/// What a language has to show.
enum Ready {
    Checked(Report),
    Staged(Staged),
}

impl Ready {
    fn finish(self) -> anyhow::Result<Report> {
        match self {
            Self::Checked(report) => Ok(report),
            Self::Staged(staged) => staged.commit(),
        }
    }
}

/// Types may hold each other to any depth. Only what is used of it is ever taken.
const STACK: usize = 64 << 20;
