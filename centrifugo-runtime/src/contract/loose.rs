//! A manifest that says nothing of what it leaves to the server.

use centrifugo_manifest::{Content, Manifest, Object, Shape, Shapes, Type};

/// The same manifest with anything in place of what is `checked`: what it refuses, it refuses
/// elsewhere. An impl by hand may take more than its stand-in, and clients never send that.
pub(super) fn loosened(manifest: &Manifest) -> Manifest {
    let mut loose = manifest.clone();
    for def in &mut loose.types {
        if let Shapes::Input(shape) | Shapes::Both(shape) | Shapes::Split { input: shape, .. } =
            &mut def.shapes
        {
            loosen(shape);
        }
    }
    loose
}

fn loosen(shape: &mut Shape) {
    match shape {
        Shape::Struct(object) => loosen_object(object),
        Shape::Tuple { items } => items
            .iter_mut()
            .filter(|element| element.checked)
            .for_each(|element| element.r#type = Type::Any),
        Shape::Newtype { item, checked } => {
            if *checked {
                *item = Type::Any;
            }
        }
        Shape::Enum { variants, .. } => {
            for variant in variants {
                match &mut variant.content {
                    Content::Struct(object) => loosen_object(object),
                    Content::Newtype { item } if variant.checked => *item = Type::Any,
                    Content::Tuple { items } => items
                        .iter_mut()
                        .filter(|element| element.checked)
                        .for_each(|element| element.r#type = Type::Any),
                    Content::Newtype { .. } | Content::Unit => {}
                }
            }
        }
    }
}

fn loosen_object(object: &mut Object) {
    for field in object.fields.iter_mut().filter(|field| field.checked) {
        field.r#type = Type::Any;
    }
}
