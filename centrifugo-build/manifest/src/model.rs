//! The neutral model between Rust source and the client languages.
//!
//! In: what resolution found out about handlers and types. Out: what renderers, `diff` and other
//! tools read. It knows the wire and nothing of `syn`; after this point nobody looks at Rust source.
//!
//! A type has up to two *shapes*: what a client may **send** (`Deserialize`, *input*) and what it
//! **receives** (`Serialize`, *output*). See [`Shapes`].

mod generics;
mod types;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

pub use generics::{Applied, Generic, GenericDef};
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

/// Names of the generated packages, with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sdk {
    /// `[package.metadata.centrifugo.python]`
    pub python: PythonSdk,
    /// `[package.metadata.centrifugo.typescript]`
    pub typescript: TypescriptSdk,
    /// `[package.metadata.centrifugo.go]`
    pub go: GoSdk,
}

/// How the Python package is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PythonSdk {
    /// The import name; `<crate>_client` unless set. The distribution has dashes for underscores.
    pub package: String,
}

/// How the npm package is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypescriptSdk {
    /// The package name; `<crate>-client` unless set.
    pub package: String,
    /// What integers of 64 bits and more are.
    #[serde(default, skip_serializing_if = "Int64::is_number")]
    pub int64: Int64,
    /// What replies are held against.
    #[serde(default, skip_serializing_if = "Validate::is_none")]
    pub validate: Validate,
}

/// What integers of 64 bits and more are in TypeScript.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Int64 {
    /// `number`; one that it cannot hold is an error, sent or received.
    #[default]
    Number,
    /// `bigint`
    Bigint,
}

impl Int64 {
    /// Is it [`Int64::Number`]?
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number)
    }
}

/// What the TypeScript client holds replies against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Validate {
    /// Nothing: the server is believed.
    #[default]
    None,
    /// Schemas of zod, which the package also exports.
    Zod,
}

impl Validate {
    /// Is it [`Validate::None`]?
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// How the Go module is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoSdk {
    /// The module path in `go.mod`; the package name unless set. None if there is to be no `go.mod`,
    /// since the folder lies in a module of the user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The package name; `<crate>client` unless set.
    pub package: String,
    /// `UserID` instead of `UserId`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub initialisms: bool,
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

/// Which directions a type is used in, and how it looks there.
///
/// `both` says that the type itself looks the same in both directions; a type that it refers to
/// may still be `split`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shapes {
    /// Only sent by clients.
    Input(Shape),
    /// Only received by clients.
    Output(Shape),
    /// Sent and received alike.
    Both(Shape),
    /// Sent and received, and not the same.
    Split {
        /// What clients may send.
        input: Shape,
        /// What clients receive.
        output: Shape,
    },
}

impl Shapes {
    /// What clients may send, if they ever do.
    pub fn input(&self) -> Option<&Shape> {
        match self {
            Self::Input(shape) | Self::Both(shape) | Self::Split { input: shape, .. } => {
                Some(shape)
            }
            Self::Output(_) => None,
        }
    }

    /// What clients receive, if they ever do.
    pub fn output(&self) -> Option<&Shape> {
        match self {
            Self::Output(shape) | Self::Both(shape) | Self::Split { output: shape, .. } => {
                Some(shape)
            }
            Self::Input(_) => None,
        }
    }
}

/// The JSON form of a named type in one direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// An object: a struct with named fields.
    ///
    /// serde also takes an array of the fields' values, in their order. Clients never send it.
    Struct(Object),
    /// An array of fixed length: a tuple struct.
    Tuple {
        /// Its elements.
        items: Vec<Element>,
    },
    /// The same as another type: a newtype struct, `#[serde(transparent)]`, `from` and `into`, a
    /// stand-in of the settings. A unit struct is one of [`Type::Null`].
    Newtype {
        /// The type whose form it takes.
        item: Type,
        /// Input: the server may refuse more than the type says, such as by `try_from`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        checked: bool,
    },
    /// A variant of several.
    Enum {
        /// How the JSON says which.
        tagging: Tagging,
        /// In the order of the source, in which untagged ones are tried.
        variants: Vec<Variant>,
        /// Input, [`Tagging::Adjacent`]: keys beside tag and content are refused.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        deny_unknown_fields: bool,
    },
}

/// The keys of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Keys with a name, in the order of the source. Those of a flattened struct stand here, too.
    pub fields: Vec<Field>,
    /// Flattened values whose keys stand beside the fields, and depend on the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flatten: Vec<Flatten>,
    /// A flattened map: it has all other keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Input: other keys are refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deny_unknown_fields: bool,
}

impl Object {
    /// Is `#[serde(flatten)]` in it? Then serde takes it from an object only, never from an array.
    pub fn is_flattened(&self) -> bool {
        !self.flatten.is_empty()
            || self.rest.is_some()
            || self.fields.iter().any(|field| field.flattened.is_some())
    }
}

