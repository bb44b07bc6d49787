//! Sample JSON for the types of a manifest: values, and things that are close to values and none.
//!
//! In: a manifest, a type, a direction, a seed. Out: texts. Each one was checked by the
//! [`Validator`], so what a sample proves is that manifest and server agree.

mod breaks;
mod enums;
mod heights;
mod objects;
mod random;
mod texts;
mod tree;
mod values;

use std::collections::HashSet;

use crate::model::{Manifest, Type, TypeDef};
use crate::validate::{Direction, Validator, Verdict};
use heights::Heights;
use random::Random;
use tree::Json;
use values::Generator;

/// Makes sample JSON. Equal manifests, seeds and calls give equal samples.
///
/// ```
/// use centrifugo_manifest::{Direction, Integer, Manifest, Samples, Type};
///
/// # fn check(manifest: &Manifest) {
/// let port = Type::Option {
///     item: Box::new(Type::Integer { repr: Integer::U16, nonzero: true }),
/// };
/// let samples = Samples::new(manifest, 1);
/// let valid = samples.valid(&port, Direction::Input, 5);
/// assert!(valid.contains(&"null".to_owned()) && valid.contains(&"65535".to_owned()));
///
/// let broken = samples.broken(&port, Direction::Input, 20);
/// assert!(broken.iter().any(|sample| sample.json == "65536"));
/// assert!(broken.iter().all(|sample| sample.path == "$"));
/// # }
/// # let manifest = centrifugo_manifest::from_json(r#"{
/// #     "manifest_version": 1, "package": {"name": "x", "version": "1.0.0"}, "api_version": "",
/// #     "sdk": {"python": {"package": "x"}, "typescript": {"package": "x"},
/// #             "go": {"module": "x", "package": "x"}},
/// #     "methods": [], "types": []}"#).unwrap();
/// # check(&manifest);
/// ```
#[derive(Debug, Clone)]
pub struct Samples<'m> {
    validator: Validator<'m>,
    input: Heights<'m>,
    possible: Heights<'m>,
    output: Heights<'m>,
    seed: u64,
}

/// A text that is no value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The text.
    pub json: String,
    /// Where it goes wrong: `$.tasks[0].title`.
    pub path: String,
    /// What is wrong there: ``missing key `title` ``.
    pub reason: String,
}

impl<'m> Samples<'m> {
    /// Samples of the types of this manifest.
    pub fn new(manifest: &'m Manifest, seed: u64) -> Self {
        Self::of_types(&manifest.types, seed)
    }

    /// Samples of these types, which may refer to each other.
    pub fn of_types(types: &'m [TypeDef], seed: u64) -> Self {
        Self {
            validator: Validator::new(types),
            input: Heights::new(types, Direction::Input),
            possible: Heights::possible(types),
            output: Heights::new(types, Direction::Output),
            seed,
        }
    }

    /// Up to `count` different values of the type.
    ///
    /// Few are enough to see each variant, each optional key there and not there, `null` where it
    /// may be, the ends of number ranges, and lists both empty and filled; types within types need
    /// more. On input they also use what only servers accept: aliases, unknown keys where they are
    /// ignored, integers for floats, any order of keys; so a server that reads one and writes it
    /// may write another text. Output samples are as a server writes them.
    ///
    /// None at all if the type has no values or the manifest cannot tell what they are.
    pub fn valid(&self, r#type: &Type, direction: Direction, count: usize) -> Vec<String> {
        let heights = match direction {
            Direction::Input => &self.input,
            Direction::Output => &self.output,
        };
        let trees = self.trees(r#type, direction, heights, count);
        trees.iter().map(Json::to_string).collect()
    }

    /// Up to `count` different texts that clients may send, though the manifest does not say whether
    /// the server takes them: [`Verdict::Accepts`] or [`Verdict::Unknown`].
    pub fn possible(&self, r#type: &Type, count: usize) -> Vec<String> {
        let trees = self.trees(r#type, Direction::Input, &self.possible, count);
        trees.iter().map(Json::to_string).collect()
    }

    /// Up to `count` different texts that are no values of the type, each one fault away from one.
    pub fn broken(&self, r#type: &Type, direction: Direction, count: usize) -> Vec<Broken> {
        let heights = match direction {
            Direction::Input => &self.possible,
            Direction::Output => &self.output,
        };
        let trees = self.trees(r#type, direction, heights, count.clamp(1, 24));
        let mut seen = HashSet::new();
        breaks::of(&trees, Random::new(self.seed))
            .filter_map(|json| {
                let json = json.to_string();
                match self.validator.check(r#type, direction, &json) {
                    Verdict::Refuses(fault) if seen.insert(json.clone()) => Some(Broken {
                        json,
                        path: fault.path,
                        reason: fault.reason,
                    }),
                    _ => None,
                }
            })
            .take(count)
            .collect()
    }

    fn trees(
        &self,
        r#type: &Type,
        direction: Direction,
        heights: &Heights<'m>,
        count: usize,
    ) -> Vec<Json> {
        let mut generator = Generator::new(&self.validator, heights, direction, self.seed);
        let mut seen = HashSet::new();
        let mut trees = Vec::new();
        for _ in 0..count.saturating_mul(4).saturating_add(16) {
            if trees.len() == count {
                break;
            }
            let Some(tree) = generator.sample(r#type) else {
                continue;
            };
            let json = tree.to_string();
            let accepted = match self.validator.check(r#type, direction, &json) {
                Verdict::Accepts => true,
                Verdict::Unknown => heights.possible,
                Verdict::Refuses(_) => false,
            };
            if accepted && seen.insert(json) {
                trees.push(tree);
            }
        }
        trees
    }
}
