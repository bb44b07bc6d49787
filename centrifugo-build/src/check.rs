//! What can only be said of all methods together: names on the wire, and names in the clients.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase as _;

use crate::diagnostic::{Diagnostic, messages};
use crate::manifest::Manifest;
use crate::resolve::Resolved;
use crate::source::Span;

/// Names that methods cannot have in the clients, in snake_case: they are the clients' own.
const RESERVED_METHODS: [&str; 10] = [
    "call",
    "close",
    "connect",
    "constructor",
    "disconnect",
    "new",
    "on_message",
    "state",
    "then",
    "user_channel",
];

/// Names that types cannot have in the clients: they are the clients' own, in one language or
/// another. They begin as few users' types do; names such as `Error` or `Option` are free.
const RESERVED_TYPES: [&str; 44] = [
    "APIClient",
    "API_VERSION",
    "CallError",
    "CentrifugoRPCClient",
    "ConnectionError",
    "ErrDisconnected",
    "NewAPIClient",
    "NewAPIClientWithCaller",
    "RPCAbortedError",
    "RPCAnswer",
    "RPCCall",
    "RPCCallError",
    "RPCCallInfo",
    "RPCCallOptions",
    "RPCCaller",
    "RPCClientOptions",
    "RPCConnectionError",
    "RPCConnectionState",
    "RPCDisconnectedError",
    "RPCError",
    "RPCException",
    "RPCInterceptor",
    "RPCMessage",
    "RPCRequestError",
    "RPCRequestTooLargeError",
    "RPCResponseError",
    "RPCStateChange",
    "RPCTimeoutError",
    "RPCUnauthorizedError",
    "RPCUserChannel",
    "RPCUserChannelError",
    "RPCVersion",
    "RPCVersionError",
    "SyncAPIClient",
    "SyncCentrifugoRPCClient",
    "SyncRPCCaller",
    "SyncRPCInterceptor",
    "WithCentrifugeConfig",
    "WithConnectTimeout",
    "WithMaxRequestSize",
    "WithRequireUserChannel",
    "WithTimeout",
    "WithTokenSource",
    "WithUserMessageHandler",
];

/// Is it a name that no type can have in the clients?
pub(crate) fn is_reserved_type(name: &str) -> bool {
    RESERVED_TYPES.contains(&name)
}

/// Checks the names on the wire.
pub(crate) fn methods(resolved: &Resolved) -> Result<(), Vec<Diagnostic>> {
    let mut errors = vec![];
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for method in &resolved.methods {
        let name = &method.name;
        if !is_method_name(&name.text) {
            errors.push(messages::bad_method_name(&name.text).at(name.span));
        } else if name
            .text
            .split_once(':')
            .map_or(name.text.as_str(), |(_, n)| n)
            .starts_with("system.")
        {
            errors.push(messages::reserved_method_name(&name.text).at(name.span));
        }
        if let Some(first) = seen.insert(&name.text, name.span) {
            let error = messages::duplicate_method(&name.text).at(name.span);
            errors.push(error.note(first, "the other one"));
        }
    }
    end(errors)
}

/// Checks the names in the clients.
pub(crate) fn names(manifest: &Manifest, resolved: &Resolved) -> Result<(), Vec<Diagnostic>> {
    let mut errors = vec![];
    let place = |name: &str| {
        let method = resolved
            .methods
            .iter()
            .find(|method| method.name.text == name);
        method
            .expect("every method of the manifest was resolved")
            .name
            .span
    };
    // Go's and TypeScript's form of a name says less than the snake_case form: `a_1` and `a1`.
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for method in &manifest.methods {
        let (name, ident) = (method.name.as_str(), method.ident.as_str());
        if RESERVED_METHODS.contains(&ident) {
            errors.push(messages::reserved_ident(name, ident).at(place(name)));
        }
        if !ident.starts_with(|c: char| c.is_ascii_alphabetic()) {
            errors.push(messages::no_ident(name, ident).at(place(name)));
        }
        if let Some(first) = seen.insert(ident.to_upper_camel_case(), name) {
            let error = messages::ident_collision(first, name, ident).at(place(name));
            errors.push(error.note(place(first), "the other one"));
        }
    }
    for method in manifest.methods.iter().filter(|method| method.no_wait) {
        let (name, ident) = (method.name.as_str(), format!("{}_no_wait", method.ident));
        if let Some(other) = seen.insert(ident.to_upper_camel_case(), name) {
            let error = messages::no_wait_collision(name, other, &ident).at(place(other));
            errors.push(error.note(place(name), "the `no_wait` one"));
        }
    }
    let types = resolved.types.iter().map(|ty| (ty.id.as_str(), ty.place));
    let errors_places = resolved.errors.iter();
    let places: BTreeMap<&str, Option<Span>> = types
        .chain(errors_places.map(|error| (error.id.as_str(), Some(error.name.span))))
        .collect();
    let at = |id: &str, error: Diagnostic| match places[id] {
        Some(place) => error.at(place),
        None => error,
    };
    let types = manifest
        .types
        .iter()
        .map(|ty| (ty.id.as_str(), ty.name.as_str()));
    let all = types.chain(
        manifest
            .errors
            .iter()
            .map(|error| (error.id.as_str(), error.name.as_str())),
    );
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, name) in all {
        if is_reserved_type(name) {
            errors.push(at(id, messages::reserved_type_name(id, name)));
        }
        if let Some(first) = seen.insert(name, id) {
            let error = at(id, messages::type_name_collision(first, id, name));
            errors.push(match places[first] {
                Some(place) if error.span.is_some() => error.note(place, "the other one"),
                Some(place) => error.at(place),
                None => error,
            });
        }
    }
    end(errors)
}

fn end(errors: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// `[A-Za-z0-9_-]` parts joined by `.`, after a namespace and `:` if there is one. A namespace is
/// what Centrifugo takes as one: `^[-a-zA-Z0-9_.]{2,}$`.
fn is_method_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let (namespace, name) = match name.split_once(':') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, name),
    };
    let parts = |text: &str| {
        text.split('.')
            .all(|part| !part.is_empty() && part.chars().all(plain))
    };
    parts(name)
        && namespace.is_none_or(|namespace| {
            namespace.len() >= 2 && namespace.chars().all(|c| plain(c) || c == '.')
        })
}

#[cfg(test)]
mod tests {
    use super::is_method_name;

    #[test]
    fn method_names() {
        for good in [
            "a",
            "tasks.get_stats",
            "users-list.getV2",
            "ns:tasks.get",
            "a.b:c",
            "1.2",
        ] {
            assert!(is_method_name(good), "{good}");
        }
        for bad in [
            "", ".", "a.", ".a", "a..b", "a b", "a#b", "a/b", ":a", "n:a", "ns:", "a:b:c", "ünï",
        ] {
            assert!(!is_method_name(bad), "{bad}");
        }
    }
}
