//! The hooks of an application, asked by a real Centrifugo over HTTP and over gRPC.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use centrifugo_runtime::hooks::{
    ConnectReply, ConnectRequest, Hooks, PublishReply, PublishRequest, RefreshReply,
    RefreshRequest, Refusal, ServerSubscription, SubRefreshReply, SubRefreshRequest,
    SubscribeReply, SubscribeRequest,
};
use centrifugo_runtime::{
    CentrifugoConfig, ConnectionContext, ListenAddress, RpcError, SubscribeOverride, serve,
};
use centrifugo_tests::centrifugo::Centrifugo;
use centrifugo_tests::connection::Connection;
use centrifugo_tests::{folder, port};
use serde::Deserialize;
use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[derive(Deserialize)]
struct Credentials {
    r#as: String,
    #[serde(default)]
    ttl: u64,
}

fn within(seconds: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    now.as_secs() + seconds
}

async fn connect(
    conn: ConnectionContext,
    request: ConnectRequest,
) -> Result<ConnectReply, Refusal> {
    assert_eq!(conn.user_id(), None);
    let Credentials { r#as, ttl } = request.data()?;
    let reply = match r#as.as_str() {
        "nobody" => return Err(RpcError::new(403, "not you").into()),
        "banned" => return Err(Refusal::disconnect(4500, "banned")),
        "failing" => Err(std::io::Error::other("the password is hunter2"))?,
        "panic" => panic!("the password is hunter2"),
        "slow" => std::future::pending().await,
        "anonymous" => ConnectReply::anonymous(),
        user => ConnectReply::user(user),
    };
    let reply = match ttl {
        0 => reply,
        ttl => reply.expires_at(within(ttl)),
    };
    let silent = SubscribeOverride {
        presence: Some(false),
        ..SubscribeOverride::default()
    };
    Ok(reply
        .info(&json!({"name": "n"}))
        .data(&json!({"hello": request.name()}))
        .meta(&json!({"role": "admin"}))
        .channel("chat:lobby")
        .subscription(
            "chat:silent",
            ServerSubscription::new()
                .data(&json!({"topic": "quiet"}))
                .overrides(silent),
        ))
}

async fn subscribe(
    conn: ConnectionContext,
    request: SubscribeRequest,
) -> Result<SubscribeReply, Refusal> {
    match request.channel() {
        "chat:secret" => Err(RpcError::new(403, "not yours").into()),
        "chat:kick" => Err(Refusal::disconnect(4501, "kicked")),
        channel => {
            let reply = SubscribeReply::allow()
                .data(&json!({
                    "channel": channel, "user": conn.user_id(),
                    "role": conn.meta::<Value>()?, "asked": request.data::<Value>()?,
                }))
                .info(&json!({"seat": 7}));
            Ok(match channel {
                "chat:short" | "chat:long" => reply.expires_at(within(2)),
                _ => reply,
            })
        }
    }
}

async fn publish(
    conn: ConnectionContext,
    request: PublishRequest,
) -> Result<PublishReply, Refusal> {
    assert!(request.channel().starts_with("chat:"));
    Ok(match request.data::<String>()?.as_str() {
        "bad" => return Err(RpcError::new(1001, "mind your words").into()),
        "kick" => return Err(Refusal::disconnect(4502, "kicked")),
        "replace" => PublishReply::allow()
            .data(&json!({"by": conn.user_id()}))
            .tag("k", "v")
            .skip_history(true),
        _ => PublishReply::allow(),
    })
}

/// How often each was asked.
#[derive(Clone, Default)]
struct Asked {
    refresh: Arc<AtomicUsize>,
    sub_refresh: Arc<AtomicUsize>,
}

fn hooks(asked: &Asked) -> Hooks {
    let Asked {
        refresh,
        sub_refresh,
    } = asked.clone();
    Hooks::new()
        .connect(connect)
        .subscribe(subscribe)
        .publish(publish)
        .refresh(move |conn: ConnectionContext, _: RefreshRequest| {
            refresh.fetch_add(1, Ordering::SeqCst);
            async move {
                match conn.user_id() {
                    Some("42") => Ok(RefreshReply::until(within(60))),
                    Some("43") => Ok(RefreshReply::expired()),
                    _ => Err(RpcError::new(403, "gone").into()),
                }
            }
        })
        .sub_refresh(move |_: ConnectionContext, request: SubRefreshRequest| {
            sub_refresh.fetch_add(1, Ordering::SeqCst);
            async move {
                match request.channel() {
                    "chat:long" => Ok(SubRefreshReply::until(within(60))),
                    _ => Ok(SubRefreshReply::expired()),
                }
            }
        })
}

