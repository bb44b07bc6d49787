//! serde's word on the clients: what the server writes comes back from each client as it was, and what
//! a client sends means to the server what it was made from.
//!
//! One project a language for all cases. The samples are the manifest's, but what the server writes is
//! what the case's own handlers return.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use centrifugo_manifest::{Direction, Manifest, Samples, Verdict, from_json};
use centrifugo_tests::cases::{self, Case};
use centrifugo_tests::judge::{Answer, Judge};
use centrifugo_tests::tool::{go, node, python};
use centrifugo_tests::{canonical, folder, process, same_json, sdk};
use serde_json::Value;

/// How many samples of each method's params and result.
const SAMPLES: usize = 40;

/// A JSON text, and which side of which method it is of.
struct Sample {
    case: String,
    method: String,
    side: &'static str,
    json: String,
    manifest: usize,
}

impl Sample {
    fn name(&self) -> String {
        format!("{}.{}", self.case, self.method)
    }
}

/// All samples, and what judges them.
struct Trial {
    judge: Judge,
    manifests: Vec<Manifest>,
    samples: Vec<Sample>,
}

fn trial() -> anyhow::Result<Trial> {
    let compiled = cases::compile()?;
    let mut judge = Judge::start(&compiled.judge)?;
    let mut manifests = vec![];
    let mut samples = vec![];
    for case in &compiled.cases {
        if fs::read_to_string(case.source.join("lib.rs"))?.contains("State<") {
            continue;
        }
        let text = fs::read_to_string(case.out_dir.join("centrifugo/manifest.json"))?;
        let manifest = from_json(&text)?;
        samples.extend(of_case(case, &manifest, manifests.len(), &mut judge)?);
        manifests.push(manifest);
    }
    ensure!(samples.len() > 1_000, "only {} samples", samples.len());
    Ok(Trial {
        judge,
        manifests,
        samples,
    })
}

fn of_case(
    case: &Case,
    manifest: &Manifest,
    index: usize,
    judge: &mut Judge,
) -> anyhow::Result<Vec<Sample>> {
    // What clients have no need of is not asked of them: aliases, keys that nobody knows.
    let plain = canonical::manifest(manifest);
    let plain = plain.validator();
    let aliases = canonical::aliases(manifest);
    let has_alias = |json: &str| {
        let mut aliases = aliases.iter();
        aliases.any(|alias| json.contains(&format!("{}:", Value::String(alias.clone()))))
    };
    let mut samples = vec![];
    for method in &manifest.methods {
        let mut add = |side, json| {
            samples.push(Sample {
                case: case.name.clone(),
                method: method.name.clone(),
                side,
                json,
                manifest: index,
            });
        };
        let Some(params) = &method.params else {
            continue;
        };
        let mut results: Vec<String> = vec![];
        for json in Samples::new(manifest, 3).valid(params, Direction::Input, SAMPLES) {
            if let Answer::Result { result } = judge.call(&case.name, &method.name, &json)? {
                results.push(result);
                let verdict = plain.check(params, Direction::Output, &json);
                if verdict == Verdict::Accepts && !has_alias(&json) {
                    add("params", json);
                }
            }
        }
        results.sort();
        results.dedup();
        results.into_iter().for_each(|json| add("result", json));
    }
    Ok(samples)
}

impl Trial {
    /// Compares what a client made of each sample.
    fn verdict(mut self, language: &str, answers: &str) -> anyhow::Result<()> {
        let answers: Vec<&str> = answers
            .lines()
            .filter(|line| line.starts_with("written:") || line.starts_with("refused:"))
            .collect();
        ensure!(
            answers.len() == self.samples.len(),
            "{} answers to {} samples",
            answers.len(),
            self.samples.len()
        );
        let mut right: BTreeMap<&str, usize> = BTreeMap::new();
        let mut wrong = vec![];
        for (sample, answer) in self.samples.iter().zip(answers) {
            let complaint = match answer.split_once(": ") {
                Some(("written", written)) => {
                    let manifest = &self.manifests[sample.manifest];
                    let whole_floats = language == "TypeScript";
                    judged(&mut self.judge, manifest, sample, written, whole_floats)?
                }
                _ => Some(answer.to_owned()),
            };
            match complaint {
                None => *right.entry(sample.side).or_default() += 1,
                Some(complaint) => wrong.push(format!(
                    "{} {} {}\n    {complaint}",
                    sample.name(),
                    sample.side,
                    sample.json
                )),
            }
        }
        println!("{language}: {right:?} right, {} wrong", wrong.len());
        ensure!(
            wrong.is_empty(),
            "{language}: {} of {} wrong:\n{}",
            wrong.len(),
            self.samples.len(),
            wrong.join("\n")
        );
        Ok(())
    }

