//! The example of the package's README: a first call that compiles.

use std::collections::BTreeMap;

use centrifugo_build::manifest::{
    Integer, Manifest, Method, Object, Presence, Shape, Type, TypeDef,
};

use super::formats;
use super::names::{self, quoted};

/// A call of the first method whose params are easily made up.
pub(super) fn example(manifest: &Manifest) -> String {
    let types = manifest.types_by_id();
    let calls = manifest.methods.iter().filter_map(|method| {
        let params = match &method.params {
            None | Some(Type::Null) => String::new(),
            Some(params) => format!(", {}", sample(manifest, &types, params)?),
        };
        // Params show more than none, few more than many.
        Some((
            (params.is_empty(), params.len()),
            call(manifest, method, &params),
        ))
    });
    let best = calls.min_by(|(a, _), (b, _)| a.cmp(b));
    best.map_or_else(
        || "\tresult, err := client.Call(ctx, \"a.method\", nil)\n\tfmt.Println(string(result), err)".to_owned(),
        |(_, call)| call,
    )
}

fn call(manifest: &Manifest, method: &Method, params: &str) -> String {
    let name = names::exported(&method.ident, manifest.sdk.go.initialisms);
    if method.result == Type::Null {
        format!("\tfmt.Println(client.{name}(ctx{params}))")
    } else {
        format!("\tresult, err := client.{name}(ctx{params})\n\tfmt.Println(result, err)")
    }
}

fn sample(manifest: &Manifest, types: &BTreeMap<&str, &TypeDef>, ty: &Type) -> Option<String> {
    let package = &manifest.sdk.go.package;
    Some(match ty {
        Type::Bool => "true".to_owned(),
        Type::Integer {
            repr: Integer::I128 | Integer::U128,
            ..
        } => return None,
        Type::Integer { .. } => "1".to_owned(),
        Type::Float { .. } => "1.5".to_owned(),
        Type::String { format } => quoted(formats::sample(*format)?),
        Type::Option { .. } | Type::List { .. } | Type::Map { .. } | Type::Bytes => {
            "nil".to_owned()
        }
        Type::Null
        | Type::Any
        | Type::Tuple { .. }
        | Type::Number
        | Type::Param { .. }
        | Type::Apply(_)
        | Type::Literal { .. }
        | Type::Array { .. } => return None,
        Type::Named { id } => {
            let def = types.get(id.as_str())?;
            let Shape::Struct(Object {
                fields, flatten, ..
            }) = def.shapes.input()?
            else {
                return None;
            };
            if !flatten.is_empty() {
                return None;
            }
            // A type that is also received may have another name as it is sent.
            if def.shapes.output().is_some() {
                return None;
            }
            let go = names::fields(fields, manifest.sdk.go.initialisms);
            let required = fields.iter().zip(go);
            let required = required.filter(|(field, _)| field.presence == Presence::Required);
            let values = required.map(|(field, name)| {
                let value = sample(manifest, types, &field.r#type)?;
                Some(format!("{name}: {value}"))
            });
            let values = values.collect::<Option<Vec<_>>>()?.join(", ");
            format!("{package}.{}{{{values}}}", names::type_name(&def.name))
        }
    })
}
