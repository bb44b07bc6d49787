//! Values of the types that have no name, and the choices on the way.

use std::collections::HashMap;

use super::heights::Heights;
use super::random::Random;
use super::texts;
use super::tree::Json;
use crate::model::{Element, Format, Presence, Shape, Tagging, Type};
use crate::validate::{Direction, Validator};

/// How many named types may stand within each other where one may as well stop.
const BUDGET: u32 = 4;

/// How large a sample may be before it only takes the shortest ways.
const LARGE: usize = 120;

pub(super) struct Generator<'s, 'm> {
    pub(super) validator: &'s Validator<'m>,
    pub(super) heights: &'s Heights<'m>,
    pub(super) direction: Direction,
    pub(super) random: Random,
    /// How often each way was taken, by the part of the manifest that has it: what it is, where it
    /// lies in memory, and which way.
    taken: HashMap<(&'static str, usize, usize), u32>,
    size: usize,
    /// Within a set, where two texts of one value would be one too many: only one text for each.
    pub(super) canonical: bool,
}

impl<'s, 'm> Generator<'s, 'm> {
    pub(super) fn new(
        validator: &'s Validator<'m>,
        heights: &'s Heights<'m>,
        direction: Direction,
        seed: u64,
    ) -> Self {
        Self {
            validator,
            heights,
            direction,
            random: Random::new(seed),
            taken: HashMap::new(),
            size: 0,
            canonical: direction == Direction::Output,
        }
    }

