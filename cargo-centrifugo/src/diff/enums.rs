//! Enums: how the JSON says which variant it is, and which variants there are.

use centrifugo_build::manifest::{Direction, Shape, Tagging, TypeDef, Variant};

use super::difference::Difference;
use super::keys::Pairs;
use super::level::{Level, Levels};
use super::walk::Walk;

/// An enum in one direction.
#[derive(Clone, Copy)]
pub(super) struct Enum<'m> {
    pub(super) def: &'m TypeDef,
    pub(super) tagging: &'m Tagging,
    pub(super) variants: &'m [Variant],
    pub(super) deny: bool,
}

impl<'m> Enum<'m> {
    fn split(self) -> (Vec<&'m Variant>, Vec<&'m Variant>) {
        let alone = |variant: &&Variant| variant.untagged || *self.tagging == Tagging::Untagged;
        self.variants.iter().partition(|variant| !alone(variant))
    }

    fn other(self) -> Option<&'m Variant> {
        self.variants.iter().find(|variant| variant.other)
    }

    /// What clients take an unknown name for: what the server takes it for, if it ever reads one.
    fn other_of_clients(self) -> Option<&'m str> {
        match self.def.shapes.input()? {
            Shape::Enum { variants, .. } => variants
                .iter()
                .find(|variant| variant.other)
                .map(|variant| variant.name.as_str()),
            _ => None,
        }
    }
}

impl<'m> Walk<'m> {
    pub(super) fn enums(&mut self, old: Enum<'m>, new: Enum<'m>) {
        if old.tagging != new.tagging {
            let levels = Difference::BOTH.levels(self.direction) | Level::Source;
            let message = format!("{} is now {}", tagging(old.tagging), tagging(new.tagging));
            self.tell("tagging-changed", None, levels, message);
            return;
        }
        if self.direction == Direction::Input && matches!(old.tagging, Tagging::Adjacent { .. }) {
            self.denied(old.deny, new.deny);
        }
        let (tagged, untagged) = old.split();
        let (new_tagged, new_untagged) = new.split();
        let pairs = Pairs::new(tagged, new_tagged).by_name();
        for (before, after) in pairs.both {
            self.names(before, after);
            self.variants(old.tagging, before, after);
        }
        for variant in pairs.removed {
            self.variant_removed(variant, new);
        }
        for variant in pairs.added {
            self.variant_added(variant, old);
        }
        self.unknown_names(old, new);
        self.untagged(&untagged, &new_untagged);
    }

    fn variants(&mut self, tagging: &Tagging, old: &'m Variant, new: &'m Variant) {
        let name = Some(new.wire_name.as_str());
        self.checked(name, old.checked, new.checked);
        self.deprecated(name, old.deprecated.as_ref(), new.deprecated.as_ref());
        let around = format!("{}{}.", self.around, new.wire_name);
        let before = std::mem::replace(&mut self.around, around);
        self.contents(tagging, &old.content, &new.content);
        self.around = before;
    }

    fn variant_removed(&mut self, variant: &Variant, new: Enum<'_>) {
        let name = Some(variant.wire_name.as_str());
        let lost = Difference::LOST.levels(self.direction);
        let (levels, message) = match self.direction {
            Direction::Input => match new.other() {
                Some(other) if is_taken_by_other(variant, new.tagging) => (
                    Level::Behaviour.into(),
                    format!("variant removed; it is taken for `{}`", other.name),
                ),
                _ => (lost, "variant removed; old clients may send it".to_owned()),
            },
            Direction::Output => match new.other_of_clients() {
                Some(other) => (
                    Level::Behaviour.into(),
                    format!("variant removed; from old servers it is taken for `{other}`"),
                ),
                None => (lost, "variant removed; old servers may send it".to_owned()),
            },
        };
        self.tell("variant-removed", name, levels | Level::Source, message);
    }

