//! Reads crates of dependencies when something is found to lie in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::Sources;
use super::cfg::Cfg;
use super::discover::{Root, discover};
use super::packages::{Listed, Packages};
use super::place::Place;
use super::world::{Crate, CrateId, Extern, ExternSource, OWN, Origin, World};
use crate::diagnostic::Diagnostic;
use crate::project::Project;

/// A crate that has to be read: who asks for it, and what it is called there.
pub(crate) type Want = (CrateId, String);

/// Reads the user's crate, then what is asked for.
pub(crate) struct Loader<'a> {
    project: &'a Project,
    /// Of the user's crate.
    cfg: &'a Cfg,
    packages: Option<Result<Packages, String>>,
    /// Packages whose lib is read.
    read: HashMap<usize, CrateId>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(project: &'a Project, cfg: &'a Cfg) -> Self {
        Self {
            project,
            cfg,
            packages: None,
            read: HashMap::new(),
        }
    }

    /// Reads the user's crate.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its files.
    pub(crate) fn own(&self, sources: &mut Sources) -> Result<World, Vec<Diagnostic>> {
        let project = self.project;
        let mut world = World::default();
        let cfg = project.cfg(self.cfg);
        let externs = self.externs(&project.externs);
        self.read_own(
            &mut world,
            &project.root,
            &project.crate_name,
            externs,
            &cfg,
            sources,
        );
        let unreadable = world
            .modules
            .iter()
            .filter_map(|module| module.unreadable.clone());
        let faults = world.faults.values().flatten().cloned();
        let errors: Vec<Diagnostic> = unreadable.chain(faults).collect();
        if errors.is_empty() {
            Ok(world)
        } else {
            Err(errors)
        }
    }

    /// Reads what is asked for, or notes why it cannot be read.
    pub(crate) fn load(&mut self, world: &mut World, wants: BTreeSet<Want>, sources: &mut Sources) {
        for (krate, name) in wants {
            let is_beside = krate == OWN && self.is_beside(&name);
            if !is_beside {
                self.complete(world, sources);
            }
            let Some(found) = world.crates[krate].externs.get(&name) else {
                continue;
            };
            let source = match found.source {
                ExternSource::Unread(_) if is_beside => self.load_beside(world, sources),
                ExternSource::Unread(number) => self.load_package(world, number, sources),
                _ => continue,
            };
            if let Some(found) = world.crates[krate].externs.get_mut(&name) {
                found.source = source;
            }
        }
    }

    /// What the dependencies of the user's package are called, as long as cargo was not asked, and
    /// its lib, if the handlers are in another target.
    fn externs(&self, names: &BTreeMap<String, String>) -> BTreeMap<String, Extern> {
        let beside = self.project.beside.iter();
        let beside = beside.map(|(_, name)| (name, &self.project.package.name));
        let unread = |(name, package): (&String, &String)| {
            let package = package.clone();
            let source = ExternSource::Unread(None);
            (name.clone(), Extern { package, source })
        };
        names.iter().chain(beside).map(unread).collect()
    }

    fn is_beside(&self, name: &str) -> bool {
        let beside = self.project.beside.as_ref();
        beside.is_some_and(|(_, lib)| lib == name)
    }

    fn load_beside(&mut self, world: &mut World, sources: &mut Sources) -> ExternSource {
        let Some((root, name)) = &self.project.beside else {
            unreachable!("only what is beside is read as such");
        };
        let mut externs = world.crates[OWN].externs.clone();
        externs.remove(name);
        let cfg = self.project.cfg(self.cfg);
        ExternSource::Read(self.read_own(world, root, name, externs, &cfg, sources))
    }

    /// Reads a crate of the user's package.
    fn read_own(
        &self,
        world: &mut World,
        root: &Path,
        name: &str,
        externs: BTreeMap<String, Extern>,
        cfg: &Cfg,
        sources: &mut Sources,
    ) -> CrateId {
        let krate = Crate {
            root: 0,
            name: name.to_owned(),
            label: String::new(),
            package: self.project.package.clone(),
            origin: Origin::Package,
            // Handlers are async, so it is of a later edition.
            uses_begin_at_root: false,
            externs,
        };
        let folder = &self.project.folder;
        let place = Place {
            package: folder,
            prefix: None,
            seen_from: folder,
            is_local: true,
            is_near: true,
        };
        let path = root;
        discover(world, krate, &Root { path, place, cfg }, sources)
    }

    /// Asks cargo, once, what the user's dependencies are.
    fn complete(&mut self, world: &mut World, sources: &mut Sources) {
        if world.is_complete {
            return;
        }
        world.is_complete = true;
        let packages = Packages::ask(&self.project.folder, self.cfg);
        // The lib beside the user's bin may have been read already.
        for krate in &mut world.crates {
            match &packages {
                Ok(packages) => {
                    let absent = "it is not in this build: it is optional or for other targets";
                    let mut externs = unread(packages, packages.own());
                    for (name, found) in std::mem::take(&mut krate.externs) {
                        let is_known = matches!(found.source, ExternSource::Read(_))
                            || self
                                .project
                                .beside
                                .as_ref()
                                .is_some_and(|(_, lib)| *lib == name);
                        let source = if is_known {
                            found.source
                        } else {
                            ExternSource::Failed(absent.to_owned())
                        };
                        let package = found.package;
                        externs.entry(name).or_insert(Extern { package, source });
                    }
                    krate.externs = externs;
                }
                Err(reason) => {
                    let unread = krate.externs.values_mut().filter(|found| {
                        matches!(found.source, ExternSource::Unread(_))
                            && found.package != self.project.package.name
                    });
                    unread.for_each(|found| found.source = ExternSource::Failed(reason.clone()));
                }
            }
        }
        if let Ok(packages) = &packages {
            sources.watch(packages.workspace.join("Cargo.lock"));
            sources.watch(packages.workspace.join("Cargo.toml"));
            (packages.manifests.iter()).for_each(|path| sources.watch(path.clone()));
        }
        self.packages = Some(packages);
    }

    fn load_package(
        &mut self,
        world: &mut World,
        number: Option<usize>,
        sources: &mut Sources,
    ) -> ExternSource {
        let (Some(number), Some(Ok(packages))) = (number, &self.packages) else {
            return ExternSource::Failed("cargo does not know it".to_owned());
        };
        if let Some(id) = self.read.get(&number) {
            return ExternSource::Read(*id);
        }
        let listed = packages.get(number);
        let Some(lib) = &listed.lib else {
            return ExternSource::Failed("it has no lib target".to_owned());
        };
        if lib.is_macros {
            return ExternSource::Macros;
        }
        if !lib.root.is_file() {
            return ExternSource::Failed(format!("there is no `{}`", lib.root.display()));
        }
        let krate = Crate {
            root: 0,
            name: lib.name.clone(),
            label: String::new(),
            package: listed.package.clone(),
            origin: listed.origin,
            uses_begin_at_root: lib.is_edition_2015,
            externs: unread(packages, listed),
        };
        let is_local = listed.origin != Origin::Fetched;
        let root = Root {
            path: &lib.root,
            place: Place {
                package: &listed.folder,
                prefix: Some(&listed.package.name),
                seen_from: &self.project.folder,
                is_local,
                is_near: listed.folder.starts_with(&packages.workspace),
            },
            cfg: &self.cfg.of_dependency(&listed.features),
        };
        let id = discover(world, krate, &root, sources);
        self.read.insert(number, id);
        ExternSource::Read(id)
    }
}

fn unread(packages: &Packages, of: &Listed) -> BTreeMap<String, Extern> {
    let externs = of.externs.iter().map(|(name, number)| {
        let package = packages.get(*number).package.name.clone();
        let source = ExternSource::Unread(Some(*number));
        (name.clone(), Extern { package, source })
    });
    externs.collect()
}
