//! What clients need to know: what they send, as a server would write it.

use std::collections::BTreeSet;

use centrifugo_manifest::{
    Content, Element, Field, Manifest, Object, Presence, Shape, Shapes, Type,
};
use serde_json::Value;

/// The manifest in which what clients may send is what a server may write: without aliases, unknown
/// keys, and other forms of a value that serde takes and nobody writes.
pub fn manifest(manifest: &Manifest) -> Manifest {
    let mut manifest = manifest.clone();
    manifest.types.retain_mut(|ty| {
        let Some(mut shape) = ty.shapes.input().cloned() else {
            return false;
        };
        plain(&mut shape);
        // A client has the tag of a struct, which the server does not ask for.
        if let (Shape::Struct(input), Some(Shape::Struct(output))) =
            (&mut shape, ty.shapes.output())
        {
            let tags = output.fields.iter();
            let tags = tags.filter(|field| matches!(field.r#type, Type::Literal { .. }));
            input.fields.extend(tags.cloned());
            // Nor is there need to send a `null` that is never received.
            for field in &mut input.fields {
                let same = |other: &&Field| other.wire_name == field.wire_name;
                let received = output.fields.iter().find(same);
                if let (Type::Option { item }, Some(received)) = (&field.r#type, received)
                    && **item == received.r#type
                {
                    field.r#type = received.r#type.clone();
                }
            }
        }
        ty.shapes = Shapes::Output(shape);
        true
    });
    manifest
}

/// All aliases of keys, which a flattened map would take for keys of its own.
pub fn aliases(manifest: &Manifest) -> BTreeSet<String> {
    let inputs = manifest.types.iter().filter_map(|ty| ty.shapes.input());
    let fields = inputs.flat_map(|shape| match shape {
        Shape::Struct(object) => object.fields.as_slice(),
        _ => &[],
    });
    let aliases = fields.flat_map(|field: &Field| field.aliases.iter().cloned());
    aliases.collect()
}

fn plain(shape: &mut Shape) {
    match shape {
        Shape::Struct(object) => strict(object),
        Shape::Tuple { items } => elements(items),
        Shape::Newtype { .. } => {}
        Shape::Enum { variants, .. } => {
            for variant in variants {
                variant.aliases.clear();
                variant.other = false;
                match &mut variant.content {
                    Content::Struct(object) => strict(object),
                    Content::Tuple { items } => elements(items),
                    Content::Unit | Content::Newtype { .. } => {}
                }
            }
        }
    }
}

fn strict(object: &mut Object) {
    for field in &mut object.fields {
        field.aliases.clear();
        if !field.presence.is_required() {
            field.presence = Presence::Optional;
        }
    }
}

fn elements(items: &mut [Element]) {
    for item in items {
        item.presence = Presence::Required;
    }
}

/// With all arrays sorted, for values that may be sets.
pub fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), sorted(value)))
            .collect(),
        other => other.clone(),
    }
}
