//! How fast everything is made, beside what others need for a part of it: `cargo bench -p
//! centrifugo-tests --bench generate`.
//!
//! All sides run in turns, so that what else the machine does is no difference, and each row is the
//! median of its runs. Arguments: how many runs, five unless said; then the numbers of types. Or
//! `imports`, for that table alone.

mod crates;
mod imports;
mod measure;
mod parse;
mod programs;

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use centrifugo_tests::folder;

use crates::{Crate, Size};
use measure::Cost;
use programs::Programs;

fn main() -> anyhow::Result<()> {
    // What cargo itself passes.
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build-script"] => {
            centrifugo_build::configure().compile();
            Ok(())
        }
        ["parse", folder] => parse::all(Path::new(folder)),
        ["imports"] => imports::bench(&Programs::build()?, 5),
        numbers => {
            let numbers: Result<Vec<usize>, _> = numbers.iter().map(|text| text.parse()).collect();
            let Ok(numbers) = numbers else {
                bail!("numbers are wanted: of runs, then of types");
            };
            let (runs, types) = match numbers.split_first() {
                Some((runs, types)) if !types.is_empty() => (*runs, types),
                Some((runs, _)) => (*runs, TYPES),
                None => (5, TYPES),
            };
            bench(runs, types)
        }
    }
}

const TYPES: &[usize] = &[1_000, 5_000, 20_000];
const METHODS: &[usize] = &[100, 1_000];

fn bench(runs: usize, types: &[usize]) -> anyhow::Result<()> {
    let programs = Programs::build()?;
    let sizes = types.iter().map(|types| Size::Types(*types));
    let sizes = sizes.chain(METHODS.iter().map(|methods| Size::Methods(*methods)));
    for size in sizes {
        let krate = Crate::make(size)?;
        let rows = rows(&programs, &krate, runs)?;
        print(&krate, &rows);
    }
    imports::bench(&programs, runs)
}

/// What is measured of one crate, each with its name.
fn rows(
    programs: &Programs,
    krate: &Crate,
    runs: usize,
) -> anyhow::Result<Vec<(&'static str, Cost)>> {
    let mut rows: Vec<(&str, Vec<Cost>)> = vec![];
    let mut note = |name, cost| match rows.iter_mut().find(|(row, _)| *row == name) {
        Some((_, costs)) => costs.push(cost),
        None => rows.push((name, vec![cost])),
    };
    let work = folder::empty("bench-work")?;
    for run in 0..runs {
        if let Size::Types(_) = krate.size {
            let out = work.join("typeshare.ts");
            note(
                TYPESHARE,
                measure::run(programs.typeshare(krate, "typescript", &out))?,
            );
            let length = fs::metadata(&out).context("typeshare wrote nothing")?.len();
            anyhow::ensure!(length > 10_000, "typeshare took no type");
        }
        note(PARSE, measure::run(programs.parse(krate))?);
        let sdk = krate.folder.join("sdk");
        if sdk.exists() {
            fs::remove_dir_all(&sdk)?;
        }
        let generate = measure::run(programs.generate(krate))?;
        note("manifest, three SDKs", generate);
        let out_dir = work.join(format!("out{run}"));
        fs::create_dir(&out_dir)?;
        let build = measure::run(programs.build_script(krate, &out_dir))?;
        note("manifest, dispatch", build);
        note(ALL, generate.then(build));
        krate.touch(run)?;
        let again = measure::run(programs.build_script(krate, &out_dir))?;
        note("the same, one file changed", again);
    }
    let medians = rows.into_iter();
    Ok(medians
        .map(|(name, costs)| (name, Cost::median(&costs)))
        .collect())
}

const TYPESHARE: &str = "typeshare, one language";
const PARSE: &str = "syn::parse_file";
const ALL: &str = "all of ours";

fn print(krate: &Crate, rows: &[(&str, Cost)]) {
    let what = match krate.size {
        Size::Types(count) => format!("{count} types"),
        Size::Methods(count) => format!("{count} methods"),
    };
    let row = |name: &str| rows.iter().find(|row| row.0 == name).map(|row| row.1);
    let ratio = |cost: Cost, of: Option<Cost>| match of {
        Some(of) => format!(
            "{:.2} {:.2} {:.2}",
            cost.wall.as_secs_f64() / of.wall.as_secs_f64(),
            cost.cpu.as_secs_f64() / of.cpu.as_secs_f64(),
            cost.memory as f64 / of.memory as f64,
        ),
        None => "–".to_owned(),
    };
    println!(
        "\n{what:<28} {:>8} {:>8} {:>8}   {:<16} {:<16}",
        "wall ms", "CPU ms", "peak MiB", "× typeshare", "× parse"
    );
    for (name, cost) in rows {
        println!(
            "{name:<28} {:>8.0} {:>8.0} {:>8.1}   {:<16} {:<16}",
            cost.wall.as_secs_f64() * 1e3,
            cost.cpu.as_secs_f64() * 1e3,
            cost.memory as f64 / f64::from(1 << 20),
            ratio(*cost, row(TYPESHARE)),
            ratio(*cost, row(PARSE)),
        );
    }
}
