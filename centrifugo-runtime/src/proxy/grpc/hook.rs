//! Centrifugo's questions as messages: to a hook, and its answer back.

use axum::http::HeaderMap;
use bytes::Bytes;

use super::patience::patience;
use super::proto::{
    BoolValue, ConnectRequest, ConnectResponse, ConnectResult, Disconnect, Error, PublishRequest,
    PublishResponse, PublishResult, RefreshRequest, RefreshResponse, RefreshResult,
    SubRefreshRequest, SubRefreshResponse, SubRefreshResult, SubscribeOptionOverride,
    SubscribeOptions, SubscribeRequest, SubscribeResponse, SubscribeResult,
};
use crate::SubscribeOverride;
use crate::context::{Caller, Connection};
use crate::error::RpcError;
use crate::hooks::{self, Asked, Event, Kind, Refusal, refuse};
use crate::payload::Payload;
use crate::proxy::endpoint::Endpoint;
use crate::proxy::envelope::decoded;

/// A function for each question: `$question` of Centrifugo to `$hook` of ours, its answer to `$answer`,
/// with the fields that the question has beside those of all.
macro_rules! questions {
    ($($name:ident: $question:ident => $hook:ident, $answer:ident { $($field:ident),* } $user:tt $data:tt;)*) => {
        $(pub(super) async fn $name(
            endpoint: &Endpoint,
            headers: HeaderMap,
            question: $question,
        ) -> $answer {
            let patience = patience(&headers);
            let connection = Connection {
                client: &question.client,
                user: questions!(@user $user question),
                transport: &question.transport,
                protocol: &question.protocol,
                encoding: &question.encoding,
            };
            let caller = Caller::of(connection, questions!(@meta $user question), headers);
            let answer = match questions!(@data $data question) {
                Ok(data) => {
                    let asked = Asked {
                        $($field: question.$field,)*
                        data,
                        ..Asked::of(caller)
                    };
                    endpoint.ask::<hooks::$hook>(asked, patience).await
                }
                Err(error) => refuse::<hooks::$hook>(error),
            };
            $answer::from(answer)
        }

        impl From<Result<<hooks::$hook as Event>::Reply, Refusal>> for $answer {
            fn from(answer: Result<<hooks::$hook as Event>::Reply, Refusal>) -> Self {
                let mut message = Self::default();
                match answer.map_err(Refusal::into_kind) {
                    Ok(reply) => message.result = Some(reply.into()),
                    Err(Kind::Error(error)) => message.error = Some(Error::from(&error)),
                    Err(Kind::Disconnect { code, reason }) => {
                        message.disconnect = Some(Disconnect { code, reason });
                    }
                }
                message
            }
        }

        impl From<RpcError> for $answer {
            fn from(error: RpcError) -> Self {
                Self::from(refuse::<hooks::$hook>(error))
            }
        })*
    };
    (@user user $question:ident) => { &$question.user };
    (@user nobody $question:ident) => { "" };
    (@meta user $question:ident) => {
        Some($question.meta.clone()).filter(|meta| !meta.is_empty())
    };
    (@meta nobody $question:ident) => { None };
    (@data data $question:ident) => { data($question.data, &$question.b64data) };
    (@data nothing $question:ident) => { Ok::<_, RpcError>(Bytes::new()) };
}

questions! {
    connect: ConnectRequest => ConnectRequest, ConnectResponse { name, version, channels } nobody data;
    refresh: RefreshRequest => RefreshRequest, RefreshResponse {} user nothing;
    subscribe: SubscribeRequest => SubscribeRequest, SubscribeResponse { channel, token } user data;
    publish: PublishRequest => PublishRequest, PublishResponse { channel } user data;
    sub_refresh: SubRefreshRequest => SubRefreshRequest, SubRefreshResponse { channel } user nothing;
}

fn data(data: Bytes, base64: &str) -> Result<Bytes, RpcError> {
    if base64.is_empty() {
        Ok(data)
    } else {
        decoded(base64).map(Bytes::from)
    }
}

impl From<hooks::ConnectReply> for ConnectResult {
    fn from(reply: hooks::ConnectReply) -> Self {
        let (info, b64info) = reply.info.into_fields();
        let (data, b64data) = reply.data.into_fields();
        let subs = reply.subs.into_iter();
        Self {
            user: reply.user,
            expire_at: seconds(reply.expire_at),
            info,
            b64info,
            data,
            b64data,
            channels: reply.channels,
            subs: subs.map(|(channel, sub)| (channel, sub.into())).collect(),
            meta: json(reply.meta),
            ..Self::default()
        }
    }
}

impl From<hooks::ServerSubscription> for SubscribeOptions {
    fn from(sub: hooks::ServerSubscription) -> Self {
        let (info, b64info) = sub.info.into_fields();
        let (data, b64data) = sub.data.into_fields();
        Self {
            info,
            b64info,
            data,
            b64data,
            r#override: sub.overrides.map(Into::into),
            cache_recover: sub.cache_recover,
            ..Self::default()
        }
    }
}

impl From<hooks::RefreshReply> for RefreshResult {
    fn from(reply: hooks::RefreshReply) -> Self {
        let (info, b64info) = reply.info.into_fields();
        Self {
            expired: reply.expired,
            expire_at: seconds(reply.expire_at),
            info,
            b64info,
            meta: json(reply.meta),
            ..Self::default()
        }
    }
}

impl From<hooks::SubscribeReply> for SubscribeResult {
    fn from(reply: hooks::SubscribeReply) -> Self {
        let (info, b64info) = reply.info.into_fields();
        let (data, b64data) = reply.data.into_fields();
        Self {
            expire_at: seconds(reply.expire_at),
            info,
            b64info,
            data,
            b64data,
            r#override: reply.overrides.map(Into::into),
            ..Self::default()
        }
    }
}

impl From<hooks::PublishReply> for PublishResult {
    fn from(reply: hooks::PublishReply) -> Self {
        let (data, b64data) = reply.data.into_fields();
        Self {
            data,
            b64data,
            skip_history: reply.skip_history,
            tags: reply.tags.into_iter().collect(),
            idempotency_key: reply.idempotency_key,
            delta: reply.delta,
            version: reply.version,
            version_epoch: reply.version_epoch,
        }
    }
}

impl From<hooks::SubRefreshReply> for SubRefreshResult {
    fn from(reply: hooks::SubRefreshReply) -> Self {
        let (info, b64info) = reply.info.into_fields();
        Self {
            expired: reply.expired,
            expire_at: seconds(reply.expire_at),
            info,
            b64info,
        }
    }
}

impl From<SubscribeOverride> for SubscribeOptionOverride {
    fn from(overrides: SubscribeOverride) -> Self {
        let boxed = |value: Option<bool>| value.map(|value| BoolValue { value });
        Self {
            presence: boxed(overrides.presence),
            join_leave: boxed(overrides.join_leave),
            force_recovery: boxed(overrides.force_recovery),
            force_positioning: boxed(overrides.force_positioning),
            force_push_join_leave: boxed(overrides.force_push_join_leave),
        }
    }
}

fn json(payload: Payload) -> Bytes {
    payload.into_fields().0
}

/// What is too far away for Centrifugo is as far as it can see.
fn seconds(unix: u64) -> i64 {
    i64::try_from(unix).unwrap_or(i64::MAX)
}
