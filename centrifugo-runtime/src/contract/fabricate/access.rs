//! What is within lists, maps and variants.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Choices, Maker, NoValue};

/// So many elements, or entries of a map.
pub(super) struct Elements<'a> {
    pub(super) choices: &'a mut Choices,
    pub(super) left: usize,
}

impl SeqAccess<'static> for Elements<'_> {
    type Error = NoValue;

    fn next_element_seed<T: DeserializeSeed<'static>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, NoValue> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(Maker(self.choices)).map(Some)
    }
}

impl MapAccess<'static> for Elements<'_> {
    type Error = NoValue;

    fn next_key_seed<K: DeserializeSeed<'static>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, NoValue> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'static>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, NoValue> {
        seed.deserialize(Maker(self.choices))
    }
}

/// One variant.
pub(super) struct Enum<'a> {
    pub(super) choices: &'a mut Choices,
    pub(super) variant: &'static str,
}

impl<'a> EnumAccess<'static> for Enum<'a> {
    type Error = NoValue;
    type Variant = Maker<'a>;

    fn variant_seed<V: DeserializeSeed<'static>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Maker<'a>), NoValue> {
        let name: BorrowedStrDeserializer<'static, NoValue> =
            BorrowedStrDeserializer::new(self.variant);
        Ok((seed.deserialize(name)?, Maker(self.choices)))
    }
}

impl VariantAccess<'static> for Maker<'_> {
    type Error = NoValue;

    fn unit_variant(self) -> Result<(), NoValue> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'static>>(
        self,
        seed: T,
    ) -> Result<T::Value, NoValue> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'static>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.elements(len, visitor)
    }

    fn struct_variant<V: Visitor<'static>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        self.elements(fields.len(), visitor)
    }
}
