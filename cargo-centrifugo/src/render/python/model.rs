//! The lowered tree of `models.py`: classes and aliases, in an order in which Python can read them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use anyhow::bail;
use askama::Template;
use centrifugo_build::manifest::{Manifest, Type, TypeDef};

use super::fields::{self, Attribute, Attributes};
use super::imports::{self, Imports};
use super::layout::{self, Expr};
use super::names::{ClassNames, Place};
use super::shape::{self, Direction, Form, Keys};
use super::text;
use super::types::{Scope, Types};
use crate::render::text::Text;

/// A statement of the module.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// `_T = _t.TypeVar("_T")`, a line each.
    Variables(Vec<String>),
    Class(Class),
    Alias(Alias),
}

impl Item {
    /// What is in it, without docs.
    pub(super) fn statements(&self) -> Vec<&str> {
        match self {
            Self::Variables(lines) => lines.iter().map(String::as_str).collect(),
            Self::Class(class) => {
                let fields = class.fields.iter().flat_map(Attribute::code);
                let settings = class.settings.iter().map(String::as_str);
                fields.chain(settings).collect()
            }
            Self::Alias(alias) => vec![&alias.statement],
        }
    }
}

/// A model.
#[derive(Debug, PartialEq, Eq, Template)]
#[template(path = "python/class.py.j2", escape = "none")]
pub(super) struct Class {
    name: String,
    bases: Vec<Base>,
    pub(super) docstring: Option<String>,
    /// Settings and the tag, a statement each.
    pub(super) settings: Vec<String>,
    pub(super) fields: Vec<Attribute>,
}

/// `_w.Model`
pub(super) type Base = Cow<'static, str>;

impl Class {
    /// `class X(Base)`
    pub(super) fn header(&self) -> String {
        header(&self.name, self.bases.iter().map(|base| &**base))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.fields.is_empty()
    }
}

/// Another name for a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alias {
    pub(super) statement: String,
    pub(super) docstring: Option<String>,
}

impl Item {
    /// Its text, with the blank lines before it.
    fn print(&self, is_first: bool) -> Result<String, askama::Error> {
        Ok(match self {
            Self::Variables(lines) => format!("\n\n{}", lines.join("\n")),
            Self::Class(class) => {
                let mut text = String::from("\n\n\n");
                class.render_into(&mut text)?;
                text
            }
            Self::Alias(Alias {
                statement,
                docstring,
            }) => {
                let apart = if is_first { "\n\n" } else { "\n\n\n" };
                match docstring {
                    Some(docstring) => [apart, statement, "\n", docstring].concat(),
                    None => [apart, statement].concat(),
                }
            }
        })
    }
}

/// The module, with the public names in it.
pub(super) struct Module {
    pub(super) text: Text,
    pub(super) imports: Imports,
    pub(super) names: Vec<String>,
    /// There are defaults that can change.
    mutable: bool,
}

impl Module {
    /// The rule of ruff that defaults on the wire break, as a comment.
    pub(super) fn noqa(&self) -> &'static str {
        // pydantic copies mutable defaults.
        if self.mutable {
            "# ruff: noqa: RUF012"
        } else {
            ""
        }
    }

    fn push(&mut self, item: &Item) -> anyhow::Result<()> {
        if let Item::Class(class) = item {
            let fields = class.fields.iter().map(|field| &field.statement);
            let mut statements = class.settings.iter().chain(fields);
            self.mutable =
                self.mutable || statements.any(|s| s.contains(" = [") || s.contains(" = {"));
        }
        let text = item.print(self.text.is_empty())?;
        self.imports.note(&text);
        self.text.push(&text)?;
        Ok(())
    }
}

/// Lowers the manifest's types.
pub(super) fn lower(
    manifest: &Manifest,
    types: &Types<'_>,
    names: &mut ClassNames,
) -> anyhow::Result<Module> {
    // First of all, since what looks into such a type does not come back.
    for def in &manifest.types {
        if super::order::is_nothing_but_itself(def, types) {
            bail!(
                "python: the type `{}` is nothing but itself, which no alias can say",
                def.id
            );
        }
    }
    let mut lowering = Lowering::new(types, names);
    lowering.later = types.all_classes().collect();
    let used: BTreeSet<&str> = (types.generics.instances.values())
        .map(|applied| applied.id.as_str())
        .collect();
    let variables: BTreeSet<&String> = (manifest.generics.iter())
        .filter(|definition| used.contains(definition.id.as_str()))
        .flat_map(|definition| &definition.params)
        .filter_map(|param| types.generics.variables.get(param.as_str()))
        .collect();
    if !variables.is_empty() {
        let variables = variables.into_iter();
        let lines = variables.map(|name| format!("{name} = _t.TypeVar({})", text::string(name)));
        let lines = Item::Variables(lines.collect());
        lowering.module.push(&lines)?;
    }
    for def in super::order::order(manifest) {
        if types.is_instance(&def.id) {
            continue;
        }
        for (name, direction) in types.classes_of(def) {
            lowering.def(def, name, direction)?;
        }
    }
    // At the end: what names one with arguments before it is there is looked into when it is first
    // used, and not when the module is imported.
    let definitions = manifest.generics.iter();
    for definition in definitions.filter(|definition| used.contains(definition.id.as_str())) {
        lowering.params = &definition.params;
        let def = types.def(&definition.id);
        for (name, direction) in types.classes_of(def) {
            lowering.def(def, name, direction)?;
        }
    }
    Ok(lowering.module)
}

