//! The fields of a Go struct: how they are declared, written and read.

use centrifugo_build::manifest::{Field, Presence, Type};

use super::docs;
use super::layout;
use super::names::{self, quoted};
use super::types::{Direction, GoType, Kind, Types, is_zero};

/// The fields of one struct.
#[derive(Debug)]
pub(super) struct Fields {
    /// The struct type: `struct{}`, or lines.
    pub(super) body: String,
    pub(super) codecs: Vec<Codec>,
    /// Literals of the keys that must be there, in the order of their numbers.
    pub(super) required: Vec<String>,
}

/// How a field is written and read.
#[derive(Debug)]
pub(super) struct Codec {
    /// A string literal.
    pub(super) key: String,
    /// The field is written if this holds.
    pub(super) guard: Option<String>,
    /// A statement.
    pub(super) write: String,
    /// A statement.
    pub(super) read: String,
}

/// The fields as they are sent and received, where the struct stands for that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'m> {
    pub(super) input: Option<&'m [Field]>,
    pub(super) output: Option<&'m [Field]>,
}

/// A field in one direction.
struct Lowered {
    ty: GoType,
    /// Go's type of the field, which may be a pointer to that of `ty`.
    go: String,
    /// Left out where it is Go's zero value.
    omitted: bool,
    /// The field is a pointer that its type does not have.
    pointer: bool,
}

/// The keys and Go types of fields: what a struct for both directions must have alike.
pub(super) fn declared(
    types: &Types<'_>,
    fields: &[Field],
    direction: Direction,
) -> anyhow::Result<Vec<(String, String)>> {
    let declare = |field: &Field| {
        let lowered = lower(types, field, direction)?;
        Ok((field.wire_name.clone(), lowered.go))
    };
    fields.iter().map(declare).collect()
}

fn lower(types: &Types<'_>, field: &Field, direction: Direction) -> anyhow::Result<Lowered> {
    let ty = types.lower(&field.r#type, direction)?;
    let omitted = !field.presence.is_required();
    let says_default = match &field.presence {
        Presence::Required => true,
        Presence::Optional => false,
        Presence::Default(default) => is_zero(default, ty.kind),
    };
    // Nil can say that a list is not there; for an Option it says null already.
    let nil_is_free = matches!(ty.kind, Kind::List | Kind::Map | Kind::Sum | Kind::Any);
    let pointer = !says_default && !nil_is_free;
    Ok(Lowered {
        go: if pointer {
            format!("*{}", ty.go)
        } else {
            ty.go.clone()
        },
        ty,
        omitted,
        pointer,
    })
}

impl Lowered {
    fn guard(&self, field: &str) -> Option<String> {
        let condition = match self.ty.kind {
            _ if self.pointer => " != nil",
            Kind::Bool => "",
            Kind::Number => " != 0",
            Kind::Text | Kind::BigInteger => " != \"\"",
            _ => " != nil",
        };
        self.omitted.then(|| format!("v.{field}{condition}"))
    }

    fn write(&self, field: &str) -> String {
        let star = if self.pointer { "*" } else { "" };
        format!("{}(w, {star}v.{field})", self.ty.write)
    }

    fn read(&self) -> String {
        if self.pointer {
            format!("readSome({})(r)", self.ty.read)
        } else {
            format!("{}(r)", self.ty.read)
        }
    }
}

impl Sides<'_> {
    /// Lowers the fields; `mentioned` gets their Go types.
    pub(super) fn lower(
        &self,
        types: &Types<'_>,
        initialisms: bool,
        mentioned: &mut Vec<String>,
    ) -> anyhow::Result<Fields> {
        let all = self.output.or(self.input).unwrap_or_default();
        let names = names::fields(all, initialisms);
        let mut fields = Fields::none();
        let mut lines = vec![];
        for (index, (name, any)) in names.into_iter().zip(all).enumerate() {
            let side = |side: Option<&'_ [Field]>, direction| {
                let field = side.and_then(|side| side.get(index));
                field
                    .map(|field| lower(types, field, direction))
                    .transpose()
            };
            let input = side(self.input, Direction::Input)?;
            let output = side(self.output, Direction::Output)?;
            let sent = input
                .as_ref()
                .or(output.as_ref())
                .expect("one side is there");
            let received = output
                .as_ref()
                .or(input.as_ref())
                .expect("one side is there");
            // What may be left out one way is not asked for the other way: what was written can
            // then be read.
            let missing = |side: &Lowered| side.omitted || side.ty.kind == Kind::Option;
            let required = !missing(sent) && !missing(received);
            let guard = sent.guard(&name);
            let tag = tag(&any.wire_name, guard.is_some());
            mentioned.push(sent.go.clone());
            fields.codecs.push(Codec {
                key: quoted(&any.wire_name),
                write: sent.write(&name),
                read: if required {
                    let number = fields.required.len();
                    format!("v.{name}, seen[{number}] = {}, true", received.read())
                } else {
                    format!("v.{name} = {}", received.read())
                },
                guard,
            });
            if required {
                fields.required.push(quoted(&any.wire_name));
            }
            // A default that is Go's zero value goes without saying.
            let default = self.input.and_then(|side| side.get(index));
            let default = default
                .map(|field| &field.presence)
                .filter(|_| sent.pointer);
            lines.push(layout::Line {
                docs: field_docs(&name, any, default),
                ty: sent.go.clone(),
                name,
                tag,
            });
        }
        fields.body = layout::fields(&lines);
        Ok(fields)
    }
}

