//! A type with impls by hand that is not what the settings say.

use centrifugo_runtime::websocket_rpc;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!();

/// A number of cents, though the settings say that it is a text.
pub struct Money(u64);

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self)
    }
}

/// As the settings say, and only some numbers are accepted.
pub struct Even(u32);

impl Serialize for Even {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            number if number % 2 == 0 => Ok(Self(number)),
            _ => Err(D::Error::custom("an odd number")),
        }
    }
}

/// A text as the settings say, or a number, of which they say nothing.
pub struct Lenient(String);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Number(i64),
        }
        Ok(Self(match Form::deserialize(deserializer)? {
            Form::Text(text) => text,
            Form::Number(number) => number.to_string(),
        }))
    }
}

#[derive(Deserialize)]
pub struct Order {
    pub name: String,
    pub prices: Vec<Money>,
    pub pieces: Even,
}

#[derive(Serialize, Deserialize)]
pub struct Bill {
    pub sum: Option<Money>,
}

#[websocket_rpc("money.sent")]
pub async fn sent(order: Order) -> usize {
    order.name.len() + order.prices.len()
}

#[websocket_rpc("money.received")]
pub async fn received() -> Bill {
    Bill { sum: None }
}

#[websocket_rpc("even.sent_and_received")]
pub async fn even(even: Even) -> Even {
    even
}

#[websocket_rpc("lenient.sent")]
pub async fn lenient(params: (Lenient, u8)) -> String {
    params.0.0
}