struct Stack {
    centrifugo: Centrifugo,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Over `proxy`, which is `http` or `grpc`.
async fn start(name: &str, proxy: &str, hooks: Hooks) -> Stack {
    let folder = folder::empty(&format!("hooks-{name}-{proxy}")).unwrap();
    let [http, grpc] = [port::free(), port::free()];
    let local = |port| std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let config = CentrifugoConfig::builder()
        .proxy_secret(SECRET)
        .listen_address(local(http))
        .grpc_listen_address(ListenAddress::Tcp(local(grpc)))
        .ack_timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    let server = tokio::spawn(async move { serve(config, hooks).await.unwrap() });
    let ask = |name: &str| {
        let endpoint = match proxy {
            "http" => format!("http://127.0.0.1:{http}/centrifugo/{name}/"),
            _ => format!("grpc://127.0.0.1:{grpc}"),
        };
        let mut ask = json!({
            "endpoint": endpoint, "timeout": "10s", "include_connection_meta": true,
            "http": {"static_headers": {"x-centrifugo-proxy-secret": SECRET}},
            "grpc": {"static_metadata": {"x-centrifugo-proxy-secret": SECRET}},
        });
        if ["connect", "refresh"].contains(&name) {
            ask["enabled"] = json!(true);
        }
        ask
    };
    let config = json!({
        "http_server": {"address": "127.0.0.1", "port": port::free()},
        "health": {"enabled": true},
        "http_api": {"key": SECRET},
        "client": {
            "proxy": {"connect": ask("connect"), "refresh": ask("refresh")},
            // How often, and how late, Centrifugo looks for subscriptions that have expired.
            "presence_update_interval": "1s", "expired_sub_close_delay": "1s",
        },
        "channel": {
            "proxy": {
                "subscribe": ask("subscribe"), "publish": ask("publish"),
                "sub_refresh": ask("sub_refresh"),
            },
            "namespaces": [{
                "name": "chat", "subscribe_proxy_enabled": true, "publish_proxy_enabled": true,
                "sub_refresh_proxy_enabled": true, "presence": true,
                "allow_presence_for_subscriber": true, "history_size": 10, "history_ttl": "60s",
                "allow_history_for_subscriber": true,
            }],
        },
    });
    let file = folder.join("centrifugo.json");
    std::fs::write(&file, config.to_string()).unwrap();
    let centrifugo = tokio::task::spawn_blocking(move || Centrifugo::start(&file));
    let centrifugo = centrifugo.await.unwrap().unwrap();
    let log = centrifugo.log();
    assert!(!log.to_lowercase().contains("unknown"), "{log}");
    Stack { centrifugo, server }
}

impl Stack {
    async fn open(&self, data: Value) -> anyhow::Result<(Connection, Value)> {
        let connect = json!({"name": "test", "data": data});
        Connection::open_with(&self.centrifugo.url(), connect).await
    }

