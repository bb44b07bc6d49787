//! From resolved Rust types to the manifest's: what a value looks like in JSON, a direction at a
//! time. Named types are noted, to be looked into later, so that recursion ends.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::by_name::ByName;
use super::known::{self, Known};
use super::names::{ItemId, Names};
use super::overrides::Overrides;
use super::requirements::is_remote;
use super::ty::{Arg, Head, KnownTy, Ty, TyKind, depth_of};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Format, Shape, Type};
use crate::source::Span;
use crate::source::world::ModuleId;

/// Which way values of a type go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Direction {
    /// Clients send them: `Deserialize`.
    Input,
    /// Clients receive them: `Serialize`.
    Output,
}

/// What a [`Type::Named`] of the manifest is in Rust.
#[derive(Debug, Clone)]
pub(crate) enum Instance {
    Item(ItemId, Vec<Arg>),
    /// A type of std.
    Std(KnownTy),
    /// A type that the settings have a stand-in for: which, and the type's path.
    StandIn(usize, String),
}

/// A named type, and its shapes as far as they are needed.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) instance: Instance,
    /// Where it was met first.
    pub(crate) from: Span,
    /// Was it queued, by direction?
    pub(crate) reached: [bool; 2],
    /// Are there open parameters in its arguments?
    pub(crate) is_open: bool,
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
}

impl Found {
    pub(crate) fn shape(&self, direction: Direction) -> Option<&Shape> {
        match direction {
            Direction::Input => self.input.as_ref(),
            Direction::Output => self.output.as_ref(),
        }
    }

    pub(crate) fn shape_mut(&mut self, direction: Direction) -> &mut Option<Shape> {
        match direction {
            Direction::Input => &mut self.input,
            Direction::Output => &mut self.output,
        }
    }
}

/// Which named types are noted where they are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reaching {
    All,
    /// Those with open parameters in their arguments.
    Open,
    None,
}

/// Lowers types to the manifest's and collects what is wrong with them.
pub(crate) struct Lowering<'a> {
    pub(crate) names: Names<'a>,
    pub(crate) overrides: Overrides<'a>,
    pub(crate) found: BTreeMap<String, Found>,
    /// Reached, but not looked into yet: where, and from where.
    pub(crate) queue: Vec<(String, Direction)>,
    pub(crate) errors: Vec<Diagnostic>,
    pub(crate) reaching: Reaching,
    /// How many aliases are being expanded.
    pub(crate) aliases: usize,
    /// Hand-written impls of serde's traits, found on first need.
    pub(crate) manual: Option<BTreeMap<(ItemId, Direction), Span>>,
    /// What items derive, as far as it was asked for.
    pub(super) derived: RefCell<HashMap<ItemId, Rc<[Known]>>>,
    /// What names of derives mean.
    pub(super) meanings: RefCell<ByName<Option<Known>>>,
    /// What names of types mean.
    pub(super) heads: ByName<Head>,
}

/// Types within the arguments of a type; more are taken to grow without end.
const MAX_DEPTH: usize = 32;

/// What stands for a type with an error; no manifest with it is ever seen.
pub(crate) const WRONG: Type = Type::Null;

