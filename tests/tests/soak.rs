//! The short form of the soak; `cargo run -p centrifugo-tests --bin soak` has the full one.

use std::time::Duration;

use centrifugo_tests::{process, soak};

#[test]
fn no_reply_is_lost_or_anothers_and_memory_is_flat() {
    let report = soak::run("soak", Duration::from_secs(20), 16).unwrap();
    process::say(&report);
}
