//! The fields of a class: attributes for the keys of an object.

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
    pub(super) docstring: Option<String>,
}

const INDENT: &str = "    ";

/// The statements of a class's fields; `beside` are attributes that it has already.
pub(super) fn fields(
    types: &Types<'_>,
    keys: &Keys<'_>,
    direction: Direction,
    place: Place,
    scope: Scope,
    beside: &BTreeSet<String>,
) -> Vec<Attribute> {
    let (attributes, scope) = attributes(types, keys, direction, place, scope, beside);
    let mut attributes = attributes.iter();
    let mut named = |field: &dyn Fn(&str) -> Attribute| attributes.next().map(|name| field(name));
    let mut fields = vec![];
    for slot in &keys.slots {
        fields.extend(named(&|name| field(types, slot, name, direction, scope)));
    }
    for value in keys.flatten {
        fields.extend(named(&|name| flat(types, value, name, direction, scope)));
    }
    if let Some(value) = keys.rest {
        let aliases: Vec<&str> = keys
            .slots
            .iter()
            .flat_map(|slot| slot.aliases.iter().map(String::as_str))
            .collect();
        fields.extend(named(&|name| {
            rest(types, value, &aliases, name, direction, scope)
        }));
    }
    fields
}

/// The attributes of a class, and the scope in which its annotations are to be written.
pub(super) fn attributes(
    types: &Types<'_>,
    keys: &Keys<'_>,
    direction: Direction,
    place: Place,
    scope: Scope,
    beside: &BTreeSet<String>,
) -> (Vec<String>, Scope) {
    let mut taken = beside.clone();
    let slots = keys.slots.iter().map(|slot| &slot.field.r#type);
    for r#type in slots.chain(keys.flatten.iter().map(|value| &value.r#type)) {
        taken.extend(mentioned(&types.annotation(r#type, direction, scope)));
    }
    if let Some(rest) = keys.rest {
        let map = types.map(&rest.key, &rest.value, direction, scope);
        taken.extend(mentioned(&map));
    }
    let wire_names: Vec<&str> = keys
        .slots
        .iter()
        .map(|slot| slot.field.wire_name.as_str())
        .collect();
    let parts = keys.flatten.iter().map(|value| value.name.as_str());
    let parts: Vec<&str> = parts
        .chain(keys.rest.map(|rest| rest.name.as_str()))
        .collect();
    // Builtins can be written in another way, so fields may have their names.
    let builtins = ["dict", "list", "tuple"];
    for builtin in builtins {
        taken.remove(builtin);
    }
    let attributes = names::attributes(&wire_names, &parts, place, &taken);
    let hidden = attributes
        .iter()
        .any(|name| builtins.contains(&name.as_str()));
    let builtins = if hidden { "_b." } else { scope.builtins };
    (attributes, Scope { builtins, ..scope })
}

/// The plain names in an annotation: an attribute of such a name would hide them from the rest.
pub(super) fn mentioned(annotation: &Expr) -> BTreeSet<String> {
    annotation
        .flat()
        .split(|c: char| !(c == '_' || c == '.' || c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !word.contains('.') && *word != "None")
        .map(str::to_owned)
        .collect()
}

fn field(
    types: &Types<'_>,
    slot: &Slot<'_>,
    attribute: &str,
    direction: Direction,
    scope: Scope,
) -> Attribute {
    let field = slot.field;
    let plain = types.annotation(&field.r#type, direction, scope);
    let (annotation, value) = match (&slot.absent, &field.r#type) {
        (_, Type::Literal { value }) => (plain, Some(Expr::atom(text::string(value)))),
        (Absent::Never, _) => (plain, None),
        (Absent::Omitted, _) => (
            Expr::subscript("_w.Omittable", vec![plain]),
            Some(Expr::atom("None")),
        ),
        (Absent::Default(value), r#type) => {
            let default = types.literal(r#type, value, direction).unwrap_or_else(|| {
                let thunk = Expr::After(layout::LAMBDA.to_owned(), Box::new(plain.clone()));
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
    Attribute {
        statement: layout::assign(4, attribute, &annotation, value.as_ref()),
        docstring: docstring(field.docs.as_deref()),
    }
}

/// A value whose keys stand beside the others.
fn flat(
    types: &Types<'_>,
    value: &Flatten,
    attribute: &str,
    direction: Direction,
    scope: Scope,
) -> Attribute {
    let annotation = types.annotation(&value.r#type, direction, scope);
    let annotation = types::annotated(annotation, flat_mark(types, &value.r#type, direction));
    let optional = types.nulls.among(&value.r#type);
    let default = optional.then(|| Expr::atom("None"));
    Attribute {
        statement: layout::assign(4, attribute, &annotation, default.as_ref()),
        docstring: docstring(value.docs.as_deref()),
    }
}

/// `_w.Flat(…)`, which has to know the names of an externally tagged enum's variants.
pub(super) fn flat_mark(types: &Types<'_>, r#type: &Type, direction: Direction) -> Expr {
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
        for (name, unit) in [("units", true), ("keys", false)] {
            let names: Vec<Expr> = variants
                .iter()
                .filter(|variant| !variant.untagged && variant.content.is_unit() == unit)
                .map(|variant| Expr::atom(text::string(&variant.wire_name)))
                .collect();
            if !names.is_empty() {
                let tuple = types::bracket("(", names, ")");
                arguments.push(Expr::After(format!("{name}="), Box::new(tuple)));
            }
        }
    }
    Expr::call("_w.Flat", arguments)
}

/// The map of all other keys.
fn rest(
    types: &Types<'_>,
    rest: &Rest,
    aliases: &[&str],
    attribute: &str,
    direction: Direction,
    scope: Scope,
) -> Attribute {
    let map = types.map(&rest.key, &rest.value, direction, scope);
    Attribute {
        statement: layout::assign(
            4,
            attribute,
            &rest_annotation(map, aliases),
            Some(&types::bracket("{", vec![], "}")),
        ),
        docstring: docstring(rest.docs.as_deref()),
    }
}

/// `Annotated[map, _w.Rest(aliases)]`
pub(super) fn rest_annotation(map: Expr, aliases: &[&str]) -> Expr {
    let aliases = aliases.iter().map(|name| Expr::atom(text::string(name)));
    types::annotated(map, Expr::call("_w.Rest", aliases.collect()))
}

/// An annotation with the key's name, where the attribute's is another, and its deprecation.
pub(super) fn named(
    annotation: Expr,
    attribute: &str,
    wire: &str,
    deprecated: Option<&Deprecated>,
) -> Expr {
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

fn docstring(docs: Option<&str>) -> Option<String> {
    docs.and_then(|docs| text::docstring(docs, INDENT))
}
