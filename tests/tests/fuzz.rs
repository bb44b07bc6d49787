//! The pipeline on source that nobody would write: it may refuse all of it, but never panics and never
//! hangs.
//!
//! `FUZZ_SECONDS=600 cargo test -p centrifugo-tests --test fuzz` goes on for longer, `FUZZ_SEED=7` begins
//! elsewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use centrifugo_build::{Cfg, Input, Package};
use centrifugo_tests::mutate::{Random, mutate};
use centrifugo_tests::{cases, folder};

const CARGO_TOML: &str = r#"[package]
name = "case"
version = "0.1.0"
edition = "2024"

[package.metadata.centrifugo.types]
"crate::Money" = "(i64, i64)"

[dependencies]
centrifugo-runtime = "0.1"
serde = "1"
serde_json = "1"
"#;

/// One reading takes some milliseconds; a debug build on a busy machine some more.
const HANGS: Duration = Duration::from_secs(60);

#[test]
fn no_source_makes_it_panic_or_hang() -> anyhow::Result<()> {
    let number = |name: &str, default| match std::env::var(name) {
        Ok(text) => text.parse(),
        Err(_) => Ok(default),
    };
    let until = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS", 10)?);
    let first = number("FUZZ_SEED", 1)?;
    let texts = texts()?;
    let work = folder::empty("fuzz")?;
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("Cargo.toml"), CARGO_TOML)?;
    let mut seed = first;
    while Instant::now() < until || seed < first + 200 {
        let mut random = Random::new(seed);
        let mut text = random.one_of(&texts).clone();
        text = mutate(&text, &texts, &mut random);
        if let Err(what) = survives(&work, &text) {
            let kept = work.join(format!("seed-{seed}.rs"));
            fs::write(&kept, &text)?;
            anyhow::bail!("seed {seed} {what}; the source is `{}`", kept.display());
        }
        seed += 1;
    }
    println!("{} sources", seed - first);
    Ok(())
}

#[test]
fn depth_is_no_danger() -> anyhow::Result<()> {
    let work = folder::empty("fuzz-depth")?;
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("Cargo.toml"), CARGO_TOML)?;
    let handler = "#[centrifugo_runtime::websocket_rpc(\"a\")] pub async fn h(p: A0) {}\n";
    let aliases: String = (0..500)
        .map(|i| format!("type A{i} = Vec<A{}>;\n", i + 1))
        .collect();
    let grows = "type A0 = A1<A1<u8>>; type A1<T> = (T, T, A2<T>); type A2<T> = (A3<T>, A3<T>); type A3<T> = [T; 3];\n";
    let endless = "#[derive(serde::Deserialize)] pub struct A0 { a: Box<B<u8>> }\n\
        #[derive(serde::Deserialize)] pub struct B<T> { t: T, next: Option<Box<B<Vec<T>>>> }\n";
    let nested = format!(
        "type A0 = {}u8{};\n",
        "Option<".repeat(120),
        ">".repeat(120)
    );
    for source in [aliases.as_str(), grows, endless, &nested] {
        let text = format!("{source}{handler}");
        survives(&work, &text).map_err(|what| anyhow::anyhow!("{what}:\n{text}"))?;
    }
    Ok(())
}

/// The sources of all cases and diagnostics.
fn texts() -> anyhow::Result<Vec<String>> {
    fn add(folder: &Path, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                add(&path, paths)?;
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && path.file_name().is_some_and(|name| name != "dispatch.rs")
            {
                paths.push(path);
            }
        }
        Ok(())
    }
    let mut paths = vec![];
    add(&cases::root(), &mut paths)?;
    add(&cases::root().with_file_name("ui"), &mut paths)?;
    paths.sort();
    let texts: Result<Vec<_>, _> = paths.iter().map(fs::read_to_string).collect();
    Ok(texts?)
}

/// Reads a crate with this source, in a thread that may take its time.
fn survives(work: &Path, text: &str) -> Result<(), &'static str> {
    fs::write(work.join("src/lib.rs"), text).map_err(|_| "cannot be written")?;
    let input = Input {
        folder: work.to_owned(),
        package: Package {
            name: "case".into(),
            version: "0.1.0".into(),
        },
        cfg: Cfg::default(),
    };
    let (done, waiting) = mpsc::channel();
    // As much stack as a main thread has: syn's own recursion takes a lot of it in debug builds.
    let builder = thread::Builder::new().stack_size(8 << 20);
    let thread = builder.spawn(move || {
        let read = centrifugo_build::read(&input);
        // What it says has to be sayable, too.
        let said = read.map_err(|errors| errors.to_string());
        let _ = done.send(());
        said.is_ok()
    });
    let thread = thread.map_err(|_| "finds no thread")?;
    match waiting.recv_timeout(HANGS) {
        Ok(()) => thread.join().map(|_| ()).map_err(|_| "panics"),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("panics"),
    }
}
