//! Type expressions: what a type is in JSON. Named types are noted, to be looked into later, so that
//! recursion ends.

use std::collections::{BTreeMap, HashMap};

use super::known::{self, Known};
use super::names::{ItemId, Names, Res};
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{Float, Format, Shape, Type};
use crate::parse::{GenericKind, Path, TypeExpr, TypeItem, TypeItemKind, TypeKind};
use crate::source::Span;
use crate::source::discover::ModuleId;

/// Which way values of a type go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// Clients send them: `Deserialize`.
    Input,
    /// Clients receive them: `Serialize`.
    Output,
}

/// The shapes of a type, as far as they are needed.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
}

/// Lowers types to the manifest's and collects what is wrong with them.
pub(crate) struct Lowering<'a> {
    pub(crate) names: Names<'a>,
    pub(crate) crate_name: &'a str,
    pub(crate) found: BTreeMap<ItemId, Found>,
    /// The items of `found`, by id.
    pub(crate) ids: HashMap<String, ItemId>,
    /// Reached, but not looked into yet.
    pub(crate) queue: Vec<(ItemId, Direction)>,
    pub(crate) errors: Vec<Diagnostic>,
    /// How many aliases are being expanded.
    pub(crate) depth: usize,
    /// Hand-written impls of serde's traits, found on first need.
    pub(crate) manual: Option<BTreeMap<(ItemId, Direction), Span>>,
}

/// What the parameters of an alias stand for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Env<'e> {
    params: &'e [Param<'e>],
}

#[derive(Clone)]
struct Param<'e> {
    name: &'e str,
    value: Bound<'e>,
}

/// A type expression with the scope it was written in.
#[derive(Clone, Copy)]
pub(crate) struct Bound<'e> {
    pub(crate) module: ModuleId,
    pub(crate) expr: &'e TypeExpr,
    pub(crate) env: Env<'e>,
}

/// What stands at the top of a type expression, aliases expanded.
pub(crate) enum Head<'e> {
    Known(Known, Bound<'e>, &'e Path),
    Item(ItemId),
    /// Everything else.
    Other,
}

/// Aliases within aliases; more are taken to go in circles.
const MAX_ALIASES: usize = 64;

/// What stands for a type with an error; no manifest with it is ever seen.
const WRONG: Type = Type::Null;

impl<'a> Lowering<'a> {
    /// The JSON form of `bound`. On an error, the error is noted.
    pub(crate) fn lower(&mut self, bound: Bound<'_>, direction: Direction) -> Type {
        let expr = bound.expr;
        match &expr.kind {
            TypeKind::Path(path) => self.lower_path(bound, path, direction),
            TypeKind::Tuple(items) if items.is_empty() => Type::Null,
            TypeKind::Tuple(items) => Type::Tuple {
                items: items
                    .iter()
                    .map(|expr| self.lower(Bound { expr, ..bound }, direction))
                    .collect(),
            },
            TypeKind::Array(item, Some(len @ 0..=32)) => {
                let item = self.lower(
                    Bound {
                        expr: item,
                        ..bound
                    },
                    direction,
                );
                Type::Tuple {
                    items: (0..*len).map(|_| item.clone()).collect(),
                }
            }
            TypeKind::Array(..) => self.wrong(messages::array_length().at(expr.span)),
            TypeKind::Reference(inner) if direction == Direction::Output => self.lower(
                Bound {
                    expr: inner,
                    ..bound
                },
                direction,
            ),
            TypeKind::Reference(_) => self.wrong(messages::borrowed().at(expr.span)),
            TypeKind::Other(what) => self.wrong(messages::unsupported_type(what).at(expr.span)),
        }
    }

    /// What stands at the top of `bound`, seen through aliases.
    pub(crate) fn head<'e>(
        &self,
        bound: Bound<'e>,
        f: &mut dyn FnMut(Head<'_>),
    ) -> Result<(), Diagnostic>
    where
        'a: 'e,
    {
        self.head_at(bound, f, 0)
    }

