//! `#[websocket_rpc]`: its item unchanged, and an error beside it where the attribute is wrong or
//! the build script has not found the function.

mod attribute;
mod found;

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, ItemFn, Result};

use attribute::Attribute;
use found::Found;

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let error = check(attribute, item.clone(), find_in_out_dir)
        .err()
        .map(Error::into_compile_error);
    // The item comes along with the error, so that there are no further ones about a missing name.
    quote! { #item #error }
}

/// Where a function stands, as the build script names it.
struct Handler {
    method: String,
    function: String,
    /// `None` where the compiler does not say, as in an editor.
    file: Option<PathBuf>,
}

fn check(
    attribute: TokenStream,
    item: TokenStream,
    find: impl FnOnce(&Handler) -> std::result::Result<(), String>,
) -> Result<()> {
    let attribute: Attribute = syn::parse2(attribute)?;
    let function: ItemFn = syn::parse2(item).map_err(|error| {
        Error::new(error.span(), "`#[websocket_rpc]` goes on an async function")
    })?;
    if function.sig.asyncness.is_none() {
        let message = "a `#[websocket_rpc]` handler is async\nhint: write `async fn`";
        return Err(Error::new_spanned(function.sig.fn_token, message));
    }
    let handler = Handler {
        method: attribute.name.value(),
        function: function.sig.ident.to_string(),
        file: source_file(function.sig.ident.span()),
    };
    find(&handler).map_err(|message| Error::new(attribute.name.span(), message))
}

/// `None` outside of the compiler, too: there, in tests, spans have no file.
fn source_file(span: proc_macro2::Span) -> Option<PathBuf> {
    if !proc_macro::is_available() {
        return None;
    }
    let file = span.unwrap().local_file()?;
    Some(file.canonicalize().unwrap_or(file))
}

fn find_in_out_dir(handler: &Handler) -> std::result::Result<(), String> {
    const ADD: &str = "hint: add a build.rs with `fn main() { \
                       centrifugo_build::configure().compile(); }` and `centrifugo-build` to \
                       [build-dependencies]";
    let Some(out_dir) = std::env::var_os("OUT_DIR") else {
        return Err(format!(
            "this package has no build.rs, so nothing calls this handler\n{ADD}"
        ));
    };
    let file = PathBuf::from(out_dir).join("centrifugo").join("handlers");
    let Some(found) = Found::read(&file) else {
        return Err(format!(
            "build.rs does not look for handlers, so nothing calls this one\n{ADD}"
        ));
    };
    if found.has(handler) {
        Ok(())
    } else {
        Err(missed(handler))
    }
}

fn missed(handler: &Handler) -> String {
    format!(
        "the build script has not found the method `{}` at `{}`, so nothing would call it\n\
         hint: build.rs reads source files and not what rustc makes of them; it does not see a \
         function\n  \
         - that a macro makes: write it out\n  \
         - in a file that is `include!`d: make the file a module\n  \
         - under a `cfg` that only rustc knows: name it in [package.metadata.centrifugo]\n  \
         - in another target than the one that build.rs reads (the library, or else the only \
         binary): move it there, or set `root` in [package.metadata.centrifugo]",
        handler.method, handler.function
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(attribute: TokenStream, item: TokenStream) -> String {
        check(attribute, item, |_| Ok(())).unwrap_err().to_string()
    }

    fn handler() -> TokenStream {
        quote! { pub async fn get(conn: ConnectionContext) -> u64 { 1 } }
    }

    #[test]
    fn the_item_is_unchanged_also_beside_an_error() {
        for attribute in [quote!("tasks.get"), quote!(nonsense)] {
            let expanded = expand(attribute, handler()).to_string();
            assert!(expanded.starts_with(&handler().to_string()), "{expanded}");
        }
    }

    #[test]
    fn all_arguments_are_taken() {
        let attribute = quote!(
            "ns:tasks.get_x-1",
            idempotent,
            timeout = "10s",
            anonymous,
            spawned,
            no_wait,
            errors(A, b::C),
        );
        check(attribute, handler(), |found| {
            assert_eq!(
                (&*found.method, &*found.function),
                ("ns:tasks.get_x-1", "get")
            );
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn what_is_no_handler_is_refused() {
        assert!(
            error(
                quote!("a"),
                quote!(
                    fn get() {}
                )
            )
            .contains("async")
        );
        assert!(
            error(
                quote!("a"),
                quote!(
                    struct A;
                )
            )
            .contains("goes on an async function")
        );
    }

    #[test]
    fn a_missed_function_does_not_compile() {
        let error = check(quote!("a"), handler(), |handler| Err(missed(handler))).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("has not found the method `a` at `get`"),
            "{error}"
        );
    }
}
