//! A secret that no log shows.

use std::fmt;

/// The least length of a secret, in bytes.
pub(crate) const MIN_BYTES: usize = 32;

/// A secret. `Debug` does not show it.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub(crate) fn new(value: String) -> Self {
        Self(value)
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
