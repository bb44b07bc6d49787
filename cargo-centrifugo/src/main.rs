//! `cargo centrifugo`: typed clients for Rust handlers behind Centrifugo.

mod cli;
mod command;
mod project;
mod render;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
