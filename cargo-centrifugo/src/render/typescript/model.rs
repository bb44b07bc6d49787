//! The lowered tree: what the templates print, field by field. All is decided here and below.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use anyhow::Context as _;
use centrifugo_build::manifest::{Manifest, Method, Type, TypeDef};

use super::checks::Check;
use super::docs;
use super::errors::{ErrorClass, class_names, error_class};
use super::generics::{Generics, as_type};
use super::literals;
use super::names::{self, Names};
use super::print::{self, CheckNames};
use super::reach::{Reach, flattened_into_itself};
use super::split::{in_type, split_types};
use super::testing::{self, Testing};
use super::ts::{Lines, Ts};
use super::types::{Direction, Lowering};
use crate::render::text::Text;

/// What a server needs beyond the method's own time limit, in milliseconds.
const WAY_MS: u64 = 5_000;

/// In `sent.ts` and `received.ts`, where no check has to stand before what it names.
const IN_CHECKS: CheckNames = CheckNames {
    prefix: "",
    all_there: false,
};
/// In `declared.ts`.
pub(super) const IN_DECLARED: CheckNames = CheckNames {
    prefix: "$received.",
    all_there: true,
};
pub(super) const SENT: CheckNames = CheckNames {
    prefix: "sent.",
    all_there: true,
};
const RECEIVED: CheckNames = CheckNames {
    prefix: "received.",
    all_there: true,
};

/// All that the templates print.
#[derive(Debug)]
pub(super) struct Sdk {
    /// `export interface …`, each with its comment.
    pub(super) types: Text,
    /// `$Array` is among them.
    pub(super) uses_array: bool,
    /// `export const …`: what values to be sent are looked at for.
    pub(super) sent: Text,
    /// `export const …`: what received values are looked at for.
    pub(super) received: Text,
    pub(super) errors: Vec<ErrorClass>,
    pub(super) methods: Vec<ApiMethod>,
    /// Lines of the table of the methods' options, whole.
    pub(super) options: Vec<String>,
    pub(super) testing: Testing,
    /// Those of the types, if there are any.
    pub(super) schemas: Vec<Schema>,
}

/// A schema that the package exports.
#[derive(Debug)]
pub(super) struct Schema {
    /// Of which type.
    pub(super) name: String,
    /// `received.checkX`
    pub(super) check: String,
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
    /// The method that waits for nothing, if there is one.
    pub(super) no_wait: Option<NoWait>,
    /// Further lines of the call, whole.
    pub(super) entries: Vec<String>,
}

/// A method of `APIClient` that returns at once.
#[derive(Debug)]
pub(super) struct NoWait {
    pub(super) comment: String,
    pub(super) name: String,
    /// The line up to the body.
    pub(super) signature: String,
}

