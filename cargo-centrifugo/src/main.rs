//! `cargo centrifugo`: typed clients for Rust handlers behind Centrifugo.

mod cli;
mod command;
mod diff;
mod project;
mod render;
mod revision;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
