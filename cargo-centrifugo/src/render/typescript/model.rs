//! The lowered tree: what the templates print, field by field. All is decided here and below.

use std::collections::{BTreeMap, BTreeSet};

use centrifugo_build::manifest::{
    Content, ErrorType, ErrorVariant, Field, Manifest, Method, Shape, Type, TypeDef,
};

use super::docs;
use super::names::{self, Names};
use super::print::{self, CheckNames};
use super::types::{Check, Direction, Lowering, Ts};

/// What a server needs beyond the method's own time limit, in milliseconds.
const WAY_MS: u64 = 5_000;

/// In `checks.ts`, where a user's type may have any name without a `$`.
const IN_CHECKS: CheckNames = CheckNames {
    int: "$int",
    prefix: "check",
    all_there: false,
};
/// In `declared.ts`, likewise.
const IN_DECLARED: CheckNames = CheckNames {
    int: "$int",
    prefix: "$checks.check",
    all_there: true,
};
const IN_API: CheckNames = CheckNames {
    int: "int",
    prefix: "checks.check",
    all_there: true,
};

/// All that the templates print.
#[derive(Debug)]
pub(super) struct Sdk {
    /// `export interface …`, each with its comment.
    pub(super) types: Vec<String>,
    /// `export const …`: where there are integers that a number may not hold.
    pub(super) checks: Vec<String>,
    pub(super) errors: Vec<ErrorClass>,
    pub(super) methods: Vec<ApiMethod>,
}

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

/// A method of `APIClient`.
#[derive(Debug)]
pub(super) struct ApiMethod {
    pub(super) comment: String,
    pub(super) name: String,
    /// The line up to the body.
    pub(super) signature: String,
    /// A string literal.
    pub(super) wire_name: String,
    pub(super) has_params: bool,
    pub(super) is_void: bool,
    /// Further lines of the call, whole.
    pub(super) entries: Vec<String>,
}

impl Sdk {
    pub(super) fn lower(manifest: &Manifest) -> anyhow::Result<Self> {
        let defs = manifest.types_by_id();
        let wide = wide_types(manifest);
        let mut names = Names::new(manifest)?;
        split_types(manifest, &mut names, &defs, &wide)?;
        let mut classes = vec![];
        for error in &manifest.errors {
            classes.push(class_names(error, &mut names)?);
        }
        let lowering = |direction| Lowering {
            names: &names,
            types: &defs,
            wide: &wide,
            direction,
        };
        let mut types = vec![];
        let mut checks = vec![];
        for def in &manifest.types {
            for direction in directions(def, &names) {
                let lowering = lowering(direction);
                types.push(declaration(def, lowering)?);
                let shape = lowering.shape(&def.id)?;
                if let Some(check) = lowering.shape_check(shape)? {
                    let name = names.of_type(&def.id, direction)?;
                    checks.push(print::check_constant(name, &check, IN_CHECKS));
                }
            }
        }
        let mut errors = vec![];
        for (error, names) in manifest.errors.iter().zip(classes) {
            errors.push(error_class(error, names, lowering(Direction::Output))?);
        }
        let mut methods = vec![];
        let mut taken = BTreeMap::new();
        for method in &manifest.methods {
            let lowered = api_method(method, &names, lowering)?;
            if let Some(other) = taken.insert(lowered.name.clone(), &method.name) {
                let (name, this) = (&lowered.name, &method.name);
                anyhow::bail!("typescript: methods `{other}` and `{this}` are both `{name}`");
            }
            methods.push(lowered);
        }
        Ok(Self {
            types,
            checks,
            errors,
            methods,
        })
    }
}

/// The directions in which a type has a declaration of its own.
fn directions(def: &TypeDef, names: &Names) -> Vec<Direction> {
    if names.is_split(&def.id) {
        vec![Direction::Output, Direction::Input]
    } else if def.shapes.output().is_some() {
        vec![Direction::Output]
    } else {
        vec![Direction::Input]
    }
}

