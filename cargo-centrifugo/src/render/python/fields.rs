//! The fields of a class: attributes for the keys of an object.

use std::borrow::Cow;
use std::collections::BTreeSet;

use centrifugo_build::manifest::{Deprecated, Flatten, Rest, Shape, Tagging, Type};

use super::layout::{self, Expr};
use super::names::{self, Place};
use super::shape::{Absent, Direction, Keys, Slot};
use super::text;
use super::types::{self, Scope, Types};

/// A model's field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) statement: String,
    /// What stands in quotes in its annotation.
    quoted: Option<String>,
    pub(super) docstring: Option<String>,
}

impl Attribute {
    /// `name: annotation = value`
    pub(super) fn new(
        name: &str,
        annotation: &Expr<'_>,
        value: Option<&Expr<'_>>,
        docs: Option<&str>,
    ) -> Self {
        Self {
            statement: layout::assign(4, name, annotation, value),
            quoted: annotation.quoted().map(Expr::flat),
            docstring: docs.and_then(|docs| text::docstring(docs, INDENT)),
        }
    }

    /// All of it that is code, docs left out.
    pub(super) fn code(&self) -> impl Iterator<Item = &str> {
        [self.statement.as_str()]
            .into_iter()
            .chain(self.quoted.as_deref())
    }
}

const INDENT: &str = "    ";

/// The attributes of a class, in the order of its keys: slots, what is flattened, and the rest.
pub(super) struct Attributes<'a> {
    pub(super) names: Vec<Cow<'a, str>>,
    pub(super) annotations: Vec<Expr<'a>>,
}

/// Names and annotates them; `beside` are attributes that the class has already.
pub(super) fn attributes<'a>(
    types: &'a Types<'_>,
    keys: &Keys<'a>,
    direction: Direction,
    place: Place,
    scope: Scope,
    beside: &[&str],
) -> Attributes<'a> {
    let mut annotations = annotations(types, keys, direction, scope);
    let mut taken: BTreeSet<&str> = beside.iter().copied().collect();
    for annotation in &annotations {
        add_mentioned(annotation, &mut taken);
    }
    // Builtins can be written in another way, so fields may have their names.
    let builtins = ["dict", "list", "tuple"];
    for builtin in builtins {
        taken.remove(builtin);
    }
    let slots = keys.slots.iter();
    let wire_names = slots.map(|slot| slot.field.wire_name.as_str());
    let parts = keys.flatten.iter().map(|value| value.name.as_str());
    let parts = parts.chain(keys.rest.map(|rest| rest.name.as_str()));
    let names = names::attributes(wire_names, parts, place, &taken);
    if names.iter().any(|name| builtins.contains(&&**name)) {
        let scope = Scope {
            builtins: "_b.",
            ..scope
        };
        annotations = self::annotations(types, keys, direction, scope);
    }
    Attributes { names, annotations }
}

fn annotations<'a>(
    types: &'a Types<'_>,
    keys: &Keys<'a>,
    direction: Direction,
    scope: Scope,
) -> Vec<Expr<'a>> {
    let slots = keys.slots.iter().map(|slot| &slot.field.r#type);
    let values = slots.chain(keys.flatten.iter().map(|value| &value.r#type));
    let annotations = values.map(|r#type| types.annotation(r#type, direction, scope));
    let rest = keys.rest.iter();
    let rest = rest.map(|rest| types.map(&rest.key, &rest.value, direction, scope));
    annotations.chain(rest).collect()
}

/// The plain names in an annotation: an attribute of such a name would hide them from the rest.
pub(super) fn add_mentioned<'e>(annotation: &'e Expr<'_>, names: &mut BTreeSet<&'e str>) {
    annotation.each_text(&mut |text| {
        let words = text.split(|c: char| !(c == '_' || c == '.' || c.is_alphanumeric()));
        names.extend(words.filter(|w| !w.is_empty() && !w.contains('.') && *w != "None"));
    });
}

/// The statements of a class's fields.
pub(super) fn fields(
    types: &Types<'_>,
    keys: &Keys<'_>,
    direction: Direction,
    attributes: Attributes<'_>,
) -> Vec<Attribute> {
    let Attributes { names, annotations } = attributes;
    let mut named = names.iter().zip(annotations);
    let mut fields = Vec::with_capacity(names.len());
    for (slot, (name, annotation)) in keys.slots.iter().zip(&mut named) {
        fields.push(field(types, slot, name, annotation, direction));
    }
    for (value, (name, annotation)) in keys.flatten.iter().zip(&mut named) {
        fields.push(flat(types, value, name, annotation, direction));
    }
    for (value, (name, map)) in keys.rest.iter().zip(named) {
        let aliases = keys.slots.iter().flat_map(|slot| slot.aliases);
        let aliases = aliases.map(String::as_str);
        fields.push(rest(value, name, rest_annotation(map, aliases)));
    }
    fields
}

fn field<'a>(
    types: &'a Types<'_>,
    slot: &Slot<'a>,
    attribute: &'a str,
    plain: Expr<'a>,
    direction: Direction,
) -> Attribute {
    let field = slot.field;
    let (annotation, value) = match (&slot.absent, &field.r#type) {
        (_, Type::Literal { value }) => (plain, Some(Expr::atom(text::string(value)))),
        (Absent::Never, _) => (plain, None),
        (Absent::Omitted, _) => (
            Expr::subscript("_w.Omittable", vec![plain]),
            Some(Expr::NONE),
        ),
        (Absent::Default(value), r#type) => {
            let default = types.literal(r#type, value, direction).unwrap_or_else(|| {
                let thunk = Expr::after(layout::LAMBDA, plain.unquoted().clone());
                Expr::call("_w.default", vec![thunk, super::defaults::json(value)])
            });
            (plain, Some(default))
        }
    };
    let annotation = named(
        annotation,
        attribute,
        &field.wire_name,
        field.deprecated.as_ref(),
    );
    Attribute::new(
        attribute,
        &annotation,
        value.as_ref(),
        field.docs.as_deref(),
    )
}

