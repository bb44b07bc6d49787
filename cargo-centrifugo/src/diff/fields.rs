//! One field of an object: changed, removed, added.

use centrifugo_build::manifest::{Direction, Field, Presence, Rest, Type};

use super::difference::Difference;
use super::level::{Level, Levels};
use super::objects::Keys;
use super::walk::Walk;

impl<'m> Walk<'m> {
    pub(super) fn fields(&mut self, old: &'m Field, new: &'m Field) {
        let key = Some(new.wire_name.as_str());
        self.names(old, new);
        self.typed(key, &old.r#type, &new.r#type);
        self.checked(key, old.checked, new.checked);
        self.defaults(key, &old.presence, &new.presence);
        self.deprecated(key, old.deprecated.as_ref(), new.deprecated.as_ref());
    }

    /// Whether it is always there, and what it is if not.
    pub(super) fn defaults(&mut self, field: Option<&str>, old: &Presence, new: &Presence) {
        let is_input = self.direction == Direction::Input;
        let difference =
            Difference::new(is_input && new.is_required(), is_input && old.is_required());
        let (levels, message) = match (old, new) {
            (old, new) if old == new => return,
            (Presence::Default(old), Presence::Default(new)) => (
                Level::Behaviour.into(),
                format!(
                    "left out, it was `{}` and is now `{}`",
                    short(old),
                    short(new)
                ),
            ),
            (old, new) if is_input && !old.is_required() && !new.is_required() => (
                Level::Behaviour.into(),
                "left out, it may be something else now".to_owned(),
            ),
            (_, new) => {
                let difference = match is_input {
                    true => difference,
                    false => Difference::new(new.is_required(), !new.is_required()),
                };
                let message = match (is_input, new.is_required()) {
                    (true, true) => "has to be sent now",
                    (true, false) => "may be left out now",
                    (false, true) => "is always there now",
                    (false, false) => "may be missing now",
                };
                let breaks = new.is_required() == is_input;
                (
                    difference.levels(self.direction) | Levels::when(breaks, Level::Source),
                    message.to_owned(),
                )
            }
        };
        self.tell("presence-changed", field, levels, message);
    }

    pub(super) fn field_removed(&mut self, field: &'m Field, new: &Keys<'m>) {
        let is_required = field.presence.is_required();
        let clash = match new.rest {
            Some(rest) => self.clash(rest, &field.r#type, &rest.value),
            None => Levels::NONE,
        };
        let (levels, message) = match self.direction {
            Direction::Input => {
                let is_refused = new.deny || clash.contains(Level::OldClients);
                let message = match (is_refused, is_required) {
                    (true, _) => "removed; what old clients send is refused",
                    (false, true) => {
                        "removed; what old clients send is ignored, and old servers need it"
                    }
                    (false, false) => "removed; what old clients send is ignored",
                };
                let levels = Difference::new(new.deny, is_required).levels(self.direction);
                (
                    levels | Levels::when(!is_refused, Level::Behaviour),
                    message,
                )
            }
            Direction::Output => {
                let message = match is_required {
                    true => "removed; old clients need it",
                    false => "removed; old clients do without it",
                };
                let levels = Difference::new(false, is_required).levels(self.direction);
                (levels, message)
            }
        };
        let key = Some(field.wire_name.as_str());
        self.tell(
            "field-removed",
            key,
            levels | clash | Level::Source,
            message,
        );
    }

    pub(super) fn field_added(&mut self, field: &'m Field, old: &Keys<'m>) {
        let is_required = field.presence.is_required();
        // To those who do not know it, it was and is an entry of the map.
        let clash = match old.rest {
            Some(rest) => self.clash(rest, &rest.value, &field.r#type) | Level::Behaviour,
            None => Levels::NONE,
        };
        let (levels, message) = match self.direction {
            Direction::Input => {
                let message = match (is_required, old.deny) {
                    (true, _) => "added; it has to be sent",
                    (false, true) => "added; old servers refuse it",
                    (false, false) => "added; it may be left out",
                };
                let is_checked = field.checked && old.rest.is_some();
                let difference = Difference::new(is_required || is_checked, old.deny);
                let levels = difference.levels(self.direction);
                (levels | Levels::when(is_required, Level::Source), message)
            }
            Direction::Output => {
                let message = match is_required {
                    true => "added; old servers do not send it",
                    false => "added; it may be missing",
                };
                let levels = Difference::new(is_required, false).levels(self.direction);
                (levels, message)
            }
        };
        let levels = (levels | clash).or(Level::Addition);
        let key = Some(field.wire_name.as_str());
        self.tell("field-added", key, levels, message);
    }

    /// Who suffers where a field is on one side what on the other is an entry of the flattened map.
    /// Within a probe nobody looks, since that may have no end.
    fn clash(&self, rest: &Rest, old: &'m Type, new: &'m Type) -> Levels {
        let takes_any_key = rest.key == Type::String { format: None };
        if self.is_probe || !takes_any_key {
            return Difference::BOTH.levels(self.direction);
        }
        let levels = self.probe(|walk| walk.types(old, new).levels(walk.direction));
        [Level::OldClients, Level::OldServers]
            .into_iter()
            .filter(|level| levels.contains(*level))
            .fold(Levels::NONE, |all, level| all | level)
    }
}

/// A value that fits into a line.
fn short(value: &serde_json::Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
