//! The proof that a manifest says what serde does: what [`contract_tests!`](crate::contract_tests)
//! runs.
//!
//! In: the manifest's text, and of each method the types of its handler. Out: tests that pass, or fail
//! with what differs. Knows no Rust source and no transport.

mod choices;
mod compare;
mod defaults;
mod fabricate;
mod findings;
mod fragments;
mod literal;
mod loose;
mod params;
mod places;
mod probe;
mod prove;
mod reach;
mod repair;
mod report;

use std::sync::OnceLock;

use centrifugo_manifest::{Manifest, Method};

pub use literal::{Literal, literal, parsed, tried};
pub use probe::{
    Params, Probe, Read, ReadAndWritten, Reply, Subject, Written, WrittenAndRead, argument,
    fallible, infallible,
};

use findings::Findings;

/// The manifest of a crate and its handlers' types.
#[derive(Debug)]
pub struct Contract {
    text: &'static str,
    handlers: &'static [Handler],
    manifest: OnceLock<Manifest>,
}

/// The handler of a method.
#[derive(Debug)]
pub struct Handler {
    /// The method's name.
    pub method: &'static str,
    /// Its types.
    pub types: fn() -> Types,
}

/// The types of a handler.
#[derive(Debug)]
pub struct Types {
    /// Its params, `()` if it has none.
    pub params: Subject,
    /// Its result.
    pub result: Subject,
    /// Values of the result.
    pub literals: Vec<Literal>,
    /// Why there is no value of a part of the result.
    pub gap: Option<&'static str>,
}

/// What was found out about a method.
#[derive(Debug)]
struct Proof<'a> {
    method: &'a Method,
    params: Option<Side>,
    result: Side,
}

/// What was found out about the params or the result of a method.
#[derive(Debug)]
struct Side {
    rust: &'static str,
    /// Has it `Deserialize`?
    readable: bool,
    /// Why there is no value of a part of it.
    gap: Option<&'static str>,
    findings: Findings,
}

impl Side {
    fn new(subject: &Subject, findings: Findings) -> Self {
        Self {
            rust: subject.rust,
            readable: subject.read.is_some() || subject.rewrite.is_some(),
            gap: None,
            findings,
        }
    }

    /// Has anything been held against serde, and is nothing left out?
    fn is_proven(&self) -> bool {
        self.findings.is_proven() && (self.readable || self.gap.is_none())
    }
}

impl Contract {
    /// Of a manifest as the build script wrote it, and the handlers that it found.
    pub const fn new(text: &'static str, handlers: &'static [Handler]) -> Self {
        Self {
            text,
            handlers,
            manifest: OnceLock::new(),
        }
    }

    /// Proves a method and prints what is proven.
    ///
    /// # Panics
    /// Where serde and the manifest differ.
    #[track_caller]
    pub fn prove(&self, method: &str) {
        let handler = self
            .handlers
            .iter()
            .find(|handler| handler.method == method);
        let proof = self.proof(handler.expect("the build script wrote both"));
        println!("{}", report::rows(&proof));
        if let Some(text) = report::differences(&proof) {
            panic!("{text}");
        }
    }

    /// Proves that there is a proof of every method.
    ///
    /// # Panics
    /// With a list of what has none.
    #[track_caller]
    pub fn prove_all(&self) {
        let proofs: Vec<Proof<'_>> = self.handlers.iter().map(|h| self.proof(h)).collect();
        if let Some(text) = report::unproven(&proofs) {
            panic!("{text}");
        }
    }

    fn proof(&self, handler: &Handler) -> Proof<'_> {
        let manifest = self.manifest();
        let method = manifest
            .methods
            .iter()
            .find(|method| method.name == handler.method)
            .expect("the build script wrote both");
        let Types {
            params,
            result,
            literals,
            gap,
        } = (handler.types)();
        let proven = prove::result(manifest, &result, &method.result, &literals);
        Proof {
            method,
            params: method
                .params
                .as_ref()
                .map(|wanted| Side::new(&params, params::params(manifest, &params, wanted))),
            result: Side {
                gap,
                ..Side::new(&result, proven)
            },
        }
    }

    fn manifest(&self) -> &Manifest {
        self.manifest
            .get_or_init(|| match centrifugo_manifest::from_json(self.text) {
                Ok(manifest) => manifest,
                Err(error) => panic!(
                    "the manifest of this crate cannot be read: {error}\n\
                     hint: use the same version of centrifugo-build and centrifugo-runtime"
                ),
            })
    }
}
