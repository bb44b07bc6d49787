//! The lowered tree: what the templates print, field by field. All is decided here and below.

use std::collections::BTreeSet;

use anyhow::bail;
use centrifugo_build::manifest::{
    Content, ErrorType, Manifest, Method, Shape, Tagging, Type, TypeDef, Variant,
};

use super::docs;
use super::fields::{self, Fields};
use super::layout;
use super::names::{self, quoted};
use super::types::{Direction, GoType, Kind, Types, is_unit_enum};

/// All that the templates print.
#[derive(Debug, Default)]
pub(super) struct Sdk {
    pub(super) types: Vec<Decl>,
    pub(super) errors: Vec<ErrorDecl>,
    pub(super) methods: Vec<MethodDecl>,
    /// How many elements the tuples have that are structs.
    pub(super) tuples: BTreeSet<usize>,
    /// Go types that each file mentions: they decide its imports.
    pub(super) mentioned: Mentioned,
}

/// Go types by the file that mentions them.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    pub(super) types: Vec<String>,
    pub(super) codecs: Vec<String>,
    pub(super) errors: Vec<String>,
    pub(super) methods: Vec<String>,
}

/// A declaration of `types.go`.
#[derive(Debug)]
pub(super) enum Decl {
    Struct(StructDecl),
    UnitEnum(UnitEnumDecl),
    Sum(SumDecl),
    Newtype(NewtypeDecl),
}

/// A struct with what reads and writes it.
#[derive(Debug)]
pub(super) struct StructDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) fields: Fields,
    /// The interface that it is a variant of, and how its JSON says which.
    pub(super) variant: Option<VariantForm>,
}

/// How a struct is a variant.
#[derive(Debug)]
pub(super) struct VariantForm {
    pub(super) sum: String,
    pub(super) form: Form,
}

/// Where a variant's JSON has its name. Names and keys are string literals.
#[derive(Debug)]
pub(super) enum Form {
    /// As its one key.
    Field,
    /// Beside its fields.
    Tag { key: String, name: String },
    /// As the key of its fields.
    Key { name: String },
    /// It is nothing but its name.
    Unit { name: String },
}

/// Strings.
#[derive(Debug)]
pub(super) struct UnitEnumDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// The names of the constants, and the lines that declare them.
    pub(super) constants: Vec<String>,
    pub(super) lines: Vec<String>,
    /// The zero value is none of them.
    pub(super) refuses_empty: bool,
}

/// A sealed interface.
#[derive(Debug)]
pub(super) struct SumDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// An expression that looks ahead for the variant's name.
    pub(super) which: String,
    pub(super) variants: Vec<SumVariant>,
    /// Keeps variants that a newer server sends.
    pub(super) unknown: Option<String>,
}

/// A variant: the literal of its name, and its struct.
#[derive(Debug)]
pub(super) struct SumVariant {
    pub(super) wire_name: String,
    pub(super) decl: StructDecl,
}

/// Another name for a type.
#[derive(Debug)]
pub(super) struct NewtypeDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) item: GoType,
    /// A struct around the type: it can have no methods, or means something by nil.
    pub(super) boxed: bool,
    /// `encoding/json` would not get it right.
    pub(super) has_methods: bool,
}

/// A declared error: an interface and its structs.
#[derive(Debug)]
pub(super) struct ErrorDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) variants: Vec<ErrorVariantDecl>,
}

/// A variant of a declared error.
#[derive(Debug)]
pub(super) struct ErrorVariantDecl {
    pub(super) docs: String,
    pub(super) name: String,
    pub(super) code: u32,
    pub(super) fields: Fields,
}

/// A method of `APIClient`.
#[derive(Debug)]
pub(super) struct MethodDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// A string literal.
    pub(super) wire_name: String,
    /// `, params T`, or nothing.
    pub(super) params: String,
    /// What is sent: an expression.
    pub(super) argument: String,
    /// The result's type, unless there is none.
    pub(super) result: Option<String>,
    pub(super) read: String,
    /// `, declaredX` for each declared error.
    pub(super) declared: String,
}

