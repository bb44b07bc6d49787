//! Which types have two names: `X` as received, `XInput` as sent.

use std::collections::HashMap;

use anyhow::Context as _;
use centrifugo_build::manifest::{Int64, TypeDef};

use super::names::Names;
use super::reach::Reach;
use super::ts::Ts;
use super::types::{Direction, Lowering};
use crate::render::references::{self, closure, may_be_split};

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
    let all = || defs.iter().copied();
    let may_be_split = may_be_split(all(), &references::users(all()));
    for def in defs {
        if !may_be_split.contains(def.id.as_str())
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
