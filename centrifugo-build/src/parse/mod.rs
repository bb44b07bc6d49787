//! Local syntax: one file's text in, plain data with byte ranges out. No name is looked up here and
//! nothing of syn leaves, so files can be parsed in parallel.

pub(crate) mod attr;
mod file;
mod handler;
mod places;
pub(crate) mod serde_case;
mod syntax;
mod types;
mod uses;

pub(crate) use file::{Parsed, parse_file, parse_type};
pub(crate) use syntax::*;
