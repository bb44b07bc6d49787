//! Rust types with every name resolved, aliases expanded and parameters replaced: what rustc would
//! see. Direction and JSON come later.

use std::rc::Rc;

use super::known::{self, Known};
use super::lowering::Lowering;
use super::names::{ItemId, Res};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{ArrayLen, GenericKind, Path, TypeExpr, TypeItem, TypeItemKind, TypeKind};
use crate::source::Span;
use crate::source::world::ModuleId;

/// A type, and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Ty {
    pub(crate) kind: TyKind,
    pub(crate) span: Span,
    /// Where the aliases stand that led here.
    pub(crate) via: Vec<Span>,
}

#[derive(Debug, Clone)]
pub(crate) enum TyKind {
    Primitive(&'static str),
    Tuple(Vec<Ty>),
    Array(Box<Ty>, u64),
    Slice(Box<Ty>),
    Reference(Box<Ty>),
    /// A struct or enum whose source is read.
    Item(ItemId, Vec<Arg>),
    Known(KnownTy),
    /// A type of another crate that is neither read nor known: its path.
    Foreign(String),
    /// A parameter that stands for itself.
    Param(String),
    /// `_`
    Infer,
    /// A const argument.
    Const(u64),
    /// An error was noted.
    Wrong,
}

/// A type whose meaning is in the table.
#[derive(Debug, Clone)]
pub(crate) struct KnownTy {
    pub(crate) known: Known,
    /// `std::vec::Vec`
    pub(crate) path: Rc<str>,
    pub(crate) args: Vec<Ty>,
}

/// What a path means without its arguments.
#[derive(Debug, Clone)]
pub(crate) enum Head {
    Primitive(&'static str),
    Item(ItemId),
    Known(Known, Rc<str>),
    /// As [`TyKind::Foreign`].
    Foreign(String),
    Module,
}

/// What a parameter stands for.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Type(Ty),
    Const(u64),
}

/// How deep types stand within the arguments of a type.
pub(crate) fn depth_of(args: &[Arg]) -> usize {
    let depths = args.iter().map(|arg| match arg {
        Arg::Type(ty) => ty.depth(),
        Arg::Const(_) => 0,
    });
    depths.max().unwrap_or_default()
}

/// What the parameters of an item stand for.
pub(crate) type Env = [(String, Arg)];

/// Aliases within aliases; more are taken to go in circles.
const MAX_ALIASES: usize = 64;

impl Ty {
    pub(crate) fn new(kind: TyKind, span: Span) -> Self {
        Self {
            kind,
            span,
            via: vec![],
        }
    }

    pub(crate) fn known(&self) -> Option<&Known> {
        match &self.kind {
            TyKind::Known(ty) => Some(&ty.known),
            _ => None,
        }
    }

    /// How deep types stand within types, aliases and names not counted.
    pub(crate) fn depth(&self) -> usize {
        let deepest = |types: &[Self]| types.iter().map(Self::depth).max().unwrap_or_default();
        1 + match &self.kind {
            TyKind::Tuple(items) => deepest(items),
            TyKind::Array(inner, _) | TyKind::Slice(inner) | TyKind::Reference(inner) => {
                inner.depth()
            }
            TyKind::Item(_, args) => depth_of(args),
            TyKind::Known(known) => deepest(&known.args),
            TyKind::Primitive(_)
            | TyKind::Foreign(_)
            | TyKind::Param(_)
            | TyKind::Infer
            | TyKind::Const(_)
            | TyKind::Wrong => 0,
        }
    }

