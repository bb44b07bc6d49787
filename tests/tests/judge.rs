//! The manifest's word against serde's: every sample that the manifest makes, good or broken, and
//! every one that was thought of by hand, goes to the case's own handlers.
//!
//! In each case, methods take and return values; what they return is held against the output shape.

use std::collections::BTreeMap;
use std::fs;

use centrifugo_manifest::{
    Direction, Manifest, Method, Samples, Type, Validator, Verdict, from_json,
};
use centrifugo_tests::cases::{self, Case};
use centrifugo_tests::judge::{Answer, Judge};
use centrifugo_tests::odd;

/// How many samples are made of each method's params.
const SAMPLES: usize = 200;

/// How many of these are made odd, at each place in each way.
const MUTATED: usize = 4;

#[test]
fn the_manifest_says_what_serde_does() -> anyhow::Result<()> {
    let compiled = cases::compile()?;
    let mut judge = Judge::start(&compiled.judge)?;
    let mut wrong: Vec<String> = vec![];
    let mut asked = 0;
    for case in &compiled.cases {
        if fs::read_to_string(case.source.join("lib.rs"))?.contains("State<") {
            continue;
        }
        let manifest = fs::read_to_string(case.out_dir.join("centrifugo/manifest.json"))?;
        let manifest = from_json(&manifest)?;
        let by_hand = by_hand(case)?;
        for method in &manifest.methods {
            let Some(params) = &method.params else {
                continue;
            };
            let mut trial = Trial {
                case,
                method,
                params,
                manifest: &manifest,
                validator: manifest.validator(),
                judge: &mut judge,
                wrong: &mut wrong,
            };
            asked += trial.run(by_hand.get(&method.name).map_or(&[], Vec::as_slice))?;
        }
    }
    assert!(asked > 50_000, "only {asked} samples were judged");
    assert!(
        wrong.is_empty(),
        "{} of {asked} samples are judged otherwise by serde:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}

/// `samples.json` of a case: method → JSON texts.
fn by_hand(case: &Case) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let path = case.source.join("samples.json");
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

struct Trial<'t> {
    case: &'t Case,
    method: &'t Method,
    params: &'t Type,
    manifest: &'t Manifest,
    validator: Validator<'t>,
    judge: &'t mut Judge,
    wrong: &'t mut Vec<String>,
}

impl Trial<'_> {
    fn run(&mut self, by_hand: &[String]) -> anyhow::Result<usize> {
        let mut samples =
            Samples::new(self.manifest, 1).valid(self.params, Direction::Input, SAMPLES);
        let mutations = samples
            .iter()
            .take(MUTATED)
            .flat_map(|sample| odd::mutations(sample));
        let mut mutations: Vec<String> = mutations.collect();
        let broken = Samples::new(self.manifest, 2).broken(self.params, Direction::Input, SAMPLES);
        samples.extend(broken.into_iter().map(|broken| broken.json));
        samples.append(&mut mutations);
        samples.extend(by_hand.iter().cloned());
        for sample in &samples {
            self.ask(sample)?;
        }
        Ok(samples.len())
    }

    fn ask(&mut self, sample: &str) -> anyhow::Result<()> {
        let verdict = self.validator.check(self.params, Direction::Input, sample);
        let answer = self
            .judge
            .call(&self.case.name, &self.method.name, sample)?;
        let complaint = match (&verdict, &answer) {
            (Verdict::Accepts, Answer::Error { code, message }) => Some(format!(
                "refused ({code} {message}), the manifest accepts it"
            )),
            (Verdict::Refuses(fault), Answer::Result { .. }) => {
                Some(format!("accepted, the manifest refuses it: {fault}"))
            }
            (_, Answer::Error { code, message }) if *code != 422 => {
                Some(format!("failed: {code} {message}"))
            }
            (_, Answer::Result { result }) => {
                match self
                    .validator
                    .check(&self.method.result, Direction::Output, result)
                {
                    Verdict::Refuses(fault) => {
                        Some(format!("answered {result}, which is no output: {fault}"))
                    }
                    Verdict::Accepts | Verdict::Unknown => None,
                }
            }
            _ => None,
        };
        if let Some(complaint) = complaint {
            let (case, method) = (&self.case.name, &self.method.name);
            self.wrong
                .push(format!("{case} {method} {sample}: {complaint}"));
        }
        Ok(())
    }
}
