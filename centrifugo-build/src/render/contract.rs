//! The contract tests: what `contract_tests!()` of the runtime includes. They say which handlers there
//! are, how they are called and what the tests are named; the runtime does the rest.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::literals::{Literals, Writer};
use super::{file, manifest_text};
use crate::manifest::Manifest;
use crate::resolve::{Argument, Reply, Resolved, ResolvedMethod};

/// Renders the tests as a file.
pub(crate) fn contract_tests(manifest: &Manifest, resolved: &Resolved) -> String {
    let methods = resolved.methods.iter();
    let methods: HashMap<&str, &ResolvedMethod> = methods
        .map(|method| (method.name.text.as_str(), method))
        .collect();
    let mut writer = Writer::new(manifest, &resolved.written);
    let handlers = manifest.methods.iter().filter_map(|method| {
        let found = methods.get(method.name.as_str())?;
        Some(handler(
            found,
            writer.literals(&method.name, &method.result),
        ))
    });
    let handlers: Vec<TokenStream> = handlers.collect();
    let tests = manifest.methods.iter().map(|method| {
        let (test, name) = (test_name(&method.ident), &method.name);
        quote! {
            #[test]
            fn #test() {
                __CONTRACT.prove(#name);
            }
        }
    });
    let text = manifest_text();
    // A method may have any name that does not begin with `_`.
    file(quote! {
        #[allow(unused_imports)]
        use __codegen::contract::{Read as _, ReadAndWritten as _, Written as _, WrittenAndRead as _};

        static __CONTRACT: __codegen::contract::Contract = __codegen::contract::Contract::new(
            #text,
            &[#(#handlers),*],
        );

        #(#tests)*
    })
}

/// A handler whose types are inferred from the closure that would call it.
fn handler(method: &ResolvedMethod, literals: Literals) -> TokenStream {
    let (name, path) = (&method.name.text, &method.path);
    let arguments = method.arguments.iter().map(|argument| match argument {
        Argument::Params => quote!(params),
        Argument::Context | Argument::State(_) => quote!(__codegen::contract::argument()),
    });
    let params = if method.params.is_some() {
        quote!(params)
    } else {
        quote!(())
    };
    let probe = match method.reply {
        Reply::Infallible => quote!(infallible),
        Reply::Fallible | Reply::Declared(_) => quote!(fallible),
    };
    let literals_of = literals
        .values
        .iter()
        .map(|(code, json)| quote!(__codegen::contract::literal(&handler.result, || #code, #json)));
    let gap = match &literals.gap {
        Some(gap) => quote!(::core::option::Option::Some(#gap)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        __codegen::contract::Handler {
            method: #name,
            types: || {
                let handler = __codegen::contract::#probe(|#params| #path(#(#arguments),*));
                __codegen::contract::Types {
                    params: (&&handler.params).subject(),
                    result: (&&handler.result).subject(),
                    literals: ::std::vec![#(#literals_of),*],
                    gap: #gap,
                }
            },
        }
    }
}

/// The method's name in the SDKs, made an identifier of Rust.
fn test_name(ident: &str) -> Ident {
    if matches!(ident, "self" | "Self" | "super" | "crate" | "_") {
        return Ident::new(&format!("{ident}_"), Span::call_site());
    }
    syn::parse_str(ident).unwrap_or_else(|_| Ident::new_raw(ident, Span::call_site()))
}