    /// The type within `Box`, `Arc`, `RefCell` and the like, which serde does not see.
    pub(crate) fn peeled(&self) -> &Self {
        match &self.kind {
            TyKind::Known(KnownTy {
                known: Known::Transparent,
                args,
                ..
            }) if !args.is_empty() => args[0].peeled(),
            TyKind::Reference(inner) => inner.peeled(),
            _ => self,
        }
    }
}

impl Lowering<'_> {
    /// What a type expression of `module` means. On an error, the error is noted.
    pub(crate) fn ty(&mut self, module: ModuleId, expr: &TypeExpr, env: &Env) -> Ty {
        let span = expr.span;
        let kind = match &expr.kind {
            TypeKind::Path(path) => return self.path_ty(module, path, span, env),
            TypeKind::Tuple(items) => TyKind::Tuple(self.tys(module, items, env)),
            TypeKind::Array(item, len) => {
                let item = Box::new(self.ty(module, item, env));
                match self.const_value(module, len, env) {
                    Some(len) => TyKind::Array(item, len),
                    None => self.wrong_ty(messages::array_length().at(span)),
                }
            }
            TypeKind::Slice(item) => TyKind::Slice(Box::new(self.ty(module, item, env))),
            TypeKind::Reference(inner) => TyKind::Reference(Box::new(self.ty(module, inner, env))),
            TypeKind::Infer => TyKind::Infer,
            TypeKind::Const(len) => match self.const_value(module, len, env) {
                Some(value) => TyKind::Const(value),
                None => self.wrong_ty(messages::const_argument().at(span)),
            },
            TypeKind::Other(what) => self.wrong_ty(messages::unsupported_type(what).at(span)),
        };
        Ty::new(kind, span)
    }

    fn tys(&mut self, module: ModuleId, exprs: &[TypeExpr], env: &Env) -> Vec<Ty> {
        exprs
            .iter()
            .map(|expr| self.ty(module, expr, env))
            .collect()
    }

    fn path_ty(&mut self, module: ModuleId, path: &Path, span: Span, env: &Env) -> Ty {
        if let Some(arg) = parameter(path, env) {
            return match arg {
                Arg::Type(ty) => ty.clone(),
                Arg::Const(value) => Ty::new(TyKind::Const(*value), span),
            };
        }
        // What has a stand-in need not be known, nor its source be there.
        if !self.overrides.is_empty()
            && let Some(Res::Extern(full)) = self.names.peek(module, path)
        {
            let full = self.names.by_package(&full);
            if self.overrides.of_type(&full).is_some() {
                return Ty::new(TyKind::Foreign(full), span);
            }
        }
        let head = match self.head(module, path) {
            Ok(head) => head,
            Err(error) => {
                if let [first, _, ..] = path.segments.as_slice()
                    && env.iter().any(|(name, _)| *name == first.name.text)
                {
                    let error = messages::unsupported_type("an associated type").at(span);
                    return Ty::new(self.wrong_ty(error), span);
                }
                let mut supposed = self.names.supposed(module, path);
                supposed.push(self.canonical(module, path));
                let stand_in = supposed
                    .into_iter()
                    .find(|path| self.overrides.of_type(path).is_some());
                let kind = stand_in.map(TyKind::Foreign);
                return Ty::new(kind.unwrap_or_else(|| self.wrong_ty(error)), span);
            }
        };
        let args = path
            .segments
            .last()
            .map_or(&[][..], |segment| &segment.args);
        let kind = match head {
            Head::Primitive(name) => TyKind::Primitive(name),
            Head::Known(known, path) => TyKind::Known(KnownTy {
                known,
                path,
                args: self.tys(module, args, env),
            }),
            Head::Foreign(path) => TyKind::Foreign(path),
            Head::Module => {
                self.wrong_ty(messages::not_a_type(&path.display(), "a module").at(span))
            }
            Head::Item(id) => {
                let item = self.names.item(id);
                match &item.kind {
                    TypeItemKind::Other(what) => {
                        self.wrong_ty(messages::not_a_type(&path.display(), what).at(span))
                    }
                    TypeItemKind::Alias(body) => {
                        return self.alias(module, id, item, body, path, span, env);
                    }
                    TypeItemKind::Struct { .. } | TypeItemKind::Enum { .. } => {
                        match self.params(module, id, item, path, env) {
                            Some(params) => {
                                let args = params.into_iter().map(|(_, arg)| arg);
                                TyKind::Item(id, args.collect())
                            }
                            None => TyKind::Wrong,
                        }
                    }
                }
            }
        };
        Ty::new(kind, span)
    }

