//! From the manifest to the lowered tree. All is decided here and below.

use centrifugo_build::manifest::{ErrorType, Manifest, Object, Shape, TypeDef, Variant};

use super::mentions::Mentions;
use super::model::{
    Decl, ErrorDecl, ErrorVariantDecl, Mentioned, NewtypeDecl, Sdk, StructDecl, UnitEnumDecl,
};
use super::names::quoted;
use super::object::{Context, Sides};
use super::types::{Kind, Types, is_unit_enum};
use super::{docs, layout, names, split};

impl Sdk {
    /// Lowers all. Declarations of types are given to `print` one by one: they are long, and many.
    pub(super) fn lower(
        manifest: &Manifest,
        mut print: impl FnMut(Decl) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
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
                sdk.note(&decl);
                print(decl)?;
            }
        }
        for error in &manifest.errors {
            let decl = context.error_decl(error, &mut sdk.mentioned.errors)?;
            sdk.errors.push(decl);
        }
        let errors = manifest.errors_by_id();
        for method in &manifest.methods {
            let mentioned = &mut sdk.mentioned.methods;
            let decl = context.method_decl(manifest, method, &errors, mentioned)?;
            sdk.methods.push(decl);
        }
        let mentioned = &sdk.mentioned;
        for all in [&mentioned.types, &mentioned.errors, &mentioned.methods] {
            sdk.tuples.extend(&all.tuples);
            sdk.has_optional |= all.generics.contains(&types.optional);
        }
        sdk.check_names(manifest)?;
        Ok(sdk)
    }

    /// Notes what the other files need to know of a declaration.
    fn note(&mut self, decl: &Decl) {
        let names = decl.names().into_iter().map(str::to_owned);
        self.declared.extend(names);
        self.codecs.push(decl.codec());
        self.refuses |=
            matches!(decl, Decl::Sum(decl) if decl.which.is_some() && decl.unknown.is_none());
    }
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
                mentioned.types.add(&item.go);
                mentioned
                    .codecs
                    .add_expressions([&*item.read, &*item.write]);
                if !item.kind.is_boxed() {
                    mentioned.codecs.add_expressions([&*item.go]);
                }
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
        mentioned: &mut Mentions,
    ) -> anyhow::Result<ErrorDecl> {
        let name = names::type_name(&error.name).into_owned();
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
            mentioned.join(all.types);
            mentioned.join(all.codecs);
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
