//! One command a file: arguments in, work done, [`Outcome`](crate::outcome::Outcome) out.

pub(crate) mod config;
pub(crate) mod diff;
pub(crate) mod generate;
pub(crate) mod manifest;
