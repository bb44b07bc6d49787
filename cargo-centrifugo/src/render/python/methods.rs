//! The lowered tree of `methods.py` and `_about.py`: what each method takes, gives, and may do.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{Manifest, Method};

use super::layout::{self, Expr};
use super::shape::Direction;
use super::text;
use super::types::{Scope, Types};
use super::{errors, names};

/// How much longer than the server a client waits, so that the server's own answer arrives.
const GRACE_SECONDS: f64 = 5.0;

/// A method, with its names in Python.
pub(super) struct Named<'a> {
    pub(super) method: &'a Method,
    /// The name in `APIClient`: `tasks_create`.
    pub(super) name: String,
    /// The name in `methods.py`: `TASKS_CREATE`.
    pub(super) constant: String,
    /// The variant that does not wait: `tasks_create_no_wait`.
    pub(super) no_wait: Option<String>,
}

/// The manifest's methods with their names, each of which is there once.
pub(super) fn named(manifest: &Manifest) -> Vec<Named<'_>> {
    let mut used = BTreeSet::new();
    let mut unique = |mut name: String| {
        while !used.insert(name.clone()) {
            name.push('_');
        }
        name
    };
    let names: Vec<String> = manifest
        .methods
        .iter()
        .map(|method| unique(names::method(&method.ident)))
        .collect();
    manifest
        .methods
        .iter()
        .zip(names)
        .map(|(method, name)| Named {
            method,
            constant: name.to_uppercase(),
            no_wait: method.no_wait.then(|| unique(format!("{name}_no_wait"))),
            name,
        })
        .collect()
}

/// `NAME: _r.Method[…] = _r.Method(…)` for each.
pub(super) fn declarations(
    manifest: &Manifest,
    methods: &[Named<'_>],
    types: &Types<'_>,
) -> Vec<String> {
    let classes = errors::classes(manifest);
    methods
        .iter()
        .map(|named| declaration(named, types, &classes))
        .collect()
}

fn declaration(
    Named {
        method, constant, ..
    }: &Named<'_>,
    types: &Types<'_>,
    errors: &BTreeMap<&str, String>,
) -> String {
    let scope = Scope {
        models: "_m.",
        builtins: "",
    };
    let params = method.params.as_ref().map_or(Expr::NONE, |params| {
        types.annotation(params, Direction::Input, scope)
    });
    let result = types.annotation(&method.result, Direction::Output, scope);
    let annotation = Expr::subscript("_r.Method", vec![params.clone(), result.clone()]);
    // A generic class takes its arguments at once, and all that they lead to.
    let later = |value| match types.names_generic(&value) {
        true => Expr::after(layout::LAMBDA, value),
        false => value,
    };
    let name = Expr::atom(text::string(&method.name));
    let mut items = vec![name, later(params), later(result)];
    if !method.errors.is_empty() {
        let classes = method
            .errors
            .iter()
            .map(|id| Expr::atom(format!("_e.{}", errors[id.as_str()])));
        let tuple = Expr::bracket(["(", ")"], classes.collect());
        items.push(Expr::after("errors=", tuple));
    }
    let value = Expr::call("_r.Method", items);
    layout::assign(0, constant, &annotation, Some(&value))
}

/// `{"tasks.get": MethodOptions(idempotent=True)}`: the methods that say something.
pub(super) fn options(manifest: &Manifest) -> String {
    let entries = manifest.methods.iter().filter_map(|method| {
        let mut arguments = vec![];
        if let Some(millis) = method.timeout_ms {
            // Far below 2^53: a timeout of years.
            let seconds = millis as f64 / 1000.0 + GRACE_SECONDS;
            arguments.push(Expr::atom(format!("timeout={seconds:?}")));
        }
        if method.idempotent {
            arguments.push(Expr::atom("idempotent=True"));
        }
        (!arguments.is_empty()).then(|| {
            let key = format!("{}: ", text::string(&method.name));
            Expr::after(key, Expr::call("MethodOptions", arguments))
        })
    });
    let table = Expr::bracket(["{", "}"], entries.collect());
    table.print(0, "METHODS: Final[dict[str, MethodOptions]] = ".len(), 0)
}

/// `self.tasks_create = self._add(_c.TASKS_CREATE)`: the method in the fake.
pub(super) fn fake(named: &Named<'_>) -> String {
    let target = format!("self.{} = ", named.name);
    let constant = Expr::atom(format!("_c.{}", named.constant));
    let call = Expr::call("self._add", vec![constant]);
    format!("{target}{}", call.print(8, 8 + text::width(&target), 0))
}
