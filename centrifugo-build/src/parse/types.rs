//! Structs, enums and type expressions.

use syn::spanned::Spanned as _;

use super::attr::{self, Attributes};
use super::file::{Context, generics, segment};
use super::syntax::{
    FieldItem, Fields, Name, Path, TypeExpr, TypeItem, TypeItemKind, TypeKind, VariantItem,
};

pub(super) fn struct_item(
    context: &Context<'_>,
    item: &syn::ItemStruct,
    attributes: &Attributes<'_>,
) -> TypeItem {
    let kind = TypeItemKind::Struct {
        serde: attr::serde::container(context, attributes),
        fields: fields(context, &item.fields),
    };
    type_item(
        context,
        &item.ident,
        &item.vis,
        &item.generics,
        attributes,
        kind,
    )
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
            deprecated: attributes.deprecated(),
        })
    });
    let kind = TypeItemKind::Enum {
        serde: attr::serde::container(context, attributes),
        variants: variants.collect(),
    };
    type_item(
        context,
        &item.ident,
        &item.vis,
        &item.generics,
        attributes,
        kind,
    )
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
        deprecated: attributes.deprecated(),
        derives: attributes.derives(context),
        attributes: attributes.macros(context),
        kind,
    }
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
            ty: type_expr(context, &field.ty),
            serde: attr::serde::field(context, &attributes),
            docs: attributes.docs(),
            deprecated: attributes.deprecated(),
        })
    };
    match fields {
        syn::Fields::Unit => Fields::Unit,
        syn::Fields::Named(named) => {
            Fields::Named(named.named.iter().enumerate().filter_map(field).collect())
        }
        syn::Fields::Unnamed(unnamed) => Fields::Tuple(
            unnamed
                .unnamed
                .iter()
                .enumerate()
                .filter_map(field)
                .collect(),
        ),
    }
}

pub(super) fn type_expr(context: &Context<'_>, ty: &syn::Type) -> TypeExpr {
    let kind = match ty {
        syn::Type::Group(group) => return type_expr(context, &group.elem),
        syn::Type::Paren(paren) => return type_expr(context, &paren.elem),
        syn::Type::Path(path) if path.qself.is_some() => TypeKind::Other("an associated type"),
        syn::Type::Path(path) => TypeKind::Path(self::path(context, &path.path)),
        syn::Type::Tuple(tuple) => TypeKind::Tuple(
            tuple
                .elems
                .iter()
                .map(|ty| type_expr(context, ty))
                .collect(),
        ),
        syn::Type::Array(array) => TypeKind::Array(
            Box::new(type_expr(context, &array.elem)),
            array_len(&array.len),
        ),
        syn::Type::Reference(reference) => {
            TypeKind::Reference(Box::new(type_expr(context, &reference.elem)))
        }
        syn::Type::Slice(_) => TypeKind::Other("a slice"),
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
        span: context.span_of(ty),
    }
}

fn array_len(len: &syn::Expr) -> Option<u64> {
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Int(int),
        ..
    }) = len
    else {
        return None;
    };
    int.base10_parse().ok()
}

pub(super) fn path(context: &Context<'_>, path: &syn::Path) -> Path {
    Path {
        leading_colon: path.leading_colon.is_some(),
        segments: path.segments.iter().map(|s| segment(context, s)).collect(),
        span: context.span_of(path),
    }
}
