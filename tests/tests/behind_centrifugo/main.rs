//! What a production server bears and shows, behind a real Centrifugo.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod limits;
mod seen;
mod trust;
mod users;

use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::Stack;
use centrifugo_tests::{folder, port};

/// A stack over HTTP, and one over gRPC; Centrifugo's patience is so long, if it is said.
fn over_both(name: &str, patience: Option<&str>, settings: &[(&str, &str)]) -> [Stack; 2] {
    let http = format!("http://127.0.0.1:{}/centrifugo/rpc/", port::free());
    let grpc = format!("grpc://127.0.0.1:{}", port::free());
    [("http", http), ("grpc", grpc)].map(|(proxy, endpoint)| {
        let folder = folder::empty(&format!("behind-centrifugo-{name}-{proxy}")).unwrap();
        let mut stack = Stack::start_over(&endpoint, &folder, |config| {
            if let Some(patience) = patience {
                config["rpc"]["proxy"]["timeout"] = patience.into();
            }
        })
        .unwrap();
        if !settings.is_empty() {
            restart_with(&mut stack, settings);
        }
        stack
    })
}

fn stack(name: &str) -> Stack {
    let folder = folder::empty(&format!("behind-centrifugo-{name}")).unwrap();
    Stack::start(&folder).unwrap()
}

/// A stack whose server has these settings.
fn stack_with(name: &str, settings: &[(&str, &str)]) -> Stack {
    let mut stack = stack(name);
    restart_with(&mut stack, settings);
    stack
}

fn restart_with(stack: &mut Stack, settings: &[(&str, &str)]) {
    for (variable, value) in settings {
        stack.server.set(variable, value);
    }
    stack.server.restart().unwrap();
}

fn client(stack: &Stack, user: &str) -> RawClient {
    client_with(stack, user, &[])
}

fn client_with(stack: &Stack, user: &str, headers: &[(&'static str, &str)]) -> RawClient {
    let token = stack.token(user, 600).unwrap();
    RawClient::connect_with(&stack.centrifugo.url(), &token, headers).unwrap()
}
