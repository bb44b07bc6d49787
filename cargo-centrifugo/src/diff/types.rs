//! Types, by the JSON that they stand for: which texts of one are none of the other.
//!
//! A newtype is what it wraps. Two named types are compared at a place of their own.

use centrifugo_build::manifest::{Direction, Integer, Shape, Tagging, Type, TypeDef};

use super::difference::Difference;
use super::level::{Level, Levels};
use super::scalars;
use super::walk::{Side, Walk};

/// A type, looked at as it is on the wire.
#[derive(Clone, Copy)]
pub(super) enum Form<'m> {
    /// One without a name.
    Plain(&'m Type),
    /// One with a name, and its shape in this direction.
    Named(&'m TypeDef, &'m Shape),
    /// The manifest lacks it.
    Missing,
}

const BYTE: &Type = &Type::Integer {
    repr: Integer::U8,
    nonzero: false,
};

impl<'m> Walk<'m> {
    /// Compares two types and tells the difference at this field. Source alone differs if the JSON
    /// is the same and the SDKs' types are not.
    pub(super) fn typed(&mut self, field: Option<&str>, old: &'m Type, new: &'m Type) {
        let levels = self.type_levels(old, new);
        if levels == Levels::NONE {
            return;
        }
        let (old, new) = (self.old.text(old), self.new.text(new));
        let message = match old == new {
            true => format!("`{new}` is another type now"),
            false => format!("`{old}` is now `{new}`"),
        };
        self.tell("type-changed", field, levels, message);
    }

    fn type_levels(&mut self, old: &'m Type, new: &'m Type) -> Levels {
        let levels = self.types(old, new).levels(self.direction);
        levels | Levels::when(!self.is_same_in_source(old, new), Level::Source)
    }

    pub(super) fn types(&mut self, old: &'m Type, new: &'m Type) -> Difference {
        let old = form(self.old, old, self.direction);
        let new = form(self.new, new, self.direction);
        self.forms(old, new, 0)
    }

    /// `wraps` counts what one of the two is in, newtypes and options: such a one may be in itself.
    pub(super) fn forms(&mut self, old: Form<'m>, new: Form<'m>, wraps: u8) -> Difference {
        if wraps > 100 {
            return Difference::BOTH;
        }
        let is_input = self.direction == Direction::Input;
        match (old, new) {
            (Form::Missing, _) | (_, Form::Missing) => Difference::BOTH,
            (Form::Named(old, a), Form::Named(new, b)) if is_pair((old, a), (new, b)) => {
                self.pair(old, new);
                Difference::NONE
            }
            (Form::Named(_, Shape::Newtype { item, checked }), new) => {
                let item = form(self.old, item, self.direction);
                Difference::new(false, *checked && is_input) | self.forms(item, new, wraps + 1)
            }
            (old, Form::Named(_, Shape::Newtype { item, checked })) => {
                let item = form(self.new, item, self.direction);
                Difference::new(*checked && is_input, false) | self.forms(old, item, wraps + 1)
            }
            (old, new) => {
                let difference = half(old, new, is_input)
                    .or_else(|| half(new, old, is_input).map(Difference::reversed));
                difference.unwrap_or_else(|| self.others(old, new, wraps + 1))
            }
        }
    }

    fn others(&mut self, old: Form<'m>, new: Form<'m>, wraps: u8) -> Difference {
        match (old, new) {
            (Form::Plain(Type::Option { item: old }), Form::Plain(Type::Option { item: new })) => {
                self.types(old, new)
            }
            (Form::Plain(Type::Option { item }), new) => {
                let item = form(self.old, item, self.direction);
                Difference::LOST | self.forms(item, new, wraps)
            }
            (old, Form::Plain(Type::Option { item })) => {
                let item = form(self.new, item, self.direction);
                Difference::GAINED | self.forms(old, item, wraps)
            }
            (Form::Plain(old), Form::Plain(new)) => self.plain(old, new),
            (old, new) => self.arrays(old, new),
        }
    }

    fn plain(&mut self, old: &'m Type, new: &'m Type) -> Difference {
        if let Some(difference) = scalars::compare(old, new, self.direction) {
            return difference;
        }
        let is_input = self.direction == Direction::Input;
        match (old, new) {
            (Type::Null, Type::Null) | (Type::Bool, Type::Bool) | (Type::Bytes, Type::Bytes) => {
                Difference::NONE
            }
            (
                Type::List { item, unordered },
                Type::List {
                    item: new,
                    unordered: is_set,
                },
            ) => {
                let order = match unordered == is_set {
                    true => Difference::NONE,
                    false => Difference::BEHAVIOUR,
                };
                order | self.types(item, new)
            }
            (Type::Map { key, value }, Type::Map { key: k, value: v }) => {
                self.keys(key, k) | self.types(value, v)
            }
            // On input, bytes are accepted as a string, too.
            (Type::List { item, .. }, Type::Bytes) => {
                Difference::new(false, is_input) | self.types(item, BYTE)
            }
            (Type::Bytes, Type::List { item, .. }) => {
                Difference::new(is_input, false) | self.types(BYTE, item)
            }
            (old, new) => self.arrays(Form::Plain(old), Form::Plain(new)),
        }
    }