impl Sdk {
    pub(super) fn lower(manifest: &Manifest) -> anyhow::Result<Self> {
        let definitions: Vec<TypeDef> = manifest.generics.iter().map(as_type).collect();
        let mut defs = manifest.types_by_id();
        defs.extend(definitions.iter().map(|def| (def.id.as_str(), def)));
        let int64 = manifest.sdk.typescript.int64;
        if let Some(id) = flattened_into_itself(&manifest.types) {
            anyhow::bail!("typescript: type `{id}` is flattened into itself");
        }
        let reach = Reach::new(&manifest.types, int64, manifest.sdk.typescript.validate);
        let mut names = Names::new(manifest)?;
        let all = {
            let can_be_said = |def: &&TypeDef| {
                let mut directions = Direction::BOTH.into_iter();
                directions.all(|direction| {
                    let lowering = Lowering {
                        names: &names,
                        types: &defs,
                        reach: &reach,
                        int64,
                        direction,
                        without_needless_null: false,
                        documented: false,
                    };
                    direction.shape(def).is_none() || lowering.declared(&def.id).is_ok()
                })
            };
            let definitions = definitions.iter().filter(can_be_said);
            manifest.types.iter().chain(definitions).collect::<Vec<_>>()
        };
        split_types(&all, &mut names, &defs, &reach, int64)?;
        let mut classes = vec![];
        for error in &manifest.errors {
            classes.push(class_names(error, &mut names)?);
        }
        let lowering = |direction| Lowering {
            names: &names,
            types: &defs,
            reach: &reach,
            int64,
            direction,
            without_needless_null: false,
            documented: true,
        };
        let generics = Generics::new(manifest, &names, lowering)?;
        let open: BTreeSet<&str> = definitions.iter().map(|def| def.id.as_str()).collect();
        // By id: what is generic stands where its instances would.
        let mut declared: Vec<&TypeDef> = manifest.types.iter().chain(&definitions).collect();
        declared.sort_by(|a, b| a.id.cmp(&b.id));
        declared.retain(|def| !generics.is_instance(&def.id));
        let mut types = Text::new();
        let mut uses_array = false;
        for def in declared {
            for direction in directions(def, &names) {
                let is_generic = open.contains(def.id.as_str());
                let declaration = declaration(def, lowering(direction), &generics, is_generic)?;
                if let Some(declaration) = declaration {
                    uses_array |= declaration.contains("$Array<");
                    declare(&mut types, &declaration)?;
                }
            }
        }
        let checks = |direction: Direction| -> anyhow::Result<Text> {
            let mut checks = Text::new();
            for def in &manifest.types {
                if direction.shape(def).is_some()
                    && let Some(check) = lowering(direction).declared_check(&def.id)?
                {
                    let name = format!("check{}", names.of_check(&def.id)?);
                    let constant = print::check_constant(&name, &check, IN_CHECKS);
                    declare(&mut checks, &constant)?;
                }
            }
            Ok(checks)
        };
        let (sent, received) = (checks(Direction::Input)?, checks(Direction::Output)?);
        let whole = !manifest.sdk.typescript.validate.is_none();
        let mut errors = vec![];
        for (error, names) in manifest.errors.iter().zip(classes) {
            errors.push(error_class(
                error,
                names,
                whole,
                lowering(Direction::Output),
                &generics,
            )?);
        }
        let schemas = if whole {
            schemas(&manifest.types, &names)?
        } else {
            vec![]
        };
        let mut methods = vec![];
        let mut taken = BTreeMap::new();
        for method in &manifest.methods {
            let lowered = api_method(method, &names, whole, lowering, &generics)?;
            let no_wait = lowered.no_wait.as_ref().map(|no_wait| &no_wait.name);
            for name in [&lowered.name].into_iter().chain(no_wait) {
                if let Some(other) = taken.insert(name.clone(), &method.name) {
                    let this = &method.name;
                    anyhow::bail!("typescript: methods `{other}` and `{this}` are both `{name}`");
                }
            }
            methods.push(lowered);
        }
        let testing = testing::lower(
            manifest,
            &errors,
            &names,
            lowering(Direction::Input),
            lowering(Direction::Output),
            &generics,
        )?;
        Ok(Self {
            types,
            uses_array,
            sent,
            received,
            errors,
            methods,
            options: manifest.methods.iter().filter_map(method_options).collect(),
            testing,
            schemas,
        })
    }
}

fn schemas(types: &[TypeDef], names: &Names) -> anyhow::Result<Vec<Schema>> {
    let mut schemas = vec![];
    // Instances of generic types have no names of their own.
    for def in types.iter().filter(|def| def.generic.is_none()) {
        for direction in directions(def, names) {
            let file = match direction {
                Direction::Input => "sent",
                Direction::Output => "received",
            };
            schemas.push(Schema {
                name: names.of_type(&def.id, direction)?.to_owned(),
                check: format!("{file}.check{}", names.of_check(&def.id)?),
            });
        }
    }
    Ok(schemas)
}

