//! The manifest: its model, how it is assembled, its hash and its file form.

mod assemble;
mod hash;
mod io;
mod model;

pub(crate) use assemble::assemble;
pub use io::{ReadError, from_json, to_json};
pub use model::*;
