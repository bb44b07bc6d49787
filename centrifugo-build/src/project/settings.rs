//! `[package.metadata.centrifugo]`: what a project says of its SDKs, and whether its names will do.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::span;
use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::{GoSdk, Int64, PythonSdk, Sdk, TypescriptSdk, Validate};
use crate::parse;
use crate::resolve::StandIn;
use crate::source::FileId;

/// `[package.metadata.centrifugo]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    pub(super) root: Option<Spanned<String>>,
    /// Read by the plugin.
    pub(super) output: Option<String>,
    pub(super) cfg: Vec<String>,
    pub(super) names: BTreeMap<String, Spanned<String>>,
    pub(super) types: BTreeMap<String, Spanned<String>>,
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

/// `types`: a path → the Rust type that has the same form in JSON.
pub(super) fn stand_ins(
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

pub(super) fn sdk(
    settings: &Settings,
    crate_name: &str,
    file: FileId,
    faults: &mut Vec<Diagnostic>,
) -> Sdk {
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

pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
