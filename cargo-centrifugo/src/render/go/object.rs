//! Structs of Go, and the objects that they are in JSON.

use anyhow::bail;
use centrifugo_build::manifest::{Field, Object, Presence, Type};

use super::fields::{Lowered, Sided};
use super::mentions::Mentions;
use super::model::{Body, Coding, Flat, Key, Literal, Mentioned, ObjectCoding};
use super::names::quoted;
use super::split::{Fact, Facts};
use super::types::{Direction, GoType, Types};
use super::{docs, formats, layout, names};

/// The same in each direction that a Go type stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<T> {
    pub(super) input: Option<T>,
    pub(super) output: Option<T>,
}

impl<T: Copy> Sides<T> {
    /// The direction in whose terms a type is named.
    pub(super) fn direction(&self) -> Direction {
        if self.output.is_some() {
            Direction::Output
        } else {
            Direction::Input
        }
    }

    pub(super) fn any(&self) -> T {
        let any = self.output.or(self.input);
        any.expect("a type has a shape in some direction")
    }

    pub(super) fn try_map<U>(
        self,
        f: impl Fn(T, Direction) -> anyhow::Result<Option<U>>,
    ) -> anyhow::Result<Sides<U>> {
        let map = |side: Option<T>, direction| match side {
            Some(side) => f(side, direction),
            None => Ok(None),
        };
        Ok(Sides {
            input: map(self.input, Direction::Input)?,
            output: map(self.output, Direction::Output)?,
        })
    }
}

impl Sides<std::borrow::Cow<'_, Object>> {
    pub(super) fn as_deref(&self) -> Sides<&Object> {
        Sides {
            input: self.input.as_deref(),
            output: self.output.as_deref(),
        }
    }
}

/// What all of a package's structs are lowered with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a, 'm> {
    pub(super) types: &'a Types<'m>,
    pub(super) initialisms: bool,
    /// Methods of the structs, which no field can share its name with.
    pub(super) methods: &'static [&'static str],
}

/// A value whose keys stand beside the fields.
struct Merged<'m> {
    name: &'m str,
    docs: Option<&'m str>,
    ty: Type,
}

fn merged(object: &Object) -> Vec<Merged<'_>> {
    let flatten = object.flatten.iter().map(|flatten| Merged {
        name: &flatten.name,
        docs: flatten.docs.as_deref(),
        ty: flatten.r#type.clone(),
    });
    // The map comes last: it takes all that the others have left.
    let rest = object.rest.iter().map(|rest| Merged {
        name: &rest.name,
        docs: rest.docs.as_deref(),
        ty: Type::Map {
            key: Box::new(rest.key.clone()),
            value: Box::new(rest.value.clone()),
        },
    });
    flatten.chain(rest).collect()
}

fn literal(field: &Field) -> Option<&str> {
    match &field.r#type {
        Type::Literal { value } => Some(value),
        _ => None,
    }
}

