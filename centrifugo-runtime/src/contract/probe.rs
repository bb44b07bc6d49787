//! What types a handler has, without their names: a closure that calls it is inspected by inference
//! and never run, and the number of references decides which of serde's traits they have.
//!
//! In: `|params| path::to::handler(argument(), params)`. Out: a [`Subject`] for its params and one for
//! its result. Knows no manifest.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::choices::Choices;
use super::fabricate::fabricate;

/// The types of a handler.
pub struct Probe<P, R> {
    /// Its params.
    pub params: Params<P>,
    /// What it replies, without its error.
    pub result: Reply<R>,
}

/// The params of a handler.
pub struct Params<P>(PhantomData<fn() -> P>);

/// The result of a handler.
pub struct Reply<R>(PhantomData<fn() -> R>);

impl<P, R> fmt::Debug for Probe<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe")
            .field("params", &self.params)
            .field("result", &self.result)
            .finish()
    }
}

impl<P> fmt::Debug for Params<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<P>())
    }
}

impl<R> fmt::Debug for Reply<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(type_name::<R>())
    }
}

impl<P, R> Probe<P, R> {
    const fn new() -> Self {
        Self {
            params: Params(PhantomData),
            result: Reply(PhantomData),
        }
    }
}

/// An argument that is not params.
pub fn argument<T>() -> T {
    unreachable!("a probed handler is not called")
}

/// The types of a handler that cannot fail.
pub fn infallible<P, F: Future>(_: impl FnOnce(P) -> F) -> Probe<P, F::Output> {
    Probe::new()
}

/// The types of a handler that returns a `Result`.
pub fn fallible<P, R, E, F>(_: impl FnOnce(P) -> F) -> Probe<P, R>
where
    F: Future<Output = Result<R, E>>,
{
    Probe::new()
}

type ReadFn = fn(&str) -> Result<(), Refusal>;
type RewriteFn = fn(&'static str) -> Result<String, Refusal>;

/// What serde can do with a type; the type itself is in the functions only.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    pub(super) rust: &'static str,
    /// Is it accepted?
    pub(super) read: Option<ReadFn>,
    /// JSON of a value that is read from JSON.
    pub(super) rewrite: Option<RewriteFn>,
    /// JSON of a value that is made from nothing.
    pub(super) fabricate: Option<fn(&mut Choices) -> Option<String>>,
}

/// Why serde does not read a text.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) path: String,
    pub(super) reason: String,
}

/// Params that are `Serialize`, too. Tried first, having one reference more.
pub trait ReadAndWritten {
    /// See [`Subject`].
    fn subject(&self) -> Subject;
}

/// Params.
pub trait Read {
    /// See [`Subject`].
    fn subject(&self) -> Subject;
}

/// A result that is `Deserialize`, too. Tried first, having one reference more.
///
/// Not `DeserializeOwned`: the choice does not look at lifetimes, so that a `&'static str` would be
/// chosen and then not compile.
pub trait WrittenAndRead {
    /// See [`Subject`].
    fn subject(&self) -> Subject;
}

/// A result.
pub trait Written {
    /// See [`Subject`].
    fn subject(&self) -> Subject;
}

impl<P: DeserializeOwned + Serialize> ReadAndWritten for &Params<P> {
    fn subject(&self) -> Subject {
        Subject {
            rust: type_name::<P>(),
            read: Some(|json| read::<P>(json).map(drop)),
            rewrite: Some(|json| read::<P>(json).and_then(|value| write(&value))),
            fabricate: Some(fabricated::<P>),
        }
    }
}

impl<P: DeserializeOwned> Read for Params<P> {
    fn subject(&self) -> Subject {
        Subject {
            rust: type_name::<P>(),
            read: Some(|json| read::<P>(json).map(drop)),
            rewrite: None,
            fabricate: None,
        }
    }
}

impl<R: Deserialize<'static> + Serialize> WrittenAndRead for &Reply<R> {
    fn subject(&self) -> Subject {
        Subject {
            rust: type_name::<R>(),
            read: None,
            rewrite: Some(|json| read::<R>(json).and_then(|value| write(&value))),
            fabricate: Some(fabricated::<R>),
        }
    }
}

impl<R: Serialize> Written for Reply<R> {
    fn subject(&self) -> Subject {
        Subject {
            rust: type_name::<R>(),
            read: None,
            rewrite: None,
            fabricate: None,
        }
    }
}

fn fabricated<T: Deserialize<'static> + Serialize>(choices: &mut Choices) -> Option<String> {
    fabricate::<T>(choices).and_then(|value| serde_json::to_string(&value).ok())
}

/// As the runtime reads params.
fn read<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(json.as_bytes());
    let refusal = |path: String, error: &serde_json::Error| Refusal {
        path,
        reason: crate::params::reason(&error.to_string()).to_owned(),
    };
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| refusal(crate::params::path(error.path()), error.inner()))?;
    let end = reader.end();
    end.map_err(|error| refusal("$".to_owned(), &error))?;
    Ok(value)
}

fn write<T: Serialize>(value: &T) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|error| Refusal {
        path: "$".to_owned(),
        reason: error.to_string(),
    })
}
