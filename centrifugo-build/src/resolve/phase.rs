//! The phase as a whole: handlers, what they reach, and what is left of it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::by_name::ByName;
use super::handlers::Handlers;
use super::lowering::{Direction, Instance, Lowering, Reaching};
use super::names::{Names, Wants};
use super::overrides::{Overrides, StandIn};
use super::resolved::{Resolved, ResolvedError, ResolvedMethod, ResolvedType};
use crate::diagnostic::Diagnostic;
use crate::manifest::Type;
use crate::source::world::World;

/// Resolves every handler of the crate.
pub(crate) fn resolve(
    world: &World,
    wants: &Wants,
    stand_ins: &[StandIn],
) -> Result<Resolved, Vec<Diagnostic>> {
    let names = Names::new(world, wants);
    let lowering = Lowering {
        overrides: Overrides::new(stand_ins, &names),
        names,
        found: BTreeMap::new(),
        queue: vec![],
        errors: vec![],
        reaching: Reaching::All,
        aliases: 0,
        manual: None,
        derived: RefCell::default(),
        meanings: RefCell::default(),
        heads: ByName::default(),
    };
    let mut handlers = Handlers {
        lowering,
        errors: BTreeMap::new(),
        results: vec![],
    };
    let mut methods = vec![];
    for (module, data) in world.modules.iter().enumerate() {
        // Handlers of a dependency are its own.
        let handlers_here = if world.is_own(module) {
            &data.body.handlers[..]
        } else {
            &[]
        };
        for handler in handlers_here {
            if handlers.is_ours(module, handler) {
                methods.extend(handlers.method(module, handler));
            }
        }
    }
    let Handlers {
        mut lowering,
        errors,
        results,
    } = handlers;
    lowering.look_into_all();
    let errors: Vec<ResolvedError> = errors.into_values().collect();
    let mut open = BTreeMap::new();
    if lowering.errors.is_empty() {
        lowering.open_generics();
        lowering.merge_flattened();
        open = lowering.take_open();
        lowering.check_shapes();
        lowering.prune(roots(&methods, &errors));
        let unused = lowering.overrides.unused();
        lowering.errors.extend(unused);
    }
    if !lowering.errors.is_empty() {
        return Err(lowering.errors);
    }
    let (definitions, mut shown) = lowering.definitions(&open);
    let found = std::mem::take(&mut lowering.found);
    let types = found.into_iter().map(|(id, found)| {
        let item = match found.instance {
            Instance::Item(item, _) => Some(lowering.names.item(item)),
            Instance::Std(_) | Instance::StandIn(..) => None,
        };
        ResolvedType {
            shown: shown.remove(&id),
            id,
            name: lowering.name_of(&found.instance),
            generic: lowering.generic_of(&found.instance),
            place: item.map(|item| item.name.span),
            input: found.input,
            output: found.output,
            docs: item.and_then(|item| item.docs.clone()),
            deprecated: item.and_then(|item| item.deprecated.as_deref().cloned()),
        }
    });
    let types = types.collect();
    Ok(Resolved {
        types,
        definitions,
        methods,
        errors,
        written: lowering.written(&results),
    })
}

/// What methods and errors refer to by themselves.
fn roots<'r>(
    methods: &'r [ResolvedMethod],
    errors: &'r [ResolvedError],
) -> impl Iterator<Item = (&'r Type, Direction)> {
    let methods = methods.iter().flat_map(|method| {
        let params = method.params.iter().map(|ty| (ty, Direction::Input));
        params.chain([(&method.result, Direction::Output)])
    });
    let fields = errors
        .iter()
        .flat_map(|error| &error.variants)
        .flat_map(|variant| &variant.fields);
    methods.chain(fields.map(|field| (&field.r#type, Direction::Output)))
}
