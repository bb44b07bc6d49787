//! Which Go types there are: for each type of the manifest one struct that is right in both
//! directions, or one for each.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use centrifugo_build::manifest::{
    Content, Field, Float, Format, Integer, Manifest, Presence, Shape, Tagging, Type, TypeDef,
};
use serde_json::Value;

use super::names;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Input,
    Output,
}

pub(super) struct Plan<'m> {
    pub(super) manifest: &'m Manifest,
    types: BTreeMap<&'m str, &'m TypeDef>,
    /// Types that need two: `X` as received, `XInput` as sent.
    split: BTreeSet<&'m str>,
}

/// A field of a Go struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoField {
    pub(super) name: String,
    pub(super) ty: String,
    /// The JSON key.
    pub(super) key: String,
    /// Left out where it is Go's zero value.
    pub(super) omitzero: bool,
    /// Nil has to become `[]` or `{}`, as this literal.
    pub(super) empty: Option<String>,
    /// Decodes what `encoding/json` cannot by itself.
    pub(super) decoder: Option<String>,
    pub(super) docs: String,
}

impl<'m> Plan<'m> {
    pub(super) fn new(manifest: &'m Manifest) -> anyhow::Result<Self> {
        let mut plan = Self {
            manifest,
            types: manifest.types_by_id(),
            split: BTreeSet::new(),
        };
        // A type that refers to a split one is split as well, if it goes both ways.
        loop {
            let mut more = vec![];
            for ty in &manifest.types {
                if !plan.split.contains(ty.id.as_str()) && plan.differs(ty)? {
                    more.push(ty.id.as_str());
                }
            }
            if more.is_empty() {
                break;
            }
            plan.split.extend(more);
        }
        plan.check_names()?;
        Ok(plan)
    }

