//! Files of the user's crate: which there are, what is in them, and where in them something stands.

pub(crate) mod cfg;
pub(crate) mod discover;
mod files;

pub(crate) use files::{FileId, Sources, Span};
