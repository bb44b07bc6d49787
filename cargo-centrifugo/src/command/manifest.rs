//! `cargo centrifugo manifest`: what the SDKs are generated from.

use std::io::{BufWriter, Write as _};

use centrifugo_build::manifest;

use crate::outcome::Outcome;
use crate::project;

/// Print the manifest of a package: its methods, errors and types, as JSON
#[derive(Debug, clap::Args)]
pub(crate) struct Manifest {
    #[command(flatten)]
    package: project::Selection,
}

impl Manifest {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let manifest = project::manifest(&self.package)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        manifest::write_json(&manifest, &mut out)?;
        out.flush()?;
        Ok(Outcome::Done)
    }
}
