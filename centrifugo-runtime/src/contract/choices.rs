//! The choices that lead to one value. A choice that leads nowhere is taken back, the last one first.

use std::collections::BTreeMap;

use serde_json::Value;

/// How often choices are taken back before there is no value.
const TRIES: usize = 2_000;

/// Deeper values are not made, so that recursive types have an end.
const MAX_DEPTH: usize = 24;

/// From this depth or number of choices on, the shallowest choice is the first.
const DEEP: usize = 8;
const LARGE: usize = 400;

/// See the module.
#[derive(Debug)]
pub(super) struct Choices {
    made: Vec<Choice>,
    next: usize,
    seed: u64,
    /// How often a variant of each enum was chosen first.
    turns: BTreeMap<&'static str, Turns>,
    /// JSON for places where a type does not say what it wants.
    pub(super) fragments: Vec<Value>,
    depth: usize,
    deepest: usize,
}

#[derive(Debug)]
struct Choice {
    first: usize,
    skipped: usize,
    of: usize,
}

#[derive(Debug, Default)]
struct Turns {
    taken: usize,
    of: usize,
    /// The variant below which the least was, and how deep that is.
    shallowest: Option<(usize, usize)>,
}

impl Choices {
    pub(super) fn new(seed: u64, fragments: Vec<Value>) -> Self {
        Self {
            made: vec![],
            next: 0,
            seed,
            turns: BTreeMap::new(),
            fragments,
            depth: 0,
            deepest: 0,
        }
    }

    /// Goes one level down, if that is not too deep.
    pub(super) fn within<T>(&mut self, make: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let made = make(self);
        self.depth -= 1;
        made
    }

    fn is_deep(&self) -> bool {
        self.depth >= DEEP || self.next >= LARGE
    }

    /// How many elements, none first where it is deep.
    pub(super) fn len(&mut self) -> usize {
        if self.is_deep() {
            self.in_order(3)
        } else {
            self.one_of(3)
        }
    }

    /// One of so many.
    pub(super) fn one_of(&mut self, of: usize) -> usize {
        if self.next == self.made.len() {
            let first = self.random(of);
            self.push(first, of);
        }
        self.take()
    }

    /// One of so many, the first one if that leads anywhere.
    pub(super) fn in_order(&mut self, of: usize) -> usize {
        if self.next == self.made.len() {
            self.push(0, of);
        }
        self.take()
    }

    /// Makes one of an enum's variants: each in its turn, and any after that.
    pub(super) fn variant<T>(
        &mut self,
        name: &'static str,
        of: usize,
        make: impl FnOnce(&mut Self, usize) -> Option<T>,
    ) -> Option<T> {
        if self.next == self.made.len() {
            let deep = self.is_deep();
            let turns = self.turns.entry(name).or_default();
            turns.of = turns.of.max(of);
            let first = match turns.shallowest {
                Some((_, shallowest)) if deep => shallowest,
                _ if turns.taken < of => {
                    turns.taken += 1;
                    turns.taken - 1
                }
                _ => self.random(of),
            };
            self.push(first, of);
        }
        let variant = self.take();
        let deepest = std::mem::replace(&mut self.deepest, self.depth);
        let made = self.within(|choices| make(choices, variant));
        let below = self.deepest - self.depth;
        self.deepest = self.deepest.max(deepest);
        if made.is_some() {
            let turns = self.turns.entry(name).or_default();
            let least = turns.shallowest.get_or_insert((below, variant));
            *least = (*least).min((below, variant));
        }
        made
    }

    /// Has every variant that was met had its turn?
    pub(super) fn had_all_variants(&self) -> bool {
        self.turns.values().all(|turns| turns.taken >= turns.of)
    }

    /// The first value that some choices lead to.
    pub(super) fn first<T>(&mut self, mut make: impl FnMut(&mut Self) -> Option<T>) -> Option<T> {
        self.made.clear();
        for _ in 0..TRIES {
            self.next = 0;
            self.depth = 0;
            self.deepest = 0;
            if let Some(value) = make(self) {
                return Some(value);
            }
            if !self.take_back() {
                return None;
            }
        }
        None
    }

    fn push(&mut self, first: usize, of: usize) {
        self.made.push(Choice {
            first,
            skipped: 0,
            of: of.max(1),
        });
    }

    fn take(&mut self) -> usize {
        let choice = &self.made[self.next];
        self.next += 1;
        (choice.first + choice.skipped) % choice.of
    }

    fn take_back(&mut self) -> bool {
        // Those after it belong to an attempt before.
        self.made.truncate(self.next);
        while let Some(choice) = self.made.last_mut() {
            choice.skipped += 1;
            if choice.skipped < choice.of {
                return true;
            }
            self.made.pop();
        }
        false
    }

    /// SplitMix64: the same values in every run.
    fn random(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = u64::try_from(below.max(1)).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % below).unwrap_or(0)
    }
}
