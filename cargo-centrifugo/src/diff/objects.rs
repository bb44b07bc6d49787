//! Objects: their fields, what is flattened into them, and what becomes of all other keys.

use centrifugo_build::manifest::{Direction, Field, Flatten, Object, Rest, Shape, Type};

use super::difference::Difference;
use super::keys::Pairs;
use super::level::{Level, Levels};
use super::types::{Form, form};
use super::walk::{Side, Walk};

/// An object with the keys of its flattened structs among its own, as they are on the wire.
#[derive(Debug, Default)]
pub(super) struct Keys<'m> {
    pub(super) fields: Vec<&'m Field>,
    pub(super) flatten: Vec<&'m Flatten>,
    pub(super) rest: Option<&'m Rest>,
    pub(super) deny: bool,
}

impl<'m> Keys<'m> {
    pub(super) fn of_fields(fields: &'m [Field]) -> Self {
        Self {
            fields: fields.iter().collect(),
            ..Self::default()
        }
    }

    pub(super) fn of(side: &Side<'m>, object: &'m Object, direction: Direction) -> Self {
        let mut keys = Self {
            deny: object.deny_unknown_fields,
            ..Self::default()
        };
        keys.spread(side, object, direction, 0);
        keys
    }

    fn spread(&mut self, side: &Side<'m>, object: &'m Object, direction: Direction, depth: u8) {
        self.fields.extend(&object.fields);
        self.rest = self.rest.or(object.rest.as_ref());
        for flatten in &object.flatten {
            match structure(side, &flatten.r#type, direction) {
                Some(inner) if depth < 100 => self.spread(side, inner, direction, depth + 1),
                _ => self.flatten.push(flatten),
            }
        }
    }
}

/// The struct that a type is on the wire.
pub(super) fn structure<'m>(
    side: &Side<'m>,
    r#type: &'m Type,
    direction: Direction,
) -> Option<&'m Object> {
    let mut r#type = r#type;
    for _ in 0..100 {
        match form(side, r#type, direction) {
            Form::Named(_, Shape::Struct(object)) => return Some(object),
            Form::Named(
                _,
                Shape::Newtype {
                    item,
                    checked: false,
                },
            ) => r#type = item,
            _ => return None,
        }
    }
    None
}

impl<'m> Walk<'m> {
    pub(super) fn objects(&mut self, old: &Keys<'m>, new: &Keys<'m>) {
        let pairs = Pairs::new(old.fields.clone(), new.fields.clone()).by_name();
        for (old, new) in pairs.both {
            self.fields(old, new);
        }
        for field in pairs.removed {
            self.field_removed(field, new);
        }
        for field in pairs.added {
            self.field_added(field, old);
        }
        self.flattened(old, new);
        self.rest(old, new);
        // serde refuses other keys even if a map has taken them.
        if self.direction == Direction::Input {
            self.denied(old.deny, new.deny);
        }
    }

    /// `deny_unknown_fields`
    pub(super) fn denied(&mut self, old: bool, new: bool) {
        let levels = Difference::LOST.levels(self.direction);
        match (old, new) {
            (false, true) => {
                self.tell("unknown-keys", None, levels, "unknown keys are refused now")
            }
            (true, false) => {
                let levels = Level::Addition.into();
                self.tell("unknown-keys", None, levels, "unknown keys are ignored now");
            }
            _ => {}
        }
    }

    /// The map of all other keys.
    fn rest(&mut self, old: &Keys<'m>, new: &Keys<'m>) {
        let is_input = self.direction == Direction::Input;
        match (old.rest, new.rest) {
            (None, None) => {}
            (Some(a), Some(b)) => {
                let difference = self.keys(&a.key, &b.key) | self.types(&a.value, &b.value);
                let levels = difference.levels(self.direction);
                let [a, b] = [(a, self.old), (b, self.new)]
                    .map(|(rest, side)| (side.text(&rest.key), side.text(&rest.value)));
                let message = format!(
                    "other keys were `{}` with `{}`, and are `{}` with `{}`",
                    a.0, a.1, b.0, b.1
                );
                let levels = levels | Levels::when(a != b && levels == Levels::NONE, Level::Source);
                self.tell("other-keys", None, levels, message);
            }
            (None, Some(rest)) => {
                let takes_all =
                    rest.value == Type::Any && rest.key == Type::String { format: None };
                let difference = match is_input {
                    true => Difference::new(!takes_all && !old.deny, old.deny && !new.deny),
                    false => Difference::NONE,
                };
                let levels = difference.levels(self.direction).or(Level::Addition);
                self.tell("other-keys", None, levels, "it has other keys now, too");
            }
            (Some(_), None) => {
                let (levels, message) = match is_input && !new.deny {
                    true => (Level::Behaviour.into(), "other keys are ignored now"),
                    false => (Levels::NONE, "it has no other keys any more"),
                };
                self.tell("other-keys", None, levels | Level::Source, message);
            }
        }
    }
}
