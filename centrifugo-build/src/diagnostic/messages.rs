//! Every message, in the order of the phases. A message says what is wrong and names it; its hint
//! says what to write instead.

use std::fmt::Display;
use std::io;

use super::Diagnostic;

// Settings

pub(crate) fn no_cargo_toml(path: &str, error: &dyn Display) -> Diagnostic {
    Diagnostic::new(format!("cannot read `{path}`: {error}"))
}

pub(crate) fn bad_settings(error: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`[package.metadata.centrifugo]` in Cargo.toml: {error}"
    ))
    .hint("the settings are `root`, `output`, `cfg`, `names`, `python`, `typescript` and `go`")
}

pub(crate) fn bad_setting(key: &str, value: &str, want: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`[package.metadata.centrifugo]` in Cargo.toml: `{key} = \"{value}\"` is not {want}"
    ))
}

pub(crate) fn unused_name(key: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`[package.metadata.centrifugo.names]` in Cargo.toml names `{key}`, \
         which is no method and no type that a method reaches"
    ))
    .hint("write the method's name, or the type's path such as `my_crate::tasks::Task`")
}

pub(crate) fn no_root(found: &[String]) -> Diagnostic {
    if found.is_empty() {
        Diagnostic::new("the package has no lib and no bin target")
            .hint("add `src/lib.rs` or `src/main.rs`, or name the crate root: `root = \"src/…\"` in `[package.metadata.centrifugo]`")
    } else {
        Diagnostic::new(format!(
            "the package has no lib target and several bin targets: {}",
            found.join(", ")
        ))
        .hint(
            "say which one has the handlers: `root = \"src/…\"` in `[package.metadata.centrifugo]`",
        )
    }
}

// Discover

pub(crate) fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot read `{file}`: {error}"))
}

pub(crate) fn not_utf8(file: &str) -> Diagnostic {
    Diagnostic::new(format!("cannot read `{file}`: it is not UTF-8"))
}

pub(crate) fn missing_module(name: &str, flat: &str, nested: &str) -> Diagnostic {
    Diagnostic::new(format!("file not found for module `{name}`"))
        .hint(format!("create `{flat}` or `{nested}`"))
}

pub(crate) fn ambiguous_module(name: &str, flat: &str, nested: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "file for module `{name}` found at both `{flat}` and `{nested}`"
    ))
    .hint("delete or rename one of them")
}

pub(crate) fn circular_module(name: &str, file: &str) -> Diagnostic {
    Diagnostic::new(format!("module `{name}` includes itself: `{file}`"))
}

// Handlers

pub(crate) fn bad_method_attribute(error: &syn::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot parse `#[websocket_rpc]`: {error}")).hint(ATTRIBUTE)
}

pub(crate) fn no_name(handler: &str) -> Diagnostic {
    Diagnostic::new(format!("handler `{handler}` has no method name")).hint(ATTRIBUTE)
}

const ATTRIBUTE: &str = "write `#[websocket_rpc(\"tasks.get_stats\")]`, and after the name, if needed, \
     `idempotent`, `anonymous`, `timeout = \"10s\"`, `errors(TaskError)`";

pub(crate) fn unsupported_argument(key: &dyn Display) -> Diagnostic {
    Diagnostic::new(format!("`{key}` is not supported yet"))
        .hint("remove it; spawn a task in the handler for work that outlives the call")
}

pub(crate) fn unknown_argument(key: &dyn Display) -> Diagnostic {
    Diagnostic::new(format!("unknown argument `{key}`"))
        .hint("there are `idempotent`, `anonymous`, `timeout = \"10s\"` and `errors(TaskError)`")
}

pub(crate) fn bad_timeout(value: &str) -> Diagnostic {
    Diagnostic::new(format!("`{value}` is no timeout")).hint(
        "write a whole number and its unit, `\"500ms\"`, `\"10s\"` or `\"2m\"`, of at most a day",
    )
}

pub(crate) fn bad_method_name(name: &str) -> Diagnostic {
    Diagnostic::new(format!("`{name}` is not a method name")).hint(
        "a name is made of letters, digits, `_` and `-` in parts joined by `.`, \
         with an RPC namespace of Centrifugo and a `:` before it if needed",
    )
}

pub(crate) fn reserved_method_name(name: &str) -> Diagnostic {
    Diagnostic::new(format!("method name `{name}` is reserved"))
        .hint("names that begin with `system.` belong to the runtime; take another prefix")
}

pub(crate) fn not_async(handler: &str) -> Diagnostic {
    Diagnostic::new(format!("handler `{handler}` is not async")).hint("write `async fn`")
}

pub(crate) fn generic_handler(handler: &str) -> Diagnostic {
    Diagnostic::new(format!("handler `{handler}` is generic"))
        .hint("a method has one type of params and one result; write a function for each")
}

