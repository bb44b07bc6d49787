//! Structs and enums: their literals, and the objects that they are.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

use super::{DEEP, MORE, Made, OPTIONAL, Writer, any};
use crate::manifest::{Content, Element, Object, Presence, Shape, Tagging, Type, Variant};
use crate::resolve::{Role, RustField, RustFields, RustItem, RustKind, RustTy, ident};

impl<'m> Writer<'m> {
    pub(super) fn item(&mut self, id: &'m str, json: Option<&'m Type>) -> Option<Made> {
        let item = &self.written.items[id];
        let RustItem { path, adapted, .. } = item;
        let shape = match json {
            Some(Type::Named { id }) if !adapted => self
                .types
                .get(id.as_str())
                .and_then(|def| def.shapes.output()),
            _ => None,
        };
        match &item.kind {
            RustKind::Hidden(why) => self.no_value(&format!("`{id}` has no literal: {why}")),
            RustKind::Struct(fields) => {
                let (code, parts) = self.fields(path, fields, Form::of_struct(shape, fields))?;
                let value = match shape {
                    None => any(),
                    Some(Shape::Newtype {
                        item: Type::Null, ..
                    }) => Value::Null,
                    Some(_) => parts,
                };
                Some((code, value))
            }
            RustKind::Enum(variants) => {
                let shape = match shape {
                    Some(Shape::Enum {
                        tagging, variants, ..
                    }) => Some((tagging, variants)),
                    _ => None,
                };
                self.met.insert(id, variants.len());
                let turn = self.turns.get(id).copied().unwrap_or(0);
                let mut order: Vec<usize> = (0..variants.len())
                    .map(|index| (turn + index) % variants.len())
                    .collect();
                if self.depth > DEEP {
                    order.sort_by_key(|index| holds_items(&variants[*index].fields));
                }
                for index in order {
                    let variant = &variants[index];
                    let is_next = index == turn % variants.len();
                    if is_next {
                        self.turns.insert(id, turn + 1);
                    }
                    let found = shape.and_then(|(tagging, all)| {
                        let found = all.iter().find(|found| found.name == variant.name);
                        found.map(|found| (tagging, found))
                    });
                    let content = found.map(|(_, found)| &found.content);
                    let content = content.filter(|_| !variant.adapted);
                    let name = ident(&variant.name);
                    let path = quote!(#path::#name);
                    let form = Form::of_content(content);
                    let Some((code, parts)) = self.fields(&path, &variant.fields, form) else {
                        continue;
                    };
                    let parts = if content.is_none() { any() } else { parts };
                    let value =
                        found.map_or_else(any, |(tagging, found)| tagged(tagging, found, parts));
                    return Some((code, value));
                }
                None
            }
        }
    }

    /// The literal, and what is known of the fields' JSON.
    fn fields(
        &mut self,
        path: &TokenStream,
        fields: &'m RustFields,
        form: Form<'m>,
    ) -> Option<Made> {
        let all = match fields {
            RustFields::Unit => return Some((quote!(#path), Value::Null)),
            RustFields::Tuple(all) | RustFields::Named(all) => all,
        };
        let mut codes = vec![];
        let mut parts = Parts::default();
        for field in all {
            let place = form.place(field, parts.elements.len());
            let r#type = place.as_ref().map(|place| place.r#type);
            let plain = r#type.filter(|_| field.role == Role::Plain);
            let (code, mut value) = self.value(&field.ty, plain)?;
            codes.push(code);
            if field.role == Role::Skipped || is_phantom(&field.ty) && form.is_newtype() {
                continue;
            }
            if plain.is_none() {
                value = any();
            }
            parts.add(field, place, value);
        }
        let code = match fields {
            RustFields::Named(_) => {
                let names = all.iter().map(|field| ident(&field.name));
                quote!(#path { #(#names: #codes),* })
            }
            _ => quote!(#path(#(#codes),*)),
        };
        Some((code, parts.json(form)))
    }
}

/// What the fields of a struct or variant are in JSON.
#[derive(Clone, Copy)]
enum Form<'m> {
    Unknown,
    Null,
    Newtype(&'m Type),
    Array(&'m [Element]),
    Object(&'m Object),
}

/// Where a field stands.
struct Place<'m> {
    r#type: &'m Type,
    key: &'m str,
    presence: &'m Presence,
}

impl<'m> Form<'m> {
    fn of_struct(shape: Option<&'m Shape>, fields: &RustFields) -> Self {
        match shape {
            Some(Shape::Struct(object)) => Self::Object(object),
            Some(Shape::Tuple { items }) => Self::Array(items),
            Some(Shape::Newtype { item, .. }) if !matches!(fields, RustFields::Unit) => {
                Self::Newtype(item)
            }
            _ => Self::Unknown,
        }
    }

    fn of_content(content: Option<&'m Content>) -> Self {
        match content {
            None => Self::Unknown,
            Some(Content::Unit) => Self::Null,
            Some(Content::Newtype { item }) => Self::Newtype(item),
            Some(Content::Tuple { items }) => Self::Array(items),
            Some(Content::Struct(object)) => Self::Object(object),
        }
    }

    fn is_newtype(self) -> bool {
        matches!(self, Self::Newtype(_))
    }

    fn place(self, field: &RustField, index: usize) -> Option<Place<'m>> {
        const REQUIRED: &Presence = &Presence::Required;
        let element = |r#type| Place {
            r#type,
            key: "",
            presence: REQUIRED,
        };
        match self {
            Self::Unknown | Self::Null => None,
            Self::Newtype(item) => Some(element(item)),
            Self::Array(items) => items.get(index).map(|item| element(&item.r#type)),
            Self::Object(object) => {
                let mut fields = object.fields.iter();
                let found = fields.find(|found| {
                    found.name == field.name
                        && found.flattened.is_none()
                        && !matches!(found.r#type, Type::Literal { .. })
                })?;
                Some(Place {
                    r#type: &found.r#type,
                    key: &found.wire_name,
                    presence: &found.presence,
                })
            }
        }
    }
}

/// The JSON of fields.
#[derive(Default)]
struct Parts {
    elements: Vec<Value>,
    entries: Map<String, Value>,
}

impl Parts {
    fn add(&mut self, field: &RustField, place: Option<Place<'_>>, value: Value) {
        let Some(place) = place else {
            self.entries.insert(MORE.to_owned(), Value::Null);
            self.elements.push(value);
            return;
        };
        let key = place.key.to_owned();
        if place.presence.is_required() {
            self.entries.insert(key, value.clone());
        } else if is_option(&field.ty) && !matches!(place.r#type, Type::Option { .. } | Type::Any) {
            // Then it is `None` that is left out, and nothing else.
            if !value.is_null() {
                self.entries.insert(key, value.clone());
            }
        } else {
            self.entries.insert(key, json!({ OPTIONAL: value.clone() }));
        }
        self.elements.push(value);
    }

    fn json(mut self, form: Form<'_>) -> Value {
        match form {
            Form::Unknown => any(),
            Form::Null => Value::Null,
            Form::Newtype(_) if self.elements.len() == 1 => self.elements.remove(0),
            Form::Newtype(_) => any(),
            Form::Array(_) => Value::Array(self.elements),
            Form::Object(object) => {
                for field in &object.fields {
                    if let Type::Literal { value } = &field.r#type {
                        self.entries.insert(field.wire_name.clone(), json!(value));
                    }
                }
                Value::Object(self.entries)
            }
        }
    }
}

/// A variant with its name.
fn tagged(tagging: &Tagging, variant: &Variant, content: Value) -> Value {
    let name = &variant.wire_name;
    match tagging {
        _ if variant.untagged => content,
        Tagging::Untagged => content,
        Tagging::External if variant.content.is_unit() => json!(name),
        Tagging::External => json!({ name.as_str(): content }),
        Tagging::Adjacent { tag, .. } if variant.content.is_unit() => {
            json!({ tag.as_str(): name })
        }
        Tagging::Adjacent { tag, content: key } => {
            json!({ tag.as_str(): name, key.as_str(): content })
        }
        Tagging::Internal { tag } => match content {
            Value::Null => json!({ tag.as_str(): name }),
            Value::Object(mut entries) => {
                if entries.remove(super::ANY).is_some() {
                    entries.insert(MORE.to_owned(), Value::Null);
                }
                entries.insert(tag.clone(), json!(name));
                Value::Object(entries)
            }
            _ => any(),
        },
    }
}

fn is_option(ty: &RustTy) -> bool {
    matches!(ty, RustTy::Known(path, _) if path == "std::option::Option")
}

fn is_phantom(ty: &RustTy) -> bool {
    matches!(ty, RustTy::Known(path, _) if path == "std::marker::PhantomData")
}

/// Is there a struct or enum that stands for itself, and not for a list of any length?
fn holds_items(fields: &RustFields) -> bool {
    let (RustFields::Tuple(fields) | RustFields::Named(fields)) = fields else {
        return false;
    };
    fields.iter().any(|field| needs_item(&field.ty))
}

fn needs_item(ty: &RustTy) -> bool {
    match ty {
        RustTy::Item(_) => true,
        RustTy::Tuple(items) => items.iter().any(needs_item),
        RustTy::Array(item, _) | RustTy::Reference(item) => needs_item(item),
        RustTy::Known(path, args) => {
            let transparent = [
                "Box", "Rc", "Arc", "Cow", "Cell", "RefCell", "Mutex", "RwLock",
            ];
            let name = path.rsplit("::").next().unwrap_or(path);
            transparent.contains(&name) && args.iter().any(needs_item)
        }
        RustTy::Primitive(_) | RustTy::Slice(_) | RustTy::Other(_) => false,
    }
}
