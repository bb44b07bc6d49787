//! All that a server answers Centrifugo with.

use super::Hooks;
use crate::dispatch::Dispatcher;

/// The methods and the [hooks](crate::hooks) of an application, ready to be served. A dispatcher alone is
/// one whose hooks refuse everything; hooks alone are one without methods.
#[derive(Debug, Clone)]
pub struct Backend {
    pub(crate) dispatcher: Dispatcher,
    pub(crate) hooks: Hooks,
}

impl Backend {
    /// The methods alone.
    pub fn new(dispatcher: Dispatcher) -> Self {
        Self {
            dispatcher,
            hooks: Hooks::new(),
        }
    }

    /// With these hooks.
    #[must_use]
    pub fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }
}

impl From<Dispatcher> for Backend {
    fn from(dispatcher: Dispatcher) -> Self {
        Self::new(dispatcher)
    }
}

impl From<Hooks> for Backend {
    fn from(hooks: Hooks) -> Self {
        Self::new(Dispatcher::of(Vec::new())).with_hooks(hooks)
    }
}
