//! The front end for build scripts.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fmt, io, process};

use crate::diagnostic::Errors;
use crate::manifest::{self, Package};
use crate::pipeline::{self, Input, Output};
use crate::source::Sources;
use crate::source::cfg::Cfg;
use crate::{render, write};

/// Begins what a build script does: `centrifugo_build::configure().compile()`.
///
/// Settings of a project stand in `[package.metadata.centrifugo]` of its `Cargo.toml`, where
/// `cargo centrifugo` reads them too.
pub fn configure() -> Builder {
    Builder { out_dir: None }
}

/// See [`configure`].
#[derive(Debug, Clone)]
#[must_use = "it does nothing until `compile` is called"]
pub struct Builder {
    out_dir: Option<PathBuf>,
}

impl Builder {
    /// Where `centrifugo/` is made; `OUT_DIR` unless set. `include_dispatch!()` looks in `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Reads the handlers of the package that is being built and writes `centrifugo/manifest.json`,
    /// `centrifugo/dispatch.rs`, `centrifugo/contract_tests.rs` and `centrifugo/handlers`, which
    /// `#[websocket_rpc]` looks into.
    ///
    /// On errors it prints them all, with their places, and exits with 1.
    pub fn compile(self) {
        if let Err(error) = self.try_compile() {
            eprintln!("{error}");
            match &error {
                CompileError::Source(errors) => {
                    errors
                        .headlines()
                        .for_each(|line| println!("cargo::error={line}"));
                }
                other => println!("cargo::error={other}"),
            }
            process::exit(1);
        }
    }

    /// [`compile`](Self::compile) that returns its errors.
    ///
    /// # Errors
    ///
    /// If it does not run in a build script, the source is at fault, or a file cannot be written.
    pub fn try_compile(self) -> Result<(), CompileError> {
        let variable = |name| env::var(name).map_err(|_| CompileError::NotABuildScript(name));
        let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        let out_dir = match self.out_dir {
            Some(folder) => folder,
            None => PathBuf::from(variable("OUT_DIR")?),
        };
        let package = Package {
            name: variable("CARGO_PKG_NAME")?,
            version: variable("CARGO_PKG_VERSION")?,
        };
        let input = Input {
            folder,
            package,
            cfg: Cfg::from_build_script(),
        };
        let mut sources = Sources::default();
        let output = pipeline::run(&input, &mut sources);
        // Also after an error: the next build shall look again when one of these has changed.
        sources
            .paths()
            .for_each(|path| println!("cargo::rerun-if-changed={}", path.display()));
        let output =
            output.map_err(|errors| CompileError::Source(Errors::new(errors, &sources)))?;
        write_all(&out_dir.join("centrifugo"), &output, &sources)
    }
}

fn write_all(folder: &Path, output: &Output, sources: &Sources) -> Result<(), CompileError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| CompileError::Write(path, error)
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let path = folder.join("manifest.json");
    write::write_if_changed(&path, |out| manifest::write_json(&output.manifest, out))
        .map_err(failed(&path))?;
    let files = [
        (
            "dispatch.rs",
            render::dispatch(&output.manifest, &output.resolved),
        ),
        (
            "contract_tests.rs",
            render::contract_tests(&output.manifest, &output.resolved),
        ),
        ("handlers", handlers(output, sources)),
    ];
    for (name, contents) in files {
        let path = folder.join(name);
        write::write_if_changed(&path, |out| out.write_all(contents.as_bytes()))
            .map_err(failed(&path))?;
    }
    Ok(())
}

/// What `#[websocket_rpc]` compares its function with: method, function and file, a line each.
fn handlers(output: &Output, sources: &Sources) -> String {
    let mut lines = String::new();
    for method in &output.resolved.methods {
        let path = sources.path(method.function.span.file);
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (name, function) = (&method.name.text, &method.function.text);
        let _ = writeln!(lines, "{name}\t{function}\t{}", path.display());
    }
    lines
}

/// Why [`Builder::try_compile`] failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum CompileError {
    /// This variable, which cargo sets for build scripts, is not set.
    NotABuildScript(&'static str),
    /// The source is at fault.
    Source(Errors),
    /// A file could not be written.
    Write(PathBuf, io::Error),
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABuildScript(variable) => {
                write!(
                    f,
                    "`{variable}` is not set: call this from a build script (build.rs)"
                )
            }
            Self::Source(errors) => write!(f, "{errors}"),
            Self::Write(path, error) => write!(f, "cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for CompileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotABuildScript(_) => None,
            Self::Source(errors) => Some(errors),
            Self::Write(_, error) => Some(error),
        }
    }
}
