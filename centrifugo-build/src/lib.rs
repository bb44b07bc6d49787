//! Reads `#[websocket_rpc]` handlers from a crate's Rust source, in its build script: makes the
//! manifest from which `cargo centrifugo` generates Python, TypeScript and Go clients, the dispatch
//! code that `centrifugo-runtime` runs, and the tests that prove the manifest.
//!
//! ```no_run
//! // build.rs
//! fn main() {
//!     centrifugo_build::configure().compile();
//! }
//! ```
//!
//! Nothing is compiled for this and no macro is expanded: the source is read as rustc would read
//! it, `#[cfg]` and `use` included. What cannot be known exactly from it is an error at its place.
//!
//! | phase | in | out |
//! |---|---|---|
//! | discover | the crate root's path | files and modules |
//! | parse | one file's text | plain data with byte ranges |
//! | resolve | the module tree | methods, errors and types |
//! | manifest | these | [`manifest::Manifest`] |
//! | check | the manifest | names that clash in a client language |
//! | render | the manifest | the dispatch code and the contract tests |
//! | write | all of it | `OUT_DIR/centrifugo/` |

#![expect(clippy::needless_doctest_main, reason = "a build script is its `main`")]

mod builder;
mod check;
mod diagnostic;
pub mod manifest;
mod parse;
mod pipeline;
mod project;
mod render;
mod resolve;
mod source;
mod write;

pub use builder::{Builder, CompileError, configure};
pub use diagnostic::Errors;
pub use manifest::Package;
pub use pipeline::{Input, output_folder, read};
pub use source::cfg::Cfg;
