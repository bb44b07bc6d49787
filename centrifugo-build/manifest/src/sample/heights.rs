//! How many named types a value of a type holds within each other at least.
//!
//! It says which way leads out of a recursion, and which types have no values that the manifest is
//! sure of: these have no height.

use std::collections::HashMap;

use crate::model::{Content, Format, Object, Shape, Type, TypeDef, Variant};
use crate::validate::Direction;

#[derive(Debug, Clone)]
pub(super) struct Heights<'m> {
    direction: Direction,
    /// Does what the server may refuse count, too?
    pub(super) possible: bool,
    named: HashMap<&'m str, u32>,
}

impl<'m> Heights<'m> {
    /// Of what is sure.
    pub(super) fn new(types: &'m [TypeDef], direction: Direction) -> Self {
        Self::found(types, direction, false)
    }

    /// Of all that clients may send and the server may refuse.
    pub(super) fn possible(types: &'m [TypeDef]) -> Self {
        Self::found(types, Direction::Input, true)
    }

    fn found(types: &'m [TypeDef], direction: Direction, possible: bool) -> Self {
        let mut heights = Self {
            direction,
            possible,
            named: HashMap::new(),
        };
        // A height is found once all below it are, so each round finds those of one more level.
        loop {
            let found: Vec<_> = types
                .iter()
                .filter(|t| !heights.named.contains_key(t.id.as_str()))
                .filter_map(|t| {
                    let shape = match direction {
                        Direction::Input => t.shapes.input(),
                        Direction::Output => t.shapes.output(),
                    };
                    Some((t.id.as_str(), heights.shape(shape?)? + 1))
                })
                .collect();
            if found.is_empty() {
                return heights;
            }
            heights.named.extend(found);
        }
    }

    pub(super) fn of(&self, r#type: &Type) -> Option<u32> {
        match r#type {
            Type::String {
                format: Some(Format::Text),
            } if self.is_unsure(true) => None,
            Type::Null
            | Type::Bool
            | Type::Integer { .. }
            | Type::Float { .. }
            | Type::Number
            | Type::String { .. }
            | Type::Literal { .. }
            | Type::Bytes
            | Type::Any
            | Type::Option { .. }
            | Type::List { .. }
            | Type::Map { .. } => Some(0),
            Type::Array { len: 0, .. } => Some(0),
            Type::Array { item, .. } => self.of(item),
            Type::Tuple { items } => highest(items.iter().map(|item| self.of(item))),
            Type::Named { id } => self.named.get(id.as_str()).copied(),
            Type::Param { .. } | Type::Apply(_) => None,
        }
    }

    /// Whether the manifest leaves it to the server what it takes.
    pub(super) fn is_unsure(&self, checked: bool) -> bool {
        checked && self.direction == Direction::Input && !self.possible
    }

    fn shape(&self, shape: &Shape) -> Option<u32> {
        match shape {
            Shape::Struct(object) => self.object(object),
            Shape::Tuple { items } => self.elements(items),
            Shape::Newtype { checked, .. } if self.is_unsure(*checked) => None,
            Shape::Newtype { item, .. } => self.of(item),
            Shape::Enum { variants, .. } => variants.iter().filter_map(|v| self.variant(v)).min(),
        }
    }

    pub(super) fn variant(&self, variant: &Variant) -> Option<u32> {
        if self.is_unsure(variant.checked) {
            return None;
        }
        match &variant.content {
            Content::Unit => Some(0),
            Content::Newtype { item } => self.of(item),
            Content::Tuple { items } => self.elements(items),
            Content::Struct(object) => self.object(object),
        }
    }

    fn elements(&self, elements: &[crate::model::Element]) -> Option<u32> {
        highest(
            elements
                .iter()
                .filter(|element| element.presence.is_required())
                .map(|element| self.sure(element.checked, &element.r#type)),
        )
    }

    fn object(&self, object: &Object) -> Option<u32> {
        let fields = object.fields.iter().filter(|f| f.presence.is_required());
        let fields = fields.map(|field| self.sure(field.checked, &field.r#type));
        let flattened = object.flatten.iter().map(|value| self.of(&value.r#type));
        highest(fields.chain(flattened))
    }

    fn sure(&self, checked: bool, r#type: &Type) -> Option<u32> {
        if self.is_unsure(checked) {
            return None;
        }
        self.of(r#type)
    }
}

fn highest(mut heights: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    heights.try_fold(0, |highest, height| Some(highest.max(height?)))
}
