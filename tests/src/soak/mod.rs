//! Full load for a while over HTTP and gRPC at one time, with clients that come and go, Centrifugo
//! restarted and the server killed in the middle: is each call answered with its own reply, and does the
//! server's memory stay as it is?

mod client;
mod memory;
mod side;
mod tally;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::rpc_server::RpcServer;
use crate::stack::Stack;
use crate::{folder, http, port};

use memory::Memory;
use side::Side;

/// How long what was in the way of a restart may fail after it.
const SETTLING: Duration = Duration::from_secs(3);

/// How long a fresh server grows: threads, buffers, connections.
const WARMING: Duration = Duration::from_secs(3);

/// Runs it, half of the connections over each, and says what happened, a line each.
///
/// # Errors
/// If a call has no reply, or that of another; if something fails that no restart explains; if the
/// server's memory grows.
pub fn run(name: &str, length: Duration, connections: usize) -> anyhow::Result<String> {
    let folder = folder::empty(name)?;
    let stack = Stack::start(&folder)?;
    let seats = side::seats(&stack, length)?;
    let grpc = format!("127.0.0.1:{}", port::free());
    let grpc_config = side::grpc_config(&folder, &grpc)?;
    let Stack {
        centrifugo,
        mut server,
        ..
    } = stack;
    let metrics = format!("127.0.0.1:{}", port::free());
    server.set("CENTRIFUGO__METRICS_ADDRESS", &metrics);
    server.set("CENTRIFUGO__GRPC_LISTEN_ADDRESS", &grpc);
    server.set("RUST_LOG", "warn");
    server.restart()?;
    let mut sides = [
        Side::http(centrifugo, &seats),
        Side::grpc(&grpc_config, &seats)?,
    ];

    let share = connections.div_ceil(2);
    let threads: Vec<_> = sides.iter().flat_map(|side| side.start(share)).collect();
    let began = Instant::now();
    let memory = disturb(&mut sides, &mut server, began, length);
    for side in &sides {
        side.tally().stop();
    }
    for thread in threads {
        if thread.join().is_err() {
            bail!("a client panicked");
        }
    }
    let took = began.elapsed();
    let memory = memory?;
    let reports = sides.iter().map(|side| side.report(took));
    let report = format!("{}\n{memory}", reports.collect::<Vec<_>>().join("\n"));
    let failures: Vec<_> = sides.iter().flat_map(Side::failures).collect();
    ensure!(failures.is_empty(), "{report}\n{}", failures.join("\n"));
    ensure!(memory.is_flat(), "the server's memory grows: {report}");
    check_server(&server, &metrics).context(report.clone())?;
    Ok(report)
}

/// Restarts what can be, each time that the calls run well; watches the memory of the last server.
fn disturb(
    sides: &mut [Side; 2],
    server: &mut RpcServer,
    began: Instant,
    length: Duration,
) -> anyhow::Result<Memory> {
    wait_until(began + length / 4);
    thread::scope(|scope| {
        let restarts = sides.each_mut().map(|side| scope.spawn(|| side.restart()));
        restarts
            .into_iter()
            .try_for_each(|restart| match restart.join() {
                Ok(result) => result,
                Err(_) => bail!("a restart panicked"),
            })
    })?;
    wait_until(began + length / 2);
    let tallies = sides.each_ref().map(Side::tally);
    tally::while_disturbed(&tallies, || server.restart())?;
    thread::sleep(WARMING);
    let process = server.process().context("it does not run")?;
    Memory::watch(process.pid(), began + length)
}

fn wait_until(then: Instant) {
    thread::sleep(then.saturating_duration_since(Instant::now()));
}

/// All calls have ended there, too, and nothing went wrong by its own account.
fn check_server(server: &RpcServer, metrics: &str) -> anyhow::Result<()> {
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
    let log = server.log();
    if let Some(line) = log
        .lines()
        .find(|line| line.contains("ERROR") || line.contains("panic"))
    {
        bail!("the server logged: {line}");
    }
    Ok(())
}