pub(crate) fn associated_handler(handler: &str) -> Diagnostic {
    Diagnostic::new(format!("handler `{handler}` is in an `impl` block")).hint(
        "make it a free function; what it needs of `self` can be the state: `State<AppState>`",
    )
}

pub(crate) fn duplicate_method(name: &str) -> Diagnostic {
    Diagnostic::new(format!("method `{name}` has two handlers")).hint("rename one of them")
}

pub(crate) fn private_handler(handler: &str, private: &str, scope: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "handler `{handler}` cannot be called from the crate root: {private} is visible in {scope} only"
    ))
    .hint(format!("make {private} `pub(crate)`"))
}

pub(crate) fn private_state(ty: &str, private: &str, scope: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "state `{ty}` cannot be named from the crate root: {private} is visible in {scope} only"
    ))
    .hint(format!("make {private} `pub(crate)`"))
}

pub(crate) fn private_type(ty: &str, handler: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{ty}` is less visible than handler `{handler}`, which names it"
    ))
    .hint(format!(
        "make `{ty}` as visible as `{handler}`, or `{handler}` less: `pub(crate)`"
    ))
}

pub(crate) fn two_params(handler: &str) -> Diagnostic {
    Diagnostic::new(format!("handler `{handler}` has two params")).hint(
        "besides `ConnectionContext` and `State<_>` there can be one; put several values in a struct",
    )
}

pub(crate) fn two_contexts(handler: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "handler `{handler}` takes `ConnectionContext` twice"
    ))
    .hint("one is enough; it is cheap to clone")
}

pub(crate) fn unknown_runtime_type(name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`{name}` of `centrifugo_runtime` cannot stand here"
    ))
    .hint("a handler takes `ConnectionContext`, `State<_>` and its params")
}

pub(crate) fn state_without_type() -> Diagnostic {
    Diagnostic::new("`State` needs the type of the state").hint("write `State<AppState>`")
}

pub(crate) fn foreign_error(found: &str) -> Diagnostic {
    Diagnostic::new(format!("a handler cannot fail with `{found}`")).hint(
        "return `Result<_, RpcError>`, to which `?` converts any `std::error::Error`, \
         or an enum of this crate with `#[derive(RpcError)]`",
    )
}

pub(crate) fn no_error_type() -> Diagnostic {
    Diagnostic::new("`Result` without an error type").hint("write `Result<_, RpcError>`")
}

pub(crate) fn listed_errors(handler: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`errors(…)` on handler `{handler}`, which does not return `RpcError`"
    ))
    .hint("`errors(…)` is for `Result<_, RpcError>`; another error type declares itself")
}

pub(crate) fn unsupported_state() -> Diagnostic {
    Diagnostic::new("this type cannot be a state").hint("name a struct: `State<AppState>`")
}

pub(crate) fn not_an_error(path: &str) -> Diagnostic {
    Diagnostic::new(format!("`{path}` is not a declared error")).hint(
        "derive it: `#[derive(Debug, RpcError)] enum TaskError { #[rpc(code = 1001)] NotFound }`",
    )
}

pub(crate) fn same_code(code: u32, first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "code {code} stands for both `{first}` and `{second}`"
    ))
    .hint("clients tell a method's errors apart by code; give one of them another of 1000..=1999")
}

pub(crate) fn no_code(variant: &str) -> Diagnostic {
    Diagnostic::new(format!("error variant `{variant}` has no code"))
        .hint("write `#[rpc(code = 1001)]`, a code of 1000..=1999, or `#[rpc(internal)]`")
}

pub(crate) fn bad_code(code: u64) -> Diagnostic {
    Diagnostic::new(format!("{code} is no code of an application error")).hint(
        "codes of 1000..=1999 are the application's; others belong to Centrifugo and the runtime",
    )
}

pub(crate) fn unnamed_error_fields(variant: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "error variant `{variant}` has fields without names"
    ))
    .hint("name them, `NotFound { id: Uuid }`; or mark the variant `#[rpc(internal)]`")
}

// Names

pub(crate) fn unresolved(path: &str) -> Diagnostic {
    Diagnostic::new(format!("cannot find `{path}` in this scope")).hint(
        "is it made by a macro? Then write it out, or `use` it by its path if it lies elsewhere",
    )
}

pub(crate) fn hidden_by_glob(name: &str, glob: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`{name}` may come from `use {glob}::*`, whose source is not read"
    ))
    .hint(format!("import it by name: `use …::{name};`"))
}

pub(crate) fn not_a_type(path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(format!("`{path}` is {what}, not a type"))
}

pub(crate) fn ident_collision(first: &str, second: &str, ident: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "methods `{first}` and `{second}` would both be called `{ident}` in the clients"
    ))
    .hint(format!(
        "rename one, or pin its name: `[package.metadata.centrifugo.names]` `\"{second}\" = \"another_name\"`"
    ))
}