    fn head_at(
        &self,
        bound: Bound<'_>,
        f: &mut dyn FnMut(Head<'_>),
        depth: usize,
    ) -> Result<(), Diagnostic> {
        let TypeKind::Path(path) = &bound.expr.kind else {
            f(Head::Other);
            return Ok(());
        };
        if depth > MAX_ALIASES {
            return Err(messages::circular_alias(&path.display()).at(path.span));
        }
        if let Some(value) = bound.env.get(path) {
            return self.head_at(value, f, depth + 1);
        }
        match self.names.resolve(bound.module, path)? {
            Res::Extern(extern_path) => match known::known(&self.names.by_package(&extern_path)) {
                Some(known) => f(Head::Known(known, bound, path)),
                None => f(Head::Other),
            },
            Res::Item(id) => match &self.names.item(id).kind {
                TypeItemKind::Alias(body) => {
                    let params = self.params(id, bound, path)?;
                    let env = Env { params: &params };
                    return self.head_at(
                        Bound {
                            module: id.module,
                            expr: body,
                            env,
                        },
                        f,
                        depth + 1,
                    );
                }
                _ => f(Head::Item(id)),
            },
            Res::Module(_) | Res::Primitive(_) => f(Head::Other),
        }
        Ok(())
    }

    fn lower_path(&mut self, bound: Bound<'_>, path: &Path, direction: Direction) -> Type {
        if let Some(value) = bound.env.get(path) {
            return self.lower(value, direction);
        }
        let span = bound.expr.span;
        let res = match self.names.resolve(bound.module, path) {
            Ok(res) => res,
            Err(error) => return self.wrong(error),
        };
        match res {
            Res::Primitive("str") if direction == Direction::Input => {
                self.wrong(messages::borrowed().at(span))
            }
            Res::Primitive(name) => {
                known::primitive_type(name).expect("every primitive has a JSON form")
            }
            Res::Extern(extern_path) => match known::known(&self.names.by_package(&extern_path)) {
                Some(known) => self.lower_known(&known, bound, path, direction),
                None => {
                    let shown = extern_path.join("::");
                    self.wrong(messages::unsupported_extern(&shown).at(span))
                }
            },
            Res::Item(id) => self.lower_item(id, bound, path, direction),
            Res::Module(_) => {
                self.wrong(messages::not_a_type(&path.display(), "a module").at(span))
            }
        }
    }

    fn lower_known(
        &mut self,
        known: &Known,
        bound: Bound<'_>,
        path: &Path,
        direction: Direction,
    ) -> Type {
        let span = bound.expr.span;
        let args = path
            .segments
            .last()
            .map_or(&[][..], |segment| &segment.args);
        let want = match known {
            Known::Plain(_) => 0..=0,
            Known::List => 1..=2,
            Known::Map => 2..=3,
            Known::Option | Known::Transparent | Known::DateTime => 1..=1,
            _ => {
                let what = format!("`{}`", path.display());
                return self.wrong(messages::unsupported_type(&what).at(span));
            }
        };
        if !want.contains(&args.len()) {
            let error = messages::wrong_arguments(&path.display(), *want.start(), args.len());
            return self.wrong(error.at(span));
        }
        let arg = |index: usize| Bound {
            expr: &args[index],
            ..bound
        };
        match known {
            Known::Plain(ty) => ty.clone(),
            Known::List => Type::List {
                item: Box::new(self.lower(arg(0), direction)),
            },
            Known::Map => {
                let key = self.lower(arg(0), direction);
                self.check_key(&key, args[0].span);
                let value = self.lower(arg(1), direction);
                Type::Map {
                    key: Box::new(key),
                    value: Box::new(value),
                }
            }
            Known::Option => match self.lower(arg(0), direction) {
                // In JSON there is one null, whatever the depth.
                item @ Type::Option { .. } => item,
                item => Type::Option {
                    item: Box::new(item),
                },
            },
            Known::Transparent => self.lower(arg(0), direction),
            Known::DateTime => {
                let mut format = None;
                let head = self.head(arg(0), &mut |head| {
                    if let Head::Known(Known::TimeZone(zone), ..) = head {
                        format = Some(zone);
                    }
                });
                match (head, format) {
                    (Err(error), _) => self.wrong(error),
                    (Ok(()), Some(format)) => Type::String {
                        format: Some(format),
                    },
                    (Ok(()), None) => {
                        let what = "a `DateTime` with this time zone";
                        self.wrong(messages::unsupported_type(what).at(span))
                    }
                }
            }
            _ => unreachable!("the arity table has no other"),
        }
    }

    fn lower_item(
        &mut self,
        id: ItemId,
        bound: Bound<'_>,
        path: &Path,
        direction: Direction,
    ) -> Type {
        let span = bound.expr.span;
        let item = self.names.item(id);
        match &item.kind {
            TypeItemKind::Other(what) => {
                self.wrong(messages::not_a_type(&path.display(), what).at(span))
            }
            TypeItemKind::Alias(body) => {
                let before = self.errors.len();
                let ty = match self.params(id, bound, path) {
                    Err(error) => self.wrong(error),
                    Ok(_) if self.depth > MAX_ALIASES => {
                        self.wrong(messages::circular_alias(&item.name.text).at(item.name.span))
                    }
                    Ok(params) => {
                        let env = Env { params: &params };
                        self.depth += 1;
                        let ty = self.lower(
                            Bound {
                                module: id.module,
                                expr: body,
                                env,
                            },
                            direction,
                        );
                        self.depth -= 1;
                        ty
                    }
                };
                for error in &mut self.errors[before..] {
                    let note = (span, "used here".to_owned());
                    if error.span != Some(span) && error.notes.last() != Some(&note) {
                        error.notes.push(note);
                    }
                }
                ty
            }
            TypeItemKind::Struct { .. } | TypeItemKind::Enum { .. } => {
                if let Some(error) = refused_generics(item, direction) {
                    return self.wrong(error.note(span, "used here"));
                }
                self.reach(id, direction);
                Type::Named { id: self.id(id) }
            }
        }
    }

    /// Notes that values of a type go this way.
    pub(crate) fn reach(&mut self, id: ItemId, direction: Direction) {
        if !self.found.contains_key(&id) {
            self.ids.insert(self.id(id), id);
        }
        let found = self.found.entry(id).or_default();
        let shape = match direction {
            Direction::Input => &mut found.input,
            Direction::Output => &mut found.output,
        };
        if shape.is_none() {
            // Holds the place until the queue gets to it.
            *shape = Some(Shape::Newtype { item: WRONG });
            self.queue.push((id, direction));
        }
    }

    /// `tasks::model::Task`
    pub(crate) fn id(&self, id: ItemId) -> String {
        let module = self.names.krate.path(id.module);
        let name = self.names.item(id).name.text.as_str();
        [self.crate_name]
            .into_iter()
            .chain(module)
            .chain([name])
            .collect::<Vec<_>>()
            .join("::")
    }

    /// A lowering that shares the names and collects by itself.
    pub(crate) fn side(&self) -> Lowering<'a>
    where
        Names<'a>: Clone,
    {
        Lowering {
            names: self.names.clone(),
            crate_name: self.crate_name,
            found: BTreeMap::new(),
            ids: HashMap::new(),
            queue: vec![],
            errors: vec![],
            depth: 0,
            manual: None,
        }
    }

    /// Notes an error; gives a type to go on with.
    pub(crate) fn wrong(&mut self, error: Diagnostic) -> Type {
        self.errors.push(error);
        WRONG
    }

    /// What the parameters of the alias `id` stand for in `path`.
    fn params<'e>(
        &self,
        id: ItemId,
        bound: Bound<'e>,
        path: &'e Path,
    ) -> Result<Vec<Param<'e>>, Diagnostic>
    where
        'a: 'e,
    {
        let item: &'a TypeItem = self.names.item(id);
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
            return Err(error.at(path.span));
        }
        let values = params.iter().enumerate().map(|(index, param)| Param {
            name: &param.name.text,
            value: match (args.get(index), &param.default) {
                (Some(expr), _) => Bound { expr, ..bound },
                (None, Some(expr)) => Bound {
                    module: id.module,
                    expr,
                    env: Env::default(),
                },
                (None, None) => unreachable!("the number of arguments was checked"),
            },
        });
        Ok(values.collect())
    }

    fn check_key(&mut self, key: &Type, span: Span) {
        let what = match key {
            Type::Bool | Type::Integer { .. } | Type::String { .. } => return,
            // Whether its shape will do is known when all shapes are.
            Type::Named { .. } => return,
            Type::Null => "`()`",
            Type::Float {
                repr: Float::F32 | Float::F64,
            } => "a float",
            Type::Option { .. } => "an `Option`",
            Type::List { .. } | Type::Tuple { .. } => "an array",
            Type::Map { .. } => "a map",
            Type::Any => "any JSON",
        };
        self.errors.push(messages::map_key(what).at(span));
    }
}

