//! Manifests as someone might change them.

use centrifugo_build::manifest::{
    Content, Direction, Element, Field, Integer, Manifest, Object, Presence, Rest, Shape, Shapes,
    Tagging, Type, Variant, to_json,
};

pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 to `limit`, both included.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 20) % (limit as u64 + 1)).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, items: &'a mut [T]) -> Option<&'a mut T> {
        let last = items.len().checked_sub(1)?;
        items.get_mut(self.below(last))
    }
}

/// Makes one change to a type, or none where it has nothing to change.
pub(super) fn mutate(manifest: &mut Manifest, random: &mut Random) {
    let named = |direction| {
        let types = manifest.types.iter().filter(move |def| match direction {
            Direction::Input => def.shapes.input().is_some(),
            Direction::Output => def.shapes.output().is_some(),
        });
        types
            .map(|def| Type::Named { id: def.id.clone() })
            .collect::<Vec<_>>()
    };
    let pools = [named(Direction::Input), named(Direction::Output)];
    let is_flattened = to_json(manifest).contains("\"flatten\"");
    let Some(def) = random.of(&mut manifest.types) else {
        return;
    };
    let direction = match (&def.shapes, random.below(1)) {
        (Shapes::Input(_), _) => Direction::Input,
        (Shapes::Output(_), _) => Direction::Output,
        (_, 0) => Direction::Input,
        _ => Direction::Output,
    };
    if let Shapes::Both(shape) = &def.shapes {
        def.shapes = Shapes::Split {
            input: shape.clone(),
            output: shape.clone(),
        };
    }
    let shape = match (&mut def.shapes, direction) {
        (Shapes::Split { input, .. }, Direction::Input) => input,
        (Shapes::Split { output, .. }, Direction::Output) => output,
        (Shapes::Input(shape) | Shapes::Output(shape) | Shapes::Both(shape), _) => shape,
    };
    let pool = match direction {
        Direction::Input => &pools[0],
        Direction::Output => &pools[1],
    };
    Mutation {
        is_input: direction == Direction::Input,
        is_flattened,
        pool,
        random,
    }
    .shape(shape);
}

struct Mutation<'a> {
    is_input: bool,
    /// Some value stands in another's object, where a second map would take the other's keys.
    is_flattened: bool,
    pool: &'a [Type],
    random: &'a mut Random,
}

