//! The plain data that parsing gives.

use crate::manifest::Deprecated;
use crate::source::Span;

pub(crate) use super::attr::rpc::{ErrorRpc, MethodAttr};
pub(crate) use super::attr::serde::{
    ByDirection, ContainerSerde, DefaultAttr, FieldSerde, Said, VariantSerde, With,
};
pub(crate) use super::attr::serde_as::SerdeAs;

/// An identifier without `r#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// What a file or an inline module holds.
#[derive(Debug, Default)]
pub(crate) struct ModuleBody {
    pub(crate) types: Vec<TypeItem>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) uses: Vec<Use>,
    pub(crate) modules: Vec<ModuleItem>,
    /// Hand-written `impl Serialize for X` and the like.
    pub(crate) impls: Vec<TraitImpl>,
    pub(crate) consts: Vec<ConstItem>,
    /// Crates of `#[macro_use] extern crate x;`, whose macros need no path then.
    pub(crate) macro_uses: Vec<Name>,
}

/// `const N: usize = 4;`
#[derive(Debug)]
pub(crate) struct ConstItem {
    pub(crate) name: Name,
    pub(crate) vis: Vis,
    pub(crate) value: ArrayLen,
}

/// `mod x;` or `mod x { … }`
#[derive(Debug)]
pub(crate) struct ModuleItem {
    pub(crate) name: Name,
    pub(crate) vis: Vis,
    /// `#[path = "…"]`
    pub(crate) path: Option<String>,
    /// None for `mod x;`
    pub(crate) body: Option<ModuleBody>,
}

/// `pub`, `pub(crate)`, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Vis {
    Public,
    /// `pub(in path)`, of which `pub(crate)`, `pub(super)` and private are forms: the path as
    /// written, empty for private.
    In(Vec<String>),
}

/// One name that a `use` brings in, or one glob.
#[derive(Debug)]
pub(crate) struct Use {
    pub(crate) vis: Vis,
    /// `::a::b`
    pub(crate) leading_colon: bool,
    /// With `crate`, `self` and `super` as written.
    pub(crate) path: Vec<Name>,
    pub(crate) kind: UseKind,
}

#[derive(Debug)]
pub(crate) enum UseKind {
    /// Under this name; `_` brings in none.
    Name(Name),
    Glob,
}

/// `impl Trait for Type`
#[derive(Debug)]
pub(crate) struct TraitImpl {
    pub(crate) trait_path: Path,
    pub(crate) self_type: TypeExpr,
}

/// A name of the type namespace.
#[derive(Debug)]
pub(crate) struct TypeItem {
    pub(crate) name: Name,
    pub(crate) vis: Vis,
    pub(crate) generics: Vec<GenericParam>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Box<Deprecated>>,
    /// The paths, as they read in source.
    pub(crate) derives: Vec<Name>,
    /// Attribute macros that may rewrite the item, by path.
    pub(crate) attributes: Vec<Name>,
    /// Does a `#[cfg]` decide which fields or variants there are?
    pub(crate) is_conditional: bool,
    pub(crate) kind: TypeItemKind,
}

#[derive(Debug)]
pub(crate) enum TypeItemKind {
    Struct {
        serde: Said<ContainerSerde>,
        fields: Fields,
    },
    Enum {
        serde: Said<ContainerSerde>,
        variants: Vec<VariantItem>,
    },
    Alias(TypeExpr),
    /// A trait, a union: a name that is taken, but no type of ours.
    Other(&'static str),
}

#[derive(Debug)]
pub(crate) struct GenericParam {
    pub(crate) name: Name,
    pub(crate) kind: GenericKind,
    pub(crate) default: Option<TypeExpr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GenericKind {
    Lifetime,
    Type,
    Const,
}

#[derive(Debug)]
pub(crate) enum Fields {
    Unit,
    Tuple(Vec<FieldItem>),
    Named(Vec<FieldItem>),
}

#[derive(Debug)]
pub(crate) struct FieldItem {
    /// Of a tuple's field: its index.
    pub(crate) name: Name,
    /// A variant's fields are as visible as the enum, whatever this says.
    pub(crate) vis: Vis,
    pub(crate) ty: TypeExpr,
    pub(crate) serde: Said<FieldSerde>,
    pub(crate) serde_as: SerdeAs,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Box<Deprecated>>,
}

#[derive(Debug)]
pub(crate) struct VariantItem {
    pub(crate) name: Name,
    pub(crate) serde: Said<VariantSerde>,
    /// `#[rpc(…)]`, which `#[derive(RpcError)]` reads.
    pub(crate) rpc: Option<ErrorRpc>,
    pub(crate) fields: Fields,
    /// `#[default]`, which `#[derive(Default)]` reads.
    pub(crate) is_default: bool,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Box<Deprecated>>,
}

/// A function that carries an attribute which may be `#[websocket_rpc]`.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) name: Name,
    pub(crate) vis: Vis,
    pub(crate) attr_path: Path,
    pub(crate) attr: MethodAttr,
    pub(crate) is_async: bool,
    /// The first generic parameter, if there are any.
    pub(crate) generics: Option<Span>,
    /// A method's receiver.
    pub(crate) receiver: Option<Span>,
    pub(crate) args: Vec<TypeExpr>,
    /// None for no `->`.
    pub(crate) output: Option<TypeExpr>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

#[derive(Debug, Clone)]
pub(crate) struct TypeExpr {
    pub(crate) kind: TypeKind,
    pub(crate) span: Span,
}

#[derive(Debug, Clone)]
pub(crate) enum TypeKind {
    Path(Path),
    Tuple(Vec<TypeExpr>),
    Array(Box<TypeExpr>, ArrayLen),
    Slice(Box<TypeExpr>),
    /// `_`
    Infer,
    /// A const argument in angle brackets.
    Const(ArrayLen),
    Reference(Box<TypeExpr>),
    /// `impl Trait`, `dyn Trait`, function pointers …, by what they are called.
    Other(&'static str),
}

/// The length of an array, or another const argument.
#[derive(Debug, Clone)]
pub(crate) enum ArrayLen {
    Number(u64),
    /// A `const`, or a const parameter.
    Path(Path),
    /// An expression that is not evaluated here.
    Unknown,
}

#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub(crate) leading_colon: bool,
    pub(crate) segments: Vec<Segment>,
    pub(crate) span: Span,
}

#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) name: Name,
    /// Types in angle brackets; lifetimes are left out.
    pub(crate) args: Vec<TypeExpr>,
}

impl From<Path> for Name {
    fn from(path: Path) -> Self {
        Self {
            text: path.display(),
            span: path.span,
        }
    }
}

impl Path {
    /// As it reads in source, without arguments.
    pub(crate) fn display(&self) -> String {
        let names: Vec<&str> = self.segments.iter().map(|s| s.name.text.as_str()).collect();
        let colons = if self.leading_colon { "::" } else { "" };
        format!("{colons}{}", names.join("::"))
    }
}