impl<'m> Context<'_, 'm> {
    /// A type that is written as it is sent, and read as it is received.
    pub(super) fn both(&self, sides: Sides<&Type>) -> anyhow::Result<GoType> {
        let lower = |ty, direction| self.types.lower(ty, direction).map(Some);
        let lowered = sides.try_map(lower)?;
        let any = lowered.output.or_else(|| lowered.input.clone());
        let any = any.expect("a value has a direction");
        Ok(GoType {
            write: lowered.input.map_or(any.write, |input| input.write),
            ..any
        })
    }

    /// The struct of an object, with a tag among its keys if it has one.
    pub(super) fn object(
        &self,
        name: &str,
        sides: Sides<&Object>,
        tag: Option<Literal>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Body> {
        let any = sides.any();
        let (fields, literals): (Vec<&Field>, Vec<&Field>) = any
            .fields
            .iter()
            .partition(|field| literal(field).is_none());
        let merged = merged(any);
        let mut wanted: Vec<(&str, &str)> = fields
            .iter()
            .map(|field| (field.name.as_str(), field.wire_name.as_str()))
            .collect();
        wanted.extend(merged.iter().map(|merged| (merged.name, merged.name)));
        let names = names::members(&wanted, self.methods, self.initialisms);
        let mut coding = ObjectCoding {
            literals: tag.into_iter().collect(),
            mapped: any.rest.is_some(),
            ..ObjectCoding::default()
        };
        for field in literals {
            let key = quoted(&field.wire_name);
            // The server asks nobody for it.
            let required = sides.input.is_none();
            coding.literals.push(Literal {
                key: key.clone(),
                text: quoted(literal(field).unwrap_or_default()),
                seen: required.then_some(coding.required.len()),
            });
            coding.required.extend(required.then_some(key));
        }
        let mut lines = vec![];
        for (field, go) in fields.into_iter().zip(&names) {
            lines.push(self.field(sides, field, go, &mut coding, &mut mentioned.codecs)?);
        }
        for (merged, go) in merged.iter().zip(&names[lines.len()..]) {
            lines.push(self.merged(sides, merged, go, &mut coding, &mut mentioned.codecs)?);
        }
        if let Some(key) = coding.twice() {
            bail!("go: the key {key} is twice in an object of `{name}`, as its tag and a field");
        }
        lines.iter().for_each(|line| mentioned.types.add(&line.ty));
        Ok(Body {
            go: layout::fields(&lines),
            coding: Coding::Object(coding),
        })
    }

    fn field<'n>(
        &self,
        sides: Sides<&Object>,
        any: &Field,
        name: &'n str,
        coding: &mut ObjectCoding,
        mentioned: &mut Mentions,
    ) -> anyhow::Result<layout::Line<'n>> {
        let side = |object: &Object, direction| {
            let mut fields = object.fields.iter();
            let field = fields.find(|field| field.wire_name == any.wire_name);
            let lower =
                |field: &Field| Lowered::new(self.types, &field.r#type, &field.presence, direction);
            field.map(lower).transpose()
        };
        let lowered = sides.try_map(side)?;
        let sided = Sided::new(lowered.input, lowered.output);
        mentioned.add_expressions(sided.expressions());
        let key = quoted(&any.wire_name);
        coding.keys.push(Key {
            guard: sided.omitzero.then(|| sided.is_set(name)),
            write: sided.write(name),
            read: if sided.required {
                let number = coding.required.len();
                format!("v.{name}, seen[{number}] = {}, true", sided.read())
            } else {
                ["v.", name, " = ", sided.read()].concat()
            },
            key: key.clone(),
        });
        if sided.required {
            coding.required.push(key);
        }
        // A default that is Go's zero value goes without saying.
        let mut paragraphs = vec![];
        let input = sides.input.and_then(|object| {
            let mut fields = object.fields.iter();
            fields.find(|field| field.wire_name == any.wire_name)
        });
        if sided.hides_default()
            && let Some(Presence::Default(default)) = input.map(|field| &field.presence)
        {
            paragraphs.push(format!("Nil is the default: {default}."));
        }
        if any.docs.is_none() {
            paragraphs.extend(formats::described(&any.r#type).map(str::to_owned));
        }
        let deprecated = any.deprecated.as_ref();
        Ok(layout::Line {
            docs: docs::member(name, any.docs.as_deref(), &paragraphs, deprecated),
            ty: sided.go(),
            tag: tag(&any.wire_name, sided.omitzero).into(),
            name,
        })
    }

    fn merged<'n>(
        &self,
        sides: Sides<&Object>,
        merged: &Merged<'_>,
        name: &'n str,
        coding: &mut ObjectCoding,
        mentioned: &mut Mentions,
    ) -> anyhow::Result<layout::Line<'n>> {
        let same = sides.try_map(|_, _| Ok(Some(&merged.ty)))?;
        let ty = self.both(same)?;
        mentioned.add_expressions([&*ty.read, &*ty.write]);
        let inner = self.types.inner(&merged.ty, sides.direction())?;
        coding.flats.push(Flat {
            name: name.to_owned(),
            function: match inner {
                Type::Option { .. } => "readFlatOption",
                _ => "readFlat",
            },
            read: ty.read,
            write: ty.write,
        });
        Ok(layout::Line {
            docs: docs::member(name, merged.docs, &[], None),
            name,
            ty: ty.go,
            // It has no key of its own.
            tag: "`json:\"-\"`".into(),
        })
    }

    /// The names and Go types of an object, which two directions must have alike to share a struct.
    pub(super) fn declared_object(
        &self,
        variant: &'m str,
        object: &'m Object,
        direction: Direction,
        literals: bool,
        facts: &mut Facts<'m>,
    ) -> anyhow::Result<()> {
        for field in &object.fields {
            let lowered = Lowered::new(self.types, &field.r#type, &field.presence, direction)?;
            if literals || literal(field).is_none() {
                let key = field.wire_name.as_str();
                facts.is.push(Fact::Key(variant, key, lowered.go()));
                if lowered.omitted {
                    facts.omits.push((variant, key));
                }
            }
        }
        for merged in merged(object) {
            let ty = self.types.lower(&merged.ty, direction)?;
            facts.is.push(Fact::Merged(variant, merged.name, ty.go));
        }
        Ok(())
    }
}

/// The object around a value that stands beside a tag.
pub(super) fn beside_tag(ty: &Type) -> Object {
    Object {
        flatten: vec![centrifugo_build::manifest::Flatten {
            name: "Value".to_owned(),
            r#type: ty.clone(),
            docs: None,
        }],
        ..Object::default()
    }
}

/// Says to readers, and to other packages that look at tags, what the codecs know anyway.
fn tag(key: &str, omitzero: bool) -> String {
    let option = if omitzero { ",omitzero" } else { "" };
    if names::is_tag(key) {
        ["`json:\"", key, option, "\"`"].concat()
    } else {
        String::new()
    }
}
