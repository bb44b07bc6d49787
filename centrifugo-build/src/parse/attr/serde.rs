//! `#[serde(…)]`. What is understood is in fields of its own; what is not, is kept with its place, so
//! that it is an error on a type that a handler reaches and none on one that it does not.

use syn::parse::ParseStream;
use syn::{LitStr, Meta, Token};

use super::{Attributes, parse};
use crate::parse::file::Context;
use crate::parse::serde_case::RenameRule;
use crate::parse::syntax::Name;
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

/// On a struct or enum.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContainerSerde {
    pub(crate) rename_all: ByDirection<RenameRule>,
    pub(crate) rename_all_fields: ByDirection<RenameRule>,
    pub(crate) tag: Option<Name>,
    pub(crate) default: DefaultAttr,
    pub(crate) deny_unknown_fields: bool,
    pub(crate) transparent: Option<Span>,
    pub(crate) unsupported: Vec<Name>,
}

/// On a variant.
#[derive(Debug, Clone, Default)]
pub(crate) struct VariantSerde {
    pub(crate) rename: ByDirection<Option<String>>,
    pub(crate) rename_all: ByDirection<RenameRule>,
    pub(crate) aliases: Vec<String>,
    pub(crate) unsupported: Vec<Name>,
}

/// On a field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldSerde {
    pub(crate) rename: ByDirection<Option<String>>,
    pub(crate) aliases: Vec<String>,
    pub(crate) default: DefaultAttr,
    pub(crate) skip_serializing: bool,
    pub(crate) skip_deserializing: bool,
    /// The path of the function, `Option::is_none`.
    pub(crate) skip_serializing_if: Option<Name>,
    pub(crate) unsupported: Vec<Name>,
}

/// One `key`, `key = "value"` or `key(direction = "value", …)`.
struct Entry {
    key: Name,
    value: Option<Name>,
    parts: Vec<(String, Name)>,
}

impl Entry {
    fn by_direction(&self) -> ByDirection<Option<String>> {
        let part = |direction: &str| {
            let found = self.parts.iter().find(|(key, _)| key == direction);
            found
                .map(|(_, value)| value)
                .or(self.value.as_ref())
                .map(|value| value.text.clone())
        };
        ByDirection {
            serialize: part("serialize"),
            deserialize: part("deserialize"),
        }
    }

    fn rule(&self, unsupported: &mut Vec<Name>) -> ByDirection<RenameRule> {
        let mut rule = |text: Option<String>| match text.map(|text| RenameRule::from_name(&text)) {
            None => RenameRule::None,
            Some(Some(rule)) => rule,
            Some(None) => {
                unsupported.push(self.key.clone());
                RenameRule::None
            }
        };
        let ByDirection {
            serialize,
            deserialize,
        } = self.by_direction();
        ByDirection {
            serialize: rule(serialize),
            deserialize: rule(deserialize),
        }
    }
}

pub(in crate::parse) fn container(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> ContainerSerde {
    let mut serde = ContainerSerde::default();
    for entry in entries(context, attributes) {
        match entry.key.text.as_str() {
            "rename_all" => serde.rename_all = entry.rule(&mut serde.unsupported),
            "rename_all_fields" => serde.rename_all_fields = entry.rule(&mut serde.unsupported),
            "tag" if entry.value.is_some() => serde.tag = entry.value,
            "default" => serde.default = default(&entry),
            "deny_unknown_fields" => serde.deny_unknown_fields = true,
            "transparent" => serde.transparent = Some(entry.key.span),
            // `rename` of a container is not on the wire in JSON; the others are about code only.
            "rename" | "bound" | "crate" | "expecting" => {}
            _ => serde.unsupported.push(entry.key),
        }
    }
    serde
}

pub(in crate::parse) fn variant(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> VariantSerde {
    let mut serde = VariantSerde::default();
    for entry in entries(context, attributes) {
        match entry.key.text.as_str() {
            "rename" => serde.rename = entry.by_direction(),
            "rename_all" => serde.rename_all = entry.rule(&mut serde.unsupported),
            "alias" => serde.aliases.extend(entry.value.map(|value| value.text)),
            "bound" => {}
            _ => serde.unsupported.push(entry.key),
        }
    }
    serde
}

pub(in crate::parse) fn field(context: &Context<'_>, attributes: &Attributes<'_>) -> FieldSerde {
    let mut serde = FieldSerde::default();
    for entry in entries(context, attributes) {
        match entry.key.text.as_str() {
            "rename" => serde.rename = entry.by_direction(),
            "alias" => serde.aliases.extend(entry.value.map(|value| value.text)),
            "default" => serde.default = default(&entry),
            "skip" => {
                serde.skip_serializing = true;
                serde.skip_deserializing = true;
            }
            "skip_serializing" => serde.skip_serializing = true,
            "skip_deserializing" => serde.skip_deserializing = true,
            "skip_serializing_if" if entry.value.is_some() => {
                serde.skip_serializing_if = entry.value;
            }
            "bound" => {}
            _ => serde.unsupported.push(entry.key),
        }
    }
    serde
}

fn default(entry: &Entry) -> DefaultAttr {
    if entry.value.is_some() {
        DefaultAttr::Path
    } else {
        DefaultAttr::Trait
    }
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
            entry.value = Some(string(context, input)?);
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
                entry
                    .parts
                    .push((part.to_string(), string(context, &content)?));
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
    }
    Ok(entry)
}

fn string(context: &Context<'_>, input: ParseStream<'_>) -> syn::Result<Name> {
    let text: LitStr = input.parse()?;
    Ok(Name {
        text: text.value(),
        span: context.span(text.span()),
    })
}
