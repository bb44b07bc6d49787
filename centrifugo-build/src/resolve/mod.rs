//! From syntax to meaning: names as rustc resolves them, types as serde sends them. In: the module
//! tree. Out: methods, errors and types of the manifest, each with its place, and what the dispatch
//! code has to call.

mod adapters;
mod afterwards;
mod by_name;
mod defaults;
mod errors;
mod fields;
mod flatten;
mod generics;
mod handlers;
mod instances;
mod known;
mod lookup;
mod lowering;
mod members;
mod names;
mod overrides;
mod paths;
mod phase;
mod prune;
mod replies;
mod requirements;
mod resolved;
mod scope;
mod shapes;
mod std_shapes;
#[cfg(test)]
mod tests;
mod ty;
mod values;
mod written;

pub(crate) use generics::{Definition, Shown};
pub(crate) use instances::TypeName;
pub(crate) use names::Wants;
pub(crate) use overrides::StandIn;
pub(crate) use paths::ident;
pub(crate) use phase::resolve;
pub(crate) use resolved::{Argument, Reply, Resolved, ResolvedMethod, ResolvedType};
pub(crate) use written::{Role, RustField, RustFields, RustItem, RustKind, RustTy, Written};
