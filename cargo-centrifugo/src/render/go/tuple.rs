//! Structs of Go that are arrays in JSON.

use centrifugo_build::manifest::{Element, Presence};

use super::fields::{Lowered, Sided};
use super::model::{Body, Coding, Item, Mentioned, TupleCoding};
use super::object::{Context, Sides};
use super::split::{Fact, Facts};
use super::types::Direction;
use super::{docs, formats, layout};

impl<'m> Context<'_, 'm> {
    pub(super) fn tuple(
        &self,
        sides: Sides<&[Element]>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Body> {
        let mut coding = TupleCoding::default();
        let mut lines = vec![];
        let count = sides.any().len();
        let names: Vec<String> = (0..count).map(|index| format!("F{index}")).collect();
        for (index, any) in sides.any().iter().enumerate() {
            let side = |elements: &[Element], direction| {
                let lower =
                    |any: &Element| Lowered::new(self.types, &any.r#type, &any.presence, direction);
                elements.get(index).map(lower).transpose()
            };
            let lowered = sides.try_map(side)?;
            let sided = Sided::new(lowered.input, lowered.output);
            mentioned.codecs.add_expressions(sided.expressions());
            let name = &names[index];
            let presence = sides.input.and_then(|elements| elements.get(index));
            let presence = presence.map(|element| &element.presence);
            // What is left out in the middle must be said in full.
            let unset = match presence {
                Some(Presence::Default(default)) if sided.hides_default() => Some(format!(
                    "w.raw({})",
                    super::names::quoted(&default.to_string())
                )),
                _ if sided.hides_default() => Some(format!(
                    "w.fail(\"{name} must be set, for one after it is\")"
                )),
                _ => None,
            };
            let mut paragraphs = vec![];
            if let (Some(Presence::Default(default)), true) = (presence, sided.hides_default()) {
                paragraphs.push(format!("Nil is the default: {default}."));
            }
            if any.docs.is_none() {
                paragraphs.extend(formats::described(&any.r#type).map(str::to_owned));
            }
            if sided.required {
                coding.required = index + 1;
            }
            coding.items.push(Item {
                count: index + 1,
                guard: sided.omitzero.then(|| sided.is_set(name)),
                unset,
                write: sided.write(name),
                read: format!("v.{name} = {}", sided.read()),
            });
            lines.push(layout::Line {
                docs: docs::member(name, any.docs.as_deref(), &paragraphs, None),
                ty: sided.go(),
                tag: "".into(),
                name,
            });
        }
        lines.iter().for_each(|line| mentioned.types.add(&line.ty));
        Ok(Body {
            go: layout::fields(&lines),
            coding: Coding::Tuple(coding),
        })
    }

    /// The Go types of a tuple, which two directions must have alike to share a struct.
    pub(super) fn declared_tuple(
        &self,
        variant: &'m str,
        elements: &[Element],
        direction: Direction,
        facts: &mut Facts<'m>,
    ) -> anyhow::Result<()> {
        for (index, any) in elements.iter().enumerate() {
            let lowered = Lowered::new(self.types, &any.r#type, &any.presence, direction)?;
            facts.is.push(Fact::Element(variant, index, lowered.go()));
        }
        Ok(())
    }
}
