//! `#[rpc(…)]` on an enum and on its variants.

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, LitInt, LitStr, Path, Result};

#[derive(Default)]
pub(super) struct Container {
    /// `crate = "path"`.
    pub(super) runtime: Option<proc_macro2::TokenStream>,
}

impl Container {
    pub(super) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut container = Self::default();
        each(attributes, |meta| {
            if !meta.path.is_ident("crate") {
                return Err(unknown(&meta, "on the enum there is `crate = \"path\"`"));
            }
            let path: LitStr = meta.value()?.parse()?;
            set(
                &mut container.runtime,
                path.parse::<Path>()?.into_token_stream(),
                &meta,
            )
        })?;
        Ok(container)
    }
}

#[derive(Default)]
pub(super) struct Arguments {
    pub(super) code: Option<(u32, Span)>,
    pub(super) message: Option<LitStr>,
    pub(super) temporary: Option<Span>,
    pub(super) internal: Option<Span>,
}

impl Arguments {
    pub(super) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut arguments = Self::default();
        each(attributes, |meta| {
            let span = meta
                .path
                .get_ident()
                .map_or_else(Span::call_site, syn::Ident::span);
            if meta.path.is_ident("code") {
                set(&mut arguments.code, parse_code(&meta)?, &meta)
            } else if meta.path.is_ident("message") {
                set(&mut arguments.message, meta.value()?.parse()?, &meta)
            } else if meta.path.is_ident("temporary") {
                set(&mut arguments.temporary, span, &meta)
            } else if meta.path.is_ident("internal") {
                set(&mut arguments.internal, span, &meta)
            } else {
                let known =
                    "there are `code = 1000`, `message = \"…\"`, `temporary` and `internal`";
                Err(unknown(&meta, known))
            }
        })?;
        Ok(arguments)
    }
}

fn parse_code(meta: &ParseNestedMeta<'_>) -> Result<(u32, Span)> {
    let literal: LitInt = meta.value()?.parse()?;
    match literal.base10_parse::<u32>() {
        Ok(code @ 1000..=1999) => Ok((code, literal.span())),
        _ => Err(Error::new(
            literal.span(),
            "the code of a declared error is 1000 to 1999",
        )),
    }
}

fn each(
    attributes: &[Attribute],
    mut parse: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("rpc"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut parse))
}

fn set<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> Result<()> {
    if slot.is_some() {
        return Err(meta.error(format!("`{}` is given twice", name(meta))));
    }
    *slot = Some(value);
    Ok(())
}

fn unknown(meta: &ParseNestedMeta<'_>, known: &str) -> Error {
    meta.error(format!("unknown argument `{}`\nhint: {known}", name(meta)))
}

fn name(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map_or_else(String::new, ToString::to_string)
}
