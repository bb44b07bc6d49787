//! Declared errors as classes.

use centrifugo_build::manifest::{ErrorType, ErrorVariant};

use super::docs;
use super::generics::Generics;
use super::literals;
use super::model::{IN_DECLARED, qualified};
use super::names::Names;
use super::print;
use super::ts::{Lines, Ts};
use super::types::Lowering;

/// A declared error.
#[derive(Debug)]
pub(super) struct ErrorClass {
    pub(super) comment: String,
    pub(super) name: String,
    /// The line `override readonly name …`.
    pub(super) name_line: String,
    pub(super) variants: Vec<VariantClass>,
}

/// A variant of a declared error.
#[derive(Debug)]
pub(super) struct VariantClass {
    pub(super) comment: String,
    pub(super) name: String,
    /// The line `override readonly name …`.
    pub(super) name_line: String,
    pub(super) code: u32,
    /// The line `readonly fields: …` and the constructor's, if it has fields.
    pub(super) fields: Option<VariantFields>,
}

/// The fields of a variant.
#[derive(Debug)]
pub(super) struct VariantFields {
    /// The interface of them.
    pub(super) name: String,
    pub(super) declaration: String,
    /// The line `constructor(…) {`.
    pub(super) constructor: String,
    /// `fields: […],`: those that are always there.
    pub(super) required: String,
    /// `check: …,` or nothing.
    pub(super) check: Option<String>,
}

/// The names of an error's variants, each with that of its fields.
pub(super) fn class_names(
    error: &ErrorType,
    names: &mut Names,
) -> anyhow::Result<Vec<(String, String)>> {
    let base = names.of_error(&error.id)?.to_owned();
    let variants = error.variants.iter().map(|variant| {
        let class = names.derive(format!("{base}{}", variant.name));
        let fields = if variant.fields.is_empty() {
            String::new()
        } else {
            names.derive(format!("{class}Fields"))
        };
        (class, fields)
    });
    Ok(variants.collect())
}

pub(super) fn error_class<'a>(
    error: &'a ErrorType,
    names: Vec<(String, String)>,
    whole: bool,
    lowering: Lowering<'a>,
    generics: &Generics<'a>,
) -> anyhow::Result<ErrorClass> {
    let mut variants = vec![];
    for (variant, (name, fields)) in error.variants.iter().zip(names) {
        variants.push(VariantClass {
            comment: docs::comment(&variant_docs(variant), 0),
            name_line: print::class_name(&name),
            name,
            code: variant.code,
            fields: if variant.fields.is_empty() {
                None
            } else {
                Some(variant_fields(variant, fields, whole, lowering, generics)?)
            },
        });
    }
    let name = lowering.names.of_error(&error.id)?;
    Ok(ErrorClass {
        comment: docs::comment(&docs::item(error.docs.as_deref(), &[], None), 0),
        name_line: print::class_name(name),
        name: name.to_owned(),
        variants,
    })
}

fn variant_docs(variant: &ErrorVariant) -> Lines<'_> {
    let mut paragraphs = vec![];
    if variant.temporary {
        paragraphs.push("Temporary: a repeat may succeed.".to_owned());
    }
    docs::item(variant.docs.as_deref(), &paragraphs, None)
}

fn variant_fields<'a>(
    variant: &'a ErrorVariant,
    name: String,
    whole: bool,
    lowering: Lowering<'a>,
    generics: &Generics<'a>,
) -> anyhow::Result<VariantFields> {
    let mut properties = lowering.properties(&variant.fields)?;
    for property in &mut properties {
        let ty = generics.shown(property.r#type.clone(), lowering)?;
        property.r#type = qualified(ty, "$types.", lowering.names);
    }
    let required = variant
        .fields
        .iter()
        .filter(|field| field.presence.is_required());
    let required = required
        .map(|field| literals::string(&field.wire_name))
        .collect();
    let check = lowering.fields_check(&variant.fields, whole)?;
    Ok(VariantFields {
        declaration: print::declaration(&name, &Ts::object(properties)),
        constructor: print::constructor(&name),
        name,
        required: print::array_entry("fields", required, 4),
        check: check.map(|check| print::check_entry("check", &check, IN_DECLARED, 4)),
    })
}
