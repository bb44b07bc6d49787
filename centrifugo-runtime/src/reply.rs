//! The result of a call as bytes, serialised once, into the buffer that goes out.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Serialize;

use crate::cause::Cause;
use crate::error::RpcError;
use crate::hooks::{Kind, Refusal};

/// What a call ends with.
pub(crate) type Outcome = Result<Reply, RpcError>;

const HEAD: &[u8] = br#"{"result":{"data":"#;
const TAIL: &[u8] = b"}}";

/// A serialised result. Its buffer is that of the whole proxy reply, so that no transport copies it.
#[derive(Debug)]
pub struct Reply(Vec<u8>);

impl Reply {
    pub(crate) fn null() -> Self {
        Self([HEAD, b"null"].concat())
    }

    pub(crate) fn serialize<R: Serialize>(result: &R) -> Outcome {
        let mut buffer = Vec::with_capacity(128);
        buffer.extend_from_slice(HEAD);
        match serde_json::to_writer(&mut buffer, result) {
            Ok(()) => Ok(Self(buffer)),
            Err(error) => Err(RpcError::internal(Cause::Text(format!(
                "result cannot be serialised: {error}"
            )))),
        }
    }

    /// The result alone, as JSON.
    pub(crate) fn data(&self) -> &[u8] {
        &self.0[HEAD.len()..]
    }

    /// The result alone, as JSON.
    pub(crate) fn into_data(self) -> Bytes {
        Bytes::from(self.0).slice(HEAD.len()..)
    }

    /// The body of an HTTP proxy reply.
    pub(crate) fn into_body(mut self, binary: bool) -> Vec<u8> {
        if !binary {
            self.0.extend_from_slice(TAIL);
            return self.0;
        }
        let mut body = String::from(r#"{"result":{"b64data":""#);
        STANDARD.encode_string(self.data(), &mut body);
        body.push_str(r#""}}"#);
        body.into_bytes()
    }
}

/// The body of an HTTP proxy reply that carries an error.
pub(crate) fn error_body(error: &RpcError) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        error: Wire<'a>,
    }
    #[derive(Serialize)]
    struct Wire<'a> {
        code: u32,
        message: &'a str,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        temporary: bool,
    }
    let error = Wire {
        code: error.code(),
        message: error.message(),
        temporary: error.is_temporary(),
    };
    serde_json::to_vec(&Body { error }).expect("numbers and strings are always JSON")
}

/// The body of an HTTP proxy reply to a hook's question.
pub(crate) fn answer_body<R: Serialize>(answer: Result<R, Refusal>) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Body<R> {
        Result(R),
        Disconnect { code: u32, reason: String },
    }
    let body = match answer.map_err(Refusal::into_kind) {
        Ok(reply) => Body::Result(reply),
        Err(Kind::Disconnect { code, reason }) => Body::Disconnect { code, reason },
        Err(Kind::Error(error)) => return error_body(&error),
    };
    serde_json::to_vec(&body).expect("replies are JSON by their types")
}

/// The compact JSON of a declared error's fields.
#[derive(Default)]
pub struct Fields {
    json: String,
    failure: Option<serde_json::Error>,
}

impl Fields {
    /// Adds a field.
    #[must_use]
    pub fn field<T: Serialize>(mut self, name: &str, value: &T) -> Self {
        match serde_json::to_string(value) {
            Ok(value) => self.push(name, &value),
            Err(error) => self.failure = Some(error),
        }
        self
    }

    fn push(&mut self, name: &str, value: &str) {
        self.json.push(if self.json.is_empty() { '{' } else { ',' });
        self.json
            .push_str(&serde_json::Value::from(name).to_string());
        self.json.push(':');
        self.json.push_str(value);
    }

    /// The error with these fields.
    pub fn error(mut self, code: u32) -> RpcError {
        if let Some(error) = self.failure {
            let cause =
                format!("a field of the declared error {code} cannot be serialised: {error}");
            return RpcError::internal(Cause::Text(cause));
        }
        if self.json.is_empty() {
            self.json.push('{');
        }
        self.json.push('}');
        RpcError::new(code, Cow::Owned(self.json))
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fields").finish_non_exhaustive()
    }
}
