//! The templates, and what each is filled with. They print fields and decide nothing.

use askama::Template;
use centrifugo_build::manifest::Manifest;

use super::model::{
    Codec, Coding, Decl, ErrorDecl, ErrorVariantDecl, MethodDecl, NewtypeDecl, ObjectCoding, Sdk,
    StructDecl, SumDecl, UnitEnumDecl,
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
    optional: String,
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
            optional: names::own(manifest, "Optional"),
            timeout_ms: longest.map_or(TIMEOUT_MS, |ms| TIMEOUT_MS.max(ms + WAY_MS)),
            server: &manifest.package.name,
            example: readme::example(manifest),
            methods: manifest.methods.iter().map(|m| m.name.as_str()).collect(),
        }
    }

    /// The files by their paths, without headers.
    pub(super) fn files(&self, sdk: &Sdk) -> Result<Vec<(&'static str, String)>, askama::Error> {
        let readme = Readme {
            go: self,
            has_optional: sdk.has_optional,
        };
        let mut files = vec![
            ("README.md", readme.render()?),
            ("client.go", Client { go: self }.render()?),
            ("connection.go", Connection { go: self }.render()?),
            ("correlation.go", Correlation { go: self }.render()?),
            ("doc.go", Doc { go: self }.render()?),
            ("errors.go", Errors { go: self }.render()?),
            ("go.mod", GoMod { go: self }.render()?),
            ("mailbox.go", Mailbox { go: self }.render()?),
            ("options.go", Options { go: self }.render()?),
            ("read.go", Read { go: self }.render()?),
            ("read_sums.go", ReadSums { go: self }.render()?),
            ("read_values.go", ReadValues { go: self }.render()?),
            ("session.go", Session { go: self }.render()?),
            ("user_channel.go", UserChannel { go: self }.render()?),
            ("write.go", Write { go: self }.render()?),
            ("write_values.go", WriteValues { go: self }.render()?),
        ];
        if sdk.has_optional {
            files.push(("optional.go", Optional { go: self }.render()?));
        }
        Ok(files)
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
    Optional "go/optional.go.txt"
    Options "go/options.go.txt"
    Read "go/read.go.txt"
    ReadSums "go/read_sums.go.txt"
    ReadValues "go/read_values.go.txt"
    Session "go/session.go.txt"
    UserChannel "go/user_channel.go.txt"
    Write "go/write.go.txt"
    WriteValues "go/write_values.go.txt"
}

#[derive(Template)]
#[template(path = "go/README.md.txt", escape = "none")]
struct Readme<'a> {
    go: &'a Go<'a>,
    has_optional: bool,
}

#[derive(Template)]
#[template(path = "go/codec_test.go.txt", escape = "none")]
struct CodecTest<'a> {
    codecs: &'a [&'a Codec],
}

/// The test that reads and writes samples.
pub(super) fn codec_test(codecs: &[&Codec]) -> Result<Part, askama::Error> {
    CodecTest { codecs }.render()
}

/// What writes and reads a struct by one of its codings.
#[derive(Template)]
#[template(path = "go/coding.go.txt", escape = "none")]
struct CodingParts<'a> {
    coding: &'a Coding,
    /// The struct.
    name: &'a str,
    /// Of the functions.
    write: String,
    read: String,
}

fn coding(coding: &Coding, name: &str, write: String, read: String) -> Result<Part, askama::Error> {
    let parts = CodingParts {
        coding,
        name,
        write,
        read,
    };
    parts.render()
}

#[derive(Template)]
#[template(path = "go/decode.go.txt", escape = "none")]
struct Decode<'a> {
    coding: &'a ObjectCoding,
    name: &'a str,
    read: &'a str,
}

#[derive(Template)]
#[template(path = "go/struct_codec.go.txt", escape = "none")]
struct StructCodec<'a> {
    decl: &'a StructDecl,
    codings: Vec<Part>,
}

impl<'a> StructCodec<'a> {
    fn new(decl: &'a StructDecl) -> Result<Self, askama::Error> {
        let name = &decl.name;
        let whole = coding(
            &decl.coding,
            name,
            format!("encode{name}"),
            format!("decode{name}"),
        )?;
        let content = decl.content.as_ref().map(|content| {
            let write = format!("write{name}Content");
            coding(content, name, write, format!("read{name}Content"))
        });
        let codings = [whole].into_iter().chain(content.transpose()?).collect();
        Ok(Self { decl, codings })
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
            format!("{}type {} {}", decl.docs, decl.name, decl.go),
            StructCodec::new(decl)?.render()?,
        ],
        Decl::UnitEnum(decl) => [
            UnitEnum { decl }.render()?,
            UnitEnumCodec { decl }.render()?,
        ],
        Decl::Newtype(decl) => [Newtype { decl }.render()?, NewtypeCodec { decl }.render()?],
        Decl::Sum(decl) => {
            let variants = decl.variants.iter();
            let variants = variants.map(|variant| StructCodec::new(&variant.decl)?.render());
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
    /// What reads the fields, if there are any.
    decode: Option<Part>,
}

pub(super) fn error(decl: &ErrorDecl) -> Result<Part, askama::Error> {
    let variants = decl.variants.iter().map(|variant| {
        let decode = match &variant.coding {
            Some(Coding::Object(coding)) => {
                let decode = Decode {
                    coding,
                    name: &variant.name,
                    read: &format!("decode{}", variant.name),
                };
                Some(decode.render()?)
            }
            _ => None,
        };
        let template = ErrorVariant {
            error: &decl.name,
            decl: variant,
            decode,
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