    /// What a path means without its arguments.
    fn head(&mut self, module: ModuleId, path: &Path) -> Result<Head, Diagnostic> {
        let name = match path.segments.as_slice() {
            [segment] if !path.leading_colon => Some(&segment.name.text),
            _ => None,
        };
        let noted = name.and_then(|name| self.heads.get(module, name));
        if let Some(head) = noted {
            return Ok(head.clone());
        }
        let head = match self.names.resolve(module, path)? {
            Res::Primitive(name) => Head::Primitive(name),
            Res::Module(_) => Head::Module,
            Res::Item(id) => Head::Item(id),
            Res::Extern(path) => {
                let path = self.names.by_package(&path);
                match known::known(&path) {
                    Some(known) => Head::Known(known, path.into()),
                    None => Head::Foreign(path),
                }
            }
        };
        if let Some(name) = name {
            self.heads.insert(module, name, head.clone());
        }
        Ok(head)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of one path, taken apart"
    )]
    fn alias(
        &mut self,
        module: ModuleId,
        id: ItemId,
        item: &TypeItem,
        body: &TypeExpr,
        path: &Path,
        span: Span,
        env: &Env,
    ) -> Ty {
        if self.aliases > MAX_ALIASES {
            let error = messages::circular_alias(&item.name.text).at(item.name.span);
            return Ty::new(self.wrong_ty(error), span);
        }
        let before = self.errors.len();
        let Some(params) = self.params(module, id, item, path, env) else {
            return Ty::new(TyKind::Wrong, span);
        };
        self.aliases += 1;
        let mut ty = self.ty(id.module, body, &params);
        self.aliases -= 1;
        self.note_since(before, span);
        ty.via.push(span);
        ty
    }

    /// Errors since `before` come from what is used at `span`.
    pub(crate) fn note_since(&mut self, before: usize, span: Span) {
        for error in &mut self.errors[before..] {
            let note = (span, "used here".to_owned());
            if error.span != Some(span) && error.notes.last() != Some(&note) {
                error.notes.push(note);
            }
        }
    }

    /// What the parameters of an item stand for in `path`.
    fn params(
        &mut self,
        module: ModuleId,
        id: ItemId,
        item: &TypeItem,
        path: &Path,
        env: &Env,
    ) -> Option<Vec<(String, Arg)>> {
        let args = path
            .segments
            .last()
            .map_or(&[][..], |segment| &segment.args);
        let params: Vec<_> = item
            .generics
            .iter()
            .filter(|param| param.kind != GenericKind::Lifetime)
            .collect();
        let required = params
            .iter()
            .filter(|param| param.default.is_none())
            .count();
        if args.len() > params.len() || args.len() < required {
            let error = messages::wrong_arguments(&path.display(), params.len(), args.len());
            self.errors.push(error.at(path.span));
            return None;
        }
        let mut values: Vec<(String, Arg)> = vec![];
        for (index, param) in params.iter().enumerate() {
            // A default may name the parameters before it.
            let (module, expr, env) = match (args.get(index), &param.default) {
                (Some(expr), _) => (module, expr, env),
                (None, Some(expr)) => (id.module, expr, values.as_slice()),
                (None, None) => unreachable!("the number of arguments was checked"),
            };
            let value = if param.kind == GenericKind::Const {
                let len = match &expr.kind {
                    TypeKind::Const(len) => len.clone(),
                    // `Matrix<N>`: syntax alone cannot tell a const from a type.
                    TypeKind::Path(path) => ArrayLen::Path(path.clone()),
                    _ => ArrayLen::Unknown,
                };
                match self.const_value(module, &len, env) {
                    Some(value) => Arg::Const(value),
                    None => {
                        self.errors.push(messages::const_argument().at(expr.span));
                        return None;
                    }
                }
            } else {
                Arg::Type(self.ty(module, expr, env))
            };
            values.push((param.name.text.clone(), value));
        }
        Some(values)
    }

    fn const_value(&self, module: ModuleId, len: &ArrayLen, env: &Env) -> Option<u64> {
        match len {
            ArrayLen::Number(number) => Some(*number),
            ArrayLen::Path(path) => match parameter(path, env) {
                Some(Arg::Const(value)) => Some(*value),
                Some(Arg::Type(_)) => None,
                None => self.names.constant(module, path),
            },
            ArrayLen::Unknown => None,
        }
    }

    /// Notes an error in place of a type.
    fn wrong_ty(&mut self, error: Diagnostic) -> TyKind {
        self.errors.push(error);
        TyKind::Wrong
    }
}

fn parameter<'e>(path: &Path, env: &'e Env) -> Option<&'e Arg> {
    let [segment] = path.segments.as_slice() else {
        return None;
    };
    let found = env.iter().find(|(name, _)| *name == segment.name.text);
    found
        .filter(|_| !path.leading_colon)
        .map(|(_, argument)| argument)
}
