//! Identifiers: from names on the wire and in Rust to names that Python takes.
//!
//! In: any string. Out: an identifier that is no keyword and means nothing else where it stands.
//! Knows nothing of types and layout.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use anyhow::bail;
use centrifugo_build::manifest::Manifest;

/// Hard keywords: `keyword.kwlist` of Python 3.10 to 3.14. Soft ones (`match`, `type`) are names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Attributes of pydantic's `BaseModel`: `dir(BaseModel)` of 2.14, without those that begin with
/// `_`; and `self`, which type checkers refuse beside the constructor's own.
const MODEL_ATTRIBUTES: &[&str] = &[
    "construct",
    "copy",
    "dict",
    "from_orm",
    "json",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "schema",
    "schema_json",
    "self",
    "update_forward_refs",
    "validate",
];

/// What the variants of errors have, and attributes of `DeclaredError` and of Python's exceptions.
const ERROR_ATTRIBUTES: &[&str] = &[
    "add_note",
    "args",
    "code",
    "correlation_id",
    "make",
    "message",
    "method",
    "temporary",
    "variants",
    "with_traceback",
];

/// What the package exports besides the user's types, by module.
pub(super) const EXPORTS: &[(&str, &[&str])] = &[
    ("_about", &["API_VERSION"]),
    ("_calls", &["RPCCall", "RPCInterceptor"]),
    ("_connection", &["RPCConnectionState", "RPCStateChange"]),
    (
        "_errors",
        &[
            "RPCConnectionError",
            "RPCDisconnectedError",
            "RPCError",
            "RPCException",
            "RPCRequestError",
            "RPCRequestTooLargeError",
            "RPCTimeoutError",
            "RPCUnauthorizedError",
            "RPCUserChannelError",
            "RPCVersionError",
        ],
    ),
    ("_user_channel", &["RPCUserChannel"]),
    ("_version", &["RPCVersion"]),
    ("api", &["APIClient"]),
    ("client", &["CentrifugoRPCClient"]),
    ("rpc", &["RPCCaller", "SyncRPCCaller"]),
    ("sync", &["SyncCentrifugoRPCClient", "SyncRPCInterceptor"]),
    ("sync_api", &["SyncAPIClient"]),
];

/// The names of [`EXPORTS`].
fn exports() -> impl Iterator<Item = &'static str> {
    EXPORTS.iter().flat_map(|(_, names)| names.iter().copied())
}

/// Is it an identifier that can stand anywhere?
pub(super) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
        && !KEYWORDS.contains(&name)
}

