//! The manifest as a file: JSON, two spaces of indent, one line end at the end.

use std::{fmt, io};

use super::model::{MANIFEST_VERSION, Manifest};

/// The manifest as it is written to `manifest.json`.
pub fn to_json(manifest: &Manifest) -> String {
    let mut json = serde_json::to_string_pretty(manifest)
        .expect("the manifest has string keys only and no floats that JSON lacks");
    json.push('\n');
    json
}

/// Writes what [`to_json`] returns, without holding it.
///
/// # Errors
///
/// Those of `out`, which had better be buffered.
pub fn write_json(manifest: &Manifest, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, manifest)?;
    out.write_all(b"\n")
}

/// Reads what [`to_json`] wrote.
///
/// # Errors
///
/// If it is not JSON, not a manifest, or one of a `manifest_version` that this version does not know.
pub fn from_json(json: &str) -> Result<Manifest, ReadError> {
    #[derive(serde::Deserialize)]
    struct Head {
        manifest_version: u32,
    }
    let head: Head = serde_json::from_str(json).map_err(ReadError::Json)?;
    if head.manifest_version != MANIFEST_VERSION {
        return Err(ReadError::Version(head.manifest_version));
    }
    serde_json::from_str(json).map_err(ReadError::Json)
}

/// Why a manifest could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// Not JSON, or not of a manifest's form.
    Json(serde_json::Error),
    /// Written by a version with another format.
    Version(u32),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "not a manifest: {error}"),
            Self::Version(found) => write!(
                f,
                "manifest_version is {found}, this version reads {MANIFEST_VERSION}: \
                 use the same version of centrifugo-build and cargo-centrifugo"
            ),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Version(_) => None,
        }
    }
}
