//! Whom the server believes.

use centrifugo_tests::raw_client::RawClient;
use serde_json::{Value, json};

use crate::{client, client_with, stack, stack_with};

const NEW: &str = "a-new-secret-0123456789abcdef0123456789";

fn user_of(client: &mut RawClient) -> Value {
    let params = json!({"user": "1", "user_id": "1", "sub": "1"});
    let reply = client.call("test.whoami", &params).unwrap();
    assert!(reply.get("code").is_none(), "{reply}");
    reply["data"]["user"].clone()
}

/// The three steps of the runtime's documentation.
#[test]
fn a_new_proxy_secret_takes_the_old_ones_place() {
    let mut stack = stack("secret");
    let old = stack.proxy_secret.clone();
    let mut client = client(&stack, "42");
    assert_eq!(user_of(&mut client), "42");

    stack.server.set("CENTRIFUGO__PROXY_SECRET", NEW);
    stack.server.set("CENTRIFUGO__PROXY_SECRET_PREVIOUS", &old);
    stack.server.restart().unwrap();
    assert_eq!(user_of(&mut client), "42");

    let name = "X-Centrifugo-Proxy-Secret";
    stack
        .centrifugo
        .change(|config| config["rpc"]["proxy"]["http"]["static_headers"][name] = json!(NEW))
        .unwrap();
    stack.centrifugo.restart().unwrap();
    let mut client = crate::client(&stack, "42");
    assert_eq!(user_of(&mut client), "42");

    stack.server.set("CENTRIFUGO__PROXY_SECRET_PREVIOUS", "");
    stack.server.restart().unwrap();
    assert_eq!(user_of(&mut client), "42");
    let header = (centrifugo_tests::rpc_server::SECRET_HEADER, old.as_str());
    assert_eq!(stack.server.status(&[header]).unwrap(), 401);
}

#[test]
fn a_centrifugo_with_another_secret_is_nobody() {
    let stack = stack_with("other-secret", &[("CENTRIFUGO__PROXY_SECRET", NEW)]);
    let reply = client(&stack, "42")
        .call("test.whoami", &json!(null))
        .unwrap();
    // Centrifugo's own error: the server says nothing that a client could read.
    assert_eq!(reply["code"], 100, "{reply}");
    assert!(
        stack
            .server
            .log()
            .contains("refused a request without the right")
    );
}

#[test]
fn headers_of_the_client_are_nobodys_word() {
    let mut stack = stack("headers");
    let secret = stack.proxy_secret.clone();
    let forged: [(&'static str, &str); 4] = [
        ("x-centrifugo-proxy-secret", &secret),
        ("x-centrifugo-proxy-secret", "wrong"),
        ("x-user-id", "1"),
        ("authorization", "Bearer 1"),
    ];
    assert_eq!(user_of(&mut client_with(&stack, "42", &forged)), "42");
    assert_eq!(user_of(&mut client_with(&stack, "", &forged)), Value::Null);

    // Even where Centrifugo is told to forward all of them, against the documentation.
    let names = "X-Centrifugo-Proxy-Secret X-User-Id Authorization User Client";
    stack
        .centrifugo
        .set("CENTRIFUGO_RPC_PROXY_HTTP_HEADERS", names);
    stack.centrifugo.restart().unwrap();
    let wrong = [("x-centrifugo-proxy-secret", "wrong"), ("x-user-id", "1")];
    let reply = client_with(&stack, "42", &wrong)
        .call("test.whoami", &json!(null))
        .unwrap();
    assert_eq!(reply["code"], 100, "{reply}");
    let twice = [
        ("x-centrifugo-proxy-secret", "wrong"),
        ("x-centrifugo-proxy-secret", &*secret),
    ];
    let reply = client_with(&stack, "42", &twice)
        .call("test.whoami", &json!(null))
        .unwrap();
    assert!(
        reply["code"] == 100 || reply["data"]["user"] == "42",
        "{reply}"
    );
    let others = [("x-user-id", "1"), ("user", "1"), ("client", "1")];
    assert_eq!(user_of(&mut client_with(&stack, "42", &others)), "42");
    assert_eq!(user_of(&mut client(&stack, "43")), "43");
}

#[test]
fn without_a_secret_the_server_is_for_this_machine_alone_and_says_so() {
    let mut stack = stack_with("insecure", &[("CENTRIFUGO__INSECURE", "true")]);
    assert_eq!(stack.server.status(&[]).unwrap(), 200);
    assert_eq!(user_of(&mut client(&stack, "42")), "42");
    let warning = "CENTRIFUGO__INSECURE: any process on this machine can call any method";
    assert_eq!(stack.server.log().matches(warning).count(), 1);
    stack.server.restart().unwrap();
    assert_eq!(stack.server.log().matches(warning).count(), 2);

    let elsewhere = stack
        .server
        .endpoint()
        .replace("http://127.0.0.1:", "0.0.0.0:");
    let address = elsewhere.trim_end_matches("/centrifugo/rpc/");
    stack.server.set("CENTRIFUGO__LISTEN_ADDRESS", address);
    let refused = stack.server.restart().unwrap_err().to_string();
    let fault = "CENTRIFUGO__INSECURE needs a loopback CENTRIFUGO__LISTEN_ADDRESS";
    assert!(refused.contains(fault), "{refused}");
}

#[test]
fn an_empty_user_is_nobody_and_odd_ones_are_not_signed() {
    let stack = stack("users");
    let mut anonymous = client(&stack, "");
    assert_eq!(user_of(&mut anonymous), Value::Null);
    let refused = anonymous
        .call("test.count", &json!({"user": "42"}))
        .unwrap();
    assert_eq!(refused["code"], 401, "{refused}");
    for user in ["a,b", "42,", "#42", "a#b"] {
        assert!(stack.token(user, 600).is_err(), "{user}");
    }
    // What is odd but means nothing to Centrifugo arrives as it is.
    for user in [" ", "ü\"\\", "42 or 1=1", "../42", "null"] {
        assert_eq!(user_of(&mut client(&stack, user)), user);
    }
    let forged = stack.forged_token("42", 600).unwrap();
    assert!(RawClient::connect(&stack.centrifugo.url(), &forged).is_err());
}
