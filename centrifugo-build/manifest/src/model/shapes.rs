//! How a named type looks in JSON, in each direction: objects, enums and what they consist of. What stands
//! in a field is a [`Type`].

use serde::{Deserialize, Serialize};

use super::{Deprecated, Type};

/// Which directions a type is used in, and how it looks there.
///
/// `both` says that the type itself looks the same in both directions; a type that it refers to
/// may still be `split`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shapes {
    /// Only sent by clients.
    Input(Shape),
    /// Only received by clients.
    Output(Shape),
    /// Sent and received alike.
    Both(Shape),
    /// Sent and received, and not the same.
    Split {
        /// What clients may send.
        input: Shape,
        /// What clients receive.
        output: Shape,
    },
}

impl Shapes {
    /// What clients may send, if they ever do.
    pub fn input(&self) -> Option<&Shape> {
        match self {
            Self::Input(shape) | Self::Both(shape) | Self::Split { input: shape, .. } => {
                Some(shape)
            }
            Self::Output(_) => None,
        }
    }

    /// What clients receive, if they ever do.
    pub fn output(&self) -> Option<&Shape> {
        match self {
            Self::Output(shape) | Self::Both(shape) | Self::Split { output: shape, .. } => {
                Some(shape)
            }
            Self::Input(_) => None,
        }
    }
}

/// The JSON form of a named type in one direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// An object: a struct with named fields.
    ///
    /// serde also takes an array of the fields' values, in their order. Clients never send it.
    Struct(Object),
    /// An array of fixed length: a tuple struct.
    Tuple {
        /// Its elements.
        items: Vec<Element>,
    },
    /// The same as another type: a newtype struct, `#[serde(transparent)]`, `from` and `into`, a
    /// stand-in of the settings. A unit struct is one of [`Type::Null`].
    Newtype {
        /// The type whose form it takes.
        item: Type,
        /// Input: the server may refuse more than the type says, such as by `try_from`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        checked: bool,
    },
    /// A variant of several.
    Enum {
        /// How the JSON says which.
        tagging: Tagging,
        /// In the order of the source, in which untagged ones are tried.
        variants: Vec<Variant>,
        /// Input, [`Tagging::Adjacent`]: keys beside tag and content are refused.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        deny_unknown_fields: bool,
    },
}

/// The keys of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Keys with a name, in the order of the source. Those of a flattened struct stand here, too.
    pub fields: Vec<Field>,
    /// Flattened values whose keys stand beside the fields, and depend on the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flatten: Vec<Flatten>,
    /// A flattened map: it has all other keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// Input: other keys are refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deny_unknown_fields: bool,
}

impl Object {
    /// Is `#[serde(flatten)]` in it? Then serde takes it from an object only, never from an array.
    pub fn is_flattened(&self) -> bool {
        !self.flatten.is_empty()
            || self.rest.is_some()
            || self.fields.iter().any(|field| field.flattened.is_some())
    }
}

/// A flattened value: an enum, an optional struct, or a struct that holds such a one.
///
/// Its type is a [`Type::Named`], or a [`Type::Option`] of one. Output: its keys are there, or none
/// of them if it is `None`. Input: it is read from the keys that are not fields; an `Option` is
/// `None` if they do not make its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flatten {
    /// The Rust name of the field.
    pub name: String,
    /// What is merged in.
    pub r#type: Type,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// A flattened map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// The Rust name of the field.
    pub name: String,
    /// As in [`Type::Map`].
    pub key: Type,
    /// As in [`Type::Map`].
    pub value: Type,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// One element of a tuple struct or variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// What it looks like.
    pub r#type: Type,
    /// Input: whether it may be left out, with all after it. Output: required.
    #[serde(default, skip_serializing_if = "Presence::is_required")]
    pub presence: Presence,
    /// Input: the server may refuse more than the type says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
}

