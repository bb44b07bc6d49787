//! How values of results are written in Rust, for the contract tests: what only a literal can prove is
//! what serde writes and does not read.
//!
//! In: the types of results. Out: those that derive no `Deserialize`, and every struct and enum
//! within them with its path and fields, as the crate's root sees them. Knows no JSON.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use super::handlers::each_path;
use super::known::Known;
use super::lowering::{Instance, Lowering};
use super::names::{ItemId, Res};
use super::ty::{Arg, Env, Ty, TyKind};
use crate::parse::{FieldItem, Fields, TypeExpr, TypeItemKind, Vis};
use crate::source::world::{ModuleId, ROOT};

/// All that literals are made from.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// By method.
    pub(crate) results: BTreeMap<String, RustTy>,
    /// By id: the Rust path with its arguments.
    pub(crate) items: BTreeMap<String, RustItem>,
}

/// A type as far as a literal of it goes.
#[derive(Debug)]
pub(crate) enum RustTy {
    Primitive(&'static str),
    Tuple(Vec<RustTy>),
    Array(Box<RustTy>, u64),
    Slice(Box<RustTy>),
    Reference(Box<RustTy>),
    /// Its id in [`Written::items`].
    Item(String),
    /// A type whose meaning is known, by its path.
    Known(String, Vec<RustTy>),
    /// One without literals.
    Other(String),
}

/// A struct or an enum.
#[derive(Debug)]
pub(crate) struct RustItem {
    pub(crate) path: TokenStream,
    /// Has it the JSON of something else, as by `into` or a hand-written impl?
    pub(crate) adapted: bool,
    pub(crate) kind: RustKind,
}

#[derive(Debug)]
pub(crate) enum RustKind {
    Struct(RustFields),
    /// With its variants that are ever written.
    Enum(Vec<RustVariant>),
    /// The crate's root cannot write it: why.
    Hidden(String),
}

#[derive(Debug)]
pub(crate) struct RustVariant {
    pub(crate) name: String,
    pub(crate) adapted: bool,
    pub(crate) fields: RustFields,
}

#[derive(Debug)]
pub(crate) enum RustFields {
    Unit,
    Tuple(Vec<RustField>),
    Named(Vec<RustField>),
}

#[derive(Debug)]
pub(crate) struct RustField {
    pub(crate) name: String,
    pub(crate) ty: RustTy,
    pub(crate) role: Role,
}

/// What a field is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// What its type says.
    Plain,
    /// Something else: by `with`, an adapter, `flatten`.
    Adapted,
    /// Nothing.
    Skipped,
}

/// Items that were met and not looked into.
type Queue = Vec<(String, ItemId, Vec<Arg>)>;

