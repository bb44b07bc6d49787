//! The lowered tree of `models.py`: classes and aliases, in an order in which Python can read them.

use std::collections::BTreeSet;

use anyhow::bail;
use centrifugo_build::manifest::{Deprecated, Manifest, Shape, Tagging, Type, TypeDef};

use super::layout::{self, Expr};
use super::names::{self, ClassNames, Place};
use super::shape::{self, Absent, Body, Direction, Form, Slot};
use super::text;
use super::types::{self, Scope, Types};

/// A statement of the module.
#[derive(Debug)]
pub(super) enum Item {
    Class(Class),
    Alias(Alias),
}

/// A model.
#[derive(Debug)]
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

/// A model's field.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) statement: String,
    pub(super) docstring: Option<String>,
}

/// Another name for a type.
#[derive(Debug)]
pub(super) struct Alias {
    pub(super) statement: String,
    pub(super) docstring: Option<String>,
}

/// The module, with the public names in it.
pub(super) struct Module {
    pub(super) items: Vec<Item>,
    pub(super) names: Vec<String>,
}

impl Module {
    /// The rule of ruff that defaults on the wire break, as a comment.
    pub(super) fn noqa(&self) -> String {
        let statements = || {
            self.items.iter().flat_map(|item| match item {
                Item::Class(class) => {
                    let fields = class.fields.iter().map(|field| field.statement.as_str());
                    let settings = class.settings.iter().map(String::as_str);
                    fields.chain(settings).collect::<Vec<_>>()
                }
                Item::Alias(_) => vec![],
            })
        };
        // pydantic copies mutable defaults.
        if statements().any(|s| s.contains(" = [") || s.contains(" = {")) {
            return "# ruff: noqa: RUF012".to_owned();
        }
        String::new()
    }
}

/// Lowers the manifest's types.
pub(super) fn lower(
    manifest: &Manifest,
    types: &Types<'_>,
    names: &mut ClassNames,
) -> anyhow::Result<Module> {
    let mut lowering = Lowering {
        types,
        names,
        module: Module {
            items: vec![],
            names: vec![],
        },
    };
    for def in super::order::order(manifest) {
        for (name, direction) in types.classes_of(def) {
            lowering.def(def, name, direction)?;
        }
    }
    Ok(lowering.module)
}

struct Lowering<'a, 't> {
    types: &'a Types<'t>,
    names: &'a mut ClassNames,
    module: Module,
}

impl Lowering<'_, '_> {
    fn def(&mut self, def: &TypeDef, name: &str, direction: Direction) -> anyhow::Result<()> {
        let docs = documented(def.docs.as_deref(), def.deprecated.as_ref());
        let Some(form) = shape::form(def, direction) else {
            bail!(
                "python: the type `{}` has no form that is {direction:?}",
                def.id
            );
        };
        match form {
            Form::Struct {
                slots,
                deny_unknown_fields,
            } => {
                let mut class = self.class(name, vec!["_w.Model"], docs.as_deref());
                class.settings.extend(forbid(deny_unknown_fields));
                class.fields = fields(self.types, &slots, direction, Place::Model, MODELS);
                self.push(name, Item::Class(class));
            }
            Form::Newtype(item) => {
                let value = self.types.annotation(item, direction, MODELS);
                self.newtype(def, name, &value, docs.as_deref());
            }
            Form::Enum {
                tagging,
                variants,
                deny_unknown_fields,
            } => {
                let mut members = vec![];
                let mut units = vec![];
                let mut listed = docs.unwrap_or_default();
                for (variant, body) in &variants {
                    let wire = text::string(&variant.wire_name);
                    if *tagging == Tagging::External && *body == Body::Unit {
                        units.push(Expr::atom(wire));
                        if let Some(docs) =
                            documented(variant.docs.as_deref(), variant.deprecated.as_ref())
                        {
                            // A blank line before the list, none within.
                            let gap = if listed.contains("\n- `") {
                                "\n"
                            } else {
                                "\n\n"
                            };
                            listed.push_str(&format!(
                                "{gap}- `{}`: {}",
                                variant.wire_name,
                                docs.replace('\n', "\n  ")
                            ));
                        }
                        continue;
                    }
                    let class = self.names.derived(name, &variant.name);
                    let docs = documented(variant.docs.as_deref(), variant.deprecated.as_ref());
                    let mut lowered = match tagging {
                        Tagging::Internal { tag } => {
                            self.tagged(def, &class, tag, &wire, body, direction)?
                        }
                        Tagging::External => {
                            self.keyed(&class, &variant.wire_name, body, direction)
                        }
                    };
                    lowered.docstring = docs.and_then(|docs| text::docstring(&docs, INDENT));
                    lowered.settings.extend(forbid(deny_unknown_fields));
                    self.push(&class, Item::Class(lowered));
                    members.push(Expr::atom(class));
                }
                let discriminator = match tagging {
                    Tagging::Internal { tag } if members.len() > 1 => Some(tag_attribute(tag)),
                    _ => None,
                };
                let value = union(units, members, discriminator);
                self.alias(name, &value, Some(&listed));
            }
        }
        Ok(())
    }

