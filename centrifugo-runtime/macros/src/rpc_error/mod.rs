//! `#[derive(RpcError)]`: an enum with `#[rpc(…)]` attributes in, its `HandlerError` out.

mod attribute;
mod runtime;
mod variant;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result};

use attribute::Container;
use variant::Variant;

pub(crate) fn expand(input: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    let Data::Enum(data) = &input.data else {
        let message = "declared errors are an enum\nhint: one variant an error";
        return Err(Error::new(input.ident.span(), message));
    };
    let mut errors = Errors::default();
    let container = errors
        .keep(Container::parse(&input.attrs))
        .unwrap_or_default();
    let variants: Vec<Variant> = data
        .variants
        .iter()
        .filter_map(|variant| errors.keep(Variant::parse(variant)))
        .collect();
    errors.keep(variant::check_codes(&variants));
    errors.finish()?;

    let runtime = container.runtime.unwrap_or_else(runtime::path);
    let codegen = quote!(#runtime::codegen);
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let arms = variants.iter().map(|variant| variant.arm(&codegen));
    // An enum without variants has no arms, and a match on a value of it needs none.
    Ok(quote! {
        #[automatically_derived]
        impl #generics #codegen::HandlerError for #name #arguments #bounds {
            fn into_rpc_error(self) -> #codegen::RpcError {
                match self { #(#arms)* }
            }
        }
    })
}

/// All errors of an enum, to be shown at once.
#[derive(Default)]
struct Errors(Option<Error>);

impl Errors {
    fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                match &mut self.0 {
                    Some(errors) => errors.combine(error),
                    None => self.0 = Some(error),
                }
                None
            }
        }
    }

    fn finish(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(variants: TokenStream) -> Vec<String> {
        match expand(quote! { enum E { #variants } }) {
            Ok(_) => Vec::new(),
            Err(error) => error.into_iter().map(|error| error.to_string()).collect(),
        }
    }

    #[test]
    fn every_form_is_taken() {
        let variants = quote! {
            #[rpc(code = 1001, message = "m")] A,
            #[rpc(code = 1002, temporary)] B { x: u32, r#type: String },
            #[rpc(code = 1003)] C,
            #[rpc(internal)] D(String, u8),
            #[rpc(internal)] E { x: u8 },
            #[rpc(internal)] F,
        };
        assert_eq!(errors(variants), [""; 0]);
        assert!(expand(quote! { enum Never {} }).is_ok());
    }

    #[test]
    fn each_fault_has_its_hint() {
        for (variants, expected) in [
            (quote!(A), "needs `#[rpc(code = 1000)]`"),
            (
                quote!(
                    #[rpc(code = 999)]
                    A
                ),
                "1000 to 1999",
            ),
            (
                quote!(
                    #[rpc(code = 2000)]
                    A
                ),
                "1000 to 1999",
            ),
            (
                quote!(
                    #[rpc(code = 1001)]
                    A(u8)
                ),
                "use named fields",
            ),
            (
                quote!(
                    #[rpc(code = 1001, message = "m")]
                    A { x: u8 }
                ),
                "the fields is its message",
            ),
            (
                quote!(
                    #[rpc(code = 1001, internal)]
                    A
                ),
                "`internal` has code 500",
            ),
            (
                quote!(
                    #[rpc(internal, temporary)]
                    A
                ),
                "`internal` stands alone",
            ),
            (
                quote!(
                    #[rpc(code = 1001, code = 1002)]
                    A
                ),
                "given twice",
            ),
            (
                quote!(
                    #[rpc(cod = 1001)]
                    A
                ),
                "unknown argument `cod`",
            ),
        ] {
            let text = variants.to_string();
            let errors = errors(variants);
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert!(errors[0].contains(expected), "{text}: {errors:?}");
        }
    }

    #[test]
    fn all_errors_come_at_once() {
        let variants = quote! { A, #[rpc(code = 1)] B, #[rpc(code = 1001)] C(u8) };
        assert_eq!(errors(variants).len(), 3);
    }

    #[test]
    fn a_code_stands_for_one_variant() {
        let found = errors(quote! { #[rpc(code = 1001)] A, #[rpc(code = 1001)] B });
        assert!(found[0].contains("`A` has code 1001"), "{found:?}");
    }

    #[test]
    fn a_struct_is_refused() {
        assert!(
            expand(quote! { struct E; })
                .unwrap_err()
                .to_string()
                .contains("are an enum")
        );
    }

    #[test]
    fn the_runtime_can_be_named() {
        let expanded = expand(quote! { #[rpc(crate = "a::rt")] enum E { #[rpc(internal)] A } });
        assert!(
            expanded
                .unwrap()
                .to_string()
                .contains("a :: rt :: codegen :: HandlerError")
        );
    }
}
