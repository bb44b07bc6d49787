//! The command line: what arguments mean and what exit codes say. Knows no command's work.
//!
//! Exit codes: 0 done, 1 the input or the environment is at fault, 2 the arguments are, 3 `--check`
//! found a difference, 101 a bug. `diff` says by them how bad the worst change is: 4 source only, 5 old
//! servers, 6 behaviour, 7 old clients.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::command;
use crate::diff::Level;

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
    Diff(command::diff::Diff),
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
    /// `diff`: the worst change that is not allowed.
    Changed(Level),
}

impl Outcome {
    fn code(self) -> u8 {
        match self {
            Self::Done | Self::Changed(Level::Safe | Level::Addition) => 0,
            Self::Differs => 3,
            Self::Changed(Level::Source) => 4,
            Self::Changed(Level::OldServers) => 5,
            Self::Changed(Level::Behaviour) => 6,
            Self::Changed(Level::OldClients) => 7,
        }
    }
}

/// Runs what the process's arguments ask for.
pub(crate) fn run() -> ExitCode {
    let Cargo::Centrifugo(centrifugo) = Cargo::parse();
    let outcome = match centrifugo.command {
        Command::Config(config) => config.run(),
        Command::Diff(diff) => diff.run(),
        Command::Generate(generate) => generate.run(),
        Command::Manifest(manifest) => manifest.run(),
    };
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
