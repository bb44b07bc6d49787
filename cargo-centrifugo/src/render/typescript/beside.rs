//! Values whose keys stand beside other keys: what is flattened, and what is beside a tag.

use anyhow::Context as _;
use centrifugo_build::manifest::{self, Content, Shape, Tagging, Type, Variant};

use super::literals;
use super::shapes::{never, one_key};
use super::ts::{Index, Lines, Object, Property, Ts};
use super::types::{Lowering, MapKey, is_untagged, tagged};
use super::union::{Atoms, Member, union};

static STRING: Type = Type::String { format: None };

/// The keys of one object, from wherever they come.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    own: Vec<Property<'a>>,
    /// Types of objects that it is as well.
    also: Vec<Ts<'a>>,
    index: Option<Index<'a>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(own: Vec<Property<'a>>) -> Self {
        Self {
            own,
            also: vec![],
            index: None,
        }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn add_object(
        &self,
        object: &'a manifest::Object,
        keys: &mut Keys<'a>,
    ) -> anyhow::Result<()> {
        keys.own.extend(self.properties(&object.fields)?);
        for value in &object.flatten {
            self.add_keys(&value.r#type, keys)
                .with_context(|| format!("flattened field `{}`", value.name))?;
        }
        if let Some(rest) = &object.rest {
            let docs = super::docs::item(rest.docs.as_deref(), &[], None);
            self.add_map(&rest.key, &rest.value, docs, keys)?;
        }
        Ok(())
    }

    /// The keys of a value that is an object, or adds none.
    pub(super) fn add_keys(&self, ty: &'a Type, keys: &mut Keys<'a>) -> anyhow::Result<()> {
        match ty {
            Type::Null => {}
            Type::Any => self.add_map(&STRING, ty, vec![], keys)?,
            Type::Map { key, value } => self.add_map(key, value, vec![], keys)?,
            Type::Option { item } => {
                if let Some(value) = self.beside(item)? {
                    keys.also.push(self.or_nothing(value)?);
                }
            }
            Type::Named { id } => match self.shape(id)? {
                Shape::Struct(object) => self.add_object(object, keys)?,
                Shape::Newtype { item, .. } => self.add_keys(item, keys)?,
                Shape::Enum { .. } => keys.also.extend(self.beside(ty)?),
                Shape::Tuple { .. } => anyhow::bail!("`{id}` is no object"),
            },
            other => anyhow::bail!("{other:?} is no object"),
        }
        Ok(())
    }

    fn add_map(
        &self,
        key: &'a Type,
        value: &'a Type,
        docs: Lines<'a>,
        keys: &mut Keys<'a>,
    ) -> anyhow::Result<()> {
        let value = self.ty(value)?;
        match (self.map_key(key)?, &mut keys.index) {
            (MapKey::Pattern(key), None) => {
                keys.index = Some(Index {
                    docs,
                    key,
                    value: Box::new(value),
                });
            }
            (MapKey::Pattern(_), Some(_)) => {
                anyhow::bail!("two flattened maps take the same keys")
            }
            (MapKey::OneOf(names), _) => {
                keys.also.push(Ts::Mapped(names.into(), Box::new(value)));
            }
        }
        Ok(())
    }

    /// The type of an object with the value's keys; none if it adds no keys.
    fn beside(&self, ty: &'a Type) -> anyhow::Result<Option<Ts<'a>>> {
        if let Type::Named { id } = ty {
            if self.is_object(ty)? {
                return Ok(Some(self.ty(ty)?));
            }
            if let Shape::Enum {
                tagging, variants, ..
            } = self.shape(id)?
            {
                return self.enum_beside(tagging, variants);
            }
        }
        let mut keys = Keys::new(vec![]);
        self.add_keys(ty, &mut keys)?;
        if keys.own.is_empty() && keys.also.is_empty() && keys.index.is_none() {
            return Ok(None);
        }
        self.keys_type(keys).map(Some)
    }

    /// Can its keys stand beside others?
    fn has_keys(&self, ty: &Type) -> anyhow::Result<bool> {
        Ok(match ty {
            Type::Null | Type::Map { .. } | Type::Any => true,
            Type::Option { item } => self.has_keys(item)?,
            Type::Named { id } => match self.shape(id)? {
                Shape::Struct(_) | Shape::Enum { .. } => true,
                Shape::Tuple { .. } => false,
                Shape::Newtype { item, .. } => self.has_keys(item)?,
            },
            _ => false,
        })
    }

    /// Is the type, as it stands on its own, one of objects?
    fn is_object(&self, ty: &Type) -> anyhow::Result<bool> {
        let Type::Named { id } = ty else {
            return Ok(matches!(ty, Type::Map { .. }));
        };
        Ok(match self.shape(id)? {
            Shape::Struct(_) => true,
            Shape::Tuple { .. } => false,
            Shape::Newtype { item, .. } => self.is_object(item)?,
            Shape::Enum {
                tagging, variants, ..
            } => {
                for variant in variants {
                    let is_object = match &variant.content {
                        Content::Newtype { item } if is_untagged(tagging, variant) => {
                            self.is_object(item)?
                        }
                        Content::Struct(_) => true,
                        _ => !is_untagged(tagging, variant),
                    };
                    let is_string = *tagging == Tagging::External && variant.content.is_unit();
                    if !is_object || is_string {
                        return Ok(false);
                    }
                }
                true
            }
        })
    }

    /// An enum that is not always an object, beside other keys: an externally tagged unit variant is
    /// a key with `null`, an untagged one adds nothing.
    fn enum_beside(
        &self,
        tagging: &'a Tagging,
        variants: &'a [Variant],
    ) -> anyhow::Result<Option<Ts<'a>>> {
        let mut members = vec![];
        let mut may_add_nothing = false;
        for variant in variants {
            if !is_untagged(tagging, variant) {
                let content = self.content(&variant.content)?;
                members.push(one_key(variant, content, tagged(tagging, variants)));
                continue;
            }
            match &variant.content {
                Content::Unit => may_add_nothing = true,
                Content::Struct(object) => members.push(self.object(vec![], object)?),
                Content::Newtype { item } if self.has_keys(item)? => match self.beside(item)? {
                    Some(ts) => members.push(ts),
                    None => may_add_nothing = true,
                },
                // Neither sent nor received here: serde has no way to.
                Content::Newtype { .. } | Content::Tuple { .. } => {}
            }
        }
        if members.is_empty() {
            return Ok(None);
        }
        if may_add_nothing {
            return self.or_nothing(Ts::union_of(members)).map(Some);
        }
        Ok(Some(Ts::union_of(members)))
    }

    /// The type of the object.
    pub(super) fn keys_type(&self, keys: Keys<'a>) -> anyhow::Result<Ts<'a>> {
        let Keys {
            own,
            also: mut parts,
            index,
        } = keys;
        let index = match index {
            None => None,
            Some(index) => {
                let mut properties = own.clone();
                for part in &parts {
                    self.properties_of(part, &mut properties, &mut vec![])?;
                }
                Some(self.with_room_for(index, &properties)?)
            }
        };
        if !own.is_empty() || index.is_some() || parts.is_empty() {
            let own = Object {
                properties: own,
                index,
            };
            parts.insert(0, Ts::Object(own));
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Ts::Intersection(parts),
        })
    }

    /// The object, or none of its keys.
    fn or_nothing(&self, ts: Ts<'a>) -> anyhow::Result<Ts<'a>> {
        let mut properties = vec![];
        self.properties_of(&ts, &mut properties, &mut vec![])?;
        let mut none: Vec<Property<'_>> = vec![];
        for property in properties {
            if none.iter().all(|other| other.key != property.key) {
                none.push(never(property.key));
            }
        }
        let none = Ts::object(none);
        Ok(match ts {
            Ts::Union(items) if items.contains(&none) => Ts::Union(items),
            ts => Ts::union_of(vec![ts, none]),
        })
    }

    /// The properties of all variants of an object.
    fn properties_of(
        &self,
        ts: &Ts<'a>,
        properties: &mut Vec<Property<'a>>,
        seen: &mut Vec<&'a str>,
    ) -> anyhow::Result<()> {
        match ts {
            Ts::Object(object) => properties.extend(object.properties.iter().cloned()),
            Ts::Union(items) | Ts::Intersection(items) => {
                for item in items {
                    self.properties_of(item, properties, seen)?;
                }
            }
            Ts::Word(name) => {
                if let Some(id) = self.names.id(name)
                    && !seen.contains(&id)
                {
                    seen.push(id);
                    self.properties_of(&self.declared(id)?, properties, seen)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The index signature, so that the properties agree with it: TypeScript has no way to say "all
    /// other keys", so what they hold is added to what it holds.
    fn with_room_for(
        &self,
        mut index: Index<'a>,
        properties: &[Property<'a>],
    ) -> anyhow::Result<Index<'a>> {
        let mut members = self.members_of(*index.value)?;
        let numbers = index.key != "string";
        for property in properties {
            if numbers && !literals::is_number(&property.key) {
                continue;
            }
            members.extend(self.members_of(property.r#type.clone().without_docs())?);
            if property.optional {
                members.push(Member::keyword("undefined"));
            }
        }
        index.value = Box::new(union(members));
        Ok(index)
    }

    fn members_of(&self, ts: Ts<'a>) -> anyhow::Result<Vec<Member<'a>>> {
        Ok(match ts {
            Ts::Union(items) => {
                let members = items.into_iter().map(|item| self.members_of(item));
                members.collect::<anyhow::Result<Vec<_>>>()?.concat()
            }
            Ts::Word(word) if word == "never" => vec![],
            Ts::Word(word) if literals::is_string(&word) => vec![Member::literal(word)],
            Ts::Word(word) => {
                let atoms = match self.names.id(&word) {
                    Some(id) => self.atoms_of(id, &mut vec![])?,
                    None => Atoms::keyword(&word),
                };
                vec![Member {
                    ts: Ts::Word(word),
                    atoms,
                }]
            }
            other => vec![Member::other(other)],
        })
    }
}
