//! TypeScript types as a tree. Knows neither the manifest nor how text is laid out.

use std::borrow::Cow;

/// A TypeScript type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ts<'a> {
    /// A keyword, a name or a literal.
    Word(Cow<'a, str>),
    Array(Box<Ts<'a>>),
    /// Each with whether it may be left out.
    Tuple(Vec<(Ts<'a>, bool)>),
    /// `$Array<T, 32>`: a tuple too long to be written out.
    Repeat(Box<Ts<'a>>, u64),
    Union(Vec<Ts<'a>>),
    Intersection(Vec<Ts<'a>>),
    /// A parameter of the declaration around it.
    Param(Cow<'a, str>),
    /// `Page<Task>`
    Applied(Cow<'a, str>, Vec<Ts<'a>>),
    /// `{ [key in Color]?: T }`
    Mapped(Cow<'a, str>, Box<Ts<'a>>),
    Object(Object<'a>),
}

/// An object type: one property a line, unless it has nothing but an index signature.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object<'a> {
    pub(super) properties: Vec<Property<'a>>,
    pub(super) index: Option<Index<'a>>,
}

/// A property of an object type.
#[derive(Debug, Clone)]
pub(super) struct Property<'a> {
    /// Lines of its doc comment.
    pub(super) docs: Lines<'a>,
    pub(super) key: Cow<'a, str>,
    pub(super) optional: bool,
    pub(super) r#type: Ts<'a>,
}

/// `[key: string]: T`
#[derive(Debug, Clone)]
pub(super) struct Index<'a> {
    /// Lines of its doc comment.
    pub(super) docs: Lines<'a>,
    pub(super) key: &'static str,
    pub(super) value: Box<Ts<'a>>,
}

/// Lines of a doc comment.
pub(super) type Lines<'a> = Vec<Cow<'a, str>>;

/// Comments make it no other type.
impl PartialEq for Property<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.optional == other.optional && self.r#type == other.r#type
    }
}

impl PartialEq for Index<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl<'a> Ts<'a> {
    pub(super) const NEVER: Self = Self::Word(Cow::Borrowed("never"));

    pub(super) fn word(word: &'a str) -> Self {
        Self::Word(word.into())
    }

    /// `Page<Task>`
    pub(super) fn applied(name: &'a str, args: Vec<Self>) -> Self {
        if args.is_empty() {
            return Self::word(name);
        }
        Self::Applied(name.into(), args)
    }

    /// `{ [key: string]: T }`
    pub(super) fn index(key: &'static str, value: Self) -> Self {
        Self::Object(Object {
            properties: vec![],
            index: Some(Index {
                docs: vec![],
                key,
                value: Box::new(value),
            }),
        })
    }

    pub(super) fn object(properties: Vec<Property<'a>>) -> Self {
        Self::Object(Object {
            properties,
            index: None,
        })
    }

    /// The union of types that have nothing in common.
    pub(super) fn union_of(types: Vec<Self>) -> Self {
        let mut items = Vec::with_capacity(types.len());
        for ty in types {
            match ty {
                Self::Union(inner) => items.extend(inner),
                other => items.push(other),
            }
        }
        match items.len() {
            1 => items.remove(0),
            _ => Self::Union(items),
        }
    }

    /// The same type without comments.
    pub(super) fn without_docs(mut self) -> Self {
        self.each_mut(&mut |ty| {
            if let Self::Object(object) = ty {
                object.properties.iter_mut().for_each(|p| p.docs.clear());
                object.index.iter_mut().for_each(|index| index.docs.clear());
            }
        });
        self
    }

    /// Calls `f` with every type in it, the innermost first, and with itself.
    pub(super) fn each_mut(&mut self, f: &mut impl FnMut(&mut Self)) {
        match self {
            Self::Word(_) | Self::Param(_) => {}
            Self::Applied(_, args) => args.iter_mut().for_each(|arg| arg.each_mut(f)),
            Self::Array(item) | Self::Repeat(item, _) | Self::Mapped(_, item) => item.each_mut(f),
            Self::Tuple(items) => items.iter_mut().for_each(|(item, _)| item.each_mut(f)),
            Self::Union(items) | Self::Intersection(items) => {
                items.iter_mut().for_each(|item| item.each_mut(f));
            }
            Self::Object(object) => {
                for property in &mut object.properties {
                    property.r#type.each_mut(f);
                }
                if let Some(index) = &mut object.index {
                    index.value.each_mut(f);
                }
            }
        }
        f(self);
    }

    /// Does the type, or one in it, pass the test?
    pub(super) fn any(&self, test: &mut impl FnMut(&Self) -> bool) -> bool {
        if test(self) {
            return true;
        }
        match self {
            Self::Word(_) | Self::Param(_) => false,
            Self::Applied(_, args) => args.iter().any(|arg| arg.any(test)),
            Self::Array(item) | Self::Repeat(item, _) | Self::Mapped(_, item) => item.any(test),
            Self::Tuple(items) => items.iter().any(|(item, _)| item.any(test)),
            Self::Union(items) | Self::Intersection(items) => {
                items.iter().any(|item| item.any(test))
            }
            Self::Object(Object { properties, index }) => {
                properties.iter().any(|p| p.r#type.any(test))
                    || index.as_ref().is_some_and(|index| index.value.any(test))
            }
        }
    }
}
