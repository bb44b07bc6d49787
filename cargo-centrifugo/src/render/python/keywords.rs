//! Params as keywords: `api.tasks_get_stats(user_id="1")` beside the model.

use std::borrow::Cow;

use centrifugo_build::manifest::Type;

use super::fields;
use super::layout::Expr;
use super::model::MODELS;
use super::names::Place;
use super::shape::{self, Absent, Direction, Form};
use super::types::{self, Scope, Types};

/// Parameters of every method.
const TAKEN: &[&str] = &["params", "self", "timeout"];

/// A field of the params' model.
pub(super) struct Keyword<'a> {
    pub(super) name: Cow<'a, str>,
    /// It may be left out.
    pub(super) optional: bool,
    /// Its type; none for what is flattened.
    pub(super) r#type: Option<&'a Type>,
    annotation: Expr<'a>,
}

impl<'a> Keyword<'a> {
    /// `name: annotation = ...`
    pub(super) fn parameter(self) -> Expr<'a> {
        let annotation = match self.optional {
            true => Expr::Before(Box::new(self.annotation), " = ..."),
            false => self.annotation,
        };
        Expr::after(format!("{}: ", self.name), annotation)
    }
}

/// A keyword for each field of the params' model, none if params are no struct, or
/// one of its fields has the name of another parameter.
pub(super) fn keywords<'a>(
    params: &Type,
    types: &'a Types<'_>,
    scope: Scope,
) -> Option<Vec<Keyword<'a>>> {
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
    // An instance has the attributes of its generic class.
    let definition = types.definition_of(id);
    let of_class = definition.map(|definition| {
        let class = types.class(&definition.id, Direction::Input);
        let mut classes = types.classes_of(definition).into_iter();
        let (_, direction) = classes.find(|(name, _)| *name == class)?;
        shape::form(definition, direction, &types.nulls)
    });
    let named = match &of_class {
        Some(Some(Form::Struct(keys))) => keys,
        Some(_) => return None,
        None => &keys,
    };
    let attributes = fields::attributes(types, named, direction, Place::Model, MODELS, &[]);
    let names = attributes.names;
    if names.iter().any(|name| TAKEN.contains(&&**name)) {
        return None;
    }
    let mut names = names.into_iter();
    let mut keywords = vec![];
    let annotation = |r#type: &'a Type| types.annotation(r#type, direction, scope);
    for slot in &keys.slots {
        let name = names.next()?;
        let plain = annotation(&slot.field.r#type);
        let (annotation, optional) = match (&slot.absent, &slot.field.r#type) {
            // A constant, which nobody sets.
            (_, Type::Literal { .. }) => continue,
            (Absent::Never, _) => (plain, false),
            (Absent::Omitted, _) => (types::optional(plain), true),
            (Absent::Default(_), _) => (plain, true),
        };
        keywords.push(Keyword {
            name,
            optional,
            r#type: Some(&slot.field.r#type),
            annotation,
        });
    }
    for value in keys.flatten {
        keywords.push(Keyword {
            name: names.next()?,
            optional: types.nulls.among(&value.r#type),
            r#type: None,
            annotation: annotation(&value.r#type),
        });
    }
    if let Some(rest) = keys.rest {
        keywords.push(Keyword {
            name: names.next()?,
            optional: true,
            r#type: None,
            annotation: types.map(&rest.key, &rest.value, direction, scope),
        });
    }
    Some(keywords)
}
