//! What was found out about names, a module at a time: most of its types mention the same few.

use std::collections::HashMap;

use crate::source::world::ModuleId;

/// What a name means in a module.
#[derive(Debug)]
pub(super) struct ByName<T>(HashMap<ModuleId, HashMap<String, T>>);

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> ByName<T> {
    pub(super) fn get(&self, module: ModuleId, name: &str) -> Option<&T> {
        self.0.get(&module)?.get(name)
    }

    pub(super) fn insert(&mut self, module: ModuleId, name: &str, meaning: T) {
        let names = self.0.entry(module).or_default();
        names.insert(name.to_owned(), meaning);
    }
}