impl Fields {
    pub(super) fn none() -> Self {
        Self {
            body: layout::fields(&[]),
            codecs: vec![],
            required: vec![],
        }
    }

    /// The one value of a variant that is written under the variant's name, a literal.
    pub(super) fn value(item: GoType, key: String) -> Self {
        let line = layout::Line {
            docs: String::new(),
            name: "Value".to_owned(),
            ty: item.go.clone(),
            tag: String::new(),
        };
        Self {
            body: layout::fields(&[line]),
            codecs: vec![Codec {
                guard: None,
                write: format!("{}(w, v.Value)", item.write),
                read: format!("v.Value, seen[0] = {}(r), true", item.read),
                key: key.clone(),
            }],
            required: vec![key],
        }
    }

    /// Adds the error's message, apart from what is on the wire.
    pub(super) fn add_message(&mut self) {
        self.body = if self.codecs.is_empty() {
            "struct {\n\tmessage string\n}".to_owned()
        } else {
            let end = self.body.len() - 1;
            format!("{}\n\tmessage string\n}}", &self.body[..end])
        };
    }
}

fn tag(key: &str, omitzero: bool) -> String {
    let option = match (key, omitzero) {
        (_, true) => ",omitzero",
        // `-` alone would mean that there is no key.
        ("-", false) => ",",
        _ => "",
    };
    if names::is_tag(key) {
        format!("`json:\"{key}{option}\"`")
    } else {
        String::new()
    }
}

fn field_docs(name: &str, any: &Field, default: Option<&Presence>) -> String {
    let mut paragraphs = vec![];
    if let Some(Presence::Default(default)) = default {
        paragraphs.push(format!("Nil is the default: {default}."));
    }
    if any.docs.is_none()
        && let Some(format) = format_of(&any.r#type)
    {
        paragraphs.push(format.to_owned());
    }
    docs::member(
        name,
        any.docs.as_deref(),
        &paragraphs,
        any.deprecated.as_ref(),
    )
}

/// What a `string` cannot say of itself.
fn format_of(ty: &Type) -> Option<&'static str> {
    use centrifugo_build::manifest::Format;
    match ty {
        Type::Option { item } => format_of(item),
        Type::String { format } => match (*format)? {
            Format::Char => Some("One character."),
            Format::Uuid => Some("A UUID."),
            Format::Date => Some("A date: 2024-01-31."),
            Format::Time => Some("A time: 12:00:00.5."),
            Format::NaiveDateTime => Some("Date and time: 2024-01-31T12:00:00.5."),
            Format::DateTimeUtc | Format::DateTimeOffset => None,
        },
        _ => None,
    }
}