impl Lowering<'_> {
    /// What is written of these methods' results.
    pub(crate) fn written(&mut self, results: &[(String, Ty)]) -> Written {
        let mut written = Written::default();
        let mut queue = Queue::new();
        for (method, ty) in results {
            if !self.is_read(ty) {
                let ty = self.rust_ty(ty, &mut queue);
                written.results.insert(method.clone(), ty);
            }
        }
        let mut seen = BTreeSet::new();
        while let Some((id, item, args)) = queue.pop() {
            if seen.insert(id.clone()) {
                let found = self.rust_item(item, &args, &mut queue);
                written.items.insert(id, found);
            }
        }
        written
    }

    /// Does all of it derive `Deserialize`? What is within an item does if the item does.
    fn is_read(&self, ty: &Ty) -> bool {
        match &ty.kind {
            TyKind::Item(id, args) => {
                let mut args = args.iter();
                self.derives_plainly(*id, &Known::Deserialize)
                    && args.all(|arg| !matches!(arg, Arg::Type(ty) if !self.is_read(ty)))
            }
            TyKind::Known(known) => known.args.iter().all(|arg| self.is_read(arg)),
            TyKind::Tuple(items) => items.iter().all(|item| self.is_read(item)),
            TyKind::Array(item, _) => self.is_read(item),
            TyKind::Primitive(_) => true,
            // Of these, `str` alone is read.
            TyKind::Reference(item) => matches!(item.kind, TyKind::Primitive("str")),
            TyKind::Slice(_) | TyKind::Foreign(_) => false,
            TyKind::Param(_) | TyKind::Infer | TyKind::Const(_) | TyKind::Wrong => true,
        }
    }

    fn rust_ty(&self, ty: &Ty, queue: &mut Queue) -> RustTy {
        let tys = |items: &[Ty], queue: &mut Queue| {
            items.iter().map(|item| self.rust_ty(item, queue)).collect()
        };
        match &ty.kind {
            TyKind::Primitive(name) => RustTy::Primitive(name),
            TyKind::Tuple(items) => RustTy::Tuple(tys(items, queue)),
            TyKind::Array(item, len) => RustTy::Array(Box::new(self.rust_ty(item, queue)), *len),
            TyKind::Slice(item) => RustTy::Slice(Box::new(self.rust_ty(item, queue))),
            TyKind::Reference(item) => RustTy::Reference(Box::new(self.rust_ty(item, queue))),
            TyKind::Item(id, args) => {
                let key = self.id_of(&Instance::Item(*id, args.clone()));
                queue.push((key.clone(), *id, args.clone()));
                RustTy::Item(key)
            }
            TyKind::Known(known) => RustTy::Known(known.path.to_string(), tys(&known.args, queue)),
            TyKind::Foreign(_)
            | TyKind::Param(_)
            | TyKind::Infer
            | TyKind::Const(_)
            | TyKind::Wrong => RustTy::Other(self.ty_text(ty)),
        }
    }

    fn rust_item(&mut self, id: ItemId, args: &[Arg], queue: &mut Queue) -> RustItem {
        let item = self.names.item(id);
        let (TypeItemKind::Struct { serde, .. } | TypeItemKind::Enum { serde, .. }) = &item.kind
        else {
            unreachable!("only structs and enums are types")
        };
        let hidden = if !self.names.world.is_own(id.module) {
            Some("it is of another crate".to_owned())
        } else if item.is_conditional {
            Some("`#[cfg]` decides what is in it".to_owned())
        } else {
            let hidden = self
                .names
                .hidden_from_root(id.module, &item.name.text, &item.vis);
            hidden.map(|(what, _)| format!("the crate's root does not see {what}"))
        };
        let kind = match (&item.kind, hidden) {
            (_, Some(why)) => RustKind::Hidden(why),
            (TypeItemKind::Struct { fields, .. }, None) => {
                let env = self.env_of(id, args);
                match self.hidden_field(id.module, fields) {
                    Some(field) => RustKind::Hidden(format!("its field `{field}` is private")),
                    None => RustKind::Struct(self.rust_fields(id.module, fields, &env, queue)),
                }
            }
            (TypeItemKind::Enum { variants, .. }, None) => {
                let env = self.env_of(id, args);
                let written = variants
                    .iter()
                    .filter(|variant| !variant.serde.skip.serialize);
                let variants = written.map(|variant| RustVariant {
                    name: variant.name.text.clone(),
                    adapted: variant.serde.with.serialize.is_some(),
                    fields: self.rust_fields(id.module, &variant.fields, &env, queue),
                });
                RustKind::Enum(variants.collect())
            }
            _ => unreachable!("only structs and enums are types"),
        };
        RustItem {
            path: self.item_path(id),
            adapted: serde.into.is_some() || !self.derives_plainly(id, &Known::Serialize),
            kind,
        }
    }

    /// The first field that the crate's root does not see.
    fn hidden_field<'f>(&self, module: ModuleId, fields: &'f Fields) -> Option<&'f str> {
        let (Fields::Tuple(fields) | Fields::Named(fields)) = fields else {
            return None;
        };
        let is_seen = |vis: &Vis| {
            self.names
                .scope_of(module, vis)
                .is_none_or(|scope| scope == ROOT)
        };
        let hidden = fields.iter().find(|field| !is_seen(&field.vis));
        hidden.map(|field| field.name.text.as_str())
    }

    fn rust_fields(
        &mut self,
        module: ModuleId,
        fields: &Fields,
        env: &Env,
        queue: &mut Queue,
    ) -> RustFields {
        let mut all = |fields: &[FieldItem]| {
            let fields = fields.iter();
            fields
                .map(|field| self.rust_field(module, field, env, queue))
                .collect()
        };
        match fields {
            Fields::Unit => RustFields::Unit,
            Fields::Tuple(fields) => RustFields::Tuple(all(fields)),
            Fields::Named(fields) => RustFields::Named(all(fields)),
        }
    }

    fn rust_field(
        &mut self,
        module: ModuleId,
        field: &FieldItem,
        env: &Env,
        queue: &mut Queue,
    ) -> RustField {
        let serde = &field.serde;
        let is_adapted = serde.with.serialize.is_some()
            || serde.flatten.is_some()
            || field.serde_as.adapter.serialize.is_some();
        let role = match (serde.skip.serialize, is_adapted) {
            (true, _) => Role::Skipped,
            (false, true) => Role::Adapted,
            (false, false) => Role::Plain,
        };
        let before = self.errors.len();
        let ty = if role == Role::Plain || self.is_there(module, &field.ty, env) {
            let ty = self.ty(module, &field.ty, env);
            self.rust_ty(&ty, queue)
        } else {
            RustTy::Other(format!("the field `{}`", field.name.text))
        };
        // What is not written may be of types that nobody knows.
        self.errors.truncate(before);
        RustField {
            name: field.name.text.clone(),
            ty,
            role,
        }
    }

    /// Is all that it names known without reading further crates?
    fn is_there(&self, module: ModuleId, expr: &TypeExpr, env: &Env) -> bool {
        let mut is_there = true;
        each_path(expr, &mut |path| {
            let name = path.display();
            is_there &= match self.names.peek(module, path) {
                Some(Res::Item(_) | Res::Primitive(_)) => true,
                Some(Res::Extern(path)) => {
                    super::known::known(&self.names.by_package(&path)).is_some()
                }
                Some(Res::Module(_)) | None => env.iter().any(|(param, _)| *param == name),
            };
        });
        is_there
    }
}
