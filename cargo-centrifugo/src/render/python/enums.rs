//! Enums: a class for each variant that is an object, and their union.

use centrifugo_build::manifest::{Tagging, TypeDef};

use super::layout::Expr;
use super::model::{self, Class, Item, Lowering, MODELS};
use super::shape::{Body, Case, Cases, Direction};
use super::text;
use super::variants::Tag;

/// The members of an enum's union, by how they are told from each other.
#[derive(Default)]
struct Members<'a> {
    /// Variants that are nothing but a string.
    units: Vec<Expr<'a>>,
    /// Classes with a tag, or with one key.
    tagged: Vec<Expr<'a>>,
    untagged: Vec<Expr<'a>>,
}

impl<'a> Members<'a> {
    fn add_untagged(&mut self, member: Expr<'a>) {
        let members = match member {
            Expr::Union(items) => items,
            item => vec![item],
        };
        for member in members {
            if !self.untagged.contains(&member) {
                self.untagged.push(member);
            }
        }
    }
}

impl<'a> Lowering<'a, '_> {
    pub(super) fn enumeration(
        &mut self,
        def: &TypeDef,
        name: &str,
        cases: &Cases<'_>,
        direction: Direction,
        docs: Option<String>,
    ) -> anyhow::Result<()> {
        let tag = self.tag(cases, direction);
        let mut members = Members::default();
        let mut docs = docs.unwrap_or_default();
        for case in &cases.cases {
            let variant = case.variant;
            let own = text::documented(variant.docs.as_deref(), variant.deprecated.as_ref());
            let bare = variant.untagged || *cases.tagging == Tagging::Untagged;
            let class = if bare {
                self.untagged(name, case, direction, &mut members)
            } else {
                self.tagged(name, case, tag.as_ref(), direction, &mut members)?
            };
            let Some((class_name, mut class)) = class else {
                let label = if bare {
                    &variant.name
                } else {
                    &variant.wire_name
                };
                list(&mut docs, label, own);
                continue;
            };
            class.docstring = own.and_then(|docs| text::docstring(&docs, "    "));
            if tag.is_some() && !bare {
                class.close(cases.closed);
            }
            self.push(&class_name, Item::Class(class))?;
        }
        let value = union(cases, tag.as_ref(), members);
        self.alias(def, name, &value, Some(&docs))
    }

    /// Adds a variant that is its content alone, and gives its class if it has one.
    fn untagged<'m>(
        &mut self,
        owner: &str,
        case: &Case<'m>,
        direction: Direction,
        members: &mut Members<'m>,
    ) -> Option<(String, Class)>
    where
        'a: 'm,
    {
        let member = match &case.body {
            Body::Unit => Expr::NONE,
            Body::Newtype(item) => self.types.member(item, direction, MODELS),
            Body::Tuple(elements) => self.types.elements(elements, direction, MODELS),
            Body::Struct(keys) => {
                let name = self.names.derived(owner, &case.variant.name);
                let mut class = self.object(&name, keys, direction, None);
                members.add_untagged(self.reference(&mut class));
                return Some((name, class));
            }
        };
        members.add_untagged(member);
        None
    }

    /// Adds a variant that says its name, and gives its class if it has one.
    fn tagged<'m>(
        &mut self,
        owner: &str,
        case: &Case<'_>,
        tag: Option<&Tag<'_>>,
        direction: Direction,
        members: &mut Members<'m>,
    ) -> anyhow::Result<Option<(String, Class)>>
    where
        'a: 'm,
    {
        if tag.is_none() && case.body == Body::Unit {
            let wire = text::string(&case.variant.wire_name);
            members.units.push(Expr::atom(wire));
            return Ok(None);
        }
        let name = self.names.derived(owner, &case.variant.name);
        let mut class = match tag {
            None => self.keyed(&name, case, direction)?,
            Some(tag) if tag.content.is_some() => self.adjacent(&name, case, tag, direction)?,
            Some(tag) => self.internal(&name, case, tag, direction),
        };
        members.tagged.push(self.reference(&mut class));
        Ok(Some((name, class)))
    }
}

/// Adds the docs of a variant without a class to those of the enum.
fn list(docs: &mut String, label: &str, own: Option<String>) {
    let Some(own) = own else { return };
    // A blank line before the list, none within.
    let gap = if docs.contains("\n- `") { "\n" } else { "\n\n" };
    let own = own.replace('\n', "\n  ");
    docs.push_str(&format!("{gap}- `{label}`: {own}"));
}

/// All of an enum's members as one type.
fn union<'m>(cases: &Cases<'_>, tag: Option<&Tag<'_>>, members: Members<'m>) -> Expr<'m> {
    let Members {
        units,
        tagged,
        mut untagged,
    } = members;
    let literal = (!units.is_empty()).then(|| Expr::subscript("_t.Literal", units));
    let mut told: Vec<Expr<'_>> = literal.into_iter().chain(tagged).collect();
    let other = cases.cases.iter().find(|case| case.other);
    let other = other.map(|case| Expr::atom(text::string(&case.variant.wire_name)));
    let mut marks = vec![];
    match tag {
        None => {
            let only_strings = told.len() < 2;
            if let Some(other) = other {
                marks.push(Expr::call("_w.External", vec![other]));
            } else if !only_strings {
                marks.push(Expr::call("_w.External", vec![]));
            }
        }
        Some(tag) => {
            let string = |name: &str| Expr::atom(text::string(name));
            if told.len() > 1 {
                marks.push(Expr::call("_w.tagged", vec![string(&tag.attribute)]));
            }
            if let Some(other) = other {
                let known = cases.cases.iter().filter(|case| !case.variant.untagged);
                let known = known.map(|case| string(&case.variant.wire_name)).collect();
                let known = Expr::bracket(["(", ")"], known);
                marks.push(Expr::call("_w.other", vec![string(tag.wire), other, known]));
            }
        }
    }
    if !told.is_empty() {
        // An alias's right side is evaluated: what stands there can be joined by `|`.
        let value = joined(told.split_off(0));
        untagged.insert(0, marked(value, marks));
    }
    if untagged.is_empty() {
        return Expr::atom("_w.Never");
    }
    let alone = untagged.len() == 1;
    let value = joined(untagged);
    if alone {
        return value;
    }
    marked(value, vec![Expr::call("_w.Untagged", vec![])])
}

fn joined(mut members: Vec<Expr<'_>>) -> Expr<'_> {
    if members.len() == 1 {
        return members.remove(0);
    }
    Expr::Union(members)
}

fn marked<'a>(value: Expr<'a>, marks: Vec<Expr<'a>>) -> Expr<'a> {
    if marks.is_empty() {
        return value;
    }
    Expr::subscript(
        "_t.Annotated",
        std::iter::once(value).chain(marks).collect(),
    )
}

impl Class {
    /// Makes other keys an error.
    fn close(&mut self, closed: bool) {
        let setting = model::closed(closed);
        self.settings
            .extend(setting.filter(|setting| !self.settings.contains(setting)));
    }
}