/// A value whose keys stand beside the others.
fn flat(
    types: &Types<'_>,
    value: &Flatten,
    attribute: &str,
    annotation: Expr<'_>,
    direction: Direction,
) -> Attribute {
    let annotation = types::annotated(annotation, flat_mark(types, &value.r#type, direction));
    let optional = types.nulls.among(&value.r#type);
    let default = optional.then_some(Expr::NONE);
    Attribute::new(
        attribute,
        &annotation,
        default.as_ref(),
        value.docs.as_deref(),
    )
}

/// `_w.Flat(…)`, which has to know the names of an externally tagged enum's variants.
pub(super) fn flat_mark(types: &Types<'_>, r#type: &Type, direction: Direction) -> Expr<'static> {
    let mut inner = types.resolved(r#type, direction);
    if let Type::Option { item } = inner {
        inner = types.resolved(item, direction);
    }
    let shape = match inner {
        Type::Named { id } => types.shape(id, direction),
        _ => None,
    };
    let mut arguments = vec![];
    if let Some(Shape::Enum {
        tagging: Tagging::External,
        variants,
        ..
    }) = shape
    {
        for (name, unit) in [("units=", true), ("keys=", false)] {
            let names: Vec<Expr<'_>> = variants
                .iter()
                .filter(|variant| !variant.untagged && variant.content.is_unit() == unit)
                .map(|variant| Expr::atom(text::string(&variant.wire_name)))
                .collect();
            if !names.is_empty() {
                let tuple = Expr::bracket(["(", ")"], names);
                arguments.push(Expr::after(name, tuple));
            }
        }
    }
    Expr::call("_w.Flat", arguments)
}

/// The map of all other keys.
fn rest(rest: &Rest, attribute: &str, annotation: Expr<'_>) -> Attribute {
    let empty = Expr::bracket(["{", "}"], vec![]);
    Attribute::new(attribute, &annotation, Some(&empty), rest.docs.as_deref())
}

/// `Annotated[map, _w.Rest(aliases)]`
pub(super) fn rest_annotation<'a>(
    map: Expr<'a>,
    aliases: impl Iterator<Item = &'a str>,
) -> Expr<'a> {
    let aliases = aliases.map(|name| Expr::atom(text::string(name)));
    types::annotated(map, Expr::call("_w.Rest", aliases.collect()))
}

/// An annotation with the key's name, where the attribute's is another, and its deprecation.
pub(super) fn named<'a>(
    annotation: Expr<'a>,
    attribute: &str,
    wire: &str,
    deprecated: Option<&Deprecated>,
) -> Expr<'a> {
    let mut items = vec![annotation];
    // Python compares identifiers in their NFKC form, JSON keys as they are.
    if attribute != wire || !wire.is_ascii() {
        items.push(Expr::call("_w.wire", vec![Expr::atom(text::string(wire))]));
    }
    if let Some(deprecated) = deprecated {
        let note = format!("`{wire}` is deprecated{}", text::note(deprecated));
        items.push(Expr::call(
            "_w.deprecated",
            vec![Expr::atom(text::string(&note))],
        ));
    }
    if items.len() == 1 {
        return items.remove(0);
    }
    Expr::subscript("_t.Annotated", items)
}
