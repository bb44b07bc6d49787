//! From the manifest's methods to the lowered ones.

use std::collections::BTreeMap;

use centrifugo_build::manifest::{ErrorType, Manifest, Method, Type};

use super::mentions::Mentions;
use super::model::{Codec, Fake, MethodDecl};
use super::names::quoted;
use super::object::Context;
use super::samples::Samples;
use super::types::{Direction, GoType, Kind};
use super::{WAY_MS, docs, names};

impl Context<'_, '_> {
    pub(super) fn method_decl(
        &self,
        manifest: &Manifest,
        method: &Method,
        errors: &BTreeMap<&str, &ErrorType>,
        mentioned: &mut Mentions,
    ) -> anyhow::Result<MethodDecl> {
        let name = names::exported(&method.ident, self.initialisms);
        let mut codecs = vec![];
        let (mut params, mut argument) = (None, "nil".to_owned());
        let mut fake_read = "readNull".into();
        if let Some(ty) = &method.params {
            let lowered = self.types.lower(ty, Direction::Input)?;
            codecs.push(codec(&method.name, "params", &lowered));
            if *ty == Type::Null {
                argument = "as(struct{}{}, writeNull)".to_owned();
            } else {
                mentioned.add(&lowered.go);
                argument = self::argument(&lowered);
                fake_read = lowered.read;
                params = Some(lowered.go);
            }
        }
        let result = self.types.lower(&method.result, Direction::Output)?;
        codecs.push(codec(&method.name, "result", &result));
        let (result, read, fake_write) = match result.kind {
            Kind::Null => (None, result.read, "writeNull".into()),
            // A struct comes by pointer, everything else by value.
            Kind::Struct => (
                Some(format!("*{}", result.go).into()),
                format!("readSome({})", result.read).into(),
                format!("writePointer({})", result.write).into(),
            ),
            _ => (Some(result.go), result.read, result.write),
        };
        result.iter().for_each(|go| mentioned.add(go));
        let ids = method.errors.iter();
        let errors: Vec<String> = ids
            .filter_map(|id| errors.get(id.as_str()))
            .map(|error| names::type_name(&error.name).into_owned())
            .collect();
        let samples = Samples {
            types: self.types,
            package: &manifest.sdk.go.package,
            initialisms: self.initialisms,
        };
        let mut text: Vec<String> = method.docs.iter().cloned().collect();
        text.extend(promises(method, &errors));
        let calls = format!("calls {}.", method.name);
        Ok(MethodDecl {
            docs: docs::item(&name, None, &calls, &text, method.deprecated.as_ref()),
            wire: method.name.clone(),
            wire_name: quoted(&method.name),
            sample: method.params.as_ref().and_then(|ty| samples.value(ty)),
            params: params
                .as_ref()
                .map_or(String::new(), |ty| format!(", params {ty}")),
            fake: Fake {
                read: fake_read,
                write: fake_write,
                handler: fake_handler(params.as_deref(), result.as_deref()),
            },
            declared: errors.iter().map(|e| format!(", declared{e}")).collect(),
            errors,
            timeout_ms: method.timeout_ms.map_or(0, |ms| ms.saturating_add(WAY_MS)),
            idempotent: method.idempotent,
            no_wait: method.no_wait,
            deprecated: method.deprecated.is_some(),
            shows_deprecated: [method.params.as_ref(), Some(&method.result)]
                .into_iter()
                .flatten()
                .any(|ty| self.types.names_deprecated(ty)),
            summary: method.docs.as_deref().and_then(summary),
            params_type: params,
            name,
            argument,
            result,
            read,
            codecs,
        })
    }
}

/// What the package's documentation says of a method beside its own.
fn promises(method: &Method, errors: &[String]) -> Option<String> {
    let mut sentences = vec![];
    if !errors.is_empty() {
        let errors: Vec<String> = errors.iter().map(|name| format!("[{name}]")).collect();
        sentences.push(format!("It may fail with {}.", errors.join(" or ")));
    }
    if method.idempotent {
        sentences.push("It is idempotent: see [WithMaxRetries].".to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn codec(method: &str, side: &str, ty: &GoType) -> Codec {
    Codec {
        name: quoted(&format!("{method} {side}")),
        read: ty.read.clone(),
        write: ty.write.clone(),
    }
}

/// What a method sends. A user's own caller sees the params themselves if `encoding/json` gets them
/// right.
fn argument(ty: &GoType) -> String {
    let plain = matches!(ty.kind, Kind::Bool | Kind::Integer | Kind::Struct);
    let function = if plain { "given" } else { "as" };
    format!("{function}(params, {})", ty.write)
}

/// A fake's handler as one with params and a result, whatever it has.
fn fake_handler(params: Option<&str>, result: Option<&str>) -> String {
    let (name, ty) = params.map_or(("_", "struct{}"), |ty| ("params", ty));
    let passed = if params.is_some() { ", params" } else { "" };
    match (params, result) {
        (Some(_), Some(_)) => "handler".to_owned(),
        (None, Some(result)) => format!(
            "func(ctx context.Context, _ struct{{}}) ({result}, error) {{\n\t\treturn handler(ctx)\n\t}}"
        ),
        (_, None) => format!(
            "func(ctx context.Context, {name} {ty}) (struct{{}}, error) {{\n\t\treturn struct{{}}{{}}, handler(ctx{passed})\n\t}}"
        ),
    }
}

/// The first sentence, which is plain text in Markdown as well.
fn summary(docs: &str) -> Option<String> {
    let paragraph: Vec<&str> = docs
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .collect();
    let text = paragraph.join(" ");
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    let text = text.replace(|c: char| c.is_control(), " ");
    let text = text.get(..end).unwrap_or(&text).trim().to_owned();
    let plain = !text.is_empty() && !text.starts_with(['#', '`', '|', '>', '-', '*', '~']);
    plain.then_some(text)
}