/// Gives two names to each type that is not the same sent and received, be it only because of a
/// type that it refers to.
fn split_types(
    manifest: &Manifest,
    names: &mut Names,
    types: &BTreeMap<&str, &TypeDef>,
    wide: &BTreeSet<(&str, Direction)>,
) -> anyhow::Result<()> {
    loop {
        let mut found = vec![];
        for def in &manifest.types {
            let (Some(input), Some(output)) = (def.shapes.input(), def.shapes.output()) else {
                continue;
            };
            if names.is_split(&def.id) {
                continue;
            }
            let lower = |direction, shape: &Shape| -> anyhow::Result<_> {
                let lowering = Lowering {
                    names,
                    types,
                    wide,
                    direction,
                };
                let mut ty = lowering.shape_type(shape)?;
                remove_docs(&mut ty);
                Ok((ty, lowering.shape_check(shape)?))
            };
            if lower(Direction::Input, input)? != lower(Direction::Output, output)? {
                found.push(def.id.as_str());
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        for id in found {
            names.split(id);
        }
    }
}

fn remove_docs(ty: &mut Ts) {
    match ty {
        Ts::Word(_) => {}
        Ts::Array(item) | Ts::Index(_, item) | Ts::Mapped(_, item) => remove_docs(item),
        Ts::Tuple(items) | Ts::Union(items) => items.iter_mut().for_each(remove_docs),
        Ts::Object(properties) => {
            for property in properties {
                property.docs.clear();
                remove_docs(&mut property.r#type);
            }
        }
    }
}

/// The types that reach an integer which a number may not hold.
fn wide_types(manifest: &Manifest) -> BTreeSet<(&str, Direction)> {
    let mut wide = BTreeSet::new();
    loop {
        let before = wide.len();
        for def in &manifest.types {
            let shapes = [
                (Direction::Input, def.shapes.input()),
                (Direction::Output, def.shapes.output()),
            ];
            for (direction, shape) in shapes {
                let is_wide = |ty: &Type| is_wide(ty, direction, &wide);
                if shape.is_some_and(|shape| any_type(shape, &is_wide)) {
                    wide.insert((def.id.as_str(), direction));
                }
            }
        }
        if wide.len() == before {
            return wide;
        }
    }
}

fn any_type(shape: &Shape, test: &dyn Fn(&Type) -> bool) -> bool {
    let any_field = |fields: &[Field]| fields.iter().any(|field| test(&field.r#type));
    match shape {
        Shape::Struct { fields, .. } => any_field(fields),
        Shape::Newtype { item } => test(item),
        Shape::Enum { variants, .. } => variants.iter().any(|variant| match &variant.content {
            Content::Unit => false,
            Content::Newtype { item } => test(item),
            Content::Struct { fields } => any_field(fields),
        }),
    }
}

fn is_wide(ty: &Type, direction: Direction, wide: &BTreeSet<(&str, Direction)>) -> bool {
    match ty {
        Type::Integer { repr } => repr.exceeds_f64(),
        Type::Option { item } | Type::List { item } => is_wide(item, direction, wide),
        Type::Map { value, .. } => is_wide(value, direction, wide),
        Type::Tuple { items } => items.iter().any(|item| is_wide(item, direction, wide)),
        Type::Named { id } => wide.contains(&(id.as_str(), direction)),
        _ => false,
    }
}

fn declaration(def: &TypeDef, lowering: Lowering<'_>) -> anyhow::Result<String> {
    let shape = lowering.shape(&def.id)?;
    let ty = lowering.shape_type(shape)?;
    let lines = docs::item(
        def.docs.as_deref(),
        &docs::units(shape),
        def.deprecated.as_ref(),
    );
    let name = lowering.names.of_type(&def.id, lowering.direction)?;
    Ok(docs::comment(&lines, 0) + &print::declaration(name, &ty))
}

/// The names of an error's variants, each with that of its fields.
fn class_names(error: &ErrorType, names: &mut Names) -> anyhow::Result<Vec<(String, String)>> {
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

fn error_class(
    error: &ErrorType,
    names: Vec<(String, String)>,
    lowering: Lowering<'_>,
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
                Some(variant_fields(variant, fields, lowering)?)
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

fn variant_docs(variant: &ErrorVariant) -> Vec<String> {
    let mut paragraphs = vec![];
    if variant.temporary {
        paragraphs.push("Temporary: a repeat may succeed.".to_owned());
    }
    docs::item(variant.docs.as_deref(), &paragraphs, None)
}

fn variant_fields(
    variant: &ErrorVariant,
    name: String,
    lowering: Lowering<'_>,
) -> anyhow::Result<VariantFields> {
    let mut properties = lowering.properties(&variant.fields)?;
    for property in &mut properties {
        property.r#type = qualified(&property.r#type, "$types.", lowering.names);
    }
    let required = variant
        .fields
        .iter()
        .filter(|field| field.presence.is_required());
    let required = required
        .map(|field| names::string(&field.wire_name))
        .collect();
    let check = lowering.fields_check(&variant.fields)?;
    Ok(VariantFields {
        declaration: print::declaration(&name, &Ts::Object(properties)),
        constructor: print::constructor(&name),
        name,
        required: print::array_entry("fields", required, 4),
        check: check.map(|check| print::check_entry("check", &check, IN_DECLARED, 4)),
    })
}

fn api_method<'a>(
    method: &Method,
    names: &Names,
    lowering: impl Fn(Direction) -> Lowering<'a>,
) -> anyhow::Result<ApiMethod> {
    let (input, output) = (lowering(Direction::Input), lowering(Direction::Output));
    let params = method.params.as_ref().map(|ty| input.ty(ty)).transpose()?;
    let params = params.map(|ty| qualified(&ty, "types.", names));
    let is_void = method.result == Type::Null;
    let result = if is_void {
        Ts::Word("void".to_owned())
    } else {
        qualified(&output.ty(&method.result)?, "types.", names)
    };
    let mut entries = vec![];
    if let Some(timeout_ms) = method.timeout_ms {
        let at_least = timeout_ms.saturating_add(WAY_MS);
        entries.push(format!("minTimeoutMs: {at_least},"));
    }
    let mut check = |key: &str, check: Option<Check>| {
        if let Some(check) = check {
            entries.push(print::check_entry(key, &check, IN_API, 6));
        }
    };
    let sent = method
        .params
        .as_ref()
        .map(|ty| input.check(ty))
        .transpose()?;
    check("sent", sent.flatten());
    check("received", output.check(&method.result)?);
    if !method.errors.is_empty() {
        let mut errors = vec![];
        for id in &method.errors {
            errors.push(format!("declared.{}", names.of_error(id)?));
        }
        entries.push(print::array_entry("errors", errors, 6));
    }
    let name = names::method(&method.ident);
    let head = if is_void {
        format!("async {name}")
    } else {
        name.clone()
    };
    Ok(ApiMethod {
        comment: docs::comment(&method_docs(method, names)?, 2),
        signature: print::signature(&head, params.as_ref(), &result),
        name,
        wire_name: names::string(&method.name),
        has_params: method.params.is_some(),
        is_void,
        entries,
    })
}

fn method_docs(method: &Method, names: &Names) -> anyhow::Result<Vec<String>> {
    let mut facts = vec![format!("Calls `{}`.", method.name)];
    if method.idempotent {
        facts.push("A repeat does no harm.".to_owned());
    }
    if method.anonymous {
        facts.push("Needs no user.".to_owned());
    }
    let mut paragraphs = vec![facts.join(" ")];
    if !method.errors.is_empty() {
        let mut errors = vec![];
        for id in &method.errors {
            errors.push(names.of_error(id)?);
        }
        paragraphs.push(format!("@throws {}", errors.join(", ")));
    }
    Ok(docs::item(
        method.docs.as_deref(),
        &paragraphs,
        method.deprecated.as_ref(),
    ))
}

/// The type with its names read from a namespace import.
fn qualified(ty: &Ts, prefix: &str, names: &Names) -> Ts {
    let each = |ty: &Ts| Box::new(qualified(ty, prefix, names));
    match ty {
        Ts::Word(word) if names.is_type(word) => Ts::Word(format!("{prefix}{word}")),
        Ts::Word(word) => Ts::Word(word.clone()),
        Ts::Array(item) => Ts::Array(each(item)),
        Ts::Tuple(items) => Ts::Tuple(
            items
                .iter()
                .map(|item| qualified(item, prefix, names))
                .collect(),
        ),
        Ts::Union(items) => Ts::Union(
            items
                .iter()
                .map(|item| qualified(item, prefix, names))
                .collect(),
        ),
        Ts::Index(key, item) => Ts::Index(key, each(item)),
        Ts::Mapped(key, item) => {
            let key = if names.is_type(key) {
                format!("{prefix}{key}")
            } else {
                key.clone()
            };
            Ts::Mapped(key, each(item))
        }
        Ts::Object(properties) => Ts::Object(properties.clone()),
    }
}
