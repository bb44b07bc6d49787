//! The lowered tree of `api.py` and `sync_api.py`: a method of the client for each of the server's.

use centrifugo_build::manifest::Method;

use super::keywords::{self, Keyword};
use super::layout::Expr;
use super::methods::Named;
use super::shape::Direction;
use super::text::{self, WIDTH, width};
use super::types::{self, Scope, Types};

/// How the methods of a client are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Async,
    Sync,
}

/// A function of the class: a method, or one of its overloads.
#[derive(Default)]
pub(super) struct Function {
    /// `@_t.overload`, `@_te.deprecated(…)`
    pub(super) decorators: Vec<String>,
    /// `async def name(…) -> Result:`, for an overload with ` ...` behind it.
    pub(super) signature: String,
    pub(super) docstring: Option<String>,
    /// `return await …`; none for an overload.
    pub(super) body: Option<String>,
}

/// What is called, and what is said of it.
struct Call<'a> {
    method: &'a Method,
    name: &'a str,
    constant: &'a str,
    style: Style,
    waits: bool,
}

/// Lowers the methods.
pub(super) fn lower(methods: &[Named<'_>], types: &Types<'_>, style: Style) -> Vec<Function> {
    // In a class that has a method `list`, annotations find that one.
    let hidden = methods
        .iter()
        .flat_map(|named| [Some(&named.name), named.no_wait.as_ref()])
        .flatten()
        .any(|name| ["dict", "float", "list", "tuple"].contains(&name.as_str()));
    let scope = Scope {
        models: "_m.",
        builtins: if hidden { "_b." } else { "" },
    };
    let mut functions = vec![];
    for named in methods {
        let waiting = (named.name.as_str(), true);
        let not = named.no_wait.iter().map(|name| (name.as_str(), false));
        for (name, waits) in std::iter::once(waiting).chain(not) {
            let call = Call {
                method: named.method,
                name,
                constant: &named.constant,
                style,
                waits,
            };
            functions.extend(call.functions(types, scope));
        }
    }
    functions
}

impl<'a> Call<'a> {
    fn functions(&self, types: &'a Types<'_>, scope: Scope) -> Vec<Function> {
        let timeout = self
            .waits
            .then(|| Expr::atom(format!("timeout: {}float | None = None", scope.builtins)));
        let params = self.method.params.as_ref();
        let annotation = params.map(|params| types.annotation(params, Direction::Input, scope));
        let keywords = params.and_then(|params| keywords::keywords(params, types, scope));
        let result = match self.waits {
            true => types.annotation(&self.method.result, Direction::Output, scope),
            false => Expr::NONE,
        };
        let signature = |items: Vec<Expr<'_>>, end: &str| self.signature(items, &result, end);
        let positional = |params: Option<Expr<'a>>| {
            let mut items: Vec<Expr<'_>> = vec![];
            items.extend(params.map(|annotation| Expr::after("params: ", annotation)));
            items.extend(timeout.iter().flat_map(|t| [Expr::atom("*"), t.clone()]));
            items
        };
        let implementation = |items: Vec<Expr<'_>>, arguments: &[&str]| Function {
            decorators: self.deprecated().into_iter().collect(),
            signature: signature(items, ""),
            docstring: text::docstring(&self.docs(), "        "),
            body: Some(self.body(arguments)),
        };
        let Some(annotation) = annotation else {
            return vec![implementation(positional(None), &["None"])];
        };
        let Some(keywords) = keywords else {
            return vec![implementation(positional(Some(annotation)), &["params"])];
        };
        let overload = |items: Vec<Expr<'_>>| Function {
            decorators: std::iter::once("@_t.overload".to_owned())
                .chain(self.deprecated())
                .collect(),
            signature: signature(items, " ..."),
            ..Function::default()
        };
        let keywords = keywords.into_iter().map(Keyword::parameter);
        let keywords: Vec<Expr<'_>> = keywords.chain(timeout.clone()).collect();
        let star = (!keywords.is_empty()).then(|| Expr::atom("*"));
        let maybe = Expr::Before(Box::new(types::optional(annotation.clone())), " = None");
        let mut all = positional(Some(maybe));
        all.push(Expr::atom("**fields: _t.Any"));
        vec![
            overload(positional(Some(annotation))),
            overload(star.into_iter().chain(keywords).collect()),
            implementation(all, &["params", "fields"]),
        ]
    }

    fn signature(&self, items: Vec<Expr<'_>>, result: &Expr<'_>, end: &str) -> String {
        let def = match (self.style, self.waits) {
            (Style::Async, true) => "async def",
            _ => "def",
        };
        let items = std::iter::once(Expr::atom("self")).chain(items).collect();
        let head = Expr::call(format!("{def} {}", self.name), items);
        let line = format!("{} -> {}:{end}", head.flat(), result.flat());
        if 4 + width(&line) <= WIDTH {
            return line;
        }
        // Wider than any line, so that it breaks.
        let head = head.print(4, WIDTH, 0);
        format!("{head} -> {}:{end}", result.print(4, 4 + 5, 1 + width(end)))
    }

    /// `arguments`: the params, and the fields that they are made from.
    fn body(&self, arguments: &[&str]) -> String {
        let (prefix, function) = match (self.style, self.waits) {
            (Style::Async, true) => ("return await ", "call"),
            (Style::Sync, true) => ("return ", "call_sync"),
            (Style::Async, false) => ("", "start"),
            (Style::Sync, false) => ("", "start_sync"),
        };
        let mut items = vec!["self._caller", arguments[0]];
        items.extend(self.waits.then_some("timeout"));
        items.extend(&arguments[1..]);
        let call = Expr::call(
            format!("_c.{}.{function}", self.constant),
            items.into_iter().map(Expr::atom).collect(),
        );
        format!("{prefix}{}", call.print(8, 8 + prefix.len(), 0))
    }

    fn deprecated(&self) -> Option<String> {
        let deprecated = self.method.deprecated.as_ref()?;
        let name = &self.method.name;
        let note = format!("`{name}` is deprecated{}", text::note(deprecated));
        let call = Expr::call("_te.deprecated", vec![Expr::atom(text::string(&note))]);
        Some(format!("@{}", call.print(4, 5, 0)))
    }

    fn docs(&self) -> String {
        let docs = self.method.docs.clone().unwrap_or_default();
        let mut docs = if docs.trim().is_empty() {
            format!("Calls `{}`.", self.method.name)
        } else {
            docs
        };
        if self.method.anonymous {
            docs.push_str("\n\nAnonymous connections may call it.");
        }
        if !self.waits {
            docs.push_str("\n\nReturns at once; errors go to `on_no_wait_error`.");
        }
        docs
    }
}