    pub(super) fn get(&self, id: &str) -> &'m TypeDef {
        self.types[id]
    }

    pub(super) fn is_split(&self, id: &str) -> bool {
        self.split.contains(id)
    }

    /// The Go types of a type of the manifest, each with its name.
    pub(super) fn forms(&self, ty: &'m TypeDef) -> Vec<(String, &'m Shape, Direction)> {
        let output = ty
            .shapes
            .output()
            .map(|s| (ty.name.clone(), s, Direction::Output));
        let input = ty.shapes.input();
        if self.is_split(&ty.id) {
            let input = input.map(|s| (format!("{}Input", ty.name), s, Direction::Input));
            return output.into_iter().chain(input).collect();
        }
        // What is left out is for the input to say, and it is right for the output too.
        match input {
            Some(shape) => vec![(ty.name.clone(), shape, Direction::Input)],
            None => output.into_iter().collect(),
        }
    }

    fn differs(&self, ty: &'m TypeDef) -> anyhow::Result<bool> {
        let (Some(input), Some(output)) = (ty.shapes.input(), ty.shapes.output()) else {
            return Ok(false);
        };
        Ok(
            self.parts(ty, input, Direction::Input)?
                != self.parts(ty, output, Direction::Output)?,
        )
    }

    /// All that two directions must have in common to share one Go type.
    fn parts(
        &self,
        ty: &TypeDef,
        shape: &Shape,
        direction: Direction,
    ) -> anyhow::Result<Vec<(String, String, String)>> {
        let of =
            |prefix: &str, fields: &[Field]| -> anyhow::Result<Vec<(String, String, String)>> {
                let fields = self.fields(&ty.name, fields, direction)?;
                Ok(fields
                    .into_iter()
                    .map(|f| (prefix.to_owned(), f.key, f.ty))
                    .collect())
            };
        match shape {
            Shape::Struct { fields, .. } => of("", fields),
            Shape::Newtype { item } => Ok(vec![(
                String::new(),
                String::new(),
                self.go_type(item, direction)?,
            )]),
            Shape::Enum { variants, .. } => {
                let mut parts = vec![];
                for variant in variants {
                    let name = &variant.wire_name;
                    parts.push((variant.name.clone(), name.clone(), String::new()));
                    match &variant.content {
                        Content::Unit => {}
                        Content::Newtype { item } => {
                            let ty = self.go_type(item, direction)?;
                            parts.push((name.clone(), String::new(), ty));
                        }
                        Content::Struct { fields } => parts.extend(of(name, fields)?),
                    }
                }
                Ok(parts)
            }
        }
    }

    /// The fields of a Go struct named `owner`.
    pub(super) fn fields(
        &self,
        owner: &str,
        fields: &[Field],
        direction: Direction,
    ) -> anyhow::Result<Vec<GoField>> {
        let mut names = BTreeSet::new();
        let mut out = vec![];
        for field in fields {
            let name = names::exported(&field.name, self.manifest.sdk.go.initialisms);
            if !names.insert(name.clone()) {
                bail!("Go: two fields of `{owner}` would be called `{name}`: rename one of them");
            }
            let key = &field.wire_name;
            if !names::is_tag(key) {
                bail!(
                    "Go: the key {key:?} of `{owner}` cannot stand in a tag of encoding/json: rename it"
                );
            }
            out.push(self.field(field, name, direction)?);
        }
        Ok(out)
    }

    fn field(&self, field: &Field, name: String, direction: Direction) -> anyhow::Result<GoField> {
        let ty = &field.r#type;
        let plain = self.go_type(ty, direction)?;
        let nullable = is_nilable(&plain) || self.is_sum(ty);
        let pointer = |ty: &str| {
            if nullable {
                ty.to_owned()
            } else {
                format!("*{ty}")
            }
        };
        let (go, omitzero) = match (&field.presence, direction) {
            (Presence::Required, _) => (plain.clone(), false),
            (Presence::Default(value), _) if is_zero(value, ty) => (plain.clone(), true),
            // A slice that is left out is not an empty one.
            (Presence::Optional | Presence::Default(_), Direction::Input) => {
                let slice = matches!(ty, Type::List { .. } | Type::Map { .. });
                (
                    if slice {
                        format!("*{plain}")
                    } else {
                        pointer(&plain)
                    },
                    true,
                )
            }
            (Presence::Optional | Presence::Default(_), Direction::Output) => {
                (pointer(&plain), true)
            }
        };
        let filled = matches!(ty, Type::List { .. } | Type::Map { .. }) && !omitzero;
        Ok(GoField {
            empty: filled.then(|| format!("{go}{{}}")),
            decoder: self.decoder(ty, direction)?,
            name,
            ty: go,
            key: field.wire_name.clone(),
            omitzero,
            docs: super::docs::comment("", field.docs.as_deref(), field.deprecated.as_ref(), "\t"),
        })
    }

    /// How a value of `ty` is written in Go.
    pub(super) fn go_type(&self, ty: &Type, direction: Direction) -> anyhow::Result<String> {
        Ok(match ty {
            Type::Null => "*struct{}".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Integer { repr } => integer(*repr).to_owned(),
            Type::Float { repr: Float::F32 } => "float32".to_owned(),
            Type::Float { repr: Float::F64 } => "float64".to_owned(),
            Type::String {
                format: Some(Format::DateTimeUtc | Format::DateTimeOffset),
            } => "time.Time".to_owned(),
            Type::String { .. } => "string".to_owned(),
            Type::Option { item } => {
                let inner = self.go_type(item, direction)?;
                let nilable =
                    inner.starts_with('*') || self.is_sum(item) || inner == "json.RawMessage";
                if nilable { inner } else { format!("*{inner}") }
            }
            Type::List { item } => match self.go_type(item, direction)?.as_str() {
                // encoding/json would write a slice of bytes as a base64 string.
                "uint8" => "Uint8s".to_owned(),
                _ if self.is_u8(item) => "Uint8s".to_owned(),
                item => format!("[]{item}"),
            },
            Type::Tuple { items } => self.tuple(items, direction)?,
            Type::Map { key, value } => {
                let key = match key.as_ref() {
                    Type::Integer {
                        repr: Integer::I128 | Integer::U128,
                    }
                    | Type::Bool => "string".to_owned(),
                    key => self.go_type(key, direction)?,
                };
                let key = if key == "time.Time" {
                    "string".to_owned()
                } else {
                    key
                };
                format!("map[{key}]{}", self.go_type(value, direction)?)
            }
            Type::Any => "json.RawMessage".to_owned(),
            Type::Named { id } => {
                let name = &self.get(id).name;
                let input = direction == Direction::Input && self.is_split(id);
                if input {
                    format!("{name}Input")
                } else {
                    name.clone()
                }
            }
        })
    }

    /// Elements of one type are an array; others a `TupleN`.
    fn tuple(&self, items: &[Type], direction: Direction) -> anyhow::Result<String> {
        let types: Vec<String> = items
            .iter()
            .map(|item| self.go_type(item, direction))
            .collect::<Result<_, _>>()?;
        match types.as_slice() {
            [] => Ok("[0]struct{}".to_owned()),
            [first, rest @ ..] if rest.iter().all(|ty| ty == first) => {
                Ok(format!("[{}]{first}", types.len()))
            }
            _ if types.len() <= 6 => Ok(format!("Tuple{}[{}]", types.len(), types.join(", "))),
            _ => bail!(
                "Go: a tuple of {} different types is not supported yet",
                types.len()
            ),
        }
    }

    /// Is `ty` a newtype of `u8`? Such newtypes are aliases, so that a list of them is `Uint8s`.
    fn is_u8(&self, ty: &Type) -> bool {
        let Type::Named { id } = ty else { return false };
        let ty = self.get(id);
        match ty.shapes.output().or(ty.shapes.input()) {
            Some(Shape::Newtype {
                item: Type::Integer { repr: Integer::U8 },
            }) => true,
            Some(Shape::Newtype { item }) => self.is_u8(item),
            _ => false,
        }
    }

    /// Is `ty` an interface in Go: an internally tagged enum?
    pub(super) fn is_sum(&self, ty: &Type) -> bool {
        let Type::Named { id } = ty else { return false };
        let ty = self.get(id);
        match ty.shapes.output().or(ty.shapes.input()) {
            Some(Shape::Enum {
                tagging: Tagging::Internal { .. },
                ..
            }) => true,
            Some(Shape::Newtype { item }) => self.is_sum(item),
            _ => false,
        }
    }

    /// A function that decodes `ty`, if an interface is in it.
    pub(super) fn decoder(
        &self,
        ty: &Type,
        direction: Direction,
    ) -> anyhow::Result<Option<String>> {
        if !self.has_sum(ty) {
            return Ok(None);
        }
        let go = |ty: &Type| self.go_type(ty, direction);
        let inner = |ty: &Type| -> anyhow::Result<String> {
            let found = self.decoder(ty, direction)?;
            found.map_or_else(|| Ok(format!("decode[{}]", go(ty)?)), Ok)
        };
        Ok(Some(match ty {
            Type::Named { id } => format!("decode{}", self.sum_name(id, direction)),
            Type::Option { item } => format!("decodeOption({})", inner(item)?),
            Type::List { item } => format!("decodeList({})", inner(item)?),
            Type::Map { key, value } => {
                // Written as `map[K]V`, a map's type says what its keys are.
                let map = go(&Type::Map {
                    key: key.clone(),
                    value: Box::new(Type::Bool),
                })?;
                let key = &map["map[".len()..map.len() - "]bool".len()];
                format!("decodeMap[{key}]({})", inner(value)?)
            }
            _ => bail!("Go: an internally tagged enum within a tuple is not supported yet"),
        }))
    }

    fn sum_name(&self, id: &str, direction: Direction) -> String {
        let ty = self.get(id);
        match ty.shapes.output().or(ty.shapes.input()) {
            Some(Shape::Newtype {
                item: Type::Named { id },
            }) => self.sum_name(id, direction),
            _ if direction == Direction::Input && self.is_split(id) => format!("{}Input", ty.name),
            _ => ty.name.clone(),
        }
    }

    fn has_sum(&self, ty: &Type) -> bool {
        let mut found = false;
        ty.each(&mut |ty| found |= self.is_sum(ty));
        found
    }

    /// No two Go types may have one name, and none of them one of the package's own.
    fn check_names(&self) -> anyhow::Result<()> {
        let mut seen: BTreeSet<String> = names::OWN.iter().map(|name| (*name).to_owned()).collect();
        let mut add = |name: String, of: &str| {
            if seen.contains(&name) {
                bail!(
                    "Go: `{of}` needs the name `{name}`, which is taken: pin another for one of them in \
                     `[package.metadata.centrifugo.names]`"
                );
            }
            seen.insert(name);
            Ok(())
        };
        for ty in &self.manifest.types {
            for (name, shape, _) in self.forms(ty) {
                if let Shape::Enum {
                    variants, tagging, ..
                } = shape
                {
                    for variant in variants {
                        add(format!("{name}{}", variant.name), &ty.id)?;
                    }
                    if matches!(tagging, Tagging::Internal { .. }) {
                        add(format!("{name}Unknown"), &ty.id)?;
                    }
                }
                add(name, &ty.id)?;
            }
        }
        for error in &self.manifest.errors {
            add(error.name.clone(), &error.id)?;
            for variant in &error.variants {
                add(format!("{}{}", error.name, variant.name), &error.id)?;
            }
        }
        Ok(())
    }
}

