//! The command line: what arguments mean. Knows no command's work. What exit codes say is in
//! [`outcome`](crate::outcome).

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
    Diff(command::diff::Diff),
    Generate(command::generate::Generate),
    Manifest(command::manifest::Manifest),
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