    async fn user(&self, id: &str) -> Connection {
        self.open(json!({"as": id})).await.unwrap().0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connect_says_who_a_client_is_or_refuses_it() {
    for proxy in ["http", "grpc"] {
        let stack = start("connect", proxy, hooks(&Asked::default())).await;
        let (mut connection, answer) = stack.open(json!({"as": "42"})).await.unwrap();
        let answer = &answer["connect"];
        assert_eq!(answer["data"], json!({"hello": "test"}), "{answer}");
        assert_eq!(answer["subs"]["chat:silent"]["data"]["topic"], "quiet");
        assert!(answer["subs"]["chat:lobby"].is_object(), "{answer}");
        let presence = |channel| json!({"channel": channel});
        let lobby = connection.ask("presence", presence("chat:lobby")).await;
        let lobby = lobby.unwrap()["presence"]["presence"].take();
        let there = lobby.as_object().unwrap().values().next().unwrap();
        assert_eq!(
            (&there["user"], &there["conn_info"]),
            (&json!("42"), &json!({"name": "n"}))
        );
        let silent = connection.ask("presence", presence("chat:silent")).await;
        let silent = silent.unwrap()["presence"]["presence"].take();
        assert!(
            silent.as_object().is_none_or(|there| there.is_empty()),
            "{silent}"
        );
        assert!(stack.open(json!({"as": "anonymous"})).await.is_ok());

        for (who, code, message) in [
            ("nobody", 403, "not you"),
            ("failing", 500, "internal error"),
            ("panic", 500, "internal error"),
            ("slow", 408, "deadline exceeded"),
            ("1,2", 500, "internal error"),
            ("", 500, "internal error"),
        ] {
            let (_, answer) = stack.open(json!({"as": who})).await.unwrap();
            let error = &answer["error"];
            assert_eq!(
                (&error["code"], &error["message"]),
                (&json!(code), &json!(message)),
                "{who}"
            );
        }
        let (_, answer) = stack.open(json!({"who": 7})).await.unwrap();
        assert_eq!(answer["error"]["code"], 422, "{answer}");
        let banned = stack.open(json!({"as": "banned"})).await.unwrap_err();
        let banned = format!("{banned:#}");
        assert!(
            banned.contains("4500") && banned.contains("banned"),
            "{banned}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn subscribe_and_publish_are_allowed_changed_or_refused() {
    for proxy in ["http", "grpc"] {
        let stack = start("channels", proxy, hooks(&Asked::default())).await;
        let mut one = stack.user("42").await;
        let subscribed = one
            .ask("subscribe", json!({"channel": "chat:1", "data": {"a": 1}}))
            .await
            .unwrap();
        assert_eq!(
            subscribed["subscribe"]["data"],
            json!({
                "channel": "chat:1", "user": "42", "role": {"role": "admin"}, "asked": {"a": 1},
            })
        );
        let presence = one
            .ask("presence", json!({"channel": "chat:1"}))
            .await
            .unwrap();
        assert!(presence.to_string().contains(r#"{"seat":7}"#), "{presence}");
        let secret = one
            .ask("subscribe", json!({"channel": "chat:secret"}))
            .await;
        assert_eq!(
            secret.unwrap()["error"],
            json!({"code": 403, "message": "not yours"})
        );

        let mut other = stack.user("43").await;
        let mut publish = async |data: &str| {
            let command = json!({"channel": "chat:1", "data": data});
            other.ask("publish", command).await
        };
        let refused = publish("bad").await.unwrap();
        assert_eq!(
            refused["error"],
            json!({"code": 1001, "message": "mind your words"})
        );
        assert!(publish("hello").await.unwrap()["publish"].is_object());
        let push = one.push().await.unwrap();
        assert_eq!(push["pub"]["data"], "hello", "{push}");
        assert!(publish("replace").await.unwrap()["publish"].is_object());
        let push = one.push().await.unwrap();
        assert_eq!(push["pub"]["data"], json!({"by": "43"}), "{push}");
        assert_eq!(push["pub"]["tags"], json!({"k": "v"}), "{push}");
        let history = json!({"channel": "chat:1", "limit": 10});
        let history = one.ask("history", history).await.unwrap();
        let kept = history["history"]["publications"].as_array().unwrap().len();
        assert_eq!(kept, 1, "{history}");

        assert!(
            publish("kick")
                .await
                .unwrap_err()
                .to_string()
                .contains("4502")
        );
        let kicked = one.ask("subscribe", json!({"channel": "chat:kick"})).await;
        assert!(kicked.unwrap_err().to_string().contains("4501"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expires_goes_on_only_if_its_hook_says_so() {
    for proxy in ["http", "grpc"] {
        let asked = Asked::default();
        let stack = start("refresh", proxy, hooks(&asked)).await;
        let expiring =
            async |user: &str| stack.open(json!({"as": user, "ttl": 2})).await.unwrap().0;
        let mut goes_on = expiring("42").await;
        let mut ends = expiring("43").await;
        let mut refused = expiring("44").await;
        let mut subscriber = stack.user("42").await;
        for channel in ["chat:long", "chat:short"] {
            let subscribed = subscriber
                .ask("subscribe", json!({"channel": channel}))
                .await;
            assert!(subscribed.unwrap()["subscribe"].is_object());
        }
        assert_eq!(ends.closed().await.unwrap().0, 3005);
        assert_eq!(refused.closed().await.unwrap().0, 3005);
        let unsubscribed = subscriber.push().await.unwrap();
        assert_eq!(unsubscribed["channel"], "chat:short", "{unsubscribed}");
        assert!(unsubscribed["unsubscribe"].is_object(), "{unsubscribed}");
        while asked.refresh.load(Ordering::SeqCst) < 3
            || asked.sub_refresh.load(Ordering::SeqCst) < 2
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let lobby = json!({"channel": "chat:lobby"});
        assert!(goes_on.ask("presence", lobby).await.unwrap()["presence"].is_object());
        let long = json!({"channel": "chat:long"});
        assert!(subscriber.ask("presence", long).await.unwrap()["presence"].is_object());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_hooks_nobody_may_anything() {
    for proxy in ["http", "grpc"] {
        let stack = start("closed", proxy, Hooks::new()).await;
        let forbidden = json!({"code": 403, "message": "forbidden"});
        let (_, answer) = stack.open(json!({"as": "42"})).await.unwrap();
        assert_eq!(answer["error"], forbidden);
        drop(stack);
        // Once it is connected, by the one hook that there is.
        let only_connect = Hooks::new().connect(connect);
        let stack = start("closed-but-connect", proxy, only_connect).await;
        let mut connection = stack.open(json!({"as": "42", "ttl": 2})).await.unwrap().0;
        let channel = json!({"channel": "chat:1"});
        let subscribed = connection.ask("subscribe", channel).await.unwrap();
        assert_eq!(subscribed["error"], forbidden);
        let publication = json!({"channel": "chat:lobby", "data": "hello"});
        let published = connection.ask("publish", publication).await.unwrap();
        assert_eq!(published["error"], forbidden);
        assert_eq!(connection.closed().await.unwrap().0, 3005);
    }
}
