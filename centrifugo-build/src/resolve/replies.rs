//! What handlers reply: results and declared errors.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::handlers::Handlers;
use super::known::{Known, StdType};
use super::lowering::{Direction, Instance};
use super::names::{ItemId, Res};
use super::resolved::{Reply, ResolvedError};
use super::ty::{KnownTy, Ty, TyKind};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::Type;
use crate::parse::Handler;
use crate::source::world::ModuleId;

impl Handlers<'_> {
    /// The result, how it is replied, and the ids of the declared errors.
    pub(super) fn output(
        &mut self,
        module: ModuleId,
        handler: &Handler,
    ) -> (Type, Reply, Vec<String>) {
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

/// What a handler fails with.
enum ErrorKind {
    Rpc,
    Declared(ItemId),
}
