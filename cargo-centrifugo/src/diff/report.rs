//! What was found, in order: for people grouped by level, for programs as one JSON object a line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use centrifugo_build::manifest::{Direction, Position};
use serde::Serialize;

use super::level::{Level, Levels};
use super::walk::{Found, Node, Walk};

/// All changes, the worst first.
#[derive(Debug)]
pub(crate) struct Report {
    changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Serialize)]
#[serde(tag = "reason", rename = "change")]
struct Change {
    level: Level,
    /// All levels that it has, the worst first.
    levels: Vec<Level>,
    /// What kind of change it is, by a name that does not change.
    rule: &'static str,
    message: String,
    /// The method, if it is one that changed.
    method: Option<String>,
    /// The type or error, by its name in the SDKs.
    r#type: Option<String>,
    /// A key or variant of the type, a part of the method, a setting of the package.
    field: Option<String>,
    /// `sent` by clients, `received` by them; none if it is not about JSON.
    directions: BTreeSet<&'static str>,
    position: Option<Place>,
    /// From which methods it is reached.
    methods: BTreeSet<String>,
}

/// A position, and in whose source.
#[derive(Debug, Clone, Serialize)]
struct Place {
    file: String,
    line: u32,
    column: u32,
    side: &'static str,
}

/// The last line for programs.
#[derive(Debug, Serialize)]
#[serde(tag = "reason", rename = "summary")]
struct Summary {
    level: Option<Level>,
    counts: BTreeMap<Level, usize>,
}

impl Report {
    pub(super) fn of(walk: &Walk<'_>) -> Self {
        let mut methods = BTreeMap::new();
        for found in &walk.found {
            methods
                .entry(found.node)
                .or_insert_with(|| walk.methods_at(found.node));
        }
        // A type that is sent and received is compared twice, and may differ in the same way.
        let mut merged: BTreeMap<_, Change> = BTreeMap::new();
        let mut levels: BTreeMap<_, Levels> = BTreeMap::new();
        for found in &walk.found {
            let change = change(found, walk.nodes[found.node]);
            let key = (
                change.method.clone(),
                change.r#type.clone(),
                change.field.clone(),
                change.rule,
                change.message.clone(),
            );
            let levels = levels.entry(key.clone()).or_default();
            *levels |= found.levels;
            let merged = merged.entry(key).or_insert(change);
            merged.levels = levels.iter().collect();
            merged.directions.extend(found.direction.map(word));
            let methods = methods[&found.node].iter();
            merged
                .methods
                .extend(methods.map(|method| (*method).to_owned()));
        }
        let mut changes: Vec<Change> = merged.into_values().collect();
        for change in &mut changes {
            change.level = change.levels.first().copied().unwrap_or(Level::Safe);
        }
        changes.sort_by_key(|change| std::cmp::Reverse(change.level));
        Self { changes }
    }

    /// The worst level that is not allowed.
    pub(crate) fn worst(&self, allowed: &[Level]) -> Option<Level> {
        let levels = self.changes.iter().flat_map(|change| &change.levels);
        levels
            .copied()
            .filter(|level| !allowed.contains(level))
            .max()
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for level in Level::ALL {
            let changes = self.changes.iter().filter(|change| change.level == level);
            let lines: String = changes.map(Change::text).collect();
            if !lines.is_empty() {
                text += &format!("{level}: {}\n{lines}\n", level.heading());
            }
        }
        let counts = self.counts();
        let counted = (Level::ALL.iter())
            .filter_map(|level| Some(format!("{} {level}", counts.get(level)?)))
            .collect::<Vec<_>>()
            .join(", ");
        match self.changes.len() {
            0 => "no changes\n".to_owned(),
            1 => format!("{text}1 change: {counted}\n"),
            count => format!("{text}{count} changes: {counted}\n"),
        }
    }

    /// For programs: a line a change, and one that sums up.
    pub(crate) fn json(&self) -> String {
        let line = |json: serde_json::Result<String>| {
            json.expect("it has string keys and finite numbers only") + "\n"
        };
        let changes = self.changes.iter();
        let mut lines: String = changes.map(|c| line(serde_json::to_string(c))).collect();
        let summary = Summary {
            level: self.worst(&[]),
            counts: self.counts(),
        };
        lines += &line(serde_json::to_string(&summary));
        lines
    }

    fn counts(&self) -> BTreeMap<Level, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.level).or_default() += 1;
        }
        counts
    }
}

impl Change {
    fn text(&self) -> String {
        let mut line = String::from("  ");
        match (&self.method, &self.r#type, &self.field) {
            (Some(method), _, None) => line += method,
            (Some(method), _, Some(part)) => line += &format!("{method}, {part}"),
            (None, Some(name), None) => line += name,
            (None, Some(name), Some(field)) => line += &format!("{name}.{field}"),
            (None, None, field) => line += field.as_deref().unwrap_or("package"),
        }
        // Params are sent and a result is received; types need it said.
        if !self.directions.is_empty() && self.r#type.is_some() {
            let words: Vec<&str> = self.directions.iter().rev().copied().collect();
            line += &format!(" ({})", words.join(" and "));
        }
        line += &format!(": {}\n", self.message);
        let mut facts = vec![];
        if let Some(place) = &self.position {
            let old = if place.side == "old" { " of OLD" } else { "" };
            facts.push(format!("{}:{}{old}", place.file, place.line));
        }
        if self.method.is_none() && !self.methods.is_empty() {
            facts.push(format!("in {}", some(&self.methods)));
        }
        if let [_, others @ ..] = self.levels.as_slice()
            && !others.is_empty()
        {
            let names: Vec<&str> = others.iter().map(|level| level.name()).collect();
            facts.push(format!("also {}", names.join(", ")));
        }
        if !facts.is_empty() {
            let _ = writeln!(line, "      {}", facts.join("; "));
        }
        line
    }
}

/// The first of them, and how many there are.
fn some(methods: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = methods.iter().take(SHOWN).map(String::as_str).collect();
    match methods.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Input => "sent",
        Direction::Output => "received",
    }
}

fn change(found: &Found, node: Node<'_>) -> Change {
    let place = |position: &Position, side| Place {
        file: position.file.clone(),
        line: position.line,
        column: position.column,
        side,
    };
    let of = |old: Option<&Position>, new: Option<&Position>| {
        new.map(|position| place(position, "new"))
            .or_else(|| old.map(|position| place(position, "old")))
    };
    let (method, r#type, position) = match node {
        Node::Package => (None, None, None),
        Node::Method(old, new) => (
            new.or(old).map(|method| method.name.clone()),
            None,
            of(old.map(|m| &m.position), new.map(|m| &m.position)),
        ),
        Node::Error(old, new) => (
            None,
            new.or(old).map(|error| error.name.clone()),
            of(old.map(|e| &e.position), new.map(|e| &e.position)),
        ),
        Node::Type(old, new) => (
            None,
            new.or(old).map(|def| def.name.clone()),
            of(
                old.and_then(|def| def.position.as_ref()),
                new.and_then(|def| def.position.as_ref()),
            ),
        ),
    };
    Change {
        level: Level::Safe,
        levels: vec![],
        rule: found.rule,
        message: found.message.clone(),
        method,
        r#type,
        field: found.field.clone(),
        directions: BTreeSet::new(),
        position,
        methods: BTreeSet::new(),
    }
}
