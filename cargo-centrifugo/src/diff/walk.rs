//! The walk over two manifests side by side.
//!
//! Methods lead to pairs of types, and these to others. Each pair is compared once a direction,
//! whatever its recursion and however many methods reach it; what is found is told at the pair, and
//! who reaches it is looked up afterwards.

use std::collections::{HashMap, HashSet};

use centrifugo_build::manifest::{Direction, ErrorType, Manifest, Method, Shape, TypeDef};

use super::level::Levels;

/// One of the two manifests.
#[derive(Debug)]
pub(super) struct Side<'m> {
    pub(super) manifest: &'m Manifest,
    pub(super) types: HashMap<&'m str, &'m TypeDef>,
    pub(super) errors: HashMap<&'m str, &'m ErrorType>,
}

impl<'m> Side<'m> {
    pub(super) fn new(manifest: &'m Manifest) -> Self {
        Self {
            manifest,
            types: manifest.types_by_id().into_iter().collect(),
            errors: manifest.errors_by_id().into_iter().collect(),
        }
    }

    pub(super) fn shape(&self, def: &'m TypeDef, direction: Direction) -> Option<&'m Shape> {
        match direction {
            Direction::Input => def.shapes.input(),
            Direction::Output => def.shapes.output(),
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node<'m> {
    /// The packages, and names that stand alone.
    Package,
    /// In one of them, or in both.
    Method(Option<&'m Method>, Option<&'m Method>),
    Error(Option<&'m ErrorType>, Option<&'m ErrorType>),
    Type(Option<&'m TypeDef>, Option<&'m TypeDef>),
}

/// A change where it was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) node: usize,
    /// A key, a variant, a part of a method.
    pub(super) field: Option<String>,
    /// None if it is not about JSON.
    pub(super) direction: Option<Direction>,
    pub(super) levels: Levels,
    pub(super) rule: &'static str,
    pub(super) message: String,
}

pub(super) struct Walk<'m> {
    pub(super) old: &'m Side<'m>,
    pub(super) new: &'m Side<'m>,
    pub(super) nodes: Vec<Node<'m>>,
    /// Which nodes lead to this one.
    pub(super) parents: Vec<Vec<usize>>,
    pub(super) found: Vec<Found>,
    pub(super) direction: Direction,
    /// Around the fields of a variant: its name and a dot.
    pub(super) around: String,
    /// Is this a walk within another, that only asks whether there is a difference?
    pub(super) is_probe: bool,
    known: HashMap<(&'m str, &'m str, Direction), usize>,
    known_errors: HashMap<(&'m str, &'m str), usize>,
    waiting: Vec<(usize, Direction)>,
    node: usize,
}

impl<'m> Walk<'m> {
    pub(super) fn new(old: &'m Side<'m>, new: &'m Side<'m>) -> Self {
        Self {
            old,
            new,
            nodes: vec![Node::Package],
            parents: vec![vec![]],
            found: vec![],
            direction: Direction::Input,
            around: String::new(),
            is_probe: false,
            known: HashMap::new(),
            known_errors: HashMap::new(),
            waiting: vec![],
            node: 0,
        }
    }

    /// The levels of a comparison of which nothing is told.
    pub(super) fn probe(&self, compare: impl FnOnce(&mut Self) -> Levels) -> Levels {
        let mut probe = Self::new(self.old, self.new);
        probe.direction = self.direction;
        probe.is_probe = true;
        let levels = compare(&mut probe);
        probe.finish();
        probe
            .found
            .iter()
            .fold(levels, |all, found| all | found.levels)
    }

    /// Compares something at a node of its own.
    pub(super) fn at(&mut self, node: Node<'m>, compare: impl FnOnce(&mut Self)) {
        let before = self.node;
        self.node = self.add(node);
        compare(self);
        self.node = before;
    }

    /// Two types that stand for one another, to be compared later.
    pub(super) fn pair(&mut self, old: &'m TypeDef, new: &'m TypeDef) {
        let key = (old.id.as_str(), new.id.as_str(), self.direction);
        match self.known.get(&key) {
            Some(&node) => self.parents[node].push(self.node),
            None => {
                let node = self.add(Node::Type(Some(old), Some(new)));
                self.known.insert(key, node);
                self.waiting.push((node, self.direction));
            }
        }
    }

    /// Two errors that stand for one another.
    pub(super) fn error_pair(&mut self, old: &'m ErrorType, new: &'m ErrorType) {
        let key = (old.id.as_str(), new.id.as_str());
        match self.known_errors.get(&key) {
            Some(&node) => self.parents[node].push(self.node),
            None => {
                self.known_errors.insert(key, self.nodes.len());
                let node = Node::Error(Some(old), Some(new));
                self.at(node, |walk| walk.errors(old, new));
            }
        }
    }

    fn add(&mut self, node: Node<'m>) -> usize {
        self.nodes.push(node);
        self.parents.push(vec![self.node]);
        self.nodes.len() - 1
    }

    /// Compares all pairs of types that were met, and those that they lead to.
    pub(super) fn finish(&mut self) {
        while let Some((node, direction)) = self.waiting.pop() {
            self.node = node;
            self.direction = direction;
            if let Node::Type(Some(old), Some(new)) = self.nodes[node] {
                self.type_defs(old, new);
            }
        }
        self.node = 0;
    }

    /// Notes a change of the JSON, if it is one.
    pub(super) fn tell(
        &mut self,
        rule: &'static str,
        field: Option<&str>,
        levels: Levels,
        message: impl Into<String>,
    ) {
        self.note(rule, field, Some(self.direction), levels, message.into());
    }

    /// Notes a change that has no direction, if it is one.
    pub(super) fn tell_both(
        &mut self,
        rule: &'static str,
        field: Option<&str>,
        levels: impl Into<Levels>,
        message: impl Into<String>,
    ) {
        self.note(rule, field, None, levels.into(), message.into());
    }

    fn note(
        &mut self,
        rule: &'static str,
        field: Option<&str>,
        direction: Option<Direction>,
        levels: Levels,
        message: String,
    ) {
        if levels == Levels::NONE {
            return;
        }
        let field = match field {
            Some(field) => Some(format!("{}{field}", self.around)),
            None => self.around.strip_suffix('.').map(str::to_owned),
        };
        self.found.push(Found {
            node: self.node,
            field,
            direction,
            levels,
            rule,
            message,
        });
    }

    /// The new side's methods from which each of these nodes is reached.
    pub(super) fn methods_at(&self, node: usize) -> Vec<&'m str> {
        let mut seen = HashSet::new();
        let mut methods = vec![];
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            if let Node::Method(old, new) = self.nodes[node]
                && let Some(method) = new.or(old)
            {
                methods.push(method.name.as_str());
            }
            waiting.extend(&self.parents[node]);
        }
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}
