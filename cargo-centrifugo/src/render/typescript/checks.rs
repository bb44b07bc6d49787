//! Where a value has to be looked at on its way out or in, as data for the package's walk over it.
//!
//! What is looked at: integers that a number may not hold; numbers of any kind; and, received, floats
//! that are `null`. The rest is left out, except below untagged variants: to tell which one a value
//! is takes all of it (*whole*).

use std::borrow::Cow;

use centrifugo_build::manifest::{
    self, Content, Element, Field, Float, Int64, Integer, Shape, Tagging, Type, Variant,
};

use super::literals;
use super::reach::is_float;
use super::types::{Direction, Lowering, is_untagged};

/// What a value is looked at for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Check<'a> {
    /// Nothing.
    Nothing,
    /// A string or a number, as text.
    Text(Cow<'a, str>),
    /// That of a named type, called so.
    Named(&'a str),
    /// By key in an object literal.
    Node(Vec<(Cow<'a, str>, Check<'a>)>),
    List(Vec<Check<'a>>),
    /// `… as const`
    Const(Box<Check<'a>>),
}

impl<'a> Check<'a> {
    fn kind(kind: &str) -> Self {
        Self::Text(literals::string(kind).into())
    }

    fn node(key: &'static str, check: Self) -> Self {
        Self::Node(vec![(key.into(), check)])
    }

    /// As it is written at a key of an object literal: for one that every object has, TypeScript
    /// does not look at what the literal's type says.
    fn at(self, key: &str) -> Self {
        match self {
            Self::Text(_) | Self::Node(_) if literals::is_inherited(key) => {
                Self::Const(Box::new(self))
            }
            other => other,
        }
    }

    fn strings<'s>(items: impl Iterator<Item = &'s str>) -> Self {
        Self::List(items.map(Self::kind).collect())
    }
}

type Found<'a> = anyhow::Result<Option<Check<'a>>>;

impl<'a> Lowering<'a> {
    pub(super) fn check(&self, ty: &'a Type, whole: bool) -> Found<'a> {
        let anyway = |kind: &str| Ok(whole.then(|| Check::kind(kind)));
        match ty {
            Type::Null => anyway("null"),
            Type::Bool => anyway("boolean"),
            Type::String { .. } => anyway("string"),
            Type::Literal { value } => {
                Ok(whole.then(|| Check::node("literal", Check::kind(value))))
            }
            Type::Bytes => Ok(whole.then(|| Check::node("list", Check::kind("u8")))),
            Type::Integer { repr, .. } if repr.exceeds_f64() => {
                Ok(Some(Check::kind(&integer(*repr))))
            }
            Type::Integer { repr, .. } => anyway(&integer(*repr)),
            Type::Float { .. } if self.direction == Direction::Output => {
                Ok(Some(Check::kind("float")))
            }
            Type::Float {
                repr: Float::F32 | Float::F64,
            } => anyway("float"),
            Type::Number | Type::Any => {
                let kind = if *ty == Type::Any { "any" } else { "number" };
                let looked_at = whole || self.int64 == Int64::Number;
                Ok(looked_at.then(|| Check::kind(kind)))
            }
            Type::Option { item } => self.option(item, whole),
            Type::List { item, .. } => Ok(self
                .check(item, whole)?
                .map(|item| Check::node("list", item))),
            Type::Array { item, len } => Ok(self.check(item, whole)?.map(|item| {
                let mut node = vec![("list".into(), item)];
                if whole {
                    node.push(("length".into(), Check::Text(len.to_string().into())));
                }
                Check::Node(node)
            })),
            Type::Map { value, .. } => Ok(self
                .check(value, whole)?
                .map(|value| Check::node("map", value))),
            Type::Tuple { items } => self.tuple(items.iter(), items.len(), whole),
            Type::Named { id } => {
                let looked_at = whole || self.reach.is_looked_at(id, self.direction);
                if !looked_at {
                    return Ok(None);
                }
                Ok(Some(Check::Named(self.names.of_check(id)?)))
            }
            Type::Param { .. } | Type::Apply(_) => anyhow::bail!("a parameter has no check"),
        }
    }

    fn option(&self, item: &'a Type, whole: bool) -> Found<'a> {
        if !whole && is_float(item) {
            // `null` is `None`, whatever it was.
            return Ok(None);
        }
        // Only these take `null` for something else.
        let reads_null = whole || matches!(item, Type::Named { .. });
        Ok(self.check(item, whole)?.map(|item| {
            if reads_null {
                Check::node("option", item)
            } else {
                item
            }
        }))
    }

    fn tuple(
        &self,
        items: impl Iterator<Item = &'a Type>,
        required: usize,
        whole: bool,
    ) -> Found<'a> {
        let mut checks = vec![];
        for item in items {
            checks.push(self.check(item, whole)?.unwrap_or(Check::Nothing));
        }
        if !whole {
            while checks.last() == Some(&Check::Nothing) {
                checks.pop();
            }
            if checks.is_empty() {
                return Ok(None);
            }
        }
        let mut node = vec![("tuple".into(), Check::List(checks))];
        if whole {
            node.push(("required".into(), Check::Text(required.to_string().into())));
        }
        Ok(Some(Check::Node(node)))
    }

    fn elements_check(&self, items: &'a [Element], whole: bool) -> Found<'a> {
        let required = items.iter().filter(|item| item.presence.is_required());
        let required = required.count();
        self.tuple(items.iter().map(|item| &item.r#type), required, whole)
    }

    /// That of a named type, if it has one.
    pub(super) fn declared_check(&self, id: &'a str) -> Found<'a> {
        if !self.reach.is_looked_at(id, self.direction) {
            return Ok(None);
        }
        let whole = self.reach.is_whole(id, self.direction);
        let check = match self.shape(id)? {
            Shape::Struct(object) => self.object_check(object, whole),
            Shape::Tuple { items } => self.elements_check(items, whole),
            Shape::Newtype { item, .. } => self.check(item, whole),
            Shape::Enum {
                tagging, variants, ..
            } => self.enum_check(tagging, variants, whole),
        };
        Ok(Some(check?.unwrap_or(Check::Nothing)))
    }

    pub(super) fn fields_check(&self, fields: &'a [Field], whole: bool) -> Found<'a> {
        let node = self.fields_node(fields, whole)?;
        Ok((!node.is_empty()).then_some(Check::Node(node)))
    }

    fn fields_node(
        &self,
        fields: &'a [Field],
        whole: bool,
    ) -> anyhow::Result<Vec<(Cow<'a, str>, Check<'a>)>> {
        let mut node = vec![];
        let checks = self.field_checks(fields, whole)?;
        if whole || !checks.is_empty() {
            node.push(("fields".into(), Check::Node(checks)));
        }
        if whole {
            let required = fields.iter().filter(|field| field.presence.is_required());
            let required = Check::strings(required.map(|field| field.wire_name.as_str()));
            node.push(("required".into(), required));
        }
        Ok(node)
    }

    fn field_checks(
        &self,
        fields: &'a [Field],
        whole: bool,
    ) -> anyhow::Result<Vec<(Cow<'a, str>, Check<'a>)>> {
        let mut checks = vec![];
        for field in fields {
            if let Some(check) = self.check(&field.r#type, whole)? {
                let check = check.at(&field.wire_name);
                checks.push((literals::literal_key(&field.wire_name), check));
            }
        }
        Ok(checks)
    }

    fn object_check(&self, object: &'a manifest::Object, whole: bool) -> Found<'a> {
        let mut node = self.fields_node(&object.fields, whole)?;
        let mut beside = vec![];
        for value in &object.flatten {
            beside.extend(self.check(&value.r#type, whole)?);
        }
        if !beside.is_empty() {
            node.push(("beside".into(), Check::List(beside)));
        }
        if let Some(rest) = &object.rest
            && let Some(check) = self.check(&rest.value, whole)?
        {
            let known = self.object_keys(object)?;
            node.push(("rest".into(), check));
            node.push(("known".into(), Check::strings(known.into_iter())));
        }
        Ok((!node.is_empty()).then_some(Check::Node(node)))
    }

    fn enum_check(&self, tagging: &'a Tagging, variants: &'a [Variant], whole: bool) -> Found<'a> {
        let mut named = vec![];
        let mut units = vec![];
        let mut any_of = vec![];
        for variant in variants {
            if is_untagged(tagging, variant) {
                let check = self.content_check(&variant.content, true)?;
                any_of.push(check.unwrap_or(Check::Nothing));
                continue;
            }
            if *tagging == Tagging::External && variant.content.is_unit() {
                units.push(variant.wire_name.as_str());
                continue;
            }
            let check = match tagging {
                Tagging::Internal { tag } => self.beside_tag(tag, &variant.content, whole)?,
                _ if variant.content.is_unit() => whole.then_some(Check::Nothing),
                _ => self.content_check(&variant.content, whole)?,
            };
            if let Some(check) = check {
                let check = check.at(&variant.wire_name);
                named.push((literals::literal_key(&variant.wire_name), check));
            }
        }
        let mut node = vec![];
        let named = Check::Node(named);
        match tagging {
            Tagging::External => node.push(("external".into(), named)),
            Tagging::Internal { tag } => {
                node.push(("tag".into(), Check::kind(tag)));
                node.push(("variants".into(), named));
            }
            Tagging::Adjacent { tag, content } => {
                node.push(("tag".into(), Check::kind(tag)));
                node.push(("content".into(), Check::kind(content)));
                node.push(("variants".into(), named));
            }
            Tagging::Untagged => {}
        }
        if whole && *tagging == Tagging::External {
            node.push(("units".into(), Check::strings(units.into_iter())));
        }
        if !any_of.is_empty() {
            node.push(("anyOf".into(), Check::List(any_of)));
        }
        Ok(Some(Check::Node(node)))
    }

    /// Of a variant's content on its own.
    fn content_check(&self, content: &'a Content, whole: bool) -> Found<'a> {
        match content {
            Content::Unit => Ok(whole.then(|| Check::kind("null"))),
            Content::Newtype { item } => self.check(item, whole),
            Content::Tuple { items } => self.elements_check(items, whole),
            Content::Struct(object) => self.object_check(object, whole),
        }
    }

    /// Of a variant's content whose keys stand beside the tag.
    fn beside_tag(&self, tag: &'a str, content: &'a Content, whole: bool) -> Found<'a> {
        let nothing = || whole.then(|| Check::node("fields", Check::Node(vec![])));
        match content {
            Content::Unit | Content::Newtype { item: Type::Null } => Ok(nothing()),
            Content::Newtype {
                item: Type::Map { value, .. },
            } => Ok(self.check(value, whole)?.map(|value| {
                Check::Node(vec![
                    ("rest".into(), value),
                    ("known".into(), Check::strings([tag].into_iter())),
                ])
            })),
            content => self.content_check(content, whole),
        }
    }
}

/// `i64`
fn integer(repr: Integer) -> String {
    format!("{repr:?}").to_lowercase()
}