/// The nearest identifier that does not begin with `_`, which pydantic takes for private.
fn identifier(name: &str, prefix: &str) -> String {
    let replaced: String = name
        .chars()
        .map(|c| {
            if unicode_ident::is_xid_continue(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let trimmed = replaced.trim_start_matches('_');
    let starts_well = trimmed
        .chars()
        .next()
        .is_some_and(unicode_ident::is_xid_start);
    let mut name = if starts_well {
        trimmed.to_owned()
    } else {
        format!("{prefix}{trimmed}")
    };
    if KEYWORDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// Where a field stands, and so which names mean something else there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A model.
    Model,
    /// A model whose fields become attributes of an exception.
    Error,
}

/// The attribute names of one class's fields, in the order of `wire_names`, and then of `parts`,
/// which have no names on the wire.
///
/// A wire name that can stand keeps its place; the others get what is left. `taken` are the names
/// that the class's annotations use.
pub(super) fn attributes<'a>(
    wire_names: impl Iterator<Item = &'a str>,
    parts: impl Iterator<Item = &'a str>,
    place: Place,
    taken: &BTreeSet<&str>,
) -> Vec<Cow<'a, str>> {
    let refused = |name: &str| {
        MODEL_ATTRIBUTES.contains(&name)
            || (place == Place::Error && ERROR_ATTRIBUTES.contains(&name))
            || taken.contains(name)
    };
    let keeps = |name: &str| !name.starts_with('_') && is_identifier(name) && !refused(name);
    let mut to_make = vec![];
    let mut names: Vec<Cow<'a, str>> = vec![];
    for name in wire_names {
        if !keeps(name) {
            to_make.push(names.len());
        }
        names.push(name.into());
    }
    let kept = names.len();
    names.extend(parts.map(Cow::Borrowed));
    to_make.extend(kept..names.len());
    if to_make.is_empty() {
        return names;
    }
    let is_made = |index: &usize| to_make.binary_search(index).is_ok();
    let kept = (0..names.len()).filter(|index| !is_made(index));
    let mut used: HashSet<String> = kept.map(|index| names[index].to_string()).collect();
    for index in to_make {
        let mut name = identifier(&names[index], "field_");
        while refused(&name) || used.contains(&name) {
            name.push('_');
        }
        used.insert(name.clone());
        names[index] = name.into();
    }
    names
}

/// A method's name in `APIClient`.
pub(super) fn method(ident: &str) -> String {
    identifier(ident, "method_")
}

/// Names of classes and aliases, each given once in the whole package.
#[derive(Debug, Default)]
pub(super) struct ClassNames {
    used: HashSet<String>,
}

impl ClassNames {
    /// The names that the manifest's types and errors have.
    ///
    /// # Errors
    ///
    /// If one of them is a name of the SDK itself.
    pub(super) fn new(manifest: &Manifest) -> anyhow::Result<Self> {
        let types = manifest.types.iter().map(|t| (&t.name, &t.id));
        let errors = manifest.errors.iter().map(|e| (&e.name, &e.id));
        let mut used = HashSet::new();
        for (name, id) in types.chain(errors) {
            if exports().any(|export| export == name.as_str()) {
                bail!("python: the type `{id}` would be `{name}`, a name of the SDK itself");
            }
            used.insert(class(name));
        }
        used.extend(exports().map(str::to_owned));
        Ok(Self { used })
    }

    /// Is the name free? It is taken then.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.used.insert(name.to_owned())
    }

    /// A class that belongs to `owner`: a variant, or the form in which it is sent.
    pub(super) fn derived(&mut self, owner: &str, suffix: &str) -> String {
        let mut name = identifier(&format!("{owner}{suffix}"), "T");
        while !self.used.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

/// What annotations call by its plain name.
const BUILTINS: &[&str] = &["dict", "float", "list", "tuple"];

/// A type's name as a class: `None` is one in Rust.
pub(super) fn class(name: &str) -> String {
    let mut name = identifier(name, "T");
    if BUILTINS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes_of(wire_names: &[&str], place: Place) -> Vec<String> {
        let wire_names = wire_names.iter().copied();
        let names = attributes(wire_names, std::iter::empty(), place, &BTreeSet::new());
        names.into_iter().map(Cow::into_owned).collect()
    }

    fn model(wire_names: &[&str]) -> Vec<String> {
        attributes_of(wire_names, Place::Model)
    }

    #[test]
    fn wire_names_that_can_stand_are_kept() {
        let names = ["type", "match", "userId", "üñï", "model_name"];
        assert_eq!(model(&names), names);
    }

    #[test]
    fn keywords_and_pydantic_s_own_get_an_underscore() {
        assert_eq!(
            model(&["class", "None", "self", "json", "model_config", "_private"]),
            [
                "class_",
                "None_",
                "self_",
                "json_",
                "model_config_",
                "private"
            ]
        );
    }

    #[test]
    fn what_is_no_identifier_becomes_one() {
        assert_eq!(
            model(&["a-b", "with space", "1st", "$ref", "__proto__", "", "-"]),
            [
                "a_b",
                "with_space",
                "field_1st",
                "ref",
                "proto__",
                "field_",
                "field__"
            ]
        );
    }

    #[test]
    fn a_kept_name_wins_over_a_made_one() {
        assert_eq!(model(&["a-b", "a_b", "a b"]), ["a_b_", "a_b", "a_b__"]);
    }

    #[test]
    fn errors_keep_their_own_attributes() {
        assert_eq!(
            attributes_of(&["code", "id"], Place::Error),
            ["code_", "id"]
        );
    }

    #[test]
    fn methods_may_be_keywords_or_begin_with_a_digit() {
        assert_eq!(method("import"), "import_");
        assert_eq!(method("2fa_check"), "method_2fa_check");
    }
}
