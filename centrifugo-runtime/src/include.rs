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

/// Makes the module `contract` with tests, in test builds only, that prove this crate's manifest and
/// thereby its generated clients: a test for each method, `contract::tasks_get_stats`, in which serde
/// itself reads and writes samples of the types that `build.rs` has read from the source.
///
/// ```text
/// centrifugo_runtime::contract_tests!();               // what can be proven is
/// centrifugo_runtime::contract_tests!(deny_unproven);  // and what cannot fails
/// ```
///
/// It stands once in the crate root (or any module of it) of the target whose handlers `build.rs`
/// reads, and needs nothing else; the types need not be public. `cargo test contract -- --nocapture`
/// shows what is proven.
///
/// | type | what is proven |
/// |---|---|
/// | params | serde accepts valid samples of every form that the manifest lets clients send, and refuses broken ones |
/// | params that are `Serialize`, too | also, that a key that is left out is taken as the default that the manifest says; if they stand in a result, that they are written as it says |
/// | result that is `Deserialize`, too | what serde writes is what the manifest lets clients receive, for values that are read from samples and for values of all variants that are made by way of `Deserialize`; where the manifest says that the type is sent as it is received, a sample that is read and written is the same |
/// | result that is only `Serialize` | what serde writes of values that the build script has written as Rust literals, each variant once: every name, every key that is there or not, each field's value under its own key |
/// | result that is only `Serialize`, part of which has no literal | nothing of that part; `deny_unproven` names it. It is one with fields or types that the crate's root does not see, of another crate, or with a `#[cfg]` on its fields. `#[cfg_attr(test, derive(serde::Deserialize))]` on the result and the types within it is enough |
/// | what has a stand-in in `types` of the settings | see below |
/// | fields of declared errors | nothing |
///
/// A failed test names the method, the type, the path in the JSON and a sample, and says what the cause
/// may be. Where a sample cannot be judged, as with `try_from` or `deserialize_with`, which may refuse
/// more than the type says, serde's refusal is no failure.
///
/// A stand-in is the word of the settings for what is not read from the source, so it is proven by what
/// serde does: all that is written has to have the stand-in's form. Of what is sent, serde may refuse
/// any value, but if at some place it refuses every sample, and each time for its form (`invalid type`,
/// `missing field` …), the stand-in is wrong. A refusal of the impl's own (“not a colour”) proves
/// nothing, so a type that reads a text which is in no sample is not proven, and `deny_unproven` says
/// so; nor is what stands in an internally tagged or untagged enum, where serde names no place.
///
/// In builds with `debug_assertions`, the server itself holds each reply against the manifest, too, and
/// logs an error with method and path where it differs.
#[macro_export]
macro_rules! contract_tests {
    () => {
        $crate::contract_tests!(@module {});
    };
    (deny_unproven $(,)?) => {
        $crate::contract_tests!(@module {
            // Apart from the methods, one of which may have the same name.
            mod deny_unproven {
                #[test]
                fn everything_is_proven() {
                    super::__CONTRACT.prove_all();
                }
            }
        });
    };
    (@module { $($more:tt)* }) => {
        #[cfg(test)]
        #[allow(
            dead_code,
            deprecated,
            non_snake_case,
            unreachable_code,
            unused_qualifications,
            clippy::all,
            clippy::pedantic,
            clippy::nursery
        )]
        mod contract {
            use $crate::codegen as __codegen;

            include!(concat!(
                env!(
                    "OUT_DIR",
                    "this package has no build.rs; add one with `fn main() { \
                     centrifugo_build::configure().compile(); }`"
                ),
                "/centrifugo/contract_tests.rs"
            ));

            $($more)*
        }
    };
}
