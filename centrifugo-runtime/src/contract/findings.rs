//! What is found out about a type: what agrees, and where serde and the manifest differ.

/// What was found out about a type in one direction.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) differences: Vec<Difference>,
    /// Valid samples that were accepted.
    pub(super) accepted: usize,
    /// Broken samples that were refused.
    pub(super) refused: usize,
    /// Values whose JSON is as the manifest says.
    pub(super) written: usize,
    /// Samples that were the same after they were read and written.
    pub(super) same: usize,
    /// Samples that were not, though they may be: where and why.
    pub(super) not_same: Vec<String>,
    /// Keys that were left out and then had the default that the manifest says.
    pub(super) defaults: usize,
    /// Where serde or the manifest alone could tell, and does not.
    pub(super) undecided: usize,
}

impl Findings {
    /// Has anything been held against serde?
    pub(super) fn is_proven(&self) -> bool {
        // A type that refuses everything shows nothing by that.
        self.accepted + self.written > 0 || self.refused > 0 && self.undecided == 0
    }
}

/// Where serde and the manifest differ.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) what: What,
    pub(super) reason: String,
    pub(super) json: String,
}

/// How serde and the manifest differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// serde refuses what the manifest lets clients send.
    Refuses,
    /// serde refuses all that the manifest lets clients send there, whatever its value.
    RefusesForm,
    /// serde accepts what the manifest does not let clients send.
    Accepts,
    /// serde writes what the manifest does not let clients receive.
    Writes,
    /// serde writes a value as what the manifest says another is.
    WritesOther,
    /// serde does not write what it has read.
    Changes,
    /// serde takes a key that is left out as something else.
    Defaults,
    /// serde reads no sample of what it should write.
    ReadsNothing,
}
