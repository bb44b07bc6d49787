//! Structs, enums and type expressions.

use syn::spanned::Spanned as _;

use super::attr::{self, Attributes};
use super::file::{Context, generics, segment};
use super::syntax::{
    ArrayLen, FieldItem, Fields, Name, Path, Segment, TypeExpr, TypeItem, TypeItemKind, TypeKind,
    VariantItem,
};
use crate::source::Span;

pub(super) fn struct_item(
    context: &Context<'_>,
    item: &syn::ItemStruct,
    attributes: &Attributes<'_>,
) -> TypeItem {
    let kind = TypeItemKind::Struct {
        serde: attr::serde::container(context, attributes),
        fields: fields(context, &item.fields),
    };
    let is_conditional = item.fields.iter().any(|field| has_cfg(&field.attrs));
    TypeItem {
        is_conditional,
        ..type_item(
            context,
            &item.ident,
            &item.vis,
            &item.generics,
            attributes,
            kind,
        )
    }
}

pub(super) fn enum_item(
    context: &Context<'_>,
    item: &syn::ItemEnum,
    attributes: &Attributes<'_>,
) -> TypeItem {
    let variants = item.variants.iter().filter_map(|variant| {
        let attributes = attr::active(context, &variant.attrs)?;
        Some(VariantItem {
            name: context.name(&variant.ident),
            serde: attr::serde::variant(context, &attributes),
            rpc: attr::rpc::error_variant(context, &attributes),
            fields: fields(context, &variant.fields),
            is_default: attributes.has("default"),
            docs: attributes.docs(),
            deprecated: attributes.deprecated().map(Box::new),
        })
    });
    let kind = TypeItemKind::Enum {
        serde: attr::serde::container(context, attributes),
        variants: kept(variants),
    };
    let is_conditional = item.variants.iter().any(|variant| {
        has_cfg(&variant.attrs) || variant.fields.iter().any(|field| has_cfg(&field.attrs))
    });
    TypeItem {
        is_conditional,
        ..type_item(
            context,
            &item.ident,
            &item.vis,
            &item.generics,
            attributes,
            kind,
        )
    }
}

fn type_item(
    context: &Context<'_>,
    ident: &proc_macro2::Ident,
    vis: &syn::Visibility,
    item_generics: &syn::Generics,
    attributes: &Attributes<'_>,
    kind: TypeItemKind,
) -> TypeItem {
    TypeItem {
        name: context.name(ident),
        vis: context.vis(vis),
        generics: generics(context, item_generics),
        docs: attributes.docs(),
        deprecated: attributes.deprecated().map(Box::new),
        derives: attributes.derives(context),
        attributes: attributes.macros(context),
        is_conditional: false,
        kind,
    }
}

fn has_cfg(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg"))
}

fn fields(context: &Context<'_>, fields: &syn::Fields) -> Fields {
    let field = |(index, field): (usize, &syn::Field)| {
        let attributes = attr::active(context, &field.attrs)?;
        Some(FieldItem {
            name: match &field.ident {
                Some(ident) => context.name(ident),
                None => Name {
                    text: index.to_string(),
                    span: context.span(field.ty.span()),
                },
            },
            vis: context.vis(&field.vis),
            ty: type_expr(context, &field.ty),
            serde: attr::serde::field(context, &attributes),
            serde_as: attr::serde_as::field(context, &attributes),
            docs: attributes.docs(),
            deprecated: attributes.deprecated().map(Box::new),
        })
    };
    match fields {
        syn::Fields::Unit => Fields::Unit,
        syn::Fields::Named(named) => {
            Fields::Named(kept(named.named.iter().enumerate().filter_map(field)))
        }
        syn::Fields::Unnamed(unnamed) => {
            Fields::Tuple(kept(unnamed.unnamed.iter().enumerate().filter_map(field)))
        }
    }
}

/// A list without room for more: it stays until all is resolved.
pub(super) fn kept<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.shrink_to_fit();
    items
}