impl Mutation<'_> {
    fn shape(&mut self, shape: &mut Shape) {
        match shape {
            Shape::Struct(object) => self.object(object),
            Shape::Tuple { items } => self.elements(items),
            Shape::Newtype { item, checked } => match self.random.below(2) {
                0 if self.is_input => *checked = !*checked,
                _ => self.change(item),
            },
            Shape::Enum {
                tagging,
                variants,
                deny_unknown_fields,
            } => match self.random.below(9) {
                0 if self.is_input && matches!(tagging, Tagging::Adjacent { .. }) => {
                    *deny_unknown_fields = !*deny_unknown_fields;
                }
                _ => self.variants(tagging, variants),
            },
        }
    }

    fn variants(&mut self, tagging: &Tagging, variants: &mut Vec<Variant>) {
        let last = variants.len();
        match self.random.below(7) {
            0 if last > 1 => {
                variants.remove(self.random.below(last - 1));
            }
            1 => {
                let variant = Variant {
                    name: "Added".to_owned(),
                    wire_name: "Added".to_owned(),
                    aliases: vec![],
                    other: false,
                    untagged: false,
                    content: Content::Unit,
                    checked: false,
                    docs: None,
                    deprecated: None,
                };
                // Those without a tag come last.
                let tagged = variants
                    .iter()
                    .take_while(|variant| !variant.untagged)
                    .count();
                variants.insert(self.random.below(tagged), variant);
            }
            2 if last > 1 => {
                let (a, b) = (self.random.below(last - 1), self.random.below(last - 1));
                if variants[a].untagged == variants[b].untagged {
                    variants.swap(a, b);
                }
            }
            3 if self.is_input
                && matches!(tagging, Tagging::Internal { .. } | Tagging::Adjacent { .. }) =>
            {
                if let Some(variant) = self.random.of(variants)
                    && variant.content.is_unit()
                {
                    variant.other = !variant.other;
                }
            }
            4 => {
                if let Some(variant) = self.random.of(variants) {
                    self.rename(&mut variant.wire_name, &mut variant.aliases);
                }
            }
            _ => {
                if let Some(variant) = self.random.of(variants) {
                    match &mut variant.content {
                        Content::Unit => {}
                        // Beside a tag there is an object, which another type may not be.
                        Content::Newtype { .. } if matches!(tagging, Tagging::Internal { .. }) => {}
                        Content::Newtype { item } => self.change(item),
                        Content::Tuple { items } => self.elements(items),
                        Content::Struct(object) => self.object(object),
                    }
                }
            }
        }
    }

    fn rename(&mut self, key: &mut String, aliases: &mut Vec<String>) {
        let new = format!("{key}_new");
        match (self.is_input, self.random.below(3)) {
            (true, 0) => aliases.push(new),
            (true, 1) => aliases.push(std::mem::replace(key, new)),
            (true, 2) if !aliases.is_empty() => {
                aliases.pop();
            }
            _ => *key = new,
        }
    }

    fn object(&mut self, object: &mut Object) {
        let last = object.fields.len();
        match self.random.below(8) {
            0 if last > 0 => {
                object.fields.remove(self.random.below(last - 1));
            }
            1 => {
                let mut field = Field {
                    name: "added".to_owned(),
                    wire_name: "added".to_owned(),
                    aliases: vec![],
                    r#type: self.some(),
                    presence: Presence::Required,
                    checked: false,
                    flattened: None,
                    docs: None,
                    deprecated: None,
                };
                self.presence(&mut field.presence);
                object.fields.push(field);
            }
            2 if self.is_input => object.deny_unknown_fields = !object.deny_unknown_fields,
            3 if !self.is_flattened => {
                object.rest = match object.rest.take() {
                    Some(_) => None,
                    None => Some(Rest {
                        name: "rest".to_owned(),
                        key: Type::String { format: None },
                        value: self.some(),
                        docs: None,
                    }),
                };
            }
            4 => {
                if let Some(field) = self.random.of(&mut object.fields) {
                    self.presence(&mut field.presence);
                }
            }
            5 => {
                if let Some(field) = self.random.of(&mut object.fields) {
                    self.rename(&mut field.wire_name, &mut field.aliases);
                }
            }
            6 if self.is_input => {
                if let Some(field) = self.random.of(&mut object.fields) {
                    field.checked = !field.checked;
                }
            }
            _ => {
                if let Some(field) = self.random.of(&mut object.fields) {
                    self.change(&mut field.r#type);
                }
            }
        }
    }

    fn elements(&mut self, elements: &mut Vec<Element>) {
        match self.random.below(3) {
            0 => {
                elements.pop();
            }
            1 => {
                let mut presence = Presence::Required;
                if self.is_input {
                    self.presence(&mut presence);
                }
                elements.push(Element {
                    r#type: self.some(),
                    presence,
                    checked: false,
                    docs: None,
                });
            }
            _ => {
                if let Some(element) = self.random.of(elements) {
                    self.change(&mut element.r#type);
                }
            }
        }
    }

    fn presence(&mut self, presence: &mut Presence) {
        *presence = match (self.is_input, self.random.below(2)) {
            (_, 0) => Presence::Required,
            (true, 1) => Presence::Default(serde_json::Value::Null),
            _ => Presence::Optional,
        };
    }

    fn some(&mut self) -> Type {
        let integer = |repr| Type::Integer {
            repr,
            nonzero: false,
        };
        match self.random.below(9) {
            0 => Type::Any,
            1 => Type::Bool,
            2 => Type::String { format: None },
            3 => integer(Integer::U8),
            4 => integer(Integer::I64),
            5 => Type::List {
                item: Box::new(integer(Integer::U16)),
                unordered: false,
            },
            6 => Type::Null,
            7 => Type::Array {
                item: Box::new(integer(Integer::U8)),
                len: 2,
            },
            _ => match self.pool.len().checked_sub(1) {
                Some(last) => self.pool[self.random.below(last)].clone(),
                None => Type::Number,
            },
        }
    }

    fn change(&mut self, r#type: &mut Type) {
        *r#type = match (std::mem::replace(r#type, Type::Null), self.random.below(3)) {
            (Type::Option { item }, 0) => *item,
            (Type::List { item, .. }, 0) => Type::Array { item, len: 2 },
            (Type::Integer { .. }, 0) => Type::Integer {
                repr: Integer::I64,
                nonzero: false,
            },
            (other, 1) => Type::Option {
                item: Box::new(other),
            },
            (other, 2) => Type::List {
                item: Box::new(other),
                unordered: false,
            },
            _ => self.some(),
        };
    }
}
