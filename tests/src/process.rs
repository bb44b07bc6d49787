//! Programs: run to their end, or in the background until dropped. What they print is in a log file
//! or in the error, never lost.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// Tells the person at the terminal at once; a test's own prints are shown only if it fails.
pub fn say(line: &str) {
    // Nobody to tell is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Runs a program to its end, whatever that is.
///
/// # Errors
/// If it cannot be started; says so of a program that is not installed.
pub fn output(command: &mut Command) -> anyhow::Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_run(command))
}

/// Runs a program and returns what it wrote to stdout.
///
/// # Errors
/// If it cannot be started or fails: with all that it wrote.
pub fn run(command: &mut Command) -> anyhow::Result<String> {
    let output = output(command)?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{}`: {}\n{stdout}{stderr}", line(command), output.status);
    }
    Ok(stdout.into_owned())
}

/// [`run`], three times if need be: for downloads.
///
/// # Errors
/// Those of the last time.
pub fn run_with_retries(mut command: impl FnMut() -> Command) -> anyhow::Result<String> {
    let mut wait = Duration::from_secs(2);
    for _ in 0..2 {
        match run(&mut command()) {
            Ok(stdout) => return Ok(stdout),
            Err(error) => say(&format!("trying again in {} s: {error:#}", wait.as_secs())),
        }
        std::thread::sleep(wait);
        wait *= 4;
    }
    run(&mut command())
}

/// Runs a program to its end, its output in `log`, and kills it after `limit`.
///
/// # Errors
/// If it cannot be started, fails, or does not end in time: with its output.
pub fn run_within(limit: Duration, log: &Path, command: &mut Command) -> anyhow::Result<()> {
    let begin = Instant::now();
    let mut process = Background::start(log, command)?;
    loop {
        match process.exited()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{}`: {status}\n{}", line(command), process.log()),
            None if begin.elapsed() > limit => {
                let seconds = limit.as_secs();
                bail!(
                    "`{}` did not end in {seconds} s\n{}",
                    line(command),
                    process.log()
                );
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// A program in the background. It is killed when this is dropped.
#[derive(Debug)]
pub struct Background {
    child: Child,
    log: PathBuf,
}

impl Background {
    /// Starts a program with its output appended to `log`.
    ///
    /// # Errors
    /// If it cannot be started or the log not be written.
    pub fn start(log: &Path, command: &mut Command) -> anyhow::Result<Self> {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .with_context(|| format!("cannot write `{}`", log.display()))?;
        command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        let child = command.spawn().with_context(|| cannot_run(command))?;
        Ok(Self {
            child,
            log: log.to_owned(),
        })
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `HUP`, `TERM`.
    ///
    /// # Errors
    /// If it is gone.
    pub fn signal(&self, name: &str) -> anyhow::Result<()> {
        let mut kill = Command::new("kill");
        run(kill.args(["-s", name, &self.pid().to_string()]))?;
        Ok(())
    }

    /// How it ended, if it did.
    ///
    /// # Errors
    /// If the system does not know it.
    pub fn exited(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.child.try_wait().context("cannot wait for a process")
    }

    /// What it printed so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until `ready` says so.
    ///
    /// # Errors
    /// If the program ends before, or `limit` passes: with its log.
    pub fn wait_until(&mut self, limit: Duration, ready: impl Fn() -> bool) -> anyhow::Result<()> {
        let begin = Instant::now();
        while !ready() {
            if let Some(status) = self.exited()? {
                bail!("a server ended while starting: {status}\n{}", self.log());
            }
            if begin.elapsed() > limit {
                bail!(
                    "a server is not ready after {} s\n{}",
                    limit.as_secs(),
                    self.log()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cannot_run(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    format!("cannot run `{program}`; is it installed and in PATH?")
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
