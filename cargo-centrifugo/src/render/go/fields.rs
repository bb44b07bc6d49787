//! One value of a struct or tuple: how it is declared, written and read, and when it is left out.

use centrifugo_build::manifest::{Presence, Type};

use super::types::{Direction, GoType, Kind, Types, is_zero};

/// A value in one direction.
#[derive(Debug)]
pub(super) struct Lowered {
    pub(super) ty: GoType,
    /// Go's type of the field, which may be more than that of `ty`.
    pub(super) go: String,
    /// May be left out.
    pub(super) omitted: bool,
    /// Go's zero value says what leaving it out says.
    pub(super) says_default: bool,
    wrap: Wrap,
}

/// What a field has around its type, to say that it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrap {
    Nothing,
    Pointer,
    /// Nil is null already.
    Optional,
}

/// A value in the directions that a Go type stands for.
#[derive(Debug)]
pub(super) struct Sided {
    sent: Lowered,
    /// It is left out where it is Go's zero value.
    pub(super) omitzero: bool,
    /// The key must be there.
    pub(super) required: bool,
    read: String,
}

impl Lowered {
    pub(super) fn new(
        types: &Types<'_>,
        ty: &Type,
        presence: &Presence,
        direction: Direction,
    ) -> anyhow::Result<Self> {
        let ty = types.lower(ty, direction)?;
        let says_default = match presence {
            Presence::Required => true,
            Presence::Optional => false,
            Presence::Default(default) => is_zero(default, ty.kind),
        };
        let wrap = if says_default || ty.kind.has_free_nil() {
            Wrap::Nothing
        } else if ty.kind == Kind::Option {
            Wrap::Optional
        } else {
            Wrap::Pointer
        };
        let go = match wrap {
            Wrap::Nothing => ty.go.clone(),
            Wrap::Pointer => format!("*{}", ty.go),
            Wrap::Optional => format!("{}[{}]", types.optional, ty.go),
        };
        Ok(Self {
            omitted: !presence.is_required(),
            ty,
            go,
            says_default,
            wrap,
        })
    }

    fn read(&self) -> String {
        let read = &self.ty.read;
        match self.wrap {
            Wrap::Nothing => format!("{read}(r)"),
            Wrap::Pointer => format!("readSome({read})(r)"),
            Wrap::Optional => format!("readOptional({read})(r)"),
        }
    }
}

impl Sided {
    /// The value as it is sent and received; one of them must be there.
    pub(super) fn new(input: Option<Lowered>, output: Option<Lowered>) -> Self {
        let always_received = output.as_ref().is_some_and(|output| !output.omitted);
        let read = output.as_ref().or(input.as_ref()).map(Lowered::read);
        // What may be left out one way is not asked for the other way: what clients may send can
        // then be read as well.
        let sides = [&input, &output];
        let required = sides.into_iter().flatten().all(|side| !side.omitted);
        let sent = input.or(output).expect("a value has a direction");
        // What the server always writes goes back as it came, if its zero value can.
        // `null` has one value, so a default of it is as well sent.
        let is_null = sent.ty.kind == Kind::Null && sent.wrap == Wrap::Nothing;
        let omitzero = sent.omitted && !(always_received && sent.says_default) && !is_null;
        Self {
            required,
            read: read.expect("a value has a direction"),
            omitzero,
            sent,
        }
    }

    pub(super) fn go(&self) -> &str {
        &self.sent.go
    }

    /// Does nil stand for a default that it does not look like?
    pub(super) fn hides_default(&self) -> bool {
        self.omitzero && !self.sent.says_default
    }

    /// Holds unless the field is Go's zero value.
    pub(super) fn is_set(&self, field: &str) -> String {
        match self.sent.wrap {
            Wrap::Pointer => return format!("v.{field} != nil"),
            Wrap::Optional => return format!("v.{field}.Set"),
            Wrap::Nothing => {}
        }
        match self.sent.ty.kind {
            Kind::Bool => format!("v.{field}"),
            Kind::Integer => format!("v.{field} != 0"),
            Kind::Float => format!("differs(v.{field})"),
            Kind::Text | Kind::Number => format!("v.{field} != \"\""),
            _ => format!("v.{field} != nil"),
        }
    }

    /// A statement.
    pub(super) fn write(&self, field: &str) -> String {
        let write = &self.sent.ty.write;
        match self.sent.wrap {
            Wrap::Nothing => format!("{write}(w, v.{field})"),
            Wrap::Pointer => format!("{write}(w, *v.{field})"),
            Wrap::Optional => format!("{write}(w, v.{field}.Value)"),
        }
    }

    /// An expression.
    pub(super) fn read(&self) -> &str {
        &self.read
    }
}
