//! Two types with names, in one direction.

use centrifugo_build::manifest::{Deprecated, Shape, TypeDef};

use super::difference::Difference;
use super::enums::Enum;
use super::level::Level;
use super::objects::Keys;
use super::types::{Form, form};
use super::walk::Walk;

impl<'m> Walk<'m> {
    pub(super) fn type_defs(&mut self, old: &'m TypeDef, new: &'m TypeDef) {
        if old.name != new.name {
            let message = format!("`{}` is now `{}`", old.name, new.name);
            self.tell_both("type-renamed", None, Level::Source, message);
        } else if self.old.definition(old) != self.new.definition(new) {
            let (old, new) = (self.old.shown(old), self.new.shown(new));
            let message = format!("`{old}` is now `{new}`, where a language has generic types");
            self.tell_both("generic-changed", None, Level::Source, message);
        }
        self.deprecated(None, old.deprecated.as_ref(), new.deprecated.as_ref());
        let direction = self.direction;
        let shapes = (
            self.old.shape(old, direction),
            self.new.shape(new, direction),
        );
        if let (Some(before), Some(after)) = shapes {
            self.shapes((old, before), (new, after));
        }
    }

    fn shapes(&mut self, old: (&'m TypeDef, &'m Shape), new: (&'m TypeDef, &'m Shape)) {
        match (old.1, new.1) {
            (Shape::Struct(a), Shape::Struct(b)) => {
                let a = Keys::of(self.old, a, self.direction);
                let b = Keys::of(self.new, b, self.direction);
                self.objects(&a, &b);
            }
            (Shape::Tuple { items: a }, Shape::Tuple { items: b }) => self.elements(a, b),
            (
                Shape::Newtype { item: a, checked },
                Shape::Newtype {
                    item: b,
                    checked: is_checked,
                },
            ) => {
                self.typed(None, a, b);
                self.checked(None, *checked, *is_checked);
            }
            (
                Shape::Enum {
                    tagging,
                    variants,
                    deny_unknown_fields,
                },
                Shape::Enum {
                    tagging: new_tagging,
                    variants: new_variants,
                    deny_unknown_fields: new_deny,
                },
            ) => {
                let before = Enum {
                    def: old.0,
                    tagging,
                    variants,
                    deny: *deny_unknown_fields,
                };
                let after = Enum {
                    def: new.0,
                    tagging: new_tagging,
                    variants: new_variants,
                    deny: *new_deny,
                };
                self.enums(before, after);
            }
            (Shape::Newtype { item, checked }, b) => {
                let item = form(self.old, item, self.direction);
                let difference = self.forms(item, Form::Named(new.0, b), 1);
                self.kind_changed(old.1, new.1, difference);
                self.checked(None, *checked, false);
            }
            (a, Shape::Newtype { item, checked }) => {
                let item = form(self.new, item, self.direction);
                let difference = self.forms(Form::Named(old.0, a), item, 1);
                self.kind_changed(old.1, new.1, difference);
                self.checked(None, false, *checked);
            }
            (a, b) => self.kind_changed(a, b, Difference::BOTH),
        }
    }

    fn kind_changed(&mut self, old: &Shape, new: &Shape, difference: Difference) {
        let message = format!("{} is now {}", kind(old), kind(new));
        let levels = difference.levels(self.direction) | Level::Source;
        self.tell("shape-changed", None, levels, message);
    }

    /// `#[deprecated]`
    pub(super) fn deprecated(
        &mut self,
        field: Option<&str>,
        old: Option<&Deprecated>,
        new: Option<&Deprecated>,
    ) {
        let message = match (old, new) {
            (
                None,
                Some(Deprecated {
                    note: Some(note), ..
                }),
            ) => format!("deprecated: {note}"),
            (None, Some(_)) => "deprecated".to_owned(),
            (Some(_), None) => "no longer deprecated".to_owned(),
            _ => return,
        };
        self.tell_both("deprecation", field, Level::Safe, message);
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "a struct",
        Shape::Tuple { .. } => "a tuple",
        Shape::Newtype { .. } => "a newtype",
        Shape::Enum { .. } => "an enum",
    }
}