impl<'e> Env<'e> {
    fn get(&self, path: &Path) -> Option<Bound<'e>> {
        let [segment] = path.segments.as_slice() else {
            return None;
        };
        let param = self
            .params
            .iter()
            .find(|param| param.name == segment.name.text)?;
        (!path.leading_colon).then_some(param.value)
    }
}

/// Lifetimes do no harm to what is only written; other parameters are not read yet.
fn refused_generics(item: &TypeItem, direction: Direction) -> Option<Diagnostic> {
    let param = item
        .generics
        .iter()
        .find(|param| param.kind != GenericKind::Lifetime || direction == Direction::Input)?;
    Some(match param.kind {
        GenericKind::Lifetime => messages::borrowed().at(param.name.span),
        _ => messages::generic_type(&item.name.text).at(item.name.span),
    })
}

/// The value of a format's type by `Default::default()`.
pub(super) fn default_of(format: Format) -> &'static str {
    match format {
        Format::Char => "\0",
        Format::Uuid => "00000000-0000-0000-0000-000000000000",
        Format::DateTimeUtc => "1970-01-01T00:00:00Z",
        Format::DateTimeOffset => "1970-01-01T00:00:00+00:00",
        Format::NaiveDateTime => "1970-01-01T00:00:00",
        Format::Date => "1970-01-01",
        Format::Time => "00:00:00",
    }
}
