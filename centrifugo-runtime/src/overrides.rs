//! What a subscription may have otherwise than its channel's namespace says.

use serde::{Serialize, Serializer};

/// Options of a channel's namespace, changed for one subscription; in subscription tokens, and in
/// the command `Subscribe` of the server API.
///
/// ```
/// use centrifugo_runtime::SubscribeOverride;
///
/// let override_ = SubscribeOverride { presence: Some(false), ..SubscribeOverride::default() };
/// assert_eq!(serde_json::to_string(&override_).unwrap(), r#"{"presence":{"value":false}}"#);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SubscribeOverride {
    /// Whether the subscriber is seen in the channel's presence.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "boxed")]
    pub presence: Option<bool>,
    /// Whether others are told that it comes and goes.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "boxed")]
    pub join_leave: Option<bool>,
    /// Whether it is told that others come and go.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "boxed")]
    pub force_push_join_leave: Option<bool>,
    /// Whether it gets what it missed after a reconnect.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "boxed")]
    pub force_recovery: Option<bool>,
    /// Whether its position in the history is watched.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "boxed")]
    pub force_positioning: Option<bool>,
}

/// Centrifugo's `{"value": …}`, in which a `false` is not the same as nothing.
#[expect(clippy::ref_option, reason = "serde hands over a reference")]
fn boxed<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct BoolValue {
        value: bool,
    }
    value.map(|value| BoolValue { value }).serialize(serializer)
}
