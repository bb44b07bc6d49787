//! Is a JSON text a value of a type of the manifest?
//!
//! In: a manifest, a type, a direction, a text. Out: a [`Verdict`]. It reads nothing but the
//! manifest and knows no Rust type, so whoever compares it with serde_json compares the manifest.

mod formats;
mod input;
mod outcome;
mod output;
mod path;
mod scalars;

use std::collections::HashMap;
use std::fmt;

use crate::json::{self, Node};
use crate::model::{Manifest, Shape, Type, TypeDef};
use input::Input;
use outcome::Certainty;
use output::Output;
use path::Path;
pub(crate) use scalars::range;

/// Who writes the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Clients: all that `Deserialize` accepts.
    Input,
    /// The server: what `Serialize` may write.
    Output,
}

/// What the manifest says of a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is a value of the type.
    Accepts,
    /// It is not.
    Refuses(Fault),
    /// It has the form of one, but the manifest does not say whether the server takes it: something
    /// in it is `checked`, or a text whose form is not known, or it is a form that serde takes and no
    /// client sends (a struct as an array of its fields).
    Unknown,
}

/// Why a text is not a value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: `$.tasks[0].title`, `$` for the whole.
    pub path: String,
    /// Why: ``missing key `title` ``.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for Fault {}

impl Manifest {
    /// Checks JSON texts against the types of this manifest.
    pub fn validator(&self) -> Validator<'_> {
        Validator::new(&self.types)
    }
}

/// Checks JSON texts against types.
///
/// ```
/// use centrifugo_manifest::{Direction, Integer, Manifest, Type, Verdict};
///
/// # fn check(manifest: &Manifest) {
/// let bytes = Type::List {
///     item: Box::new(Type::Integer { repr: Integer::U8, nonzero: false }),
///     unordered: false,
/// };
/// let validator = manifest.validator();
/// assert_eq!(validator.check(&bytes, Direction::Input, "[0, 255]"), Verdict::Accepts);
/// let Verdict::Refuses(fault) = validator.check(&bytes, Direction::Input, "[0, 256]") else {
///     panic!("256 is no u8")
/// };
/// assert_eq!(fault.to_string(), "$[1]: expected an integer from 0 to 255, found 256");
/// # }
/// # let mut manifest = centrifugo_manifest::from_json(r#"{
/// #     "manifest_version": 1, "package": {"name": "x", "version": "1.0.0"}, "api_version": "",
/// #     "sdk": {"python": {"package": "x"}, "typescript": {"package": "x"},
/// #             "go": {"module": "x", "package": "x"}},
/// #     "methods": [], "types": []}"#).unwrap();
/// # check(&manifest);
/// ```
#[derive(Debug, Clone)]
pub struct Validator<'m> {
    types: HashMap<&'m str, &'m TypeDef>,
}

impl<'m> Validator<'m> {
    /// Checks texts against these types and what they refer to among themselves.
    pub fn new(types: &'m [TypeDef]) -> Self {
        Self {
            types: types.iter().map(|t| (t.id.as_str(), t)).collect(),
        }
    }

    /// Is this text a value of the type, if it goes in this direction?
    ///
    /// A type that the manifest has no shape of in this direction has no values.
    pub fn check(&self, r#type: &Type, direction: Direction, json: &str) -> Verdict {
        let depth = match direction {
            Direction::Input => json::READ,
            Direction::Output => json::WRITTEN,
        };
        let outcome = match (Node::parse(json, depth), direction) {
            (Err(reason), _) => Err(Path::Root.fault(reason)),
            (Ok(node), Direction::Input) => Input::new(self).check(r#type, node),
            (Ok(node), Direction::Output) => Output::new(self).check(r#type, node),
        };
        match outcome {
            Ok(Certainty::Sure) => Verdict::Accepts,
            Ok(Certainty::Unsure) => Verdict::Unknown,
            Err(fault) => Verdict::Refuses(fault),
        }
    }

    pub(crate) fn shape(&self, id: &str, direction: Direction) -> Option<&'m Shape> {
        let shapes = &self.types.get(id)?.shapes;
        match direction {
            Direction::Input => shapes.input(),
            Direction::Output => shapes.output(),
        }
    }
}
