//! Values that are easily made up: Go expressions for the examples of README and tests.
//!
//! In: what a method takes. Out: an expression of it that compiles and that the server reads, or
//! none. Names are written as another package writes them.

use centrifugo_build::manifest::{Integer, Object, Presence, Shape, Type};

use super::names::{self, quoted};
use super::types::{Direction, Kind, Types, is_unit_enum};
use super::{examples, formats};

/// What makes the values of a package.
#[derive(Debug, Clone, Copy)]
pub(super) struct Samples<'a, 'm> {
    pub(super) types: &'a Types<'m>,
    pub(super) package: &'a str,
    pub(super) initialisms: bool,
}

impl Samples<'_, '_> {
    /// Params of this type.
    pub(super) fn value(&self, ty: &Type) -> Option<String> {
        Some(match ty {
            Type::Bool => "true".to_owned(),
            Type::Integer {
                repr: Integer::I128 | Integer::U128,
                ..
            } => return None,
            Type::Integer { .. } => "1".to_owned(),
            Type::Float { .. } => "1.5".to_owned(),
            Type::String { format } => quoted(formats::sample(*format)?),
            Type::Option { .. } | Type::List { .. } | Type::Map { .. } | Type::Bytes => {
                "nil".to_owned()
            }
            Type::Null
            | Type::Any
            | Type::Tuple { .. }
            | Type::Number
            | Type::Param { .. }
            | Type::Apply(_)
            | Type::Literal { .. }
            | Type::Array { .. } => return None,
            Type::Named { id } => self.named(ty, id)?,
        })
    }

    fn named(&self, ty: &Type, id: &str) -> Option<String> {
        if self.types.names_deprecated(ty) {
            return None;
        }
        let lowered = self.types.lower(ty, Direction::Input).ok()?;
        let name = examples::qualified(&lowered.go, self.package);
        match self.types.shape(id, Direction::Input).ok()? {
            Shape::Struct(object) => Some(format!("{name}{{{}}}", self.fields(object)?)),
            shape @ Shape::Enum { variants, .. } if is_unit_enum(shape) => {
                let first = variants.iter().find(|v| v.deprecated.is_none())?;
                let constant = self.types.variant(&lowered.go, &first.name);
                Some(examples::qualified(&constant, self.package))
            }
            Shape::Newtype { item, .. } if is_conversion(lowered.kind) => {
                Some(format!("{name}({})", self.value(item)?))
            }
            Shape::Newtype { .. } | Shape::Tuple { .. } | Shape::Enum { .. } => None,
        }
    }

    /// The fields that have to be there.
    fn fields(&self, object: &Object) -> Option<String> {
        if !object.flatten.is_empty() {
            return None;
        }
        let go = names::fields(&object.fields, self.initialisms);
        let required = object.fields.iter().zip(go);
        let required = required.filter(|(field, _)| field.presence == Presence::Required);
        let values = required.map(|(field, name)| {
            if field.deprecated.is_some() {
                return None;
            }
            let value = self.value(&field.r#type)?;
            Some(format!("{name}: {value}"))
        });
        Some(values.collect::<Option<Vec<_>>>()?.join(", "))
    }
}

/// Is a newtype of it made by a conversion?
fn is_conversion(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bool | Kind::Integer | Kind::Float | Kind::Text | Kind::List | Kind::Map
    )
}
