//! Drops types and directions that nothing refers to any more, such as a struct that was flattened
//! into others.

use std::collections::BTreeSet;

use super::lowering::{Direction, Lowering};
use crate::manifest::Type;

impl Lowering<'_> {
    /// Keeps what `roots` reach.
    pub(crate) fn prune<'t>(&mut self, roots: impl Iterator<Item = (&'t Type, Direction)>) {
        let mut queue: Vec<(String, Direction)> = vec![];
        for (ty, direction) in roots {
            ty.each(&mut |ty| {
                if let Type::Named { id } = ty {
                    queue.push((id.clone(), direction));
                }
            });
        }
        let mut kept: BTreeSet<(String, Direction)> = BTreeSet::new();
        while let Some((id, direction)) = queue.pop() {
            if !kept.insert((id.clone(), direction)) {
                continue;
            }
            let shape = self.found.get(&id).and_then(|found| found.shape(direction));
            if let Some(shape) = shape {
                shape.each_type(&mut |ty| {
                    if let Type::Named { id } = ty {
                        queue.push((id.clone(), direction));
                    }
                });
            }
        }
        self.found.retain(|id, found| {
            for direction in [Direction::Input, Direction::Output] {
                if !kept.contains(&(id.clone(), direction)) {
                    *found.shape_mut(direction) = None;
                }
            }
            found.input.is_some() || found.output.is_some()
        });
    }
}
