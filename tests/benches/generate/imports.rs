//! How long Python takes to import a thousand types: those that we write, beside typeshare's.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use centrifugo_tests::folder;
use centrifugo_tests::tool::python;

use crate::crates::{Crate, Size};
use crate::measure::{self, Cost};
use crate::programs::Programs;

const TYPES: usize = 1_000;
const TYPESHARE: &str = "from typeshare import *";

/// Measures it, all in turns, and prints it.
pub(crate) fn bench(programs: &Programs, runs: usize) -> anyhow::Result<()> {
    let krate = Crate::make(Size::Types(TYPES))?;
    measure::run(programs.generate(&krate))?;
    let work = folder::empty("bench-imports")?;
    let theirs = work.join("typeshare.py");
    measure::run(programs.typeshare(&krate, "python", &theirs))?;
    let sdk = krate.folder.join("sdk/python");
    let package = package(&sdk)?;
    let everything = format!("from {package} import *");
    let models = format!("import {package}.models");
    let client = format!("from {package} import CentrifugoRPCClient");
    let programs = ["pass", TYPESHARE, &models, &everything, &client];
    let mut costs = programs.map(|_| Vec::new());
    // The first time writes what Python makes of the source.
    for run in 0..=runs {
        for (program, costs) in programs.iter().zip(&mut costs) {
            let cost = measure::run(import(program, &[&work, &sdk])?)?;
            if run > 0 {
                costs.push(cost);
            }
        }
    }
    print(&programs, &costs.map(|costs| Cost::median(&costs)));
    Ok(())
}

fn package(sdk: &Path) -> anyhow::Result<String> {
    let mut entries = fs::read_dir(sdk)?.filter_map(|entry| entry.ok());
    let package = entries.find(|entry| entry.path().join("__init__.py").exists());
    let name = package.context("there is no package")?.file_name();
    Ok(name.to_string_lossy().into_owned())
}

fn import(program: &str, folders: &[&Path]) -> anyhow::Result<Command> {
    let mut command = Command::new(python::interpreter()?);
    command.args(["-c", program]);
    command.env("PYTHONPATH", std::env::join_paths(folders)?);
    command.env_remove("PYTHONDONTWRITEBYTECODE");
    Ok(command)
}

fn print(programs: &[&str; 5], costs: &[Cost; 5]) {
    let [nothing, theirs, ..] = costs.map(|cost| cost.cpu.as_secs_f64());
    println!(
        "\n{:<60} {:>8}   × typeshare",
        format!("{TYPES} types in Python, without its own start"),
        "CPU ms"
    );
    for (program, cost) in programs.iter().zip(costs).skip(1) {
        let own = cost.cpu.as_secs_f64() - nothing;
        println!(
            "{program:<60} {:>8.0}   {:.2}",
            own * 1e3,
            own / (theirs - nothing)
        );
    }
}
