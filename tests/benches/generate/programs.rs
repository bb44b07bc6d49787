//! The programs that are measured: ours as users have them, and typeshare, which is installed below
//! the target folder on first use.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_tests::{folder, process};

use crate::crates::Crate;

/// Of which the figures are.
const TYPESHARE: &str = "1.13.3";

pub(crate) struct Programs {
    cargo_centrifugo: PathBuf,
    typeshare: PathBuf,
    /// This very program, which is also a build script and the bare parse.
    bench: PathBuf,
}

impl Programs {
    pub(crate) fn build() -> anyhow::Result<Self> {
        let cargo = || Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let mut build = cargo();
        build
            .args(["build", "--release", "-p", "cargo-centrifugo"])
            .current_dir(folder::workspace())
            .env("CARGO_TARGET_DIR", folder::target());
        process::run(&mut build)?;
        let root = folder::target().join("tools/typeshare-python");
        let typeshare = root.join("bin/typeshare");
        if !typeshare.exists() {
            process::say("installing typeshare, about two minutes the first time");
            let mut install = cargo();
            install
                .args([
                    "install",
                    "--locked",
                    "--features",
                    "python",
                    "typeshare-cli",
                    "--version",
                    TYPESHARE,
                ])
                .arg("--root")
                .arg(&root)
                .env("CARGO_TARGET_DIR", root.join("target"));
            process::run(&mut install)?;
        }
        Ok(Self {
            cargo_centrifugo: folder::target().join("release/cargo-centrifugo"),
            typeshare,
            bench: env::current_exe()?,
        })
    }

    /// `cargo centrifugo generate`: the manifest and three SDKs.
    pub(crate) fn generate(&self, krate: &Crate) -> Command {
        let mut command = Command::new(&self.cargo_centrifugo);
        command
            .args(["centrifugo", "generate", "--all", "--manifest-path"])
            .arg(krate.folder.join("Cargo.toml"));
        command
    }

    /// The build script: manifest, dispatch code and contract tests.
    pub(crate) fn build_script(&self, krate: &Crate, out_dir: &Path) -> Command {
        let mut command = Command::new(&self.bench);
        command
            .arg("build-script")
            .env("CARGO_MANIFEST_DIR", &krate.folder)
            .env("CARGO_PKG_NAME", "bench")
            .env("CARGO_PKG_VERSION", "0.1.0")
            .env("OUT_DIR", out_dir);
        command
    }

    /// typeshare, writing one language.
    pub(crate) fn typeshare(&self, krate: &Crate, language: &str, out: &Path) -> Command {
        let mut command = Command::new(&self.typeshare);
        command
            .args(["--lang", language, "--output-file"])
            .arg(out)
            .arg(krate.source());
        command
    }

    /// `syn::parse_file` over all files.
    pub(crate) fn parse(&self, krate: &Crate) -> Command {
        let mut command = Command::new(&self.bench);
        command.arg("parse").arg(krate.source());
        command
    }
}
