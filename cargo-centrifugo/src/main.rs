//! `cargo centrifugo`: typed clients for Rust handlers behind Centrifugo.

mod cli;
mod command;
mod diff;
mod outcome;
mod project;
mod render;
mod revision;
mod write;

use std::process::ExitCode;

/// Source and SDKs are made of many small texts, on several threads: with the system's allocator of
/// Linux a third of all time goes there. Its memory is not taken in huge pages: most SDKs need less
/// than one for each thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
