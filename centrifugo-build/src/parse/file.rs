//! A file's items. `#[cfg]` is evaluated here: what is not in the build is not in the result.

use std::cell::RefCell;

use proc_macro2::Ident;
use syn::ext::IdentExt as _;

use super::attr::{self, Attributes};
use super::places::Places;
use super::syntax::{
    ConstItem, GenericKind, GenericParam, ModuleBody, ModuleItem, Name, Segment, TraitImpl,
    TypeExpr, TypeItem, TypeItemKind, TypeKind, Vis,
};
use super::{handler, types, uses};
use crate::diagnostic::{Diagnostic, messages};
use crate::source::cfg::Cfg;
use crate::source::{FileId, Span};

/// What parsing a file needs to know, and where its errors go.
pub(crate) struct Context<'a> {
    pub(crate) file: FileId,
    pub(crate) cfg: &'a Cfg,
    places: Places<'a>,
    /// Where all of it is, if its parts have no places.
    whole: Option<Span>,
    errors: RefCell<Vec<Diagnostic>>,
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) body: ModuleBody,
    /// Attributes in it that cannot be parsed.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Parses one file.
///
/// # Errors
///
/// If it is not Rust.
pub(crate) fn parse_file(file: FileId, text: &str, cfg: &Cfg) -> Result<Parsed, Diagnostic> {
    let context = Context {
        file,
        cfg,
        places: Places::new(text),
        whole: None,
        errors: RefCell::default(),
    };
    let parsed = syn::parse_file(text).map_err(|error| {
        let span = context.span(error.span());
        messages::syntax("this file", &error).at(span)
    })?;
    // `#![cfg(…)]` on a file empties it.
    let body = match attr::active(&context, &parsed.attrs) {
        Some(_) => body(&context, &parsed.items),
        None => ModuleBody::default(),
    };
    Ok(Parsed {
        body,
        faults: context.errors.into_inner(),
    })
}

/// Parses a type that stands in a file of another kind. Its parts have places only if the file has
/// the text as it is, from byte `start`; else all of it is at `place`.
///
/// # Errors
///
/// If it is no type.
pub(crate) fn parse_type(
    file: FileId,
    start: Option<usize>,
    place: Span,
    text: &str,
) -> Result<TypeExpr, Diagnostic> {
    let start = start.and_then(|start| u32::try_from(start).ok());
    let context = Context {
        file,
        cfg: &Cfg::default(),
        places: Places::at(start.unwrap_or(0), text),
        whole: start.is_none().then_some(place),
        errors: RefCell::default(),
    };
    let ty = syn::parse_str::<syn::Type>(text)
        .map_err(|error| messages::syntax("this type", &error).at(place))?;
    Ok(types::type_expr(&context, &ty))
}

impl Context<'_> {
    pub(crate) fn span(&self, span: proc_macro2::Span) -> Span {
        if let Some(whole) = self.whole {
            return whole;
        }
        Span {
            file: self.file,
            start: self.places.byte(span.start()),
            end: self.places.byte(span.end()),
        }
    }

    /// From the first to the last token of `node`.
    pub(crate) fn span_of(&self, node: &impl syn::spanned::Spanned) -> Span {
        self.span(node.span())
    }

    pub(crate) fn name(&self, ident: &Ident) -> Name {
        let written = ident.to_string();
        let span = self.span(ident.span());
        let text = match written.strip_prefix("r#") {
            Some(plain) => plain.to_owned(),
            None => written,
        };
        Name { text, span }
    }

    pub(crate) fn error(&self, diagnostic: Diagnostic) {
        self.errors.borrow_mut().push(diagnostic);
    }

    /// Notes that `what` is no Rust.
    pub(crate) fn syntax_error(&self, what: &str, error: &syn::Error) {
        self.error(messages::syntax(what, error).at(self.span(error.span())));
    }

    pub(crate) fn vis(&self, vis: &syn::Visibility) -> Vis {
        match vis {
            syn::Visibility::Public(_) => Vis::Public,
            syn::Visibility::Restricted(restricted) => Vis::In(
                restricted
                    .path
                    .segments
                    .iter()
                    .map(|s| s.ident.unraw().to_string())
                    .collect(),
            ),
            _ => Vis::In(vec![]),
        }
    }
}

fn body(context: &Context<'_>, items: &[syn::Item]) -> ModuleBody {
    let mut body = ModuleBody::default();
    for item in items {
        add_item(context, item, &mut body);
    }
    body.types.shrink_to_fit();
    body
}

