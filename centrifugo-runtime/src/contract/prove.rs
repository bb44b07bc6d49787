//! Holds what serde does with results against what the manifest says of them.
//!
//! In: a type of the manifest and its [`Subject`]. Out: [`Findings`]. serde is the judge: where both
//! differ, the manifest is wrong.

use centrifugo_manifest::{Direction, Manifest, Samples, Type, Verdict};
use serde_json::Value;

use super::choices::Choices;
use super::compare::{self, Tolerance};
use super::findings::{Difference, Findings, What};
use super::fragments::fragments;
use super::literal::Literal;
use super::probe::Subject;
use super::reach::Reach;
use super::repair::repaired;

/// The same samples in every run: a failure is there again when it is looked for.
pub(super) const SEED: u64 = 1;
/// Valid samples of a type.
pub(super) const SAMPLES: usize = 64;
/// Refused samples of a result that are tried with other texts.
const REPAIRS: usize = 8;
/// Values of a type that are made from nothing, and how many there may be if its enums need them.
const FABRICATED: std::ops::Range<usize> = 32..512;
/// Proves what clients receive.
///
/// Every JSON that serde writes has to be as the manifest says. Values come from samples that serde
/// reads and from what the type's own `Deserialize` asks for, so that a wrong manifest does not decide
/// which values are looked at. Of a type that is only `Serialize`, they are literals. A result need not be read as it is written (`rename(serialize = …)`,
/// `skip_deserializing`, `&'static str`), so a sample that is refused proves nothing; one that is read
/// has to stay the same where the manifest says that the type is sent as it is received.
pub(super) fn result(
    manifest: &Manifest,
    subject: &Subject,
    wanted: &Type,
    literals: &[Literal],
) -> Findings {
    let mut findings = Findings::default();
    for literal in literals {
        findings.literal(manifest, wanted, literal);
    }
    let Some(rewrite) = subject.rewrite else {
        return findings;
    };
    let reach = Reach::of(manifest, wanted);
    let tolerance = Tolerance {
        order: reach.has_unordered(),
        texts: reach.has_formats(),
    };
    let made = Samples::new(manifest, SEED);
    let samples = made.valid(wanted, Direction::Output, SAMPLES);
    // What is received may be called otherwise when it is sent.
    let fragments = fragments(&[&samples[..], &made.possible(wanted, SAMPLES)].concat());
    let mut repairs = REPAIRS;
    for json in samples {
        let written = match rewrite(json.clone().leak()) {
            Ok(written) => written,
            Err(refusal) => {
                let read = |json: &str| rewrite(json.to_owned().leak()).map(drop);
                if repairs > 0
                    && let Some(json) = repaired(&json, &refusal, read)
                    && let Ok(written) = rewrite(json.leak())
                {
                    findings.written(manifest, wanted, written);
                }
                repairs = repairs.saturating_sub(1);
                findings
                    .not_same
                    .push(format!("{}: {}", refusal.path, refusal.reason));
                continue;
            }
        };
        match changed(&json, &written, tolerance) {
            None => findings.same += 1,
            Some(path) if reach.reads_what_it_writes() => findings.differences.push(Difference {
                path,
                what: What::Changes,
                reason: written.clone(),
                json,
            }),
            Some(path) => findings.not_same.push(format!("{path}: it changes")),
        }
        findings.written(manifest, wanted, written);
    }
    for json in fabricated(subject, fragments) {
        findings.written(manifest, wanted, json);
    }
    let nothing_else = findings.differences.is_empty() && findings.undecided == 0;
    if let Some(first) = findings.not_same.first().cloned()
        && !findings.is_proven()
        && nothing_else
    {
        findings.differences.push(Difference {
            path: "$".to_owned(),
            what: What::ReadsNothing,
            reason: first,
            json: String::new(),
        });
    }
    findings
}

/// JSON of values that are made by way of the type's own `Deserialize`.
pub(super) fn fabricated(subject: &Subject, fragments: Vec<Value>) -> Vec<String> {
    let Some(fabricate) = subject.fabricate else {
        return vec![];
    };
    let mut choices = Choices::new(SEED, fragments);
    let mut made = vec![];
    for count in 0..FABRICATED.end {
        if count >= FABRICATED.start && choices.had_all_variants() {
            break;
        }
        let Some(json) = choices.first(fabricate) else {
            break;
        };
        made.push(json);
    }
    made
}

impl Findings {
    /// Proves how a value is written that was made in Rust.
    fn literal(&mut self, manifest: &Manifest, wanted: &Type, literal: &Literal) {
        let Some(json) = &literal.written else {
            self.undecided += 1;
            return;
        };
        let before = self.differences.len();
        self.written(manifest, wanted, json.clone());
        if self.differences.len() == before
            && let Some((path, foretold)) = literal.difference()
        {
            self.differences.push(Difference {
                path,
                what: What::WritesOther,
                reason: foretold,
                json: json.clone(),
            });
        }
    }

    pub(super) fn written(&mut self, manifest: &Manifest, wanted: &Type, json: String) {
        match manifest.validator().check(wanted, Direction::Output, &json) {
            Verdict::Accepts => self.written += 1,
            Verdict::Unknown => self.undecided += 1,
            Verdict::Refuses(fault) => self.differences.push(Difference {
                path: fault.path,
                what: What::Writes,
                reason: fault.reason,
                json,
            }),
        }
    }
}

pub(super) fn changed(before: &str, after: &str, tolerance: Tolerance) -> Option<String> {
    let parse = |json| serde_json::from_str::<Value>(json).ok();
    match (parse(before), parse(after)) {
        (Some(before), Some(after)) => compare::difference(&before, &after, tolerance),
        _ => Some("$".to_owned()),
    }
}