pub(super) struct Lowering<'a, 't> {
    pub(super) types: &'a Types<'t>,
    pub(super) names: &'a mut ClassNames,
    /// The parameters of the generic type that is lowered.
    pub(super) params: &'a [String],
    module: Module,
    /// Classes and aliases that stand further down.
    later: HashSet<&'a str>,
    /// What is lowered only to be looked at.
    pub(super) kept: Option<Vec<Item>>,
}

/// Annotations in `models.py`.
pub(super) const MODELS: Scope = Scope {
    models: "",
    builtins: "",
};

const INDENT: &str = "    ";

impl<'a, 't> Lowering<'a, 't> {
    pub(super) fn new(types: &'a Types<'t>, names: &'a mut ClassNames) -> Self {
        Self {
            types,
            names,
            params: &[],
            later: HashSet::new(),
            module: Module {
                text: Text::new(),
                imports: Imports::new(imports::MODELS),
                names: vec![],
                mutable: false,
            },
            kept: None,
        }
    }

    pub(super) fn def(
        &mut self,
        def: &TypeDef,
        name: &str,
        direction: Direction,
    ) -> anyhow::Result<()> {
        let docs = text::documented(def.docs.as_deref(), def.deprecated.as_ref());
        let Some(form) = shape::form(def, direction, &self.types.nulls) else {
            bail!(
                "python: the type `{}` has no form that is {direction:?}",
                def.id
            );
        };
        match form {
            Form::Struct(keys) => {
                let mut class = self.object(name, &keys, direction, docs.as_deref());
                self.reference(&mut class);
                self.push(name, Item::Class(class))?;
            }
            Form::Tuple(elements) => {
                let value = self.types.elements(elements, direction, MODELS);
                self.alias(def, name, &value, docs.as_deref())?;
            }
            Form::Newtype(item) => {
                let value = self.types.annotation(item, direction, MODELS);
                self.alias(def, name, &value, docs.as_deref())?;
            }
            Form::Enum(cases) => self.enumeration(def, name, &cases, direction, docs)?,
        }
        Ok(())
    }

    /// A class with the keys of an object.
    pub(super) fn object(
        &self,
        name: &str,
        keys: &Keys<'_>,
        direction: Direction,
        docs: Option<&str>,
    ) -> Class {
        let attributes = self.attributes(keys, direction, &[]);
        let constants = constants(keys, &attributes.names);
        let mut class = class(name, bases(keys, !constants.is_empty()), docs);
        class.settings.extend(tags(&constants));
        class.settings.extend(closed(keys.closed));
        class.fields = fields::fields(self.types, keys, direction, attributes);
        class
    }