/// Adds what stands apart from the rest.
fn declare(text: &mut Text, part: &str) -> io::Result<()> {
    text.push("\n")?;
    text.push(part)?;
    text.push("\n")
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

/// None for a generic type that is written out for each of its instances.
fn declaration<'a>(
    def: &'a TypeDef,
    lowering: Lowering<'a>,
    generics: &'a Generics<'a>,
    is_generic: bool,
) -> anyhow::Result<Option<String>> {
    let (params, ty) = if is_generic {
        match generics.declared(&def.id, lowering.direction) {
            Some(declared) => declared,
            None => return Ok(None),
        }
    } else {
        let ty = lowering.declared(&def.id).with_context(|| in_type(def))?;
        (vec![], ty)
    };
    let ty = generics.shown(ty, lowering)?;
    let lines = docs::item(
        def.docs.as_deref(),
        &docs::variants(lowering.shape(&def.id)?),
        def.deprecated.as_ref(),
    );
    let name = lowering.names.of_type(&def.id, lowering.direction)?;
    let name = match params.as_slice() {
        [] => name.to_owned(),
        params => format!("{name}<{}>", params.join(", ")),
    };
    Ok(Some(
        docs::comment(&lines, 0) + &print::declaration(&name, &ty),
    ))
}

fn api_method<'a>(
    method: &'a Method,
    names: &Names,
    whole: bool,
    lowering: impl Fn(Direction) -> Lowering<'a>,
    generics: &Generics<'a>,
) -> anyhow::Result<ApiMethod> {
    let (input, output) = (lowering(Direction::Input), lowering(Direction::Output));
    let params = method.params.as_ref();
    let params = params.map(|ty| generics.shown(input.ty(ty)?, input));
    let params = params.transpose()?;
    let params = params.map(|ty| qualified(ty, "types.", names));
    let is_void = method.result == Type::Null;
    let result = if is_void {
        Ts::word("void")
    } else {
        let result = generics.shown(output.ty(&method.result)?, output)?;
        qualified(result, "types.", names)
    };
    let mut entries = vec![];
    let mut check = |key: &str, check: Option<Check<'_>>, names| {
        if let Some(check) = check {
            entries.push(print::check_entry(key, &check, names, 6));
        }
    };
    let sent = method
        .params
        .as_ref()
        .map(|ty| input.check(ty, false))
        .transpose()?;
    check("sent", sent.flatten(), SENT);
    check("received", output.check(&method.result, whole)?, RECEIVED);
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
        signature: print::signature(&head, params.as_ref(), Some(&result)),
        no_wait: method.no_wait.then(|| {
            let text =
                format!("As `{name}`, for those who do not wait: the client hears of a failure.");
            let name = format!("{name}NoWait");
            let lines = docs::item(Some(&text), &[], method.deprecated.as_ref());
            NoWait {
                comment: docs::comment(&lines, 2),
                signature: print::signature(&name, params.as_ref(), None),
                name,
            }
        }),
        name,
        wire_name: literals::string(&method.name),
        has_params: method.params.is_some(),
        is_void,
        entries,
    })
}

/// The method's entry in the table of options, if it is not as all others.
fn method_options(method: &Method) -> Option<String> {
    let mut lines = vec![];
    if let Some(timeout_ms) = method.timeout_ms {
        let timeout_ms = timeout_ms.saturating_add(WAY_MS);
        lines.push(format!("    timeoutMs: {timeout_ms},\n"));
    }
    if method.idempotent {
        lines.push("    idempotent: true,\n".to_owned());
    }
    let key = literals::literal_key(&method.name);
    (!lines.is_empty()).then(|| format!("{key}: {{\n{}  }},", lines.concat()))
}

fn method_docs<'a>(method: &'a Method, names: &Names) -> anyhow::Result<Lines<'a>> {
    let mut facts = vec![format!("Calls `{}`.", method.name)];
    if method.idempotent {
        facts.push("A repeat does no harm.".to_owned());
    }
    if method.anonymous {
        facts.push("Needs no user.".to_owned());
    }
    if method.no_wait {
        facts.push("The server answers as soon as it has read the params.".to_owned());
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
pub(super) fn qualified<'a>(mut ty: Ts<'a>, prefix: &str, names: &Names) -> Ts<'a> {
    ty.each_mut(&mut |ty| {
        if let Ts::Word(name) | Ts::Mapped(name, _) | Ts::Applied(name, _) = ty
            && names.id(name).is_some()
        {
            *name = [prefix, name].concat().into();
        }
    });
    ty
}
