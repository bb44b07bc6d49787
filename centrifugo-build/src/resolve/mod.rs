//! From syntax to meaning: names as rustc resolves them, types as serde sends them. In: the module
//! tree. Out: methods, errors and types of the manifest, each with its place, and what the dispatch
//! code has to call.

mod defaults;
mod errors;
mod fields;
mod handlers;
mod known;
mod names;
mod paths;
mod requirements;
mod scope;
mod shapes;
mod types;

pub(crate) use handlers::{Argument, Reply, Resolved, ResolvedMethod, ResolvedType, resolve};
