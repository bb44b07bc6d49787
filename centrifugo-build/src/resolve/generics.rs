//! Generic types with their parameters open, and which named types are instances of them.
//!
//! In: all types that were found, each with its arguments. Out: for each generic type the shapes that
//! it has whatever its parameters stand for, as far as there are such, and the types that are these
//! with their arguments put in. That is not taken from Rust's rules but compared, shape by shape: a
//! missing `T` is an error, unless `T` is an `Option`; a flattened `T` has whatever keys `T` has.

mod open;

use std::collections::{BTreeMap, BTreeSet};

use super::instances::TypeName;
use super::lowering::{Direction, Found, Instance, Lowering, Reaching, option_of};
use super::ty::{Arg, Env, Ty, TyKind};
use crate::manifest::{Applied, Deprecated, Shape, Type};
use crate::source::Span;

const DIRECTIONS: [Direction; 2] = [Direction::Input, Direction::Output];

/// A generic type with its parameters open.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) id: String,
    pub(crate) name: TypeName,
    /// Those that its shapes show.
    pub(crate) params: Vec<String>,
    /// Where its name stands, if its source is read.
    pub(crate) place: Option<Span>,
    pub(crate) input: Option<Shape>,
    pub(crate) output: Option<Shape>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecated>,
}

/// How a type can be shown as an instance of a definition.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) applied: Applied,
    /// Types that have to be shown so, too.
    pub(crate) builds_on: BTreeSet<String>,
}

/// All that is found with parameters open, by id.
type Open = BTreeMap<String, Found>;

/// Which parameters of a generic type its shapes show, by its id with all of them open.
type Used = BTreeMap<String, BTreeSet<String>>;

