//! The lowered tree of `errors.py`: a class for each declared error and for each of its variants.

use std::collections::BTreeMap;

use centrifugo_build::manifest::{ErrorType, ErrorVariant, Manifest};

use super::fields::{self, Attribute};
use super::layout::{self, Expr};
use super::model;
use super::names::{self, ClassNames, Place};
use super::shape::{self, Direction, Keys};
use super::text;
use super::types::{Scope, Types};

/// An enum of errors.
pub(super) struct ErrorEnum {
    pub(super) name: String,
    pub(super) header: String,
    pub(super) docstring: Option<String>,
    pub(super) variants: Vec<Variant>,
    /// `Name.variants = {…}`
    pub(super) table: String,
}

/// One way to fail.
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) header: String,
    pub(super) docstring: Option<String>,
    /// `__temporary__ = True`
    pub(super) temporary: bool,
    /// What its message holds; none for a plain message.
    pub(super) fields: Option<Fields>,
    /// `def make(…) -> …:`
    pub(super) make: String,
    /// `return …`
    pub(super) made: String,
}

/// The fields that come as JSON in an error's message.
pub(super) struct Fields {
    /// `__model__ = …`: the model that reads them.
    pub(super) reader: String,
    pub(super) header: String,
    pub(super) statements: Vec<Attribute>,
    /// The exception's attributes, declared.
    pub(super) declarations: Vec<String>,
}

const INDENT: &str = "    ";

const SCOPE: Scope = Scope {
    models: "_m.",
    builtins: "",
};

/// Lowers the manifest's errors.
pub(super) fn lower(
    manifest: &Manifest,
    types: &Types<'_>,
    names: &mut ClassNames,
) -> Vec<ErrorEnum> {
    manifest
        .errors
        .iter()
        .map(|error| error_enum(error, types, names))
        .collect()
}

/// The classes of the manifest's errors, by id.
pub(super) fn classes(manifest: &Manifest) -> BTreeMap<&str, String> {
    manifest
        .errors
        .iter()
        .map(|error| (error.id.as_str(), names::class(&error.name)))
        .collect()
}

fn error_enum(error: &ErrorType, types: &Types<'_>, names: &mut ClassNames) -> ErrorEnum {
    let name = names::class(&error.name);
    let variants: Vec<Variant> = error
        .variants
        .iter()
        .map(|variant| self::variant(variant, &name, types, names))
        .collect();
    let entries = error
        .variants
        .iter()
        .zip(&variants)
        .map(|(variant, class)| {
            Expr::after(format!("{}: ", variant.code), Expr::atom(&class.name))
        });
    let table = Expr::bracket(["{", "}"], entries.collect());
    let target = format!("{name}.variants = ");
    let table = format!("{target}{}", table.print(0, target.len(), 0));
    ErrorEnum {
        header: model::header(&name, ["_r.DeclaredError"]),
        docstring: error
            .docs
            .as_deref()
            .and_then(|docs| text::docstring(docs, INDENT)),
        variants,
        table,
        name,
    }
}

fn variant(
    variant: &ErrorVariant,
    owner: &str,
    types: &Types<'_>,
    names: &mut ClassNames,
) -> Variant {
    let name = names.derived(owner, &variant.name);
    let temporary = if variant.temporary { ", temporary" } else { "" };
    let code = format!("Code {}{temporary}.", variant.code);
    let docs = match &variant.docs {
        Some(docs) => format!("{docs}\n\n{code}"),
        None => code,
    };
    let (fields, make, made) = match variant.fields.is_empty() {
        true => {
            let message = Expr::atom("message: str = \"\"");
            let made = "return cls._made(message)".to_owned();
            (None, make(vec![message]), made)
        }
        false => {
            let (fields, make, made) = fields(variant, &name, types);
            (Some(fields), make, made)
        }
    };
    Variant {
        header: model::header(&name, [owner]),
        docstring: text::docstring(&docs, INDENT),
        temporary: variant.temporary,
        fields,
        make,
        made,
        name,
    }
}

/// `def make(cls, …) -> _te.Self:`
fn make(parameters: Vec<Expr<'_>>) -> String {
    let items = std::iter::once(Expr::atom("cls")).chain(parameters);
    let head = Expr::call("def make", items.collect());
    format!("{} -> _te.Self:", head.print(4, 4, " -> _te.Self:".len()))
}

/// Its fields, and how `make` takes them and hands them on.
fn fields(variant: &ErrorVariant, class: &str, types: &Types<'_>) -> (Fields, String, String) {
    let keys = Keys {
        slots: shape::slots(&variant.fields, &types.nulls),
        ..Keys::default()
    };
    let model = format!("_{class}Fields");
    let attributes = fields::attributes(types, &keys, Direction::Output, Place::Error, SCOPE, &[]);
    let mut declarations = vec![];
    let mut parameters = vec![Expr::atom("*")];
    let mut arguments = vec![];
    let annotated = attributes.names.iter().zip(&attributes.annotations);
    for (slot, (attribute, annotation)) in keys.slots.iter().zip(annotated) {
        let mut annotation = annotation.clone();
        let omitted = slot.absent == shape::Absent::Omitted;
        if omitted {
            annotation = super::types::optional(annotation);
        }
        declarations.push(layout::assign(4, attribute, &annotation, None));
        if omitted {
            annotation = Expr::Before(Box::new(annotation), " = None");
        }
        parameters.push(Expr::after(format!("{attribute}: "), annotation));
        arguments.push(Expr::atom(format!("{attribute}={attribute}")));
    }
    let made = Expr::call("cls._made_of", arguments).print(8, 8 + "return ".len(), 0);
    let make = make(parameters);
    let fields = Fields {
        header: model::header(&model, ["_w.Model"]),
        statements: fields::fields(types, &keys, Direction::Output, attributes),
        declarations,
        reader: layout::set(4, "__model__", &model),
    };
    (fields, make, format!("return {made}"))
}
