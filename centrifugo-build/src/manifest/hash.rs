//! `api_version`: one short string that changes when, and only when, the wire does.
//!
//! Each part of the model is taken apart by name, so that a new field of it is a decision here.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use centrifugo_manifest::{
    Content, Element, ErrorType, ErrorVariant, Field, Flatten, Manifest, Method, Object, Presence,
    Rest, Shape, Shapes, Tagging, Type, TypeDef, Variant,
};

/// Hashes what is on the wire: methods, types, presence and error codes.
///
/// Docs, positions, names that only Rust or the SDKs see, and the order of fields are not part of
/// it: types count by what they look like, so moving or renaming one changes nothing.
pub(crate) fn api_version(manifest: &Manifest) -> String {
    let errors = manifest.errors_by_id();
    let mut wire = Wire {
        hash: Xxh3::new(),
        pending: Vec::with_capacity(2 * CHUNK),
        numbers: HashMap::new(),
        reached: vec![],
    };
    wire.count(manifest.methods.len());
    for method in &manifest.methods {
        wire.method(method, &errors);
    }
    let types: HashMap<&str, &TypeDef> = manifest
        .types
        .iter()
        .map(|ty| (ty.id.as_str(), ty))
        .collect();
    let mut next = 0;
    while let Some(id) = wire.reached.get(next) {
        if let Some(ty) = types.get(id) {
            wire.shapes(&ty.shapes);
        }
        next += 1;
    }
    wire.hash.update(&wire.pending);
    format!("{:032x}", wire.hash.digest128())
}

/// Bytes that are hashed at a time.
const CHUNK: usize = 1 << 14;

struct Wire<'a> {
    hash: Xxh3,
    /// What is to be hashed next. Every part says by itself where it ends.
    pending: Vec<u8>,
    /// Types get their numbers in the order in which methods reach them.
    numbers: HashMap<&'a str, usize>,
    reached: Vec<&'a str>,
}

impl<'a> Wire<'a> {
    fn method(&mut self, method: &'a Method, errors: &BTreeMap<&str, &'a ErrorType>) {
        let Method {
            name,
            params,
            result,
            errors: ids,
            anonymous,
            no_wait,
            ident: _,
            handler: _,
            idempotent: _,
            timeout_ms: _,
            docs: _,
            deprecated: _,
            position: _,
        } = method;
        self.text(name);
        self.flag(params.is_some());
        params.iter().for_each(|ty| self.ty(ty));
        self.ty(result);
        // In one byte, so that the hashes of packages without `no_wait` are what they were.
        self.pending
            .push(u8::from(*anonymous) | u8::from(*no_wait) << 1);
        let variants = ids.iter().filter_map(|id| errors.get(id.as_str()));
        let mut variants: Vec<&ErrorVariant> = variants.flat_map(|error| &error.variants).collect();
        variants.sort_by_key(|variant| variant.code);
        self.count(variants.len());
        for variant in variants {
            let ErrorVariant {
                code,
                temporary,
                fields,
                name: _,
                docs: _,
            } = variant;
            self.number(u64::from(*code));
            self.flag(*temporary);
            self.fields(fields);
        }
    }

    fn shapes(&mut self, shapes: &'a Shapes) {
        match shapes {
            Shapes::Input(shape) => self.shape("input", shape),
            Shapes::Output(shape) => self.shape("output", shape),
            Shapes::Both(shape) => self.shape("both", shape),
            Shapes::Split { input, output } => {
                self.shape("input of two", input);
                self.shape("output of two", output);
            }
        }
    }

    fn shape(&mut self, direction: &str, shape: &'a Shape) {
        self.text(direction);
        match shape {
            Shape::Struct(object) => {
                self.text("struct");
                self.object(object);
            }
            Shape::Tuple { items } => {
                self.text("tuple");
                self.elements(items);
            }
            Shape::Newtype { item, checked } => {
                self.text("newtype");
                self.ty(item);
                self.flag(*checked);
            }
            Shape::Enum {
                tagging,
                variants,
                deny_unknown_fields,
            } => {
                self.text("enum");
                self.json(tagging);
                self.variants(tagging, variants);
                self.flag(*deny_unknown_fields);
            }
        }
        if self.pending.len() > CHUNK {
            self.hash.update(&self.pending);
            self.pending.clear();
        }
    }

