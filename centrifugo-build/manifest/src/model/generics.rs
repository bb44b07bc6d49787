//! Generic types with their parameters open, and which named types are instances of them.
//!
//! Nothing here is needed to know what is on the wire: [`TypeDef`](crate::TypeDef)s say all of it. It
//! is for clients in languages that have generic types themselves.

use serde::{Deserialize, Serialize};

use super::{Content, Deprecated, Object, Position, Shape, Shapes, Type};

/// Of which generic type a [`TypeDef`](crate::TypeDef) is an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generic {
    /// The path without arguments: `tasks::Page`.
    pub id: String,
    /// Its parameters in their order, without lifetimes.
    pub params: Vec<String>,
    /// What they stand for, as in [`TypeDef::id`](crate::TypeDef::id): `tasks::model::Task`,
    /// `Vec<i64>`, `3`.
    pub args: Vec<String>,
    /// The definition that it is exactly, with these arguments put in. None if there is none: where
    /// serde's rules make it another than the parameters alone say, and where `names` in the settings
    /// gives it a name of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<Applied>,
}

/// A generic type with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The [`GenericDef::id`].
    pub id: String,
    /// In the order of [`GenericDef::params`].
    pub args: Vec<Type>,
}

/// A generic type with its parameters open.
///
/// In its shapes alone there are [`Type::Param`], and [`Type::Apply`] for types that hold parameters
/// themselves. With the arguments of an instance in their places, each shape that the instance has is
/// the one that stands here: [`Type::Apply`] becomes the [`Type::Named`] that is an instance of it, and
/// an [`Type::Option`] of what may be `null` already becomes that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenericDef {
    /// The path, `tasks::Page`; with the arguments of its const parameters if it has any,
    /// `tasks::Grid<_, 3>`.
    pub id: String,
    /// The name in the SDKs, unique among types, errors and generic types: `Page`, `Grid3`.
    pub name: String,
    /// Those of its parameters that are in its shapes, in their order. `PhantomData` shows none.
    pub params: Vec<String>,
    /// What is on the wire, in the directions of its instances.
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

impl Shape {
    /// Calls `f` with every type that stands in it; not with those within these.
    pub fn each_part_mut(&mut self, f: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct(object) => object.each_part_mut(f),
            Self::Tuple { items } => items.iter_mut().for_each(|item| f(&mut item.r#type)),
            Self::Newtype { item, .. } => f(item),
            Self::Enum { variants, .. } => {
                for variant in variants {
                    match &mut variant.content {
                        Content::Unit => {}
                        Content::Newtype { item } => f(item),
                        Content::Tuple { items } => {
                            items.iter_mut().for_each(|item| f(&mut item.r#type));
                        }
                        Content::Struct(object) => object.each_part_mut(f),
                    }
                }
            }
        }
    }
}

impl Object {
    fn each_part_mut(&mut self, f: &mut impl FnMut(&mut Type)) {
        self.fields
            .iter_mut()
            .for_each(|field| f(&mut field.r#type));
        self.flatten
            .iter_mut()
            .for_each(|value| f(&mut value.r#type));
        if let Some(rest) = &mut self.rest {
            f(&mut rest.key);
            f(&mut rest.value);
        }
    }
}