    /// The attributes of a class with these keys, which has those `beside` already.
    pub(super) fn attributes<'k>(
        &self,
        keys: &Keys<'k>,
        direction: Direction,
        beside: &[&str],
    ) -> Attributes<'k>
    where
        'a: 'k,
    {
        let place = Place::Model;
        let mut found = fields::attributes(self.types, keys, direction, place, MODELS, beside);
        let annotations = found.annotations.into_iter();
        found.annotations = annotations.map(|item| self.annotation(item)).collect();
        found
    }

    /// In quotes if it names what Python does not know yet. All others Python evaluates where they
    /// stand, several times as fast as pydantic evaluates strings.
    pub(super) fn annotation<'e>(&self, item: Expr<'e>) -> Expr<'e> {
        let mut names = BTreeSet::new();
        fields::add_mentioned(&item, &mut names);
        if names.iter().any(|name| self.later.contains(name)) {
            return Expr::Quoted(Box::new(item));
        }
        item
    }

    pub(super) fn alias(
        &mut self,
        def: &TypeDef,
        name: &str,
        value: &Expr<'_>,
        docs: Option<&str>,
    ) -> anyhow::Result<()> {
        let docstring = |indent| docs.and_then(|docs| text::docstring(docs, indent));
        let annotation = Expr::atom("_t.TypeAlias");
        let variables = self.variables(|| vec![value.flat().into()]);
        let is_lazy = !variables.is_empty()
            || self.types.names_generic(value)
            || super::order::is_recursive_alias(def, self.types);
        let alias = if is_lazy {
            Alias {
                statement: lazy_alias(name, value, &annotation, &variables, docstring(INDENT)),
                docstring: None,
            }
        } else {
            Alias {
                statement: layout::assign(0, name, &annotation, Some(value)),
                docstring: docstring(""),
            }
        };
        self.push(name, Item::Alias(alias))
    }

    /// How the class is named where it is used, with the variables that it has; it is made generic if
    /// it has any.
    pub(super) fn reference(&self, class: &mut Class) -> Expr<'a> {
        let code = class.fields.iter().flat_map(Attribute::code);
        let variables = self.variables(|| code.map(Cow::Borrowed).collect());
        if variables.is_empty() {
            return Expr::atom(class.name.clone());
        }
        let generic = Expr::subscript("_t.Generic", variables.clone());
        class.bases.push(generic.flat().into());
        Expr::subscript(class.name.clone(), variables)
    }

    fn variables<'s>(&self, statements: impl FnOnce() -> Vec<Cow<'s, str>>) -> Vec<Expr<'a>> {
        if self.params.is_empty() {
            return vec![];
        }
        let params = self.types.variables_in(self.params, &statements());
        let params = params.into_iter();
        params.map(|param| self.types.variable(param)).collect()
    }

    pub(super) fn push(&mut self, name: &str, item: Item) -> anyhow::Result<()> {
        match &mut self.kept {
            Some(items) => items.push(item),
            None => {
                self.module.push(&item)?;
                self.module.names.push(name.to_owned());
                self.later.remove(name);
            }
        }
        Ok(())
    }
}

/// An alias that is looked into when it is first used: of itself, of a generic class, or with
/// parameters. pydantic needs an object for that, which pyright loses when another alias leads there
/// first.
fn lazy_alias(
    name: &str,
    value: &Expr<'_>,
    annotation: &Expr<'_>,
    variables: &[Expr<'_>],
    docstring: Option<String>,
) -> String {
    let string = Expr::atom(text::string(&value.flat()));
    // A type checker takes a string for the whole, but looks for no variables in it.
    let checked = if variables.is_empty() { &string } else { value };
    let checked = layout::assign(4, name, annotation, Some(checked));
    let docstring = docstring.map_or(String::new(), |docs| format!("\n{INDENT}{docs}"));
    let mut items = vec![Expr::atom(text::string(name)), string];
    if !variables.is_empty() {
        let tuple = Expr::bracket(["(", ")"], variables.to_vec());
        items.push(Expr::after("type_params=", tuple));
    }
    let call = Expr::call("_te.TypeAliasType", items);
    let call = call.print(4, 4 + text::width(name) + 3, 0);
    format!("if _t.TYPE_CHECKING:\n{INDENT}{checked}{docstring}\nelse:\n{INDENT}{name} = {call}")
}

/// The base classes of an object's class.
pub(super) fn bases(keys: &Keys<'_>, tagged: bool) -> Vec<Base> {
    let mut bases = vec![];
    if tagged {
        bases.push("_w.Tagged".into());
    }
    if !keys.flatten.is_empty() || keys.rest.is_some() {
        bases.push("_w.Flattened".into());
    }
    if bases.is_empty() {
        bases.push("_w.Model".into());
    }
    bases
}

/// A class without fields.
pub(super) fn class(name: &str, bases: Vec<Base>, docs: Option<&str>) -> Class {
    Class {
        name: name.to_owned(),
        bases,
        docstring: docs.and_then(|docs| text::docstring(docs, INDENT)),
        settings: vec![],
        fields: vec![],
    }
}

/// `class name(bases)`
pub(super) fn header<'a>(name: &str, bases: impl IntoIterator<Item = &'a str>) -> String {
    let bases = bases.into_iter().map(Expr::atom).collect();
    Expr::call(["class ", name].concat(), bases).print(0, 0, 1)
}

/// The attributes that are constant strings.
pub(super) fn constants<'n>(keys: &Keys<'_>, names: &'n [Cow<'_, str>]) -> Vec<&'n str> {
    let named = keys.slots.iter().zip(names);
    let constants = named.filter(|(slot, _)| matches!(slot.field.r#type, Type::Literal { .. }));
    constants.map(|(_, name)| &**name).collect()
}

/// `__tags__ = (…)`
pub(super) fn tags(constants: &[&str]) -> Option<String> {
    if constants.is_empty() {
        return None;
    }
    let names = constants.iter().map(|name| Expr::atom(text::string(name)));
    let tuple = Expr::bracket(["(", ")"], names.collect());
    let target = "__tags__ = ";
    Some(format!("{target}{}", tuple.print(4, 4 + target.len(), 0)))
}

/// Other keys are an error.
pub(super) fn closed(closed: bool) -> Option<String> {
    closed.then(|| "model_config = {\"extra\": \"forbid\"}".to_owned())
}
