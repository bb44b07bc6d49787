//! The macro that brings in what the build script wrote.

/// Makes the module `rpc` from the dispatch code that `build.rs` wrote: `rpc::dispatcher(state)`,
/// `rpc::METHODS`, `rpc::API_VERSION`.
///
/// ```text
/// centrifugo_runtime::include_dispatch!();            // pub mod rpc
/// centrifugo_runtime::include_dispatch!(pub mod api); // pub mod api
/// centrifugo_runtime::include_dispatch!(mod api);     // private
/// ```
///
/// It stands once in the crate root (or any module of it) of the target whose handlers `build.rs`
/// reads.
#[macro_export]
macro_rules! include_dispatch {
    () => {
        $crate::include_dispatch!(pub mod rpc);
    };
    ($(#[$attribute:meta])* $visibility:vis mod $name:ident $(;)?) => {
        /// The dispatcher of this crate's `#[websocket_rpc]` handlers.
        $(#[$attribute])*
        #[allow(
            dead_code,
            deprecated,
            unreachable_code,
            unreachable_pub,
            clippy::all,
            clippy::pedantic,
            clippy::nursery
        )]
        $visibility mod $name {
            use $crate::codegen as __codegen;

            include!(concat!(
                env!(
                    "OUT_DIR",
                    "this package has no build.rs; add one with `fn main() { \
                     centrifugo_build::configure().compile(); }`"
                ),
                "/centrifugo/dispatch.rs"
            ));
        }
    };
}
