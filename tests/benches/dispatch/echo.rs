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

/// As JSON.
pub(crate) const PARAMS: &str =
    r#"{"text":"the quick brown fox jumps","number":42,"list":[1,2,3]}"#;