impl Lowering<'_> {
    /// The JSON form of `ty`. On an error, the error is noted.
    pub(crate) fn lower(&mut self, ty: &Ty, direction: Direction) -> Type {
        let before = self.errors.len();
        let lowered = self.lower_kind(ty, direction);
        for span in &ty.via {
            self.note_since(before, *span);
        }
        lowered
    }

    fn lower_kind(&mut self, ty: &Ty, direction: Direction) -> Type {
        let span = ty.span;
        match &ty.kind {
            TyKind::Wrong => WRONG,
            TyKind::Primitive("str") | TyKind::Reference(_) | TyKind::Slice(_)
                if direction == Direction::Input =>
            {
                self.wrong(messages::borrowed().at(span))
            }
            TyKind::Primitive(name) => {
                known::primitive_type(name).expect("every primitive has a JSON form")
            }
            TyKind::Reference(inner) => self.lower(inner, direction),
            TyKind::Slice(item) => Type::List {
                item: Box::new(self.lower(item, direction)),
                unordered: false,
            },
            TyKind::Tuple(items) if items.is_empty() => Type::Null,
            TyKind::Tuple(items) => Type::Tuple {
                items: items
                    .iter()
                    .map(|item| self.lower(item, direction))
                    .collect(),
            },
            // serde implements its traits for arrays up to this length.
            TyKind::Array(_, 33..) => self.wrong(messages::array_length().at(span)),
            TyKind::Array(item, len) => Type::Array {
                item: Box::new(self.lower(item, direction)),
                len: *len,
            },
            TyKind::Known(known) => self.lower_known(known, span, direction),
            TyKind::Item(id, args) if depth_of(args) > MAX_DEPTH => {
                let name = &self.names.item(*id).name.text;
                self.wrong(messages::endless_type(name).at(span))
            }
            TyKind::Item(id, args) => {
                if !self.overrides.is_empty() {
                    let path = self.names.item_path(*id);
                    if let Some(index) = self.overrides.of_type(&path) {
                        return self.reach(Instance::StandIn(index, path), direction, span);
                    }
                }
                let item = self.names.item(*id);
                if is_remote(item) {
                    self.not_derived(*id, item, direction);
                    return WRONG;
                }
                self.reach(Instance::Item(*id, args.clone()), direction, span)
            }
            TyKind::Foreign(path) => match self.overrides.of_type(path) {
                Some(index) => self.reach(Instance::StandIn(index, path.clone()), direction, span),
                None => self.wrong(messages::unsupported_extern(path).at(span)),
            },
            TyKind::Param(name) => Type::Param { name: name.clone() },
            TyKind::Infer => self.wrong(messages::unsupported_type("`_`").at(span)),
            TyKind::Const(_) => self.wrong(messages::unsupported_type("a const argument").at(span)),
        }
    }

    fn lower_known(&mut self, ty: &KnownTy, span: Span, direction: Direction) -> Type {
        let shown = || ty.shown();
        let args = &ty.args;
        let want = match &ty.known {
            Known::Plain(Type::Null) => 1..=1,
            Known::Plain(_) => 0..=args.len(),
            Known::List { .. } => 1..=2,
            Known::Map => 2..=3,
            Known::Transparent => 1..=2,
            Known::Option
            | Known::NonZero
            | Known::Saturating
            | Known::InlineList
            | Known::DateTime => 1..=1,
            Known::Std(std) => std.arity()..=std.arity(),
            _ => return self.wrong(messages::unsupported_type(&format!("`{}`", shown())).at(span)),
        };
        if !want.contains(&args.len()) {
            let error = messages::wrong_arguments(&shown(), *want.start(), args.len());
            return self.wrong(error.at(span));
        }
        match &ty.known {
            Known::Plain(plain) => plain.clone(),
            Known::List { unordered } => Type::List {
                item: Box::new(self.lower(&args[0], direction)),
                unordered: *unordered,
            },
            Known::Map => {
                let key = self.lower(&args[0], direction);
                self.check_key(&key, args[0].span);
                let value = self.lower(&args[1], direction);
                Type::Map {
                    key: Box::new(key),
                    value: Box::new(value),
                }
            }
            Known::Option => option_of(self.lower(&args[0], direction)),
            Known::Transparent => self.lower_unsized(&args[0], direction),
            Known::NonZero => match self.lower(&args[0], direction) {
                Type::Integer { repr, .. } => Type::Integer {
                    repr,
                    nonzero: true,
                },
                _ => self.wrong(messages::unsupported_type(&format!("`{}`", shown())).at(span)),
            },
            Known::Saturating if direction == Direction::Input => {
                self.wrong(messages::saturating().at(span))
            }
            Known::Saturating => self.lower(&args[0], direction),
            Known::InlineList => {
                let item = match &args[0].kind {
                    TyKind::Array(item, _) => self.lower(item, direction),
                    _ => self.wrong(messages::unsupported_type(&format!("`{}`", shown())).at(span)),
                };
                Type::List {
                    item: Box::new(item),
                    unordered: false,
                }
            }
            Known::DateTime => match args[0].known() {
                Some(Known::TimeZone(format)) => Type::String {
                    format: Some(*format),
                },
                _ => {
                    let what = "a `DateTime` with this time zone";
                    self.wrong(messages::unsupported_type(what).at(span))
                }
            },
            Known::Std(_) => self.reach(Instance::Std(ty.clone()), direction, span),
            _ => unreachable!("the arity table has no other"),
        }
    }

    /// What stands behind `Box` and the like may be unsized: `Box<str>`, `Arc<[T]>`.
    fn lower_unsized(&mut self, ty: &Ty, direction: Direction) -> Type {
        match &ty.kind {
            TyKind::Primitive("str") => Type::String { format: None },
            TyKind::Slice(item) => Type::List {
                item: Box::new(self.lower(item, direction)),
                unordered: false,
            },
            _ => self.lower(ty, direction),
        }
    }

    /// Notes that values of a named type go this way.
    pub(crate) fn reach(&mut self, instance: Instance, direction: Direction, from: Span) -> Type {
        let id = self.id_of(&instance);
        let is_open = self.reaching == Reaching::Open && instance.is_open();
        if self.reaching != Reaching::All && !is_open {
            return Type::Named { id };
        }
        let found = match self.found.get_mut(&id) {
            Some(found) => found,
            None => self.found.entry(id.clone()).or_insert(Found {
                instance,
                from,
                reached: [false; 2],
                is_open,
                input: None,
                output: None,
            }),
        };
        if !std::mem::replace(&mut found.reached[direction as usize], true) {
            self.queue.push((id.clone(), direction));
        }
        Type::Named { id }
    }

    /// Notes an error; gives a type to go on with.
    pub(crate) fn wrong(&mut self, error: Diagnostic) -> Type {
        self.errors.push(error);
        WRONG
    }

    /// What a path of any namespace means, if that is known here.
    pub(crate) fn known_text(&self, module: ModuleId, path: &str, span: Span) -> Option<Known> {
        match self.names.resolve_text(module, path, span)? {
            super::names::Res::Extern(path) => known::known(&self.names.by_package(&path)),
            _ => None,
        }
    }

    fn check_key(&mut self, key: &Type, span: Span) {
        let what = match key {
            Type::Bool
            | Type::Integer { .. }
            | Type::Float { .. }
            | Type::String { .. }
            | Type::Literal { .. } => return,
            // Whether its shape will do is known when all shapes are.
            Type::Named { .. } | Type::Param { .. } | Type::Apply(_) => return,
            Type::Null => "`()`",
            Type::Number => "a `serde_json::Number`",
            Type::Option { .. } => "an `Option`",
            Type::List { .. } | Type::Array { .. } | Type::Tuple { .. } | Type::Bytes => "an array",
            Type::Map { .. } => "a map",
            Type::Any => "any JSON",
        };
        self.errors.push(messages::map_key(what).at(span));
    }
}

/// In JSON there is one null, whatever the depth.
pub(crate) fn option_of(item: Type) -> Type {
    match item {
        item @ (Type::Option { .. } | Type::Null | Type::Any) => item,
        item => Type::Option {
            item: Box::new(item),
        },
    }
}

/// The value of a format's type by `Default::default()`.
pub(super) fn default_of(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::Char => "\0",
        Format::Uuid => "00000000-0000-0000-0000-000000000000",
        Format::DateTimeUtc => "1970-01-01T00:00:00Z",
        Format::DateTimeOffset => "1970-01-01T00:00:00+00:00",
        Format::NaiveDateTime => "1970-01-01T00:00:00",
        Format::Date => "1970-01-01",
        Format::Time => "00:00:00",
        Format::Decimal => "0",
        _ => return None,
    })
}
