//! Arrays of fixed length: tuples, tuple structs and variants, `[T; N]`; among each other, and against
//! lists.

use centrifugo_build::manifest::{Element, Shape, Type};

use super::difference::Difference;
use super::level::Level;
use super::types::Form;
use super::walk::Walk;

/// The elements of an array of fixed length.
enum Items<'m> {
    Same(&'m Type, u64),
    Each(Vec<Item<'m>>),
}

#[derive(Clone, Copy)]
struct Item<'m> {
    r#type: &'m Type,
    is_required: bool,
    checked: bool,
}

impl<'m> Walk<'m> {
    /// Tuples and arrays of fixed length among each other and with lists. All else has nothing in
    /// common.
    pub(super) fn arrays(&mut self, old: Form<'m>, new: Form<'m>) -> Difference {
        match (items(old), items(new)) {
            (Some(old), Some(new)) => self.items(&old, &new),
            (Some(old), None) => match new {
                Form::Plain(Type::List { item, .. }) => {
                    self.each(&old, |walk, old| walk.types(old, item)) | Difference::GAINED
                }
                _ => Difference::BOTH,
            },
            (None, Some(new)) => match old {
                Form::Plain(Type::List { item, .. }) => {
                    self.each(&new, |walk, new| walk.types(item, new)) | Difference::LOST
                }
                _ => Difference::BOTH,
            },
            (None, None) => Difference::BOTH,
        }
    }

    fn each(
        &mut self,
        items: &Items<'m>,
        mut compare: impl FnMut(&mut Self, &'m Type) -> Difference,
    ) -> Difference {
        match items {
            Items::Same(item, _) => compare(self, item),
            Items::Each(items) => items.iter().fold(Difference::NONE, |all, item| {
                all | compare(self, item.r#type)
            }),
        }
    }

    fn items(&mut self, old: &Items<'m>, new: &Items<'m>) -> Difference {
        let (a, b) = (old.lengths(), new.lengths());
        let mut difference = Difference::new(a.0 < b.0 || b.1 < a.1, b.0 < a.0 || a.1 < b.1);
        let both = a.1.min(b.1);
        match (old, new) {
            (Items::Same(old, _), Items::Same(new, _)) => difference |= self.types(old, new),
            (Items::Same(old, _), new) => {
                difference |= self.each(new, |walk, new| walk.types(old, new));
            }
            (old, Items::Same(new, _)) => {
                difference |= self.each(old, |walk, old| walk.types(old, new));
            }
            (Items::Each(old), Items::Each(new)) => {
                for (old, new) in old.iter().zip(new).take(usize::try_from(both).unwrap_or(0)) {
                    difference |= self.types(old.r#type, new.r#type);
                    difference |=
                        Difference::new(new.checked && !old.checked, old.checked && !new.checked);
                }
            }
        }
        difference
    }

    /// The elements of tuple structs and variants, each at its own place.
    pub(super) fn elements(&mut self, old: &'m [Element], new: &'m [Element]) {
        let lengths = |elements: &'m [Element]| Items::Each(each(elements)).lengths();
        let (a, b) = (lengths(old), lengths(new));
        if a != b {
            let difference = Difference::new(a.0 < b.0 || b.1 < a.1, b.0 < a.0 || a.1 < b.1);
            let levels = difference.levels(self.direction) | Level::Source;
            let message = format!("{} is now {}", length(a), length(b));
            self.tell("length-changed", None, levels, message);
        }
        for (index, (old, new)) in old.iter().zip(new).enumerate() {
            let field = index.to_string();
            self.typed(Some(&field), &old.r#type, &new.r#type);
            self.checked(Some(&field), old.checked, new.checked);
            self.defaults(Some(&field), &old.presence, &new.presence);
        }
    }
}

impl Items<'_> {
    /// The least and the greatest.
    fn lengths(&self) -> (u64, u64) {
        match self {
            Self::Same(_, len) => (*len, *len),
            Self::Each(items) => {
                let required = items.iter().rposition(|item| item.is_required);
                let least = required.map_or(0, |last| last + 1);
                (least as u64, items.len() as u64)
            }
        }
    }
}

fn length((least, greatest): (u64, u64)) -> String {
    let plural = if greatest == 1 { "" } else { "s" };
    match least == greatest {
        true => format!("{greatest} element{plural}"),
        false => format!("{least} to {greatest} element{plural}"),
    }
}

fn each(elements: &[Element]) -> Vec<Item<'_>> {
    let elements = elements.iter();
    elements
        .map(|element| Item {
            r#type: &element.r#type,
            is_required: element.presence.is_required(),
            checked: element.checked,
        })
        .collect()
}

fn items(form: Form<'_>) -> Option<Items<'_>> {
    match form {
        Form::Plain(Type::Array { item, len }) => Some(Items::Same(item, *len)),
        Form::Plain(Type::Tuple { items }) => {
            let item = |r#type| Item {
                r#type,
                is_required: true,
                checked: false,
            };
            Some(Items::Each(items.iter().map(item).collect()))
        }
        Form::Named(_, Shape::Tuple { items }) => Some(Items::Each(each(items))),
        _ => None,
    }
}
