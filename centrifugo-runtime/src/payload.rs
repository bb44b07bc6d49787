//! Data on its way to Centrifugo, in commands, tokens and answers: JSON as serde writes it, or bytes.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::value::RawValue;

/// The two keys that Centrifugo has for one value, as JSON and as base64.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys {
    json: &'static str,
    base64: &'static str,
}

impl Keys {
    /// Of a value that has no form as base64.
    pub(crate) const fn json_only(json: &'static str) -> Self {
        Self { json, base64: json }
    }
}

pub(crate) const DATA: Keys = Keys {
    json: "data",
    base64: "b64data",
};
pub(crate) const INFO: Keys = Keys {
    json: "info",
    base64: "b64info",
};
/// What goes with a connection to handlers; only JSON.
pub(crate) const META: Keys = Keys {
    json: "meta",
    base64: "meta",
};

/// A payload, or why there is none; flattened into a request. It is made where a command is made and
/// complained about where the command is sent, so that building one needs no `?` on each line.
#[derive(Clone)]
pub(crate) struct Payload {
    keys: Keys,
    value: Value,
}

#[derive(Clone)]
enum Value {
    None,
    Json(Box<RawValue>),
    Base64(String),
    Broken(Arc<serde_json::Error>),
}

impl Payload {
    pub(crate) fn none(keys: Keys) -> Self {
        Self {
            keys,
            value: Value::None,
        }
    }

    pub(crate) fn json(keys: Keys, value: &(impl Serialize + ?Sized)) -> Self {
        let value = match serde_json::value::to_raw_value(value) {
            Ok(json) => Value::Json(json),
            Err(error) => Value::Broken(Arc::new(error)),
        };
        Self { keys, value }
    }

    pub(crate) fn bytes(keys: Keys, bytes: &[u8]) -> Self {
        Self {
            keys,
            value: Value::Base64(STANDARD.encode(bytes)),
        }
    }

    /// The two fields that Centrifugo's messages have for it.
    #[cfg(feature = "grpc")]
    pub(crate) fn into_fields(self) -> (bytes::Bytes, String) {
        match self.value {
            Value::Json(json) => (
                Box::<str>::from(json).into_boxed_bytes().into(),
                String::new(),
            ),
            Value::Base64(text) => (bytes::Bytes::new(), text),
            Value::None | Value::Broken(_) => Default::default(),
        }
    }

    /// Why it cannot be sent.
    pub(crate) fn fault(&self) -> Option<String> {
        match &self.value {
            Value::Broken(error) => Some(format!("`{}` is no JSON: {error}", self.keys.json)),
            _ => None,
        }
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.value {
            Value::Json(json) => map.serialize_entry(self.keys.json, json)?,
            Value::Base64(text) => map.serialize_entry(self.keys.base64, text)?,
            Value::None | Value::Broken(_) => {}
        }
        map.end()
    }
}

/// Sizes only: what is published is nobody's business in a log.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::None => f.write_str("none"),
            Value::Json(json) => write!(f, "JSON of {} bytes", json.get().len()),
            Value::Base64(text) => write!(f, "base64 of {} bytes", text.len()),
            Value::Broken(error) => write!(f, "no JSON: {error}"),
        }
    }
}