impl Sdk {
    pub(super) fn lower(manifest: &Manifest) -> anyhow::Result<Self> {
        names::check_package(&manifest.sdk.go.package)?;
        let mut types = Types::new(manifest);
        split(manifest, &mut types)?;
        let mut sdk = Self::default();
        let lowering = Lowering {
            initialisms: manifest.sdk.go.initialisms,
            types: &types,
        };
        for def in &manifest.types {
            for shapes in forms(def, &types) {
                let decl = lowering.type_decl(def, &shapes, &mut sdk.mentioned)?;
                sdk.types.push(decl);
            }
        }
        for error in &manifest.errors {
            let decl = lowering.error_decl(error, &mut sdk.mentioned.errors)?;
            sdk.errors.push(decl);
        }
        for method in &manifest.methods {
            let decl = lowering.method_decl(manifest, method, &mut sdk.mentioned.methods)?;
            sdk.methods.push(decl);
        }
        let mentioned = &sdk.mentioned;
        let all = mentioned.types.iter().chain(&mentioned.errors);
        sdk.tuples = all
            .chain(&mentioned.methods)
            .flat_map(|go| tuples(go))
            .collect();
        sdk.check_names(manifest)?;
        Ok(sdk)
    }

    /// No two Go declarations may have one name.
    fn check_names(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let own = names::RESERVED_TYPES.map(str::to_owned).into_iter();
        let own = own.chain(["Option", "Caller"].map(|name| names::own(manifest, name)));
        let own = own.chain(self.tuples.iter().map(|count| format!("Tuple{count}")));
        let mut taken: BTreeSet<String> = own.collect();
        let mut take = |name: &str| {
            if !taken.insert(name.to_owned()) {
                bail!(
                    "go: the name `{name}` is taken twice, or the package's own: pin another for a type in \
                     `[package.metadata.centrifugo.names]`"
                );
            }
            Ok(())
        };
        for decl in &self.types {
            match decl {
                Decl::Struct(decl) => take(&decl.name)?,
                Decl::Newtype(decl) => take(&decl.name)?,
                Decl::UnitEnum(decl) => {
                    take(&decl.name)?;
                    decl.constants.iter().try_for_each(|name| take(name))?;
                }
                Decl::Sum(decl) => {
                    take(&decl.name)?;
                    decl.unknown.iter().try_for_each(|name| take(name))?;
                    for variant in &decl.variants {
                        take(&variant.decl.name)?;
                    }
                }
            }
        }
        for error in &self.errors {
            take(&error.name)?;
            for variant in &error.variants {
                take(&variant.name)?;
            }
        }
        let mut taken: BTreeSet<&str> = names::RESERVED_METHODS.into();
        for method in &self.methods {
            if !taken.insert(&method.name) {
                bail!(
                    "go: the method {} would be called `{}`, which is taken: pin another name for it in \
                     `[package.metadata.centrifugo.names]`",
                    method.wire_name,
                    method.name
                );
            }
        }
        Ok(())
    }
}

/// What one Go type stands for: a shape sent, a shape received, or both.
#[derive(Debug, Clone, Copy)]
struct Shapes<'m> {
    input: Option<&'m Shape>,
    output: Option<&'m Shape>,
}

impl<'m> Shapes<'m> {
    /// The direction in whose terms the type is named.
    fn direction(&self) -> Direction {
        if self.output.is_some() {
            Direction::Output
        } else {
            Direction::Input
        }
    }

    fn any(&self) -> &'m Shape {
        let shape = self.output.or(self.input);
        shape.expect("a type has a shape in some direction")
    }
}

/// The Go types of a type of the manifest.
fn forms<'m>(def: &'m TypeDef, types: &Types<'_>) -> Vec<Shapes<'m>> {
    let (input, output) = (def.shapes.input(), def.shapes.output());
    if types.split.contains(def.id.as_str()) {
        let sent = Shapes {
            input,
            output: None,
        };
        let received = Shapes {
            input: None,
            output,
        };
        vec![received, sent]
    } else {
        vec![Shapes { input, output }]
    }
}

