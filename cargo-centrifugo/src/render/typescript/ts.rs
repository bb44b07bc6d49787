//! TypeScript types as a tree. Knows neither the manifest nor how text is laid out.

/// A TypeScript type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ts {
    /// A keyword, a name or a literal.
    Word(String),
    Array(Box<Ts>),
    /// Each with whether it may be left out.
    Tuple(Vec<(Ts, bool)>),
    /// `$Array<T, 32>`: a tuple too long to be written out.
    Repeat(Box<Ts>, u64),
    Union(Vec<Ts>),
    Intersection(Vec<Ts>),
    /// A parameter of the declaration around it.
    Param(String),
    /// `Page<Task>`
    Applied(String, Vec<Ts>),
    /// `{ [key in Color]?: T }`
    Mapped(String, Box<Ts>),
    Object(Object),
}

/// An object type: one property a line, unless it has nothing but an index signature.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object {
    pub(super) properties: Vec<Property>,
    pub(super) index: Option<Index>,
}

/// A property of an object type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// Lines of its doc comment.
    pub(super) docs: Vec<String>,
    pub(super) key: String,
    pub(super) optional: bool,
    pub(super) r#type: Ts,
}

/// `[key: string]: T`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Index {
    /// Lines of its doc comment.
    pub(super) docs: Vec<String>,
    pub(super) key: &'static str,
    pub(super) value: Box<Ts>,
}

impl Ts {
    pub(super) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    /// `Page<Task>`
    pub(super) fn applied(name: &str, args: Vec<Self>) -> Self {
        if args.is_empty() {
            return Self::word(name);
        }
        Self::Applied(name.to_owned(), args)
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

    pub(super) fn object(properties: Vec<Property>) -> Self {
        Self::Object(Object {
            properties,
            index: None,
        })
    }

    /// The union of types that have nothing in common.
    pub(super) fn union_of(types: Vec<Self>) -> Self {
        let mut items = vec![];
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
