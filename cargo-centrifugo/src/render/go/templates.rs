//! The templates, and what each is filled with. They print fields and decide nothing.

use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::model::{
    ErrorDecl, ErrorVariantDecl, Form, MethodDecl, NewtypeDecl, StructDecl, SumDecl, UnitEnumDecl,
};
use super::{TIMEOUT_MS, WAY_MS, names, readme};

/// A printed declaration.
pub(super) type Part = String;

/// What the files around types and methods are filled with.
pub(super) struct Go<'a> {
    module: &'a str,
    pub(super) package: &'a str,
    /// The package's own types, which give way to a user's.
    option: String,
    caller: String,
    timeout_ms: u64,
    server: &'a str,
    /// A first call: lines of Go, indented.
    example: String,
    methods: Vec<&'a str>,
}

impl<'a> Go<'a> {
    pub(super) fn new(manifest: &'a Manifest) -> Self {
        let longest = manifest.methods.iter().filter_map(|m| m.timeout_ms).max();
        Self {
            module: &manifest.sdk.go.module,
            package: &manifest.sdk.go.package,
            option: names::own(manifest, "Option"),
            caller: names::own(manifest, "Caller"),
            timeout_ms: longest.map_or(TIMEOUT_MS, |ms| TIMEOUT_MS.max(ms + WAY_MS)),
            server: &manifest.package.name,
            example: readme::example(manifest),
            methods: manifest.methods.iter().map(|m| m.name.as_str()).collect(),
        }
    }

    /// The files by their paths, without headers.
    pub(super) fn files(&self) -> Result<Vec<(&'static str, String)>, askama::Error> {
        Ok(vec![
            ("README.md", Readme { go: self }.render()?),
            ("client.go", Client { go: self }.render()?),
            ("connection.go", Connection { go: self }.render()?),
            ("correlation.go", Correlation { go: self }.render()?),
            ("doc.go", Doc { go: self }.render()?),
            ("errors.go", Errors { go: self }.render()?),
            ("go.mod", GoMod { go: self }.render()?),
            ("mailbox.go", Mailbox { go: self }.render()?),
            ("options.go", Options { go: self }.render()?),
            ("read.go", Read { go: self }.render()?),
            ("session.go", Session { go: self }.render()?),
            ("user_channel.go", UserChannel { go: self }.render()?),
            ("write.go", Write { go: self }.render()?),
        ])
    }
}

macro_rules! files {
    ($($name:ident $path:literal)*) => {$(
        #[derive(Template)]
        #[template(path = $path, escape = "none")]
        struct $name<'a> {
            go: &'a Go<'a>,
        }
    )*};
}

files! {
    Client "go/client.go.txt"
    Connection "go/connection.go.txt"
    Correlation "go/correlation.go.txt"
    Doc "go/doc.go.txt"
    Errors "go/errors.go.txt"
    GoMod "go/go.mod.txt"
    Mailbox "go/mailbox.go.txt"
    Options "go/options.go.txt"
    Read "go/read.go.txt"
    Readme "go/README.md.txt"
    Session "go/session.go.txt"
    UserChannel "go/user_channel.go.txt"
    Write "go/write.go.txt"
}

#[derive(Template)]
#[template(path = "go/struct.go.txt", escape = "none")]
pub(super) struct Struct<'a> {
    decl: &'a StructDecl,
    /// What follows `encode` and `decode` in the names of the functions for the fields.
    codec: String,
    /// Key and name of a tag that stands beside the fields.
    tag: Option<(&'a str, &'a str)>,
}

impl<'a> Struct<'a> {
    pub(super) fn new(decl: &'a StructDecl) -> Self {
        let form = decl.variant.as_ref().map(|variant| &variant.form);
        Self {
            codec: match form {
                Some(Form::Key { .. }) => format!("{}Fields", decl.name),
                _ => decl.name.clone(),
            },
            tag: match form {
                Some(Form::Tag { key, name }) => Some((key, name)),
                _ => None,
            },
            decl,
        }
    }
}

#[derive(Template)]
#[template(path = "go/unit_enum.go.txt", escape = "none")]
pub(super) struct UnitEnum<'a> {
    pub(super) decl: &'a UnitEnumDecl,
}

#[derive(Template)]
#[template(path = "go/newtype.go.txt", escape = "none")]
pub(super) struct Newtype<'a> {
    pub(super) decl: &'a NewtypeDecl,
}

#[derive(Template)]
#[template(path = "go/sum.go.txt", escape = "none")]
struct Sum<'a> {
    decl: &'a SumDecl,
    variants: Vec<Part>,
}

pub(super) fn sum(decl: &SumDecl) -> Result<Part, askama::Error> {
    let variants = decl.variants.iter();
    let variants = variants.map(|variant| Struct::new(&variant.decl).render());
    let variants = variants.collect::<Result<_, _>>()?;
    Sum { decl, variants }.render()
}

#[derive(Template)]
#[template(path = "go/error.go.txt", escape = "none")]
struct Error<'a> {
    decl: &'a ErrorDecl,
    variants: Vec<Part>,
}

#[derive(Template)]
#[template(path = "go/error_variant.go.txt", escape = "none")]
struct ErrorVariant<'a> {
    decl: &'a ErrorVariantDecl,
    error: &'a str,
    codec: &'a str,
    tag: Option<(&'a str, &'a str)>,
}

pub(super) fn error(decl: &ErrorDecl) -> Result<Part, askama::Error> {
    let variants = decl.variants.iter().map(|variant| {
        let template = ErrorVariant {
            error: &decl.name,
            codec: &variant.name,
            tag: None,
            decl: variant,
        };
        template.render()
    });
    let variants = variants.collect::<Result<_, _>>()?;
    Error { decl, variants }.render()
}

#[derive(Template)]
#[template(path = "go/method.go.txt", escape = "none")]
pub(super) struct Method<'a> {
    pub(super) decl: &'a MethodDecl,
}

#[derive(Template)]
#[template(path = "go/tuple.go.txt", escape = "none")]
pub(super) struct Tuple {
    tuple: TupleParts,
}

struct TupleParts {
    name: String,
    count: usize,
    /// `T0, T1`
    parameters: String,
    /// `v.F0, v.F1`
    values: String,
}

impl Tuple {
    pub(super) fn new(count: usize) -> Self {
        let list = |prefix: &str| {
            let all: Vec<String> = (0..count).map(|i| format!("{prefix}{i}")).collect();
            all.join(", ")
        };
        Self {
            tuple: TupleParts {
                name: format!("Tuple{count}"),
                count,
                parameters: list("T"),
                values: list("v.F"),
            },
        }
    }
}

impl TupleParts {
    fn indexes(&self) -> std::ops::Range<usize> {
        0..self.count
    }
}
