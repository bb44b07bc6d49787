//! Parameters that stand open in types, and what closes them.

use std::collections::BTreeSet;

use super::super::lowering::Instance;
use super::super::ty::{Arg, Env, KnownTy, Ty, TyKind};

impl Instance {
    /// Are there open parameters in its arguments?
    pub(in crate::resolve) fn is_open(&self) -> bool {
        self.args().iter().any(|arg| match arg {
            Arg::Type(ty) => !ty.open_params().is_empty(),
            Arg::Const(_) => false,
        })
    }

    pub(super) fn args(&self) -> Vec<Arg> {
        match self {
            Self::Item(_, args) => args.clone(),
            Self::Std(ty) => ty.args.iter().cloned().map(Arg::Type).collect(),
            Self::StandIn(..) => vec![],
        }
    }

    /// The same with other types for its arguments.
    pub(super) fn with_types(&self, mut with: impl FnMut(usize, &Ty) -> Ty) -> Self {
        match self {
            Self::Item(id, args) => {
                let args = args.iter().enumerate().map(|(index, arg)| match arg {
                    Arg::Type(ty) => Arg::Type(with(index, ty)),
                    Arg::Const(value) => Arg::Const(*value),
                });
                Self::Item(*id, args.collect())
            }
            Self::Std(ty) => {
                let args = ty.args.iter().enumerate();
                Self::Std(KnownTy {
                    args: args.map(|(index, ty)| with(index, ty)).collect(),
                    ..ty.clone()
                })
            }
            Self::StandIn(..) => self.clone(),
        }
    }
}

impl Ty {
    /// The open parameters in it.
    pub(super) fn open_params(&self) -> BTreeSet<&str> {
        match &self.kind {
            TyKind::Param(name) => BTreeSet::from([name.as_str()]),
            TyKind::Tuple(items) => items.iter().flat_map(Self::open_params).collect(),
            TyKind::Array(item, _) | TyKind::Slice(item) | TyKind::Reference(item) => {
                item.open_params()
            }
            TyKind::Known(known) => known.args.iter().flat_map(Self::open_params).collect(),
            TyKind::Item(_, args) => {
                let types = args.iter().filter_map(|arg| match arg {
                    Arg::Type(ty) => Some(ty),
                    Arg::Const(_) => None,
                });
                types.flat_map(Self::open_params).collect()
            }
            TyKind::Primitive(_)
            | TyKind::Foreign(_)
            | TyKind::Infer
            | TyKind::Const(_)
            | TyKind::Wrong => BTreeSet::new(),
        }
    }

    /// The type with what its open parameters stand for.
    pub(super) fn closed(&self, env: &Env) -> Self {
        let all = |types: &[Self]| types.iter().map(|ty| ty.closed(env)).collect();
        let kind = match &self.kind {
            TyKind::Param(name) => {
                let found = env.iter().find(|(param, _)| param == name);
                return match found {
                    Some((_, Arg::Type(ty))) => ty.clone(),
                    _ => self.clone(),
                };
            }
            TyKind::Tuple(items) => TyKind::Tuple(all(items)),
            TyKind::Array(item, len) => TyKind::Array(Box::new(item.closed(env)), *len),
            TyKind::Slice(item) => TyKind::Slice(Box::new(item.closed(env))),
            TyKind::Reference(item) => TyKind::Reference(Box::new(item.closed(env))),
            TyKind::Known(known) => TyKind::Known(KnownTy {
                args: all(&known.args),
                ..known.clone()
            }),
            TyKind::Item(id, args) => {
                let args = args.iter().map(|arg| match arg {
                    Arg::Type(ty) => Arg::Type(ty.closed(env)),
                    Arg::Const(value) => Arg::Const(*value),
                });
                TyKind::Item(*id, args.collect())
            }
            kind => kind.clone(),
        };
        Self {
            kind,
            ..self.clone()
        }
    }
}
