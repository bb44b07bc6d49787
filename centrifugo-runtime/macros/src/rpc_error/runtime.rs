//! What the user's crate calls the runtime.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

pub(super) fn path() -> TokenStream {
    match crate_name("centrifugo-runtime") {
        Ok(FoundCrate::Name(name)) => {
            let name = Ident::new(&name, Span::call_site());
            quote!(::#name)
        }
        // The runtime itself (its tests are crates of their own), or one that comes through another
        // crate, where the compiler's own message on this path says what is missing.
        Ok(FoundCrate::Itself) | Err(_) => quote!(::centrifugo_runtime),
    }
}
