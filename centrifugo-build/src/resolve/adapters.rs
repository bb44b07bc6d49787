//! What stands in for a field's own impls: `with` modules that are known or have a stand-in, remote
//! definitions, and the adapters of serde_with.

use super::known::{Adapter, Known};
use super::lowering::{Direction, Instance, Lowering, option_of};
use super::names::Res;
use super::ty::{Arg, KnownTy, Ty, TyKind};
use crate::diagnostic::messages;
use crate::manifest::{Float, Format, Integer, Type};
use crate::parse::{GenericKind, TypeItemKind, With};
use crate::source::world::{ModuleId, ROOT};

/// What a field looks like, and whether the server may refuse more than that.
pub(super) struct Adapted {
    pub(super) ty: Type,
    pub(super) checked: bool,
}

impl Adapted {
    fn checked(ty: Type) -> Self {
        Self { ty, checked: true }
    }

    fn exact(ty: Type) -> Self {
        Self { ty, checked: false }
    }
}

impl Lowering<'_> {
    /// What `with` makes of a field.
    pub(super) fn with(
        &mut self,
        module: ModuleId,
        with: &With,
        field: &Ty,
        direction: Direction,
    ) -> Adapted {
        let path = with.path();
        let function = match direction {
            Direction::Input => "deserialize",
            Direction::Output => "serialize",
        };
        let canonical = self.canonical(module, path);
        let canonical = match with {
            With::Module(_) => format!("{canonical}::{function}"),
            With::Function(_) => canonical,
        };
        if let Some(index) = self.overrides.of_function(&canonical) {
            let ty = self.stand_in(index);
            return Adapted::checked(self.lower(&ty, direction));
        }
        if let With::Module(path) = with
            && let Some(Res::Item(id)) = self.names.resolve_text(module, &path.display(), path.span)
            && let TypeItemKind::Struct { serde, .. } | TypeItemKind::Enum { serde, .. } =
                &self.names.item(id).kind
            && serde.remote.is_some()
        {
            // `RangeDef` for a `Range<T>` takes its arguments.
            let args: Vec<Arg> = match &field.kind {
                TyKind::Known(known) => known.args.iter().cloned().map(Arg::Type).collect(),
                TyKind::Item(_, args) => args.clone(),
                _ => vec![],
            };
            let params = self.names.item(id).generics.iter();
            let params = params.filter(|param| param.kind != GenericKind::Lifetime);
            let args = if params.count() == args.len() {
                args
            } else {
                vec![]
            };
            return Adapted::exact(self.reach(Instance::Item(id, args), direction, path.span));
        }
        let known_module = canonical.strip_suffix(&format!("::{function}"));
        match known_module.and_then(|module| self.known_module(module, field, direction)) {
            Some(adapted) => adapted,
            None => {
                let key = match with {
                    With::Module(_) => known_module.unwrap_or(&canonical),
                    With::Function(_) => &canonical,
                };
                let key = self.names.written_in_root(key);
                let error = messages::unknown_with(&path.display(), &key);
                Adapted::exact(self.wrong(error.at(path.span)))
            }
        }
    }

    /// The type that a stand-in names.
    pub(super) fn stand_in(&mut self, index: usize) -> Ty {
        let expr = self.overrides.expr(index);
        self.ty(ROOT, expr, &[])
    }

    /// Modules for `with` whose form is known. Sources: their crates' documentation.
    fn known_module(&mut self, module: &str, field: &Ty, direction: Direction) -> Option<Adapted> {
        let text = |format| Type::String {
            format: Some(format),
        };
        if module == "serde_with::rust::double_option" {
            // `null` is `Some(None)`, and only a missing key is `None`.
            return Some(Adapted::exact(self.lower(field, direction)));
        }
        let (module, optional) = match module.strip_suffix("::option") {
            Some(module) => (module, true),
            None => match module.strip_suffix("_option") {
                Some(module) => (module, true),
                None => (module, false),
            },
        };
        let i64 = Type::Integer {
            repr: Integer::I64,
            nonzero: false,
        };
        let adapted = match module {
            "serde_bytes" => {
                let is_option = field.peeled().known() == Some(&Known::Option);
                let bytes = if is_option {
                    option_of(Type::Bytes)
                } else {
                    Type::Bytes
                };
                return Some(Adapted::exact(bytes));
            }
            "chrono::serde::ts_seconds"
            | "chrono::serde::ts_milliseconds"
            | "chrono::serde::ts_microseconds"
            | "chrono::serde::ts_nanoseconds"
            | "chrono::naive::serde::ts_seconds"
            | "chrono::naive::serde::ts_milliseconds"
            | "chrono::naive::serde::ts_microseconds"
            | "chrono::naive::serde::ts_nanoseconds"
            | "time::serde::timestamp"
            | "time::serde::timestamp::milliseconds"
            | "time::serde::timestamp::microseconds" => Adapted::checked(i64),
            "time::serde::rfc3339" => Adapted::exact(text(Format::DateTimeOffset)),
            "time::serde::rfc2822"
            | "time::serde::iso8601"
            | "humantime-serde"
            | "uuid::serde::braced"
            | "uuid::serde::simple"
            | "uuid::serde::urn" => Adapted::checked(text(Format::Text)),
            "rust_decimal::serde::str" => Adapted::exact(text(Format::Decimal)),
            "rust_decimal::serde::float" => Adapted::checked(Type::Float { repr: Float::F64 }),
            "hex" | "hex::serde" => Adapted::checked(text(Format::Hex)),
            _ => return None,
        };
        Some(Adapted {
            ty: if optional {
                option_of(adapted.ty)
            } else {
                adapted.ty
            },
            checked: adapted.checked,
        })
    }

    /// What `#[serde_as(as = "…")]` makes of a field.
    pub(super) fn adapter(&mut self, adapter: &Ty, field: &Ty, direction: Direction) -> Adapted {
        let span = adapter.span;
        match (&adapter.kind, &field.kind) {
            (TyKind::Infer, _) => Adapted::exact(self.lower(field, direction)),
            (TyKind::Wrong, _) | (_, TyKind::Wrong) => Adapted::exact(super::lowering::WRONG),
            (TyKind::Tuple(adapters), TyKind::Tuple(fields)) if adapters.len() == fields.len() => {
                let parts = adapters.iter().zip(fields);
                let parts: Vec<Adapted> = parts
                    .map(|(adapter, field)| self.adapter(adapter, field, direction))
                    .collect();
                Adapted {
                    checked: parts.iter().any(|part| part.checked),
                    ty: Type::Tuple {
                        items: parts.into_iter().map(|part| part.ty).collect(),
                    },
                }
            }
            (TyKind::Array(adapter, _), TyKind::Array(field, len)) => {
                let item = self.adapter(adapter, field, direction);
                Adapted {
                    checked: item.checked,
                    ty: Type::Array {
                        item: Box::new(item.ty),
                        len: *len,
                    },
                }
            }
            (TyKind::Known(known), _) => match (&known.known, &field.kind) {
                (Known::Adapter(adapter), _) => self.leaf(*adapter, known, field, span, direction),
                (
                    Known::Transparent,
                    TyKind::Known(KnownTy {
                        known: Known::Transparent,
                        args,
                        ..
                    }),
                ) if known.args.len() == 1 => self.adapter(&known.args[0], &args[0], direction),
                (Known::Option | Known::List { .. } | Known::Map, TyKind::Known(field))
                    if known.known == field.known =>
                {
                    self.container(known, field, direction)
                }
                _ => self.unknown_adapter(&known.shown(), span),
            },
            (TyKind::Foreign(path), _) => self.unknown_adapter(&path.clone(), span),
            _ => self.unknown_adapter("this type", span),
        }
    }

    fn unknown_adapter(&mut self, shown: &str, span: crate::source::Span) -> Adapted {
        Adapted::exact(self.wrong(messages::unknown_adapter(shown).at(span)))
    }

    fn container(&mut self, adapter: &KnownTy, field: &KnownTy, direction: Direction) -> Adapted {
        let parts: Vec<Adapted> = adapter
            .args
            .iter()
            .zip(&field.args)
            .map(|(adapter, field)| self.adapter(adapter, field, direction))
            .collect();
        let checked = parts.iter().any(|part| part.checked);
        let mut parts = parts.into_iter().map(|part| part.ty);
        let first = parts.next().unwrap_or(super::lowering::WRONG);
        let ty = match (&adapter.known, parts.next()) {
            (Known::Map, Some(value)) => Type::Map {
                key: Box::new(first),
                value: Box::new(value),
            },
            (Known::List { unordered }, _) => Type::List {
                item: Box::new(first),
                unordered: *unordered,
            },
            _ => option_of(first),
        };
        Adapted { ty, checked }
    }

    fn leaf(
        &mut self,
        adapter: Adapter,
        known: &KnownTy,
        field: &Ty,
        span: crate::source::Span,
        direction: Direction,
    ) -> Adapted {
        let text = |format| Type::String {
            format: Some(format),
        };
        match adapter {
            Adapter::Other => self.unknown_adapter(&known.shown(), span),
            Adapter::Same => Adapted::exact(self.lower(field, direction)),
            Adapter::Display => Adapted::checked(text(Format::Text)),
            Adapter::Bytes => Adapted::checked(Type::Bytes),
            Adapter::Hex => Adapted::checked(text(Format::Hex)),
            Adapter::Base64 => Adapted::checked(text(Format::Base64)),
            Adapter::BoolFromInt => Adapted::checked(Type::Integer {
                repr: Integer::U8,
                nonzero: false,
            }),
            Adapter::DefaultOnNull => {
                let inner = match known.args.first() {
                    Some(inner) => self.adapter(inner, field, direction),
                    None => Adapted::exact(self.lower(field, direction)),
                };
                match direction {
                    Direction::Input => Adapted {
                        ty: option_of(inner.ty),
                        ..inner
                    },
                    Direction::Output => inner,
                }
            }
            adapter => match known.args.first().map(|arg| (arg, &arg.kind)) {
                // Numbers as text are written by `Display`.
                Some((arg, TyKind::Known(_)))
                    if !matches!(adapter, Adapter::FromInto | Adapter::TryFromInto)
                        && arg.known() == Some(&Known::Plain(Type::String { format: None })) =>
                {
                    Adapted::checked(text(Format::Text))
                }
                Some((arg, _)) => Adapted {
                    ty: self.lower(arg, direction),
                    checked: adapter != Adapter::FromInto,
                },
                None if adapter == Adapter::Duration => Adapted::checked(Type::Integer {
                    repr: Integer::U64,
                    nonzero: false,
                }),
                None if adapter == Adapter::Timestamp => Adapted::checked(Type::Integer {
                    repr: Integer::I64,
                    nonzero: false,
                }),
                None => self.unknown_adapter(&known.shown(), span),
            },
        }
    }
}
