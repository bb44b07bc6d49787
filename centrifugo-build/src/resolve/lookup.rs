//! Where paths of the type namespace lead, by rustc's rules: `crate`, `self` and `super`, what the module
//! has, dependencies under the names that each crate has for them, std's prelude.

use super::known;
use super::members::Lookup;
use super::names::{Names, Res, is_known};
use crate::diagnostic::Diagnostic;
use crate::parse::Name;
use crate::source::load::Want;
use crate::source::world::{CrateId, ExternSource, ModuleId, OWN, Origin};

/// Where a path leads, and how it got there.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) res: Res,
    /// The path by the package's name, since the path left the crate that it was written in.
    pub(super) package: Option<Vec<String>>,
    /// The path as the user's crate can write it, since it left that crate.
    pub(super) way: Option<Vec<String>>,
    /// The crate that would have to be read to know more.
    pub(super) unread: Option<Want>,
}

impl Place {
    pub(super) fn of(res: Res) -> Self {
        Self {
            res,
            package: None,
            way: None,
            unread: None,
        }
    }

    /// What was found under `name` in the module that `self` is.
    pub(super) fn reach(&self, name: &str, found: Self) -> Self {
        let longer = |path: &Option<Vec<String>>| {
            let mut path = path.clone()?;
            path.push(name.to_owned());
            Some(path)
        };
        Self {
            package: found.package.or_else(|| longer(&self.package)),
            way: found.way.or_else(|| longer(&self.way)),
            ..found
        }
    }

    /// An item of another crate whose meaning is known by the path that leads to it.
    pub(super) fn known(&self, name: &str) -> Option<Self> {
        let mut full = self.package.clone()?;
        full.push(name.to_owned());
        is_known(&full).then(|| self.reach(name, Self::of(Res::Extern(full))))
    }
}

/// One question.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Names that are being looked up in a module, to end what goes in circles.
    pub(super) visiting: Vec<(ModuleId, String)>,
    /// May it ask for crates to be read?
    pub(super) reads: bool,
    pub(super) trusts: Trust,
}

/// Where what is not found is taken to be there: rustc finds also what macros make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Trust {
    #[default]
    Nowhere,
    /// In crates other than that of the path.
    Abroad,
    Everywhere,
}

impl Trust {
    fn reaches(self, is_foreign: bool) -> bool {
        self == Self::Everywhere || self == Self::Abroad && is_foreign
    }
}

impl Walk {
    pub(super) fn reading() -> Self {
        Self {
            reads: true,
            ..Self::default()
        }
    }
}

