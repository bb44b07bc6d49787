//! What commands end with.
//!
//! Exit codes: 0 done, 1 the input or the environment is at fault, 2 the arguments are, 3 `--check`
//! found a difference, 101 a bug. `diff` says by them how bad the worst change is: 4 source only, 5 old
//! servers, 6 behaviour, 7 old clients.

use crate::diff::Level;

/// What a command ends with when nothing went wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is done.
    Done,
    /// `--check`: files on disk are not what would be generated.
    Differs,
    /// `diff`: the worst change that is not allowed.
    Changed(Level),
}

impl Outcome {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done | Self::Changed(Level::Safe | Level::Addition) => 0,
            Self::Differs => 3,
            Self::Changed(Level::Source) => 4,
            Self::Changed(Level::OldServers) => 5,
            Self::Changed(Level::Behaviour) => 6,
            Self::Changed(Level::OldClients) => 7,
        }
    }
}
