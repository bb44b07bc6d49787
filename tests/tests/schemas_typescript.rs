//! `typescript.validate = "zod"`: replies that a server writes are taken, others are refused with the
//! method and the place.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::Command;

use anyhow::ensure;
use centrifugo_manifest::{
    Direction, Int64, Manifest, Samples, Validate, Verdict, from_json, to_json,
};
use centrifugo_tests::tool::node;
use centrifugo_tests::{combined, folder, process, same_json, sdk};
use serde_json::Value;

/// How many samples of each method's result, valid and broken each.
const SAMPLES: usize = 40;

/// What TypeScript's types say: strings without a form, maps with keys of any kind.
fn relaxed(manifest: &Manifest) -> anyhow::Result<Manifest> {
    let mut json: Value = serde_json::from_str(&to_json(manifest))?;
    relax(&mut json);
    Ok(from_json(&json.to_string())?)
}

fn relax(json: &mut Value) {
    match json {
        Value::Object(entries) => {
            match entries.get("kind").and_then(Value::as_str) {
                Some("string") => {
                    entries.remove("format");
                }
                Some("map") => {
                    entries.insert("key".to_owned(), serde_json::json!({ "kind": "string" }));
                }
                _ => {}
            }
            entries.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}

/// A result, and what is to become of it.
struct Sample {
    method: String,
    json: String,
    /// What is wrong with it, if something is.
    fault: Option<String>,
}

fn samples(manifest: &Manifest) -> anyhow::Result<Vec<Sample>> {
    let relaxed = relaxed(manifest)?;
    let samples = Samples::new(manifest, 5);
    let mut all = vec![];
    for (method, plain) in manifest.methods.iter().zip(&relaxed.methods) {
        for json in samples.valid(&method.result, Direction::Output, SAMPLES) {
            all.push(Sample {
                method: method.name.clone(),
                json,
                fault: None,
            });
        }
        for broken in samples.broken(&method.result, Direction::Output, SAMPLES) {
            // Of two equal keys JavaScript sees one.
            let seen = serde_json::from_str::<Value>(&broken.json);
            let seen = seen.map_or_else(|_| broken.json.clone(), |seen| seen.to_string());
            let verdict = relaxed
                .validator()
                .check(&plain.result, Direction::Output, &seen);
            // New servers may write keys that old clients do not know; samples have this one.
            let is_unknown_key =
                broken.reason.contains("unknown key") || broken.json.contains("\"broken\":null");
            // To JavaScript it is an integer.
            let is_integer = broken.reason.ends_with("e0");
            let is_twice = broken.reason.contains("is there twice");
            if matches!(verdict, Verdict::Refuses(_)) && !is_unknown_key && !is_integer && !is_twice
            {
                all.push(Sample {
                    method: method.name.clone(),
                    fault: Some(format!("{}: {}", broken.path, broken.reason)),
                    json: broken.json,
                });
            }
        }
    }
    Ok(all)
}

#[test]
fn zod_takes_what_servers_write_and_nothing_else() -> anyhow::Result<()> {
    let mut manifest = combined::manifest()?;
    manifest.sdk.typescript.validate = Validate::Zod;
    // Exact, so that every sample can be asked.
    manifest.sdk.typescript.int64 = Int64::Bigint;
    let samples = samples(&manifest)?;
    let folder = folder::empty("schemas-typescript")?;
    let file = folder.join("manifest.json");
    fs::write(&file, to_json(&manifest))?;
    sdk::generate_from(&file, "typescript", &folder)?;
    let package = folder.join("typescript");
    std::os::unix::fs::symlink(node::modules()?, package.join("node_modules"))?;
    fs::create_dir_all(package.join("src/judge"))?;
    let judge = folder::workspace().join("tests/judge/judge.ts");
    fs::copy(judge, package.join("src/judge/judge.ts"))?;
    let mut tsc = node::command(node::COMPILERS[1], &package)?;
    process::run(tsc.args(["--types", "node", "-p", "tsconfig.esm.json"]))?;
    let mut mark = Command::new("node");
    process::run(mark.arg("scripts/mark-esm.cjs").current_dir(&package))?;
    let input = folder.join("samples.jsonl");
    let mut lines = fs::File::create(&input)?;
    for Sample { method, json, .. } in &samples {
        let line = serde_json::json!([method, "result", json]);
        writeln!(lines, "{line}")?;
    }
    let mut run = Command::new("node");
    run.arg("dist/esm/judge/judge.js").current_dir(&package);
    let output = run.stdin(fs::File::open(&input)?).output()?;
    let answers = String::from_utf8(output.stdout)?;
    let answers: Vec<&str> = answers.lines().collect();
    ensure!(answers.len() == samples.len(), "{} answers", answers.len());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = vec![];
    for (sample, answer) in samples.iter().zip(answers) {
        let (outcome, text) = answer.split_once(": ").unwrap_or((answer, ""));
        let right = match &sample.fault {
            None => outcome == "written" && same_json::same(&sample.json, text)?,
            Some(_) => outcome == "refused" && text.contains(&sample.method),
        };
        if right {
            *counts.entry(outcome).or_default() += 1;
        } else {
            let fault = sample.fault.as_deref().unwrap_or("nothing");
            let (method, json) = (&sample.method, &sample.json);
            wrong.push(format!("{method} {json}\n    wrong is {fault}; {answer}"));
        }
    }
    println!("{counts:?} right, {} wrong", wrong.len());
    ensure!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    ensure!(
        counts.get("refused").is_some_and(|count| *count > 500),
        "{counts:?}"
    );
    Ok(())
}
