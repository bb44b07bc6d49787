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
    .hint(
        "the settings are `root`, `output`, `cfg`, `names`, `types`, `python`, `typescript` and `go`",
    )
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

pub(crate) fn unused_stand_in(path: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`[package.metadata.centrifugo.types]` in Cargo.toml names `{path}`, \
         which is nothing that a method reaches"
    ))
    .hint("write the path of a type, or of a `with` module or function, as a `use` would: `crate::time::seconds`")
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
     `idempotent`, `anonymous`, `no_wait`, `spawned`, `timeout = \"10s\"`, `errors(TaskError)`";

pub(crate) fn unknown_argument(key: &dyn Display) -> Diagnostic {
    Diagnostic::new(format!("unknown argument `{key}`")).hint(
        "there are `idempotent`, `anonymous`, `no_wait`, `spawned`, `timeout = \"10s\"` and \
             `errors(TaskError)`",
    )
}

pub(crate) fn no_wait_result(handler: &str, result: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "the `no_wait` handler `{handler}` returns `{result}`, which no client would ever get"
    ))
    .hint("return `()` or `Result<(), E>`, or remove `no_wait`")
}

pub(crate) fn no_wait_errors(handler: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`errors(…)` of the `no_wait` handler `{handler}` says nothing: clients have their reply \
         before it can fail"
    ))
    .hint("remove `errors(…)`, or `no_wait`; what a `no_wait` handler fails with is logged")
}

pub(crate) fn no_wait_spawned(handler: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "the handler `{handler}` is `no_wait`, so `spawned` adds nothing"
    ))
    .hint("remove `spawned`: a `no_wait` handler runs by itself, whatever its caller does")
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

// Syntax

pub(crate) fn syntax(what: &str, error: &syn::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot parse {what}: {error}"))
}

// Names

/// `full` is the path that it would have.
pub(crate) fn unresolved(path: &str, full: &str) -> Diagnostic {
    Diagnostic::new(format!("cannot find `{path}` in this scope")).hint(format!(
        "is it made by a macro? Then write it out, or say which Rust type has the same form in JSON: \
         `[package.metadata.centrifugo.types]` `\"{full}\" = \"String\"`"
    ))
}

pub(crate) fn hidden_by_glob(name: &str, glob: &str, why: Option<&str>) -> Diagnostic {
    let why = why.map_or("is not read".to_owned(), |why| {
        format!("cannot be read: {why}")
    });
    Diagnostic::new(format!(
        "`{name}` may come from `use {glob}::*`, whose source {why}"
    ))
    .hint(format!("import it by name: `use …::{name};`"))
}

/// A type of another crate whose source is not there.
pub(crate) fn unread_crate(path: &str, package: &str, why: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`{path}` lies in package `{package}`, whose source cannot be read: {why}"
    ))
    .hint(format!(
        "let cargo fetch it, `cargo fetch`; or say which Rust type has the same form in JSON: \
         `[package.metadata.centrifugo.types]` `\"{path}\" = \"String\"`"
    ))
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

pub(crate) fn no_wait_collision(no_wait: &str, other: &str, ident: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`{no_wait}` is `no_wait`, so clients also have `{ident}`, which is what `{other}` would be \
         called"
    ))
    .hint(format!(
        "rename one, or pin its name: `[package.metadata.centrifugo.names]` `\"{other}\" = \"another_name\"`"
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

pub(crate) fn borrowed() -> Diagnostic {
    Diagnostic::new("a borrowed type cannot be sent or received")
        .hint("params outlive the request's bytes; use an owned type, such as `String` for `&str`")
}

pub(crate) fn wrong_arguments(name: &str, want: usize, found: usize) -> Diagnostic {
    Diagnostic::new(format!(
        "`{name}` takes {want} type argument(s), {found} given"
    ))
}

pub(crate) fn circular_alias(name: &str) -> Diagnostic {
    Diagnostic::new(format!("type alias `{name}` stands for itself"))
}

pub(crate) fn not_derived(ty: &str, derive: &str, verb: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{ty}` is {verb} by clients but does not derive `{derive}`"
    ))
    .hint(format!(
        "add `#[derive({derive})]`, by a path or import that leads to serde"
    ))
}

pub(crate) fn duplicate_key(key: &str, first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "{first} and {second} have the same key `{key}` in JSON"
    ))
    .hint("rename one of them")
}

pub(crate) fn unsupported_type(what: &str) -> Diagnostic {
    Diagnostic::new(format!("{what} has no JSON form here")).hint(
        "use a struct or enum that derives serde's traits, or a type of std that serde implements \
         them for",
    )
}

pub(crate) fn saturating() -> Diagnostic {
    Diagnostic::new("serde reads `Saturating` from numbers of any size and changes them")
        .hint("take the integer itself, and saturate in the handler")
}

pub(crate) fn unsupported_extern(path: &str) -> Diagnostic {
    Diagnostic::new(format!("what serde does with type `{path}` is not known")).hint(format!(
        "say which Rust type has the same form in JSON: `[package.metadata.centrifugo.types]` \
         `\"{path}\" = \"String\"`"
    ))
}

pub(crate) fn endless_type(name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "the arguments of generic type `{name}` are too deep; if it holds itself with other arguments, \
         they grow without end"
    ))
    .hint("give it its own arguments where it holds itself, or write a struct for the inner type")
}

pub(crate) fn array_length() -> Diagnostic {
    Diagnostic::new("the length of this array is not a number from 0 to 32").hint(
        "write the length as a number or a `const` of at most 32, which is as far as serde goes, \
         or use `Vec`",
    )
}

