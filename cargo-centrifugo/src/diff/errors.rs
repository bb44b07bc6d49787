//! Declared errors: `(method, code)` decides which one a client raises.

use std::collections::HashSet;

use centrifugo_build::manifest::{Direction, ErrorType, ErrorVariant, Method};

use super::difference::Difference;
use super::keys::Pairs;
use super::level::{Level, Levels};
use super::objects::Keys;
use super::walk::Walk;

impl<'m> Walk<'m> {
    /// Notes which errors a method has; they are compared once, whichever methods have them.
    pub(super) fn method_errors(&mut self, old: &'m Method, new: &'m Method) {
        let declared =
            |ids: &'m [String], errors: &std::collections::HashMap<&'m str, &'m ErrorType>| {
                ids.iter()
                    .filter_map(|id| errors.get(id.as_str()).copied())
                    .collect::<Vec<_>>()
            };
        let pairs = Pairs::new(
            declared(&old.errors, &self.old.errors),
            declared(&new.errors, &self.new.errors),
        )
        .by(|old, new| new.iter().position(|new| new.id == old.id))
        .by(|old, new| new.iter().position(|new| new.name == old.name))
        .by(|_, new| (!new.is_empty()).then_some(0));
        for (old, new) in pairs.both {
            self.error_pair(old, new);
        }
        for error in pairs.removed {
            let message = format!("it does not answer with `{}` any more", error.name);
            self.tell_both("error-removed", Some("errors"), Level::Safe, message);
        }
        for error in pairs.added {
            let message = format!(
                "it may answer with `{}`, which is a plain error to old clients",
                error.name
            );
            self.tell_both("error-added", Some("errors"), Level::Addition, message);
        }
    }

    pub(super) fn errors(&mut self, old: &'m ErrorType, new: &'m ErrorType) {
        if old.name != new.name {
            let message = format!("`{}` is now `{}`", old.name, new.name);
            self.tell_both("type-renamed", None, Level::Source, message);
        }
        let all = |error: &'m ErrorType| error.variants.iter().collect::<Vec<_>>();
        let pairs = Pairs::new(all(old), all(new))
            .by(|old, new| {
                (new.iter()).position(|new| new.code == old.code && new.name == old.name)
            })
            .by(|old, new| new.iter().position(|new| new.name == old.name))
            .by(|old, new| new.iter().position(|new| new.code == old.code));
        let taken: HashSet<u32> = old.variants.iter().map(|variant| variant.code).collect();
        for (old, new) in pairs.both {
            self.error_variants(old, new, taken.contains(&new.code));
        }
        for variant in pairs.removed {
            let message = format!("the error {} is removed", variant.code);
            self.tell_both("error-removed", Some(&variant.name), Level::Source, message);
        }
        for variant in pairs.added {
            let (levels, message) = match taken.contains(&variant.code) {
                true => (
                    both_wires(),
                    format!("the code {} meant another error", variant.code),
                ),
                false => (
                    Level::Addition.into(),
                    format!(
                        "the error {} is added; to old clients it is a plain one",
                        variant.code
                    ),
                ),
            };
            self.tell_both("error-added", Some(&variant.name), levels, message);
        }
    }

    fn error_variants(&mut self, old: &'m ErrorVariant, new: &'m ErrorVariant, is_taken: bool) {
        let name = Some(new.name.as_str());
        if old.name != new.name {
            let message = format!("`{}` ({}) is called `{}` now", old.name, old.code, new.name);
            self.tell_both("ident-changed", name, Level::Source, message);
        }
        if old.code != new.code {
            let message = match is_taken {
                true => format!(
                    "the code was {} and is now {}, which meant another error",
                    old.code, new.code
                ),
                false => format!("the code was {} and is now {}", old.code, new.code),
            };
            self.tell_both("error-code-changed", name, both_wires(), message);
        }
        if old.temporary != new.temporary {
            let message = match new.temporary {
                true => "a repeat may succeed now",
                false => "a repeat does not succeed any more",
            };
            self.tell_both("error-temporary-changed", name, Level::Behaviour, message);
        }
        self.direction = Direction::Output;
        match (old.fields.is_empty(), new.fields.is_empty()) {
            (true, true) => {}
            (true, false) => {
                let levels = Difference::LOST.levels(self.direction) | Level::Behaviour;
                let message = "its message was text and is now JSON of its fields";
                self.tell("error-fields-changed", name, levels, message);
            }
            (false, true) => {
                let levels = Difference::GAINED.levels(self.direction);
                let levels = levels | Level::Behaviour | Level::Source;
                let message = "its message was JSON of its fields and is now text";
                self.tell("error-fields-changed", name, levels, message);
            }
            (false, false) => {
                let around = format!("{}.", new.name);
                let before = std::mem::replace(&mut self.around, around);
                self.objects(&Keys::of_fields(&old.fields), &Keys::of_fields(&new.fields));
                self.around = before;
            }
        }
    }
}

fn both_wires() -> Levels {
    Levels::from(Level::OldClients) | Level::OldServers | Level::Source
}
