//! Servers as processes, what they cost, and medians.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;

use crate::load::Load;

/// A running server of this program.
pub(crate) struct Server {
    pub(crate) kind: &'static str,
    pub(crate) port: u16,
    process: Child,
}

impl Server {
    pub(crate) fn start(kind: &'static str) -> anyhow::Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .args(["serve", kind])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let stdout = process.stdout.take().context("it is piped")?;
        BufReader::new(stdout).read_line(&mut line)?;
        Ok(Self {
            kind,
            port: line.trim().parse().context("no port")?,
            process,
        })
    }

    /// Where its methods are for clients of Centrifugo.
    pub(crate) fn namespace(&self) -> &'static str {
        if self.kind.ends_with("ours") {
            "ours"
        } else {
            "bare"
        }
    }

    /// Seconds of all its threads.
    fn cpu(&self) -> anyhow::Result<f64> {
        let mut nanos = 0.0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"))?;
            let time = text.split(' ').next().context("no time")?;
            nanos += time.parse::<f64>()?;
        }
        Ok(nanos / 1e9)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// Calls a second.
    pub(crate) rate: f64,
    /// Microseconds of the server's CPU a call.
    pub(crate) cpu: f64,
    /// Milliseconds.
    pub(crate) p99: f64,
}

/// The medians of both, and of the ratios within each round.
pub(crate) struct Comparison {
    pub(crate) servers: [Figures; 2],
    pub(crate) ratio: Figures,
}

/// Runs both in turns, each round in the other order, once to warm up.
pub(crate) fn compare(
    servers: &[Server; 2],
    runs: u64,
    mut run: impl FnMut(&Server) -> anyhow::Result<Load>,
) -> anyhow::Result<Comparison> {
    let mut figures = |server: &Server| {
        let before = server.cpu()?;
        let load = run(server)?;
        let cpu = server.cpu()? - before;
        anyhow::Ok(Figures {
            rate: load.rate(),
            cpu: cpu * 1e6 / load.calls() as f64,
            p99: load.p99().as_secs_f64() * 1e3,
        })
    };
    let [ours, bare] = servers;
    let mut rounds = Vec::new();
    for round in 0..=runs {
        let both = if round % 2 == 0 {
            let ours = figures(ours)?;
            [ours, figures(bare)?]
        } else {
            let bare = figures(bare)?;
            [figures(ours)?, bare]
        };
        if round > 0 {
            rounds.push(both);
        }
    }
    let ratios = rounds.iter().map(|[ours, bare]| Figures {
        rate: ours.rate / bare.rate,
        cpu: ours.cpu / bare.cpu,
        p99: ours.p99 / bare.p99,
    });
    Ok(Comparison {
        servers: [0, 1].map(|side| Figures::median(rounds.iter().map(|both| both[side]))),
        ratio: Figures::median(ratios),
    })
}

impl Figures {
    fn median(all: impl Iterator<Item = Self> + Clone) -> Self {
        Self {
            rate: median(all.clone().map(|figures| figures.rate)),
            cpu: median(all.clone().map(|figures| figures.cpu)),
            p99: median(all.map(|figures| figures.p99)),
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
