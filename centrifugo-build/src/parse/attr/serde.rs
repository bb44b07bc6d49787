//! `#[serde(…)]` on containers, variants and fields, as data. What serde does not know, or only its
//! own crates use, is kept with its place, so that it is an error on a type that a handler reaches
//! and none on one that it does not.
//!
//! Source of the keys: `serde_derive/src/internals/attr.rs`.

use std::ops::Deref;
use std::sync::LazyLock;

use syn::parse::ParseStream;
use syn::{LitStr, Meta, Token};

use super::{Attributes, parse};
use crate::parse::file::Context;
use crate::parse::serde_case::RenameRule;
use crate::parse::syntax::{Name, Path, TypeExpr};
use crate::parse::types;
use crate::source::Span;

/// A setting that may differ by direction.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByDirection<T> {
    pub(crate) serialize: T,
    pub(crate) deserialize: T,
}

/// `#[serde(default)]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum DefaultAttr {
    #[default]
    None,
    /// `Default::default()`
    Trait,
    /// `default = "path"`
    Path,
}

/// What reads or writes a value in place of its own impl.
#[derive(Debug, Clone)]
pub(crate) enum With {
    /// `with = "module"`: its functions `serialize` and `deserialize`.
    Module(Path),
    /// `serialize_with = "function"` or `deserialize_with = "function"`
    Function(Path),
}

impl With {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Module(path) | Self::Function(path) => path,
        }
    }
}

/// On a struct or enum.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContainerSerde {
    pub(crate) rename: ByDirection<Option<String>>,
    pub(crate) rename_all: ByDirection<RenameRule>,
    pub(crate) rename_all_fields: ByDirection<RenameRule>,
    pub(crate) tag: Option<Name>,
    pub(crate) content: Option<Name>,
    pub(crate) untagged: bool,
    pub(crate) default: DefaultAttr,
    pub(crate) deny_unknown_fields: Option<Span>,
    pub(crate) transparent: Option<Span>,
    /// `from` or `try_from`, whichever there is.
    pub(crate) from: Option<From>,
    pub(crate) into: Option<TypeExpr>,
    /// `remote = "path"`: the derive is for that type, by `with = "ThisOne"`.
    pub(crate) remote: Option<Span>,
    pub(crate) unsupported: Vec<Name>,
}

/// `from = "Type"`, `try_from = "Type"`
#[derive(Debug, Clone)]
pub(crate) struct From {
    pub(crate) ty: TypeExpr,
    pub(crate) fallible: bool,
}

/// On a variant.
#[derive(Debug, Clone, Default)]
pub(crate) struct VariantSerde {
    pub(crate) rename: ByDirection<Option<String>>,
    pub(crate) rename_all: ByDirection<RenameRule>,
    pub(crate) aliases: Vec<String>,
    pub(crate) skip: ByDirection<bool>,
    pub(crate) other: bool,
    pub(crate) untagged: bool,
    pub(crate) with: ByDirection<Option<Box<With>>>,
    pub(crate) unsupported: Vec<Name>,
}

/// On a field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldSerde {
    pub(crate) rename: ByDirection<Option<String>>,
    pub(crate) aliases: Vec<String>,
    pub(crate) default: DefaultAttr,
    pub(crate) skip: ByDirection<bool>,
    /// The path of the function, `Option::is_none`.
    pub(crate) skip_serializing_if: Option<Name>,
    pub(crate) with: ByDirection<Option<Box<With>>>,
    pub(crate) flatten: Option<Span>,
    pub(crate) unsupported: Vec<Name>,
}

/// What is said; most often it is nothing, and a crate has many places to say it.
#[derive(Debug)]
pub(crate) struct Said<T>(Option<Box<T>>);

/// What is the same wherever nothing is said.
pub(crate) trait Nothing: Default + 'static {
    fn nothing() -> &'static Self;
}

macro_rules! nothing {
    ($($serde:ty)*) => {$(
        impl Nothing for $serde {
            fn nothing() -> &'static Self {
                static NOTHING: LazyLock<$serde> = LazyLock::new(Default::default);
                &NOTHING
            }
        }
    )*};
}

