//! The manifest: all that clients of a package can call, and what the values look like as JSON, a
//! direction at a time. `centrifugo-build` makes it from Rust source; client generators, `diff` and
//! the runtime's checks read it and nothing else.

mod io;
mod json;
mod model;
mod sample;
mod validate;

pub use io::{ReadError, from_json, to_json, write_json};
pub use model::*;
pub use sample::{Broken, Samples};
pub use validate::{Direction, Fault, Validator, Verdict};
