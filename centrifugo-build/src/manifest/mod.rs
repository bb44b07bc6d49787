//! The manifest: how it is assembled, and its hash. What it is stands in `centrifugo-manifest`.

mod assemble;
mod generics;
mod hash;

pub(crate) use assemble::assemble;
pub use centrifugo_manifest::*;
