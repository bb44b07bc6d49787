//! Handlers: their signatures, and everything that these reach.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;

use super::known::Known;
use super::names::{ItemId, Names, Res};
use super::types::{Bound, Direction, Env, Head, Lowering};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Deprecated, ErrorVariant, Shape, Type};
use crate::parse::{Handler, Name, TypeExpr, TypeKind};
use crate::source::Span;
use crate::source::discover::{Crate, ModuleId};

/// All that the manifest and the dispatch code are made from.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) methods: Vec<ResolvedMethod>,
    pub(crate) errors: Vec<ResolvedError>,
    pub(crate) types: Vec<ResolvedType>,
}

/// A handler.
#[derive(Debug)]
pub(crate) struct ResolvedMethod {
    pub(crate) name: Name,
    /// `tasks::get_task_stats`, without the crate.
    pub(crate) handler: String,
    pub(crate) function: Name,
    /// As generated code calls it.
    pub(crate) path: TokenStream,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) reply: Reply,
    pub(crate) params: Option<Type>,
    pub(crate) result: Type,
    /// Ids of declared errors, sorted.
    pub(crate) errors: Vec<String>,
    pub(crate) anonymous: bool,
    pub(crate) idempotent: bool,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

/// An argument of a handler.
#[derive(Debug)]
pub(crate) enum Argument {
    Context,
    /// `State<T>`: the path of T.
    State(TokenStream),
    Params,
}

/// What a handler returns.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A plain value.
    Infallible,
    /// `Result<R, E>`
    Fallible,
    /// `Result<R, RpcError>` with `errors(…)`: their paths.
    Declared(Vec<TokenStream>),
}

/// A declared error that a method may answer with.
#[derive(Debug)]
pub(crate) struct ResolvedError {
    pub(crate) id: String,
    pub(crate) name: Name,
    pub(crate) variants: Vec<ErrorVariant>,
    pub(crate) docs: Option<String>,
}

/// A type that a method reaches.
#[derive(Debug)]
pub(crate) struct ResolvedType {
    pub(crate) id: String,
    pub(crate) name: Name,
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

/// Resolves every handler of the crate.
pub(crate) fn resolve(
    krate: &Crate,
    crate_name: &str,
    externs: &BTreeMap<String, String>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let lowering = Lowering {
        names: Names::new(krate, externs),
        crate_name,
        found: BTreeMap::new(),
        ids: HashMap::new(),
        queue: vec![],
        errors: vec![],
        depth: 0,
        manual: None,
    };
    let mut handlers = Handlers {
        lowering,
        errors: BTreeMap::new(),
    };
    let mut methods = vec![];
    for (module, data) in krate.modules.iter().enumerate() {
        for handler in &data.body.handlers {
            if handlers.is_ours(module, handler) {
                methods.extend(handlers.method(module, handler));
            }
        }
    }
    let Handlers {
        mut lowering,
        errors,
    } = handlers;
    lowering.finish();
    if !lowering.errors.is_empty() {
        return Err(lowering.errors);
    }
    let types = lowering.found.iter().map(|(id, found)| {
        let item = lowering.names.item(*id);
        ResolvedType {
            id: lowering.id(*id),
            name: item.name.clone(),
            input: found.input.clone(),
            output: found.output.clone(),
            docs: item.docs.clone(),
            deprecated: item.deprecated.clone(),
        }
    });
    Ok(Resolved {
        methods,
        errors: errors.into_values().collect(),
        types: types.collect(),
    })
}

struct Handlers<'a> {
    lowering: Lowering<'a>,
    errors: BTreeMap<ItemId, ResolvedError>,
}

