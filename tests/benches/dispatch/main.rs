//! How fast calls are taken, beside servers that do nothing else: `cargo bench -p centrifugo-tests
//! --bench dispatch`.
//!
//! Each server is a process of its own. All sides run in turns, so that what else the machine does is no
//! difference, and each figure is the median of its runs, each ratio that of the ratios of two runs that
//! follow each other. Arguments: how many runs, five unless said; then how many seconds each, two unless
//! said.

mod bare_axum;
mod bare_tonic;
mod echo;
mod end_to_end;
mod load;
mod measure;
mod ours;

use std::env;
use std::time::Duration;

use anyhow::bail;

use measure::{Comparison, Server, compare};

fn main() -> anyhow::Result<()> {
    // What cargo itself passes.
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if let ["serve", kind] = words.as_slice() {
        return runtime.block_on(serve(kind));
    }
    let numbers: Result<Vec<u64>, _> = words.iter().map(|text| text.parse()).collect();
    let Ok(numbers) = numbers else {
        bail!("numbers are wanted: of runs, then of seconds");
    };
    let runs = numbers.first().copied().unwrap_or(5);
    let time = Duration::from_secs(numbers.get(1).copied().unwrap_or(2));

    println!(
        "{:<22} {:>10} {:>12} {:>9}",
        "", "calls/s", "CPU µs/call", "p99 ms"
    );
    for (ours, bare, grpc) in [
        ("http-ours", "http-bare", false),
        ("grpc-ours", "grpc-bare", true),
    ] {
        let servers = [Server::start(ours)?, Server::start(bare)?];
        let figures = compare(&servers, runs, |server| {
            runtime.block_on(async {
                match grpc {
                    true => load::grpc(server.port, time).await,
                    false => load::http(server.port, time).await,
                }
            })
        })?;
        print(&servers, figures);
    }
    for (ours, bare) in [("http-ours", "http-bare"), ("grpc-ours", "grpc-bare")] {
        let servers = [Server::start(ours)?, Server::start(bare)?];
        let centrifugo = end_to_end::start(&servers)?;
        let figures = compare(&servers, runs, |server| {
            runtime.block_on(load::web_socket(
                &centrifugo.url(),
                server.namespace(),
                time,
            ))
        })?;
        println!("through Centrifugo:");
        print(&servers, figures);
    }
    Ok(())
}

async fn serve(kind: &str) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    match kind {
        "http-ours" => ours::http(listener).await,
        "http-bare" => bare_axum::serve(listener).await,
        "grpc-ours" => ours::grpc(listener).await,
        "grpc-bare" => bare_tonic::serve(listener).await,
        _ => bail!("no server `{kind}`"),
    }
}

fn print(
    servers: &[Server; 2],
    Comparison {
        servers: both,
        ratio,
    }: Comparison,
) {
    for (server, figures) in servers.iter().zip(both) {
        println!(
            "{:<22} {:>10.0} {:>12.2} {:>9.2}",
            server.kind, figures.rate, figures.cpu, figures.p99
        );
    }
    println!(
        "{:<22} {:>10.3} {:>12.3} {:>9.3}\n",
        "ours / bare", ratio.rate, ratio.cpu, ratio.p99
    );
}