impl Lowering<'_> {
    /// Looks into every generic type once more, with its parameters open, in the directions in which
    /// instances of it were reached.
    pub(crate) fn open_generics(&mut self) {
        let mut opened = vec![];
        for found in self.found.values() {
            if let Some(instance) = self.opened(&found.instance) {
                opened.push((instance, found.from, found.reached));
            }
        }
        self.reaching = Reaching::Open;
        for (instance, from, reached) in opened {
            for direction in DIRECTIONS {
                if reached[direction as usize] {
                    self.reach(instance.clone(), direction, from);
                }
            }
        }
        self.look_into_all();
        self.reaching = Reaching::All;
    }

    /// Takes out what was found with parameters open.
    pub(crate) fn take_open(&mut self) -> Open {
        let ids = self.found.iter().filter(|(_, found)| found.is_open);
        let ids: Vec<String> = ids.map(|(id, _)| id.clone()).collect();
        ids.into_iter()
            .filter_map(|id| self.found.remove_entry(&id))
            .collect()
    }

    /// The definitions of generic types, and the types that are instances of them.
    pub(crate) fn definitions(
        &mut self,
        open: &Open,
    ) -> (Vec<Definition>, BTreeMap<String, Shown>) {
        let mut families: BTreeMap<String, (Instance, Vec<String>)> = BTreeMap::new();
        for (id, found) in &self.found {
            if let Some(instance) = self.opened(&found.instance) {
                let family = families.entry(self.id_of(&instance));
                let (_, ids) = family.or_insert_with(|| (instance, vec![]));
                ids.push(id.clone());
            }
        }
        self.reaching = Reaching::None;
        let used = self.used(open, &families);
        let mut definitions = vec![];
        let mut shown = BTreeMap::new();
        for (key, (instance, ids)) in &families {
            let (Some(found), Some(names)) = (open.get(key), used.get(key)) else {
                continue;
            };
            let params = self.params_of(instance);
            let params: Vec<String> = params.into_iter().filter(|p| names.contains(p)).collect();
            let Some(definition) = self.definition(instance, found, params, open, &used) else {
                continue;
            };
            for id in ids {
                let instance = self.instance_of(id, found, &definition, open);
                shown.extend(instance.map(|instance| (id.clone(), instance)));
            }
            definitions.push(definition);
        }
        self.reaching = Reaching::All;
        (definitions, shown)
    }

    /// The type with its parameters open, if it has any that stand for types.
    fn opened(&self, instance: &Instance) -> Option<Instance> {
        let has_types = instance
            .args()
            .iter()
            .any(|arg| matches!(arg, Arg::Type(_)));
        if !has_types {
            return None;
        }
        let params = self.params_of(instance);
        let open = |index: usize, ty: &Ty| match params.get(index) {
            Some(name) => Ty::new(TyKind::Param(name.clone()), ty.span),
            None => ty.clone(),
        };
        Some(instance.with_types(open))
    }

    /// Which parameters the shapes show: by themselves, or in arguments that other shapes show.
    fn used(&self, open: &Open, families: &BTreeMap<String, (Instance, Vec<String>)>) -> Used {
        let mut used: Used = families
            .keys()
            .map(|key| (key.clone(), BTreeSet::new()))
            .collect();
        loop {
            let mut grown = false;
            for key in families.keys() {
                let Some(found) = open.get(key) else { continue };
                let mut names = BTreeSet::new();
                for shape in DIRECTIONS.iter().filter_map(|d| found.shape(*d)) {
                    shape.each_type(&mut |ty| match ty {
                        Type::Param { name } => names.extend([name.clone()]),
                        Type::Named { id } => names.extend(self.shown_in(id, open, &used)),
                        _ => {}
                    });
                }
                grown |= used
                    .get(key)
                    .is_some_and(|before| before.len() < names.len());
                used.insert(key.clone(), names);
            }
            if !grown {
                return used;
            }
        }
    }

    /// The open parameters that are seen in an open type.
    fn shown_in(&self, id: &str, open: &Open, used: &Used) -> BTreeSet<String> {
        let Some(found) = open.get(id) else {
            return BTreeSet::new();
        };
        let args = self.used_args(&found.instance, used);
        args.iter()
            .flat_map(Ty::open_params)
            .map(str::to_owned)
            .collect()
    }

    /// The arguments that the shapes of the type show.
    fn used_args(&self, instance: &Instance, used: &Used) -> Vec<Ty> {
        let Some(opened) = self.opened(instance) else {
            return vec![];
        };
        let Some(names) = used.get(&self.id_of(&opened)) else {
            return vec![];
        };
        let params = self.params_of(instance).into_iter();
        let args = params
            .zip(instance.args())
            .filter_map(|(param, arg)| match arg {
                Arg::Type(ty) if names.contains(&param) => Some(ty),
                _ => None,
            });
        args.collect()
    }

    fn definition(
        &mut self,
        instance: &Instance,
        found: &Found,
        params: Vec<String>,
        open: &Open,
        used: &Used,
    ) -> Option<Definition> {
        let item = match instance {
            Instance::Item(item, _) => Some(self.names.item(*item)),
            Instance::Std(_) | Instance::StandIn(..) => None,
        };
        let mut shapes = DIRECTIONS.map(|direction| found.shape(direction).cloned());
        for (shape, direction) in shapes.iter_mut().zip(DIRECTIONS) {
            let mut all_there = true;
            if let Some(shape) = shape {
                shape.each_part_mut(&mut |ty| match self.applied(ty, direction, open, used) {
                    Some(applied) => *ty = applied,
                    None => all_there = false,
                });
            }
            if !all_there {
                *shape = None;
            }
        }
        let [input, output] = shapes;
        if input.is_none() && output.is_none() {
            return None;
        }
        Some(Definition {
            id: self.definition_id(instance),
            name: self.definition_name(instance),
            params,
            place: item.map(|item| item.name.span),
            input,
            output,
            docs: item.and_then(|item| item.docs.clone()),
            deprecated: item.and_then(|item| item.deprecated.as_deref().cloned()),
        })
    }

    /// `tasks::Page`, `tasks::Grid<_, 3>`
    fn definition_id(&self, instance: &Instance) -> String {
        let args = instance.args();
        if args.iter().all(|arg| matches!(arg, Arg::Type(_))) {
            let Some(generic) = self.generic_of(instance) else {
                return self.id_of(instance);
            };
            return generic.id;
        }
        self.id_of(&instance.with_types(|_, ty| Ty::new(TyKind::Infer, ty.span)))
    }

    /// `Page`, `Grid3`
    fn definition_name(&self, instance: &Instance) -> TypeName {
        self.name_of(&instance.with_types(|_, ty| Ty::new(TyKind::Infer, ty.span)))
    }

    /// The type with [`Type::Apply`] for what has open parameters in its arguments.
    fn applied(
        &mut self,
        ty: &Type,
        direction: Direction,
        open: &Open,
        used: &Used,
    ) -> Option<Type> {
        let mut ty = ty.clone();
        let mut all_there = true;
        ty.each_mut(&mut |ty| {
            let Type::Named { id } = ty else { return };
            let Some(found) = open.get(id) else {
                // An open one that nobody looked into.
                all_there &= !id.contains('$');
                return;
            };
            let args = self.used_args(&found.instance, used);
            let args = args.iter().map(|arg| {
                let arg = self.quietly(arg, direction)?;
                self.applied(&arg, direction, open, used)
            });
            let Some(args) = args.collect::<Option<Vec<Type>>>() else {
                all_there = false;
                return;
            };
            *ty = Type::Apply(Applied {
                id: self.definition_id(&found.instance),
                args,
            });
        });
        all_there.then_some(ty)
    }

    /// The type's JSON form, if it has one.
    fn quietly(&mut self, ty: &Ty, direction: Direction) -> Option<Type> {
        let errors = self.errors.len();
        let lowered = self.lower(ty, direction);
        let is_right = self.errors.len() == errors;
        self.errors.truncate(errors);
        is_right.then_some(lowered)
    }

    /// The type as an instance of the definition, if it has the very same shapes.
    fn instance_of(
        &mut self,
        id: &str,
        found: &Found,
        definition: &Definition,
        open: &Open,
    ) -> Option<Shown> {
        let this = &self.found[id];
        let (instance, own) = (&this.instance, [this.input.clone(), this.output.clone()]);
        let env: Vec<(String, Arg)> = self
            .params_of(instance)
            .into_iter()
            .zip(instance.args())
            .collect();
        let mut builds_on = BTreeSet::new();
        let mut args: BTreeMap<String, Type> = BTreeMap::new();
        for (own, direction) in own.iter().zip(DIRECTIONS) {
            let Some(own) = own else { continue };
            let defined = match direction {
                Direction::Input => &definition.input,
                Direction::Output => &definition.output,
            };
            let mut shape = found
                .shape(direction)
                .filter(|_| defined.is_some())?
                .clone();
            let mut is_same = true;
            shape.each_part_mut(&mut |ty| {
                let closed = self.with_args(ty, direction, &env, open, &mut args, &mut builds_on);
                match closed {
                    Some(closed) => *ty = closed,
                    None => is_same = false,
                }
            });
            if !is_same || shape != *own {
                return None;
            }
        }
        // A parameter may be seen only in the arguments of other types.
        let mut applied = vec![];
        for param in &definition.params {
            let arg = match args.remove(param) {
                Some(arg) => arg,
                None => {
                    let (_, arg) = env.iter().find(|(name, _)| name == param)?;
                    let Arg::Type(ty) = arg else { return None };
                    let direction = DIRECTIONS
                        .iter()
                        .zip(&own)
                        .find(|(_, own)| own.is_some())?
                        .0;
                    self.quietly(ty, *direction)?
                }
            };
            applied.push(arg);
        }
        Some(Shown {
            applied: Applied {
                id: definition.id.clone(),
                args: applied,
            },
            builds_on,
        })
    }

    /// The type of an open shape with what its parameters stand for, which `args` are told of.
    fn with_args(
        &mut self,
        ty: &Type,
        direction: Direction,
        env: &Env,
        open: &Open,
        args: &mut BTreeMap<String, Type>,
        builds_on: &mut BTreeSet<String>,
    ) -> Option<Type> {
        let mut ty = ty.clone();
        let mut all_there = true;
        ty.each_mut(&mut |ty| match ty {
            Type::Param { name } => {
                let arg = env.iter().find(|(param, _)| param == name);
                let arg = match arg {
                    Some((_, Arg::Type(arg))) => self.quietly(arg, direction),
                    _ => None,
                };
                match arg {
                    // It has one form, whichever way it goes.
                    Some(arg) if *args.entry(name.clone()).or_insert(arg.clone()) == arg => {
                        *ty = arg;
                    }
                    _ => all_there = false,
                }
            }
            Type::Named { id } => {
                if let Some(found) = open.get(id) {
                    let instance = found.instance.with_types(|_, ty| ty.closed(env));
                    *id = self.id_of(&instance);
                    builds_on.insert(id.clone());
                }
            }
            Type::Option { item } => *ty = option_of(std::mem::replace(item, Type::Null)),
            _ => {}
        });
        all_there.then_some(ty)
    }
}
