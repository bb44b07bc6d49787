//! Functions that carry an attribute which may be `#[websocket_rpc]`.

use super::attr::{Attributes, rpc};
use super::file::Context;
use super::syntax::Handler;
use super::types::type_expr;
use crate::source::Span;

/// Adds a candidate for each attribute of the form `#[path("string" …)]`; whether `path` means
/// `#[websocket_rpc]` is for name resolution to say.
pub(super) fn parse_handler(
    context: &Context<'_>,
    vis: &syn::Visibility,
    sig: &syn::Signature,
    attributes: &Attributes<'_>,
    handlers: &mut Vec<Handler>,
) {
    for (attr_path, attr) in rpc::methods(context, attributes) {
        let args = sig.inputs.iter().filter_map(|arg| match arg {
            syn::FnArg::Typed(arg) => Some(type_expr(context, &arg.ty)),
            syn::FnArg::Receiver(_) => None,
        });
        let output = match &sig.output {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(type_expr(context, ty)),
        };
        handlers.push(Handler {
            name: context.name(&sig.ident),
            vis: context.vis(vis),
            attr_path,
            attr,
            is_async: sig.asyncness.is_some(),
            generics: sig
                .generics
                .params
                .first()
                .map(|param| context.span_of(param)),
            receiver: receiver(context, sig),
            args: args.collect(),
            output,
            docs: attributes.docs(),
            deprecated: attributes.deprecated(),
        });
    }
}

fn receiver(context: &Context<'_>, sig: &syn::Signature) -> Option<Span> {
    sig.receiver().map(|receiver| context.span_of(receiver))
}
