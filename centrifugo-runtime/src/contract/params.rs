//! Holds what serde does with params against what the manifest says of them.
//!
//! In: a type of the manifest and its [`Subject`]. Out: [`Findings`]. serde is the judge: where both
//! differ, the manifest is wrong.

use std::cell::LazyCell;

use centrifugo_manifest::{Direction, Manifest, Samples, Type, Verdict};
use serde_json::Value;

use super::compare::Tolerance;
use super::defaults::Defaults;
use super::findings::{Difference, Findings, What};
use super::fragments::fragments;
use super::loose::loosened;
use super::places::Places;
use super::probe::{Refusal, Subject};
use super::prove::{SAMPLES, SEED, changed, fabricated};
use super::reach::Reach;
use super::repair::repaired;

/// Samples of a type whose values the server may refuse.
const POSSIBLE: usize = 96;
/// Broken samples of a type.
const BROKEN: usize = 192;

/// Of two equal values, sets may be written in another order.
const SAME_VALUE: Tolerance = Tolerance {
    order: true,
    texts: false,
};

/// Proves what clients may send.
///
/// Samples that the manifest is sure of have to be accepted. Where it leaves something to the server
/// (`try_from`, `deserialize_with`, a stand-in of the settings), serde may refuse values, but not
/// all of them for their form.
pub(super) fn params(manifest: &Manifest, subject: &Subject, wanted: &Type) -> Findings {
    let mut findings = Findings::default();
    let Some(read) = subject.read else {
        return findings;
    };
    let samples = Samples::new(manifest, SEED);
    let reach = Reach::of(manifest, wanted);
    let mut sent = samples.valid(wanted, Direction::Input, SAMPLES);
    for json in &sent {
        findings.sent(manifest, wanted, (json, read(json)), &mut None);
    }
    let mut places = Some(Places::new(reach.sent_keys(), reach.has_any()));
    for json in samples.possible(wanted, POSSIBLE) {
        // All others are known already.
        if manifest.validator().check(wanted, Direction::Input, &json) != Verdict::Unknown {
            continue;
        }
        let refused = read(&json).err();
        let repaired = refused.and_then(|refusal| repaired(&json, &refusal, read));
        for json in [json].into_iter().chain(repaired) {
            findings.sent(manifest, wanted, (&json, read(&json)), &mut places);
            sent.push(json);
        }
    }
    findings
        .differences
        .extend(places.into_iter().flat_map(Places::doubts));
    let loose = LazyCell::new(|| loosened(manifest));
    for broken in samples.broken(wanted, Direction::Input, BROKEN) {
        match read(&broken.json) {
            Err(_) => findings.refused += 1,
            Ok(()) if !refuses(&loose, wanted, &broken.json) => findings.undecided += 1,
            Ok(()) => findings.differences.push(Difference {
                path: broken.path,
                what: What::Accepts,
                reason: broken.reason,
                json: broken.json,
            }),
        }
    }
    findings.defaults(manifest, subject, wanted, &sent);
    if reach.has_output() {
        findings.params_written(manifest, subject, wanted, sent);
    }
    findings
}

fn refuses(manifest: &Manifest, wanted: &Type, json: &str) -> bool {
    let verdict = manifest.validator().check(wanted, Direction::Input, json);
    matches!(verdict, Verdict::Refuses(_))
}

impl Findings {
    /// Notes what serde does with JSON that clients may send.
    fn sent(
        &mut self,
        manifest: &Manifest,
        wanted: &Type,
        (json, read): (&str, Result<(), Refusal>),
        places: &mut Option<Places<'_>>,
    ) {
        match read {
            Ok(()) => {
                self.accepted += 1;
                if let Some(places) = places {
                    places.pass(json);
                }
            }
            Err(refusal) => match manifest.validator().check(wanted, Direction::Input, json) {
                Verdict::Accepts => self.differences.push(Difference {
                    path: refusal.path,
                    what: What::Refuses,
                    reason: refusal.reason,
                    json: json.to_owned(),
                }),
                Verdict::Unknown | Verdict::Refuses(_) => {
                    self.undecided += 1;
                    if let Some(places) = places {
                        places.refuse(json, refusal);
                    }
                }
            },
        }
    }

    /// Proves that a key that is left out is as good as one with its default.
    fn defaults(&mut self, manifest: &Manifest, subject: &Subject, wanted: &Type, sent: &[String]) {
        let Some(rewrite) = subject.rewrite else {
            return;
        };
        let defaults = Defaults::new(manifest);
        for json in sent {
            let Ok(value) = serde_json::from_str::<Value>(json) else {
                continue;
            };
            let mut filled = value.clone();
            let count = defaults.fill(wanted, &mut filled);
            // Not the sample itself, of which a `Value` may have lost digits.
            let read = rewrite(value.to_string().leak());
            let (Ok(written), true) = (read, count > 0) else {
                continue;
            };
            let filled = filled.to_string();
            let (path, reason) = match rewrite(filled.clone().leak()) {
                Err(refusal) => (refusal.path, refusal.reason),
                Ok(other) => match changed(&written, &other, SAME_VALUE) {
                    None => {
                        self.defaults += count;
                        continue;
                    }
                    Some(path) => (path, written),
                },
            };
            self.differences.push(Difference {
                path,
                what: What::Defaults,
                reason,
                json: filled,
            });
        }
    }

    /// Proves how params are written that stand in a result, too.
    fn params_written(
        &mut self,
        manifest: &Manifest,
        subject: &Subject,
        wanted: &Type,
        sent: Vec<String>,
    ) {
        let Some(rewrite) = subject.rewrite else {
            return;
        };
        let fragments = fragments(&sent);
        for json in sent {
            if let Ok(written) = rewrite(json.leak()) {
                self.written(manifest, wanted, written);
            }
        }
        for written in fabricated(subject, fragments) {
            // What the type itself writes is the best guess at what it reads.
            let check = manifest
                .validator()
                .check(wanted, Direction::Input, &written);
            if !matches!(check, Verdict::Refuses(_)) && rewrite(written.clone().leak()).is_ok() {
                self.accepted += 1;
            }
            self.written(manifest, wanted, written);
        }
    }
}
