//! The Rust code of Centrifugo's proto file is what the file says now.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::env;
use std::fs;

use centrifugo_tests::folder;

#[test]
fn the_committed_code_is_made_from_the_committed_file() {
    let crate_folder = folder::workspace().join("centrifugo-runtime");
    let out = folder::empty("proto").unwrap();
    let files = protox::compile(["proxy.proto"], [crate_folder.join("proto")]).unwrap();
    prost_build::Config::new()
        // Payloads go from the request to the handler without a copy.
        .bytes(["."])
        .out_dir(&out)
        .compile_fds(files)
        .unwrap();
    let made = fs::read_to_string(out.join("centrifugal.centrifugo.proxy.rs")).unwrap();
    let committed = crate_folder.join("src/proxy/grpc/proto.rs");
    if env::var_os("UPDATE").is_some() {
        fs::write(&committed, &made).unwrap();
    }
    assert!(
        fs::read_to_string(committed).unwrap() == made,
        "src/proxy/grpc/proto.rs is not what proto/proxy.proto says; see proto/README.md"
    );
}
