//! The lowered tree of `models.py`: classes and aliases, in an order in which Python can read them.

use std::collections::BTreeSet;

use anyhow::bail;
use askama::Template;
use centrifugo_build::manifest::{Manifest, Type, TypeDef};

use super::fields::{self, Attribute};
use super::imports::{self, Imports};
use super::layout::{self, Expr};
use super::names::{ClassNames, Place};
use super::shape::{self, Direction, Form, Keys};
use super::text;
use super::types::{Scope, Types};
use crate::render::text::Text;

/// A statement of the module.
#[derive(Debug)]
pub(super) enum Item {
    Class(Class),
    Alias(Alias),
}

/// A model.
#[derive(Debug, Template)]
#[template(path = "python/class.py.j2", escape = "none")]
pub(super) struct Class {
    /// `class X(Base)`
    pub(super) header: String,
    pub(super) docstring: Option<String>,
    /// Settings and the tag, a statement each.
    pub(super) settings: Vec<String>,
    pub(super) fields: Vec<Attribute>,
}

impl Class {
    pub(super) fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.fields.is_empty()
    }
}

/// Another name for a type.
#[derive(Debug)]
pub(super) struct Alias {
    pub(super) statement: String,
    pub(super) docstring: Option<String>,
}

impl Item {
    /// Its text, with the blank lines before it.
    fn print(&self, is_first: bool) -> Result<String, askama::Error> {
        Ok(match self {
            Self::Class(class) => format!("\n\n\n{}", class.render()?),
            Self::Alias(alias) => {
                let apart = if is_first { "\n\n" } else { "\n\n\n" };
                let docstring = alias.docstring.iter();
                let docstring: String = docstring.map(|docs| format!("\n{docs}")).collect();
                format!("{apart}{}{docstring}", alias.statement)
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

    fn push(&mut self, name: &str, item: &Item) -> anyhow::Result<()> {
        if let Item::Class(class) = item {
            let fields = class.fields.iter().map(|field| &field.statement);
            let mut statements = class.settings.iter().chain(fields);
            self.mutable |= statements.any(|s| s.contains(" = [") || s.contains(" = {"));
        }
        let text = item.print(self.text.is_empty())?;
        self.imports.note(&text);
        self.text.push(&text)?;
        self.names.push(name.to_owned());
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
    let mut lowering = Lowering {
        types,
        names,
        module: Module {
            text: Text::new(),
            imports: Imports::new(imports::MODELS),
            names: vec![],
            mutable: false,
        },
    };
    for def in super::order::order(manifest) {
        for (name, direction) in types.classes_of(def) {
            lowering.def(def, name, direction)?;
        }
    }
    Ok(lowering.module)
}

pub(super) struct Lowering<'a, 't> {
    pub(super) types: &'a Types<'t>,
    pub(super) names: &'a mut ClassNames,
    module: Module,
}

/// Annotations in `models.py`.
pub(super) const MODELS: Scope = Scope {
    models: "",
    builtins: "",
};

const INDENT: &str = "    ";

impl Lowering<'_, '_> {
    fn def(&mut self, def: &TypeDef, name: &str, direction: Direction) -> anyhow::Result<()> {
        let docs = text::documented(def.docs.as_deref(), def.deprecated.as_ref());
        let Some(form) = shape::form(def, direction, &self.types.nulls) else {
            bail!(
                "python: the type `{}` has no form that is {direction:?}",
                def.id
            );
        };
        match form {
            Form::Struct(keys) => {
                let none = BTreeSet::new();
                let class = self.object(name, &keys, direction, docs.as_deref(), &none);
                self.push(name, &Item::Class(class))?;
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

    /// A class with the keys of an object, which has the attributes `beside` already.
    pub(super) fn object(
        &self,
        name: &str,
        keys: &Keys<'_>,
        direction: Direction,
        docs: Option<&str>,
        beside: &BTreeSet<String>,
    ) -> Class {
        let constants = self.constants(keys, direction, beside);
        let bases = bases(keys, !constants.is_empty());
        let mut class = class(name, bases, docs);
        class.settings.extend(tags(&constants));
        class.settings.extend(closed(keys.closed));
        class.fields = fields::fields(self.types, keys, direction, Place::Model, MODELS, beside);
        class
    }

    /// The attributes that are constant strings.
    pub(super) fn constants(
        &self,
        keys: &Keys<'_>,
        direction: Direction,
        beside: &BTreeSet<String>,
    ) -> Vec<String> {
        let (names, _) =
            fields::attributes(self.types, keys, direction, Place::Model, MODELS, beside);
        keys.slots
            .iter()
            .zip(names)
            .filter(|(slot, _)| matches!(slot.field.r#type, Type::Literal { .. }))
            .map(|(_, name)| name)
            .collect()
    }

    pub(super) fn alias(
        &mut self,
        def: &TypeDef,
        name: &str,
        value: &Expr,
        docs: Option<&str>,
    ) -> anyhow::Result<()> {
        let docstring = |indent| docs.and_then(|docs| text::docstring(docs, indent));
        let annotation = Expr::atom("_t.TypeAlias");
        let alias = if super::order::is_recursive_alias(def, self.types) {
            Alias {
                statement: recursive_alias(name, value, &annotation, docstring(INDENT)),
                docstring: None,
            }
        } else {
            Alias {
                statement: layout::assign(0, name, &annotation, Some(value)),
                docstring: docstring(""),
            }
        };
        self.push(name, &Item::Alias(alias))
    }

    pub(super) fn push(&mut self, name: &str, item: &Item) -> anyhow::Result<()> {
        self.module.push(name, item)
    }
}

/// An alias of itself, which is named before it is known: pydantic needs an object for that, which
/// pyright loses when another alias leads there first.
fn recursive_alias(
    name: &str,
    value: &Expr,
    annotation: &Expr,
    docstring: Option<String>,
) -> String {
    let value = Expr::atom(text::string(&value.flat()));
    let checked = layout::assign(4, name, annotation, Some(&value));
    let docstring = docstring.map_or(String::new(), |docs| format!("\n{INDENT}{docs}"));
    let call = Expr::call(
        "_te.TypeAliasType",
        vec![Expr::atom(text::string(name)), value],
    );
    let call = call.print(4, 4 + text::width(name) + 3, 0);
    format!("if _t.TYPE_CHECKING:\n{INDENT}{checked}{docstring}\nelse:\n{INDENT}{name} = {call}")
}

/// The base classes of an object's class.
pub(super) fn bases(keys: &Keys<'_>, tagged: bool) -> Vec<String> {
    let mut bases = vec![];
    if tagged {
        bases.push("_w.Tagged".to_owned());
    }
    if !keys.flatten.is_empty() || keys.rest.is_some() {
        bases.push("_w.Flattened".to_owned());
    }
    if bases.is_empty() {
        bases.push("_w.Model".to_owned());
    }
    bases
}

/// A class without fields.
pub(super) fn class(name: &str, bases: Vec<String>, docs: Option<&str>) -> Class {
    Class {
        header: header(name, bases),
        docstring: docs.and_then(|docs| text::docstring(docs, INDENT)),
        settings: vec![],
        fields: vec![],
    }
}

/// `class name(bases)`
pub(super) fn header(name: &str, bases: Vec<impl Into<String>>) -> String {
    let bases = bases.into_iter().map(Expr::atom).collect();
    Expr::call(&format!("class {name}"), bases).print(0, 0, 1)
}

/// `__tags__ = (…)`
pub(super) fn tags(constants: &[String]) -> Option<String> {
    if constants.is_empty() {
        return None;
    }
    let names = constants.iter().map(|name| Expr::atom(text::string(name)));
    let tuple = super::types::bracket("(", names.collect(), ")");
    let target = "__tags__ = ";
    Some(format!("{target}{}", tuple.print(4, 4 + target.len(), 0)))
}

/// Other keys are an error.
pub(super) fn closed(closed: bool) -> Option<String> {
    closed.then(|| "model_config = {\"extra\": \"forbid\"}".to_owned())
}
