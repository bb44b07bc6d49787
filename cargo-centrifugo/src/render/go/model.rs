//! The lowered tree: what the templates print, field by field.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::mentions::Mentions;
pub(super) use super::method_decl::{Codec, Fake, MethodDecl};
use super::types::GoType;

/// All that the templates print.
#[derive(Debug, Default)]
pub(super) struct Sdk {
    /// The names of all declarations of types, in their order.
    pub(super) declared: Vec<String>,
    /// What reads and writes types.
    pub(super) codecs: Vec<Codec>,
    /// A type refuses what it does not know.
    pub(super) refuses: bool,
    pub(super) errors: Vec<ErrorDecl>,
    pub(super) methods: Vec<MethodDecl>,
    /// How many elements the tuples have that are structs.
    pub(super) tuples: BTreeSet<usize>,
    /// The package has `Optional`.
    pub(super) has_optional: bool,
    /// What each file mentions: it decides its imports.
    pub(super) mentioned: Mentioned,
}

/// What of other packages, and of what is not always there, is in the Go types of each file.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    pub(super) types: Mentions,
    pub(super) codecs: Mentions,
    pub(super) errors: Mentions,
    pub(super) methods: Mentions,
}

/// A declaration of `types.go`.
#[derive(Debug)]
pub(super) enum Decl {
    Struct(StructDecl),
    UnitEnum(UnitEnumDecl),
    Sum(SumDecl),
    Newtype(NewtypeDecl),
}

/// A struct with what reads and writes it.
#[derive(Debug)]
pub(super) struct StructDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// The struct type: `struct{}`, or lines.
    pub(super) go: String,
    pub(super) coding: Coding,
    /// What the coding has around it, if it is not all.
    pub(super) content: Option<Coding>,
    /// The interface that it is a variant of.
    pub(super) sum: Option<String>,
}

/// A struct type, and its JSON.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) go: String,
    pub(super) coding: Coding,
}

/// What reads and writes a struct.
#[derive(Debug)]
pub(super) enum Coding {
    Object(ObjectCoding),
    Tuple(TupleCoding),
    /// Two statements: with `w` and `v`, and with `r` and `v`.
    Whole {
        write: String,
        read: String,
    },
}

/// The keys of an object.
#[derive(Debug, Default)]
pub(super) struct ObjectCoding {
    pub(super) literals: Vec<Literal>,
    pub(super) keys: Vec<Key>,
    pub(super) flats: Vec<Flat>,
    /// The last of these is a map, which has all that the others leave.
    pub(super) mapped: bool,
    /// Literals of the keys that must be there, in the order of their numbers.
    pub(super) required: Vec<String>,
}

/// A key whose value never changes.
#[derive(Debug)]
pub(super) struct Literal {
    /// A string literal.
    pub(super) key: String,
    /// A string literal.
    pub(super) text: String,
    /// Its number if it must be there.
    pub(super) seen: Option<usize>,
}

/// A key and its field.
#[derive(Debug)]
pub(super) struct Key {
    /// A string literal.
    pub(super) key: String,
    /// The field is written if this holds.
    pub(super) guard: Option<String>,
    /// A statement.
    pub(super) write: String,
    /// A statement.
    pub(super) read: String,
}

/// A field whose keys stand beside the others.
#[derive(Debug)]
pub(super) struct Flat {
    pub(super) name: String,
    /// `readFlat`, or what reads a value that may not be there.
    pub(super) function: &'static str,
    pub(super) read: Cow<'static, str>,
    pub(super) write: Cow<'static, str>,
}

/// The elements of an array.
#[derive(Debug, Default)]
pub(super) struct TupleCoding {
    pub(super) items: Vec<Item>,
    /// How many must be there.
    pub(super) required: usize,
}

