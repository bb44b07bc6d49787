//! Params as keywords: `api.tasks_get_stats(user_id="1")` beside the model.

use std::collections::BTreeSet;

use centrifugo_build::manifest::Type;

use super::fields;
use super::layout::Expr;
use super::model::MODELS;
use super::names::Place;
use super::shape::{self, Absent, Direction, Form};
use super::types::{self, Scope, Types};

/// Parameters of every method.
const TAKEN: &[&str] = &["params", "self", "timeout"];

/// A keyword for each field of the params' model, as parameters; none if params are no struct, or
/// one of its fields has the name of another parameter.
pub(super) fn keywords(params: &Type, types: &Types<'_>, scope: Scope) -> Option<Vec<Expr>> {
    let Type::Named { id } = params else {
        return None;
    };
    let def = types.def(id);
    let class = types.class(id, Direction::Input);
    let (_, direction) = types
        .classes_of(def)
        .into_iter()
        .find(|(name, _)| *name == class)?;
    let Form::Struct(keys) = shape::form(def, direction, &types.nulls)? else {
        return None;
    };
    let none = BTreeSet::new();
    let (names, _) = fields::attributes(types, &keys, direction, Place::Model, MODELS, &none);
    if names.iter().any(|name| TAKEN.contains(&name.as_str())) {
        return None;
    }
    let mut names = names.into_iter();
    let mut keywords = vec![];
    let annotation = |r#type: &Type| types.annotation(r#type, direction, scope);
    for slot in &keys.slots {
        let name = names.next()?;
        let plain = annotation(&slot.field.r#type);
        match (&slot.absent, &slot.field.r#type) {
            // A constant, which nobody sets.
            (_, Type::Literal { .. }) => {}
            (Absent::Never, _) => keywords.push(parameter(&name, plain, false)),
            (Absent::Omitted, _) => {
                keywords.push(parameter(&name, types::optional(plain), true));
            }
            (Absent::Default(_), _) => keywords.push(parameter(&name, plain, true)),
        }
    }
    for value in keys.flatten {
        let optional = types.nulls.among(&value.r#type);
        keywords.push(parameter(
            &names.next()?,
            annotation(&value.r#type),
            optional,
        ));
    }
    if let Some(rest) = keys.rest {
        let map = types.map(&rest.key, &rest.value, direction, scope);
        keywords.push(parameter(&names.next()?, map, true));
    }
    Some(keywords)
}

fn parameter(name: &str, annotation: Expr, optional: bool) -> Expr {
    let annotation = if optional {
        Expr::Before(Box::new(annotation), " = ...".to_owned())
    } else {
        annotation
    };
    Expr::After(format!("{name}: "), Box::new(annotation))
}
