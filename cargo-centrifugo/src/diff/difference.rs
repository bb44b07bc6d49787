//! How the JSON of one place differs, and who suffers from it.

use std::ops::{BitOr, BitOrAssign};

use centrifugo_build::manifest::Direction;

use super::level::{Level, Levels};

/// How the JSON texts of one place differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Some were possible and are no more.
    pub(super) lost: bool,
    /// Some are possible and were not.
    pub(super) gained: bool,
    /// Some that are possible now and then mean something else.
    pub(super) behaviour: bool,
}

impl Difference {
    pub(super) const NONE: Self = Self {
        lost: false,
        gained: false,
        behaviour: false,
    };
    pub(super) const LOST: Self = Self {
        lost: true,
        ..Self::NONE
    };
    pub(super) const GAINED: Self = Self {
        gained: true,
        ..Self::NONE
    };
    pub(super) const BOTH: Self = Self {
        lost: true,
        gained: true,
        behaviour: false,
    };
    pub(super) const BEHAVIOUR: Self = Self {
        behaviour: true,
        ..Self::NONE
    };

    pub(super) fn new(lost: bool, gained: bool) -> Self {
        Self {
            lost,
            gained,
            behaviour: false,
        }
    }

    /// The difference that there would be with old and new exchanged.
    pub(super) fn reversed(self) -> Self {
        Self {
            lost: self.gained,
            gained: self.lost,
            ..self
        }
    }

    /// Who suffers from it: whoever writes what the other does not read.
    pub(super) fn levels(self, direction: Direction) -> Levels {
        let (old_clients, old_servers) = match direction {
            Direction::Input => (self.lost, self.gained),
            Direction::Output => (self.gained, self.lost),
        };
        Levels::when(old_clients, Level::OldClients)
            | Levels::when(old_servers, Level::OldServers)
            | Levels::when(self.behaviour, Level::Behaviour)
    }
}

impl BitOr for Difference {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            lost: self.lost || other.lost,
            gained: self.gained || other.gained,
            behaviour: self.behaviour || other.behaviour,
        }
    }
}

impl BitOrAssign for Difference {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