nothing! { ContainerSerde VariantSerde FieldSerde }

impl<T: Nothing> Deref for Said<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(said) => said,
            None => T::nothing(),
        }
    }
}

impl<T: Nothing> Said<T> {
    /// What the entries say, each of which `note` adds.
    fn by(entries: Vec<Entry>, mut note: impl FnMut(&mut T, Entry)) -> Self {
        if entries.is_empty() {
            return Self(None);
        }
        let mut said = Box::<T>::default();
        entries.into_iter().for_each(|entry| note(&mut said, entry));
        Self(Some(said))
    }
}

/// One `key`, `key = "value"` or `key(direction = "value", …)`.
struct Entry {
    key: Name,
    value: Option<LitStr>,
    parts: Vec<(String, LitStr)>,
}

impl Entry {
    /// Sets what is said; the rest may be said by another entry.
    fn set(&self, to: &mut ByDirection<Option<String>>) {
        if let Some(text) = self.part("serialize") {
            to.serialize = Some(text);
        }
        if let Some(text) = self.part("deserialize") {
            to.deserialize = Some(text);
        }
    }

    fn part(&self, direction: &str) -> Option<String> {
        let found = self.parts.iter().find(|(key, _)| key == direction);
        found
            .map(|(_, value)| value)
            .or(self.value.as_ref())
            .map(LitStr::value)
    }

    fn rule(&self, to: &mut ByDirection<RenameRule>, unsupported: &mut Vec<Name>) {
        let mut text = ByDirection::default();
        self.set(&mut text);
        let mut rule = |text: Option<String>, to: &mut RenameRule| {
            let Some(text) = text else { return };
            match RenameRule::from_name(&text) {
                Some(rule) => *to = rule,
                None => unsupported.push(self.key.clone()),
            }
        };
        rule(text.serialize, &mut to.serialize);
        rule(text.deserialize, &mut to.deserialize);
    }

    fn name(&self, context: &Context<'_>) -> Option<Name> {
        self.value.as_ref().map(|text| Name {
            text: text.value(),
            span: context.span(text.span()),
        })
    }

    /// The type in a string.
    fn ty(&self, context: &Context<'_>) -> Option<TypeExpr> {
        let text = self.value.as_ref()?;
        text.parse::<syn::Type>()
            .map(|ty| types::type_expr(context, &ty))
            .map_err(|error| context.syntax_error("this type", &error))
            .ok()
    }

    /// The path in a string, such as that of a function.
    fn path(&self, context: &Context<'_>) -> Option<Path> {
        let text = self.value.as_ref()?;
        text.parse::<syn::ExprPath>()
            .map(|path| types::path(context, &path.path))
            .map_err(|error| context.syntax_error("this path", &error))
            .ok()
    }

    fn default(&self) -> DefaultAttr {
        if self.value.is_some() {
            DefaultAttr::Path
        } else {
            DefaultAttr::Trait
        }
    }

    /// Sets `with`, `serialize_with` and `deserialize_with`.
    fn set_with(&self, context: &Context<'_>, to: &mut ByDirection<Option<Box<With>>>) {
        let Some(path) = self.path(context) else {
            return;
        };
        match self.key.text.as_str() {
            "with" => {
                to.serialize = Some(Box::new(With::Module(path.clone())));
                to.deserialize = Some(Box::new(With::Module(path)));
            }
            "serialize_with" => to.serialize = Some(Box::new(With::Function(path))),
            _ => to.deserialize = Some(Box::new(With::Function(path))),
        }
    }

    /// Sets `skip`, `skip_serializing` and `skip_deserializing`.
    fn set_skip(&self, to: &mut ByDirection<bool>) {
        to.serialize |= self.key.text != "skip_deserializing";
        to.deserialize |= self.key.text != "skip_serializing";
    }
}

