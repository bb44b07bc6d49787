//! Paths that generated code can write wherever it stands in the crate.

use proc_macro2::{Ident, Span as TokenSpan, TokenStream};
use quote::quote;

use super::names::{ItemId, Res};
use super::types::Lowering;
use crate::diagnostic::{Diagnostic, messages};
use crate::parse::{TypeExpr, TypeKind};
use crate::source::discover::ModuleId;

impl Lowering<'_> {
    /// `crate::tasks::model::Task`
    pub(crate) fn item_path(&self, id: ItemId) -> TokenStream {
        self.path_in(id.module, &self.names.item(id).name.text)
    }

    /// `crate::tasks::get_task_stats`
    pub(crate) fn path_in(&self, module: ModuleId, name: &str) -> TokenStream {
        let segments = self.names.krate.path(module);
        let segments = segments.into_iter().chain([name]).map(ident);
        quote!(crate #(:: #segments)*)
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
                let head = match self.names.resolve(module, path)? {
                    Res::Item(id) => {
                        let item = self.names.item(id);
                        let hidden =
                            self.names
                                .hidden_from_root(id.module, &item.name.text, &item.vis);
                        if let Some((private, scope)) = hidden {
                            let error = messages::private_state(&item.name.text, &private, &scope);
                            return Err(error.at(expr.span));
                        }
                        self.item_path(id)
                    }
                    Res::Extern(path) => {
                        let segments = path.iter().map(|segment| ident(segment));
                        quote!(#(:: #segments)*)
                    }
                    Res::Primitive(name) => {
                        let name = ident(name);
                        quote!(#name)
                    }
                    Res::Module(_) => {
                        let error = messages::not_a_type(&path.display(), "a module");
                        return Err(error.at(expr.span));
                    }
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
}

/// The identifier, raw where the language needs it to be.
fn ident(name: &str) -> Ident {
    syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(name, TokenSpan::call_site()))
}
