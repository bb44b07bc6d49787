//! Values of a type, made from what its `Deserialize` asks for and not from what a manifest says: a
//! deserializer without data, which has a choice wherever it would have to look.
//!
//! Where a type asks for anything that comes (flattened, untagged and internally tagged ones), it gets
//! [fragments](Choices::fragments), and may refuse them all.

mod access;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::choices::Choices;
use access::{Elements, Enum};

/// Texts, of which a type that reads its value from a string may want any.
pub(super) const TEXTS: &[&str] = &[
    "text",
    "",
    "\"é\\\n😀",
    "a",
    "0",
    "1.5",
    "00ff",
    "deadbeef",
    "AP8=",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "2024-02-29T23:59:59.5Z",
    "2024-02-29T23:59:59+05:30",
    "2024-02-29T23:59:59",
    "2024-02-29",
    "23:59:59",
    "127.0.0.1",
    "::1",
    "127.0.0.1:80",
    "[::1]:80",
    "https://example.com/",
    "en",
    "UTC",
];

/// A value, or `None` where the choices lead to none.
pub(super) fn fabricate<T: Deserialize<'static>>(choices: &mut Choices) -> Option<T> {
    // A panic of a user's own `Deserialize` at an odd value is a refusal like others.
    catch_unwind(AssertUnwindSafe(|| T::deserialize(Maker(choices)).ok())).ok()?
}

/// These choices lead to no value.
#[derive(Debug)]
struct NoValue;

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no value")
    }
}

impl std::error::Error for NoValue {}

impl Error for NoValue {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Maker<'a>(&'a mut Choices);

impl Maker<'_> {
    fn within<T>(
        self,
        make: impl FnOnce(&mut Choices) -> Result<T, NoValue>,
    ) -> Result<T, NoValue> {
        self.0.within(|choices| make(choices).ok()).ok_or(NoValue)
    }

    fn elements<V: Visitor<'static>>(self, len: usize, visitor: V) -> Result<V::Value, NoValue> {
        self.within(|choices| visitor.visit_seq(Elements { choices, left: len }))
    }

    fn fragment<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        if self.0.fragments.is_empty() {
            return Err(NoValue);
        }
        let index = self.0.one_of(self.0.fragments.len());
        let fragment = self.0.fragments[index].clone();
        fragment.deserialize_any(visitor).map_err(|_| NoValue)
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident [$($number:expr),*];)*) => {$(
        fn $deserialize<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
            let numbers = [$($number),*];
            visitor.$visit(numbers[self.0.one_of(numbers.len())])
        }
    )*};
}

impl Deserializer<'static> for Maker<'_> {
    type Error = NoValue;

    numbers! {
        deserialize_bool visit_bool [false, true];
        deserialize_i8 visit_i8 [1, i8::MIN, i8::MAX, 0];
        deserialize_i16 visit_i16 [1, i16::MIN, i16::MAX, 0];
        deserialize_i32 visit_i32 [1, i32::MIN, i32::MAX, 0];
        deserialize_i64 visit_i64 [1, i64::MIN, i64::MAX, 0];
        deserialize_i128 visit_i128 [1, i128::MIN, i128::MAX, 0];
        deserialize_u8 visit_u8 [1, u8::MAX, 0];
        deserialize_u16 visit_u16 [1, u16::MAX, 0];
        deserialize_u32 visit_u32 [1, u32::MAX, 0];
        deserialize_u64 visit_u64 [1, u64::MAX, 0];
        deserialize_u128 visit_u128 [1, u128::MAX, 0];
        deserialize_f32 visit_f32 [0.5, -1.0, f32::MAX, 0.0];
        deserialize_f64 visit_f64 [0.5, -1.0, f64::MAX, 0.0];
        deserialize_char visit_char ['a', '"', '😀'];
    }

    fn deserialize_str<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        visitor.visit_borrowed_str(TEXTS[self.0.one_of(TEXTS.len())])
    }

    fn deserialize_string<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        visitor.visit_borrowed_bytes(&[0, 255][..self.0.one_of(3)])
    }

    fn deserialize_byte_buf<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        match self.0.len() {
            0 => visitor.visit_none(),
            _ => self.within(|choices| visitor.visit_some(Maker(choices))),
        }
    }

    fn deserialize_unit<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'static>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'static>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.within(|choices| visitor.visit_newtype_struct(Maker(choices)))
    }

    fn deserialize_seq<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        let len = self.0.len();
        self.elements(len, visitor)
    }

    fn deserialize_tuple<V: Visitor<'static>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.elements(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'static>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.elements(len, visitor)
    }

    fn deserialize_map<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        // A struct with something flattened asks for a map, too, and does not say which keys.
        if !self.0.fragments.is_empty() && self.0.in_order(2) == 1 {
            return self.fragment(visitor);
        }
        let left = self.0.len();
        self.within(|choices| visitor.visit_map(Elements { choices, left }))
    }

    /// By position, since the names may be aliases of each other.
    fn deserialize_struct<V: Visitor<'static>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.elements(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        if variants.is_empty() {
            return Err(NoValue);
        }
        let made = self.0.variant(name, variants.len(), |choices, variant| {
            let variant = variants[variant];
            visitor.visit_enum(Enum { choices, variant }).ok()
        });
        made.ok_or(NoValue)
    }

    fn deserialize_identifier<V: Visitor<'static>>(self, _: V) -> Result<V::Value, NoValue> {
        Err(NoValue)
    }

    fn deserialize_ignored_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        visitor.visit_unit()
    }

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, NoValue> {
        self.fragment(visitor)
    }
}

#[cfg(test)]
mod tests;
