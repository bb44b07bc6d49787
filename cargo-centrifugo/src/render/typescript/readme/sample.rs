//! Values that are easily made up, as TypeScript.

use std::collections::HashMap;

use centrifugo_build::manifest::{Content, Format, Int64, Shape, Tagging, Type, TypeDef};

use super::super::literals;
use super::super::types::Direction;

/// Makes values of one direction up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sampler<'a> {
    pub(super) types: &'a HashMap<&'a str, &'a TypeDef>,
    pub(super) int64: Int64,
    pub(super) direction: Direction,
}

impl<'a> Sampler<'a> {
    /// A value of the type, its lines but the first indented by `indent`; none if it is not easy.
    pub(super) fn sample(&self, ty: &Type, indent: usize) -> Option<String> {
        Some(match ty {
            Type::Null | Type::Option { .. } | Type::Any => "null".to_owned(),
            Type::Bool => "true".to_owned(),
            Type::Integer { repr, .. } if repr.exceeds_f64() && self.int64 == Int64::Bigint => {
                "1n".to_owned()
            }
            Type::Integer { .. } | Type::Number => "1".to_owned(),
            Type::Float { .. } => "1.5".to_owned(),
            Type::String { format } => literals::string(match format {
                None => "text",
                Some(Format::Char) => "c",
                Some(Format::Uuid) => "67e55044-10b1-426f-9247-bb680e5fe0c8",
                Some(Format::DateTimeUtc) => "2024-01-31T12:00:00Z",
                Some(Format::DateTimeOffset) => "2024-01-31T12:00:00+01:00",
                Some(Format::NaiveDateTime) => "2024-01-31T12:00:00",
                Some(Format::Date) => "2024-01-31",
                Some(Format::Time) => "12:00:00",
                Some(Format::Ipv4 | Format::Ip) => "127.0.0.1",
                Some(Format::Ipv6) => "::1",
                Some(Format::SocketAddrV4 | Format::SocketAddr) => "127.0.0.1:80",
                Some(Format::SocketAddrV6) => "[::1]:80",
                Some(Format::Url) => "https://example.org/",
                Some(Format::Decimal) => "1.20",
                Some(Format::Hex) => "00ff",
                Some(Format::Base64) => "AP8=",
                // Nobody knows what it looks like.
                Some(Format::Text) => return None,
            }),
            Type::List { .. } => "[]".to_owned(),
            Type::Map { .. } => "{}".to_owned(),
            Type::Bytes => "[0, 255]".to_owned(),
            Type::Literal { value } => literals::string(value),
            Type::Tuple { .. } | Type::Array { .. } | Type::Param { .. } | Type::Apply(_) => {
                return None;
            }
            Type::Named { id } => self.shape_sample(self.shape(id)?, indent)?,
        })
    }

    /// The shape of the type, or of what it is a newtype of.
    fn shape(&self, id: &str) -> Option<&'a Shape> {
        let mut shape = self.direction.shape(self.types.get(id)?)?;
        let mut left = self.types.len();
        while let Shape::Newtype {
            item: Type::Named { id },
            ..
        } = shape
        {
            shape = self.direction.shape(self.types.get(id.as_str())?)?;
            // A newtype of itself has no value, but must not hang us.
            left = left.checked_sub(1)?;
        }
        Some(shape)
    }

    fn shape_sample(&self, shape: &Shape, indent: usize) -> Option<String> {
        let (tag, fields) = match shape {
            Shape::Tuple { .. } => return None,
            Shape::Newtype { item, .. } => return self.sample(item, indent),
            Shape::Struct(object) if !object.flatten.is_empty() => return None,
            Shape::Struct(object) => (None, object.fields.as_slice()),
            Shape::Enum {
                variants, tagging, ..
            } => {
                let variant = variants
                    .iter()
                    .find(|variant| variant.content == Content::Unit && !variant.untagged)?;
                let name = literals::string(&variant.wire_name);
                match tagging {
                    Tagging::External => return Some(name),
                    Tagging::Untagged => return Some("null".to_owned()),
                    Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
                        (Some((tag, name)), [].as_slice())
                    }
                }
            }
        };
        // Deep enough for an example; a required field that leads back to its own type never ends.
        if indent > 4 {
            return None;
        }
        let pad = " ".repeat(indent + 2);
        let mut lines = vec![];
        if let Some((tag, name)) = tag {
            lines.push(format!("{pad}{}: {name},\n", literals::literal_key(tag)));
        }
        for field in fields.iter().filter(|field| field.presence.is_required()) {
            let value = self.sample(&field.r#type, indent + 2)?;
            let key = literals::literal_key(&field.wire_name);
            lines.push(format!("{pad}{key}: {value},\n"));
        }
        if lines.is_empty() {
            return Some("{}".to_owned());
        }
        Some(format!("{{\n{}{}}}", lines.concat(), " ".repeat(indent)))
    }
}
