//! What is found by its name in JSON: fields and variants.

use centrifugo_build::manifest::{Direction, Field, Variant};

use super::difference::Difference;
use super::level::Level;
use super::walk::Walk;

/// A field or a variant.
pub(super) trait Keyed {
    /// The name that is written.
    fn key(&self) -> &str;
    /// Others that are read.
    fn aliases(&self) -> &[String];
    fn rust_name(&self) -> &str;

    fn accepts(&self, name: &str) -> bool {
        self.key() == name || self.aliases().iter().any(|alias| alias == name)
    }
}

impl Keyed for Field {
    fn key(&self) -> &str {
        &self.wire_name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn rust_name(&self) -> &str {
        &self.name
    }
}

impl Keyed for Variant {
    fn key(&self) -> &str {
        &self.wire_name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn rust_name(&self) -> &str {
        &self.name
    }
}

/// Which of the old are which of the new.
#[derive(Debug)]
pub(super) struct Pairs<'m, T> {
    pub(super) both: Vec<(&'m T, &'m T)>,
    pub(super) removed: Vec<&'m T>,
    pub(super) added: Vec<&'m T>,
}

impl<'m, T> Pairs<'m, T> {
    pub(super) fn new(old: Vec<&'m T>, new: Vec<&'m T>) -> Self {
        Self {
            both: vec![],
            removed: old,
            added: new,
        }
    }

    /// Pairs those that are left: each old one with the new one that `find` names of the rest.
    pub(super) fn by(mut self, mut find: impl FnMut(&'m T, &[&'m T]) -> Option<usize>) -> Self {
        let mut left = vec![];
        for old in std::mem::take(&mut self.removed) {
            match find(old, &self.added) {
                Some(index) => self.both.push((old, self.added.remove(index))),
                None => left.push(old),
            }
        }
        self.removed = left;
        self
    }
}

impl<'m, T: Keyed> Pairs<'m, T> {
    /// By what is written, then by what is read, then by the name in Rust.
    pub(super) fn by_name(self) -> Self {
        let position = |new: &[&T], is_it: &dyn Fn(&T) -> bool| new.iter().position(|n| is_it(n));
        self.by(|old, new| position(new, &|new| new.key() == old.key()))
            .by(|old, new| position(new, &|new| new.accepts(old.key())))
            .by(|old, new| position(new, &|new| old.accepts(new.key())))
            .by(|old, new| position(new, &|new| new.rust_name() == old.rust_name()))
    }
}

impl Walk<'_> {
    /// The names of something that is there in both.
    pub(super) fn names(&mut self, old: &impl Keyed, new: &impl Keyed) {
        let is_input = self.direction == Direction::Input;
        let (was, is) = (old.key(), new.key());
        if was != is {
            let difference = match is_input {
                true => Difference::new(!new.accepts(was), !old.accepts(is)),
                false => Difference::BOTH,
            };
            let message = match is_input && new.accepts(was) {
                true => format!("`{was}` is now `{is}`; `{was}` is still accepted"),
                false => format!("`{was}` is now `{is}`"),
            };
            let levels = difference.levels(self.direction) | Level::Source;
            self.tell("renamed", Some(is), levels, message);
        } else if old.rust_name() != new.rust_name() {
            let (was, name) = (old.rust_name(), new.rust_name());
            let message =
                format!("`{was}` is `{name}` in Rust now, and so where an SDK has that name");
            self.tell_both("ident-changed", Some(is), Level::Source, message);
        }
        if is_input {
            self.aliases(old, new);
        }
    }

    fn aliases(&mut self, old: &impl Keyed, new: &impl Keyed) {
        let key = Some(new.key());
        for alias in old.aliases().iter().filter(|alias| !new.accepts(alias)) {
            let levels = Difference::LOST.levels(self.direction);
            let message = format!("the alias `{alias}` is no longer accepted");
            self.tell("alias-removed", key, levels, message);
        }
        for alias in new.aliases().iter().filter(|alias| !old.accepts(alias)) {
            let message = format!("the alias `{alias}` is accepted, too");
            self.tell("alias-added", key, Level::Addition.into(), message);
        }
    }
}
