//! Paths that generated code can write wherever it stands in the crate.

use proc_macro2::{Ident, Span as TokenSpan, TokenStream};
use quote::quote;

use super::lowering::Lowering;
use super::names::{ItemId, Res};
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{Path, TypeExpr, TypeKind};
use crate::source::world::ModuleId;

impl Lowering<'_> {
    /// `crate::tasks::model::Task`
    pub(crate) fn item_path(&self, id: ItemId) -> TokenStream {
        self.path_in(id.module, &self.names.item(id).name.text)
    }

    /// `crate::tasks::get_task_stats`
    pub(crate) fn path_in(&self, module: ModuleId, name: &str) -> TokenStream {
        let segments = self.names.world.path(module);
        let segments = segments.into_iter().chain([name]).map(ident);
        quote!(crate #(:: #segments)*)
    }

    /// An item as generated code can write it, by the path that names it in `module`. Of another
    /// crate only what leads there is sure to be public: `::shared::errors::TaskError`
    pub(crate) fn written_path(&self, module: ModuleId, path: &Path, id: ItemId) -> TokenStream {
        match self.names.way(module, path) {
            Some(way) => outside(&way),
            None => self.item_path(id),
        }
    }

    /// A type as generated code can write it.
    pub(crate) fn type_path(
        &self,
        module: ModuleId,
        expr: &TypeExpr,
    ) -> Result<TokenStream, Diagnostic> {
        match &expr.kind {
            TypeKind::Tuple(items) => {
                let items = items.iter().map(|item| self.type_path(module, item));
                let items: Vec<TokenStream> = items.collect::<Result<_, _>>()?;
                Ok(quote!((#(#items,)*)))
            }
            TypeKind::Path(path) => {
                let head = match self.names.way(module, path) {
                    Some(way) => outside(&way),
                    None => self.own_path(module, path, expr)?,
                };
                let args = path.segments.iter().flat_map(|segment| &segment.args);
                let args = args.map(|arg| self.type_path(module, arg));
                let args: Vec<TokenStream> = args.collect::<Result<_, _>>()?;
                Ok(if args.is_empty() {
                    head
                } else {
                    quote!(#head<#(#args),*>)
                })
            }
            _ => Err(messages::unsupported_state().at(expr.span)),
        }
    }

    /// The path of a type of the user's crate.
    fn own_path(
        &self,
        module: ModuleId,
        path: &Path,
        expr: &TypeExpr,
    ) -> Result<TokenStream, Diagnostic> {
        match self.names.resolve(module, path)? {
            Res::Item(id) => {
                let item = self.names.item(id);
                let hidden = self
                    .names
                    .hidden_from_root(id.module, &item.name.text, &item.vis);
                if let Some((private, scope)) = hidden {
                    let error = messages::private_state(&item.name.text, &private, &scope);
                    return Err(error.at(expr.span));
                }
                Ok(self.item_path(id))
            }
            Res::Primitive(name) => {
                let name = ident(name);
                Ok(quote!(#name))
            }
            // It is one that is to be read first.
            Res::Extern(path) => Ok(outside(&path)),
            Res::Module(_) => {
                let error = messages::not_a_type(&path.display(), "a module");
                Err(error.at(expr.span))
            }
        }
    }
}

/// A path that begins with another crate.
fn outside(path: &[String]) -> TokenStream {
    let segments = path.iter().map(|segment| ident(segment));
    quote!(#(:: #segments)*)
}

/// The identifier, raw where the language needs it to be.
pub(crate) fn ident(name: &str) -> Ident {
    syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(name, TokenSpan::call_site()))
}