/// Finds the types that need two Go types, be it only because of a type that they refer to.
fn split<'m>(manifest: &'m Manifest, types: &mut Types<'m>) -> anyhow::Result<()> {
    loop {
        let mut found = vec![];
        for def in &manifest.types {
            if let (Some(input), Some(output)) = (def.shapes.input(), def.shapes.output())
                && !types.split.contains(def.id.as_str())
                && declared(types, input, Direction::Input)?
                    != declared(types, output, Direction::Output)?
            {
                found.push(def.id.as_str());
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        types.split.extend(found);
    }
}

/// All that two directions must have in common to share one Go type.
fn declared(
    types: &Types<'_>,
    shape: &Shape,
    direction: Direction,
) -> anyhow::Result<Vec<[String; 3]>> {
    let fields = |variant: &str, fields| -> anyhow::Result<Vec<[String; 3]>> {
        let declared = fields::declared(types, fields, direction)?;
        let declared = declared.into_iter();
        Ok(declared
            .map(|(key, go)| [variant.to_owned(), key, go])
            .collect())
    };
    match shape {
        Shape::Struct { fields: all, .. } => fields("", all),
        Shape::Newtype { item } => {
            let go = types.lower(item, direction)?.go;
            Ok(vec![[String::new(), String::new(), go]])
        }
        Shape::Enum {
            variants, tagging, ..
        } => {
            let mut all = vec![[format!("{tagging:?}"), String::new(), String::new()]];
            for variant in variants {
                let name = &variant.wire_name;
                all.push([name.clone(), variant.name.clone(), String::new()]);
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype { item } => {
                        let go = types.lower(item, direction)?.go;
                        all.push([name.clone(), String::new(), go]);
                    }
                    Content::Struct { fields: content } => all.extend(fields(name, content)?),
                }
            }
            Ok(all)
        }
    }
}

/// The numbers of the `TupleN` in a Go type.
fn tuples(go: &str) -> Vec<usize> {
    let after = go
        .match_indices("Tuple")
        .map(|(at, name)| &go[at + name.len()..]);
    after
        .filter_map(|text| text.split_once('[')?.0.parse().ok())
        .collect()
}

struct Lowering<'a, 'm> {
    types: &'a Types<'m>,
    initialisms: bool,
}