pub(in crate::parse) fn container(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> Said<ContainerSerde> {
    Said::by(
        entries(context, attributes),
        |serde: &mut ContainerSerde, entry| {
            let span = entry.key.span;
            match entry.key.text.as_str() {
                "rename" => entry.set(&mut serde.rename),
                "rename_all" => entry.rule(&mut serde.rename_all, &mut serde.unsupported),
                "rename_all_fields" => {
                    entry.rule(&mut serde.rename_all_fields, &mut serde.unsupported);
                }
                "tag" => serde.tag = entry.name(context),
                "content" => serde.content = entry.name(context),
                "untagged" => serde.untagged = true,
                "default" => serde.default = entry.default(),
                "deny_unknown_fields" => serde.deny_unknown_fields = Some(span),
                "transparent" => serde.transparent = Some(span),
                key @ ("from" | "try_from") => {
                    let fallible = key == "try_from";
                    serde.from = entry.ty(context).map(|ty| From { ty, fallible });
                }
                "into" => serde.into = entry.ty(context),
                "remote" => serde.remote = Some(span),
                // About code and messages only.
                "bound" | "crate" | "expecting" => {}
                _ => serde.unsupported.push(entry.key),
            }
        },
    )
}

pub(in crate::parse) fn variant(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> Said<VariantSerde> {
    Said::by(
        entries(context, attributes),
        |serde: &mut VariantSerde, entry| match entry.key.text.as_str() {
            "rename" => entry.set(&mut serde.rename),
            "rename_all" => entry.rule(&mut serde.rename_all, &mut serde.unsupported),
            "alias" => serde.aliases.extend(entry.part("deserialize")),
            "skip" | "skip_serializing" | "skip_deserializing" => entry.set_skip(&mut serde.skip),
            "other" => serde.other = true,
            "untagged" => serde.untagged = true,
            "with" | "serialize_with" | "deserialize_with" => {
                entry.set_with(context, &mut serde.with);
            }
            "bound" | "borrow" => {}
            _ => serde.unsupported.push(entry.key),
        },
    )
}

pub(in crate::parse) fn field(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> Said<FieldSerde> {
    Said::by(
        entries(context, attributes),
        |serde: &mut FieldSerde, entry| {
            match entry.key.text.as_str() {
                "rename" => entry.set(&mut serde.rename),
                "alias" => serde.aliases.extend(entry.part("deserialize")),
                "default" => serde.default = entry.default(),
                "skip" | "skip_serializing" | "skip_deserializing" => {
                    entry.set_skip(&mut serde.skip)
                }
                "skip_serializing_if" => serde.skip_serializing_if = entry.name(context),
                "with" | "serialize_with" | "deserialize_with" => {
                    entry.set_with(context, &mut serde.with);
                }
                "flatten" => serde.flatten = Some(entry.key.span),
                // `getter` says where a remote type's value is taken from, `borrow` who owns it.
                "bound" | "borrow" | "getter" => {}
                _ => serde.unsupported.push(entry.key),
            }
        },
    )
}

fn entries(context: &Context<'_>, attributes: &Attributes<'_>) -> Vec<Entry> {
    let lists = attributes.iter().filter_map(|meta| match meta {
        Meta::List(list) if list.path.is_ident("serde") => Some(list),
        _ => None,
    });
    lists
        .filter_map(|list| {
            parse(context, list, |input: ParseStream<'_>| {
                let mut entries = vec![];
                while !input.is_empty() {
                    entries.push(entry(context, input)?);
                    if !input.is_empty() {
                        input.parse::<Token![,]>()?;
                    }
                }
                Ok(entries)
            })
        })
        .flatten()
        .collect()
}

fn entry(context: &Context<'_>, input: ParseStream<'_>) -> syn::Result<Entry> {
    let key: syn::Ident = input.call(syn::ext::IdentExt::parse_any)?;
    let mut entry = Entry {
        key: context.name(&key),
        value: None,
        parts: vec![],
    };
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if input.peek(LitStr) {
            entry.value = Some(input.parse()?);
        } else {
            input.parse::<syn::Expr>()?;
        }
    } else if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        while !content.is_empty() {
            let part: syn::Ident = content.call(syn::ext::IdentExt::parse_any)?;
            if content.peek(Token![=]) {
                content.parse::<Token![=]>()?;
                if content.peek(LitStr) {
                    entry.parts.push((part.to_string(), content.parse()?));
                } else {
                    content.parse::<syn::Expr>()?;
                }
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
    }
    Ok(entry)
}
