//! What changed between two manifests, and whom each change breaks.
//!
//! In: two manifests and nothing else. Out: a [`Report`]. Types are compared by the JSON that they
//! stand for, one direction at a time: texts that were possible and are no more break whoever writes
//! them, texts that were impossible break whoever reads them. Where a type lies in Rust, and what it is
//! called there, is no matter to the wire; what it is called in the SDKs is one to their users.
//!
//! It does not know where the manifests come from, nor how an SDK is written.

mod arrays;
mod contents;
mod defs;
mod difference;
mod enums;
mod errors;
mod fields;
mod flatten;
mod keys;
mod level;
mod methods;
mod objects;
mod packages;
mod report;
mod scalars;
mod text;
mod types;
mod walk;

#[cfg(test)]
mod tests;

use centrifugo_build::manifest::Manifest;

pub(crate) use level::Level;
pub(crate) use report::Report;
use walk::{Side, Walk};

/// Compares two manifests.
pub(crate) fn diff(old: &Manifest, new: &Manifest) -> Report {
    let (old, new) = (Side::new(old), Side::new(new));
    let mut walk = Walk::new(&old, &new);
    walk.packages();
    walk.methods();
    walk.finish();
    walk.gone();
    Report::of(&walk)
}
