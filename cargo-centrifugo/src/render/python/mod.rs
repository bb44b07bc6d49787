//! The Python SDK: pydantic models, a typed client, and a base client on the official SDK.
//!
//! In: the manifest. Out: a package that is formatted and type-checked as it stands.

mod api;
mod defaults;
mod enums;
mod errors;
mod fields;
mod generics;
mod imports;
mod init;
mod keywords;
mod layout;
mod merge;
mod methods;
mod model;
mod names;
mod nulls;
mod order;
mod readme;
mod scalars;
mod shape;
mod text;
mod types;
mod variants;

use askama::Template;
use centrifugo_build::manifest::Manifest;

use self::names::ClassNames;
use super::SdkFile;

/// A file that is the same in each package.
macro_rules! same {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../templates/python/static/", $name)),
        )
    };
}

/// Files that are the same in each package.
const STATIC: &[(&str, &str)] = &[
    same!("_calls.py"),
    same!("_centrifuge.py"),
    same!("_codec.py"),
    same!("_connection.py"),
    same!("_errors.py"),
    same!("_fake.py"),
    same!("_flatten.py"),
    same!("_hooks.py"),
    same!("_loop.py"),
    same!("_model.py"),
    same!("_scalars.py"),
    same!("_text.py"),
    same!("_time.py"),
    same!("_token.py"),
    same!("_union.py"),
    same!("_user_channel.py"),
    same!("_version.py"),
    same!("_wire.py"),
    same!("client.py"),
    same!("rpc.py"),
    same!("sync.py"),
    ("py.typed", ""),
];

#[derive(Template)]
#[template(path = "python/pyproject.toml.j2", escape = "none")]
struct Pyproject<'a> {
    distribution: &'a str,
    package: &'a str,
    version: &'a str,
    description: &'a str,
}

#[derive(Template)]
#[template(path = "python/about.py.j2", escape = "none")]
struct About<'a> {
    package: &'a str,
    version: &'a str,
    api_version: &'a str,
    methods: &'a str,
}

#[derive(Template)]
#[template(path = "python/models.py.j2", escape = "none")]
struct Models<'a> {
    noqa: &'a str,
}

#[derive(Template)]
#[template(path = "python/errors.py.j2", escape = "none")]
struct Errors<'a> {
    errors: &'a [errors::ErrorEnum],
}

#[derive(Template)]
#[template(path = "python/methods.py.j2", escape = "none")]
struct Methods<'a> {
    declarations: &'a [String],
}

#[derive(Template)]
#[template(path = "python/api.py.j2", escape = "none")]
struct Api<'a> {
    summary: &'a str,
    class: &'a str,
    caller: &'a str,
    functions: &'a [api::Function],
    docstring: &'a str,
}

#[derive(Template)]
#[template(path = "python/testing.py.j2", escape = "none")]
struct Testing<'a> {
    methods: &'a [String],
}

pub(crate) fn render(manifest: &Manifest) -> anyhow::Result<Vec<SdkFile>> {
    let package = &manifest.sdk.python.package;
    let distribution = package.replace('_', "-");
    let mut names = ClassNames::new(manifest)?;
    let definitions = generics::as_types(manifest);
    let types = types::Types::new(manifest, &definitions, &mut names);
    let types = generics::find(manifest, types);
    let module = model::lower(manifest, &types, &mut names)?;
    let errors = errors::lower(manifest, &types, &mut names);
    let methods = methods::named(manifest);
    let crate_name = &manifest.package.name;

    let mut files = vec![
        SdkFile::new(
            "pyproject.toml",
            Pyproject {
                distribution: &distribution,
                package,
                version: &version(&manifest.package.version),
                description: &format!("Typed client for {crate_name}"),
            }
            .render()?,
        ),
        SdkFile::new(
            "README.md",
            readme::readme(
                manifest,
                &distribution,
                &methods,
                &types,
                &errors::classes(manifest),
            )?,
        ),
    ];
    let mut add = |name: &str, contents: String| {
        files.push(SdkFile::new(format!("{package}/{name}"), contents));
    };
    for (name, contents) in STATIC {
        add(name, (*contents).to_owned());
    }
    add("__init__.py", init::init(manifest, &module.names, &errors)?);
    add(
        "errors.py",
        imports::with_imports(imports::ERRORS, Errors { errors: &errors }.render()?),
    );
    let noqa = module.noqa();
    let head = module.imports.add_to(Models { noqa }.render()?);
    let models = module.text.finish(head);
    files.push(SdkFile::new(format!("{package}/models.py"), models));
    let mut add = |name: &str, contents: String| {
        files.push(SdkFile::new(format!("{package}/{name}"), contents));
    };
    add(
        "_about.py",
        About {
            package: &text::string(crate_name),
            version: &text::string(&manifest.package.version),
            api_version: &manifest.api_version,
            methods: &methods::options(manifest),
        }
        .render()?,
    );
    let declarations = methods::declarations(manifest, &methods, &types);
    add(
        "methods.py",
        imports::with_imports(
            imports::METHODS,
            Methods {
                declarations: &declarations,
            }
            .render()?,
        ),
    );
    for (style, file, class, caller, note) in [
        (api::Style::Async, "api.py", "APIClient", "_r.RPCCaller", ""),
        (
            api::Style::Sync,
            "sync_api.py",
            "SyncAPIClient",
            "_r.SyncRPCCaller",
            ", for programs without asyncio",
        ),
    ] {
        let docs = format!("The methods of `{crate_name}`{note}.");
        let api = Api {
            summary: &format!("\"\"\"The typed client{note}.\"\"\""),
            class,
            caller,
            functions: &api::lower(&methods, &types, style),
            docstring: &text::docstring(&docs, "    ").unwrap_or_default(),
        };
        add(file, imports::with_imports(imports::API, api.render()?));
    }
    let fakes: Vec<String> = methods.iter().map(methods::fake).collect();
    let testing = Testing { methods: &fakes }.render()?;
    add(
        "testing.py",
        imports::with_imports(imports::TESTING, testing),
    );
    Ok(files)
}

/// A Cargo version as Python has it (PEP 440): `1.0.0-alpha.2` is `1.0.0a2`.
fn version(cargo: &str) -> String {
    let cargo = cargo.split('+').next().unwrap_or_default();
    let Some((release, pre)) = cargo.split_once('-') else {
        return cargo.to_owned();
    };
    let kinds = [("alpha", "a"), ("beta", "b"), ("rc", "rc")];
    let pre = kinds.iter().find_map(|(word, letter)| {
        let rest = pre.strip_prefix(word)?.trim_start_matches(['.', '-']);
        let number = if rest.is_empty() { "0" } else { rest };
        number
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| format!("{letter}{number}"))
    });
    format!("{release}{}", pre.unwrap_or_else(|| ".dev0".to_owned()))
}

#[cfg(test)]
mod tests;