    fn lines(&self) -> String {
        let lines = self.samples.iter().map(|sample| {
            serde_json::json!([sample.name(), sample.side, sample.json]).to_string() + "\n"
        });
        lines.collect()
    }
}

/// What is wrong with what a client wrote, if anything is.
fn judged(
    judge: &mut Judge,
    manifest: &Manifest,
    sample: &Sample,
    written: &str,
    whole_floats: bool,
) -> anyhow::Result<Option<String>> {
    let method = manifest
        .methods
        .iter()
        .find(|method| method.name == sample.method)
        .context("the sample is of a method")?;
    if sample.side == "result" {
        let same = same_json::same(&sample.json, written)?;
        return Ok((!same).then(|| format!("came back as {written}")));
    }
    let ask = |judge: &mut Judge, json: &str| judge.call(&sample.case, &method.name, json);
    let meant = ask(judge, &sample.json)?;
    Ok(match (meant, ask(judge, written)?) {
        (Answer::Result { result: meant }, Answer::Result { result }) => {
            let sorted = |json: &str| anyhow::Ok(canonical::sorted(&serde_json::from_str(json)?));
            // To JavaScript `2.0` is `2`, also where serde could tell them apart.
            let same = sorted(&meant)? == sorted(&result)?
                || (whole_floats && same_json::same(&meant, &result)?);
            (!same).then(|| format!("was sent as {written}, which means {result}, not {meant}"))
        }
        (_, Answer::Error { message, .. }) => Some(format!(
            "was sent as {written}, which serde refuses: {message}"
        )),
        (Answer::Error { .. }, _) => None,
    })
}

