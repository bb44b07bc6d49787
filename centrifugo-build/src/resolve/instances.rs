//! What named types are called: their ids, which tell every instance of a generic type from every
//! other, and what their names in the SDKs are made from.

use heck::ToUpperCamelCase as _;

use super::known::{Known, StdType};
use super::lowering::{Instance, Lowering};
use super::ty::{Arg, KnownTy, Ty, TyKind};
use crate::manifest::Generic;
use crate::parse::GenericKind;

/// The parts of a type's name in the SDKs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeName {
    /// The crate, the modules, and the type's own name.
    pub(crate) path: Vec<String>,
    /// What the arguments add to the name: `Task` of `Page<Task>`.
    pub(crate) suffix: String,
}

impl KnownTy {
    /// As it reads in source: `Vec`, `chrono::DateTime`.
    pub(crate) fn shown(&self) -> String {
        match self.path.strip_prefix("std::") {
            Some(path) => path.rsplit("::").next().unwrap_or(path).to_owned(),
            None => self.path.replace('-', "_"),
        }
    }
}

impl StdType {
    /// How many types it takes.
    pub(crate) fn arity(self) -> usize {
        match self {
            Self::Duration | Self::SystemTime => 0,
            Self::Range | Self::RangeFrom | Self::RangeTo | Self::Bound => 1,
            Self::Result => 2,
        }
    }
}

impl Lowering<'_> {
    /// `tasks::Page<tasks::model::Task>`
    pub(crate) fn id_of(&self, instance: &Instance) -> String {
        match instance {
            Instance::Item(id, args) => with_args(self.names.item_path(*id), &self.args_text(args)),
            Instance::Std(ty) => {
                let args: Vec<String> = ty.args.iter().map(|arg| self.ty_text(arg)).collect();
                with_args(ty.path.to_string(), &args)
            }
            Instance::StandIn(_, path) => path.replace('-', "_"),
        }
    }

    /// Of which generic type it is an instance.
    pub(crate) fn generic_of(&self, instance: &Instance) -> Option<Generic> {
        let (id, args) = match instance {
            Instance::Item(id, args) => (self.names.item_path(*id), self.args_text(args)),
            Instance::Std(ty) => {
                let args = ty.args.iter().map(|arg| self.ty_text(arg));
                (ty.path.to_string(), args.collect())
            }
            Instance::StandIn(..) => return None,
        };
        (!args.is_empty()).then(|| Generic {
            id,
            params: self.params_of(instance),
            args,
            instance: None,
        })
    }

    /// The names of its parameters, without lifetimes.
    pub(super) fn params_of(&self, instance: &Instance) -> Vec<String> {
        let of_std: &[&str] = match instance {
            Instance::Item(id, _) => {
                let generics = self.names.item(*id).generics.iter();
                return generics
                    .filter(|param| param.kind != GenericKind::Lifetime)
                    .map(|param| param.name.text.clone())
                    .collect();
            }
            Instance::StandIn(..) => &[],
            Instance::Std(ty) => match ty.known {
                _ if ty.args.is_empty() => &[],
                Known::Std(StdType::Result) => &["T", "E"],
                Known::Std(StdType::Bound) => &["T"],
                _ => &["Idx"],
            },
        };
        of_std.iter().map(|param| (*param).to_owned()).collect()
    }

    pub(crate) fn name_of(&self, instance: &Instance) -> TypeName {
        let split = |path: &str| path.split("::").map(str::to_owned).collect();
        match instance {
            Instance::Item(id, args) => TypeName {
                path: split(&self.names.item_path(*id)),
                suffix: args.iter().map(|arg| self.arg_name(arg)).collect(),
            },
            Instance::Std(ty) => TypeName {
                path: split(&ty.path),
                suffix: ty.args.iter().map(|arg| self.ty_name(arg)).collect(),
            },
            Instance::StandIn(_, path) => TypeName {
                path: split(&path.replace('-', "_")),
                suffix: String::new(),
            },
        }
    }

    fn args_text(&self, args: &[Arg]) -> Vec<String> {
        args.iter()
            .map(|arg| match arg {
                Arg::Type(ty) => self.ty_text(ty),
                Arg::Const(value) => value.to_string(),
            })
            .collect()
    }

    /// A type as Rust writes it, with full paths.
    pub(crate) fn ty_text(&self, ty: &Ty) -> String {
        let list = |items: &[Ty]| {
            let items: Vec<String> = items.iter().map(|item| self.ty_text(item)).collect();
            items.join(", ")
        };
        match &ty.kind {
            TyKind::Primitive(name) => (*name).to_owned(),
            TyKind::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
            TyKind::Tuple(items) => format!("({})", list(items)),
            TyKind::Array(item, len) => format!("[{}; {len}]", self.ty_text(item)),
            TyKind::Slice(item) => format!("[{}]", self.ty_text(item)),
            TyKind::Reference(inner) => format!("&{}", self.ty_text(inner)),
            TyKind::Item(id, args) => with_args(self.names.item_path(*id), &self.args_text(args)),
            TyKind::Known(known) => {
                let args: Vec<String> = known.args.iter().map(|arg| self.ty_text(arg)).collect();
                with_args(known.shown(), &args)
            }
            TyKind::Foreign(path) => path.replace('-', "_"),
            // No type is called so.
            TyKind::Param(name) => format!("${name}"),
            TyKind::Const(value) => value.to_string(),
            TyKind::Infer | TyKind::Wrong => "_".to_owned(),
        }
    }

    fn arg_name(&self, arg: &Arg) -> String {
        match arg {
            Arg::Type(ty) => self.ty_name(ty),
            Arg::Const(value) => value.to_string(),
        }
    }

    /// A type as a part of a name: `Vec<i64>` is `VecI64`.
    fn ty_name(&self, ty: &Ty) -> String {
        let list = |items: &[Ty]| {
            items
                .iter()
                .map(|item| self.ty_name(item))
                .collect::<String>()
        };
        let last = |path: &str| {
            let last = path.rsplit("::").next().unwrap_or(path);
            last.to_upper_camel_case()
        };
        match &ty.kind {
            TyKind::Primitive(name) => name.to_upper_camel_case(),
            TyKind::Tuple(items) if items.is_empty() => "Unit".to_owned(),
            TyKind::Tuple(items) => format!("Tuple{}", list(items)),
            TyKind::Array(item, len) => format!("{}Array{len}", self.ty_name(item)),
            TyKind::Slice(item) => format!("Slice{}", self.ty_name(item)),
            TyKind::Reference(inner) => self.ty_name(inner),
            TyKind::Item(id, args) => {
                let args: String = args.iter().map(|arg| self.arg_name(arg)).collect();
                self.names.item(*id).name.text.clone() + &args
            }
            TyKind::Known(KnownTy {
                known: Known::Transparent,
                args,
                ..
            }) => list(&args[..args.len().min(1)]),
            TyKind::Known(known) => {
                let args: String = known.args.iter().map(|arg| self.ty_name(arg)).collect();
                last(&known.path) + &args
            }
            TyKind::Foreign(path) => last(path),
            TyKind::Const(value) => value.to_string(),
            TyKind::Param(_) | TyKind::Infer | TyKind::Wrong => String::new(),
        }
    }
}

fn with_args(path: String, args: &[String]) -> String {
    if args.is_empty() {
        path
    } else {
        format!("{path}<{}>", args.join(", "))
    }
}
