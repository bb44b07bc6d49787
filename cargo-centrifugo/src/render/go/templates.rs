//! The templates, and what each is filled with. They print fields and decide nothing.

use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::model::{
    Decl, ErrorDecl, ErrorVariantDecl, Form, MethodDecl, NewtypeDecl, StructDecl, SumDecl,
    UnitEnumDecl,
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
#[template(path = "go/struct_codec.go.txt", escape = "none")]
struct StructCodec<'a> {
    decl: &'a StructDecl,
    /// What follows `encode` and `decode` in the names of the functions for the fields.
    codec: String,
    /// Key and name of a tag that stands beside the fields.
    tag: Option<(&'a str, &'a str)>,
}

impl<'a> StructCodec<'a> {
    fn new(decl: &'a StructDecl) -> Self {
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

macro_rules! declarations {
    ($($name:ident of $decl:ty: $path:literal)*) => {$(
        #[derive(Template)]
        #[template(path = $path, escape = "none")]
        struct $name<'a> {
            decl: &'a $decl,
        }
    )*};
}

declarations! {
    UnitEnum of UnitEnumDecl: "go/unit_enum.go.txt"
    UnitEnumCodec of UnitEnumDecl: "go/unit_enum_codec.go.txt"
    Newtype of NewtypeDecl: "go/newtype.go.txt"
    NewtypeCodec of NewtypeDecl: "go/newtype_codec.go.txt"
    Sum of SumDecl: "go/sum.go.txt"
    Method of MethodDecl: "go/method.go.txt"
}

#[derive(Template)]
#[template(path = "go/sum_codec.go.txt", escape = "none")]
struct SumCodec<'a> {
    decl: &'a SumDecl,
    variants: Vec<Part>,
}

/// A type's declaration, and what writes and reads it.
pub(super) fn type_decl(decl: &Decl) -> Result<[Part; 2], askama::Error> {
    Ok(match decl {
        Decl::Struct(decl) => [
            format!("{}type {} {}", decl.docs, decl.name, decl.fields.body),
            StructCodec::new(decl).render()?,
        ],
        Decl::UnitEnum(decl) => [
            UnitEnum { decl }.render()?,
            UnitEnumCodec { decl }.render()?,
        ],
        Decl::Newtype(decl) => [Newtype { decl }.render()?, NewtypeCodec { decl }.render()?],
        Decl::Sum(decl) => {
            let variants = decl.variants.iter();
            let variants = variants.map(|variant| StructCodec::new(&variant.decl).render());
            let variants = variants.collect::<Result<_, _>>()?;
            [
                Sum { decl }.render()?,
                SumCodec { decl, variants }.render()?,
            ]
        }
    })
}

pub(super) fn method(decl: &MethodDecl) -> Result<Part, askama::Error> {
    Method { decl }.render()
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
#[template(path = "go/tuple.go.txt", escape = "none")]
struct Tuple<'a> {
    tuple: &'a TupleParts,
}

#[derive(Template)]
#[template(path = "go/tuple_codec.go.txt", escape = "none")]
struct TupleCodec<'a> {
    tuple: &'a TupleParts,
}

struct TupleParts {
    name: String,
    count: usize,
    /// `T0, T1`
    parameters: String,
    /// `v.F0, v.F1`
    values: String,
}

/// The struct for tuples of so many elements, and what writes and reads it.
pub(super) fn tuple(count: usize) -> Result<[Part; 2], askama::Error> {
    let list = |prefix: &str| {
        let all: Vec<String> = (0..count).map(|i| format!("{prefix}{i}")).collect();
        all.join(", ")
    };
    let tuple = &TupleParts {
        name: format!("Tuple{count}"),
        count,
        parameters: list("T"),
        values: list("v.F"),
    };
    Ok([Tuple { tuple }.render()?, TupleCodec { tuple }.render()?])
}

impl TupleParts {
    fn indexes(&self) -> std::ops::Range<usize> {
        0..self.count
    }
}