    /// Keys of maps are strings, so a string can be any of them.
    pub(super) fn keys(&mut self, old: &'m Type, new: &'m Type) -> Difference {
        const STRING: Type = Type::String { format: None };
        match (*old == STRING, *new == STRING) {
            (true, true) => Difference::NONE,
            (true, false) => match self.types(old, new) {
                Difference { lost: false, .. } => Difference::NONE,
                _ => Difference::LOST,
            },
            (false, true) => match self.types(old, new) {
                Difference { gained: false, .. } => Difference::NONE,
                _ => Difference::GAINED,
            },
            (false, false) => self.types(old, new),
        }
    }

    /// Does the server look at more than the type says?
    pub(super) fn checked(&mut self, field: Option<&str>, old: bool, new: bool) {
        let message = match new {
            true => "the server may refuse more than the type says",
            false => "the server refuses no more than the type says",
        };
        let levels = Difference::new(new && !old, old && !new).levels(self.direction);
        self.tell("checked-changed", field, levels, message);
    }

    /// Have the SDKs' types the same form, with other names at most?
    fn is_same_in_source(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            // A pair tells its names by itself.
            (Type::Named { .. }, Type::Named { .. }) => {
                let old = form(self.old, old, self.direction);
                match (old, form(self.new, new, self.direction)) {
                    (Form::Named(old, a), Form::Named(new, b)) => is_pair((old, a), (new, b)),
                    _ => false,
                }
            }
            (Type::Option { item: a }, Type::Option { item: b }) => self.is_same_in_source(a, b),
            (
                Type::List {
                    item: a,
                    unordered: x,
                },
                Type::List {
                    item: b,
                    unordered: y,
                },
            ) => x == y && self.is_same_in_source(a, b),
            (Type::Array { item: a, len: x }, Type::Array { item: b, len: y }) => {
                x == y && self.is_same_in_source(a, b)
            }
            (Type::Tuple { items: a }, Type::Tuple { items: b }) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is_same_in_source(a, b))
            }
            (Type::Map { key: a, value: x }, Type::Map { key: b, value: y }) => {
                self.is_same_in_source(a, b) && self.is_same_in_source(x, y)
            }
            (old, new) => old == new,
        }
    }
}

pub(super) fn form<'m>(side: &Side<'m>, r#type: &'m Type, direction: Direction) -> Form<'m> {
    let Type::Named { id } = r#type else {
        return Form::Plain(r#type);
    };
    let def = side.types.get(id.as_str()).copied();
    match def.and_then(|def| Some((def, side.shape(def, direction)?))) {
        Some((def, shape)) => Form::Named(def, shape),
        None => Form::Missing,
    }
}

/// Are they compared at a place of their own? Else one of them is looked into where it is used.
fn is_pair(old: (&TypeDef, &Shape), new: (&TypeDef, &Shape)) -> bool {
    let is_newtype = |shape: &Shape| matches!(shape, Shape::Newtype { .. });
    old.0.name == new.0.name || is_newtype(old.1) == is_newtype(new.1)
}

/// Is it an enum whose JSON is a name and nothing more?
fn is_names(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Enum { tagging: Tagging::External, variants, .. }
            if variants.iter().all(|variant| variant.content.is_unit() && !variant.untagged)
    )
}

/// Two forms of which the new one holds all values of the old one.
fn half(old: Form<'_>, new: Form<'_>, is_input: bool) -> Option<Difference> {
    use Form::{Named, Plain};
    Some(match (old, new) {
        (Plain(Type::Any), Plain(Type::Any)) => Difference::NONE,
        // On input, serde does not look at it.
        (Plain(Type::Any | Type::Literal { .. }), Plain(Type::Any | Type::Literal { .. }))
            if is_input =>
        {
            Difference::NONE
        }
        (_, Plain(Type::Literal { .. })) if is_input => Difference::GAINED,
        (_, Plain(Type::Any)) => Difference::GAINED,
        (Plain(Type::Literal { value: a }), Plain(Type::Literal { value: b })) if a == b => {
            Difference::NONE
        }
        (Plain(Type::Literal { .. }), Plain(Type::String { format: None })) => Difference::GAINED,
        (Plain(Type::Null), Plain(Type::Option { .. })) => Difference::GAINED,
        (Named(_, shape), Plain(Type::String { format: None })) if is_names(shape) => {
            Difference::GAINED
        }
        _ => return None,
    })
}
