//! What a production server bears and shows, behind a real Centrifugo.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod limits;
mod seen;
mod trust;

use centrifugo_tests::folder;
use centrifugo_tests::raw_client::RawClient;
use centrifugo_tests::stack::Stack;

fn stack(name: &str) -> Stack {
    let folder = folder::empty(&format!("behind-centrifugo-{name}")).unwrap();
    Stack::start(&folder).unwrap()
}

/// A stack whose server has these settings.
fn stack_with(name: &str, settings: &[(&str, &str)]) -> Stack {
    let mut stack = stack(name);
    for (variable, value) in settings {
        stack.server.set(variable, value);
    }
    stack.server.restart().unwrap();
    stack
}

fn client(stack: &Stack, user: &str) -> RawClient {
    client_with(stack, user, &[])
}

fn client_with(stack: &Stack, user: &str, headers: &[(&'static str, &str)]) -> RawClient {
    let token = stack.token(user, 600).unwrap();
    RawClient::connect_with(&stack.centrifugo.url(), &token, headers).unwrap()
}
