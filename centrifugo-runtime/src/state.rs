//! The application's state in a handler's signature.

use std::ops::{Deref, DerefMut};

#[doc(inline)]
pub use axum::extract::FromRef;

/// The application's state, or a part of it, as a handler's argument.
///
/// The part is taken from the state given to `rpc::dispatcher(state)` by [`FromRef`], which is
/// axum's own trait: one implementation serves axum handlers and these. Each call gets a clone, so
/// a state is cheap to clone, as an `Arc` or a connection pool is.
///
/// ```
/// use centrifugo_runtime::{ConnectionContext, State};
///
/// #[derive(Clone)]
/// struct Limits { per_user: u32 }
///
/// async fn limit(_conn: ConnectionContext, State(limits): State<Limits>) -> u32 {
///     limits.per_user
/// }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for State<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