impl Handlers<'_> {
    fn is_ours(&self, module: ModuleId, handler: &Handler) -> bool {
        let path = &handler.attr_path;
        self.lowering.known_text(module, &path.display(), path.span) == Some(Known::WebsocketRpc)
    }

    fn error(&mut self, error: Diagnostic) {
        self.lowering.errors.push(error);
    }

    fn method(&mut self, module: ModuleId, handler: &Handler) -> Option<ResolvedMethod> {
        let function = &handler.name;
        let shown = &function.text;
        for fault in &handler.attr.faults {
            self.error(fault.clone());
        }
        if let Some(place) = handler.receiver {
            self.error(messages::associated_handler(shown).at(place));
            return None;
        }
        if !handler.is_async {
            self.error(messages::not_async(shown).at(function.span));
        }
        if let Some(place) = handler.generics {
            self.error(messages::generic_handler(shown).at(place));
            return None;
        }
        self.check_visibility(module, handler);
        let Some(name) = handler.attr.name.clone() else {
            if handler.attr.faults.is_empty() {
                self.error(messages::no_name(shown).at(handler.attr_path.span));
            }
            return None;
        };
        let (arguments, params) = self.arguments(module, handler);
        let (result, reply, errors) = self.output(module, handler);
        let krate = self.lowering.names.krate;
        let path: Vec<&str> = krate
            .path(module)
            .into_iter()
            .chain([shown.as_str()])
            .collect();
        Some(ResolvedMethod {
            name,
            handler: path.join("::"),
            function: function.clone(),
            path: self.lowering.path_in(module, shown),
            arguments,
            reply,
            params,
            result,
            errors,
            anonymous: handler.attr.anonymous,
            idempotent: handler.attr.idempotent,
            timeout_ms: handler.attr.timeout_ms,
            docs: handler.docs.clone(),
            deprecated: handler.deprecated.clone(),
        })
    }

    /// Generated code must reach the handler, and whoever sees the handler its types.
    fn check_visibility(&mut self, module: ModuleId, handler: &Handler) {
        let names = &self.lowering.names;
        let name = &handler.name;
        if let Some((private, scope)) = names.hidden_from_root(module, &name.text, &handler.vis) {
            self.error(messages::private_handler(&name.text, &private, &scope).at(name.span));
            return;
        }
        let reach = names.reach_of(module, &handler.vis);
        let mut errors = vec![];
        for expr in handler.args.iter().chain(&handler.output) {
            each_path(expr, &mut |path| {
                if let Ok(Res::Item(id)) = names.resolve(module, path)
                    && names.is_less_visible(id, reach)
                {
                    errors.push(messages::private_type(&path.display(), &name.text).at(path.span));
                }
            });
        }
        self.lowering.errors.extend(errors);
    }

    fn arguments(&mut self, module: ModuleId, handler: &Handler) -> (Vec<Argument>, Option<Type>) {
        let mut arguments = vec![];
        let mut params = None;
        for expr in &handler.args {
            match self.argument(module, expr) {
                Ok(Argument::Params) if params.is_some() => {
                    self.error(messages::two_params(&handler.name.text).at(expr.span));
                }
                Ok(Argument::Params) => {
                    params = Some(self.lowering.lower(plain(module, expr), Direction::Input));
                    arguments.push(Argument::Params);
                }
                Ok(Argument::Context)
                    if arguments
                        .iter()
                        .any(|other| matches!(other, Argument::Context)) =>
                {
                    self.error(messages::two_contexts(&handler.name.text).at(expr.span));
                }
                Ok(argument) => arguments.push(argument),
                Err(error) => self.error(error),
            }
        }
        (arguments, params)
    }

    fn argument(&self, module: ModuleId, expr: &TypeExpr) -> Result<Argument, Diagnostic> {
        let TypeKind::Path(path) = &expr.kind else {
            return Ok(Argument::Params);
        };
        let mut known = None;
        // Whatever else it is, it is lowered as params, which finds the error if there is one.
        let _ = self.lowering.head(plain(module, expr), &mut |head| {
            if let Head::Known(found, ..) = head {
                known = Some(found);
            }
        });
        match known {
            Some(Known::ConnectionContext) => Ok(Argument::Context),
            Some(Known::State) => {
                let args = path
                    .segments
                    .last()
                    .map_or(&[][..], |segment| &segment.args);
                let [state] = args else {
                    return Err(messages::state_without_type().at(expr.span));
                };
                Ok(Argument::State(self.lowering.type_path(module, state)?))
            }
            Some(Known::RpcError | Known::WebsocketRpc) => {
                Err(messages::unknown_runtime_type(&path.display()).at(expr.span))
            }
            _ => Ok(Argument::Params),
        }
    }

    /// The result, how it is replied, and the ids of the declared errors.
    fn output(&mut self, module: ModuleId, handler: &Handler) -> (Type, Reply, Vec<String>) {
        let listed = self.listed_errors(module, handler);
        let Some(output) = &handler.output else {
            self.refuse_listed(handler);
            return (Type::Null, Reply::Infallible, vec![]);
        };
        let parts = match self.result_parts(module, output, handler.name.span) {
            Ok(parts) => parts,
            Err(error) => {
                self.error(error);
                return (Type::Null, Reply::Infallible, vec![]);
            }
        };
        match parts {
            Output::Plain => {
                self.refuse_listed(handler);
                let result = self
                    .lowering
                    .lower(plain(module, output), Direction::Output);
                (result, Reply::Infallible, vec![])
            }
            Output::Result(result, ErrorKind::Rpc) => {
                let paths: Vec<TokenStream> = listed
                    .iter()
                    .map(|id| self.lowering.item_path(*id))
                    .collect();
                let reply = if paths.is_empty() {
                    Reply::Fallible
                } else {
                    Reply::Declared(paths)
                };
                (result, reply, self.declare(&listed, handler))
            }
            Output::Result(result, ErrorKind::Declared(id)) => {
                self.refuse_listed(handler);
                (result, Reply::Fallible, self.declare(&[id], handler))
            }
        }
    }

    fn refuse_listed(&mut self, handler: &Handler) {
        if let Some(path) = handler.attr.errors.first() {
            self.error(messages::listed_errors(&handler.name.text).at(path.span));
        }
    }

    /// What `errors(…)` names.
    fn listed_errors(&mut self, module: ModuleId, handler: &Handler) -> Vec<ItemId> {
        let mut listed = vec![];
        for path in &handler.attr.errors {
            match self.lowering.names.resolve(module, path) {
                Ok(Res::Item(id)) if self.lowering.is_declared_error(id) => listed.push(id),
                Ok(_) => self.error(messages::not_an_error(&path.display()).at(path.span)),
                Err(error) => self.error(error),
            }
        }
        listed
    }

    fn result_parts(
        &mut self,
        module: ModuleId,
        output: &TypeExpr,
        place: Span,
    ) -> Result<Output, Diagnostic> {
        let lowering = &self.lowering;
        let mut parts = Ok(Output::Plain);
        let mut result = None;
        let mut queue: Vec<(ItemId, Direction)> = vec![];
        let mut errors = vec![];
        lowering.head(plain(module, output), &mut |head| {
            let Head::Known(known @ (Known::Result | Known::ForeignResult), bound, path) = head
            else {
                return;
            };
            if known == Known::ForeignResult {
                parts = Err(messages::foreign_error(&path.display()).at(bound.expr.span));
                return;
            }
            let args = path
                .segments
                .last()
                .map_or(&[][..], |segment| &segment.args);
            let [value, error] = args else {
                parts = Err(messages::no_error_type().at(bound.expr.span));
                return;
            };
            // The bound lives only as long as this call, so the value is lowered here, on the side.
            let mut side = lowering.side();
            result = Some(side.lower(
                Bound {
                    expr: value,
                    ..bound
                },
                Direction::Output,
            ));
            queue = side.queue;
            errors = side.errors;
            parts = error_kind(
                lowering,
                Bound {
                    expr: error,
                    ..bound
                },
            )
            .map(|kind| Output::Result(Type::Null, kind));
        })?;
        for (id, direction) in queue {
            self.lowering.reach(id, direction);
        }
        // An error within an alias of `Result` is shown with the handler that uses it.
        for error in errors {
            let within = error.span.is_some_and(|span| {
                span.file == output.span.file
                    && span.start >= output.span.start
                    && span.end <= output.span.end
            });
            let error = if within || !error.notes.is_empty() {
                error
            } else {
                error.note(place, "used here")
            };
            self.error(error);
        }
        match (parts?, result) {
            (Output::Result(_, kind), Some(result)) => Ok(Output::Result(result, kind)),
            (parts, _) => Ok(parts),
        }
    }

    fn declare(&mut self, ids: &[ItemId], handler: &Handler) -> Vec<String> {
        for id in ids {
            if !self.errors.contains_key(id) {
                let variants = self.lowering.error_variants(*id);
                let item = self.lowering.names.item(*id);
                let error = ResolvedError {
                    id: self.lowering.id(*id),
                    name: item.name.clone(),
                    variants,
                    docs: item.docs.clone(),
                };
                self.errors.insert(*id, error);
            }
        }
        let mut codes: BTreeMap<u32, String> = BTreeMap::new();
        let mut clashes = vec![];
        for error in ids.iter().filter_map(|id| self.errors.get(id)) {
            for variant in &error.variants {
                let name = format!("{}::{}", error.name.text, variant.name);
                if let Some(other) = codes.insert(variant.code, name.clone())
                    && other != name
                {
                    let clash = messages::same_code(variant.code, &other, &name);
                    clashes.push(clash.at(handler.name.span));
                }
            }
        }
        self.lowering.errors.extend(clashes);
        let mut ids: Vec<String> = ids.iter().map(|id| self.lowering.id(*id)).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

enum Output {
    Plain,
    Result(Type, ErrorKind),
}

enum ErrorKind {
    Rpc,
    Declared(ItemId),
}

/// What a handler fails with.
fn error_kind(lowering: &Lowering<'_>, bound: Bound<'_>) -> Result<ErrorKind, Diagnostic> {
    let shown = match &bound.expr.kind {
        TypeKind::Path(path) => path.display(),
        _ => "this type".to_owned(),
    };
    let mut kind = Err(messages::foreign_error(&shown).at(bound.expr.span));
    lowering.head(bound, &mut |head| match head {
        Head::Known(Known::RpcError, ..) => kind = Ok(ErrorKind::Rpc),
        Head::Item(id) if lowering.is_declared_error(id) => kind = Ok(ErrorKind::Declared(id)),
        _ => {}
    })?;
    kind
}

fn plain(module: ModuleId, expr: &TypeExpr) -> Bound<'_> {
    Bound {
        module,
        expr,
        env: Env::default(),
    }
}

fn each_path(expr: &TypeExpr, f: &mut impl FnMut(&crate::parse::Path)) {
    match &expr.kind {
        TypeKind::Path(path) => {
            f(path);
            let args = path.segments.iter().flat_map(|segment| &segment.args);
            args.for_each(|arg| each_path(arg, f));
        }
        TypeKind::Tuple(items) => items.iter().for_each(|item| each_path(item, f)),
        TypeKind::Array(item, _) | TypeKind::Reference(item) => each_path(item, f),
        TypeKind::Other(_) => {}
    }
}
