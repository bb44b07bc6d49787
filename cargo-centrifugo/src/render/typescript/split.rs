//! Which types have two names: `X` as received, `XInput` as sent.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use centrifugo_build::manifest::{Applied, Int64, Shapes, Type, TypeDef};

use super::names::Names;
use super::reach::{Reach, closure};
use super::ts::Ts;
use super::types::{Direction, Lowering};

/// What an error is about.
pub(super) fn in_type(def: &TypeDef) -> String {
    format!("typescript: type `{}`", def.id)
}

/// Gives two names to each type that is not the same sent and received, be it only because of a
/// type that it refers to. A `null` that may be sent, and means no more than leaving the key out, is no
/// difference: the type then says what is received.
pub(super) fn split_types(
    defs: &[&TypeDef],
    names: &mut Names,
    types: &HashMap<&str, &TypeDef>,
    reach: &Reach<'_>,
    int64: Int64,
) -> anyhow::Result<()> {
    let mut todo = vec![];
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    let may_differ = lead_to_split(defs, types);
    for def in defs {
        if !may_differ.contains(def.id.as_str())
            || def.shapes.input().is_none()
            || def.shapes.output().is_none()
        {
            continue;
        }
        let lower = |direction, without_needless_null| -> anyhow::Result<Ts<'_>> {
            let lowering = Lowering {
                names,
                types,
                reach,
                int64,
                direction,
                without_needless_null,
                documented: false,
            };
            lowering.declared(&def.id).with_context(|| in_type(def))
        };
        let output = lower(Direction::Output, false)?;
        if lower(Direction::Input, false)? != output && lower(Direction::Input, true)? != output {
            todo.push(def.id.as_str());
            continue;
        }
        output.any(&mut |ty| {
            if let Ts::Word(name) | Ts::Mapped(name, _) | Ts::Applied(name, _) = ty
                && let Some(id) = names.id(name)
                && let Some(used) = types.get(id)
            {
                users.entry(&used.id).or_default().push(&def.id);
            }
            false
        });
    }
    let split = closure(todo, &users);
    // In the order of the manifest: a name that is taken changes those that come after it.
    for def in defs.iter().filter(|def| split.contains(def.id.as_str())) {
        names.split(&def.id);
    }
    Ok(())
}

/// The types that may be other ones sent than received: all others look alike without being looked at.
fn lead_to_split<'a>(defs: &[&'a TypeDef], types: &HashMap<&str, &'a TypeDef>) -> HashSet<&'a str> {
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut split = vec![];
    for def in defs {
        let Shapes::Both(shape) = &def.shapes else {
            split.push(def.id.as_str());
            continue;
        };
        shape.each_type(&mut |ty| {
            if let Type::Named { id } | Type::Apply(Applied { id, .. }) = ty
                && let Some(used) = types.get(id.as_str())
            {
                users.entry(&used.id).or_default().push(&def.id);
            }
        });
    }
    closure(split, &users)
}
