//! The command line: what arguments mean and what exit codes say. Knows no command's work.
//!
//! Exit codes: 0 done, 1 the input or the environment is at fault, 2 the arguments are, 3 `--check`
//! found a difference, 101 a bug.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::command;

/// `cargo centrifugo …`, as cargo runs it: `cargo-centrifugo centrifugo …`.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
enum Cargo {
    Centrifugo(Centrifugo),
}

/// Typed Python, TypeScript and Go clients for Rust handlers behind Centrifugo.
#[derive(Debug, clap::Args)]
#[command(version, arg_required_else_help = true)]
struct Centrifugo {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Config(command::config::Config),
    Generate(command::generate::Generate),
    Manifest(command::manifest::Manifest),
}

/// What a command ends with when nothing went wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is done.
    Done,
    /// `--check`: files on disk are not what would be generated.
    Differs,
}

/// Runs what the process's arguments ask for.
pub(crate) fn run() -> ExitCode {
    let Cargo::Centrifugo(centrifugo) = Cargo::parse();
    let outcome = match centrifugo.command {
        Command::Config(config) => config.run(),
        Command::Generate(generate) => generate.run(),
        Command::Manifest(manifest) => manifest.run(),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(3),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