pub(crate) fn const_argument() -> Diagnostic {
    Diagnostic::new("the value of this const argument is not known here")
        .hint("write it as a number, or as a `const` that is one")
}

pub(crate) fn map_key(found: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "{found} cannot be the key of a map: JSON's keys are strings"
    ))
    .hint("use strings, numbers, `bool`, `char`, `Uuid`, a unit enum, or a newtype of these")
}

pub(crate) fn manual_impl(ty: &str, derive: &str, path: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "type `{ty}` implements `{derive}` by hand, so its JSON form cannot be read from the source"
    ))
    .hint(format!(
        "say which Rust type has the same form: `[package.metadata.centrifugo.types]` \
         `\"{path}\" = \"String\"`; or derive `{derive}`"
    ))
}

pub(crate) fn attribute_macro(ty: &str, path: &str) -> Diagnostic {
    Diagnostic::new(format!("attribute macro `{path}` may change type `{ty}`"))
        .hint("write out what it does, or use a type without it")
}

pub(crate) fn unsupported_serde(key: &str) -> Diagnostic {
    match key {
        "rename_all" | "rename_all_fields" => Diagnostic::new(format!(
            "`#[serde({key})]` with a rule that serde does not know"
        ))
        .hint(
            "the rules are `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, \
             `SCREAMING_SNAKE_CASE`, `kebab-case` and `SCREAMING-KEBAB-CASE`",
        ),
        "variant_identifier" | "field_identifier" => {
            Diagnostic::new(format!("`#[serde({key})]` has no meaning for JSON values"))
                .hint("use a type without it")
        }
        _ => Diagnostic::new(format!("`#[serde({key})]` is no attribute of serde here"))
            .hint("is it misspelt? All are listed at https://serde.rs/attributes.html"),
    }
}

pub(crate) fn not_transparent(name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`#[serde(transparent)]` on `{name}` needs exactly one field that is sent"
    ))
}

pub(crate) fn unknown_with(path: &str, key: &str) -> Diagnostic {
    Diagnostic::new(format!("what `{path}` writes and reads is not known")).hint(format!(
        "say which Rust type has the same form in JSON: `[package.metadata.centrifugo.types]` \
         `\"{key}\" = \"String\"`"
    ))
}

pub(crate) fn unknown_adapter(path: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "what serde_with's adapter `{path}` does here is not known"
    ))
    .hint(
        "known are `_`, `Same`, `DisplayFromStr`, `Bytes`, `Hex`, `Base64`, `BoolFromInt`, \
         `DefaultOnNull`, `FromInto`, `TryFromInto`, `DurationSeconds` and `TimestampSeconds` and \
         their kin, in `Option`, `Vec`, maps, arrays and tuples as the field has them",
    )
}

pub(crate) fn flatten(field: &str, what: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`#[serde(flatten)]` on `{field}`: {what} has no keys to merge"
    ))
    .hint("flatten structs, maps with string keys, enums, and `Option`s of structs and enums")
}

pub(crate) fn flatten_with() -> Diagnostic {
    Diagnostic::new("`#[serde(flatten)]` beside a `with` is not read").hint("use one of them")
}

pub(crate) fn flatten_two_maps(first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "both flattened `{first}` and `{second}` take all other keys"
    ))
    .hint("keep one map of the other keys")
}

pub(crate) fn flatten_swallows(map: &str, other: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "flattened `{map}` would also see the keys of flattened `{other}`, as serde reads them"
    ))
    .hint(format!(
        "put `{map}` last; beside it only plain structs and externally or adjacently tagged enums \
         can be flattened"
    ))
}

pub(crate) fn flatten_deny(field: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`#[serde(deny_unknown_fields)]` refuses keys of what is flattened at `{field}`"
    ))
    .hint("remove `deny_unknown_fields`: serde does not support it beside such a `flatten`")
}

pub(crate) fn late_macro(path: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`#[{path}]` stands below the derive, which does not see what it does"
    ))
    .hint("put it above `#[derive(…)]`")
}

pub(crate) fn endless_stand_in(id: &str) -> Diagnostic {
    Diagnostic::new(format!("the stand-in of `{id}` is made of `{id}` itself"))
        .hint("write the type that has the same form in JSON, out of other types")
}

pub(crate) fn not_normal(name: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "rustc may write the name `{name}` with other characters: it is not in Unicode's form C"
    ))
    .hint("say its name in JSON: `#[serde(rename = \"…\")]`")
}

pub(crate) fn skipped_newtype() -> Diagnostic {
    Diagnostic::new("the only field of a newtype struct is skipped")
        .hint("give the struct its field's type, or make it a unit struct")
}

pub(crate) fn skipped_content() -> Diagnostic {
    Diagnostic::new("the only field of an adjacently tagged variant is skipped")
        .hint("make it a unit variant: serde would ask for a content and not look at it")
}

pub(crate) fn skipped_element() -> Diagnostic {
    Diagnostic::new("`skip_serializing_if` on an element of an array").hint(
        "elements after it would change their places; use a struct with named fields, or an `Option`",
    )
}

pub(crate) fn tagged_tuple(variant: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "variant `{variant}` holds an array, beside which no tag can stand"
    ))
    .hint("give it named fields, or give the enum a `content`")
}

pub(crate) fn tagged_value(variant: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "variant `{variant}` holds no object, and only in an object can a tag stand"
    ))
    .hint("give it named fields or one struct or map, or give the enum a `content`")
}

pub(crate) fn buffered(what: &str, owner: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "serde cannot read {what} in `{owner}` from where it is used: tagged and untagged enums and \
         flattened fields are read from a buffer of string keys and 64-bit integers"
    ))
    .hint("use string keys or a smaller integer, or a struct and an enum without tag")
}