    pub(super) fn sample(&mut self, r#type: &Type) -> Option<Json> {
        self.size = 0;
        self.canonical = self.direction == Direction::Output;
        self.value(r#type, BUDGET)
    }

    /// Takes the way that was taken least; which one of several is random.
    pub(super) fn choose<T: ?Sized>(&mut self, site: &T, ways: &[usize]) -> Option<usize> {
        let name = std::any::type_name::<T>();
        let address = std::ptr::from_ref(site).addr();
        let mut ways = ways.to_vec();
        self.random.shuffle(&mut ways);
        let way = ways
            .into_iter()
            .min_by_key(|way| self.taken.get(&(name, address, *way)).copied().unwrap_or(0))?;
        *self.taken.entry((name, address, way)).or_default() += 1;
        Some(way)
    }

    fn one_of<T>(&mut self, site: &T, mut texts: Vec<String>) -> Option<String> {
        let ways: Vec<_> = (0..texts.len()).collect();
        self.choose(site, &ways).map(|way| texts.swap_remove(way))
    }

    /// Can it be made without going deeper than the budget?
    pub(super) fn fits(&self, r#type: &Type, budget: u32) -> bool {
        let budget = if self.size > LARGE { 0 } else { budget };
        self.heights
            .of(r#type)
            .is_some_and(|height| height <= budget)
    }

    pub(super) fn shape(&self, id: &str) -> Option<&'m Shape> {
        self.validator.shape(id, self.direction)
    }

    /// None if it has no values.
    pub(super) fn value(&mut self, r#type: &Type, budget: u32) -> Option<Json> {
        self.size += 1;
        let height = self.heights.of(r#type)?;
        Some(match r#type {
            Type::Null => Json::Null,
            Type::Bool => Json::Bool(self.choose(r#type, &[0, 1])? == 1),
            Type::Integer { .. } | Type::Float { .. } | Type::Number => {
                Json::Number(self.number(r#type)?)
            }
            Type::String { .. } => Json::String(self.string(r#type)?),
            Type::Literal { value } => Json::string(value),
            Type::Bytes => {
                let len = self.choose(r#type, &[0, 1, 3])?;
                Json::Array(
                    (0..len)
                        .map(|_| Json::number(self.random.below(256)))
                        .collect(),
                )
            }
            Type::Any => {
                let mut any = texts::any();
                let ways: Vec<_> = (0..any.len()).collect();
                any.swap_remove(self.choose(r#type, &ways)?)
            }
            Type::Option { item } => match self.choose(r#type, &[0, 1])? {
                1 if self.fits(item, budget) => self.value(item, budget)?,
                _ => Json::Null,
            },
            Type::List { item, unordered } => {
                let len = match self.fits(item, budget) {
                    true => self.choose(r#type, &[0, 1, 3])?,
                    false => 0,
                };
                self.items(item, len, *unordered, budget)?
            }
            Type::Array { item, len } => {
                self.items(item, usize::try_from(*len).ok()?, false, budget)?
            }
            Type::Tuple { items } => {
                let items = items.iter().map(|item| self.value(item, budget));
                Json::Array(items.collect::<Option<_>>()?)
            }
            Type::Map { key, value } => Json::Object(self.entries(r#type, (key, value), budget)?),
            Type::Named { id } => {
                let shape = self.shape(id)?;
                self.shaped(shape, budget.max(height).saturating_sub(1))?
            }
            Type::Param { .. } | Type::Apply(_) => return None,
        })
    }

    fn shaped(&mut self, shape: &'m Shape, budget: u32) -> Option<Json> {
        match shape {
            Shape::Struct(object) => self.object(object, budget).map(Json::Object),
            Shape::Tuple { items } => self.elements(items, budget),
            Shape::Newtype { item, .. } => self.value(item, budget),
            Shape::Enum {
                tagging, variants, ..
            } => self.enumeration(tagging, variants, budget),
        }
    }

    fn items(&mut self, item: &Type, len: usize, unordered: bool, budget: u32) -> Option<Json> {
        let before = self.canonical;
        self.canonical |= unordered;
        let mut items: Vec<Json> = Vec::new();
        for _ in 0..len {
            let value = self.value(item, budget)?;
            if !unordered || !items.contains(&value) {
                items.push(value);
            }
        }
        self.canonical = before;
        Some(Json::Array(items))
    }

    pub(super) fn entries<T>(
        &mut self,
        site: &T,
        (key, value): (&Type, &Type),
        budget: u32,
    ) -> Option<Vec<(String, Json)>> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        if self.heights.of(key).is_none() || !self.fits(value, budget) {
            return Some(entries);
        }
        for _ in 0..self.choose(site, &[0, 1, 3])? {
            let Some(key) = self.key(key) else { break };
            let value = self.value(value, budget)?;
            if entries.iter().all(|(other, _)| *other != key) {
                entries.push((key, value));
            }
        }
        Some(entries)
    }

    fn key(&mut self, r#type: &Type) -> Option<String> {
        match r#type {
            Type::Integer { .. } | Type::Float { .. } => self.number(r#type),
            Type::Bool => Some((self.choose(r#type, &[0, 1])? == 1).to_string()),
            Type::String { .. } => self.string(r#type),
            Type::Option { item } => self.key(item),
            Type::Named { id } => match self.shape(id)? {
                Shape::Newtype { item, .. } => self.key(item),
                Shape::Enum {
                    tagging: Tagging::External,
                    variants,
                    ..
                } => {
                    let units = |way: &usize| variants[*way].content.is_unit();
                    let ways: Vec<_> = (0..variants.len()).filter(units).collect();
                    let way = self.choose(variants, &ways)?;
                    Some(variants[way].wire_name.clone())
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn number(&mut self, r#type: &Type) -> Option<String> {
        let texts = match r#type {
            Type::Integer { repr, nonzero } => texts::integers(*repr, *nonzero),
            Type::Float { repr } => texts::floats(*repr, !self.canonical),
            _ => texts::NUMBERS
                .iter()
                .map(|text| (*text).to_owned())
                .collect(),
        };
        self.one_of(r#type, texts)
    }

    fn string(&mut self, r#type: &Type) -> Option<String> {
        let texts = match r#type {
            Type::String {
                format: Some(format),
            } if *format != Format::Text => texts::formatted(*format).to_vec(),
            // What a server wants that may refuse a string is one of these, if it is known at all.
            _ if self.heights.possible => texts::ANY_FORM
                .iter()
                .flat_map(|format| texts::formatted(*format))
                .chain(texts::STRINGS)
                .copied()
                .collect(),
            Type::String {
                format: Some(format),
            } => texts::formatted(*format).to_vec(),
            _ => texts::STRINGS.to_vec(),
        };
        let texts = texts.into_iter().map(str::to_owned).collect();
        self.one_of(r#type, texts)
    }

    pub(super) fn elements(&mut self, elements: &[Element], budget: u32) -> Option<Json> {
        let required = |element: &Element| element.presence == Presence::Required;
        let least = elements
            .iter()
            .rposition(required)
            .map_or(0, |last| last + 1);
        let possible = |element: &&Element| {
            !self.heights.is_unsure(element.checked) && self.fits(&element.r#type, budget)
        };
        let optional = elements[least..].iter().take_while(possible).count();
        let len = match self.canonical {
            true => least + optional,
            false => {
                let ways: Vec<_> = (least..=least + optional).collect();
                self.choose(elements, &ways)?
            }
        };
        let items = elements[..len].iter();
        let items = items.map(|element| self.value(&element.r#type, budget));
        Some(Json::Array(items.collect::<Option<_>>()?))
    }
}
