//! What a check of one value comes to, before it is a verdict.

use std::ops::{BitAnd, BitAndAssign};

use super::Fault;

/// Refused, or accepted with some certainty.
pub(super) type Outcome = Result<Certainty, Fault>;

/// Does the manifest say all that the server looks at?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It does.
    Sure,
    /// The server may refuse it all the same.
    Unsure,
}

impl Certainty {
    /// [`Unsure`](Self::Unsure) if something is `checked`.
    pub(super) fn unless(self, checked: bool) -> Self {
        if checked { Self::Unsure } else { self }
    }
}

impl BitAnd for Certainty {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.unless(other == Self::Unsure)
    }
}

impl BitAndAssign for Certainty {
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

/// All reasons, as far as anybody reads.
pub(super) fn reasons(faults: &[Fault]) -> String {
    const LONG: usize = 400;
    let reasons: Vec<_> = faults.iter().map(Fault::to_string).collect();
    let mut reasons = reasons.join("; ");
    if let Some((end, _)) = reasons.char_indices().nth(LONG) {
        reasons.truncate(end);
        reasons.push('…');
    }
    reasons
}

/// Tries one after the other: the first that fits is it.
pub(super) fn first_fit(
    mut attempts: impl Iterator<Item = Outcome>,
    none: impl FnOnce(Vec<Fault>) -> Fault,
) -> Outcome {
    let mut faults = Vec::new();
    let mut unsure = false;
    let sure = attempts.any(|attempt| match attempt {
        Ok(Certainty::Sure) => true,
        Ok(Certainty::Unsure) => {
            unsure = true;
            false
        }
        Err(fault) => {
            faults.push(fault);
            false
        }
    });
    match (sure, unsure) {
        (true, _) => Ok(Certainty::Sure),
        (false, true) => Ok(Certainty::Unsure),
        (false, false) => Err(none(faults)),
    }
}
