//! What the tests across the crates share: the tools of the client languages, a real Centrifugo, the
//! test server, and what stands between them and a language's own suite.
//!
//! Everything is set up below the target folder on first use. A tool that is missing is an error,
//! never a test that passes.

pub mod alone;
pub mod binary;
pub mod canonical;
pub mod cases;
pub mod centrifugo;
pub mod combined;
pub mod connection;
pub mod control;
pub mod folder;
pub mod go_readme;
pub mod http;
pub mod judge;
pub mod mutate;
pub mod odd;
pub mod pages;
pub mod port;
pub mod process;
pub mod protobuf_client;
pub mod raw_client;
pub mod rpc_server;
pub mod same_json;
pub mod sdk;
pub mod soak;
pub mod stack;
pub mod stale;
pub mod suite;
pub mod tool;
