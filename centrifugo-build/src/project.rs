//! A package: its `Cargo.toml`, its settings, its crate root, and what its dependencies are called.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{GoSdk, Int64, Package, PythonSdk, Sdk, TypescriptSdk, Validate};
use crate::parse;
use crate::resolve::StandIn;
use crate::source::cfg::Cfg;
use crate::source::{File, FileId, Sources, Span};

/// What the pipeline knows of a package before it reads Rust source.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) folder: PathBuf,
    pub(crate) package: Package,
    /// The crate's name in Rust paths.
    pub(crate) crate_name: String,
    pub(crate) root: PathBuf,
    /// The lib target and its name, if the handlers are in a bin beside it.
    pub(crate) beside: Option<(PathBuf, String)>,
    /// What a dependency is called in this crate → its package.
    pub(crate) externs: BTreeMap<String, String>,
    pub(crate) sdk: Sdk,
    /// `names`: method or type id → name, with its place.
    pub(crate) names: BTreeMap<String, (String, Span)>,
    pub(crate) cfg: Vec<String>,
    /// `types`
    pub(crate) stand_ins: Vec<StandIn>,
    /// `output`: the folder of the SDKs.
    pub(crate) output: Option<PathBuf>,
}

/// `[package.metadata.centrifugo]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    root: Option<Spanned<String>>,
    /// Read by the plugin.
    output: Option<String>,
    cfg: Vec<String>,
    names: BTreeMap<String, Spanned<String>>,
    types: BTreeMap<String, Spanned<String>>,
    python: Python,
    typescript: Typescript,
    go: Go,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Python {
    package: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typescript {
    package: Option<Spanned<String>>,
    int64: Int64,
    validate: Validate,
}

/// `go.module`
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`go.module` is neither a Go module path nor `false`"
)]
enum GoModule {
    Path(String),
    /// `false`: no `go.mod`.
    Switch(bool),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Go {
    module: Option<Spanned<GoModule>>,
    package: Option<Spanned<String>>,
    initialisms: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CargoToml {
    package: PackageTable,
    workspace: Option<Workspace>,
    lib: Option<Target>,
    bin: Vec<Target>,
    dependencies: Dependencies,
    target: BTreeMap<String, PlatformTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PackageTable {
    metadata: Metadata,
    workspace: Option<String>,
    autobins: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metadata {
    centrifugo: Settings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Workspace {
    dependencies: Dependencies,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Target {
    name: Option<String>,
    path: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PlatformTable {
    dependencies: Dependencies,
}

type Dependencies = BTreeMap<String, Dependency>;

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    #[expect(dead_code, reason = "any version will do")]
    Version(String),
    Table(DependencyTable),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DependencyTable {
    package: Option<String>,
    workspace: bool,
}

impl Project {
    /// Reads `folder/Cargo.toml`.
    pub(crate) fn read(
        folder: &Path,
        package: Package,
        sources: &mut Sources,
    ) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join("Cargo.toml");
        let text = fs::read_to_string(&path)
            .map_err(|error| vec![messages::no_cargo_toml("Cargo.toml", &error)])?;
        let file = sources.add(File {
            path,
            shown: "Cargo.toml".to_owned(),
            position: "Cargo.toml".to_owned(),
            is_local: true,
            text: text.clone(),
        });
        let cargo: CargoToml = toml::from_str(&text).map_err(|error| {
            let diagnostic = messages::bad_settings(error.message());
            vec![error.span().map_or(diagnostic.clone(), |range| {
                diagnostic.at(span(file, &range))
            })]
        })?;
        let externs = externs(folder, &cargo)?;
        let CargoToml {
            package: PackageTable {
                metadata, autobins, ..
            },
            lib,
            bin,
            ..
        } = cargo;
        let settings = metadata.centrifugo;
        let root_setting = settings
            .root
            .as_ref()
            .map(|root| (root.get_ref().as_str(), root.span()));
        let targets = Targets {
            lib,
            bins: bin,
            autobins: autobins != Some(false),
        };
        let (root, crate_name) = targets.root(folder, &package.name, root_setting, file)?;
        let beside = targets.lib(folder, &package.name);
        let beside = beside.filter(|(path, _)| *path != root && path.is_file());
        let mut faults = vec![];
        let sdk = sdk(&settings, &crate_name, file, &mut faults);
        let stand_ins = stand_ins(&settings.types, file, &text, &mut faults);
        let names = settings
            .names
            .into_iter()
            .map(|(key, name)| {
                let span = span(file, &name.span());
                if !is_identifier(name.get_ref()) {
                    let what = "an identifier of ASCII letters, digits and `_`";
                    faults.push(messages::bad_setting(&key, name.get_ref(), what).at(span));
                }
                (key, (name.into_inner(), span))
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let output = settings.output.map(|output| folder.join(output));
        let folder = folder.to_owned();
        Ok(Self {
            output,
            folder,
            package,
            crate_name,
            root,
            beside,
            externs,
            sdk,
            names,
            cfg: settings.cfg,
            stand_ins,
        })
    }

    /// What holds in the package's own crates: the build's `cfg`, and what the settings add.
    pub(crate) fn cfg(&self, build: &Cfg) -> Cfg {
        let mut cfg = build.clone();
        self.cfg.iter().for_each(|entry| cfg.add(entry));
        cfg
    }
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span {
        file,
        start: place(range.start),
        end: place(range.end),
    }
}

/// `types`: a path → the Rust type that has the same form in JSON.
fn stand_ins(
    types: &BTreeMap<String, Spanned<String>>,
    file: FileId,
    text: &str,
    faults: &mut Vec<Diagnostic>,
) -> Vec<StandIn> {
    let mut stand_ins = vec![];
    for (path, ty) in types {
        let range = ty.span();
        let place = span(file, &range);
        if syn::parse_str::<syn::Path>(path).is_err() {
            let want = "a path such as `geo::Point` or `crate::time::seconds`";
            faults.push(messages::bad_setting("types", path, want).at(place));
        }
        // Places within the text are right unless it has escapes.
        let is_plain = text.get(range.start + 1..range.end - 1) == Some(ty.get_ref());
        let start = if is_plain {
            Some(range.start + 1)
        } else {
            None
        };
        match parse::parse_type(file, start, place, ty.get_ref()) {
            Ok(expr) => stand_ins.push(StandIn {
                path: path.clone(),
                expr,
                place,
            }),
            Err(error) => faults.push(error),
        }
    }
    stand_ins
}

struct Targets {
    lib: Option<Target>,
    bins: Vec<Target>,
    autobins: bool,
}

impl Targets {
    /// The crate root and the crate's name: of the lib if there is one, else of the only bin, else of
    /// the target that `root` in the settings names.
    fn root(
        &self,
        folder: &Path,
        package: &str,
        setting: Option<(&str, std::ops::Range<usize>)>,
        file: FileId,
    ) -> Result<(PathBuf, String), Vec<Diagnostic>> {
        let lib = self.lib(folder, package);
        let bins = self.bins(folder, package);
        if let Some((root, range)) = setting {
            let path = folder.join(root);
            if !path.is_file() {
                let fault = messages::bad_setting("root", root, "a file of this package");
                return Err(vec![fault.at(span(file, &range))]);
            }
            let named = lib.iter().chain(&bins).find(|(target, _)| *target == path);
            let name = named.map_or_else(|| underscored(package), |(_, name)| name.clone());
            return Ok((path, name));
        }
        if let Some(lib) = lib {
            return Ok(lib);
        }
        match <[_; 1]>::try_from(bins) {
            Ok([bin]) => Ok(bin),
            Err(bins) => {
                let names: Vec<String> = bins.into_iter().map(|(_, name)| name).collect();
                Err(vec![messages::no_root(&names)])
            }
        }
    }

    fn lib(&self, folder: &Path, package: &str) -> Option<(PathBuf, String)> {
        let target = self.lib.as_ref();
        let path = target.and_then(|lib| lib.path.as_deref());
        let path = folder.join(path.unwrap_or("src/lib.rs"));
        let name = target
            .and_then(|lib| lib.name.as_deref())
            .unwrap_or(package);
        (target.is_some() || path.is_file()).then(|| (path, underscored(name)))
    }

    fn bins(&self, folder: &Path, package: &str) -> Vec<(PathBuf, String)> {
        let mut bins: BTreeMap<String, PathBuf> = BTreeMap::new();
        if self.autobins {
            let main = folder.join("src/main.rs");
            if main.is_file() {
                bins.insert(package.to_owned(), main);
            }
            for entry in fs::read_dir(folder.join("src/bin"))
                .into_iter()
                .flatten()
                .flatten()
            {
                let path = entry.path();
                let nested = path.join("main.rs");
                let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
                    continue;
                };
                if path.extension().is_some_and(|extension| extension == "rs") {
                    bins.insert(name.to_owned(), path.clone());
                } else if nested.is_file() {
                    bins.insert(name.to_owned(), nested);
                }
            }
        }
        for bin in &self.bins {
            let name = bin.name.as_deref().unwrap_or(package);
            let path = match &bin.path {
                Some(path) => folder.join(path),
                None if name == package => folder.join("src/main.rs"),
                None => folder.join("src/bin").join(format!("{name}.rs")),
            };
            bins.retain(|_, other| *other != path);
            bins.insert(name.to_owned(), path);
        }
        bins.into_iter()
            .map(|(name, path)| (path, underscored(&name)))
            .collect()
    }
}

fn underscored(name: &str) -> String {
    name.replace('-', "_")
}

/// What each dependency is called in Rust paths, and which package it is.
fn externs(folder: &Path, cargo: &CargoToml) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
    let platforms = cargo.target.values().map(|platform| &platform.dependencies);
    let tables: Vec<&Dependencies> = [&cargo.dependencies].into_iter().chain(platforms).collect();
    let inherits = tables.iter().any(|table| {
        table
            .values()
            .any(|dependency| matches!(dependency, Dependency::Table(t) if t.workspace))
    });
    let inherited = if inherits {
        workspace_dependencies(folder, cargo)?
    } else {
        BTreeMap::new()
    };
    let package = |key: &str, dependency: &Dependency| match dependency {
        Dependency::Table(DependencyTable {
            workspace: true, ..
        }) => inherited
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned()),
        Dependency::Table(DependencyTable {
            package: Some(package),
            ..
        }) => package.clone(),
        _ => key.to_owned(),
    };
    Ok(tables
        .into_iter()
        .flatten()
        .map(|(key, dependency)| (underscored(key), package(key, dependency)))
        .collect())
}

/// `[workspace.dependencies]` that are renamed: key → package.
fn workspace_dependencies(
    folder: &Path,
    cargo: &CargoToml,
) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
    let renamed = |workspace: &Workspace| {
        let packages = workspace
            .dependencies
            .iter()
            .filter_map(|(key, dependency)| {
                let Dependency::Table(table) = dependency else {
                    return None;
                };
                Some((key.clone(), table.package.clone()?))
            });
        packages.collect()
    };
    if let Some(workspace) = &cargo.workspace {
        return Ok(renamed(workspace));
    }
    let candidates: Vec<PathBuf> = match &cargo.package.workspace {
        Some(path) => vec![folder.join(path)],
        None => folder.ancestors().skip(1).map(Path::to_owned).collect(),
    };
    for candidate in candidates {
        let path = candidate.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let shown = path.display().to_string();
        let cargo: WorkspaceToml = toml::from_str(&text)
            .map_err(|error| vec![messages::no_cargo_toml(&shown, &error.message())])?;
        if let Some(workspace) = &cargo.workspace {
            return Ok(renamed(workspace));
        }
    }
    Ok(BTreeMap::new())
}

/// A workspace root's `Cargo.toml`; the settings of its own package are no concern of a member.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WorkspaceToml {
    workspace: Option<Workspace>,
}

fn sdk(settings: &Settings, crate_name: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Sdk {
    let mut setting =
        |key: &str, value: &Option<Spanned<String>>, default: String, check: Check| {
            let Some(value) = value else { return default };
            if !(check.holds)(value.get_ref()) {
                let fault = messages::bad_setting(key, value.get_ref(), check.want);
                faults.push(fault.at(span(file, &value.span())));
            }
            value.get_ref().clone()
        };
    let (python, typescript, go) = (&settings.python, &settings.typescript, &settings.go);
    let go_default = format!("{}client", crate_name.replace('_', "").to_lowercase());
    let go_package = setting("go.package", &go.package, go_default, GO_PACKAGE);
    let go_module = match go.module.as_ref().map(|module| (module, module.get_ref())) {
        None => Some(go_package.clone()),
        Some((_, GoModule::Switch(false))) => None,
        Some((module, GoModule::Path(path))) => {
            let path = Spanned::new(module.span(), path.clone());
            Some(setting("go.module", &Some(path), String::new(), GO_MODULE))
        }
        Some((module, GoModule::Switch(true))) => {
            let path = Spanned::new(module.span(), "true".to_owned());
            Some(setting(
                "go.module",
                &Some(path),
                String::new(),
                NO_GO_MODULE,
            ))
        }
    };
    Sdk {
        python: PythonSdk {
            package: setting(
                "python.package",
                &python.package,
                format!("{crate_name}_client"),
                PYTHON_PACKAGE,
            ),
        },
        typescript: TypescriptSdk {
            package: setting(
                "typescript.package",
                &typescript.package,
                format!("{}-client", crate_name.replace('_', "-").to_lowercase()),
                NPM_PACKAGE,
            ),
            int64: typescript.int64,
            validate: typescript.validate,
        },
        go: GoSdk {
            module: go_module,
            package: go_package,
            initialisms: go.initialisms,
        },
    }
}

/// What a setting's value has to be.
struct Check {
    holds: fn(&str) -> bool,
    want: &'static str,
}

const PYTHON_PACKAGE: Check = Check {
    holds: is_identifier,
    want: "a Python package name of ASCII letters, digits and `_`",
};

const GO_PACKAGE: Check = Check {
    holds: |name| is_identifier(name) && !name.contains(|c: char| c.is_ascii_uppercase()),
    want: "a Go package name of lower-case ASCII letters, digits and `_`",
};

/// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name
const NPM_PACKAGE: Check = Check {
    holds: |name| {
        let part = |part: &str| {
            !part.is_empty()
                && !part.starts_with(['.', '_'])
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._~".contains(c))
        };
        let name = name.strip_prefix('@').map_or(Some((name, None)), |scoped| {
            scoped
                .split_once('/')
                .map(|(scope, name)| (name, Some(scope)))
        });
        name.is_some_and(|(name, scope)| name.len() <= 214 && part(name) && scope.is_none_or(part))
    },
    want: "an npm package name of lower-case letters, digits, `-`, `.` and `_`",
};

/// https://go.dev/ref/mod#go-mod-file-ident
const GO_MODULE: Check = Check {
    holds: |path| {
        let element = |element: &str| {
            !element.is_empty()
                && !element.starts_with('.')
                && !element.ends_with('.')
                && element
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c))
        };
        path.split('/').all(element)
    },
    want: "a Go module path",
};

/// What stands there instead of a path.
const NO_GO_MODULE: Check = Check {
    holds: |switch| switch == "false",
    want: "a Go module path, or `false` for no `go.mod`",
};

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
