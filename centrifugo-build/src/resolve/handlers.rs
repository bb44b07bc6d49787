//! Handlers: their signatures, and everything that these reach.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::by_name::ByName;
use super::generics::{Definition, Shown};
use super::instances::TypeName;
use super::known::{self, Known, StdType};
use super::lowering::{Direction, Instance, Lowering, Reaching};
use super::names::{ItemId, Names, Res, Wants};
use super::overrides::{Overrides, StandIn};
use super::ty::{KnownTy, Ty, TyKind};
use super::written::Written;
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Deprecated, ErrorVariant, Generic, Shape, Type};
use crate::parse::{Handler, Name, TypeExpr, TypeKind};
use crate::source::Span;
use crate::source::world::{ModuleId, World};

/// All that the manifest and the dispatch code are made from.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) methods: Vec<ResolvedMethod>,
    pub(crate) errors: Vec<ResolvedError>,
    pub(crate) types: Vec<ResolvedType>,
    /// Of the generic types, those that some type can be shown as an instance of.
    pub(crate) definitions: Vec<Definition>,
    /// How results are written in Rust.
    pub(crate) written: Written,
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
    pub(crate) no_wait: bool,
    pub(crate) spawned: bool,
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
    pub(crate) type_name: TypeName,
    pub(crate) name: Name,
    pub(crate) variants: Vec<ErrorVariant>,
    pub(crate) docs: Option<String>,
}

