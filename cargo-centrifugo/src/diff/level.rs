//! How bad a change is, and for whom.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

use serde::Serialize;

/// How bad a change is, from the mildest to the worst.
///
/// An old client is the SDK of OLD against a server of NEW, an old server is one of OLD with the SDK
/// of NEW before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// Nobody notices, or it is for people to read, such as a deprecation
    Safe,
    /// Nothing old breaks; what is new works only once the server is new
    Addition,
    /// The JSON is the same; source that uses the SDK has to change
    Source,
    /// New clients fail with, or misread, servers that are still old
    OldServers,
    /// The same JSON goes through and means something else
    #[value(alias = "behavior")]
    Behaviour,
    /// Old clients fail with, or misread, new servers
    OldClients,
}

impl Level {
    /// From the worst to the mildest.
    pub(crate) const ALL: [Self; 6] = [
        Self::OldClients,
        Self::Behaviour,
        Self::OldServers,
        Self::Source,
        Self::Addition,
        Self::Safe,
    ];

    /// As it is written on the command line and in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Addition => "addition",
            Self::Source => "source",
            Self::OldServers => "old-servers",
            Self::Behaviour => "behaviour",
            Self::OldClients => "old-clients",
        }
    }

    /// What it means, as the heading of its changes.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Safe => "nobody has to do anything",
            Self::Addition => "what is new works only once the server is new",
            Self::Source => "source that uses the SDK has to change, the JSON is the same",
            Self::OldServers => "new clients fail with old servers, or misread them",
            Self::Behaviour => "the same JSON means something else",
            Self::OldClients => "old clients fail with new servers, or misread them",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Several levels: a change may break one side's wire and the other side's source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Levels(u8);

impl Levels {
    pub(super) const NONE: Self = Self(0);

    /// This level if it is so, else none.
    pub(super) fn when(so: bool, level: Level) -> Self {
        if so { level.into() } else { Self::NONE }
    }

    /// This level if there is no other.
    pub(super) fn or(self, level: Level) -> Self {
        if self == Self::NONE {
            level.into()
        } else {
            self
        }
    }

    /// Without this level.
    pub(super) fn without(self, level: Level) -> Self {
        Self(self.0 & !Self::from(level).0)
    }

    pub(crate) fn contains(self, level: Level) -> bool {
        self.0 & Self::from(level).0 != 0
    }

    /// From the worst to the mildest.
    pub(crate) fn iter(self) -> impl Iterator<Item = Level> {
        Level::ALL
            .into_iter()
            .filter(move |level| self.contains(*level))
    }
}

impl From<Level> for Levels {
    fn from(level: Level) -> Self {
        Self(1 << level as u8)
    }
}

impl BitOr for Levels {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr<Level> for Levels {
    type Output = Self;

    fn bitor(self, level: Level) -> Self {
        self | Self::from(level)
    }
}

impl BitOrAssign for Levels {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