/// Is nil a value of this Go type?
fn is_nilable(go: &str) -> bool {
    go.starts_with('*')
        || go.starts_with("[]")
        || go.starts_with("map[")
        || matches!(go, "json.RawMessage" | "Uint8s")
}

/// Is the default Go's own zero value?
fn is_zero(value: &Value, ty: &Type) -> bool {
    match (ty, value) {
        (Type::Bool, Value::Bool(value)) => !value,
        (
            Type::Integer {
                repr: Integer::I128 | Integer::U128,
            },
            _,
        ) => false,
        (Type::Integer { .. } | Type::Float { .. }, Value::Number(n)) => n.as_f64() == Some(0.0),
        (Type::String { format: None }, Value::String(text)) => text.is_empty(),
        (Type::List { .. }, Value::Array(items)) => items.is_empty(),
        (Type::Map { .. }, Value::Object(map)) => map.is_empty(),
        (Type::Option { .. }, Value::Null) => true,
        _ => false,
    }
}

fn integer(repr: Integer) -> &'static str {
    match repr {
        Integer::I8 => "int8",
        Integer::I16 => "int16",
        Integer::I32 => "int32",
        Integer::I64 => "int64",
        Integer::U8 => "uint8",
        Integer::U16 => "uint16",
        Integer::U32 => "uint32",
        Integer::U64 => "uint64",
        Integer::I128 | Integer::U128 => "*big.Int",
    }
}
