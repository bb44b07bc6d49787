//! Attributes: those that hold in this build, and what the ones of ours and of serde say.

pub(crate) mod rpc;
pub(crate) mod serde;
pub(crate) mod serde_as;

use std::borrow::Cow;

use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use super::file::Context;
use super::syntax::Name;
use super::types;
use crate::manifest::Deprecated;
use crate::source::cfg::Predicate;

/// The attributes of one node, with `cfg_attr` resolved.
pub(crate) struct Attributes<'a>(Vec<Cow<'a, Meta>>);

/// The attributes that hold; none if a `cfg` says that the node is not in the build.
pub(super) fn active<'a>(context: &Context<'_>, attrs: &'a [Attribute]) -> Option<Attributes<'a>> {
    let mut metas = Vec::with_capacity(attrs.len());
    for attr in attrs {
        add(context, Cow::Borrowed(&attr.meta), &mut metas)?;
    }
    Some(Attributes(metas))
}

fn add<'a>(
    context: &Context<'_>,
    meta: Cow<'a, Meta>,
    metas: &mut Vec<Cow<'a, Meta>>,
) -> Option<()> {
    let Meta::List(list) = meta.as_ref() else {
        metas.push(meta);
        return Some(());
    };
    if list.path.is_ident("cfg") {
        let predicate = parse(context, list, |input: ParseStream<'_>| {
            let predicate: Predicate = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok(predicate)
        });
        return predicate
            .is_none_or(|predicate| context.cfg.holds(&predicate))
            .then_some(());
    }
    if list.path.is_ident("cfg_attr") {
        let parsed = parse(context, list, |input: ParseStream<'_>| {
            let predicate: Predicate = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok((
                predicate,
                Punctuated::<Meta, Token![,]>::parse_terminated(input)?,
            ))
        });
        let (predicate, attrs) = parsed?;
        if context.cfg.holds(&predicate) {
            for meta in attrs {
                add(context, Cow::Owned(meta), metas)?;
            }
        }
        return Some(());
    }
    metas.push(meta);
    Some(())
}

fn parse<T>(
    context: &Context<'_>,
    list: &syn::MetaList,
    parser: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> Option<T> {
    parser
        .parse2(list.tokens.clone())
        .map_err(|error| context.syntax_error("this attribute", &error))
        .ok()
}

impl<'a> Attributes<'a> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Meta> {
        self.0.iter().map(Cow::as_ref)
    }

    /// Is there a plain `#[name]`?
    pub(super) fn has(&self, name: &str) -> bool {
        self.iter()
            .any(|meta| matches!(meta, Meta::Path(path) if path.is_ident(name)))
    }

    /// `#[path = "…"]`
    pub(super) fn path_value(&self) -> Option<String> {
        self.iter().find_map(|meta| string_value(meta, "path"))
    }

    /// The paths in `#[derive(…)]`.
    pub(super) fn derives(&self, context: &Context<'_>) -> Vec<Name> {
        let lists = self.iter().filter_map(|meta| match meta {
            Meta::List(list) if list.path.is_ident("derive") => Some(list),
            _ => None,
        });
        let paths = lists.filter_map(|list| {
            parse(
                context,
                list,
                Punctuated::<syn::Path, Token![,]>::parse_terminated,
            )
        });
        types::kept(
            paths
                .flatten()
                .map(|path| types::path(context, &path).into()),
        )
    }

    /// The paths of all attributes that the language itself does not define.
    pub(super) fn macros(&self, context: &Context<'_>) -> Vec<Name> {
        let paths = self.iter().map(Meta::path);
        let unknown = paths.filter(|path| !BUILTIN.iter().any(|name| path.is_ident(name)));
        types::kept(unknown.map(|path| types::path(context, path).into()))
    }

    /// The doc comment's text.
    pub(super) fn docs(&self) -> Option<String> {
        let lines: Vec<String> = self
            .iter()
            .filter_map(|meta| string_value(meta, "doc"))
            .flat_map(|text| doc_lines(&text))
            .collect();
        let common = lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min()
            .unwrap_or(0);
        let lines: Vec<&str> = lines
            .iter()
            .map(|line| line.get(common..).unwrap_or_default().trim_end())
            .collect();
        let text = lines.join("\n");
        let text = text.trim_matches('\n');
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// `#[deprecated]` in its three forms.
    pub(super) fn deprecated(&self) -> Option<Deprecated> {
        self.iter()
            .find(|meta| meta.path().is_ident("deprecated"))
            .map(|meta| match meta {
                Meta::List(list) => {
                    let mut deprecated = Deprecated::default();
                    // What rustc refuses in here it reports itself.
                    let _ = list.parse_nested_meta(|meta| {
                        let value: syn::LitStr = meta.value()?.parse()?;
                        if meta.path.is_ident("since") {
                            deprecated.since = Some(value.value());
                        } else if meta.path.is_ident("note") {
                            deprecated.note = Some(value.value());
                        }
                        Ok(())
                    });
                    deprecated
                }
                meta => Deprecated {
                    since: None,
                    note: string_value(meta, "deprecated"),
                },
            })
    }
}

/// The lines of one `#[doc]`. Those of a block comment may have a column of stars before them.
fn doc_lines(text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return vec![text.to_owned()];
    }
    let lines: Vec<&str> = text.lines().collect();
    let body = &lines[1..];
    let starred = body
        .iter()
        .filter(|line| !line.trim().is_empty())
        .all(|line| line.trim_start().starts_with('*'));
    let mut out = vec![lines[0].to_owned()];
    out.extend(
        body.iter()
            .map(|line| match line.trim_start().strip_prefix('*') {
                Some(rest) if starred => rest.to_owned(),
                _ => (*line).to_owned(),
            }),
    );
    out
}

fn string_value(meta: &Meta, name: &str) -> Option<String> {
    let Meta::NameValue(pair) = meta else {
        return None;
    };
    if !pair.path.is_ident(name) {
        return None;
    }
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// Attributes of the language that may stand at a type, and the helper attributes of derives that
/// are read here. From the Rust Reference, "Built-in attributes index".
const BUILTIN: [&str; 22] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "cold",
    "default",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "non_exhaustive",
    "path",
    "repr",
    "rpc",
    "serde",
    "serialize_always",
    "type_length_limit",
    "warn",
];
