//! No two Go declarations may have one name.

use std::collections::BTreeSet;

use anyhow::bail;
use centrifugo_build::manifest::Manifest;

use super::model::{Decl, Sdk};
use super::names;

impl Decl {
    /// The names that it declares.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Struct(decl) => vec![&decl.name],
            Self::Newtype(decl) => vec![&decl.name],
            Self::UnitEnum(decl) => {
                let constants = decl.constants.iter().map(String::as_str);
                [decl.name.as_str()].into_iter().chain(constants).collect()
            }
            Self::Sum(decl) => {
                let variants = decl.variants.iter().map(|v| v.decl.name.as_str());
                let own = [Some(decl.name.as_str()), decl.unknown.as_deref()];
                own.into_iter().flatten().chain(variants).collect()
            }
        }
    }
}

impl Sdk {
    pub(super) fn check_names(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let mut taken = self.own_names(manifest);
        let mut take = |name: &str| {
            if !taken.insert(name.to_owned()) {
                bail!(
                    "go: the name `{name}` is taken twice, or the package's own: pin another for a type in \
                     `[package.metadata.centrifugo.names]`"
                );
            }
            Ok(())
        };
        self.declared.iter().try_for_each(|name| take(name))?;
        for error in &self.errors {
            take(&error.name)?;
            for variant in &error.variants {
                take(&variant.name)?;
            }
        }
        let mut taken: BTreeSet<String> = names::RESERVED_METHODS.map(str::to_owned).into();
        for method in &self.methods {
            let no_wait = method.no_wait.then(|| format!("{}NoWait", method.name));
            for name in [method.name.clone()].into_iter().chain(no_wait) {
                if !taken.insert(name.clone()) {
                    bail!(
                        "go: the method {} would be called `{name}`, which is taken: pin another name for \
                         it in `[package.metadata.centrifugo.names]`",
                        method.wire_name
                    );
                }
            }
        }
        Ok(())
    }

    fn own_names(&self, manifest: &Manifest) -> BTreeSet<String> {
        let mut own: BTreeSet<String> = names::RESERVED_TYPES.map(str::to_owned).into();
        for (name, others) in names::YIELDING {
            let taken = names::own(manifest, name);
            own.extend(others.iter().map(|other| other.replace(name, &taken)));
            own.insert(taken);
        }
        own.extend(self.tuples.iter().map(|count| format!("Tuple{count}")));
        if self.has_optional {
            let optional = names::own(manifest, "Optional");
            own.insert(format!("New{optional}"));
            own.insert(optional);
        }
        own
    }
}
