//! The subpath `testing`: what a fake caller knows of the methods and the declared errors.

use std::borrow::Cow;

use centrifugo_build::manifest::{Manifest, Type};

use super::errors::ErrorClass;
use super::generics::Generics;
use super::literals;
use super::model::{SENT, qualified};
use super::names::Names;
use super::print;
use super::ts::{Property, Ts};
use super::types::Lowering;

/// What the template prints.
#[derive(Debug)]
pub(super) struct Testing {
    /// `export interface Methods { … }`
    pub(super) methods: String,
    /// `export interface DeclaredErrors { … }`; none if there are no such errors.
    pub(super) declared: Option<String>,
    /// Lines of the table of what params are looked at for, whole.
    pub(super) checks: Vec<String>,
    pub(super) errors: Vec<DeclaredError>,
}

/// A variant of a declared error, as it is on the wire.
#[derive(Debug)]
pub(super) struct DeclaredError {
    pub(super) name: String,
    pub(super) code: u32,
    pub(super) temporary: bool,
}

pub(super) fn lower<'a>(
    manifest: &'a Manifest,
    classes: &[ErrorClass],
    names: &Names,
    input: Lowering<'a>,
    output: Lowering<'a>,
    generics: &Generics<'a>,
) -> anyhow::Result<Testing> {
    let mut methods = vec![];
    let mut checks = vec![];
    for method in &manifest.methods {
        let params = match &method.params {
            Some(ty) => {
                let ty = generics.shown(input.ty(ty)?, input)?;
                qualified(ty, "types.", names)
            }
            None => Ts::word("undefined"),
        };
        let result = if method.result == Type::Null {
            Ts::word("undefined")
        } else {
            let ty = generics.shown(output.ty(&method.result)?, output)?;
            qualified(ty, "types.", names)
        };
        let both = vec![
            property("params".into(), params),
            property("result".into(), result),
        ];
        let both = Ts::object(both);
        methods.push(property(literals::key(&method.name), both));
        let check = method.params.as_ref().map(|ty| input.check(ty, false));
        if let Some(check) = check.transpose()?.flatten() {
            let key = literals::literal_key(&method.name);
            checks.push(print::check_entry(&key, &check, SENT, 2));
        }
    }
    let mut errors = vec![];
    let mut fields = vec![];
    for (error, class) in manifest.errors.iter().zip(classes) {
        for (variant, class) in error.variants.iter().zip(&class.variants) {
            let with = class.fields.as_ref().map_or("undefined".into(), |fields| {
                format!("errors.{}", fields.name).into()
            });
            fields.push(property(class.name.as_str().into(), Ts::Word(with)));
            errors.push(DeclaredError {
                name: class.name.clone(),
                code: variant.code,
                temporary: variant.temporary,
            });
        }
    }
    Ok(Testing {
        methods: print::declaration("Methods", &Ts::object(methods)),
        declared: (!fields.is_empty())
            .then(|| print::declaration("DeclaredErrors", &Ts::object(fields))),
        checks,
        errors,
    })
}

fn property<'a>(key: Cow<'a, str>, ty: Ts<'a>) -> Property<'a> {
    Property {
        docs: vec![],
        key,
        optional: false,
        r#type: ty,
    }
}
