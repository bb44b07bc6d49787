//! The type mapping: how a value of the manifest's types is annotated in Python.
//!
//! In: a [`Type`]. Out: an expression over the aliases of `_wire`, `_t` (typing), `_b` (builtins)
//! and the package's own classes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use centrifugo_build::manifest::{
    Applied, Content, Element, Manifest, Presence, Shape, Tagging, Type, TypeDef,
};

use super::generics::Generics;
use super::layout::Expr;
use super::merge;
use super::names::{self, ClassNames};
use super::nulls::Nulls;
use super::scalars::{float, float_or_nan, integer, string};
use super::shape::Direction;
use super::text;

/// Where an annotation stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// Before the package's classes: `_m.` outside of `models.py`.
    pub(super) models: &'static str,
    /// `_b.` where an attribute hides a builtin.
    pub(super) builtins: &'static str,
}

impl Scope {
    fn of_models(self, class: &str) -> Cow<'_, str> {
        behind(self.models, class)
    }

    fn builtin(self, name: &'static str) -> Cow<'static, str> {
        behind(self.builtins, name)
    }
}

fn behind<'a>(prefix: &str, name: &'a str) -> Cow<'a, str> {
    match prefix {
        "" => name.into(),
        prefix => [prefix, name].concat().into(),
    }
}

/// The names of all types, by direction.
#[derive(Clone)]
pub(super) struct Types<'a> {
    defs: Rc<HashMap<&'a str, &'a TypeDef>>,
    /// The class, and the one for sending where it is another.
    classes: Rc<HashMap<&'a str, (String, Option<String>)>>,
    pub(super) nulls: Rc<Nulls<'a>>,
    pub(super) generics: Rc<Generics<'a>>,
    /// What stands in the places of parameters; type variables for those that are not here.
    args: Rc<[(String, Type)]>,
}

impl<'a> Types<'a> {
    /// `definitions` are those of generic types, which have classes as if they were types.
    pub(super) fn new(
        manifest: &'a Manifest,
        definitions: &'a [TypeDef],
        names: &mut ClassNames,
    ) -> Self {
        let nulls = Nulls::new(manifest);
        let definitions = definitions
            .iter()
            .filter(|def| names.take(&names::class(&def.name)));
        let all: Vec<&TypeDef> = manifest.types.iter().chain(definitions).collect();
        let split = merge::split(&all, &nulls);
        let classes = all
            .iter()
            .map(|def| {
                let name = names::class(&def.name);
                let input = split
                    .contains(def.id.as_str())
                    .then(|| names.derived(&name, "Input"));
                (def.id.as_str(), (name, input))
            })
            .collect();
        Self {
            defs: Rc::new(all.iter().map(|def| (def.id.as_str(), *def)).collect()),
            classes: Rc::new(classes),
            nulls: Rc::new(nulls),
            generics: Rc::default(),
            args: Rc::new([]),
        }
    }

    pub(super) fn with_generics(&self, mut generics: Generics<'a>) -> Self {
        for applied in generics.instances.values() {
            let (class, input) = &self.classes[applied.id.as_str()];
            let classes = [class].into_iter().chain(input);
            generics.classes.extend(classes.cloned());
        }
        Self {
            generics: Rc::new(generics),
            ..self.clone()
        }
    }

    /// The same with these arguments in the places of parameters.
    pub(super) fn with_args(&self, args: Vec<(String, Type)>) -> Self {
        Self {
            args: args.into(),
            ..self.clone()
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.defs.contains_key(id)
    }

    /// Is it written as an instance of a generic class?
    pub(super) fn is_instance(&self, id: &str) -> bool {
        self.generics.instances.contains_key(id)
    }

    /// The names of all classes and aliases.
    pub(super) fn all_classes(&self) -> impl Iterator<Item = &str> {
        let classes = self.classes.values();
        classes.flat_map(|(name, input)| [name].into_iter().chain(input).map(String::as_str))
    }

    /// The classes of a type: name and direction.
    pub(super) fn classes_of(&self, def: &TypeDef) -> Vec<(&str, Direction)> {
        let (name, input) = &self.classes[def.id.as_str()];
        match input {
            Some(input) => vec![
                (name.as_str(), Direction::Output),
                (input.as_str(), Direction::Input),
            ],
            None => vec![(name.as_str(), self.direction_of(def))],
        }
    }

    fn direction_of(&self, def: &TypeDef) -> Direction {
        match (def.shapes.input(), def.shapes.output()) {
            (Some(_), None) => Direction::Input,
            (None, _) => Direction::Output,
            _ => Direction::Both,
        }
    }

    /// The name of a type's class.
    pub(super) fn class(&self, id: &str, direction: Direction) -> &str {
        let (name, input) = &self.classes[id];
        match (direction, input) {
            (Direction::Input, Some(input)) => input,
            _ => name,
        }
    }

    pub(super) fn def(&self, id: &str) -> &'a TypeDef {
        self.defs[id]
    }

