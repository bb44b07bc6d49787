//! What is wrong with the settings: everything at once.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong: a variable, where it was set, and what to do about it. It never holds a
/// secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    variable: Cow<'static, str>,
    message: String,
    origin: Origin,
}

/// Where a setting was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Or from code, or nowhere.
    Environment,
    File {
        path: PathBuf,
        line: Option<usize>,
    },
}

impl Fault {
    pub(crate) fn new(variable: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
            message: message.into(),
            origin: Origin::Environment,
        }
    }

    pub(super) fn found_in(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The variable's name. The setting of the builder and the key in a TOML file have the same name in
    /// lower case, without `CENTRIFUGO__`.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// The file in which it is set, if it is in one.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File { path, .. } => Some(path),
            Origin::Environment => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.variable)?;
        if let Origin::File { path, line } = &self.origin {
            write!(f, " ({}", path.display())?;
            if let Some(line) = line {
                write!(f, ":{line}")?;
            }
            f.write_str(")")?;
        }
        write!(f, " {}", self.message)
    }
}

/// Settings that cannot be used, with all their faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(Vec<Fault>);

impl ConfigError {
    /// `faults` has at least one.
    #[cfg(feature = "api")]
    pub(crate) fn of(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    pub(crate) fn check(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Self(faults))
        }
    }

    /// Each fault.
    pub fn faults(&self) -> &[Fault] {
        &self.0
    }
}

impl From<Fault> for ConfigError {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [fault] = &*self.0 {
            return write!(f, "settings: {fault}");
        }
        write!(f, "settings have {} faults", self.0.len())?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for ConfigError {}
