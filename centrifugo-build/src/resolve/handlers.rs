//! Handlers: their signatures. What they reply is looked at [beside](super::replies).

use std::collections::BTreeMap;

use super::known::{self, Known};
use super::lowering::{Direction, Lowering};
use super::names::{ItemId, Res};
use super::resolved::{Argument, ResolvedError, ResolvedMethod};
use super::ty::{Ty, TyKind};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::Type;
use crate::parse::{Handler, TypeExpr, TypeKind};
use crate::source::world::ModuleId;

pub(super) struct Handlers<'a> {
    pub(super) lowering: Lowering<'a>,
    pub(super) errors: BTreeMap<ItemId, ResolvedError>,
    /// Of each method, the Rust type of its result.
    pub(super) results: Vec<(String, Ty)>,
}

impl Handlers<'_> {
    pub(super) fn is_ours(&self, module: ModuleId, handler: &Handler) -> bool {
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

    pub(super) fn error(&mut self, error: Diagnostic) {
        self.lowering.errors.push(error);
    }

    pub(super) fn method(&mut self, module: ModuleId, handler: &Handler) -> Option<ResolvedMethod> {
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
