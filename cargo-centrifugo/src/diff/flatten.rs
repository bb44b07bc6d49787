//! Values that are flattened into an object and whose keys depend on the value: enums, and structs that
//! may be missing.

use std::collections::{BTreeSet, HashSet};

use centrifugo_build::manifest::{Content, Direction, Flatten, Object, Shape, Tagging, Type};

use super::difference::Difference;
use super::keys::{Keyed, Pairs};
use super::level::{Level, Levels};
use super::objects::Keys;
use super::types::{Form, form};
use super::walk::{Side, Walk};

impl<'m> Walk<'m> {
    pub(super) fn flattened(&mut self, old: &Keys<'m>, new: &Keys<'m>) {
        let pairs = Pairs::new(old.flatten.clone(), new.flatten.clone())
            .by(|old, new| new.iter().position(|new| new.name == old.name))
            .by(|old, new| new.iter().position(|new| new.r#type == old.r#type))
            .by(|_, new| (!new.is_empty()).then_some(0));
        for (before, after) in &pairs.both {
            self.typed(Some(&after.name), &before.r#type, &after.r#type);
            self.flattened_keys((old, before), (new, after));
        }
        let is_option = |flatten: &Flatten| matches!(flatten.r#type, Type::Option { .. });
        for flatten in pairs.removed {
            let levels = self.leaves(!is_option(flatten), new) | Level::Source;
            let message = "its flattened keys are removed";
            self.tell("field-removed", Some(&flatten.name), levels, message);
        }
        for flatten in pairs.added {
            let levels = self.comes(!is_option(flatten), old).or(Level::Addition);
            let message = "its flattened keys are new";
            self.tell("field-added", Some(&flatten.name), levels, message);
        }
    }

    /// A flattened value that the new side does not have: who misses it, and what becomes of its
    /// keys.
    fn leaves(&self, is_required: bool, new: &Keys<'m>) -> Levels {
        let taken = new.deny || new.rest.is_some();
        let input = self.direction == Direction::Input;
        let difference = match input {
            true => Difference::new(taken, is_required),
            false => Difference::new(new.rest.is_some(), is_required),
        };
        let ignored = input && !taken;
        difference.levels(self.direction) | Levels::when(ignored, Level::Behaviour)
    }

    /// One that the old side does not have.
    fn comes(&self, is_required: bool, old: &Keys<'m>) -> Levels {
        let taken = old.deny || old.rest.is_some();
        let difference = match self.direction {
            Direction::Input => Difference::new(is_required || old.rest.is_some(), taken),
            Direction::Output => Difference::new(is_required, old.rest.is_some()),
        };
        difference.levels(self.direction)
    }

    /// The value itself is compared elsewhere. Here it matters where keys go that it has on one side
    /// only: into the map of all other keys, or nowhere.
    fn flattened_keys(
        &mut self,
        (old, before): (&Keys<'m>, &Flatten),
        (new, after): (&Keys<'m>, &Flatten),
    ) {
        let is_input = self.direction == Direction::Input;
        let takes = |keys: &Keys<'_>| keys.rest.is_some() || (keys.deny && is_input);
        if !takes(old) && !takes(new) {
            return;
        }
        let was = keys_of(self.old, &before.r#type, self.direction);
        let is = keys_of(self.new, &after.r#type, self.direction);
        let added = is.difference(&was).next().filter(|_| takes(old));
        let removed = was.difference(&is).next().filter(|_| takes(new));
        let difference = match is_input {
            true => Difference::new(
                removed.is_some() || (added.is_some() && old.rest.is_some()),
                added.is_some() || (removed.is_some() && new.rest.is_some()),
            ),
            false => Difference::new(removed.is_some(), added.is_some()),
        };
        if let Some(key) = added.or(removed) {
            let message = format!("`{key}` is one of its keys, or one of all others");
            let levels = difference.levels(self.direction);
            self.tell("flattened-keys", Some(&after.name), levels, message);
        }
    }
}

/// Stands for the keys of a map.
const OTHERS: &str = "any other key";

/// The keys that such a value may have.
fn keys_of<'m>(side: &Side<'m>, r#type: &'m Type, direction: Direction) -> BTreeSet<&'m str> {
    let mut keys = BTreeSet::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![r#type];
    while let Some(r#type) = waiting.pop() {
        if let Type::Option { item } = r#type {
            waiting.push(item);
        }
        let (def, shape) = match form(side, r#type, direction) {
            Form::Named(def, shape) => (def, shape),
            Form::Plain(Type::Map { .. } | Type::Any) => {
                keys.insert(OTHERS);
                continue;
            }
            Form::Plain(_) | Form::Missing => continue,
        };
        if !seen.insert(&def.id) {
            continue;
        }
        let mut objects: Vec<&Object> = vec![];
        match shape {
            Shape::Struct(object) => objects.push(object),
            Shape::Newtype { item, .. } => waiting.push(item),
            Shape::Tuple { .. } => {}
            Shape::Enum {
                tagging, variants, ..
            } => {
                for variant in variants {
                    let is_beside = variant.untagged
                        || matches!(tagging, Tagging::Internal { .. } | Tagging::Untagged);
                    match &variant.content {
                        Content::Struct(object) if is_beside => objects.push(object),
                        Content::Newtype { item } if is_beside => waiting.push(item),
                        _ => {}
                    }
                }
                match tagging {
                    Tagging::External => {
                        let tagged = variants.iter().filter(|variant| !variant.untagged);
                        keys.extend(tagged.flat_map(names));
                    }
                    Tagging::Internal { tag } => {
                        keys.insert(tag);
                    }
                    Tagging::Adjacent { tag, content } => {
                        keys.extend([tag.as_str(), content]);
                    }
                    Tagging::Untagged => {}
                }
            }
        }
        for object in objects {
            keys.extend(object.fields.iter().flat_map(names));
            keys.extend(object.rest.iter().map(|_| OTHERS));
            waiting.extend(object.flatten.iter().map(|flatten| &flatten.r#type));
        }
    }
    keys
}

/// All by which it is known.
fn names(keyed: &impl Keyed) -> impl Iterator<Item = &str> {
    std::iter::once(keyed.key()).chain(keyed.aliases().iter().map(String::as_str))
}
