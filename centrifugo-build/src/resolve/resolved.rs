//! What resolution gives: all that the manifest and the dispatch code are made from.

use proc_macro2::TokenStream;

use super::generics::{Definition, Shown};
use super::instances::TypeName;
use super::written::Written;
use crate::manifest::{Deprecated, ErrorVariant, Generic, Shape, Type};
use crate::parse::Name;
use crate::source::Span;

/// All that the manifest and the dispatch code are made from.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) methods: Vec<ResolvedMethod>,
    pub(crate) errors: Vec<ResolvedError>,
    pub(crate) types: Vec<ResolvedType>,
    /// Of the generic types, those that some type can be shown as an instance of.
    pub(crate) definitions: Vec<Definition>,
    /// How results are written in Rust.
    pub(crate) written: Written,
}

/// A handler.
#[derive(Debug)]
pub(crate) struct ResolvedMethod {
    pub(crate) name: Name,
    /// `tasks::get_task_stats`, without the crate.
    pub(crate) handler: String,
    pub(crate) function: Name,
    /// As generated code calls it.
    pub(crate) path: TokenStream,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) reply: Reply,
    pub(crate) params: Option<Type>,
    pub(crate) result: Type,
    /// Ids of declared errors, sorted.
    pub(crate) errors: Vec<String>,
    pub(crate) anonymous: bool,
    pub(crate) idempotent: bool,
    pub(crate) no_wait: bool,
    pub(crate) spawned: bool,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

/// An argument of a handler.
#[derive(Debug)]
pub(crate) enum Argument {
    Context,
    /// `State<T>`: the path of T.
    State(TokenStream),
    Params,
}

/// What a handler returns.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A plain value.
    Infallible,
    /// `Result<R, E>`
    Fallible,
    /// `Result<R, RpcError>` with `errors(…)`: their paths.
    Declared(Vec<TokenStream>),
}

/// A declared error that a method may answer with.
#[derive(Debug)]
pub(crate) struct ResolvedError {
    pub(crate) id: String,
    pub(crate) type_name: TypeName,
    pub(crate) name: Name,
    pub(crate) variants: Vec<ErrorVariant>,
    pub(crate) docs: Option<String>,
}

/// A type that a method reaches.
#[derive(Debug)]
pub(crate) struct ResolvedType {
    pub(crate) id: String,
    pub(crate) name: TypeName,
    pub(crate) generic: Option<Generic>,
    /// How it can be shown as an instance of a definition.
    pub(crate) shown: Option<Shown>,
    /// Where its name stands, if its source is read.
    pub(crate) place: Option<Span>,
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}
