//! The TypeScript SDK: an npm package on the official `centrifuge` client.
//!
//! In: the manifest. Out: the package's files, as prettier would write them. [`names`] and
//! [`literals`] know identifiers and keys, [`types`], [`shapes`] and [`beside`] the type mapping, [`checks`] what values are
//! looked at for, [`layout`] and [`mod@print`] where lines break, [`model`] lowers all of it, and the
//! templates print its fields.

mod beside;
mod checks;
mod docs;
mod errors;
mod files;
mod generics;
mod known;
mod layout;
mod literals;
mod model;
mod names;
mod print;
mod reach;
mod readme;
mod shapes;
mod split;
mod testing;
#[cfg(test)]
mod tests;
mod ts;
mod types;
mod union;

use askama::Template;
use centrifugo_build::manifest::{Int64, Manifest};

use super::SdkFile;
use model::Sdk;

#[derive(Template)]
#[template(path = "typescript/package.json", escape = "none")]
struct PackageJson {
    /// JSON strings.
    name: String,
    version: String,
    description: String,
    /// It holds replies against schemas of zod.
    zod: bool,
}

#[derive(Template)]
#[template(path = "typescript/README.md", escape = "none")]
struct Readme<'a> {
    package: &'a str,
    guide: readme::Guide,
    /// 64-bit integers are `bigint`.
    bigint: bool,
    zod: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/types.ts", escape = "none")]
struct Types {
    is_empty: bool,
    uses_array: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/checks.ts", escape = "none")]
struct Checks {
    is_empty: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/errors.ts", escape = "none")]
struct Errors<'a> {
    errors: &'a [errors::ErrorClass],
    uses_array: bool,
    uses_types: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/declared.ts", escape = "none")]
struct Declared<'a> {
    errors: &'a [errors::ErrorClass],
    uses_received: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/api.ts", escape = "none")]
struct Api<'a> {
    methods: &'a [model::ApiMethod],
    uses_array: bool,
    uses_declared: bool,
    uses_no_wait: bool,
    uses_received: bool,
    uses_sent: bool,
    uses_types: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/about.ts", escape = "none")]
struct About {
    /// Declarations.
    package: String,
    version: String,
    api_version: String,
}

#[derive(Template)]
#[template(path = "typescript/src/methods.ts", escape = "none")]
struct Methods<'a> {
    methods: &'a [String],
}

#[derive(Template)]
#[template(path = "typescript/src/schemas.ts", escape = "none")]
struct Schemas<'a> {
    schemas: &'a [model::Schema],
    uses_received: bool,
    uses_sent: bool,
}

#[derive(Template)]
#[template(path = "typescript/src/testing.ts", escape = "none")]
struct Testing<'a> {
    testing: &'a testing::Testing,
    uses_array: bool,
    uses_sent: bool,
    uses_types: bool,
    uses_errors: bool,
}

/// The files of the package.
///
/// # Errors
///
/// If two names collide in TypeScript, or a type has no form there.
pub(crate) fn render(manifest: &Manifest) -> anyhow::Result<Vec<SdkFile>> {
    let sdk = Sdk::lower(manifest)?;
    let package = &manifest.sdk.typescript.package;
    let int64 = manifest.sdk.typescript.int64;
    let mut files: Vec<SdkFile> = files::fixed(int64, manifest.sdk.typescript.validate);
    let mut add = |path: &str, template: Result<String, askama::Error>| -> anyhow::Result<()> {
        // askama drops the last line end of a template.
        files.push(SdkFile::new(path, template?.trim_end().to_owned() + "\n"));
        Ok(())
    };
    let zod = !manifest.sdk.typescript.validate.is_none();
    let package_json = PackageJson {
        name: serde_json::to_string(package)?,
        version: serde_json::to_string(&manifest.package.version)?,
        description: serde_json::to_string(&format!("Client of {}", manifest.package.name))?,
        zod,
    };
    add("package.json", package_json.render())?;
    let readme = Readme {
        package,
        guide: readme::guide(manifest),
        bigint: int64 == Int64::Bigint,
        zod,
    };
    add("README.md", readme.render())?;
    let uses = |text: &str, lines: &[String]| lines.iter().any(|line| line.contains(text));
    let uses_array = |lines: &[String]| uses("$Array<", lines);
    let fields = || {
        let variants = sdk.errors.iter().flat_map(|error| &error.variants);
        variants.filter_map(|variant| variant.fields.as_ref())
    };
    let field_types: Vec<String> = fields().map(|fields| fields.declaration.clone()).collect();
    let field_checks: Vec<String> = fields().filter_map(|fields| fields.check.clone()).collect();
    let errors = Errors {
        errors: &sdk.errors,
        uses_array: uses_array(&field_types),
        uses_types: uses("$types.", &field_types),
    };
    add("src/errors.ts", errors.render())?;
    let declared = Declared {
        errors: &sdk.errors,
        uses_received: uses("$received.", &field_checks),
    };
    add("src/declared.ts", declared.render())?;
    let methods = || sdk.methods.iter();
    let entries: Vec<String> = methods().flat_map(|m| m.entries.iter().cloned()).collect();
    let signatures: Vec<String> = methods().map(|m| m.signature.clone()).collect();
    let api = Api {
        methods: &sdk.methods,
        uses_array: uses_array(&signatures),
        uses_declared: uses("declared.", &entries),
        uses_no_wait: methods().any(|method| method.no_wait.is_some()),
        uses_received: uses(" received.", &entries),
        uses_sent: uses(" sent.", &entries),
        uses_types: uses("types.", &signatures),
    };
    add("src/api.ts", api.render())?;
    let about = About {
        package: print::string_constant("PACKAGE", &manifest.package.name),
        version: print::string_constant("PACKAGE_VERSION", &manifest.package.version),
        api_version: print::string_constant("API_VERSION", &manifest.api_version),
    };
    add("src/about.ts", about.render())?;
    let methods = Methods {
        methods: &sdk.options,
    };
    add("src/methods.ts", methods.render())?;
    let declared = sdk.testing.declared.as_deref().unwrap_or_default();
    let testing = Testing {
        testing: &sdk.testing,
        uses_array: sdk.testing.methods.contains("$Array<"),
        uses_sent: uses(" sent.", &sdk.testing.checks),
        uses_types: sdk.testing.methods.contains("types."),
        uses_errors: declared.contains("errors."),
    };
    add("src/testing.ts", testing.render())?;
    if zod {
        let from = |file: &str| sdk.schemas.iter().any(|s| s.check.starts_with(file));
        let schemas = Schemas {
            schemas: &sdk.schemas,
            uses_received: from("received."),
            uses_sent: from("sent."),
        };
        add("src/schemas.ts", schemas.render())?;
    }
    let in_lines = [&field_types, &signatures].into_iter();
    if sdk.uses_array || in_lines.into_iter().any(|lines| uses_array(lines)) {
        add("src/arrays.ts", Ok(files::ARRAYS.to_owned()))?;
    }
    let types = Types {
        is_empty: sdk.types.is_empty(),
        uses_array: sdk.uses_array,
    };
    let head = |template: String| template.trim_end().to_owned() + "\n";
    let types = sdk.types.finish(head(types.render()?));
    files.push(SdkFile::new("src/types.ts", types));
    for (path, checks) in [("src/sent.ts", sdk.sent), ("src/received.ts", sdk.received)] {
        let is_empty = checks.is_empty();
        let checks = checks.finish(head(Checks { is_empty }.render()?));
        files.push(SdkFile::new(path, checks));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
