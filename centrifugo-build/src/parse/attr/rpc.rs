//! `#[websocket_rpc("…", …)]` and `#[rpc(…)]`.

use syn::parse::{Parse, ParseStream};
use syn::{LitInt, LitStr, Meta, Token};

use super::{Attributes, parse};
use crate::diagnostic::messages;
use crate::parse::file::Context;
use crate::parse::syntax::{Name, Path};
use crate::parse::types;
use crate::source::Span;

/// What stands in `#[websocket_rpc(…)]`.
#[derive(Debug, Clone)]
pub(crate) struct MethodAttr {
    /// None if the attribute does not begin with a string.
    pub(crate) name: Option<Name>,
    pub(crate) idempotent: bool,
    pub(crate) anonymous: bool,
    /// Where `no_wait` stands.
    pub(crate) no_wait: Option<Span>,
    /// Where `spawned` stands.
    pub(crate) spawned: Option<Span>,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) errors: Vec<Path>,
    /// What is wrong within the attribute. Reported if it is ours.
    pub(crate) faults: Vec<crate::diagnostic::Diagnostic>,
}

/// What stands in `#[rpc(…)]` at a variant of a declared error.
#[derive(Debug, Clone, Default)]
pub(crate) struct ErrorRpc {
    pub(crate) code: Option<(u64, Span)>,
    pub(crate) temporary: bool,
    pub(crate) internal: bool,
}

/// Every attribute that may be `#[websocket_rpc]` under some name. Which is, is for name resolution
/// to say; here an attribute counts whose path ends in `websocket_rpc`, or whose first argument is
/// a string and which is none of the language's own.
pub(in crate::parse) fn methods(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> Vec<(Path, MethodAttr)> {
    let candidates = attributes.iter().filter_map(|meta| {
        let named = meta
            .path()
            .segments
            .last()
            .is_some_and(|s| s.ident == "websocket_rpc");
        let attr = match meta {
            Meta::List(list) => {
                let first = list.tokens.clone().into_iter().next();
                let string = matches!(first, Some(proc_macro2::TokenTree::Literal(_)));
                if !named && (!string || list.path.is_ident("doc")) {
                    return None;
                }
                let arguments: Arguments =
                    syn::parse2(list.tokens.clone()).unwrap_or_else(|error| Arguments {
                        faults: vec![error],
                        ..Arguments::default()
                    });
                arguments.attr(context)
            }
            Meta::Path(_) if named => Arguments::default().attr(context),
            _ => return None,
        };
        Some((types::path(context, meta.path()), attr))
    });
    candidates.collect()
}

#[derive(Default)]
struct Arguments {
    name: Option<LitStr>,
    idempotent: bool,
    anonymous: bool,
    timeout: Option<LitStr>,
    no_wait: Option<syn::Ident>,
    spawned: Option<syn::Ident>,
    errors: Vec<syn::Path>,
    unknown: Vec<syn::Ident>,
    faults: Vec<syn::Error>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self::default();
        if input.peek(LitStr) {
            arguments.name = Some(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        while !input.is_empty() {
            let key: syn::Ident = input.parse()?;
            match key.to_string().as_str() {
                "idempotent" => arguments.idempotent = true,
                "anonymous" => arguments.anonymous = true,
                "timeout" => {
                    input.parse::<Token![=]>()?;
                    arguments.timeout = Some(input.parse()?);
                }
                "errors" => {
                    let content;
                    syn::parenthesized!(content in input);
                    arguments
                        .errors
                        .extend(content.parse_terminated(syn::Path::parse, Token![,])?);
                }
                "no_wait" => arguments.no_wait = Some(key),
                "spawned" => arguments.spawned = Some(key),
                _ => {
                    arguments.unknown.push(key);
                    // Its value is of no known form; what follows would only confuse.
                    while !input.is_empty() && !input.peek(Token![,]) {
                        input.parse::<proc_macro2::TokenTree>()?;
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

impl Arguments {
    fn attr(self, context: &Context<'_>) -> MethodAttr {
        let mut faults = vec![];
        let mut timeout_ms = None;
        for error in &self.faults {
            faults.push(messages::bad_method_attribute(error).at(context.span(error.span())));
        }
        for key in &self.unknown {
            faults.push(messages::unknown_argument(key).at(context.span_of(key)));
        }
        if let Some(timeout) = &self.timeout {
            timeout_ms = milliseconds(&timeout.value());
            if timeout_ms.is_none() {
                faults.push(messages::bad_timeout(&timeout.value()).at(context.span_of(timeout)));
            }
        }
        MethodAttr {
            name: self.name.map(|name| Name {
                text: name.value(),
                span: context.span(name.span()),
            }),
            idempotent: self.idempotent,
            anonymous: self.anonymous,
            no_wait: self.no_wait.map(|key| context.span_of(&key)),
            spawned: self.spawned.map(|key| context.span_of(&key)),
            timeout_ms,
            errors: self
                .errors
                .iter()
                .map(|path| types::path(context, path))
                .collect(),
            faults,
        }
    }
}

/// `500ms`, `10s`, `2m`; more than nothing and at most a day.
fn milliseconds(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return None,
    };
    let milliseconds = number.parse::<u64>().ok()?.checked_mul(unit)?;
    (1..=86_400_000)
        .contains(&milliseconds)
        .then_some(milliseconds)
}

/// `#[rpc(code = 1001, temporary)]` at a variant.
pub(in crate::parse) fn error_variant(
    context: &Context<'_>,
    attributes: &Attributes<'_>,
) -> Option<ErrorRpc> {
    let list = attributes.iter().find_map(|meta| match meta {
        Meta::List(list) if list.path.is_ident("rpc") => Some(list),
        _ => None,
    })?;
    parse(context, list, |input: ParseStream<'_>| {
        let mut rpc = ErrorRpc::default();
        while !input.is_empty() {
            let key: syn::Ident = input.call(syn::ext::IdentExt::parse_any)?;
            match key.to_string().as_str() {
                "temporary" => rpc.temporary = true,
                "internal" => rpc.internal = true,
                "code" => {
                    input.parse::<Token![=]>()?;
                    let code: LitInt = input.parse()?;
                    rpc.code = Some((code.base10_parse()?, context.span(code.span())));
                }
                // What else the derive takes is no concern of clients; it checks that itself.
                _ if input.peek(Token![=]) => {
                    input.parse::<Token![=]>()?;
                    input.parse::<syn::Expr>()?;
                }
                _ => {}
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(rpc)
    })
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn durations_need_a_unit_and_more_than_nothing() {
        assert_eq!(milliseconds("500ms"), Some(500));
        assert_eq!(milliseconds("10s"), Some(10_000));
        assert_eq!(milliseconds("2m"), Some(120_000));
        for bad in [
            "",
            "10",
            "s",
            "0s",
            "-1s",
            "1.5s",
            "10 s",
            "99999999999999999999s",
            "2d",
        ] {
            assert_eq!(milliseconds(bad), None, "{bad}");
        }
    }
}