    /// Variants are found by their names, so their order is no matter; untagged ones are tried in
    /// their order, and their names are nowhere.
    fn variants(&mut self, tagging: &Tagging, variants: &'a [Variant]) {
        let is_tagged = |variant: &&Variant| *tagging != Tagging::Untagged && !variant.untagged;
        let (mut tagged, untagged): (Vec<&Variant>, Vec<_>) = variants.iter().partition(is_tagged);
        tagged.sort_by(|a, b| a.wire_name.cmp(&b.wire_name));
        self.count(tagged.len());
        for variant in tagged {
            self.text(&variant.wire_name);
            self.variant(variant);
        }
        self.count(untagged.len());
        for variant in untagged {
            self.variant(variant);
        }
    }

    fn variant(&mut self, variant: &'a Variant) {
        let Variant {
            aliases,
            other,
            content,
            checked,
            name: _,
            wire_name: _,
            untagged: _,
            docs: _,
            deprecated: _,
        } = variant;
        self.json(aliases);
        self.flag(*other);
        self.flag(*checked);
        match content {
            Content::Unit => self.text("unit"),
            Content::Newtype { item } => {
                self.text("newtype");
                self.ty(item);
            }
            Content::Tuple { items } => {
                self.text("tuple");
                self.elements(items);
            }
            Content::Struct(object) => {
                self.text("struct");
                self.object(object);
            }
        }
    }

    fn object(&mut self, object: &'a Object) {
        let Object {
            fields,
            flatten,
            rest,
            deny_unknown_fields,
        } = object;
        self.fields(fields);
        self.count(flatten.len());
        for value in flatten {
            let Flatten {
                r#type,
                name: _,
                docs: _,
            } = value;
            self.ty(r#type);
        }
        self.flag(rest.is_some());
        if let Some(Rest {
            key,
            value,
            name: _,
            docs: _,
        }) = rest
        {
            self.ty(key);
            self.ty(value);
        }
        self.flag(*deny_unknown_fields);
    }

    /// Fields are found by their names, so their order is no matter.
    fn fields(&mut self, fields: &'a [Field]) {
        let mut fields: Vec<&Field> = fields.iter().collect();
        fields.sort_by(|a, b| a.wire_name.cmp(&b.wire_name));
        self.count(fields.len());
        for field in fields {
            let Field {
                wire_name,
                aliases,
                r#type,
                presence,
                checked,
                flattened,
                name: _,
                docs: _,
                deprecated: _,
            } = field;
            self.text(wire_name);
            self.json(aliases);
            self.ty(r#type);
            self.presence(presence);
            self.flag(*checked);
            self.flag(flattened.is_some());
        }
    }

    fn elements(&mut self, elements: &'a [Element]) {
        self.count(elements.len());
        for element in elements {
            let Element {
                r#type,
                presence,
                checked,
                docs: _,
            } = element;
            self.ty(r#type);
            self.presence(presence);
            self.flag(*checked);
        }
    }

    fn presence(&mut self, presence: &Presence) {
        match presence {
            Presence::Required => self.text("required"),
            Presence::Optional => self.text("optional"),
            Presence::Default(value) => {
                self.text("default");
                self.text(&value.to_string());
            }
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::Option { item } => {
                self.text("option");
                self.ty(item);
            }
            Type::List { item, unordered } => {
                self.text("list");
                self.ty(item);
                self.flag(*unordered);
            }
            Type::Array { item, len } => {
                self.text("array");
                self.ty(item);
                self.number(*len);
            }
            Type::Tuple { items } => {
                self.text("tuple");
                self.count(items.len());
                items.iter().for_each(|item| self.ty(item));
            }
            Type::Map { key, value } => {
                self.text("map");
                self.ty(key);
                self.ty(value);
            }
            Type::Named { id } => {
                let next = self.reached.len();
                let number = *self.numbers.entry(id).or_insert(next);
                if number == next {
                    self.reached.push(id);
                }
                self.text("named");
                self.count(number);
            }
            Type::Null
            | Type::Bool
            | Type::Integer { .. }
            | Type::Float { .. }
            | Type::Number
            | Type::String { .. }
            | Type::Literal { .. }
            | Type::Bytes
            | Type::Any
            | Type::Param { .. }
            | Type::Apply(_) => self.json(ty),
        }
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.pending.extend_from_slice(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }

    fn number(&mut self, number: u64) {
        self.pending.extend_from_slice(&number.to_le_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.pending.push(u8::from(flag));
    }

    /// A part that names no type and is no number: those do not say where they end.
    fn json(&mut self, part: &impl Serialize) {
        serde_json::to_writer(&mut self.pending, part)
            .expect("the manifest has string keys only, and memory takes what is written");
    }
}
