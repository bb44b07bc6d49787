//! What a variant holds.

use centrifugo_build::manifest::{Content, Direction, Element, Object, Shape, Tagging, Type};

use super::difference::Difference;
use super::level::Level;
use super::objects::{Keys, structure};
use super::types::{Form, form};
use super::walk::{Side, Walk};

/// A variant's content as it is on the wire.
enum Payload<'m> {
    Nothing,
    Object(Keys<'m>),
    Elements(&'m [Element]),
    Value,
}

impl<'m> Walk<'m> {
    pub(super) fn contents(&mut self, tagging: &Tagging, old: &'m Content, new: &'m Content) {
        if let (Content::Newtype { item: a }, Content::Newtype { item: b }) = (old, new) {
            self.typed(None, a, b);
            if matches!(tagging, Tagging::Adjacent { .. }) {
                self.missing_contents(a, b);
            }
            return;
        }
        let before = payload(self.old, tagging, old, self.direction);
        let after = payload(self.new, tagging, new, self.direction);
        let (was, is) = (kind(old), kind(new));
        match (before, after) {
            (Payload::Nothing, Payload::Nothing) => {}
            (Payload::Object(a), Payload::Object(b)) => self.objects(&a, &b),
            (Payload::Elements(a), Payload::Elements(b)) => self.elements(a, b),
            _ => {
                let levels = Difference::BOTH.levels(self.direction) | Level::Source;
                let message = format!("it held {was} and now holds {is}");
                self.tell("content-changed", None, levels, message);
                return;
            }
        }
        if was != is {
            let message = format!("it held {was} and now holds {is}");
            self.tell("content-changed", None, Level::Source.into(), message);
        }
    }

    /// Beside a tag, an option may be missing; a newtype of one perhaps not.
    fn missing_contents(&mut self, old: &Type, new: &Type) {
        let is_option = |r#type: &Type| matches!(r#type, Type::Option { .. });
        let is_named = |r#type: &Type| matches!(r#type, Type::Named { .. });
        if self.direction == Direction::Input {
            let lost = is_option(old) && is_named(new);
            let gained = is_named(old) && is_option(new);
            let levels = Difference::new(lost, gained).levels(self.direction);
            let message = match lost {
                true => "its content may have to be there now",
                false => "its content may be missing now",
            };
            self.tell("presence-changed", None, levels, message);
        }
    }
}

fn payload<'m>(
    side: &Side<'m>,
    tagging: &Tagging,
    content: &'m Content,
    direction: Direction,
) -> Payload<'m> {
    let is_internal = matches!(tagging, Tagging::Internal { .. });
    let object = |object: &'m Object| Payload::Object(Keys::of(side, object, direction));
    match content {
        // Beside the tag there may be other keys, as in an empty object.
        Content::Unit if is_internal => Payload::Object(Keys::default()),
        Content::Unit => Payload::Nothing,
        Content::Tuple { items } => Payload::Elements(items),
        Content::Struct(fields) => object(fields),
        Content::Newtype { item: Type::Null } if is_internal => Payload::Object(Keys::default()),
        Content::Newtype { item } => match (
            structure(side, item, direction),
            form(side, item, direction),
        ) {
            (Some(fields), _) => object(fields),
            (None, Form::Named(_, Shape::Tuple { items })) => Payload::Elements(items),
            _ => Payload::Value,
        },
    }
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Unit => "nothing",
        Content::Newtype { .. } => "a value",
        Content::Tuple { .. } => "several values",
        Content::Struct(_) => "fields",
    }
}
