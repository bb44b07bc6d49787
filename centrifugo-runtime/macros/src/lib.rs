//! Macros of `centrifugo-runtime`; use them from there.

mod rpc_error;
mod websocket_rpc;

use proc_macro::TokenStream;

/// Makes an async function a method that Centrifugo's clients call.
///
/// ```text
/// #[websocket_rpc("tasks.get_stats", idempotent, timeout = "10s", anonymous, errors(TaskError))]
/// ```
///
/// - the method's name: parts of `A-Z a-z 0-9 _ -` joined by `.`, after an optional `namespace:`;
/// - `idempotent`: clients may repeat a call whose answer is lost;
/// - `timeout`: the deadline, in `ms`, `s` or `m`, `ack_timeout` of the settings unless given;
/// - `anonymous`: connections without a user may call it;
/// - `spawned`: the handler runs on when its caller disconnects, and when the reply is a 408 because
///   Centrifugo would wait no longer; it is dropped at its own `timeout`. Without it, a handler is
///   dropped at the `.await` where it stands then;
/// - `no_wait`: the reply is `null` and comes once the params are read; then the handler runs by
///   itself until it ends or its `timeout` has passed, and what it fails with is logged. It returns
///   `()` or `Result<(), E>`. Clients get a second function for it, which returns at once;
/// - `errors(…)`: the declared errors of a handler that returns `RpcError`.
///
/// The function stays as it is: the build script reads it from the source. The attribute compiles
/// only on a function that the build script has found, so that no method is missed silently.
#[proc_macro_attribute]
pub fn websocket_rpc(attribute: TokenStream, item: TokenStream) -> TokenStream {
    websocket_rpc::expand(attribute.into(), item.into()).into()
}

/// Makes an enum the declared errors of handlers: implements `HandlerError`.
///
/// ```text
/// #[derive(Debug, RpcError)]
/// enum TaskError {
///     #[rpc(code = 1001, message = "no such task")]
///     NotFound,
///     #[rpc(code = 1002, temporary)]
///     LimitReached { resource: String, limit: u32 },
///     #[rpc(internal)]
///     Database(std::io::Error),
/// }
/// ```
///
/// - `code`: `1000..=1999`, once in the enum;
/// - `temporary`: the same call may succeed later;
/// - `message`: what clients see for a unit variant; without it, its `Display`;
/// - a variant with named fields travels as the JSON of its fields, each of them `Serialize`; clients
///   get them as fields of a typed error;
/// - `internal`: clients see code 500, the log shows the variant's `Debug`.
///
/// On the enum, `#[rpc(crate = "path")]` names the runtime where it is not a direct dependency.
///
/// No `From` is written, and none is needed. In a handler that returns `RpcError`, `?` takes the enum
/// where it is a `std::error::Error`; `errors(TaskError)` in the handler's attribute then keeps its
/// codes.
#[proc_macro_derive(RpcError, attributes(rpc))]
pub fn derive_rpc_error(input: TokenStream) -> TokenStream {
    rpc_error::expand(input.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