fn add_item(context: &Context<'_>, item: &syn::Item, body: &mut ModuleBody) {
    let Some(attributes) = attr::active(context, attrs_of(item)) else {
        return;
    };
    match item {
        syn::Item::Struct(item) => body
            .types
            .push(types::struct_item(context, item, &attributes)),
        syn::Item::Enum(item) => body
            .types
            .push(types::enum_item(context, item, &attributes)),
        syn::Item::Type(item) => body.types.push(TypeItem {
            generics: generics(context, &item.generics),
            ..plain_item(context, &item.ident, &item.vis, &attributes, {
                TypeItemKind::Alias(types::type_expr(context, &item.ty))
            })
        }),
        syn::Item::Trait(item) => body.types.push(plain_item(
            context,
            &item.ident,
            &item.vis,
            &attributes,
            TypeItemKind::Other("a trait"),
        )),
        syn::Item::TraitAlias(item) => body.types.push(plain_item(
            context,
            &item.ident,
            &item.vis,
            &attributes,
            TypeItemKind::Other("a trait"),
        )),
        syn::Item::Union(item) => body.types.push(plain_item(
            context,
            &item.ident,
            &item.vis,
            &attributes,
            TypeItemKind::Other("a union"),
        )),
        syn::Item::Fn(item) => {
            handler::parse_handler(
                context,
                &item.vis,
                &item.sig,
                &attributes,
                &mut body.handlers,
            );
        }
        syn::Item::Impl(item) => add_impl(context, item, body),
        syn::Item::Use(item) => uses::parse_use(context, item, &mut body.uses),
        syn::Item::ExternCrate(item) => {
            if attributes.has("macro_use") {
                body.macro_uses.push(context.name(&item.ident));
            }
            add_extern_crate(context, item, body);
        }
        syn::Item::Const(item) => body.consts.push(ConstItem {
            name: context.name(&item.ident),
            vis: context.vis(&item.vis),
            value: types::array_len(context, &item.expr),
        }),
        syn::Item::Mod(item) => body.modules.push(ModuleItem {
            name: context.name(&item.ident),
            vis: context.vis(&item.vis),
            path: attributes.path_value(),
            body: item.content.as_ref().map(|(_, items)| {
                let mut body = self::body(context, items);
                // What may rewrite a module may rewrite what is in it.
                add_macros(&mut body, &attributes.macros(context));
                body
            }),
        }),
        _ => {}
    }
}

fn add_macros(body: &mut ModuleBody, macros: &[Name]) {
    if macros.is_empty() {
        return;
    }
    for item in &mut body.types {
        item.attributes.extend(macros.iter().cloned());
    }
    for module in body
        .modules
        .iter_mut()
        .filter_map(|module| module.body.as_mut())
    {
        add_macros(module, macros);
    }
}

/// `impl Serialize for X` matters to `X`; a handler among methods is an error.
fn add_impl(context: &Context<'_>, item: &syn::ItemImpl, body: &mut ModuleBody) {
    if let Some((trait_path, _)) = &item.trait_ {
        body.impls.push(TraitImpl {
            trait_path: types::path(context, trait_path),
            self_type: types::type_expr(context, &item.self_ty),
        });
    }
    for member in &item.items {
        let syn::ImplItem::Fn(method) = member else {
            continue;
        };
        let Some(attributes) = attr::active(context, &method.attrs) else {
            continue;
        };
        let before = body.handlers.len();
        handler::parse_handler(
            context,
            &method.vis,
            &method.sig,
            &attributes,
            &mut body.handlers,
        );
        for handler in &mut body.handlers[before..] {
            // Also an associated function without `self` has no path from a module.
            let span = context.span(method.sig.ident.span());
            handler.receiver.get_or_insert(span);
        }
    }
}

/// `extern crate x as y;` is `use ::x as y;`
fn add_extern_crate(context: &Context<'_>, item: &syn::ItemExternCrate, body: &mut ModuleBody) {
    let name = context.name(&item.ident);
    let under = item
        .rename
        .as_ref()
        .map_or_else(|| name.clone(), |(_, to)| context.name(to));
    body.uses.push(super::syntax::Use {
        vis: context.vis(&item.vis),
        leading_colon: name.text != "self",
        path: vec![if name.text == "self" {
            Name {
                text: "crate".into(),
                ..name
            }
        } else {
            name
        }],
        kind: super::syntax::UseKind::Name(under),
    });
}

fn plain_item(
    context: &Context<'_>,
    ident: &Ident,
    vis: &syn::Visibility,
    attributes: &Attributes<'_>,
    kind: TypeItemKind,
) -> TypeItem {
    TypeItem {
        name: context.name(ident),
        vis: context.vis(vis),
        generics: vec![],
        docs: attributes.docs(),
        deprecated: attributes.deprecated().map(Box::new),
        derives: vec![],
        attributes: vec![],
        is_conditional: false,
        kind,
    }
}

pub(super) fn generics(context: &Context<'_>, generics: &syn::Generics) -> Vec<GenericParam> {
    let param = |param: &syn::GenericParam| match param {
        syn::GenericParam::Lifetime(param) => GenericParam {
            name: Name {
                text: param.lifetime.to_string(),
                span: context.span_of(&param.lifetime),
            },
            kind: GenericKind::Lifetime,
            default: None,
        },
        syn::GenericParam::Type(param) => GenericParam {
            name: context.name(&param.ident),
            kind: GenericKind::Type,
            default: param
                .default
                .as_ref()
                .map(|(_, ty)| types::type_expr(context, ty)),
        },
        syn::GenericParam::Const(param) => GenericParam {
            name: context.name(&param.ident),
            kind: GenericKind::Const,
            default: param.default.as_ref().map(|(_, len)| TypeExpr {
                kind: TypeKind::Const(types::array_len(context, len)),
                span: context.span_of(len),
            }),
        },
    };
    generics.params.iter().map(param).collect()
}

/// A path's segment with the types in its angle brackets.
pub(super) fn segment(context: &Context<'_>, segment: &syn::PathSegment) -> Segment {
    let args = match &segment.arguments {
        syn::PathArguments::AngleBracketed(args) => {
            types::kept(args.args.iter().filter_map(|arg| match arg {
                syn::GenericArgument::Type(ty) => Some(types::type_expr(context, ty)),
                syn::GenericArgument::Const(len) => Some(TypeExpr {
                    kind: TypeKind::Const(types::array_len(context, len)),
                    span: context.span_of(len),
                }),
                // Lifetimes, and bindings of associated types, which no struct or enum has.
                _ => None,
            }))
        }
        _ => vec![],
    };
    Segment {
        name: context.name(&segment.ident),
        args,
    }
}

fn attrs_of(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::TraitAlias(item) => &item.attrs,
        syn::Item::Union(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::ExternCrate(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        _ => &[],
    }
}