/// An element and its field.
#[derive(Debug)]
pub(super) struct Item {
    /// How many elements there are up to this one.
    pub(super) count: usize,
    /// It need not be written unless this holds, or one after it is written.
    pub(super) guard: Option<String>,
    /// Written for it if it is not set, but one after it is: a statement.
    pub(super) unset: Option<String>,
    /// A statement.
    pub(super) write: String,
    /// A statement.
    pub(super) read: String,
}

/// Strings.
#[derive(Debug)]
pub(super) struct UnitEnumDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// The names of the constants, and the lines that declare them.
    pub(super) constants: Vec<String>,
    pub(super) lines: Vec<String>,
    /// The zero value is none of them.
    pub(super) refuses_empty: bool,
}

/// A sealed interface.
#[derive(Debug)]
pub(super) struct SumDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// An expression that looks ahead for the variant's name, unless there is none.
    pub(super) which: Option<String>,
    pub(super) variants: Vec<SumVariant>,
    /// Keeps variants that a newer server sends.
    pub(super) unknown: Option<String>,
}

/// A variant: the literal of its name unless it has none, and its struct.
#[derive(Debug)]
pub(super) struct SumVariant {
    pub(super) wire_name: Option<String>,
    pub(super) decl: StructDecl,
}

/// Another name for a type.
#[derive(Debug)]
pub(super) struct NewtypeDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) item: GoType,
    /// A struct around the type.
    pub(super) boxed: bool,
    /// `encoding/json` would not get it right.
    pub(super) has_methods: bool,
}

/// A declared error: an interface and its structs.
#[derive(Debug)]
pub(super) struct ErrorDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) variants: Vec<ErrorVariantDecl>,
}

/// A variant of a declared error.
#[derive(Debug)]
pub(super) struct ErrorVariantDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) code: u32,
    /// The struct type, with the message.
    pub(super) go: String,
    /// None if the message says it all.
    pub(super) coding: Option<Coding>,
    pub(super) temporary: bool,
}

impl Decl {
    /// What reads and writes it.
    pub(super) fn codec(&self) -> Codec {
        let name = match self {
            Self::Struct(decl) => &decl.name,
            Self::UnitEnum(decl) => &decl.name,
            Self::Sum(decl) => &decl.name,
            Self::Newtype(decl) => &decl.name,
        };
        Codec {
            name: format!("\"{name}\""),
            read: format!("decode{name}").into(),
            write: format!("encode{name}").into(),
        }
    }
}

impl SumDecl {
    /// Those that the JSON names.
    pub(super) fn named(&self) -> impl Iterator<Item = (&String, &StructDecl)> {
        self.variants
            .iter()
            .filter_map(|variant| Some((variant.wire_name.as_ref()?, &variant.decl)))
    }

    /// Those that it does not.
    pub(super) fn untagged(&self) -> Vec<&StructDecl> {
        let untagged = self.variants.iter().filter(|v| v.wire_name.is_none());
        untagged.map(|variant| &variant.decl).collect()
    }
}

impl ObjectCoding {
    /// A key that is there twice.
    pub(super) fn twice(&self) -> Option<&str> {
        let keys = self.keys.iter().map(|key| key.key.as_str());
        let mut keys = self.literals.iter().map(|l| l.key.as_str()).chain(keys);
        let mut seen = BTreeSet::new();
        keys.find(|key| !seen.insert(*key))
    }

    pub(super) fn has_keys(&self) -> bool {
        !self.literals.is_empty() || !self.keys.is_empty()
    }

    /// What becomes of a key that is no field's: a statement.
    pub(super) fn other(&self) -> &'static str {
        if self.flats.is_empty() {
            "r.other(key)"
        } else {
            "r.spare(key, &others)"
        }
    }
}

impl TupleCoding {
    pub(super) fn has_optional(&self) -> bool {
        self.items.iter().any(|item| item.guard.is_some())
    }

    /// How many elements are always written.
    pub(super) fn always(&self) -> usize {
        let always = self.items.iter().take_while(|item| item.guard.is_none());
        always.count()
    }
}
