//! `#[serde_as(…)]` and `#[serialize_always]` on fields: the helpers of serde_with's attribute macros.

use syn::parse::ParseStream;
use syn::{LitStr, Meta, Token};

use super::serde::ByDirection;
use super::{Attributes, parse};
use crate::parse::file::Context;
use crate::parse::syntax::TypeExpr;
use crate::parse::types;

/// What the macros of serde_with are told about a field.
#[derive(Debug, Clone, Default)]
pub(crate) struct SerdeAs {
    /// `as = "…"`, `serialize_as = "…"`, `deserialize_as = "…"`: the adapter.
    pub(crate) adapter: ByDirection<Option<Box<TypeExpr>>>,
    /// `no_default`: an `Option` is not `#[serde(default)]`.
    pub(crate) no_default: bool,
    /// `#[serialize_always]`: `skip_serializing_none` passes it by.
    pub(crate) always: bool,
}

pub(in crate::parse) fn field(context: &Context<'_>, attributes: &Attributes<'_>) -> SerdeAs {
    let mut serde_as = SerdeAs::default();
    for meta in attributes.iter() {
        let Some(last) = meta.path().segments.last() else {
            continue;
        };
        match meta {
            Meta::Path(_) if last.ident == "serialize_always" => serde_as.always = true,
            Meta::List(list) if last.ident == "serde_as" => {
                parse(context, list, |input: ParseStream<'_>| {
                    while !input.is_empty() {
                        entry(context, input, &mut serde_as)?;
                        if !input.is_empty() {
                            input.parse::<Token![,]>()?;
                        }
                    }
                    Ok(())
                });
            }
            _ => {}
        }
    }
    serde_as
}

fn entry(context: &Context<'_>, input: ParseStream<'_>, serde_as: &mut SerdeAs) -> syn::Result<()> {
    let key: syn::Ident = input.call(syn::ext::IdentExt::parse_any)?;
    let key = key.to_string();
    if key == "no_default" {
        serde_as.no_default = true;
        return Ok(());
    }
    input.parse::<Token![=]>()?;
    let text: LitStr = input.parse()?;
    let ty = Box::new(types::type_expr(context, &text.parse()?));
    let adapter = &mut serde_as.adapter;
    match key.as_str() {
        "as" => {
            adapter.serialize = Some(ty.clone());
            adapter.deserialize = Some(ty);
        }
        "serialize_as" => adapter.serialize = Some(ty),
        "deserialize_as" => adapter.deserialize = Some(ty),
        _ => {}
    }
    Ok(())
}
