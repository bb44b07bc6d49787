//! One value of a struct or tuple: how it is declared, written and read, and when it is left out.

use std::borrow::Cow;

use centrifugo_build::manifest::{Presence, Type};

use super::types::{Direction, GoType, Kind, Types, is_zero};

/// A value in one direction.
#[derive(Debug)]
pub(super) struct Lowered<'t> {
    ty: GoType,
    /// May be left out.
    pub(super) omitted: bool,
    /// Go's zero value says what leaving it out says.
    pub(super) says_default: bool,
    wrap: Wrap<'t>,
}

/// What a field has around its type, to say that it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrap<'t> {
    Nothing,
    Pointer,
    /// `Optional`, which is called so: nil is null already.
    Optional(&'t str),
}

/// A value in the directions that a Go type stands for.
#[derive(Debug)]
pub(super) struct Sided<'t> {
    sent: Lowered<'t>,
    /// It is left out where it is Go's zero value.
    pub(super) omitzero: bool,
    /// The key must be there.
    pub(super) required: bool,
    read: String,
}

impl<'t> Lowered<'t> {
    pub(super) fn new(
        types: &'t Types<'_>,
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
            Wrap::Optional(&types.optional)
        } else {
            Wrap::Pointer
        };
        Ok(Self {
            omitted: !presence.is_required(),
            ty,
            says_default,
            wrap,
        })
    }

    /// Go's type of the field, which may be more than that of the value.
    pub(super) fn go(&self) -> Cow<'static, str> {
        let go = &self.ty.go;
        match self.wrap {
            Wrap::Nothing => go.clone(),
            Wrap::Pointer => ["*", go].concat().into(),
            Wrap::Optional(optional) => [optional, "[", go, "]"].concat().into(),
        }
    }

    fn read(&self) -> String {
        let read = &*self.ty.read;
        match self.wrap {
            Wrap::Nothing => [read, "(r)"].concat(),
            Wrap::Pointer => ["readSome(", read, ")(r)"].concat(),
            Wrap::Optional(_) => ["readOptional(", read, ")(r)"].concat(),
        }
    }
}

impl<'t> Sided<'t> {
    /// The value as it is sent and received; one of them must be there.
    pub(super) fn new(input: Option<Lowered<'t>>, output: Option<Lowered<'t>>) -> Self {
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

    pub(super) fn go(&self) -> Cow<'static, str> {
        self.sent.go()
    }

    /// Does nil stand for a default that it does not look like?
    pub(super) fn hides_default(&self) -> bool {
        self.omitzero && !self.sent.says_default
    }

    /// Holds unless the field is Go's zero value.
    pub(super) fn is_set(&self, field: &str) -> String {
        match self.sent.wrap {
            Wrap::Pointer => return format!("v.{field} != nil"),
            Wrap::Optional(_) => return format!("v.{field}.Set"),
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
        let write = &*self.sent.ty.write;
        match self.sent.wrap {
            Wrap::Nothing => [write, "(w, v.", field, ")"].concat(),
            Wrap::Pointer => [write, "(w, *v.", field, ")"].concat(),
            Wrap::Optional(_) => [write, "(w, v.", field, ".Value)"].concat(),
        }
    }

    /// An expression.
    pub(super) fn read(&self) -> &str {
        &self.read
    }

    /// What the codec is made of.
    pub(super) fn expressions(&self) -> [&str; 2] {
        [&self.read, &self.sent.ty.write]
    }
}
