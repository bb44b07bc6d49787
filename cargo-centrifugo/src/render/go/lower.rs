//! From the manifest to the lowered tree. All is decided here and below.

use centrifugo_build::manifest::{ErrorType, Manifest, Object, Shape, TypeDef, Variant};

use super::model::{
    Coding, Decl, ErrorDecl, ErrorVariantDecl, Mentioned, NewtypeDecl, Sdk, StructDecl,
    UnitEnumDecl,
};
use super::names::quoted;
use super::object::{Context, Sides};
use super::types::{Kind, Types, is_unit_enum};
use super::{IMPORTED, docs, layout, names, split};

impl Sdk {
    pub(super) fn lower(manifest: &Manifest) -> anyhow::Result<Self> {
        names::check_package(&manifest.sdk.go.package)?;
        let mut types = Types::new(manifest);
        split::find(manifest, &mut types)?;
        let mut sdk = Self::default();
        let context = Context {
            initialisms: manifest.sdk.go.initialisms,
            methods: names::STRUCT_METHODS,
            types: &types,
        };
        for def in &manifest.types {
            for sides in split::forms(def, &types) {
                let decl = context.type_decl(def, sides, &mut sdk.mentioned)?;
                sdk.types.push(decl);
            }
        }
        for error in &manifest.errors {
            let decl = context.error_decl(error, &mut sdk.mentioned.errors)?;
            sdk.errors.push(decl);
        }
        for method in &manifest.methods {
            let decl = context.method_decl(manifest, method, &mut sdk.mentioned.methods)?;
            sdk.methods.push(decl);
        }
        for decl in &sdk.types {
            let codecs = expressions(decl).into_iter();
            let imports = |go: &String| IMPORTED.iter().any(|(_, name)| go.contains(name));
            sdk.mentioned.codecs.extend(codecs.filter(imports));
        }
        let mentioned = &sdk.mentioned;
        let all = mentioned.types.iter().chain(&mentioned.errors);
        let all: Vec<&String> = all.chain(&mentioned.methods).collect();
        sdk.tuples = all.iter().flat_map(|go| tuples(go)).collect();
        let optional = format!("{}[", types.optional);
        sdk.has_optional = all.iter().any(|go| go.starts_with(&optional));
        sdk.check_names(manifest)?;
        Ok(sdk)
    }
}

/// What the codecs of a declaration mention.
fn expressions(decl: &Decl) -> Vec<String> {
    let of_struct = |decl: &StructDecl| {
        let codings = [&decl.coding].into_iter().chain(&decl.content);
        let expressions = codings.flat_map(Coding::expressions);
        expressions.map(str::to_owned).collect::<Vec<_>>()
    };
    match decl {
        Decl::Struct(decl) => of_struct(decl),
        Decl::UnitEnum(_) => vec![],
        Decl::Sum(decl) => {
            let variants = decl.variants.iter();
            variants.flat_map(|v| of_struct(&v.decl)).collect()
        }
        Decl::Newtype(NewtypeDecl { item, boxed, .. }) => {
            let mut all = vec![item.read.clone(), item.write.clone()];
            all.extend((!boxed).then(|| item.go.clone()));
            all
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

impl<'m> Context<'_, 'm> {
    fn type_decl(
        &self,
        def: &'m TypeDef,
        sides: Sides<&'m Shape>,
        mentioned: &mut Mentioned,
    ) -> anyhow::Result<Decl> {
        let name = self.types.name(&def.id, sides.direction())?;
        let fallback = format!("is {} of the server.", def.id);
        let deprecated = def.deprecated.as_ref();
        let docs = docs::item(&name, def.docs.as_deref(), &fallback, &[], deprecated);
        let body = match sides.any() {
            Shape::Struct(_) => {
                let objects = sides.try_map(|shape, _| match shape {
                    Shape::Struct(object) => Ok(Some(object)),
                    _ => Ok(None),
                })?;
                self.object(&name, objects, None, mentioned)?
            }
            Shape::Tuple { .. } => {
                let tuples = sides.try_map(|shape, _| match shape {
                    Shape::Tuple { items } => Ok(Some(items.as_slice())),
                    _ => Ok(None),
                })?;
                self.tuple(tuples, mentioned)?
            }
            Shape::Newtype { .. } => {
                let items = sides.try_map(|shape, _| match shape {
                    Shape::Newtype { item, .. } => Ok(Some(item)),
                    _ => Ok(None),
                })?;
                let item = self.both(items)?;
                mentioned.types.push(item.go.clone());
                let plain = matches!(item.kind, Kind::Bool | Kind::Integer | Kind::Text);
                return Ok(Decl::Newtype(NewtypeDecl {
                    boxed: item.kind.is_boxed(),
                    has_methods: !plain,
                    docs,
                    name,
                    item,
                }));
            }
            shape @ Shape::Enum { variants, .. } if is_unit_enum(shape) => {
                let constants = variants.iter().map(|variant| {
                    let constant_name = self.types.variant(&name, &variant.name);
                    constant(constant_name, &name, variant)
                });
                let constants: Vec<layout::Constant> = constants.collect();
                return Ok(Decl::UnitEnum(UnitEnumDecl {
                    docs,
                    lines: layout::constants(&constants),
                    constants: constants.into_iter().map(|c| c.name).collect(),
                    refuses_empty: variants.iter().all(|v| !v.wire_name.is_empty()),
                    name,
                }));
            }
            Shape::Enum { .. } => return self.sum(def, &name, sides, mentioned),
        };
        Ok(Decl::Struct(StructDecl {
            docs,
            name,
            go: body.go,
            coding: body.coding,
            content: None,
            sum: None,
        }))
    }

    fn error_decl(
        &self,
        error: &'m ErrorType,
        mentioned: &mut Vec<String>,
    ) -> anyhow::Result<ErrorDecl> {
        let name = names::type_name(&error.name);
        let mut variants = vec![];
        for variant in &error.variants {
            let name = self.types.variant(&name, &variant.name);
            let object = Object {
                fields: variant.fields.clone(),
                ..Object::default()
            };
            let sides = Sides {
                input: None,
                output: Some(&object),
            };
            let mut all = Mentioned::default();
            let context = Self {
                methods: names::ERROR_METHODS,
                ..*self
            };
            let body = context.object(&name, sides, None, &mut all)?;
            mentioned.extend(all.types);
            mentioned.extend(body.coding.expressions().into_iter().map(str::to_owned));
            let fallback = format!("is {}::{} of the server.", error.id, variant.name);
            let code = [format!("Its code is {}.", variant.code)];
            variants.push(ErrorVariantDecl {
                docs: docs::item(&name, variant.docs.as_deref(), &fallback, &code, None),
                name,
                code: variant.code,
                go: with_message(&body.go),
                coding: (!variant.fields.is_empty()).then_some(body.coding),
                temporary: variant.temporary,
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
}

/// A struct type with the error's message, apart from what is on the wire.
fn with_message(go: &str) -> String {
    match go.strip_suffix('}') {
        Some(fields) if go != "struct{}" => format!("{fields}\n\tmessage string\n}}"),
        _ => "struct {\n\tmessage string\n}".to_owned(),
    }
}

fn constant(name: String, ty: &str, variant: &Variant) -> layout::Constant {
    layout::Constant {
        docs: docs::member(
            &name,
            variant.docs.as_deref(),
            &[],
            variant.deprecated.as_ref(),
        ),
        name,
        ty: ty.to_owned(),
        value: quoted(&variant.wire_name),
    }
}