pub(crate) fn reserved_ident(name: &str, ident: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "method `{name}` would be called `{ident}` in the clients, which is a name of their own"
    ))
    .hint(format!(
        "rename it, or pin its name: `[package.metadata.centrifugo.names]` `\"{name}\" = \"another_name\"`"
    ))
}

pub(crate) fn no_ident(name: &str, ident: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "method `{name}` would be called `{ident}` in the clients, which does not begin with a letter"
    ))
    .hint(format!(
        "rename it, or pin its name: `[package.metadata.centrifugo.names]` `\"{name}\" = \"another_name\"`"
    ))
}

pub(crate) fn reserved_type_name(id: &str, name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{id}` would be called `{name}` in the clients, which is a name of their own"
    ))
    .hint(format!(
        "rename it, or pin its name: `[package.metadata.centrifugo.names]` `\"{id}\" = \"AnotherName\"`"
    ))
}

pub(crate) fn type_name_collision(first: &str, second: &str, name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`{first}` and `{second}` would both be called `{name}` in the clients"
    ))
    .hint(format!(
        "pin one: `[package.metadata.centrifugo.names]` `\"{second}\" = \"AnotherName\"`"
    ))
}

// Types

pub(crate) fn unsupported_type(what: &str) -> Diagnostic {
    Diagnostic::new(format!("{what} has no JSON form here")).hint(
        "supported are this crate's structs and enums that derive serde's traits, integers, floats, \
         `bool`, `char`, `String`, `Option`, `Vec` and other std collections, `Box`, tuples, arrays, \
         `chrono` types, `uuid::Uuid` and `serde_json::Value`",
    )
}

pub(crate) fn unsupported_extern(path: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{path}` of another crate is not supported yet"
    ))
    .hint("convert it to a type of this crate, or to its JSON form such as `String`")
}

pub(crate) fn borrowed() -> Diagnostic {
    Diagnostic::new("a borrowed type cannot be sent or received")
        .hint("params outlive the request's bytes; use an owned type, such as `String` for `&str`")
}

pub(crate) fn generic_type(name: &str) -> Diagnostic {
    Diagnostic::new(format!("generic type `{name}` is not supported yet"))
        .hint("write a struct with the concrete types")
}

pub(crate) fn wrong_arguments(name: &str, want: usize, found: usize) -> Diagnostic {
    Diagnostic::new(format!(
        "`{name}` takes {want} type argument(s), {found} given"
    ))
}

pub(crate) fn circular_alias(name: &str) -> Diagnostic {
    Diagnostic::new(format!("type alias `{name}` stands for itself"))
}

pub(crate) fn array_length() -> Diagnostic {
    Diagnostic::new("the length of this array is not a number from 0 to 32").hint(
        "write the length as a number of at most 32, which is as far as serde goes, or use `Vec`",
    )
}

pub(crate) fn map_key(found: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "{found} cannot be the key of a map: JSON's keys are strings"
    ))
    .hint("use strings, integers, `bool`, `char`, `Uuid` or a unit enum as keys")
}

pub(crate) fn not_derived(ty: &str, derive: &str, verb: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{ty}` is {verb} by clients but does not derive `{derive}`"
    ))
    .hint(format!(
        "add `#[derive({derive})]`, by a path or import that leads to serde"
    ))
}

pub(crate) fn manual_impl(ty: &str, derive: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{ty}` implements `{derive}` by hand, so its JSON form cannot be read from the source"
    ))
    .hint(format!("derive `{derive}`"))
}

pub(crate) fn attribute_macro(ty: &str, path: &str) -> Diagnostic {
    Diagnostic::new(format!("attribute macro `{path}` may change type `{ty}`"))
        .hint("write out what it does, or use a type without it")
}

pub(crate) fn unsupported_serde(key: &str) -> Diagnostic {
    Diagnostic::new(format!("`#[serde({key})]` is not supported here yet"))
        .hint("write the type in the form that is on the wire, without it")
}

pub(crate) fn unsupported_shape(what: &str) -> Diagnostic {
    Diagnostic::new(format!("{what} is not supported yet")).hint("use a struct with named fields")
}

pub(crate) fn unsupported_variant(name: &str, tag: Option<&str>) -> Diagnostic {
    let (form, hint) = match tag {
        Some(_) => (
            "an internally tagged enum",
            "give it named fields, one struct, or no fields",
        ),
        None => (
            "an enum without `#[serde(tag = \"…\")]`",
            "add `#[serde(tag = \"type\")]` to the enum, or remove the fields",
        ),
    };
    Diagnostic::new(format!(
        "variant `{name}` with these fields is not supported yet in {form}"
    ))
    .hint(hint)
}

pub(crate) fn duplicate_key(key: &str, first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "{first} and {second} have the same key `{key}` in JSON"
    ))
    .hint("rename one of them")
}

pub(crate) fn not_transparent(name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`#[serde(transparent)]` on `{name}` needs exactly one field"
    ))
}