/// Runs a program that reads lines and writes lines.
fn answers(command: &mut Command, lines: &str, folder: &Path) -> anyhow::Result<String> {
    let input = folder.join("samples.jsonl");
    fs::File::create(&input)?.write_all(lines.as_bytes())?;
    let output = command
        .stdin(fs::File::open(&input)?)
        .stderr(Stdio::piped())
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

fn program(file: &str) -> std::path::PathBuf {
    folder::workspace().join("tests/judge").join(file)
}

#[test]
fn python_says_what_serde_says() -> anyhow::Result<()> {
    let trial = trial()?;
    let folder = folder::empty("judge-python")?;
    sdk::generate(sdk::CASES, "python", &folder)?;
    let mut run = Command::new(python::interpreter()?);
    run.arg(program("judge.py"))
        .env("PYTHONPATH", folder.join("python"));
    let answers = answers(&mut run, &trial.lines(), &folder)?;
    trial.verdict("Python", &answers)
}

/// What serde refuses, pydantic refuses before it is sent, or makes something of that serde takes: a
/// key that is there twice is sent once.
#[test]
fn python_sends_nothing_that_serde_refuses() -> anyhow::Result<()> {
    let compiled = cases::compile()?;
    let mut judge = Judge::start(&compiled.judge)?;
    let mut broken = vec![];
    let mut manifests = vec![];
    for case in &compiled.cases {
        if fs::read_to_string(case.source.join("lib.rs"))?.contains("State<") {
            continue;
        }
        let text = fs::read_to_string(case.out_dir.join("centrifugo/manifest.json"))?;
        let manifest = from_json(&text)?;
        for method in &manifest.methods {
            let Some(params) = &method.params else {
                continue;
            };
            let samples = Samples::new(&manifest, 4).broken(params, Direction::Input, SAMPLES);
            for sample in samples {
                let answer = judge.call(&case.name, &method.name, &sample.json)?;
                ensure!(
                    matches!(answer, Answer::Error { code: 422, .. }),
                    "serde takes {}",
                    sample.json
                );
                let name = format!("{}.{}", case.name, method.name);
                broken.push((name, sample, manifests.len()));
            }
        }
        manifests.push(manifest);
    }
    ensure!(broken.len() > 1_000, "only {} samples", broken.len());
    let folder = folder::empty("judge-python-broken")?;
    sdk::generate(sdk::CASES, "python", &folder)?;
    let mut run = Command::new(python::interpreter()?);
    run.arg(program("judge.py"))
        .env("PYTHONPATH", folder.join("python"));
    let lines = broken.iter().map(|(name, sample, _)| {
        serde_json::json!([name, "params", sample.json]).to_string() + "\n"
    });
    let answers = answers(&mut run, &lines.collect::<String>(), &folder)?;
    let mut sent = vec![];
    for ((name, sample, manifest), answer) in broken.iter().zip(answers.lines()) {
        let Some(written) = answer.strip_prefix("written: ") else {
            continue;
        };
        let (case, method) = name.split_once('.').context("a case and a method")?;
        let manifest: &Manifest = &manifests[*manifest];
        let mut methods = manifest.methods.iter();
        let params = methods
            .find(|found| found.name == method)
            .and_then(|found| found.params.as_ref())
            .context("the sample is of params")?;
        // What the manifest does not know, no client can.
        let validator = manifest.validator();
        if validator.check(params, Direction::Input, written) == Verdict::Unknown {
            continue;
        }
        if let Answer::Error { message, .. } = judge.call(case, method, written)? {
            sent.push(format!(
                "{name} {} ({}: {})\n    is sent as {written}: {message}",
                sample.json, sample.path, sample.reason
            ));
        }
    }
    ensure!(
        sent.is_empty(),
        "{} of {} are sent:\n{}",
        sent.len(),
        broken.len(),
        sent.join("\n")
    );
    Ok(())
}

#[test]
fn typescript_says_what_serde_says() -> anyhow::Result<()> {
    let trial = trial()?;
    let folder = folder::empty("judge-typescript")?;
    // Whose 64-bit integers are exact, so that every sample can be asked.
    sdk::generate_bigint(&folder)?;
    let package = folder.join("typescript");
    std::os::unix::fs::symlink(node::modules()?, package.join("node_modules"))?;
    fs::create_dir_all(package.join("src/judge"))?;
    fs::copy(program("judge.ts"), package.join("src/judge/judge.ts"))?;
    let mut tsc = node::command(node::COMPILERS[1], &package)?;
    process::run(tsc.args(["--types", "node", "-p", "tsconfig.esm.json"]))?;
    let mut mark = Command::new("node");
    process::run(mark.arg("scripts/mark-esm.cjs").current_dir(&package))?;
    let mut run = Command::new("node");
    run.arg("dist/esm/judge/judge.js").current_dir(&package);
    let answers = answers(&mut run, &trial.lines(), &folder)?;
    trial.verdict("TypeScript", &answers)
}

#[test]
fn go_says_what_serde_says() -> anyhow::Result<()> {
    let trial = trial()?;
    let folder = folder::empty("judge-go")?;
    sdk::generate(sdk::CASES, "go", &folder)?;
    let module = folder.join("go");
    process::run_with_retries(|| {
        let mut download = go::command("mod", &module);
        download.arg("download");
        download
    })?;
    let lines = trial.samples.iter().map(|sample| {
        let name = format!("{} {}", sample.name(), sample.side);
        format!("[{},{}]\n", Value::String(name), sample.json)
    });
    let samples = folder.join("samples.jsonl");
    fs::write(&samples, lines.collect::<String>())?;
    let mut test = go::command("test", &module);
    test.args(["-count=1", "-run", "TestCodecs", "-v", "."])
        .env("CODEC_SAMPLES", &samples);
    let answers = process::run(&mut test)?;
    trial.verdict("Go", &answers)
}