impl<'m> Lowering<'_, 'm> {
    fn type_decl(
        &self,
        def: &'m TypeDef,
        shapes: &Shapes<'m>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Decl> {
        let direction = shapes.direction();
        let name = self.types.name(&def.id, direction)?;
        let docs = |paragraphs: &[String]| {
            let fallback = format!("is {} of the server.", def.id);
            docs::item(
                &name,
                def.docs.as_deref(),
                &fallback,
                paragraphs,
                def.deprecated.as_ref(),
            )
        };
        Ok(match shapes.any() {
            Shape::Struct { .. } => {
                let all = |shape: Option<&'m Shape>| match shape {
                    Some(Shape::Struct { fields, .. }) => Some(fields.as_slice()),
                    _ => None,
                };
                let sides = fields::Sides {
                    input: all(shapes.input),
                    output: all(shapes.output),
                };
                Decl::Struct(StructDecl {
                    docs: docs(&[]),
                    fields: self.fields(sides, mentioned)?,
                    name,
                    variant: None,
                })
            }
            Shape::Newtype { item } => {
                let item = self.types.lower(item, direction)?;
                mentioned.types.push(item.go.clone());
                mentioned
                    .codecs
                    .extend([item.read.clone(), item.write.clone()]);
                let boxed = matches!(item.kind, Kind::Option | Kind::Sum | Kind::Null);
                if !boxed {
                    mentioned.codecs.push(item.go.clone());
                }
                Decl::Newtype(NewtypeDecl {
                    docs: docs(&[]),
                    boxed,
                    has_methods: !matches!(item.kind, Kind::Bool | Kind::Number | Kind::Text),
                    name,
                    item,
                })
            }
            shape @ Shape::Enum { variants, .. } if is_unit_enum(shape) => {
                let constants = variants.iter().map(|variant| constant(&name, variant));
                let constants: Vec<layout::Constant> = constants.collect();
                Decl::UnitEnum(UnitEnumDecl {
                    docs: docs(&[]),
                    lines: layout::constants(&constants),
                    constants: constants.into_iter().map(|c| c.name).collect(),
                    refuses_empty: variants.iter().all(|v| !v.wire_name.is_empty()),
                    name,
                })
            }
            Shape::Enum {
                variants, tagging, ..
            } => {
                let unknown = (direction == Direction::Output).then(|| format!("{name}Unknown"));
                if unknown.is_some() {
                    mentioned.types.push("json.RawMessage".to_owned());
                }
                let mut lowered = vec![];
                for variant in variants {
                    let decl = self.variant(&name, tagging, variant, shapes, mentioned)?;
                    lowered.push(SumVariant {
                        wire_name: quoted(&variant.wire_name),
                        decl,
                    });
                }
                let all = lowered.iter().map(|variant| variant.decl.name.clone());
                let all: Vec<String> = all.chain(unknown.clone()).collect();
                Decl::Sum(SumDecl {
                    docs: docs(&[format!("It is one of {}.", all.join(", "))]),
                    which: match tagging {
                        Tagging::External => "r.variant()".to_owned(),
                        Tagging::Internal { tag } => format!("r.tag({})", quoted(tag)),
                    },
                    variants: lowered,
                    unknown,
                    name,
                })
            }
        })
    }

    fn variant(
        &self,
        sum: &str,
        tagging: &Tagging,
        variant: &Variant,
        shapes: &Shapes<'m>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<StructDecl> {
        let name = format!("{sum}{}", names::type_name(&variant.name));
        let wire_name = quoted(&variant.wire_name);
        let content = |shape: Option<&'m Shape>| match shape {
            Some(Shape::Enum { variants, .. }) => variants
                .iter()
                .find(|other| other.wire_name == variant.wire_name)
                .map(|variant| &variant.content),
            _ => None,
        };
        let sides = fields::Sides {
            input: self.content(content(shapes.input), tagging, Direction::Input)?,
            output: self.content(content(shapes.output), tagging, Direction::Output)?,
        };
        let fallback = format!("is the variant {wire_name} of {sum}.");
        let docs = docs::item(
            &name,
            variant.docs.as_deref(),
            &fallback,
            &[],
            variant.deprecated.as_ref(),
        );
        let (fields, form) = match (tagging, &variant.content) {
            (Tagging::External, Content::Newtype { item }) => {
                let direction = shapes.direction();
                let item = self.types.lower(item, direction)?;
                mentioned.types.push(item.go.clone());
                mentioned
                    .codecs
                    .extend([item.read.clone(), item.write.clone()]);
                (Fields::value(item, wire_name), Form::Field)
            }
            (Tagging::External, Content::Unit) => (Fields::none(), Form::Unit { name: wire_name }),
            (tagging, _) => {
                let fields = self.fields(sides, mentioned)?;
                let form = match tagging {
                    Tagging::External => Form::Key { name: wire_name },
                    Tagging::Internal { tag } => {
                        if fields.codecs.iter().any(|field| field.key == quoted(tag)) {
                            bail!("go: `{name}` has the key {tag:?} twice, as its tag and a field");
                        }
                        Form::Tag {
                            key: quoted(tag),
                            name: wire_name,
                        }
                    }
                };
                (fields, form)
            }
        };
        Ok(StructDecl {
            docs,
            name,
            fields,
            variant: Some(VariantForm {
                sum: sum.to_owned(),
                form,
            }),
        })
    }

    fn fields(
        &self,
        sides: fields::Sides<'m>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Fields> {
        let fields = sides.lower(self.types, self.initialisms, &mut mentioned.types)?;
        for field in &fields.codecs {
            mentioned
                .codecs
                .extend([field.read.clone(), field.write.clone()]);
        }
        Ok(fields)
    }

    /// The fields of a variant; those of the struct that it holds if they stand beside the tag.
    fn content(
        &self,
        content: Option<&'m Content>,
        tagging: &Tagging,
        direction: Direction,
    ) -> anyhow::Result<Option<&'m [centrifugo_build::manifest::Field]>> {
        Ok(match content {
            None => None,
            Some(Content::Struct { fields }) => Some(fields),
            Some(Content::Newtype {
                item: Type::Named { id },
            }) if *tagging != Tagging::External => match self.types.shape(id, direction)? {
                Shape::Struct { fields, .. } => Some(fields),
                Shape::Newtype { .. } | Shape::Enum { .. } => {
                    bail!("go: `{id}` cannot stand beside a tag: it is no struct with fields")
                }
            },
            Some(Content::Newtype { .. } | Content::Unit) => Some(&[]),
        })
    }

    fn error_decl(
        &self,
        error: &'m ErrorType,
        mentioned: &mut Vec<String>,
    ) -> anyhow::Result<ErrorDecl> {
        let name = names::type_name(&error.name);
        let mut variants = vec![];
        for variant in &error.variants {
            let name = format!("{name}{}", names::type_name(&variant.name));
            let sides = fields::Sides {
                input: None,
                output: Some(&variant.fields),
            };
            let fallback = format!("is {}::{} of the server.", error.id, variant.name);
            let code = [format!("Its code is {}.", variant.code)];
            let docs = variant.docs.as_deref();
            let mut fields = sides.lower(self.types, self.initialisms, mentioned)?;
            fields.add_message();
            variants.push(ErrorVariantDecl {
                docs: docs::item(&name, docs, &fallback, &code, None),
                code: variant.code,
                fields,
                name,
            });
        }
        let all: Vec<&str> = variants.iter().map(|v| v.name.as_str()).collect();
        let paragraph = if all.is_empty() {
            "There is none.".to_owned()
        } else {
            format!(
                "It is below an *RPCError, where errors.As finds it, and one of {}.",
                all.join(", ")
            )
        };
        let fallback = format!("is {} of the server.", error.id);
        Ok(ErrorDecl {
            docs: docs::item(&name, error.docs.as_deref(), &fallback, &[paragraph], None),
            name,
            variants,
        })
    }

    fn method_decl(
        &self,
        manifest: &Manifest,
        method: &Method,
        mentioned: &mut Vec<String>,
    ) -> anyhow::Result<MethodDecl> {
        let name = names::exported(&method.ident, self.initialisms);
        let (params, argument) = match &method.params {
            None => (String::new(), "nil".to_owned()),
            Some(Type::Null) => (String::new(), "as(struct{}{}, writeNull)".to_owned()),
            Some(ty) => {
                let ty = self.types.lower(ty, Direction::Input)?;
                mentioned.push(ty.go.clone());
                (format!(", params {}", ty.go), argument(&ty))
            }
        };
        let result = self.types.lower(&method.result, Direction::Output)?;
        let (result, read) = match result.kind {
            Kind::Null => (None, result.read),
            // A struct comes by pointer, everything else by value.
            Kind::Struct => (
                Some(format!("*{}", result.go)),
                format!("readSome({})", result.read),
            ),
            _ => (Some(result.go), result.read),
        };
        mentioned.extend(result.clone());
        let errors = manifest.errors_by_id();
        let declared = method
            .errors
            .iter()
            .filter_map(|id| errors.get(id.as_str()));
        let declared = declared.map(|error| format!(", declared{}", names::type_name(&error.name)));
        let docs: Vec<String> = method.docs.iter().cloned().collect();
        let calls = format!("calls {}.", method.name);
        Ok(MethodDecl {
            docs: docs::item(&name, None, &calls, &docs, method.deprecated.as_ref()),
            wire_name: quoted(&method.name),
            declared: declared.collect(),
            name,
            params,
            argument,
            result,
            read,
        })
    }
}

/// What a method sends: the params themselves if `encoding/json` gets them right, so that a user's
/// own caller sees them.
fn argument(ty: &GoType) -> String {
    match ty.kind {
        Kind::Bool | Kind::Number | Kind::Text | Kind::Struct => "params".to_owned(),
        _ => format!("as(params, {})", ty.write),
    }
}

fn constant(name: &str, variant: &Variant) -> layout::Constant {
    let constant = format!("{name}{}", names::type_name(&variant.name));
    layout::Constant {
        docs: docs::member(
            &constant,
            variant.docs.as_deref(),
            &[],
            variant.deprecated.as_ref(),
        ),
        name: constant,
        ty: name.to_owned(),
        value: quoted(&variant.wire_name),
    }
}
