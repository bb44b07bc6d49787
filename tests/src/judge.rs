//! The judge: a program with the handlers of all cases, that says what serde does with a JSON text.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::Context as _;
use serde::Deserialize;

/// A running judge. It ends when this is dropped.
#[derive(Debug)]
pub struct Judge {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What a handler does with its params.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// It takes them and returns this JSON text.
    Result {
        /// As the server sends it.
        result: String,
    },
    /// It refuses them, or fails.
    Error {
        /// 422 if serde refuses the params.
        code: u32,
        /// What the client is told.
        message: String,
    },
}

impl Judge {
    /// Starts the program that [`cases::compile`](crate::cases::compile) built.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(program: &Path) -> anyhow::Result<Self> {
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run `{}`", program.display()))?;
        let questions = process.stdin.take().context("its input is a pipe")?;
        let answers = process.stdout.take().context("its output is a pipe")?;
        Ok(Self {
            process,
            questions,
            answers: BufReader::new(answers),
        })
    }

    /// Calls a method of a case.
    ///
    /// # Errors
    /// If the judge has ended.
    pub fn call(&mut self, case: &str, method: &str, params: &str) -> anyhow::Result<Answer> {
        let question = serde_json::json!({"case": case, "method": method, "params": params});
        writeln!(self.questions, "{question}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        serde_json::from_str(&answer)
            .with_context(|| format!("no answer on {case} {method} {params}"))
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
