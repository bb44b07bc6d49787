//! `use` declarations, flattened: one entry a name.

use syn::UseTree;

use super::file::Context;
use super::syntax::{Name, Use, UseKind};

pub(crate) fn parse_use(context: &Context<'_>, item: &syn::ItemUse, uses: &mut Vec<Use>) {
    let mut flatten = Flatten {
        context,
        item,
        uses,
    };
    flatten.tree(&item.tree, &mut Vec::new());
}

struct Flatten<'a, 'c> {
    context: &'a Context<'c>,
    item: &'a syn::ItemUse,
    uses: &'a mut Vec<Use>,
}

impl Flatten<'_, '_> {
    fn tree(&mut self, tree: &UseTree, prefix: &mut Vec<Name>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(self.context.name(&path.ident));
                self.tree(&path.tree, prefix);
                prefix.pop();
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.tree(tree, prefix));
            }
            UseTree::Glob(_) => self.add(prefix, UseKind::Glob),
            UseTree::Name(name) => {
                let name = self.context.name(&name.ident);
                self.named(prefix, name.clone(), name);
            }
            UseTree::Rename(rename) => {
                let (name, to) = (&rename.ident, &rename.rename);
                self.named(prefix, self.context.name(name), self.context.name(to));
            }
        }
    }

    fn named(&mut self, prefix: &[Name], name: Name, under: Name) {
        // `use a::b::{self}` brings in `b`.
        if name.text == "self" && !prefix.is_empty() {
            let under = if under.text == "self" {
                prefix[prefix.len() - 1].clone()
            } else {
                under
            };
            self.add(prefix, UseKind::Name(under));
        } else {
            let path: Vec<Name> = prefix.iter().cloned().chain([name]).collect();
            self.add(&path, UseKind::Name(under));
        }
    }

    fn add(&mut self, path: &[Name], kind: UseKind) {
        self.uses.push(Use {
            vis: self.context.vis(&self.item.vis),
            leading_colon: self.item.leading_colon.is_some(),
            path: path.to_vec(),
            kind,
        });
    }
}
