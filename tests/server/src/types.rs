//! What is sent and received.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What to echo.
#[derive(Debug, Clone, Deserialize)]
pub struct EchoParams {
    /// Any text.
    pub text: String,
    /// Any number.
    pub number: i64,
}

/// What was sent.
#[derive(Debug, Clone, Serialize)]
pub struct EchoResult {
    /// The text.
    pub text: String,
    /// The number.
    pub number: i64,
}

/// How long to sleep.
#[derive(Debug, Clone, Deserialize)]
pub struct SleepParams {
    /// Milliseconds.
    pub ms: u64,
}

/// Who calls, as the server sees it.
#[derive(Debug, Clone, Serialize)]
pub struct WhoAmI {
    /// Nobody, if the connection is anonymous.
    pub user: Option<String>,
    /// The id of the connection.
    pub client: String,
    /// The id of this call.
    pub correlation_id: String,
}

/// A field of each kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AllTypes {
    /// May be left out; is received as null.
    pub maybe: Option<String>,
    /// An array.
    pub list: Vec<i32>,
    /// An object with strings for keys.
    pub counts: HashMap<String, u32>,
    /// An object with numbers for keys.
    pub by_id: BTreeMap<u32, String>,
    /// An array of two.
    pub pair: (String, i32),
    /// A type within this one.
    pub nested: Nested,
    /// One of some names.
    pub color: Color,
    /// One of some objects.
    pub shape: Figure,
    /// 64 bits.
    pub unsigned: u64,
    /// 64 bits.
    pub signed: i64,
    /// A number with a fraction.
    pub float: f64,
    /// Yes or no.
    pub flag: bool,
    /// An instant.
    pub at: DateTime<Utc>,
    /// A day.
    pub day: NaiveDate,
    /// An id.
    pub id: Uuid,
    /// 3, unless given.
    #[serde(default = "default_level")]
    pub level: u8,
    /// Received only if it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A name that is no name in Rust.
    #[serde(rename = "renamed-field")]
    pub renamed: String,
}

fn default_level() -> u8 {
    3
}

/// A tree.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Nested {
    /// Of this node.
    pub name: String,
    /// Below this node.
    pub children: Vec<Nested>,
}

/// A color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Color {
    /// As blood.
    Red,
    /// As a forest.
    DarkGreen,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Nothing.
    Empty,
    /// A circle.
    Circle {
        /// Half its width.
        radius: f64,
    },
    /// A rectangle.
    Rectangle {
        /// From left to right.
        width: f64,
        /// From top to bottom.
        height: f64,
    },
}