    fn variant_added(&mut self, variant: &Variant, old: Enum<'_>) {
        let name = Some(variant.wire_name.as_str());
        let gained = Difference::GAINED.levels(self.direction);
        let (levels, message) = match self.direction {
            Direction::Input => match old.other() {
                Some(other) if is_taken_by_other(variant, old.tagging) => (
                    Level::Addition.into(),
                    format!("variant added; old servers take it for `{}`", other.name),
                ),
                _ => (gained, "variant added; old servers refuse it".to_owned()),
            },
            Direction::Output => match old.other_of_clients() {
                Some(other) => (
                    Levels::from(Level::Behaviour) | Level::Source,
                    format!(
                        "variant added; old clients take it for `{other}`, or keep it as it is"
                    ),
                ),
                None => (
                    gained | Level::Source,
                    "variant added; old clients do not know it".to_owned(),
                ),
            },
        };
        self.tell("variant-added", name, levels, message);
    }

    /// `#[serde(other)]`
    fn unknown_names(&mut self, old: Enum<'_>, new: Enum<'_>) {
        let (levels, message) = match (old.other(), new.other()) {
            (Some(_), None) => (
                Difference::LOST.levels(self.direction),
                "unknown names are refused now".to_owned(),
            ),
            (None, Some(other)) => (
                Level::Addition.into(),
                format!("unknown names are taken for `{}` now", other.name),
            ),
            (Some(old), Some(new)) if old.wire_name != new.wire_name => (
                Level::Behaviour.into(),
                format!("unknown names are taken for `{}` now", new.name),
            ),
            _ => return,
        };
        self.tell("other-changed", None, levels, message);
    }

    /// Variants without a name in JSON: those of one name in Rust, then those of one form, are the
    /// same.
    fn untagged(&mut self, old: &[&'m Variant], new: &[&'m Variant]) {
        let place =
            |all: &[&Variant], one: &Variant| all.iter().position(|v| std::ptr::eq(*v, one));
        let mut pairs = Pairs::new(old.to_vec(), new.to_vec())
            .by(|old, new| new.iter().position(|new| new.name == old.name));
        if !self.is_probe {
            pairs = pairs.by(|old, new| new.iter().position(|new| self.is_same(old, new)));
        }
        let mut last = None;
        let mut in_order = true;
        let mut both = pairs.both;
        both.sort_by_key(|(before, _)| place(old, before));
        for (before, after) in both {
            let at = place(new, after);
            in_order &= last <= at;
            last = last.max(at);
            if before.name != after.name {
                let message = format!("`{}` is called `{}` now", before.name, after.name);
                self.tell_both("ident-changed", Some(&after.name), Level::Source, message);
            }
            self.variants(&Tagging::Untagged, before, after);
        }
        for variant in pairs.removed {
            let levels = Difference::LOST.levels(self.direction) | Level::Source;
            let message = "untagged variant removed";
            self.tell("variant-removed", Some(&variant.name), levels, message);
        }
        for variant in pairs.added {
            // What fitted a later variant may fit this one now.
            let steals = place(new, variant) < last;
            let levels = Difference::GAINED.levels(self.direction)
                | Levels::when(steals, Level::Behaviour)
                | Levels::when(self.direction == Direction::Output, Level::Source);
            let message = match steals {
                true => "untagged variant added, before others that may fit, too",
                false => "untagged variant added",
            };
            self.tell("variant-added", Some(&variant.name), levels, message);
        }
        if !in_order {
            let message = "untagged variants are tried in another order";
            self.tell("variants-reordered", None, Level::Behaviour.into(), message);
        }
    }

    fn is_same(&self, old: &'m Variant, new: &'m Variant) -> bool {
        let levels = self.probe(|walk| {
            walk.contents(&Tagging::Untagged, &old.content, &new.content);
            Levels::NONE
        });
        old.checked == new.checked
            && levels.without(Level::Source).without(Level::Safe) == Levels::NONE
    }
}

/// Does the variant's JSON fit one without content?
fn is_taken_by_other(variant: &Variant, tagging: &Tagging) -> bool {
    variant.content.is_unit() || matches!(tagging, Tagging::Internal { .. })
}

fn tagging(tagging: &Tagging) -> String {
    match tagging {
        Tagging::External => "the name of the variant as key".to_owned(),
        Tagging::Internal { tag } => format!("the tag `{tag}`"),
        Tagging::Adjacent { tag, content } => format!("the tag `{tag}` beside `{content}`"),
        Tagging::Untagged => "no tag".to_owned(),
    }
}