/// A type that a method reaches.
#[derive(Debug)]
pub(crate) struct ResolvedType {
    pub(crate) id: String,
    pub(crate) name: TypeName,
    pub(crate) generic: Option<Generic>,
    /// How it can be shown as an instance of a definition.
    pub(crate) shown: Option<Shown>,
    /// Where its name stands, if its source is read.
    pub(crate) place: Option<Span>,
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

/// Resolves every handler of the crate.
pub(crate) fn resolve(
    world: &World,
    wants: &Wants,
    stand_ins: &[StandIn],
) -> Result<Resolved, Vec<Diagnostic>> {
    let names = Names::new(world, wants);
    let lowering = Lowering {
        overrides: Overrides::new(stand_ins, &names),
        names,
        found: BTreeMap::new(),
        queue: vec![],
        errors: vec![],
        reaching: Reaching::All,
        aliases: 0,
        manual: None,
        derived: RefCell::default(),
        meanings: RefCell::default(),
        heads: ByName::default(),
    };
    let mut handlers = Handlers {
        lowering,
        errors: BTreeMap::new(),
        results: vec![],
    };
    let mut methods = vec![];
    for (module, data) in world.modules.iter().enumerate() {
        // Handlers of a dependency are its own.
        let handlers_here = if world.is_own(module) {
            &data.body.handlers[..]
        } else {
            &[]
        };
        for handler in handlers_here {
            if handlers.is_ours(module, handler) {
                methods.extend(handlers.method(module, handler));
            }
        }
    }
    let Handlers {
        mut lowering,
        errors,
        results,
    } = handlers;
    lowering.look_into_all();
    let errors: Vec<ResolvedError> = errors.into_values().collect();
    let mut open = BTreeMap::new();
    if lowering.errors.is_empty() {
        lowering.open_generics();
        lowering.merge_flattened();
        open = lowering.take_open();
        lowering.check_shapes();
        lowering.prune(roots(&methods, &errors));
        let unused = lowering.overrides.unused();
        lowering.errors.extend(unused);
    }
    if !lowering.errors.is_empty() {
        return Err(lowering.errors);
    }
    let (definitions, mut shown) = lowering.definitions(&open);
    let found = std::mem::take(&mut lowering.found);
    let types = found.into_iter().map(|(id, found)| {
        let item = match found.instance {
            Instance::Item(item, _) => Some(lowering.names.item(item)),
            Instance::Std(_) | Instance::StandIn(..) => None,
        };
        ResolvedType {
            shown: shown.remove(&id),
            id,
            name: lowering.name_of(&found.instance),
            generic: lowering.generic_of(&found.instance),
            place: item.map(|item| item.name.span),
            input: found.input,
            output: found.output,
            docs: item.and_then(|item| item.docs.clone()),
            deprecated: item.and_then(|item| item.deprecated.as_deref().cloned()),
        }
    });
    let types = types.collect();
    Ok(Resolved {
        types,
        definitions,
        methods,
        errors,
        written: lowering.written(&results),
    })
}

/// What methods and errors refer to by themselves.
fn roots<'r>(
    methods: &'r [ResolvedMethod],
    errors: &'r [ResolvedError],
) -> impl Iterator<Item = (&'r Type, Direction)> {
    let methods = methods.iter().flat_map(|method| {
        let params = method.params.iter().map(|ty| (ty, Direction::Input));
        params.chain([(&method.result, Direction::Output)])
    });
    let fields = errors
        .iter()
        .flat_map(|error| &error.variants)
        .flat_map(|variant| &variant.fields);
    methods.chain(fields.map(|field| (&field.r#type, Direction::Output)))
}

struct Handlers<'a> {
    lowering: Lowering<'a>,
    errors: BTreeMap<ItemId, ResolvedError>,
    /// Of each method, the Rust type of its result.
    results: Vec<(String, Ty)>,
}

impl Handlers<'_> {
    fn is_ours(&self, module: ModuleId, handler: &Handler) -> bool {
        let path = &handler.attr_path;
        let text = path.display();
        let names = &self.lowering.names;
        let is_ours = |res: &Option<Res>| matches!(res, Some(Res::Extern(path)) if known::known(&names.by_package(path)) == Some(Known::WebsocketRpc));
        let found = names.resolve_text(module, &text, path.span);
        // Another crate may export the attribute again. Under another name it is not looked for there:
        // then the attribute itself says that nobody has found its function.
        let name = match &found {
            Some(Res::Extern(path)) => path.last().map(String::as_str),
            _ => text.rsplit("::").next(),
        };
        is_ours(&found)
            || name == Some("websocket_rpc") && is_ours(&names.read_text(module, &text, path.span))
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
        self.check_no_wait(handler);
        let (result, reply, errors) = self.output(module, handler);
        let path: Vec<&str> = (self.lowering.names.world)
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
            no_wait: handler.attr.no_wait.is_some(),
            spawned: handler.attr.spawned.is_some(),
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
                if let Some(Res::Item(id)) = names.peek(module, path)
                    && names.is_less_visible(id, reach)
                {
                    errors.push(messages::private_type(&path.display(), &name.text).at(path.span));
                }
            });
        }
        self.lowering.errors.extend(errors);
    }

    /// Nobody waits for such a handler, so nobody learns what it ends with.
    fn check_no_wait(&mut self, handler: &Handler) {
        let attr = &handler.attr;
        let Some(no_wait) = attr.no_wait else {
            return;
        };
        let shown = &handler.name.text;
        if let Some(spawned) = attr.spawned {
            self.error(messages::no_wait_spawned(shown).at(spawned));
        }
        if let Some(path) = attr.errors.first() {
            let error = messages::no_wait_errors(shown).at(path.span);
            self.error(error.note(no_wait, "here"));
        }
    }

    fn arguments(&mut self, module: ModuleId, handler: &Handler) -> (Vec<Argument>, Option<Type>) {
        let mut arguments = vec![];
        let mut params = None;
        for expr in &handler.args {
            let ty = self.lowering.ty(module, expr, &[]);
            match self.argument(module, expr, &ty) {
                Ok(Argument::Params) if params.is_some() => {
                    self.error(messages::two_params(&handler.name.text).at(expr.span));
                }
                Ok(Argument::Params) => {
                    params = Some(self.lowering.lower(&ty, Direction::Input));
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

    fn argument(&self, module: ModuleId, expr: &TypeExpr, ty: &Ty) -> Result<Argument, Diagnostic> {
        let TyKind::Known(known) = &ty.kind else {
            return Ok(Argument::Params);
        };
        match known.known {
            Known::ConnectionContext => Ok(Argument::Context),
            Known::State => {
                let args = match &expr.kind {
                    TypeKind::Path(path) => path
                        .segments
                        .last()
                        .map_or(&[][..], |segment| &segment.args),
                    _ => &[],
                };
                let [state] = args else {
                    return Err(messages::state_without_type().at(expr.span));
                };
                Ok(Argument::State(self.lowering.type_path(module, state)?))
            }
            Known::RpcError | Known::WebsocketRpc => {
                Err(messages::unknown_runtime_type(&known.shown()).at(expr.span))
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
        let before = self.lowering.errors.len();
        let ty = self.lowering.ty(module, output, &[]);
        let TyKind::Known(KnownTy {
            known: Known::Std(StdType::Result) | Known::ForeignResult,
            ..
        }) = &ty.kind
        else {
            self.refuse_listed(handler);
            let result = self.result(&ty, handler);
            return (result, Reply::Infallible, vec![]);
        };
        let (result, kind) = match self.result_parts(&ty, handler) {
            Ok(parts) => parts,
            Err(error) => {
                self.error(error);
                return (Type::Null, Reply::Infallible, vec![]);
            }
        };
        // An error within an alias of `Result` is shown with the handler that uses it.
        if let Some(alias) = ty.via.last() {
            self.lowering.note_since(before, *alias);
        }
        match kind {
            ErrorKind::Rpc => {
                let paths: Vec<TokenStream> = listed
                    .iter()
                    .zip(&handler.attr.errors)
                    .map(|(id, path)| self.lowering.written_path(module, path, *id))
                    .collect();
                let reply = if paths.is_empty() {
                    Reply::Fallible
                } else {
                    Reply::Declared(paths)
                };
                (result, reply, self.declare(&listed, handler))
            }
            ErrorKind::Declared(id) => {
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

    fn result(&mut self, ty: &Ty, handler: &Handler) -> Type {
        if let Some(no_wait) = handler.attr.no_wait {
            let is_unit = matches!(&ty.kind, TyKind::Tuple(items) if items.is_empty());
            if !is_unit && !matches!(ty.kind, TyKind::Wrong) {
                let result = self.lowering.ty_text(ty);
                let error = messages::no_wait_result(&handler.name.text, &result).at(ty.span);
                self.error(error.note(no_wait, "replies before there is a result"));
                return Type::Null;
            }
        }
        if let Some(method) = &handler.attr.name {
            self.results.push((method.text.clone(), ty.clone()));
        }
        self.lowering.lower(ty, Direction::Output)
    }

    fn result_parts(
        &mut self,
        ty: &Ty,
        handler: &Handler,
    ) -> Result<(Type, ErrorKind), Diagnostic> {
        let TyKind::Known(known) = &ty.kind else {
            unreachable!("only a `Result` is taken apart")
        };
        if known.known == Known::ForeignResult {
            return Err(messages::foreign_error(&known.path).at(ty.span));
        }
        let [value, error] = known.args.as_slice() else {
            return Err(messages::no_error_type().at(ty.span));
        };
        let result = self.result(value, handler);
        Ok((result, self.error_kind(error)?))
    }

    /// What a handler fails with.
    fn error_kind(&mut self, ty: &Ty) -> Result<ErrorKind, Diagnostic> {
        match &ty.kind {
            TyKind::Known(known) if known.known == Known::RpcError => Ok(ErrorKind::Rpc),
            TyKind::Item(id, _) if self.lowering.is_declared_error(*id) => {
                Ok(ErrorKind::Declared(*id))
            }
            // Noted where it was resolved.
            TyKind::Wrong => Ok(ErrorKind::Rpc),
            _ => {
                let shown = self.lowering.ty_text(ty);
                Err(messages::foreign_error(&shown).at(ty.span))
            }
        }
    }

    fn declare(&mut self, ids: &[ItemId], handler: &Handler) -> Vec<String> {
        if handler.attr.no_wait.is_some() {
            return vec![];
        }
        for id in ids {
            if !self.errors.contains_key(id) {
                let variants = self.lowering.error_variants(*id);
                let item = self.lowering.names.item(*id);
                let error = ResolvedError {
                    id: self.lowering.names.item_path(*id),
                    type_name: self.lowering.name_of(&Instance::Item(*id, vec![])),
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
        let mut ids: Vec<String> = ids
            .iter()
            .map(|id| self.lowering.names.item_path(*id))
            .collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

enum ErrorKind {
    Rpc,
    Declared(ItemId),
}

pub(super) fn each_path(expr: &TypeExpr, f: &mut impl FnMut(&crate::parse::Path)) {
    match &expr.kind {
        TypeKind::Path(path) => {
            f(path);
            let args = path.segments.iter().flat_map(|segment| &segment.args);
            args.for_each(|arg| each_path(arg, f));
        }
        TypeKind::Tuple(items) => items.iter().for_each(|item| each_path(item, f)),
        TypeKind::Array(item, _) | TypeKind::Slice(item) | TypeKind::Reference(item) => {
            each_path(item, f);
        }
        TypeKind::Infer | TypeKind::Const(_) | TypeKind::Other(_) => {}
    }
}
