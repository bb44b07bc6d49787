//! The neutral model between Rust source and the client languages.
//!
//! In: what resolution found out about handlers and types. Out: what renderers, `diff` and other
//! tools read. It knows the wire and nothing of `syn`; after this point nobody looks at Rust source.
//!
//! A type has up to two *shapes*: what a client may **send** (`Deserialize`, *input*) and what it
//! **receives** (`Serialize`, *output*). See [`Shapes`].

mod generics;
mod sdk;
mod shapes;
mod types;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

pub use generics::{Applied, Generic, GenericDef};
pub use sdk::{GoSdk, Int64, PythonSdk, Sdk, TypescriptSdk, Validate};
pub use shapes::{
    Content, Element, Field, Flatten, Object, Presence, Rest, Shape, Shapes, Tagging, Variant,
};
pub use types::{Float, Format, Integer, Type};

/// The version of the manifest's own format. It grows when an older reader would misread a newer
/// manifest.
pub const MANIFEST_VERSION: u32 = 1;

/// All that clients of one package can call, and the types they need for it.
///
/// Lists are sorted: methods and errors by name, types by id. There are no timestamps and no
/// absolute paths, so equal sources give equal bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`MANIFEST_VERSION`] of the writer.
    pub manifest_version: u32,
    /// The Cargo package whose handlers these are.
    pub package: Package,
    /// Hash over all that is on the wire: names, types, presence, error codes; not docs.
    pub api_version: String,
    /// How the SDKs are to be named, from `[package.metadata.centrifugo]`.
    pub sdk: Sdk,
    /// The handlers.
    pub methods: Vec<Method>,
    /// Declared application errors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorType>,
    /// Every named type that a method or an error reaches.
    pub types: Vec<TypeDef>,
    /// Generic types that some of `types` are instances of, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub generics: Vec<GenericDef>,
}

impl Manifest {
    /// The types by their [`id`](TypeDef::id).
    pub fn types_by_id(&self) -> HashMap<&str, &TypeDef> {
        self.types.iter().map(|t| (t.id.as_str(), t)).collect()
    }

    /// The declared errors by their [`id`](ErrorType::id).
    pub fn errors_by_id(&self) -> BTreeMap<&str, &ErrorType> {
        self.errors.iter().map(|e| (e.id.as_str(), e)).collect()
    }
}

/// A Cargo package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// As in its `Cargo.toml`.
    pub name: String,
    /// As in its `Cargo.toml`.
    pub version: String,
}

/// One handler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// The name on the wire: `tasks.get_stats`.
    pub name: String,
    /// The name in the SDKs in snake_case, `tasks_get_stats`; languages only change its case.
    pub ident: String,
    /// The path of the function: `tasks::stats::get_task_stats`.
    pub handler: String,
    /// What the client sends; none if the handler takes no params.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub params: Option<Type>,
    /// What the client receives; [`Type::Null`] for `()`.
    pub result: Type,
    /// Ids of the declared errors that the method may answer with. No code is in two of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// `anonymous`: connections without a user may call it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// `idempotent`: a repeat does no harm, so clients may retry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub idempotent: bool,
    /// `no_wait`: the reply is `null` and comes once the params are read; whether the handler then
    /// succeeds is in the server's log.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_wait: bool,
    /// `timeout = "…"`, in milliseconds: after it the caller has a reply. None for a `no_wait` method,
    /// whose reply does not wait for its handler.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// What the doc comment says, without the comment signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Where the function's name stands.
    pub position: Position,
}

/// A place in the package's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Relative to the package's folder, with forward slashes.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// `#[deprecated]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecated {
    /// `since = "…"`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// `note = "…"`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A declared application error: an enum with `#[derive(RpcError)]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorType {
    /// The Rust path, as in [`TypeDef::id`].
    pub id: String,
    /// The name in the SDKs; types and errors share one set of names.
    pub name: String,
    /// Variants that reach a client; those marked `#[rpc(internal)]` do not.
    pub variants: Vec<ErrorVariant>,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Where the name stands.
    pub position: Position,
}

/// One way in which a method can fail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorVariant {
    /// The Rust name: `NotFound`.
    pub name: String,
    /// 1000..=1999
    pub code: u32,
    /// A repeat may succeed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub temporary: bool,
    /// If there are any, the error's `message` is a compact JSON object of them (an output shape).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// A type with a name: a struct or enum, or one of another crate that has the form of one.
///
/// A generic type has one for each set of arguments that it is used with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    /// The Rust path, beginning with the crate, with its arguments: `tasks::model::Task`,
    /// `tasks::Page<tasks::model::Task>`.
    pub id: String,
    /// The name in the SDKs, unique among types and errors: `Task`, `PageTask`.
    pub name: String,
    /// What it is an instance of, if it is generic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generic: Option<Generic>,
    /// What is on the wire, a direction.
    pub shapes: Shapes,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Where the name stands; none for a type of a crate outside the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}