impl Names<'_> {
    /// Where a path that is written in `module` leads.
    pub(super) fn path(
        &self,
        module: ModuleId,
        leading_colon: bool,
        names: &[&Name],
        walk: &mut Walk,
    ) -> Result<Option<Place>, Diagnostic> {
        let (first, rest) = names.split_first().expect("a path has a segment");
        let krate = self.world.modules[module].krate;
        let start = match first.text.as_str() {
            _ if leading_colon => self.enter(krate, &first.text, walk),
            "crate" => Some(Place::of(Res::Module(self.world.crates[krate].root))),
            "self" => Some(Place::of(Res::Module(module))),
            "super" => self.parent(module),
            _ => self.first(module, first, rest.is_empty(), walk)?,
        };
        let Some(mut place) = start else {
            return Ok(None);
        };
        for name in rest {
            place = match self.step(place, &name.text, module, walk)? {
                Some(place) => place,
                None => return Ok(None),
            };
        }
        Ok(Some(place))
    }

    fn parent(&self, module: ModuleId) -> Option<Place> {
        let parent = self.world.modules[module].parent?;
        Some(Place::of(Res::Module(parent)))
    }

    /// One segment further. `from` is where the path is written.
    fn step(
        &self,
        place: Place,
        name: &str,
        from: ModuleId,
        walk: &mut Walk,
    ) -> Result<Option<Place>, Diagnostic> {
        match place.res.clone() {
            Res::Module(inner) if name == "super" => Ok(self.parent(inner)),
            Res::Module(inner) => {
                if let Some(known) = place.known(name) {
                    return Ok(Some(known));
                }
                let modules = &self.world.modules;
                // Of what its own crate hides from the user, rustc tells him.
                let is_foreign = modules[inner].krate != modules[from].krate;
                let viewers = if is_foreign { &[from][..] } else { &[] };
                match self.lookup(inner, name, viewers, walk)? {
                    Lookup::Found(found) => Ok(Some(place.reach(name, found))),
                    Lookup::Nothing | Lookup::Maybe(_) if walk.trusts.reaches(is_foreign) => {
                        let full = self.world.full_path(inner).into_iter().chain([name]);
                        let res = Res::Extern(full.map(str::to_owned).collect());
                        Ok(Some(place.reach(name, Place::of(res))))
                    }
                    Lookup::Maybe(error) => Err(error),
                    Lookup::Nothing => Ok(None),
                }
            }
            Res::Extern(mut full) => {
                full.push(name.to_owned());
                let found = Place {
                    unread: place.unread.clone(),
                    ..Place::of(Res::Extern(full))
                };
                Ok(Some(place.reach(name, found)))
            }
            Res::Item(_) | Res::Primitive(_) => Ok(None),
        }
    }

    /// The first segment: what the module knows, then dependencies, then std's prelude.
    fn first(
        &self,
        module: ModuleId,
        name: &Name,
        is_only: bool,
        walk: &mut Walk,
    ) -> Result<Option<Place>, Diagnostic> {
        let text = name.text.as_str();
        let krate = self.world.modules[module].krate;
        let is_crate =
            self.is_crate(krate, text) && !(is_only && known::in_prelude(text).is_some());
        // That an unread crate might bring a name which another crate has is no reason to read it.
        let reads = walk.reads;
        walk.reads = reads && !is_crate;
        let found = self.lookup(module, text, &[], walk);
        walk.reads = reads;
        let hidden = match found? {
            Lookup::Found(place) => return Ok(Some(place)),
            _ if is_crate => return Ok(self.enter(krate, text, walk)),
            Lookup::Maybe(error) => Some(error),
            Lookup::Nothing => None,
        };
        if let Some(error) = hidden {
            return Err(error);
        }
        if let Some(path) = known::in_prelude(text) {
            let full = path.split("::").map(str::to_owned).collect::<Vec<_>>();
            let way = (krate == OWN).then(|| full.clone());
            return Ok(Some(Place {
                way,
                ..Place::of(Res::Extern(full))
            }));
        }
        if let Some(primitive) = known::primitive(text) {
            return Ok(Some(Place::of(Res::Primitive(primitive))));
        }
        Ok(if is_only {
            None
        } else {
            // It may be the name of a lib target, which need not be its package's.
            self.ask(krate, text, walk);
            None
        })
    }

    fn is_crate(&self, krate: CrateId, name: &str) -> bool {
        is_std(name) || self.world.crates[krate].externs.contains_key(name)
    }

    /// The root of another crate, by what it is called in `krate`.
    fn enter(&self, krate: CrateId, name: &str, walk: &Walk) -> Option<Place> {
        let way = (krate == OWN).then(|| vec![name.to_owned()]);
        let Some(found) = self.world.crates[krate].externs.get(name) else {
            if is_std(name) {
                let res = Res::Extern(vec!["std".to_owned()]);
                return Some(Place {
                    way,
                    ..Place::of(res)
                });
            }
            self.ask(krate, name, walk);
            return None;
        };
        let package = vec![found.package.clone()];
        Some(match found.source {
            ExternSource::Read(id) => Place {
                package: Some(package),
                way,
                ..Place::of(Res::Module(self.world.crates[id].root))
            },
            ExternSource::Macros => Place {
                way,
                ..Place::of(Res::Extern(package))
            },
            ExternSource::Unread(_) | ExternSource::Failed(_) => Place {
                way,
                unread: Some((krate, name.to_owned())),
                ..Place::of(Res::Extern(package))
            },
        })
    }

    /// Asks whether the user's crate has a dependency of this name.
    fn ask(&self, krate: CrateId, name: &str, walk: &Walk) {
        let is_own = self.world.crates[krate].origin == Origin::Package;
        if walk.reads && is_own && !self.world.is_complete {
            self.wants.add((krate, name.to_owned()));
        }
    }
}

fn is_std(name: &str) -> bool {
    matches!(name, "std" | "core" | "alloc")
}
