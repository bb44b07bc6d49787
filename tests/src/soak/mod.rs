//! Full load for a while, with clients that come and go, the server killed and Centrifugo restarted in
//! the middle: is each call answered with its own reply, and does the server's memory stay as it is?

mod client;
mod memory;
mod tally;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::stack::Stack;
use crate::{folder, http, port};

use client::{Client, Seat};
use memory::Memory;
use tally::Tally;

/// How long what was in the way of a restart may fail after it.
const SETTLING: Duration = Duration::from_secs(3);

/// How long a fresh server grows: threads, buffers, connections.
const WARMING: Duration = Duration::from_secs(3);

const USERS: usize = 8;

/// Runs it, and says what happened, a line each.
///
/// # Errors
/// If a call has no reply, or that of another; if something fails that no restart explains; if the
/// server's memory grows.
pub fn run(name: &str, length: Duration, connections: usize) -> anyhow::Result<String> {
    let mut stack = Stack::start(&folder::empty(name)?)?;
    let metrics = format!("127.0.0.1:{}", port::free());
    stack.server.set("CENTRIFUGO__METRICS_ADDRESS", &metrics);
    stack.server.set("RUST_LOG", "warn");
    stack.server.restart()?;

    let users: Vec<_> = (0..USERS).map(|user| format!("user-{user}")).collect();
    let seconds = i64::try_from(length.as_secs())? + 3600;
    let tokens = users.iter().map(|user| stack.token(user, seconds));
    let seat = Arc::new(Seat {
        url: stack.centrifugo.url(),
        tokens: tokens.collect::<Result<_, _>>()?,
        users,
        tally: Tally::default(),
    });
    let threads: Vec<_> = (0..connections)
        .map(|number| {
            let mut client = Client::new(number, Arc::clone(&seat));
            thread::spawn(move || client.run())
        })
        .collect();

    let began = Instant::now();
    let memory = disturb(&mut stack, &seat.tally, began, length);
    seat.tally.stop();
    for thread in threads {
        if thread.join().is_err() {
            bail!("a client panicked");
        }
    }
    let took = began.elapsed();
    let memory = memory?;
    let report = format!("{}\n{memory}", seat.tally.report(took));
    let failures = seat.tally.failures();
    ensure!(failures.is_empty(), "{report}\n{}", failures.join("\n"));
    ensure!(memory.is_flat(), "the server's memory grows: {report}");
    check_server(&stack, &metrics).context(report.clone())?;
    Ok(report)
}

/// Restarts what can be, each time that the calls run well; watches the memory of the last server.
fn disturb(
    stack: &mut Stack,
    tally: &Tally,
    began: Instant,
    length: Duration,
) -> anyhow::Result<Memory> {
    wait_until(began + length / 4);
    tally.while_disturbed(|| stack.centrifugo.restart())?;
    wait_until(began + length / 2);
    tally.while_disturbed(|| stack.server.restart())?;
    thread::sleep(WARMING);
    let process = stack.server.process().context("it does not run")?;
    Memory::watch(process.pid(), began + length)
}

fn wait_until(then: Instant) {
    thread::sleep(then.saturating_duration_since(Instant::now()));
}

/// All calls have ended there, too, and nothing went wrong by its own account.
fn check_server(stack: &Stack, metrics: &str) -> anyhow::Result<()> {
    let in_flight = || -> anyhow::Result<Vec<String>> {
        let (_, text) = http::get(&format!("http://{metrics}/metrics"))?;
        let gauges = text
            .lines()
            .filter(|line| line.starts_with("centrifugo_rpc_in_flight{") && !line.ends_with(" 0"));
        Ok(gauges.map(str::to_owned).collect())
    };
    // Those whose callers went away last.
    let began = Instant::now();
    while !in_flight()?.is_empty() {
        ensure!(
            began.elapsed() < SETTLING,
            "calls still run: {:?}",
            in_flight()?
        );
        thread::sleep(Duration::from_millis(50));
    }
    let log = stack.server.log();
    if let Some(line) = log
        .lines()
        .find(|line| line.contains("ERROR") || line.contains("panic"))
    {
        bail!("the server logged: {line}");
    }
    Ok(())
}
