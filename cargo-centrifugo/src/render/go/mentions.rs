//! What Go types and expressions mention, noted one by one: there are too many to keep.

use std::collections::BTreeSet;

/// Packages of types, with what begins their names.
const IMPORTED: [(&str, &str); 4] = [
    ("encoding/json", "json."),
    ("math/big", "big."),
    ("net/netip", "netip."),
    ("time", "time."),
];

/// Of some Go types.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    imported: [bool; IMPORTED.len()],
    /// How many elements the tuples have that are structs.
    pub(super) tuples: BTreeSet<usize>,
    /// What types with arguments begin with: `map`, `Optional`.
    pub(super) generics: BTreeSet<String>,
}

impl Mentions {
    /// Notes a type.
    pub(super) fn add(&mut self, go: &str) {
        self.add_expressions([go]);
        if let Some((generic, _)) = go.split_once('[') {
            if !self.generics.contains(generic) {
                self.generics.insert(generic.to_owned());
            }
            self.tuples.extend(tuples(go));
        }
    }

    /// Notes expressions.
    pub(super) fn add_expressions<'g>(&mut self, expressions: impl IntoIterator<Item = &'g str>) {
        for go in expressions.into_iter().filter(|go| go.contains('.')) {
            let all = self.imported.iter_mut().zip(IMPORTED);
            all.for_each(|(imported, (_, begin))| *imported |= go.contains(begin));
        }
    }

    /// Notes what others noted.
    pub(super) fn join(&mut self, other: Self) {
        let all = self.imported.iter_mut().zip(other.imported);
        all.for_each(|(imported, other)| *imported |= other);
        self.tuples.extend(other.tuples);
        self.generics.extend(other.generics);
    }

    /// The packages to import for them, and for these needs.
    pub(super) fn imports(&self, needs: &[&'static str]) -> Vec<&'static str> {
        let all = self.imported.iter().zip(IMPORTED);
        let of_types = all.filter_map(|(imported, (path, _))| imported.then_some(path));
        let mut imports: Vec<&str> = of_types.chain(needs.iter().copied()).collect();
        imports.sort_unstable();
        imports.dedup();
        imports
    }
}

/// The numbers of the `TupleN` in a Go type.
fn tuples(go: &str) -> impl Iterator<Item = usize> {
    let after = go
        .match_indices("Tuple")
        .map(|(at, name)| &go[at + name.len()..]);
    after.filter_map(|text| text.split_once('[')?.0.parse().ok())
}