/// A flattened value: an enum, an optional struct, or a struct that holds such a one.
///
/// Its type is a [`Type::Named`], or a [`Type::Option`] of one. Output: its keys are there, or none
/// of them if it is `None`. Input: it is read from the keys that are not fields; an `Option` is
/// `None` if they do not make its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flatten {
    /// The Rust name of the field.
    pub name: String,
    /// What is merged in.
    pub r#type: Type,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// A flattened map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// The Rust name of the field.
    pub name: String,
    /// As in [`Type::Map`].
    pub key: Type,
    /// As in [`Type::Map`].
    pub value: Type,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// One element of a tuple struct or variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// What it looks like.
    pub r#type: Type,
    /// Input: whether it may be left out, with all after it. Output: required.
    #[serde(default, skip_serializing_if = "Presence::is_required")]
    pub presence: Presence,
    /// Input: the server may refuse more than the type says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// How the JSON of an enum says which variant it is.
///
/// A [`Variant::untagged`] variant of any enum is as in [`Tagging::Untagged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tagging {
    /// serde's default: `{"Name": content}`. A unit variant is its name as a string; on input also
    /// `{"Name": null}`.
    External,
    /// `#[serde(tag = "…")]`: the content's keys stand beside the tag.
    Internal {
        /// The key of the tag.
        tag: String,
    },
    /// `#[serde(tag = "…", content = "…")]`: an object with two keys. A unit variant has no content;
    /// on input it may be `null`.
    Adjacent {
        /// The key of the tag.
        tag: String,
        /// The key of the content.
        content: String,
    },
    /// `#[serde(untagged)]`: the content alone; the first variant that fits is it. A unit variant is
    /// `null`.
    Untagged,
}

/// One variant of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The Rust name.
    pub name: String,
    /// The name in JSON.
    pub wire_name: String,
    /// Input: other names that are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Input, `#[serde(other)]`: any unknown name is accepted and means this one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other: bool,
    /// `#[serde(untagged)]` on the variant: it has no name in JSON. Such variants come last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untagged: bool,
    /// What comes with the name.
    #[serde(default, skip_serializing_if = "Content::is_unit")]
    pub content: Content,
    /// Input: the server may refuse more than the content says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// What a variant holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// Nothing.
    #[default]
    Unit,
    /// One value. Internally tagged: its own keys stand beside the tag, and its type is one of
    /// objects ([`Type::Named`], [`Type::Map`]) or [`Type::Null`], which adds none.
    Newtype {
        /// The value's type.
        item: Type,
    },
    /// An array. Never internally tagged.
    Tuple {
        /// Its elements.
        items: Vec<Element>,
    },
    /// Named fields. Internally tagged: they stand beside the tag.
    Struct(Object),
}

impl Content {
    /// Is it [`Content::Unit`]?
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Unit)
    }
}

/// One key of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The Rust name, without `r#`.
    pub name: String,
    /// The key in JSON.
    pub wire_name: String,
    /// Input: other keys that are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What its value looks like.
    pub r#type: Type,
    /// Whether the key is always there.
    #[serde(default, skip_serializing_if = "Presence::is_required")]
    pub presence: Presence,
    /// Input: the server may refuse more than the type says, such as by `deserialize_with`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// The Rust name of the flattened field that it stands in, `base`, or `base.inner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flattened: Option<String>,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// Whether a key is always there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Input: must be sent. Output: is always there.
    #[default]
    Required,
    /// Input: may be left out, and the source does not say as what the server then takes it. If the
    /// type is a [`Type::Option`], leaving it out may not mean `null`. Output: may be missing.
    Optional,
    /// Input only: may be left out, and the server then takes this value.
    Default(serde_json::Value),
}

impl Presence {
    /// Is it [`Presence::Required`]?
    pub fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }
}

impl Shape {
    /// Calls `f` with every type in it, those within types included; named types are not looked
    /// into.
    pub fn each_type(&self, f: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(object) => object.each_type(f),
            Self::Tuple { items } => items.iter().for_each(|item| item.r#type.each(f)),
            Self::Newtype { item, .. } => item.each(f),
            Self::Enum { variants, .. } => {
                for variant in variants {
                    match &variant.content {
                        Content::Unit => {}
                        Content::Newtype { item } => item.each(f),
                        Content::Tuple { items } => {
                            items.iter().for_each(|item| item.r#type.each(f));
                        }
                        Content::Struct(object) => object.each_type(f),
                    }
                }
            }
        }
    }
}

impl Object {
    fn each_type(&self, f: &mut impl FnMut(&Type)) {
        self.fields.iter().for_each(|field| field.r#type.each(f));
        self.flatten.iter().for_each(|value| value.r#type.each(f));
        if let Some(rest) = &self.rest {
            rest.key.each(f);
            rest.value.each(f);
        }
    }
}
