//! Files of the user's crate and of crates that it needs: which there are, what is in them, and where
//! in them something stands.

pub(crate) mod cfg;
pub(crate) mod discover;
mod files;
pub(crate) mod load;
mod packages;
pub(crate) mod place;
pub(crate) mod world;

pub(crate) use files::{File, FileId, Sources, Span};