/// How the JSON of an enum says which variant it is.
///
/// A [`Variant::untagged`] variant of any enum is as in [`Tagging::Untagged`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tagging {
    /// serde's default: `{"Name": content}`. A unit variant is its name as a string; on input also
    /// `{"Name": null}`.
    External,
    /// `#[serde(tag = "…")]`: the content's keys stand beside the tag.
    Internal {
        /// The key of the tag.
        tag: String,
    },
    /// `#[serde(tag = "…", content = "…")]`: an object with two keys. A unit variant has no content;
    /// on input it may be `null`.
    Adjacent {
        /// The key of the tag.
        tag: String,
        /// The key of the content.
        content: String,
    },
    /// `#[serde(untagged)]`: the content alone; the first variant that fits is it. A unit variant is
    /// `null`.
    Untagged,
}

/// One variant of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The Rust name.
    pub name: String,
    /// The name in JSON.
    pub wire_name: String,
    /// Input: other names that are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Input, `#[serde(other)]`: any unknown name is accepted and means this one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other: bool,
    /// `#[serde(untagged)]` on the variant: it has no name in JSON. Such variants come last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untagged: bool,
    /// What comes with the name.
    #[serde(default, skip_serializing_if = "Content::is_unit")]
    pub content: Content,
    /// Input: the server may refuse more than the content says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// What a variant holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// Nothing.
    #[default]
    Unit,
    /// One value. Internally tagged: its own keys stand beside the tag, and its type is one of
    /// objects ([`Type::Named`], [`Type::Map`]) or [`Type::Null`], which adds none.
    Newtype {
        /// The value's type.
        item: Type,
    },
    /// An array. Never internally tagged.
    Tuple {
        /// Its elements.
        items: Vec<Element>,
    },
    /// Named fields. Internally tagged: they stand beside the tag.
    Struct(Object),
}

impl Content {
    /// Is it [`Content::Unit`]?
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Unit)
    }
}

/// One key of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The Rust name, without `r#`.
    pub name: String,
    /// The key in JSON.
    pub wire_name: String,
    /// Input: other keys that are accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What its value looks like.
    pub r#type: Type,
    /// Whether the key is always there.
    #[serde(default, skip_serializing_if = "Presence::is_required")]
    pub presence: Presence,
    /// Input: the server may refuse more than the type says, such as by `deserialize_with`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
    /// The Rust name of the flattened field that it stands in, `base`, or `base.inner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flattened: Option<String>,
    /// What the doc comment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// `#[deprecated]`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// Whether a key is always there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Input: must be sent. Output: is always there.
    #[default]
    Required,
    /// Input: may be left out, and the source does not say as what the server then takes it. If the
    /// type is a [`Type::Option`], leaving it out may not mean `null`. Output: may be missing.
    Optional,
    /// Input only: may be left out, and the server then takes this value.
    Default(serde_json::Value),
}

impl Presence {
    /// Is it [`Presence::Required`]?
    pub fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }
}

impl Shape {
    /// Calls `f` with every type in it, those within types included; named types are not looked
    /// into.
    pub fn each_type(&self, f: &mut impl FnMut(&Type)) {
        match self {
            Self::Struct(object) => object.each_type(f),
            Self::Tuple { items } => items.iter().for_each(|item| item.r#type.each(f)),
            Self::Newtype { item, .. } => item.each(f),
            Self::Enum { variants, .. } => {
                for variant in variants {
                    match &variant.content {
                        Content::Unit => {}
                        Content::Newtype { item } => item.each(f),
                        Content::Tuple { items } => {
                            items.iter().for_each(|item| item.r#type.each(f));
                        }
                        Content::Struct(object) => object.each_type(f),
                    }
                }
            }
        }
    }
}

impl Object {
    fn each_type(&self, f: &mut impl FnMut(&Type)) {
        self.fields.iter().for_each(|field| field.r#type.each(f));
        self.flatten.iter().for_each(|value| value.r#type.each(f));
        if let Some(rest) = &self.rest {
            rest.key.each(f);
            rest.value.each(f);
        }
    }
}