    /// A variant whose tag stands beside its fields.
    fn tagged(
        &mut self,
        def: &TypeDef,
        class: &str,
        tag: &str,
        wire: &str,
        body: &Body<'_>,
        direction: Direction,
    ) -> anyhow::Result<Class> {
        let attribute = tag_attribute(tag);
        let mut bases = vec!["_w.Tagged".to_owned()];
        let mut slots: &[Slot<'_>] = &[];
        match body {
            Body::Unit => {}
            Body::Struct(own) => slots = own,
            Body::Newtype(item) => {
                let Type::Named { id } = self.types.resolved(item, direction) else {
                    bail!(
                        "python: `{}`: an internally tagged newtype variant holds no struct",
                        def.id
                    );
                };
                let Some(Shape::Struct { .. }) = self.types.shape(id, direction) else {
                    bail!(
                        "python: `{}`: a variant that holds the enum `{id}` is not supported",
                        def.id
                    );
                };
                bases.push(self.types.class(id, direction).to_owned());
            }
        }
        let mut lowered = self.class(class, bases, None);
        lowered
            .settings
            .push(format!("__tag__ = {}", text::string(&attribute)));
        let literal = Expr::subscript("_t.Literal", vec![Expr::atom(wire)]);
        let annotation = annotated(literal, &attribute, tag, None);
        let value = Expr::atom(wire);
        lowered.fields.push(Attribute {
            statement: layout::assign(4, &attribute, &annotation, Some(&value)),
            docstring: None,
        });
        let own = fields_beside(
            self.types,
            slots,
            direction,
            Place::Model,
            MODELS,
            Some(&attribute),
        );
        lowered.fields.extend(own);
        Ok(lowered)
    }

    /// A variant whose name is the only key of an object.
    fn keyed(&mut self, class: &str, wire: &str, body: &Body<'_>, direction: Direction) -> Class {
        let item = match body {
            Body::Unit => Expr::atom("None"),
            Body::Newtype(item) => self.types.annotation(item, direction, MODELS),
            Body::Struct(slots) => {
                let content = self.names.derived(class, "Content");
                let mut lowered = self.class(&content, vec!["_w.Model"], None);
                lowered.fields = fields(self.types, slots, direction, Place::Model, MODELS);
                self.push(&content, Item::Class(lowered));
                Expr::atom(content)
            }
        };
        let taken = mentioned(&item);
        let attribute = names::attributes(&[wire], Place::Model, &taken).remove(0);
        let annotation = annotated(item, &attribute, wire, None);
        let mut lowered = self.class(class, vec!["_w.Model"], None);
        lowered.fields.push(Attribute {
            statement: layout::assign(4, &attribute, &annotation, None),
            docstring: None,
        });
        lowered
    }

    fn newtype(&mut self, def: &TypeDef, name: &str, value: &Expr, docs: Option<&str>) {
        if !super::order::is_recursive_alias(def, self.types) {
            self.alias(name, value, docs);
            return;
        }
        let items = vec![
            Expr::atom(text::string(name)),
            Expr::atom(text::string(&value.flat())),
        ];
        let value = Expr::call("_te.TypeAliasType", items);
        let column = name.len() + 3;
        self.push(
            name,
            Item::Alias(Alias {
                statement: format!("{name} = {}", value.print(0, column, 0)),
                docstring: docs.and_then(|docs| text::docstring(docs, "")),
            }),
        );
    }

    fn alias(&mut self, name: &str, value: &Expr, docs: Option<&str>) {
        let annotation = Expr::atom("_t.TypeAlias");
        let alias = Alias {
            statement: layout::assign(0, name, &annotation, Some(value)),
            docstring: docs.and_then(|docs| text::docstring(docs, "")),
        };
        self.push(name, Item::Alias(alias));
    }

    fn class(&self, name: &str, bases: Vec<impl Into<String>>, docs: Option<&str>) -> Class {
        Class {
            header: header(name, bases),
            docstring: docs.and_then(|docs| text::docstring(docs, INDENT)),
            settings: vec![],
            fields: vec![],
        }
    }

    fn push(&mut self, name: &str, item: Item) {
        self.module.names.push(name.to_owned());
        self.module.items.push(item);
    }
}

const INDENT: &str = "    ";

/// Annotations in `models.py`.
const MODELS: Scope = Scope {
    models: "",
    builtins: "",
};

/// `class name(bases)`
pub(super) fn header(name: &str, bases: Vec<impl Into<String>>) -> String {
    let bases = bases.into_iter().map(Expr::atom).collect();
    Expr::call(&format!("class {name}"), bases).print(0, 0, 1)
}

fn forbid(deny_unknown_fields: bool) -> Option<String> {
    deny_unknown_fields.then(|| "model_config = {\"extra\": \"forbid\"}".to_owned())
}

fn tag_attribute(tag: &str) -> String {
    names::attributes(&[tag], Place::Model, &BTreeSet::new()).remove(0)
}

/// All of an enum's members as one type.
fn union(units: Vec<Expr>, members: Vec<Expr>, discriminator: Option<String>) -> Expr {
    let literal = (!units.is_empty()).then(|| Expr::subscript("_t.Literal", units));
    let mut all: Vec<Expr> = literal.into_iter().chain(members).collect();
    if all.len() > 1 {
        let union = Expr::Union(all);
        let tagged = |name: String| Expr::call("_w.tagged", vec![Expr::atom(text::string(&name))]);
        return match discriminator {
            Some(name) => Expr::subscript("_t.Annotated", vec![union, tagged(name)]),
            // An alias's right side is evaluated: classes and Literals can be joined by `|`.
            None => union,
        };
    }
    all.pop().unwrap_or_else(|| Expr::atom("_t.NoReturn"))
}

/// Docs, and that the item is deprecated.
pub(super) fn documented(docs: Option<&str>, deprecated: Option<&Deprecated>) -> Option<String> {
    let note = deprecated.map(|deprecated| format!("Deprecated{}.", note(deprecated)));
    match (docs, note) {
        (Some(docs), Some(note)) => Some(format!("{docs}\n\n{note}")),
        (docs, note) => docs.map(str::to_owned).or(note),
    }
}

/// ` since 0.2.0: use this`
pub(super) fn note(deprecated: &Deprecated) -> String {
    let since = deprecated
        .since
        .as_ref()
        .map(|since| format!(" since {since}"));
    let note = deprecated.note.as_ref().map(|note| format!(": {note}"));
    since.unwrap_or_default() + &note.unwrap_or_default()
}

/// The statements of a class's fields.
pub(super) fn fields(
    types: &Types<'_>,
    slots: &[Slot<'_>],
    direction: Direction,
    place: Place,
    scope: Scope,
) -> Vec<Attribute> {
    fields_beside(types, slots, direction, place, scope, None)
}

fn fields_beside(
    types: &Types<'_>,
    slots: &[Slot<'_>],
    direction: Direction,
    place: Place,
    scope: Scope,
    beside: Option<&str>,
) -> Vec<Attribute> {
    let (attributes, scope) = attributes(types, slots, direction, place, scope, beside);
    slots
        .iter()
        .zip(attributes)
        .map(|(slot, attribute)| field(types, slot, &attribute, direction, scope))
        .collect()
}

/// The attributes of a class, and the scope in which its annotations are to be written.
pub(super) fn attributes(
    types: &Types<'_>,
    slots: &[Slot<'_>],
    direction: Direction,
    place: Place,
    scope: Scope,
    beside: Option<&str>,
) -> (Vec<String>, Scope) {
    let mut taken: BTreeSet<String> = beside.map(str::to_owned).into_iter().collect();
    for slot in slots {
        taken.extend(mentioned(&types.annotation(
            &slot.field.r#type,
            direction,
            scope,
        )));
    }
    let wire_names: Vec<&str> = slots.iter().map(|s| s.field.wire_name.as_str()).collect();
    // Builtins can be written in another way, so fields may have their names.
    let builtins = ["dict", "list", "tuple"];
    for builtin in builtins {
        taken.remove(builtin);
    }
    let attributes = names::attributes(&wire_names, place, &taken);
    let hidden = attributes
        .iter()
        .any(|name| builtins.contains(&name.as_str()));
    let builtins = if hidden { "_b." } else { scope.builtins };
    (attributes, Scope { builtins, ..scope })
}

/// The plain names in an annotation: an attribute of such a name would hide them from the rest.
fn mentioned(annotation: &Expr) -> BTreeSet<String> {
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
    let (annotation, value) = match &slot.absent {
        Absent::Never => (plain, None),
        Absent::Omitted => (
            Expr::subscript("_w.Omittable", vec![plain]),
            Some(Expr::atom("None")),
        ),
        Absent::Default(value) => {
            let default = types
                .literal(&field.r#type, value, direction)
                .unwrap_or_else(|| {
                    let thunk = Expr::After(layout::LAMBDA.to_owned(), Box::new(plain.clone()));
                    Expr::call("_w.default", vec![thunk, types::json(value)])
                });
            (plain, Some(default))
        }
    };
    let annotation = annotated(
        annotation,
        attribute,
        &field.wire_name,
        field.deprecated.as_ref(),
    );
    Attribute {
        statement: layout::assign(4, attribute, &annotation, value.as_ref()),
        docstring: field
            .docs
            .as_deref()
            .and_then(|docs| text::docstring(docs, INDENT)),
    }
}

fn annotated(
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
        let note = format!("`{wire}` is deprecated{}", note(deprecated));
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
