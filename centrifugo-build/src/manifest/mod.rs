//! The manifest: its model, its hash and its file form.

mod hash;
mod io;
mod model;

pub(crate) use hash::api_version;
pub use io::{ReadError, from_json, to_json};
pub use model::*;