    /// The definition whose class a type is an instance of.
    pub(super) fn definition_of(&self, id: &str) -> Option<&'a TypeDef> {
        let applied = self.generics.instances.get(id)?;
        Some(self.def(&applied.id))
    }

    /// The type with newtypes taken off.
    pub(super) fn resolved<'t>(&'t self, mut r#type: &'t Type, direction: Direction) -> &'t Type {
        // A newtype of itself has no value, but must not hang us.
        for _ in 0..self.defs.len() {
            let Type::Named { id } = r#type else { break };
            let Some(Shape::Newtype { item, .. }) = self.shape(id, direction) else {
                break;
            };
            r#type = item;
        }
        r#type
    }

    /// The shape of a type that is used in `direction`.
    pub(super) fn shape(&self, id: &str, direction: Direction) -> Option<&'a Shape> {
        let shapes = &self.def(id).shapes;
        match direction {
            Direction::Input => shapes.input(),
            Direction::Output | Direction::Both => shapes.output().or(shapes.input()),
        }
    }

    /// The annotation of a value.
    pub(super) fn annotation<'e>(
        &'e self,
        r#type: &'e Type,
        direction: Direction,
        scope: Scope,
    ) -> Expr<'e> {
        let inner = |item: &'e Type| self.annotation(item, direction, scope);
        match r#type {
            Type::Null => Expr::NONE,
            Type::Bool => Expr::atom("_w.Bool"),
            Type::Integer { repr, nonzero } => self::nonzero(integer(*repr).into(), *nonzero),
            Type::Float { repr } => match direction {
                Direction::Input => Expr::atom(float(*repr)),
                Direction::Output | Direction::Both => Expr::atom(float_or_nan(*repr)),
            },
            Type::Number => Expr::atom("_w.Number"),
            Type::String { format } => Expr::atom(string(*format)),
            Type::Literal { value } => {
                Expr::subscript("_t.Literal", vec![Expr::atom(text::string(value))])
            }
            Type::Bytes => Expr::atom("_w.Bytes"),
            // An alias of `None` cannot be joined with it.
            Type::Option { item } if self.is_null(item, direction) => Expr::NONE,
            Type::Option { item } => optional(inner(item)),
            Type::List { item, .. } => list(inner(item), scope),
            Type::Array { item, len } => {
                let length = Expr::call("_w.length", vec![Expr::atom(len.to_string())]);
                annotated(list(inner(item), scope), length)
            }
            Type::Tuple { items } => tuple(items.iter().map(inner).collect(), scope),
            Type::Map { key, value } => self.map(key, value, direction, scope),
            Type::Any => Expr::atom("_t.Any"),
            Type::Named { id } => match self.generics.instances.get(id.as_str()) {
                Some(applied) => self.applied(applied, direction, scope),
                None => Expr::atom(scope.of_models(self.class(id, direction))),
            },
            Type::Param { name } => match self.args.iter().find(|(param, _)| param == name) {
                Some((_, arg)) => inner(arg),
                None => self.variable(name),
            },
            Type::Apply(applied) => self.applied(applied, direction, scope),
        }
    }

    /// `Page[Task]`
    fn applied<'e>(&'e self, applied: &'e Applied, direction: Direction, scope: Scope) -> Expr<'e> {
        let class = scope.of_models(self.class(&applied.id, direction));
        let args = applied.args.iter();
        let args: Vec<Expr<'_>> = args
            .map(|arg| self.annotation(arg, direction, scope))
            .collect();
        if args.is_empty() {
            return Expr::atom(class);
        }
        Expr::subscript(class, args)
    }

    /// Does it name a generic class, which stands at the end of the module?
    pub(super) fn names_generic(&self, expr: &Expr<'_>) -> bool {
        let classes = &self.generics.classes;
        let mut found = false;
        if !classes.is_empty() {
            expr.each_text(&mut |name| {
                found |= classes.contains(name.rsplit('.').next().unwrap_or(name));
            });
        }
        found
    }

    /// An object with any keys.
    pub(super) fn map<'e>(
        &'e self,
        key: &'e Type,
        value: &'e Type,
        direction: Direction,
        scope: Scope,
    ) -> Expr<'e> {
        let items = vec![
            self.key(key, direction, scope),
            self.annotation(value, direction, scope),
        ];
        Expr::subscript(scope.builtin("dict"), items)
    }

    /// The elements of a tuple struct or variant. Those that may be left out are, from the last on.
    pub(super) fn elements<'e>(
        &'e self,
        elements: &'e [Element],
        direction: Direction,
        scope: Scope,
    ) -> Expr<'e> {
        let all: Vec<Expr<'_>> = elements
            .iter()
            .map(|element| self.annotation(&element.r#type, direction, scope))
            .collect();
        let optional = elements
            .iter()
            .rev()
            .take_while(|element| element.presence != Presence::Required);
        let shortest = match direction {
            Direction::Input => all.len() - optional.count(),
            Direction::Output | Direction::Both => all.len(),
        };
        let mut lengths: Vec<Expr<'_>> = (shortest..=all.len())
            .rev()
            .map(|len| tuple(all[..len].to_vec(), scope))
            .collect();
        if lengths.len() == 1 {
            return lengths.remove(0);
        }
        Expr::Union(lengths)
    }

    /// A member of an untagged union, where `null` is no NaN.
    pub(super) fn member<'e>(
        &'e self,
        r#type: &'e Type,
        direction: Direction,
        scope: Scope,
    ) -> Expr<'e> {
        if self.is_null(r#type, direction) {
            return Expr::NONE;
        }
        match self.resolved(r#type, direction) {
            Type::Float { repr } => Expr::atom(float(*repr)),
            _ => self.annotation(r#type, direction, scope),
        }
    }

    /// Is `null` its only value?
    fn is_null(&self, r#type: &Type, direction: Direction) -> bool {
        match self.resolved(r#type, direction) {
            Type::Null => true,
            Type::Option { item } => self.is_null(item, direction),
            Type::Named { id } => match self.shape(id, direction) {
                Some(Shape::Enum {
                    tagging, variants, ..
                }) => {
                    !variants.is_empty()
                        && variants.iter().all(|variant| {
                            (variant.untagged || *tagging == Tagging::Untagged)
                                && match &variant.content {
                                    Content::Unit => true,
                                    Content::Newtype { item } => self.is_null(item, direction),
                                    Content::Tuple { .. } | Content::Struct(_) => false,
                                }
                        })
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Keys are strings in JSON, so numbers and bools are read from strings there.
    fn key<'e>(&'e self, key: &'e Type, direction: Direction, scope: Scope) -> Expr<'e> {
        match self.resolved(key, direction) {
            Type::Integer { repr, nonzero } => {
                self::nonzero(format!("{}Key", integer(*repr)).into(), *nonzero)
            }
            Type::Float { repr } => Expr::atom(format!("{}Key", float(*repr))),
            Type::Bool => Expr::atom("_w.BoolKey"),
            _ => self.annotation(key, direction, scope),
        }
    }
}

fn nonzero(integer: Cow<'static, str>, nonzero: bool) -> Expr<'static> {
    let integer = Expr::atom(integer);
    if nonzero {
        return annotated(integer, Expr::atom("_w.NONZERO"));
    }
    integer
}

/// `tuple[items]`
fn tuple(items: Vec<Expr<'_>>, scope: Scope) -> Expr<'_> {
    let items = if items.is_empty() {
        vec![Expr::atom("()")]
    } else {
        items
    };
    Expr::subscript(scope.builtin("tuple"), items)
}

/// `list[item]`
fn list(item: Expr<'_>, scope: Scope) -> Expr<'_> {
    Expr::subscript(scope.builtin("list"), vec![item])
}

/// `Annotated[item, mark]`
pub(super) fn annotated<'a>(item: Expr<'a>, mark: Expr<'a>) -> Expr<'a> {
    Expr::subscript("_t.Annotated", vec![item, mark])
}

/// `item | None`
pub(super) fn optional(item: Expr<'_>) -> Expr<'_> {
    match item {
        Expr::Union(items) if items.contains(&Expr::NONE) => Expr::Union(items),
        Expr::Union(mut items) => {
            items.push(Expr::NONE);
            Expr::Union(items)
        }
        item if item == Expr::NONE || item == Expr::atom("_t.Any") => item,
        item => Expr::Union(vec![item, Expr::NONE]),
    }
}
