//! What is found out, as text: a row of the table a side, and the message of a failed test.

use std::fmt::Write as _;

use super::findings::{Difference, Findings, What};
use super::{Proof, Side};

/// Differences that are shown in full; one cause often makes many.
const SHOWN: usize = 3;

/// How much of a sample is shown.
const MAX_JSON: usize = 600;

const HINT: &str = "serde is right: clients that are generated from this manifest are wrong. \
                    Probable causes:\n\
                    - a `#[cfg]` on the type, or a field or variant of it, that another build script \
                    sets and that `cfg` in [package.metadata.centrifugo] does not name, or names though \
                    it is not set\n\
                    - an entry of `types` in [package.metadata.centrifugo] whose Rust type has another \
                    JSON form than what it stands for\n\
                    - tests that are compiled with other features or another target than build.rs was \
                    run for, or with `#[cfg(test)]` within the type\n\
                    If it is none of these, centrifugo-build has misread the type: please report it.";

const DERIVE: &str = "hint: derive `Deserialize` for tests: \
                      `#[cfg_attr(test, derive(serde::Deserialize))]`";

/// The rows of the table of what is proven.
pub(super) fn rows(proof: &Proof<'_>) -> String {
    let mut rows = vec![];
    if let Some(params) = &proof.params {
        rows.push(("params", state(params)));
    }
    rows.push(("result", state(&proof.result)));
    let rows: Vec<String> = rows
        .into_iter()
        .map(|(side, state)| format!("{:<32} {side}  {state}", proof.method.name))
        .collect();
    rows.join("\n")
}

fn state(side: &Side) -> String {
    let findings = &side.findings;
    if !findings.differences.is_empty() {
        return format!("WRONG       {} differences", findings.differences.len());
    }
    if !side.is_proven() {
        return format!("not proven  {}", why_not(side));
    }
    let Findings {
        accepted,
        refused,
        written,
        same,
        undecided,
        not_same,
        defaults,
        ..
    } = findings;
    let counts = [
        (*accepted, "valid accepted"),
        (*refused, "broken refused"),
        (*written, "written as declared"),
        (*same, "the same when read and written"),
        (not_same.len(), "not"),
        (*defaults, "defaults taken"),
        (*undecided, "undecided"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let mut state = format!("proven      {}", counts.join(", "));
    if let Some(first) = not_same.first() {
        let _ = write!(state, " (the first: {first})");
    }
    state
}

fn why_not(side: &Side) -> String {
    let rust = side.rust;
    if let (false, Some(gap)) = (side.readable, side.gap) {
        format!("`{rust}` is only `Serialize`, and {gap}")
    } else if !side.readable {
        format!("`{rust}` is only `Serialize`")
    } else if side.findings.undecided > 0 {
        format!("`{rust}` may refuse more than the manifest says")
    } else {
        format!("there are no samples of `{rust}`")
    }
}

/// Where serde and the manifest differ, if they do.
pub(super) fn differences(proof: &Proof<'_>) -> Option<String> {
    let sides = [
        ("params", proof.params.as_ref()),
        ("result", Some(&proof.result)),
    ];
    let mut text = String::new();
    for (name, side) in sides {
        if let Some(side) = side {
            push_side(&mut text, name, side);
        }
    }
    if text.is_empty() {
        return None;
    }
    let method = proof.method;
    let position = &method.position;
    Some(format!(
        "serde and the manifest differ on the method `{}`\n  handler `{}` at {}:{}:{}\n\n{text}{HINT}",
        method.name, method.handler, position.file, position.line, position.column,
    ))
}

fn push_side(text: &mut String, name: &str, side: &Side) {
    let mut shown: Vec<&Difference> = vec![];
    for found in &side.findings.differences {
        let known = shown
            .iter()
            .any(|other| other.what == found.what && other.path == found.path);
        if !known && shown.len() < SHOWN {
            shown.push(found);
        }
    }
    for found in &shown {
        let Difference {
            path,
            what,
            reason,
            json,
        } = found;
        let _ = writeln!(
            text,
            "{name} `{}` at `{path}`: {}",
            side.rust,
            explain(*what)
        );
        if !reason.is_empty() {
            let _ = writeln!(text, "  {}: {reason}", whose(*what));
        }
        if !json.is_empty() {
            let _ = writeln!(text, "  JSON: {}", cut(json));
        }
        text.push('\n');
    }
    let more = side.findings.differences.len() - shown.len();
    if more > 0 {
        let _ = writeln!(text, "and {more} more of the {name}\n");
    }
}

fn explain(what: What) -> &'static str {
    match what {
        What::Refuses => "serde refuses what the manifest lets clients send",
        What::RefusesForm => {
            "serde refuses every sample of the form that the manifest says, whatever its value"
        }
        What::Defaults => {
            "serde takes a key that is left out as another value than the default that the manifest \
             says"
        }
        What::Accepts => "serde accepts what the manifest does not let clients send",
        What::Writes => "serde writes what the manifest does not let clients receive",
        What::WritesOther => "serde writes a value otherwise than the manifest says",
        What::Changes => "serde reads and writes this as something else",
        What::ReadsNothing => {
            "serde reads nothing that the manifest says it writes, and no value could be made \
             without it"
        }
    }
}

/// Whose word the reason of a difference is.
fn whose(what: What) -> &'static str {
    match what {
        What::Changes => "written",
        What::Defaults => "without the key",
        What::Refuses | What::RefusesForm | What::ReadsNothing => "serde",
        What::Accepts | What::Writes | What::WritesOther => "manifest",
    }
}

fn cut(json: &str) -> String {
    match json.char_indices().nth(MAX_JSON) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}

/// What is not proven, if anything is not.
pub(super) fn unproven(proofs: &[Proof<'_>]) -> Option<String> {
    let mut lines = vec![];
    for proof in proofs {
        let sides = [
            ("params", proof.params.as_ref()),
            ("result", Some(&proof.result)),
        ];
        for (name, side) in sides {
            let Some(side) = side else { continue };
            if !side.is_proven() && side.findings.differences.is_empty() {
                lines.push(format!("  {} {name}: {}", proof.method.name, why_not(side)));
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    Some(format!("not proven:\n{}\n{DERIVE}", lines.join("\n")))
}