pub(super) fn type_expr(context: &Context<'_>, ty: &syn::Type) -> TypeExpr {
    let kind = match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let path = self::path(context, &path.path);
            return TypeExpr {
                span: path.span,
                kind: TypeKind::Path(path),
            };
        }
        syn::Type::Reference(reference) => {
            let inner = type_expr(context, &reference.elem);
            let start = context.span(reference.and_token.spans[0]).start;
            return TypeExpr {
                span: Span {
                    start,
                    ..inner.span
                },
                kind: TypeKind::Reference(Box::new(inner)),
            };
        }
        syn::Type::Group(group) => return type_expr(context, &group.elem),
        syn::Type::Paren(paren) => return type_expr(context, &paren.elem),
        syn::Type::Path(_) => TypeKind::Other("an associated type"),
        syn::Type::Tuple(tuple) => TypeKind::Tuple(
            tuple
                .elems
                .iter()
                .map(|ty| type_expr(context, ty))
                .collect(),
        ),
        syn::Type::Array(array) => TypeKind::Array(
            Box::new(type_expr(context, &array.elem)),
            array_len(context, &array.len),
        ),
        syn::Type::Slice(slice) => TypeKind::Slice(Box::new(type_expr(context, &slice.elem))),
        syn::Type::Infer(_) => TypeKind::Infer,
        syn::Type::ImplTrait(_) => TypeKind::Other("an `impl Trait`"),
        syn::Type::TraitObject(_) => TypeKind::Other("a trait object"),
        syn::Type::FnPtr(_) => TypeKind::Other("a function pointer"),
        syn::Type::Ptr(_) => TypeKind::Other("a raw pointer"),
        syn::Type::Never(_) => TypeKind::Other("the never type"),
        syn::Type::Macro(_) => TypeKind::Other("a macro in place of a type"),
        _ => TypeKind::Other("this kind of type"),
    };
    TypeExpr {
        kind,
        span: type_span(context, ty),
    }
}

/// From the first to the last token. [`Context::span_of`] makes all tokens anew to find these two,
/// which takes longer than to parse them.
fn type_span(context: &Context<'_>, ty: &syn::Type) -> Span {
    match ty {
        syn::Type::Tuple(tuple) => context.span(tuple.paren_token.span.join()),
        syn::Type::Array(array) => context.span(array.bracket_token.span.join()),
        syn::Type::Slice(slice) => context.span(slice.bracket_token.span.join()),
        _ => context.span_of(ty),
    }
}

/// Where a path stands whose segments have their places.
fn path_span(context: &Context<'_>, path: &syn::Path, segments: &[Segment]) -> Span {
    let ends = segments.first().zip(segments.last());
    let Some(((first, last), arguments)) = ends.zip(path.segments.last()) else {
        return context.span_of(path);
    };
    let start = match &path.leading_colon {
        Some(colons) => context.span(colons.spans[0]).start,
        None => first.name.span.start,
    };
    let end = match &arguments.arguments {
        syn::PathArguments::None => last.name.span.end,
        syn::PathArguments::AngleBracketed(args) => context.span(args.gt_token.spans[0]).end,
        syn::PathArguments::Parenthesized(_) => return context.span_of(path),
    };
    Span {
        start,
        end,
        ..first.name.span
    }
}

/// A length or another const argument: a number, a path to one, or what is not read.
pub(super) fn array_len(context: &Context<'_>, len: &syn::Expr) -> ArrayLen {
    match len {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Int(int),
            ..
        }) => int
            .base10_parse()
            .map_or(ArrayLen::Unknown, ArrayLen::Number),
        syn::Expr::Path(path) if path.qself.is_none() => {
            ArrayLen::Path(self::path(context, &path.path))
        }
        syn::Expr::Group(group) => array_len(context, &group.expr),
        syn::Expr::Paren(paren) => array_len(context, &paren.expr),
        syn::Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(expr, None)] => array_len(context, expr),
            _ => ArrayLen::Unknown,
        },
        _ => ArrayLen::Unknown,
    }
}

pub(super) fn path(context: &Context<'_>, path: &syn::Path) -> Path {
    let segments = kept(path.segments.iter().map(|s| segment(context, s)));
    Path {
        leading_colon: path.leading_colon.is_some(),
        span: path_span(context, path, &segments),
        segments,
    }
}
