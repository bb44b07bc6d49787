//! The lowered tree of `api.py`: a method of `APIClient` for each method of the server.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{Manifest, Method, Shape, Type};

use super::layout::{self, Expr};
use super::shape::Direction;
use super::text::{self, WIDTH, width};
use super::types::{Scope, Types};
use super::{errors, names};

/// How much longer than the server a client waits, so that the server's own answer arrives.
const GRACE_SECONDS: f64 = 5.0;

/// A method.
pub(super) struct Call {
    /// `_NAME: _r.Method[…] = _r.Method(…)`
    pub(super) declaration: String,
    /// `@deprecated(…)`
    pub(super) decorator: Option<String>,
    /// `async def name(…) -> Result:`
    pub(super) signature: String,
    pub(super) docstring: Option<String>,
    /// `return await …`
    pub(super) body: String,
    /// The name in `APIClient`.
    pub(super) name: String,
    /// Its params as the README calls it: nothing, or the params' type.
    pub(super) example: String,
}

/// Lowers the manifest's methods.
pub(super) fn lower(manifest: &Manifest, types: &Types<'_>) -> Vec<Call> {
    let classes = errors::classes(manifest);
    let mut used = BTreeSet::new();
    let names: Vec<String> = manifest
        .methods
        .iter()
        .map(|method| {
            let mut name = names::method(&method.ident);
            while !used.insert(name.clone()) {
                name.push('_');
            }
            name
        })
        .collect();
    // In a class that has a method `list`, annotations find that one.
    let hidden = ["dict", "float", "list", "tuple"]
        .iter()
        .any(|builtin| used.contains(*builtin));
    let scope = Scope {
        models: "_m.",
        builtins: if hidden { "_b." } else { "" },
    };
    manifest
        .methods
        .iter()
        .zip(names)
        .map(|(method, name)| call(method, name, types, &classes, scope))
        .collect()
}

fn call(
    method: &Method,
    name: String,
    types: &Types<'_>,
    errors: &BTreeMap<&str, String>,
    scope: Scope,
) -> Call {
    let params = method
        .params
        .as_ref()
        .map(|params| types.annotation(params, Direction::Input, scope));
    let result = types.annotation(&method.result, Direction::Output, scope);
    let constant = format!("_{}", name.to_uppercase());
    Call {
        declaration: declaration(method, &constant, types, errors),
        decorator: method.deprecated.as_ref().map(|deprecated| {
            let note = format!("`{}` is deprecated{}", method.name, text::note(deprecated));
            format!(
                "@{}",
                Expr::call("_te.deprecated", vec![Expr::atom(text::string(&note))]).print(4, 5, 0)
            )
        }),
        signature: signature(&name, params.as_ref(), &result, scope),
        docstring: text::docstring(&docs(method), "        "),
        body: body(&constant, params.is_some()),
        example: example(method, types),
        name,
    }
}

fn declaration(
    method: &Method,
    constant: &str,
    types: &Types<'_>,
    errors: &BTreeMap<&str, String>,
) -> String {
    // Outside of the class, where nothing is hidden.
    let scope = Scope {
        models: "_m.",
        builtins: "",
    };
    let none = || Expr::atom("None");
    let params = method.params.as_ref().map_or_else(none, |params| {
        types.annotation(params, Direction::Input, scope)
    });
    let result = types.annotation(&method.result, Direction::Output, scope);
    let annotation = Expr::subscript("_r.Method", vec![params.clone(), result.clone()]);
    // A generic class takes its arguments at once, and all that they lead to.
    let later = |value: Expr| match types.names_generic(&value) {
        true => Expr::After(layout::LAMBDA.to_owned(), Box::new(value)),
        false => value,
    };
    let name = Expr::atom(text::string(&method.name));
    let mut items = vec![name, later(params), later(result)];
    if !method.errors.is_empty() {
        let classes = method
            .errors
            .iter()
            .map(|id| Expr::atom(format!("_e.{}", errors[id.as_str()])));
        let tuple = Expr::Bracket {
            open: "(".to_owned(),
            items: classes.collect(),
            close: ")",
        };
        items.push(Expr::After("errors=".to_owned(), Box::new(tuple)));
    }
    if let Some(millis) = method.timeout_ms {
        // Far below 2^53: a timeout of years.
        let seconds = millis as f64 / 1000.0 + GRACE_SECONDS;
        items.push(Expr::atom(format!("timeout={seconds:?}")));
    }
    if method.idempotent {
        items.push(Expr::atom("idempotent=True"));
    }
    let value = Expr::call("_r.Method", items);
    layout::assign(0, constant, &annotation, Some(&value))
}

fn signature(name: &str, params: Option<&Expr>, result: &Expr, scope: Scope) -> String {
    let timeout = format!("timeout: {}float | None = None", scope.builtins);
    let mut items = vec![Expr::atom("self")];
    if let Some(params) = params {
        items.push(Expr::After("params: ".to_owned(), Box::new(params.clone())));
    }
    items.push(Expr::atom("*"));
    items.push(Expr::atom(timeout));
    let head = Expr::call(&format!("async def {name}"), items);
    let flat = result.flat();
    let line = 4 + width(&head.flat()) + 4 + width(&flat) + 1;
    if line <= WIDTH {
        return format!("{} -> {flat}:", head.flat());
    }
    // Wider than any line, so that it breaks.
    let head = head.print(4, WIDTH, 0);
    format!("{head} -> {}:", result.print(4, 4 + 5, 1))
}

fn body(constant: &str, params: bool) -> String {
    let params = if params { "params" } else { "None" };
    let items = ["self._caller", params, "timeout"].map(Expr::atom).to_vec();
    let prefix = "return await ";
    format!(
        "{prefix}{}",
        Expr::call(constant, items).print(8, 8 + prefix.len(), 0)
    )
}

fn docs(method: &Method) -> String {
    let docs = method.docs.clone().unwrap_or_default();
    let mut docs = if docs.trim().is_empty() {
        format!("Calls `{}`.", method.name)
    } else {
        docs
    };
    if method.anonymous {
        docs.push_str("\n\nAnonymous connections may call it.");
    }
    docs
}

fn example(method: &Method, types: &Types<'_>) -> String {
    match &method.params {
        None => String::new(),
        // Only a model can be called; other types are aliases.
        Some(Type::Named { id })
            if !types.is_instance(id)
                && matches!(types.shape(id, Direction::Input), Some(Shape::Struct(_))) =>
        {
            format!("{}(...)", types.class(id, Direction::Input))
        }
        Some(_) => "...".to_owned(),
    }
}
