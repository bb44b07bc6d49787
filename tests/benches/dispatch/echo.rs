//! What all servers answer: their params.

use serde::{Deserialize, Serialize};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const SECRET_HEADER: &str = "x-centrifugo-proxy-secret";

#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct Echo {
    pub(crate) text: String,
    pub(crate) number: i64,
    pub(crate) list: Vec<u32>,
}

/// With a correlation id, as generated clients call it.
pub(crate) const METHOD: &str = "echo#01993c5e-7b1a-7c3e-9f5d-2f1a4b6c8d9e";

/// As JSON.
pub(crate) const PARAMS: &str =
    r#"{"text":"the quick brown fox jumps","number":42,"list":[1,2,3]}"#;
