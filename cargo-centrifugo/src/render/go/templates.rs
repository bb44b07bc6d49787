//! The templates, and what each is filled with. They print fields and decide nothing.

use askama::Template;

use super::model::{
    Codec, Coding, Decl, ErrorDecl, ErrorVariantDecl, MethodDecl, NewtypeDecl, StructDecl, SumDecl,
    UnitEnumDecl,
};
use super::package::Go;

/// A printed declaration.
pub(super) type Part = String;

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

/// What a fake answers a method by.
#[derive(Template)]
#[template(path = "go/fake_method.go.txt", escape = "none")]
struct FakeMethod<'a> {
    go: &'a Go<'a>,
    decl: &'a MethodDecl,
}

pub(super) fn fake_method(go: &Go<'_>, decl: &MethodDecl) -> Result<Part, askama::Error> {
    FakeMethod { go, decl }.render()
}

/// What is known of methods besides their types.
#[derive(Template)]
#[template(path = "go/methods.go.txt", escape = "none")]
struct Methods<'a> {
    go: &'a Go<'a>,
    methods: Vec<&'a MethodDecl>,
}

pub(super) fn methods(go: &Go<'_>, methods: &[MethodDecl]) -> Result<Part, askama::Error> {
    let methods = methods.iter().filter(|method| method.has_options());
    let methods = methods.collect();
    Methods { go, methods }.render()
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
    /// What writes and reads the fields, if there are any.
    coding: Option<Part>,
}

pub(super) fn error(decl: &ErrorDecl) -> Result<Part, askama::Error> {
    let variants = decl.variants.iter().map(|variant| {
        let name = &variant.name;
        let coding = variant.coding.as_ref().map(|coding| {
            let write = format!("encode{name}");
            self::coding(coding, name, write, format!("decode{name}"))
        });
        let template = ErrorVariant {
            error: &decl.name,
            decl: variant,
            coding: coding.transpose()?,
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
