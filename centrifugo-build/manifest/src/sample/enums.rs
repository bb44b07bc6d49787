//! Enums, however their JSON says which variant it is.

use super::objects::Entries;
use super::tree::Json;
use super::values::Generator;
use crate::model::{Content, Tagging, Variant};
use crate::validate::Direction;

impl Generator<'_, '_> {
    pub(super) fn enumeration(
        &mut self,
        tagging: &Tagging,
        variants: &[Variant],
        budget: u32,
    ) -> Option<Json> {
        let variant = self.variant(variants, budget)?;
        if variant.untagged || *tagging == Tagging::Untagged {
            return self.content(&variant.content, budget);
        }
        match tagging {
            Tagging::External if variant.content.is_unit() => {
                let name = self.called(variant)?;
                match self.choose(&variant.content, &[0, 1, 2])? {
                    0 if !self.canonical => Some(Json::Object(vec![(name, Json::Null)])),
                    _ => Some(Json::String(name)),
                }
            }
            _ => self.tagged(tagging, variant, budget).map(Json::Object),
        }
    }

    /// The same where its keys stand beside others.
    pub(super) fn merged_enum(
        &mut self,
        tagging: &Tagging,
        variants: &[Variant],
        budget: u32,
    ) -> Option<Entries> {
        let variant = self.variant(variants, budget)?;
        if variant.untagged || *tagging == Tagging::Untagged {
            return self.merged_content(&variant.content, budget);
        }
        self.tagged(tagging, variant, budget)
    }

    fn variant<'v>(&mut self, variants: &'v [Variant], budget: u32) -> Option<&'v Variant> {
        let height = |way: &usize| self.heights.variant(&variants[*way]);
        let least = (0..variants.len()).filter_map(|way| height(&way)).min()?;
        let budget = budget.max(least);
        let fits = |way: &usize| height(way).is_some_and(|height| height <= budget);
        let ways: Vec<_> = (0..variants.len()).filter(fits).collect();
        self.choose(&variants[0], &ways).map(|way| &variants[way])
    }

    fn tagged(&mut self, tagging: &Tagging, variant: &Variant, budget: u32) -> Option<Entries> {
        let name = self.called(variant)?;
        let mut entries = Entries::new();
        match tagging {
            Tagging::External => entries.push((name, self.content(&variant.content, budget)?)),
            Tagging::Internal { tag } => {
                entries.push((tag.clone(), Json::String(name)));
                entries.extend(self.merged_content(&variant.content, budget)?);
            }
            Tagging::Adjacent { tag, content } => {
                entries.push((tag.clone(), Json::String(name)));
                let null_too = !self.canonical && self.choose(&variant.content, &[0, 1])? == 1;
                if !variant.content.is_unit() || null_too {
                    let value = self.content(&variant.content, budget)?;
                    entries.push((content.clone(), value));
                }
            }
            Tagging::Untagged => return self.merged_content(&variant.content, budget),
        }
        if !self.canonical && self.choose(&variant.aliases, &[0, 1])? == 1 {
            entries.reverse();
        }
        Some(entries)
    }

    /// One of its names.
    fn called(&mut self, variant: &Variant) -> Option<String> {
        let mut names = vec![&variant.wire_name];
        if !self.canonical {
            names.extend(&variant.aliases);
        }
        let unheard_of = "some other variant".to_owned();
        if variant.other && self.direction == Direction::Input {
            names.push(&unheard_of);
        }
        let ways: Vec<_> = (0..names.len()).collect();
        let way = self.choose(&variant.wire_name, &ways)?;
        Some(names[way].clone())
    }

    fn content(&mut self, content: &Content, budget: u32) -> Option<Json> {
        match content {
            Content::Unit => Some(Json::Null),
            Content::Newtype { item } => self.value(item, budget),
            Content::Tuple { items } => self.elements(items, budget),
            Content::Struct(object) => self.object(object, budget).map(Json::Object),
        }
    }

    fn merged_content(&mut self, content: &Content, budget: u32) -> Option<Entries> {
        match content {
            Content::Unit => Some(Entries::new()),
            Content::Newtype { item } => self.merged(item, budget),
            Content::Tuple { .. } => None,
            Content::Struct(object) => self.object(object, budget),
        }
    }
}
